"""Which roles an article speaks of, and where its sentences name them.

A role goes by its name as written and its packaged names ("machine learning engineers", "ML engineers"), by the noun
its name ends with where no other role of the article has it ("administrators"), by its trade in a comparison ("data
engineering"), or with all the others ("both roles", "the two").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from rolescope.extract.claims_words import compile_words, load_words
from rolescope.normalise.role_queries import RoleQuery, resolve_known
from rolescope.taxonomy.roles import load_roles

if TYPE_CHECKING:
    from rolescope.sources.articles import Article

Form = Literal["name", "noun", "trade", "all"]
_NUMBER = re.compile(r"^\W*(?:\d{1,2}[.):]\s*|#\d+\s*)?(?:the\s+|an?\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:vs\.?|versus|v\.|or|and|&)\s+|\s*[:,;?!|()–—]\s*|\s+-\s+", re.IGNORECASE)
_LED = re.compile(
    r"(?:what (?:does|is|do)|how to become|becoming|being|guide to|all about|comparing|compare|(?:the )?differences? between|"
    r"choosing between|for|as|of)\s+(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s+(?:roles?|careers?|jobs?|positions?|professions?|do|does|earns?)$", re.IGNORECASE)
_LEAST = 3  # mentions that make a role one of an article whose title and headings name none


@dataclass(frozen=True, slots=True)
class RoleHit:
    """Where a text names a role, or several."""

    start: int
    end: int
    roles: tuple[str, ...]
    form: Form


def read_role(words: str) -> RoleQuery | None:
    """The role that a heading or a title's part names, with or without what such headings add.

    >>> read_role("2. What does a Data Engineer do?").key
    'data-engineer'
    >>> read_role("Which one is for you?") is None
    True
    """
    bare = _NUMBER.sub("", words).strip(" *_:?!.–—-\t")
    bare = _TRAILING.sub("", bare)
    if not bare or len(bare) > 80:
        return None
    led = _LED.match(bare)
    return resolve_known(bare[led.end() :] if led else bare)


def find_roles(article: Article) -> dict[str, str]:
    """Key to name as written of the article's roles, in the order of its title, then of its headings."""
    titled = _read_names(_split(article.title))
    headings = [article.text[line.start : line.end] for line in article.lines[1:] if line.level]
    heads = [name for line in article.lines for name in (line.column, line.row) if name]
    labels = [
        article.text[line.start : line.end]
        for line in article.lines
        if _is_short(article, line.start, line.end)
    ]
    found = _read_names([*article.roles, *_split(article.title)])
    # a heading that names one of many jobs is a role of the article; a short line in between only if it recurs
    headed = _read_names([*headings, *heads]) | _recurring(labels)
    if len(titled) < 2 or len(headed) > len(titled):
        found |= headed
    return found or _find_in_text(article.text)


def _split(title: str) -> list[str]:
    return [title, *_BETWEEN.split(title)]


def _is_short(article: Article, start: int, end: int) -> bool:
    return end - start <= 60 and article.text[end - 1] not in ".!;,"


def _recurring(names: Iterable[str]) -> dict[str, str]:
    counts = Counter(names)
    return _read_names(name for name, count in counts.items() if count > 1)


def _read_names(names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        query = read_role(name)
        if query is not None:
            found.setdefault(query.key, name)
    return found


@cache
def _packaged() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """All packaged names of several words, and the role of each."""
    names = {n.lower(): role.id for role in load_roles() for n in (role.label, *role.alt_labels) if " " in n}
    return compile_words(names, ending="(?:s|es)?"), names


def _find_in_text(text: str) -> dict[str, str]:
    """The roles that a text without telling title or headings names most."""
    pattern, names = _packaged()
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for match in pattern.finditer(text.lower()):
        words = " ".join(match[0].split())
        role = names.get(words) or names.get(words.removesuffix("s")) or names.get(words.removesuffix("es"))
        if role:
            counts[role] += 1
            written.setdefault(role, text[match.start() : match.end()])
    most = [role for role, count in counts.most_common(4) if count >= _LEAST]
    if not most:  # of a short text those named most; where it names several alike, it is about each of them
        most = [role for role, count in counts.most_common(4) if count == max(counts.values())]
    return {role: written[role] for role in written if role in most}


# -- where they are named -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoleNames:
    """All names of an article's roles, ready to be found in its text.

    Attributes:
        keys: of the roles, in the article's order.
        forms: each way to name roles as a pattern, with the roles of each of its words.
    """

    keys: tuple[str, ...]
    forms: tuple[tuple[Form, re.Pattern[str], Mapping[str, str]], ...] = field(repr=False)

    def find(self, lower: str, start: int, end: int) -> tuple[RoleHit, ...]:
        """Where ``lower[start:end]`` names roles, in order; of overlapping names the surest."""
        hits: list[RoleHit] = []
        for form, pattern, roles in self.forms:
            for match in pattern.finditer(lower, start, end):
                if not any(h.start < match.end() and match.start() < h.end for h in hits):
                    named = (roles[_key(match["name"])],) if form != "all" else self.keys
                    hits.append(RoleHit(match.start(), match.end(), named, form))
        return tuple(sorted(hits, key=lambda h: h.start))


def _key(words: str) -> str:
    return " ".join(re.split(r"[\s-]+", words))


def build_names(roles: Mapping[str, str]) -> RoleNames:
    """The names of the roles, key to name as written.

    >>> names = build_names({"data-engineer": "Data Engineers", "database-administrator": "DBA"})
    >>> text = "administrators earn less than data engineers"
    >>> [(text[h.start : h.end], h.roles) for h in names.find(text, 0, len(text))]
    [('administrators', ('database-administrator',)), ('data engineers', ('data-engineer',))]
    """
    names: dict[str, str] = {}
    for key, written in roles.items():
        for name in _names_of(key, written):
            names.setdefault(name, key)
    nouns = _nouns_of(roles)
    trades = {trade: key for name, key in names.items() for trade in _trades_of(name)}
    forms: list[tuple[Form, re.Pattern[str], Mapping[str, str]]] = [
        ("name", _pattern(names), names),
        ("noun", _pattern(nouns), nouns),
        ("trade", _pattern({t: k for t, k in trades.items() if t not in names}), trades),
        ("all", _all_pattern(len(roles)), {}),
    ]
    return RoleNames(tuple(roles), tuple(forms))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    words = compile_words(names).pattern
    return re.compile(words.replace("(?:", "(?P<name>", 1).replace(r")(?!\w)", r")(?:s|es)?(?!\w)"))


def _names_of(key: str, written: str) -> Iterator[str]:
    role_id, _, level = key.partition("@")
    bare = _key(_TRAILING.sub("", _NUMBER.sub("", written)).strip(" *_:?!.").lower())
    yield from (bare, bare.removesuffix("s"))
    role = next(role for role in load_roles() if role.id == role_id)
    for name in (role.label, *role.alt_labels):
        if (len(name) > 2 or name.isupper()) and (not level or role.track == "individual"):
            yield _key(name.lower())


def _nouns_of(roles: Mapping[str, str]) -> dict[str, str]:
    """The last word of each role's name, where no other has it."""
    lasts: dict[str, list[str]] = {}
    for key in roles:
        last = key.partition("@")[0].rsplit("-", 1)[-1]
        lasts.setdefault(last, []).append(key)
    known = load_words()["roles"]["trades"]
    return {last: keys[0] for last, keys in lasts.items() if len(keys) == 1 and last in known}


def _trades_of(name: str) -> Iterator[str]:
    first, _, last = name.rpartition(" ")
    for trade in load_words()["roles"]["trades"].get(last, ()) if first else ():
        yield f"{first} {trade}"
    if last in ("engineer", "developer") and first in ("qa", "devops", "frontend", "backend"):
        yield first


def _all_pattern(count: int) -> re.Pattern[str]:
    """ "both roles", "all three", "the two"; "both" alone where a verb or the sentence's end follows."""
    nouns = "|".join(load_words()["roles"]["nouns"])
    number = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(count, str(count))
    both = r"(?:both|either|neither)" if count == 2 else rf"(?:all {number}|all|none)"
    verb = r"(?= (?:should|know|need|require|use|live|rely|share|work|are|must|can|should|demand|ask|have|start|call|benefit|value|expect|pay|earn|do|get|of them)s?\b)"
    return re.compile(
        rf"\b{both}(?: of)?(?: (?:the|these|those))?(?: {number})? (?:{nouns})\b"
        rf"|\b(?:these|those) (?:{number} )?(?:\w+ )?(?:{nouns})\b|\bthe {number} (?:{nouns})\b|\bthe {number}\b"
        rf"|\b{both}\b{verb}|\b{both}(?= ?[.,;!?]|$)"
    )
