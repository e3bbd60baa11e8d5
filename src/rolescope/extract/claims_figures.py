"""Figures: growth foretold, pay, and words of demand, with the occupation, years and authority they are said with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rolescope.extract.claims_owners import find_owner
from rolescope.extract.claims_source import Source
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import cue_pattern, load_words
from rolescope.extract.pay import find_pay
from rolescope.model import Claim, Level, Pay
from rolescope.text import read_text

_PERCENT = re.compile(r"(?P<value>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent\b)")
_YEARS = re.compile(r"\b(?P<base>20\d\d)\s?(?:to|and|through|until|till|-|–|—)\s?(?P<target>20\d\d|\d\d)\b")
_BY = re.compile(r"\b(?:by|until|through) (?:the (?:end|year) of )?(?P<target>20\d\d)\b")
_SAME_YEARS = re.compile(r"\bsame (?:years|decade|period|time)\b|\bas well\b|\btoo\b|\balso\b|\blikewise\b")
_EDITION = re.compile(
    r"\b(?:in |as of |from )?(?P<edition>(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?20\d\d)\b"
)
_OPEN_LOW = re.compile(
    r"\b(?:above|over|more than|at least|upwards? of|exceeds?|exceeding|from|starts? at|well over)\s+(?:about |around )?\Z"
)
_OPEN_HIGH = re.compile(r"\b(?:below|under|less than|at most|up to)\s+\Z")
_STATISTIC = (("median", re.compile(r"\bmedian\b")), ("mean", re.compile(r"\b(?:average|mean)\b")))
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("intern", re.compile(r"\binterns?\b|\binternship\b")),
    (
        "entry",
        re.compile(
            r"\b(?:entry[- ]level|junior|starting (?:pay|salary|salaries|wage)|starts? at|beginners?|graduates?)\b"
        ),
    ),
    ("mid", re.compile(r"\bmid(?:dle)?[- ](?:level|career)\b")),
    ("senior", re.compile(r"\b(?:senior|experienced|seasoned)\b")),
    ("lead", re.compile(r"\b(?:lead|principal|staff)\b(?= [a-z])")),
)
_OPEN = re.compile(
    r"\b(?:(?:well )?over|more than|at least|upwards? of|in excess of|above|up to|under|less than) (?=[$€£])"
)
_EARNS = re.compile(r"\b(?:earns?|makes?|paid|starts? (?:at|on)|starting|salar(?:y|ies)) (?:\w+ ){0,3}[$€£]")
_MONEY = re.compile(r"[$€£₹¥]|\b(?:usd|eur|gbp|inr)\b|\b\d{2,3}k\b|\bdollars\b")
_CUT = re.compile(
    r"(?:,?\s*(?:says|said|according to|reports|as reported by|estimates|the same)\b.*|,\s*(?:the )?[\w .]{3,60}(?:says|reports|estimates|finds))\Z",
    re.DOTALL,
)
_LED = re.compile(r"\W*(?:according to|as) [^,]{3,80},\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """What later figures refer to: "the same years", "the same bureau"."""

    base: int | None = None
    target: int | None = None
    authority: str = ""


def find_figures(
    source: Source, sentence: Sentence, roles: tuple[str, ...], said: Said
) -> tuple[list[Claim], Said]:
    """Claims of growth, pay and demand in one sentence, and what later ones may refer to.

    Args:
        source: the article's text and what was found in it.
        sentence: where to read.
        roles: of which roles it speaks; none where it names none.
        said: what earlier figures were said with.
    """
    if sentence.part in ("tips", "duties", "skills", "tools", "education", "certifications", "industries"):
        return [], said
    lower = source.text.lower[sentence.start : sentence.end]
    authority = _find_authority(lower) or (
        said.authority if cue_pattern("figures", "same_authority").search(lower) else ""
    )
    growth = list(_find_growth(source, sentence, roles, replace(said, authority=authority)))
    pay = list(_find_pay(source, sentence, roles, authority)) if not growth else []
    demand = list(_find_demand(source, sentence, roles, growth))
    years = next(((g.base, g.target) for g in growth if g.target), (said.base, said.target))
    return [*growth, *pay, *demand], Said(*years, authority or said.authority)


def _find_authority(lower: str) -> str:
    return next((name for name, cue in load_words()["figures"]["authorities"] if re.search(cue, lower)), "")


# -- growth -------------------------------------------------------------------------------------------


def _find_growth(source: Source, sentence: Sentence, roles: tuple[str, ...], said: Said) -> Iterator[Claim]:
    lower = source.text.lower[sentence.start : sentence.end]
    percent = _PERCENT.search(lower)
    grows = cue_pattern("figures", "growth").search(lower)
    foretold = cue_pattern("figures", "foretold").search(lower) and cue_pattern(
        "figures", "employment"
    ).search(lower)
    if not grows or not (percent or foretold):
        return
    start, end = _bounds(source, sentence, percent.start() + sentence.start if percent else None)
    owner = find_owner(source, sentence, roles, start, end)
    base, target = _find_years(lower, said)
    down = cue_pattern("figures", "down").search(lower)
    value = float(percent["value"]) if percent else None
    direction = ("down" if down else "up") if owner.occupation != "all occupations" else ""
    yield Claim(
        "growth", start, end, owner.roles, value=-value if value and down else value, base=base, target=target,
        occupation=owner.occupation, authority=said.authority, direction=direction,
    )  # fmt: skip


def _bounds(source: Source, sentence: Sentence, at: int | None) -> tuple[int, int]:
    """The clause that holds a figure, without who says so."""
    lower = source.text.lower
    cuts = [m.span() for m in re.compile(r"[;:]\s+").finditer(lower, sentence.start, sentence.end)]
    start = max((b for _, b in cuts if at is not None and b <= at), default=sentence.start)
    end = min((a for a, _ in cuts if at is not None and a > at), default=sentence.end)
    led = _LED.match(lower, start, end)
    start = led.end() if led and led.end() < (at or end) else start
    cut = _CUT.search(lower[start:end])
    if cut and (at is None or start + cut.start() > at):
        end = start + cut.start()
    while end > start and lower[end - 1] in " .,!?*_":
        end -= 1
    return start, end


def _find_years(lower: str, said: Said) -> tuple[int | None, int | None]:
    years = _YEARS.search(lower)
    if years:
        target = years["target"]
        return int(years["base"]), int(target if len(target) == 4 else years["base"][:2] + target)
    by = _BY.search(lower)
    if by:
        return None, int(by["target"])
    return (said.base, said.target) if _SAME_YEARS.search(lower) else (None, None)


# -- pay ----------------------------------------------------------------------------------------------


def _find_pay(source: Source, sentence: Sentence, roles: tuple[str, ...], authority: str) -> Iterator[Claim]:
    raw = source.text.raw[sentence.start : sentence.end]
    if not _MONEY.search(raw.lower()):
        return
    told = any(cue.search(raw.lower()) for _, cue in _STATISTIC) or _EARNS.search(raw.lower())
    headed = "Salary: " if told or (sentence.part == "outlook" and sentence.item) else ""
    plain = _OPEN.sub(
        lambda m: " " * len(m[0]), raw
    )  # open ends are read apart, and no posting's pay has them
    for pay in find_pay(read_text(headed + plain, parted=False), "US" if "$" in raw else ""):
        start, end = (pay.start or 0) - len(headed), (pay.end or 0) - len(headed)
        if pay.annual_usd_low is not None and start >= 0:
            yield _to_claim(source, sentence, roles, pay, start, end, authority)


def _to_claim(
    source: Source, sentence: Sentence, roles: tuple[str, ...], pay: Pay, start: int, end: int, authority: str
) -> Claim:
    raw = source.text.raw[sentence.start : sentence.end]
    lower = raw.lower()
    owner = find_owner(source, sentence, roles, sentence.start, sentence.end)
    statistic = next(
        (name for name, cue in _STATISTIC if cue.search(lower) or cue.search(sentence.head.lower())), ""
    )
    level = next((name for name, cue in _LEVELS if cue.search(lower)), None)
    edition = _EDITION.search(raw)
    claim = Claim(
        "pay", sentence.start + start, sentence.start + end, owner.roles, occupation=owner.occupation,
        authority=authority, statistic=statistic, level=level,
        edition=edition["edition"] if edition else "",
    )  # fmt: skip
    low, high = pay.annual_usd_low, pay.annual_usd_high
    if low != high:
        return replace(claim, low=low, high=high)
    if _OPEN_LOW.search(lower[:start]):
        return replace(claim, low=low)
    return replace(claim, high=high) if _OPEN_HIGH.search(lower[:start]) else replace(claim, value=low)


# -- demand -------------------------------------------------------------------------------------------


def _find_demand(
    source: Source, sentence: Sentence, roles: tuple[str, ...], growth: list[Claim]
) -> Iterator[Claim]:
    found = cue_pattern("figures", "demand").search(source.text.lower, sentence.body, sentence.end)
    if found is None or any(g.start <= found.start() and found.end() <= g.end for g in growth):
        return
    if sentence.body > sentence.start and sentence.part not in ("outlook", ""):
        return
    hits = source.roles_in(sentence.start, sentence.end)
    named = tuple(dict.fromkeys(role for hit in hits for role in hit.roles))
    whose = named or roles or (source.names.keys if sentence.part == "outlook" else ())
    if whose:
        down = cue_pattern("figures", "down").search(found[0])
        yield Claim("demand", found.start(), found.end(), whose, direction="down" if down else "up")
