"""Articles that strangers send, as the reading process hands them over: read, with what they claim, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from rolescope.extract.claims import Reading, find_claims
from rolescope.model import Problem
from rolescope.present.web.forms import BadForm, Part, read_form
from rolescope.sources.articles import Article, find_suffix_kind, read_article_bytes, read_article_text

PASTED = "pasted text"
_LONGEST_NAME = 120
_SENTENCES = 5  # for each claim; articles have fewer than one
_NOTHING = "Paste an article or choose a file."


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """Articles with what they claim, and what could not be read as one."""

    read: tuple[tuple[Article, Reading], ...]
    problems: tuple[Problem, ...]


class BadArticles(ValueError):
    """None of what was sent can be checked; its text says why."""


def read_sent(media: str, body: bytes, most: int, claims: int) -> str:
    """The articles in a form or in JSON, as JSON.

    Args:
        media: the body's ``Content-Type``: a form's, else JSON.
        body: a form with ``text`` and files, or a JSON object with ``text`` and ``name``, or a list of such.
        most: articles at most.
        claims: what they may claim together.

    Raises:
        BadArticles: there is none that can be checked.
    """
    is_form = media.strip().lower().startswith("multipart/form-data")
    found = _read_form(media, body) if is_form else _read_json(body)
    articles, problems = _sort(found, most)
    read = tuple((article, find_claims(article)) for article in articles)
    _bound(read, claims)
    return to_json(ReadArticles(read, problems)).decode()


def _bound(read: Iterable[tuple[Article, Reading]], claims: int) -> None:
    """Refuse what would take the server long, and nobody could read.

    Raises:
        BadArticles: there are too many claims or sentences.
    """
    told = list(read)
    found = sum(len(reading.claims) for _, reading in told)
    sentences = sum(len(reading.sentences) for _, reading in told)
    for count, most, name in ((found, claims, "claims"), (sentences, _SENTENCES * claims, "sentences")):
        if count > most:
            raise BadArticles(f"There are {count:,} {name} in this; at most {most:,} are checked at a time.")


def unpack(told: str) -> ReadArticles:
    """What the reading process handed over."""
    return _adapter().validate_json(told)


@cache
def _adapter() -> TypeAdapter[ReadArticles]:
    return TypeAdapter(ReadArticles)


def _sort(found: Iterable[Article | Problem], most: int) -> tuple[list[Article], tuple[Problem, ...]]:
    articles: list[Article] = []
    problems: list[Problem] = []
    for number, one in enumerate(found):
        if number >= most:
            raise BadArticles(f"At most {most} articles are checked at a time.")
        articles.append(one) if isinstance(one, Article) else problems.append(one)
    if not articles:
        raise BadArticles(" ".join(_tell(problem, len(problems)) for problem in problems) or _NOTHING)
    return articles, tuple(problems)


def _tell(problem: Problem, several: int) -> str:
    return f"{problem.where}: {problem.what}" if several > 1 else problem.what


def _read_form(media: str, body: bytes) -> Iterator[Article | Problem]:
    try:
        parts = read_form(media, body)
    except BadForm as error:
        raise BadArticles(str(error)) from None
    for part in parts:
        if part.name == "text" and part.content.strip():
            yield read_article_text(part.content.decode("utf-8", "replace"), PASTED)
        elif part.name == "file" and (part.file or part.content):
            yield _read_file(part)


def _read_file(part: Part) -> Article | Problem:
    name = name_of(part.file or "")
    return read_article_bytes(part.content, name, find_suffix_kind(name))


def name_of(given: str) -> str:
    """A file's name as answers show it: without folders, no longer than a line.

    >>> name_of("C:\\\\texts\\\\guide.md"), name_of("../a.txt"), name_of("")
    ('guide.md', 'a.txt', 'file')
    """
    last = PurePath(given.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-_LONGEST_NAME:] or "file"


def _read_json(body: bytes) -> Iterator[Article | Problem]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise BadArticles("The body is no JSON.") from None
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        yield _read_value(one, f"article {number}" if isinstance(value, list) else "article")


def _read_value(value: Any, name: str) -> Article | Problem:
    text = value.get("text") if isinstance(value, Mapping) else None
    if not isinstance(text, str):
        return Problem("There is no 'text' that is a string.", name, "no_text")
    named = value.get("name")
    return read_article_text(text, name_of(named) if isinstance(named, str) and named.strip() else name)
