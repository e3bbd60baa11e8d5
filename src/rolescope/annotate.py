"""One document in, one annotation out: every fact and mention that Rolescope reads.

Pure: no file, no clock, no network. The same step runs in worker processes and on a cluster.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache, partial
from typing import Any

from rolescope.cues import Scanner, cue_entries
from rolescope.errors import SettingsError
from rolescope.extract.activities import activity_entries, find_activities
from rolescope.extract.candidates import unseen_entries
from rolescope.extract.education import find_education
from rolescope.extract.employment import find_employment
from rolescope.extract.experience import find_experience
from rolescope.extract.labels import find_labels, packaged_lexicon
from rolescope.extract.own_products import drop_own_products
from rolescope.extract.pay import find_pay, is_board_estimate, read_pay_field
from rolescope.extract.tagger import find_unseen
from rolescope.extract.workplace import find_workplace
from rolescope.model import KINDS, Annotation, Document, Mention, Pay
from rolescope.normalise.industries import read_industry_field
from rolescope.normalise.levels import find_level, level_entries
from rolescope.normalise.places import find_country
from rolescope.normalise.titles import read_title
from rolescope.plugins import Plugin, load_plugins
from rolescope.text import Text, read_text

SHORTEST_COUNTED = 1000  # characters; shorter postings are "too short to count" (DESIGN §4)
_COUNTED_SECTIONS = frozenset({"duties", "requirements", "preferred"})

Extractor = Callable[[Text], tuple[Mention, ...]]
EXTRACTORS: tuple[tuple[str, Extractor], ...] = (
    ("labels", find_labels),
    ("activities", find_activities),
)


@cache
def _extractors() -> tuple[tuple[str, Extractor], ...]:
    """Those of Rolescope, then those of other packages, what they find looked at once."""
    return (*EXTRACTORS, *((p.name, partial(_find_checked, p)) for p in load_plugins("extractors")))


def _find_checked(plugin: Plugin, text: Text) -> tuple[Mention, ...]:
    """What an extractor of another package finds.

    Raises:
        SettingsError: it is no mention, or lies outside of the text.
    """
    found = tuple(plugin.value(text))
    for one in found:
        if not isinstance(one, Mention) or one.kind not in KINDS or not _lies_in(one, text):
            raise SettingsError(
                f"The extractor {plugin.name!r} of {plugin.package} gave what is no mention of the text."
            )
    return found


def _lies_in(mention: Mention, text: Text) -> bool:
    start, end = mention.start, mention.end
    return start is not None and end is not None and 0 <= start < end <= len(text.raw)


Gleaner = Callable[[Text, Sequence[Mention]], tuple[Mention, ...]]
GLEANERS: tuple[tuple[str, Gleaner], ...] = (("tagger", find_unseen),)  # see what the extractors found


@cache
def _scanner() -> Scanner:
    """Finds what the text is parted by and what all extractors look for."""
    words = (*packaged_lexicon().entries, *activity_entries(), *unseen_entries())
    return Scanner((*cue_entries(), *words, *level_entries()))


def annotate(document: Document) -> Annotation:
    """Everything read in ``document``. Never raises on any text."""
    return _annotate([_writable(document)])[0]


def annotate_batch(documents: Iterable[Document]) -> list[Annotation]:
    """Annotations of some hundred documents, in order, without a search for garbage meanwhile."""
    with _no_collection():
        return _annotate([_writable(document) for document in documents])


def _annotate(documents: Sequence[Document]) -> list[Annotation]:
    """One fact of all documents after the other: code and tables of each stay in the cache, a tenth of the time."""
    scanner = _scanner()
    texts = [read_text(d.text, parted=d.kind == "posting", scanner=scanner) for d in documents]
    both = list(zip(documents, texts, strict=True))
    titles = [read_title(d.title) for d in documents]
    countries = [find_country(d.location) for d in documents]
    facts = (
        [title.role for title in titles],
        [
            find_level(title, d.seniority_text, text.lower, text.cues["level"])
            for title, (d, text) in zip(titles, both, strict=True)
        ],
        [find_workplace(d.title, d.location, text, d.workplace_text) for d, text in both],
        [find_employment(d.title, d.employment_text, text) for d, text in both],
        [_read_pay(d, text, country) for (d, text), country in zip(both, countries, strict=True)],
        [find_education(text) for text in texts],
        [find_experience(text) for text in texts],
        countries,
        [is_countable(text) for text in texts],
        _find_mentions(documents, texts),
    )
    return list(map(Annotation, *facts))  # in the order of its fields


def _find_mentions(documents: Sequence[Document], texts: Sequence[Text]) -> list[tuple[Mention, ...]]:
    found: list[list[Mention]] = [[] for _ in texts]
    for _, find in _extractors():
        for text, mentions in zip(texts, found, strict=True):
            mentions += find(text)
    for _, glean in GLEANERS:
        for text, mentions in zip(texts, found, strict=True):
            mentions += glean(text, mentions)
    return [
        (*drop_own_products(text, mentions, d.employer), *read_industry_field(d.industry_text))
        for d, text, mentions in zip(documents, texts, found, strict=True)
    ]


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: reading makes none, but half a thousand objects a posting."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def is_countable(text: Text) -> bool:
    """Whether shares may count the text: long enough, with a duties or requirements part."""
    return len(text.raw) >= SHORTEST_COUNTED and any(s.name in _COUNTED_SECTIONS for s in text.sections)


_TEXTS = tuple(f.name for f in fields(Document) if f.name not in ("kind", "source", "url", "source_id"))
_HALVES = re.compile("[\ud800-\udfff]")


def _writable(document: Document) -> Document:
    """The document without halves of characters, which JSON can write and no automaton can read."""
    try:
        "".join(getattr(document, name) for name in _TEXTS).encode("utf-16-le")  # thrice as quick as UTF-8
    except UnicodeEncodeError:
        whole: dict[str, Any] = {n: _HALVES.sub("\ufffd", getattr(document, n)) for n in _TEXTS}
        return replace(document, **whole)
    return document


def _read_pay(document: Document, text: Text, country: str) -> tuple[Pay, ...]:
    """Pay of the structured field, unless a board estimated it; else pay stated in the text."""
    year = int(document.date_posted[:4]) if document.date_posted else None
    if document.pay_text and not is_board_estimate(document.pay_text):
        stated = read_pay_field(document.pay_text, country, year)
        if stated:
            return stated
    return find_pay(text, country, year)


def warm_up() -> None:
    """Build what is built once, so that the first document is as fast as the next."""
    with _no_collection():  # it would go through all labels again and again: a fifth of the time
        annotate(Document("posting", "", "Data Engineer", "Experience with Python. Build data pipelines."))
