"""Location as written → country, by names and codes of countries, their parts and big cities.

A location is cut at its commas and the like. Each known name in it points to a country; a city's own
country counts only if nothing that follows places it ("Dublin, CA"). One country left over is the answer.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

MAX_CHARACTERS = 600  # the longest location of 3,988 that named one country has 150
_LONGEST_NAME = 8
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?|\d+")
_CUT = re.compile(r"[,;/|()\[\]•·:\n]|\s[-–—]\s|[-–—]\s|\s[-–—]|\s(?:or|and/or)\s")
_UNDECOMPOSED = str.maketrans("łøıđŁØİĐ", "loidLOID")
# Codes that people also use for a country when they stand alone: "CA" is California or Canada.
_BOTH = frozenset({"AR", "CA", "CO", "DE", "ID", "IL", "IN"})
_AUSTRALIAN = frozenset({"NT", "SA", "WA"})  # "Perth WA"
_WORDS = frozenset({"HI", "IN", "ME", "OK", "OR"})  # codes that are words: only after a comma

Kind = Literal["country", "region", "code", "city", "wide", "noise", "zip", "other"]


class _Item(NamedTuple):
    """One known name (or unknown word) of a location."""

    kind: Kind
    country: str
    word: str
    part: int
    first: bool  # whether it begins its part
    alone: bool = False  # whether its part holds nothing else but noise


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names as folded words, and codes in capitals."""

    names: Mapping[tuple[str, ...], tuple[Kind, str]]
    longest: Mapping[str, int]  # words of the longest name that begins with a word
    codes: Mapping[str, str]
    countries: frozenset[str]
    noise: frozenset[str]


@cache
def load_gazetteer() -> Gazetteer:
    """The packaged place names, read once."""
    text = files("rolescope.data").joinpath("places.toml").read_text(encoding="utf-8")
    return compose(tomllib.loads(text))


def compose(table: Mapping[str, Any]) -> Gazetteer:
    """The gazetteer of a table as in the data file.

    Raises:
        ValueError: one name of a kind stands for two countries.
    """
    names: dict[tuple[str, ...], tuple[Kind, str]] = {}
    kinds: tuple[tuple[str, Kind], ...] = (
        ("cities", "city"),
        ("regions", "region"),
        ("countries", "country"),
    )
    for key, kind in kinds:
        for country, labels in table[key].items():
            _add(names, labels, kind, country)
    _add(names, table["wide"], "wide", "")
    for word in table["noise"]:
        names.setdefault(_fold(word), ("noise", ""))
    names[("georgia",)] = ("region", "GE")
    codes = {code: country for country, labels in table["codes"].items() for code in labels}
    longest: dict[str, int] = {}
    for name in names:
        if name:
            longest[name[0]] = max(longest.get(name[0], 0), min(len(name), _LONGEST_NAME))
    return Gazetteer(names, longest, codes, frozenset(table["countries"]), frozenset(table["noise"]))


def _add(
    names: dict[tuple[str, ...], tuple[Kind, str]], labels: Iterable[str], kind: Kind, country: str
) -> None:
    for words in map(_fold, labels):
        known = names.get(words)
        if known and known[0] == kind and known[1] != country:
            raise ValueError(f"{' '.join(words)!r} stands for {known[1]} and {country}")
        names[words] = (kind, country)


def _fold(text: str) -> tuple[str, ...]:
    return tuple(_fold_word(m[0]) for m in _TOKEN.finditer(text))


def _fold_word(word: str) -> str:
    """Lower case without accents and dots.

    >>> _fold_word("Łódź"), _fold_word("U.S.")
    ('lodz', 'us')
    """
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word.translate(_UNDECOMPOSED))
    return "".join(c for c in plain.lower() if c.isalnum())


def find_country(location: str) -> str:
    """ISO 3166-1 alpha-2 code of the one country a location lies in, "" if it cannot be told.

    >>> find_country("Remote - London, ON"), find_country("Canada, United States"), find_country("CA")
    ('CA', '', '')
    """
    return _find(location) if len(location) <= MAX_CHARACTERS else ""


@lru_cache(maxsize=65_536)
def _find(location: str) -> str:
    items = _read_items(location)
    if any(item.kind == "wide" for item in items):
        return ""
    found = [
        (item, _place(items, at)) for at, item in enumerate(items) if item.kind not in ("noise", "other")
    ]
    strong = {country for item, country in found if country and _is_strong(item)}
    weak = {country for _, country in found if country}
    decided = strong or weak
    return next(iter(decided)) if len(decided) == 1 else ""


def _is_strong(item: _Item) -> bool:
    """Whether a name is its part's whole ("India"), not a word of a longer name ("India Street")."""
    return item.alone or item.kind == "code"


# -- reading ------------------------------------------------------------------------------------------


def _read_items(location: str) -> list[_Item]:
    """Known names, longest first, and the words between them."""
    cuts = [m.start() for m in _CUT.finditer(location)]
    tokens = [(m[0], m.start()) for m in _TOKEN.finditer(location)]
    words = [_fold_word(token) for token, _ in tokens]
    parts = [sum(cut < start for cut in cuts) for _, start in tokens]
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        length, kind, country = _match(words, tokens, parts, at)
        first = at == 0 or parts[at - 1] != parts[at]
        word = tokens[at][0].rstrip(".").replace(".", "")
        items.append(_Item(kind, country, word, parts[at + length - 1], first))
        at += length
    return _mark_alone(items)


def _match(
    words: Sequence[str], tokens: Sequence[tuple[str, int]], parts: Sequence[int], at: int
) -> tuple[int, Kind, str]:
    gazetteer = load_gazetteer()
    for length in range(min(gazetteer.longest.get(words[at], 0), len(words) - at), 0, -1):
        known = gazetteer.names.get(tuple(words[at : at + length]))
        if known and not (length == 1 and _is_code(tokens, parts, at)):
            return length, *known
    if _is_code(tokens, parts, at):
        return 1, "code", gazetteer.codes.get(tokens[at][0].upper().replace(".", ""), "")
    return 1, "zip" if len(words[at]) == 5 and words[at].isdigit() else "other", ""


def _is_code(tokens: Sequence[tuple[str, int]], parts: Sequence[int], at: int) -> bool:
    """Whether a token is a code: in capitals, or in any case if it is all of its part after a comma."""
    gazetteer, token = load_gazetteer(), tokens[at][0].replace(".", "")
    first = at == 0 or parts[at - 1] != parts[at]
    last = at + 1 == len(parts) or parts[at + 1] != parts[at]
    if token.upper() in gazetteer.codes:
        if token.isupper():
            return first or token not in _WORDS
        return (
            at > 0 and first and last and (token.islower() or token.istitle()) and token.upper() not in _WORDS
        )
    if not token.isupper() or token not in gazetteer.countries or token == "US":
        return False
    return all(
        part != parts[at] or at == i or _fold_word(tokens[i][0]) in gazetteer.noise
        for i, part in enumerate(parts)
    )


def _mark_alone(items: list[_Item]) -> list[_Item]:
    crowded = {item.part for item in items if item.kind == "other"}
    return [item if item.part in crowded else item._replace(alone=True) for item in items]


# -- deciding -----------------------------------------------------------------------------------------


def _place(items: list[_Item], at: int) -> str:
    """The country an item points to, "" if what stands around it takes it away."""
    item = items[at]
    after = items[at + 1] if at + 1 < len(items) else None
    if item.kind == "code":
        return _place_code(items, at)
    if item.kind == "region" and item.country == "GE":
        return _place_georgia(items, at)
    if after is None or item.kind not in ("city", "region", "country"):
        return item.country
    if after.kind == "code":
        return "" if _takes(items, at) else item.country
    placed = (after.kind == "region" and item.kind != "country") or (
        after.kind == "country" and item.kind == "city"
    )
    return "" if placed else item.country


def _takes(items: list[_Item], at: int) -> bool:
    """Whether the code after an item makes a town of it: "Lebanon, PA", but not "Canada, CA"."""
    item, code = items[at], items[at + 1]
    if _is_settled(items, at + 1):
        return True
    return bool(code.country) and item.country not in (code.word.upper(), code.country)


def _is_settled(items: list[_Item], at: int) -> bool:
    """Whether a zip code or its own country follows a code, so that it is that country's."""
    after = items[at + 1] if at + 1 < len(items) else None
    return after is not None and (
        after.kind == "zip" or (after.kind == "country" and after.country == items[at].country)
    )


def _place_code(items: list[_Item], at: int) -> str:
    item = items[at]
    code = item.word.upper()
    if _is_settled(items, at):
        return item.country
    before = _country_before(items, at)
    if before == code or (before == "AU" and code in _AUSTRALIAN):
        return before
    named = any(i.kind in ("other", "city", "region", "country") for i in items[:at])
    if not named and (code in _BOTH or not item.country):
        return "" if item.country else code
    return item.country or code


def _country_before(items: list[_Item], at: int) -> str:
    """Country of the name before a code, past one unknown code ("Bengaluru, KA, IN")."""
    before = items[max(0, at - 2) : at]
    if before and before[-1].kind == "other" and len(before[-1].word) == 2 and before[-1].word.isupper():
        before.pop()
    return before[-1].country if before and before[-1].kind in ("city", "region", "country") else ""


def _place_georgia(items: list[_Item], at: int) -> str:
    """The state after a town ("Athens, Georgia"), the country among countries or after its own city."""
    before = items[at - 1] if at else None
    if before is None or before.kind == "noise":
        return ""
    if before.kind == "country" or before.country == "GE":
        return "US" if before.country == "US" else "GE"
    return "US"
