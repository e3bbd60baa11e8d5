"""Money as written: one grammar of currency, number, unit, period and range.

Every number that looks like money is read, whatever it pays for; ``extract/pay.py`` says which of it is
pay. Thousands are separated by commas, points, blanks or apostrophes, in threes or the Indian way; "k" and
"lakh" are units; two ends belong together across a dash, "to", a label ("Minimum: … Maximum: …") or lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, get_args

from rolescope.extract.cues import any_of, read_cues
from rolescope.extract.dollars import dollar_beside
from rolescope.model import Period
from rolescope.normalise.money import Currency, read_currencies

_CUES = read_cues("pay")
WIDEST_RANGE: Final = 8  # high over low; above it one end is a slip of the pen
SIGNS = "$€£₹¥₽₪₩₱₺₦฿₫₴"
_NUMBER = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}|\d(?: \d{2})+ \d{3}|\d{1,3}(?:[,.'’]\d{3})+(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![\d%])(?![.,]\d)"
)
_UNIT = (
    r"(?:[kK](?![\w])|(?<=\d)[kK](?=[A-Z][a-z])|[Ll]akhs?\b|[Ll]acs?\b|LPA\b|lpa\b|[Ll](?=\s*(?:PA|pa|per)\b)|L(?!\w)"
    r"|[Cc]rores?\b|C[Rr]\b|cr\b|thousand\b|[Kk](?=PA\b|pa\b))"
)
_TIMES: Final = {"k": 1_000, "t": 1_000, "l": 100_000, "c": 10_000_000}
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_DASH = r"(?:[-–—‒―‐‑−~]{1,3}|to|and|bis|through|à)"


def named(name: str, cues: tuple[str, ...]) -> str:
    return f"(?P<{name}>{any_of(cues)})"


def _marks() -> dict[str, str]:
    """Every way a currency is written beside an amount, with its code; "$" alone has none."""
    marks = {"$": "$"}
    for currency in read_currencies().values():
        code = currency.code
        spelled = [code, code.lower(), code.title()] if currency.loose else [code]
        dollars = [f"{word} $" for word in spelled] + [f"{word}$" for word in spelled]
        for mark in (*currency.marks, *spelled, *(dollars if currency.loose else ())):
            marks[mark] = code
    return marks


_MARKS: Final = _marks()
_LONGEST_MARK: Final = max(map(len, _MARKS))


def _pattern(marks: Iterable[str]) -> str:
    return any_of(
        ("(?<![A-Za-z])" if mark[0].isalpha() else "")
        + re.escape(mark)
        + (r"(?![A-Za-z])" if mark[-1].isalpha() else "")
        for mark in sorted(marks, key=len, reverse=True)
    )


_MARK = _pattern(_MARKS)
_MARK_AFTER = _pattern(mark for mark in _MARKS if mark not in ("P", "R"))  # "p.a." behind is no peso
PERIOD_WORD = "|".join(named(name, _CUES[name]) for name in get_args(Period))
_PERIODS = any_of(w for n in get_args(Period) for w in _CUES[n])
_BESIDE = rf"(?:(?:/|\bper\b|\ban?\b|\bp[./]?|\beach\b|\bpro\b|\bpar\b)\s?{_PERIODS}|(?<=\d)(?:h(?:ou)?rs?|p[amdhw]))"


def _amount(n: int) -> str:
    before = rf"\\?(?:(?P<before{n}>{_MARK})[ \u00a0]?\\?[ ]?)?" if n > 1 else ""
    return (
        rf"{before}(?P<number{n}>{_NUMBER})(?:[ ]?(?P<unit{n}>{_UNIT}))?\+?"
        rf"(?:[ \u00a0]?(?P<after{n}>{_MARK_AFTER})(?![ ]?\d))?(?:[ ]?(?P<per{n}>(?i:{_BESIDE})(?![a-z])\.?))?"
    )


_RANGE = re.compile(
    rf"{_amount(1)}(?:(?:\. )?\s*(?i:(?P<dash>{_DASH}))\s*{_amount(2)}(?:[ ]*[-–—][ ]*{_amount(3)})?)?"
)
_TO_NUMBER = re.compile(r"[ \u00a0]?\\?[ ]?")
_LETTER = re.compile("[A-Za-z]")
_MARK_ENDINGS = tuple(_MARKS)
_DIGITS = re.compile(r"\d[\d.,'’]*")
_UNITS_AHEAD = re.compile(
    rf"[ ]?(?:{_UNIT}|{_MARK}|(?i:{_BESIDE}))|\s?{_DASH}\s?\$?\s?\d{{2,}}|[ \u00a0\u202f]\d{{3}}(?!\d)"
)
_SCALE = re.compile(r"\+?[ ]?-?(?:m|mm|mn|mm?illions?|b|bn|billions?|t|tn|trillions?|x)\b", re.I)
_NOUN = re.compile(
    r"\+?[ ]?(?:employees|users|customers|people|members|students|companies|clients|requests|rows|records"
    r"|sq|square|miles|lines|events|[kmg]bp?s|hours|developers|engineers|stars|downloads|subscribers|contacts"
    r"|servers|nodes|devices|locations|stores|followers|orders|items|merchants|patients|businesses)\b"
)
_GAP = re.compile(
    r"[\s:Â|-]*(?:\n|\bmid(?:point)?\b|\bmax(?:imum)?\b)?[\s:Â-]*(?:(?:mid|max)(?:imum|point)?\b)?[\s:]*"
)
_LABELLED_GAP = re.compile(r"[^\d$€£]{0,110}\b(?:max(?:imum)?|high|end|to)\b[^\d$€£]{0,40}[$€£]?")
_LOW_LABEL = re.compile(r"\b(?:min(?:imum)?|low(?:est)?|start|between|from)\b")


class Money(NamedTuple):
    """An amount or a range as written, before it is known to be pay. ``period`` None is unsaid."""

    low: float
    high: float
    currency: str
    period: Period | None
    marked: bool
    start: int
    end: int


def parse_amount(text: str) -> float | None:
    """The number an amount stands for; None if the text is not one amount.

    Commas, points, blanks and apostrophes may separate thousands; "k" and "lakh" are units.

    >>> parse_amount("45k"), parse_amount("€120.000"), parse_amount("12,00,000"), parse_amount("182,054.21")
    (45000.0, 120000.0, 1200000.0, 182054.21)
    >>> parse_amount("12 LPA"), parse_amount("1.5k"), parse_amount("about a lot")
    (1200000.0, 1500.0, None)
    """
    match = re.fullmatch(rf"\s*(?:{_MARK})?\s*({_NUMBER})\s*({_UNIT})?\s*(?:{_MARK})?\s*", text)
    return _value(match[1], match[2]) if match else None


def _value(number: str, unit: str | None) -> float:
    """A number as the grammar read it: the last mark is a decimal point if one or two digits follow."""
    if number.isdecimal() and number.isascii() and not unit:
        return float(number)
    head, tail = number, ""
    if (mark := re.search(r"[.,](\d{1,2})\Z", number)) is not None:
        head, tail = number[: mark.start()], mark[1]
    plain = float(f"{re.sub(r'[^0-9]', '', head)}.{tail or 0}")
    if not unit or (plain >= 10_000 and unit in "kK"):  # "$68,000k" means 68,000
        return plain
    return plain * _TIMES[unit[0].lower()]


def read_money(raw: str, lower: str, country: str, span: tuple[int, int]) -> Iterator[Money]:
    """Everything the grammar reads as money within the span, left to right, not overlapping."""
    done = 0
    for digits in _DIGITS.finditer(raw, *span):
        start = digits.start()
        if start < done or not _promising(raw, start, digits.end()):
            continue
        mark = _mark_before(raw, max(done, start - _LONGEST_MARK - 3), start)
        match = _RANGE.match(raw, start)
        if match is None:
            continue
        for money in _build(raw, lower, match, mark, country):
            done = money.end
            yield money


def _mark_before(raw: str, first: int, start: int) -> tuple[str, int] | None:
    """The currency right before ``start`` and where it begins; most often there is none."""
    before = raw[first:start].rstrip(" \\\u00a0")
    if not before.endswith(_MARK_ENDINGS) or not _TO_NUMBER.fullmatch(raw, first + len(before), start):
        return None
    for length in range(min(_LONGEST_MARK, len(before)), 0, -1):
        mark, at = before[-length:], first + len(before) - length
        if mark in _MARKS and not (mark[0].isalpha() and at and _LETTER.match(raw, at - 1)):
            return mark, at
    return None


def join_ends(lower: str, read: Iterator[Money]) -> Iterator[Money]:
    """Ends on lines of their own ("Minimum: … Maximum: …") put together to one range."""
    held: Money | None = None
    for money in read:
        if held and _belongs(lower, held, money):
            held = money._replace(
                low=min(held.low, money.low), start=held.start, period=money.period or held.period
            )
            continue
        if held:
            yield held
        held = money
    if held:
        yield held


def _belongs(lower: str, first: Money, second: Money) -> bool:
    """Whether two amounts with no more than labels between them are the ends of one range."""
    rises = first.low < second.low == second.high <= 3 * first.low and first.marked and second.marked
    floor = currency_of(first.currency).year_from
    same = first.currency == second.currency or lower[first.start] == "$"  # "$153,000$231,000 CAD"
    if not (rises and same and first.low >= floor and second.start - first.end < 150):
        return False
    if _GAP.fullmatch(lower, first.end, second.start):
        return True
    labelled = _LABELLED_GAP.fullmatch(lower, first.end, second.start)
    return (
        labelled is not None and _LOW_LABEL.search(lower, max(0, first.start - 45), second.start) is not None
    )


def _promising(raw: str, start: int, end: int) -> bool:
    """A quick look: a sign before, or size, unit, currency, period or a second end after the digits."""
    if (start and raw[start - 1] in SIGNS) or end - start >= 5:
        return True
    if raw[start - 1 : start] in " \\\u00a0Rs.FUD" and _mark_before(raw, max(0, start - 5), start):
        return True
    return _UNITS_AHEAD.match(raw, end) is not None


def _build(
    raw: str, lower: str, match: re.Match[str], mark: tuple[str, int] | None, country: str
) -> Iterator[Money]:
    """The money of one match: a range, or its first end alone where the second does not belong."""
    ends = _ends(raw, match)
    if ends is None or not _is_countable(lower, match, _end_of(match, ends[0])):
        return
    last, low, high = ends
    start, end = mark[1] if mark else match.start(), _end_of(match, last)
    written = _written(match, mark, last)
    currency = _currency(lower, start, written, country)
    if not written and _is_indian(match):
        currency, written = "INR", ["lakh"]
    per = match[_PERS[last]] or match["per1"]
    if not _is_other(match, written, currency, per):
        yield Money(low, high, currency, _period_beside(per), bool(written), start, end)


_ENDS: Final = {n: (f"number{n}", f"unit{n}", f"after{n}", f"per{n}") for n in (1, 2, 3)}
_PERS: Final = {n: f"per{n}" for n in (1, 2, 3)}


def _written(match: re.Match[str], mark: tuple[str, int] | None, last: int) -> list[str]:
    """The marks of currencies beside the amounts up to the ``last``, as written."""
    marks = [mark[0] if mark else None, match["after1"]]
    if last > 1:
        marks += match.group("before2", "after2")
    if last > 2:
        marks += match.group("before3", "after3")
    return [mark for mark in marks if mark]


def _units(match: re.Match[str]) -> list[str]:
    return [unit for unit in match.group("unit1", "unit2", "unit3") if unit]


def _is_indian(match: re.Match[str]) -> bool:
    """Counted in lakhs and crores, by word or by commas."""
    return any(unit[0] in "lLcC" for unit in _units(match)) or bool(_INDIAN.fullmatch(match["number1"]))


def _is_other(match: re.Match[str], written: list[str], currency: str, per: str | None) -> bool:
    """Litres, "40hrs" of work, the number of a job or a licence ("R1234567")."""
    if "L" in _units(match) and currency != "INR":
        return True
    hours = per is not None and per[0] in "hH" and not written
    return hours or (written[:1] == ["R"] and match["number1"].isdigit() and not match["unit1"])


def _is_countable(lower: str, match: re.Match[str], end: int) -> bool:
    """Not a count, a multiple or a retirement plan."""
    if match["number1"].startswith("0") and match["number1"].isdigit():
        return False
    plan = match["number1"] in ("401", "403", "457") and match["unit1"] is not None
    return not plan and not _SCALE.match(lower, end) and not _NOUN.match(lower, end)


def _end_of(match: re.Match[str], last: int) -> int:
    end = max([match.end(name) for name in _ENDS[last]])
    return end - 1 if match.string[end - 1] == "." else end


def _ends(raw: str, match: re.Match[str]) -> tuple[int, float, float] | None:
    """(how many amounts belong together, low, high)."""
    first = _value(match["number1"], match["unit1"])
    if match["number2"] is None:
        return 1, first, first
    numbers, units = match.group("number1", "number2", "number3"), match.group("unit1", "unit2", "unit3")
    values = [_value(number, unit) for number, unit in zip(numbers, units, strict=True) if number]
    values = _share_unit(values, units)
    low, high = min(values), max(values)
    if "\n" in raw[match.end("number1") : match.start("number2")] and not match["before2"]:
        return 1, first, first
    if high > WIDEST_RANGE * low or (match["dash"].lower() == "and" and not _is_between(raw, match, low)):
        return (1, first, first) if first >= 1_000 else None
    return len(values), low, high


def _share_unit(values: list[float], units: Sequence[str | None]) -> list[float]:
    """ "140-190k" and "100-120,000" are both in thousands."""
    high, last = max(values), next((u for u in reversed(units) if u), None)
    times = _TIMES[last[0].lower()] if last else 1_000
    if (high < 10_000 and not last) or min(values) >= 1_000:
        return values
    return [
        value * times if value < 1_000 <= high and value * times < 20 * high else value for value in values
    ]


def _is_between(raw: str, match: re.Match[str], low: float) -> bool:
    before = raw[max(0, match.start() - 40) : match.start()].lower()
    return "between" in before or "from" in before or "range" in before or low >= 15_000


def _currency(lower: str, start: int, written: list[str], country: str) -> str:
    """ISO code of the marks as written, or of the country."""
    codes = {_MARKS[mark] for mark in written}
    named = codes - {"$"}
    if named:
        return sorted(named, key=lambda code: code == "USD" and "$" in codes)[0]
    local = _country_currencies().get(country.upper())
    if not codes:
        return local.code if local else "USD"
    if beside := dollar_beside(lower, start):
        return beside
    return local.code if local and local.dollar else "USD"


@cache
def _country_currencies() -> dict[str, Currency]:
    return {country: money for money in read_currencies().values() for country in money.countries}


@cache
def currency_of(code: str) -> Currency:
    return read_currencies()[code]


def period_of(match: re.Match[str] | None) -> Period | None:
    return next((name for name in get_args(Period) if match and match[name]), None)


def _period_beside(words: str | None) -> Period | None:
    return period_of(re.search(rf"(?:{PERIOD_WORD})\.?\Z", words.lower())) if words else None
