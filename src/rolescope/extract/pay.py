"""Pay as stated: amounts with currency, period and range, told from all other money in a posting.

Every number that looks like money is read by one grammar (currency, number, unit, period, range). What is
pay is then decided by shape (two ends, a plausible year's worth) and by the nearest cue word before it:
"salary" speaks for, "bonus", "raised", "budget" against. Base pay only: on-target earnings are left out,
and total compensation where base pay stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, get_args

from rolescope.extract.cues import any_of, read_cues, windows
from rolescope.model import Pay, Period
from rolescope.normalise.money import Currency, annualise, read_currencies, to_usd
from rolescope.text import Text

MIN_ANNUAL_USD: Final = 1_000
MAX_ANNUAL_USD: Final = 2_000_000
MAX_HOURLY_USD: Final = 1_000
WIDEST_RANGE: Final = 8  # high over low; above it one end is a slip of the pen
LEAST_YEAR_USD: Final = 6_000  # below, one figure for a year is an allowance

_CUES = read_cues("pay")
_SIGNS = "$€£₹¥₽₪₩₱₺₦฿₫₴"
_NUMBER = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}|\d(?: \d{2})+ \d{3}|\d{1,3}(?:[,.'’]\d{3})+(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![\d%])(?![.,]\d)"
)
_UNIT = r"(?:[kK](?![\w])|[Ll]akhs?\b|[Ll]acs?\b|LPA\b|lpa\b|[Ll](?=\s*(?:PA|pa|per)\b)|thousand\b|[Kk](?=PA\b|pa\b))"
_TIMES: Final = {"k": 1_000, "t": 1_000, "l": 100_000}
_DASH = r"(?:[-–—‒―‐‑−~]{1,3}|to|and|bis|through)"


def _named(name: str, cues: tuple[str, ...]) -> str:
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
_MARK = any_of(
    ("(?<![A-Za-z])" if mark[0].isalpha() else "")
    + re.escape(mark)
    + (r"(?![A-Za-z])" if mark[-1].isalpha() else "")
    for mark in sorted(_MARKS, key=len, reverse=True)
)
_PERIOD_WORD = "|".join(_named(name, _CUES[name]) for name in get_args(Period))
_BESIDE = rf"(?:/|\bper\b|\ban?\b|\bp\.?|\beach\b|\bpro\b|\bpar\b)\s?{any_of(w for n in get_args(Period) for w in _CUES[n])}"


def _amount(n: int) -> str:
    before = rf"\\?(?:(?P<before{n}>{_MARK})[ \u00a0]?\\?[ ]?)?" if n > 1 else ""
    return (
        rf"{before}(?P<number{n}>{_NUMBER})(?:[ ]?(?P<unit{n}>{_UNIT}))?\+?"
        rf"(?:[ \u00a0]?(?P<after{n}>{_MARK})(?![ ]?\d))?(?:[ ]?(?P<per{n}>(?i:{_BESIDE})(?![a-z])\.?))?"
    )


_RANGE = re.compile(rf"{_amount(1)}(?:\s*(?i:(?P<dash>{_DASH}))\s*{_amount(2)}(?:\s*[-–—]\s*{_amount(3)})?)?")
_BEFORE_MARK = re.compile(rf"({_MARK})[ \u00a0]?\\?[ ]?\Z")
_DIGITS = re.compile(r"\d[\d.,'’]*")
_UNITS_AHEAD = re.compile(
    rf"[ ]?(?:{_UNIT}|{_MARK}|(?i:{_BESIDE}))|\s?{_DASH}\s?\$?\s?\d{{2,}}|[ \u00a0\u202f]\d{{3}}(?!\d)"
)
_SCALE = re.compile(r"\+?[ ]?-?(?:m|mm|mn|mm?illions?|b|bn|billions?|t|tn|trillions?|cr|crores?|x)\b", re.I)
_NOUN = re.compile(
    r"\+?[ ]?(?:employees|users|customers|people|members|students|companies|clients|requests|rows|records"
    r"|sq|square|miles|lines|events|[kmg]bp?s|hours|developers|engineers|stars|downloads|subscribers|contacts"
    r"|servers|nodes|devices|locations|stores|followers|orders|items|merchants|patients|businesses)\b"
)
_PAY = re.compile(rf"(?:\b{any_of(_CUES['pay'])}|{any_of(_CUES['pay_glued'])})\b")
_NOT_PAY = re.compile(rf"\b{any_of(_CUES['not_pay'])}\b")
_NOT_PAY_ALONE = re.compile(rf"\b{any_of(_CUES['not_pay'] + _CUES['not_pay_alone'])}\b")
_DIRECT = re.compile(
    r"(?:salary|compensation|base|wages?|pay|rate)(?: range)?(?:[\s:–-]|is|of|from|between|up to|starting|starts|at|in the|range)*\Z"
)
_BEYOND = re.compile(rf"\b{any_of(_CUES['beyond_base'])}\b")
_HEADED = re.compile(r"\W*(?:annual |base )?(?:salary|compensation|pay)\b")
_EITHER = re.compile(any_of(_CUES["either"]))
_BASE = re.compile(r"\b(?:base|basic|salary)\b")
_TOTAL = re.compile(rf"\b{any_of(_CUES['total'])}\b")
_NOT_PAY_AFTER = re.compile(
    r"\+? (?:(?:annual(?:ly)?|monthly|yearly|quarterly|performance|target|cash|one-time|sign-on|of|in|for|towards?|"
    rf"per (?:year|month|quarter)|an?|the|your) ){{0,3}}{any_of(_CUES['not_pay'])}\b"
)
_NOT_PAY_AFTER_ALONE = re.compile(
    r"\+?(?:/\w+)? (?:(?:in|for|on|of|towards?|per|an?|each|every|the|your|our|year|month|quarter|worth|annual(?:ly)?|monthly) ){0,4}"
    rf"(?:[\w-]+ ){{0,2}}?{any_of(_CUES['not_pay'] + _CUES['not_pay_alone'])}\b"
)
_JOIN = re.compile(r"\b(?:plus|and|with|base|salary|pay|or|range|depending|doe|eligible|as)\b|[+;,.(|&]")
_PERKS = re.compile(
    r"\s?\+\s?[\w ]{0,15}?(?:super|stock|bonus|equity|benefits|ote|commission|pension|car|perks|options|–|-|\n)"
)
_MULTIPLE = re.compile(any_of(_CUES["multiple"]))
_FOR_USE = re.compile(
    r"\+? ?(?:(?:per|a|every|each|/) ?(?:year|month)|annually)? ?(?:towards?|for your|to spend|to use|in credit)\b"
)
_STARTS = re.compile(r"\bstart(?:s|ing) (?:at|from) ?\Z|\bup to \Z")
_GAP = re.compile(
    r"[\s:Â-]*(?:\n|\bmid(?:point)?\b|\bmax(?:imum)?\b)?[\s:Â-]*(?:(?:mid|max)(?:imum|point)?\b)?[\s:]*"
)
_LABELLED_GAP = re.compile(r"[^\d$€£]{0,110}\b(?:max(?:imum)?|high|end|to)\b[^\d$€£]{0,40}[$€£]?")
_LOW_LABEL = re.compile(r"\b(?:min(?:imum)?|low(?:est)?|start|between|from)\b")
_PERIOD_AFTER = re.compile(
    r"(?:per(?=[a-z])|[\s()\[\]*_|:+~-]|\b(?:usd|cad|eur|gbp|aud|sgd|gross|brutto|net|base|basic|salary|pay|w-?2|1099|c2c|dollars"
    rf"|in|on|range|doe|per|an?|each|p\.?)\b|[/$€£])*\b(?:{_PERIOD_WORD})\b"
)
_PERIOD_BEFORE = re.compile(
    rf"\b(?:{'|'.join(_named(name, _CUES['before_' + name]) for name in get_args(Period))})\b"
)
_ESTIMATE = re.compile(r"\s*site:|glassdoor est", re.I)
_DOLLAR_PLACES: Final = (
    ("USD", re.compile(r"\b(?:us|usa|u\.s\.|united states|american?)\b")),
    (
        "CAD",
        re.compile(r"\b(?:canad\w+|ontario|british columbia|toronto|vancouver|alberta|quebec|montr[eé]al)\b"),
    ),
    ("AUD", re.compile(r"\b(?:australian?|sydney|melbourne|brisbane)\b")),
    ("SGD", re.compile(r"\bsingapore\b")),
    ("NZD", re.compile(r"\bnew zealand\b")),
)


@dataclass(frozen=True, slots=True)
class _Money:
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
    head, tail = number, ""
    if (mark := re.search(r"[.,](\d{1,2})\Z", number)) is not None:
        head, tail = number[: mark.start()], mark[1]
    plain = float(f"{re.sub(r'[^0-9]', '', head)}.{tail or 0}")
    if not unit or (plain >= 10_000 and unit in "kK"):  # "$68,000k" means 68,000
        return plain
    return plain * _TIMES[unit[0].lower()]


def is_board_estimate(pay_text: str) -> bool:
    """Whether the text is a job board's own guess, which is not the employer's word.

    >>> is_board_estimate("$79K-$147K (Glassdoor est.)"), is_board_estimate("$145K-$225K(Employer est.)")
    (True, False)
    """
    return _ESTIMATE.search(pay_text) is not None


def find_pay(text: Text, country: str = "", year: int | None = None) -> tuple[Pay, ...]:
    """All pay stated in running text, in order, each figure once.

    Args:
        text: the posting.
        country: ISO 3166 code of its place, "" if unknown; says which dollar "$" is.
        year: of posting, for the rate of exchange; None takes the latest.

    Returns:
        Pay with offsets. Annual figures are None where no rate of the currency is known.
    """
    spans = _spans(text)
    read = _joined(
        text.lower, (m for span in spans for m in _read_money(text.raw, text.lower, country, span))
    )
    found = [(money, _weight(text.lower, money)) for money in read]
    base = [money for money, weight in found if weight == "base"]
    stated = base or [money for money, weight in found if weight == "total"]
    return _distinct(pay for money in stated for pay in _to_pay(text.lower, money, year))


def read_pay_field(pay_text: str, country: str = "", year: int | None = None) -> tuple[Pay, ...]:
    """Pay from a structured field, without offsets; a board's estimate gives none.

    >>> [(p.low, p.high, p.currency, p.period) for p in read_pay_field("$5,000to$7,000 Monthly", "SG")]
    [(5000.0, 7000.0, 'SGD', 'month')]
    """
    if is_board_estimate(pay_text):
        return ()
    lower = pay_text.lower() if len(pay_text.lower()) == len(pay_text) else pay_text
    found = [
        m
        for m in _read_money(pay_text, lower, country, (0, len(lower)))
        if m.marked or m.period or m.high >= 1_000
    ]
    stated = (
        p for m in found if not _BEYOND.search(lower, m.end) for p in _to_pay(lower, m, year, alone=True)
    )
    return tuple(replace(pay, start=None, end=None) for pay in _distinct(stated))


def _spans(text: Text) -> list[tuple[int, int]]:
    """What of the text can hold pay: all of it, or where words speak of pay if it has no currency sign."""
    if any(sign in text.raw for sign in _SIGNS):
        return [(0, len(text.raw))]
    return windows(text.lower, _CUES["trigger"], before=70, after=110)


# --- grammar -----------------------------------------------------------------------------------------


def _read_money(raw: str, lower: str, country: str, span: tuple[int, int]) -> Iterator[_Money]:
    """Everything the grammar reads as money within the span, left to right, not overlapping."""
    done = 0
    for digits in _DIGITS.finditer(raw, *span):
        start = digits.start()
        if start < done or not _promising(raw, start, digits.end()):
            continue
        mark = _BEFORE_MARK.search(raw, max(done, start - _LONGEST_MARK - 3), start)
        match = _RANGE.match(raw, start)
        if match is None:
            continue
        for money in _build(raw, lower, match, mark, country):
            done = money.end
            yield money


def _joined(lower: str, read: Iterator[_Money]) -> Iterator[_Money]:
    """Ends on lines of their own ("Minimum: … Maximum: …") put together to one range."""
    held: _Money | None = None
    for money in read:
        if held and _belongs(lower, held, money):
            held = replace(
                money, low=min(held.low, money.low), start=held.start, period=money.period or held.period
            )
            continue
        if held:
            yield held
        held = money
    if held:
        yield held


def _belongs(lower: str, first: _Money, second: _Money) -> bool:
    """Whether two amounts with no more than labels between them are the ends of one range."""
    rises = first.low < second.low == second.high <= 3 * first.low and first.marked and second.marked
    floor = _currency_of(first.currency).year_from
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
    if (start and raw[start - 1] in _SIGNS) or end - start >= 5:
        return True
    before = raw[max(0, start - 5) : start]
    if before[-1:] in " \\\u00a0Rs.FUD" and _BEFORE_MARK.search(before):
        return True
    return _UNITS_AHEAD.match(raw, end) is not None


def _build(
    raw: str, lower: str, match: re.Match[str], mark: re.Match[str] | None, country: str
) -> Iterator[_Money]:
    """The money of one match: a range, or its first end alone where the second does not belong."""
    ends = _ends(raw, match)
    if ends is None:
        return
    last, low, high = ends
    start = mark.start() if mark else match.start()
    end = _end_of(match, last)
    if not _is_countable(lower, match, end):
        return
    written = [mark[1] if mark else None]
    for n in range(1, last + 1):
        written += [match[f"before{n}"] if n > 1 else None, match[f"after{n}"]]
    currency = _currency(lower, start, [w for w in written if w], country)
    period = _period_beside(match[f"per{last}"] or match["per1"])
    marked = any(written)
    yield _Money(low, high, currency, period, marked, start, end)


def _is_countable(lower: str, match: re.Match[str], end: int) -> bool:
    """Not a count, a multiple or a retirement plan."""
    if match["number1"].startswith("0") and match["number1"].isdigit():
        return False
    plan = match["number1"] in ("401", "403", "457") and match["unit1"] is not None
    return not plan and not _SCALE.match(lower, end) and not _NOUN.match(lower, end)


def _end_of(match: re.Match[str], last: int) -> int:
    groups = [f"{name}{last}" for name in ("number", "unit", "after", "per")]
    end = max(match.end(name) for name in groups)
    return end - 1 if match.string[end - 1] == "." else end


def _ends(raw: str, match: re.Match[str]) -> tuple[int, float, float] | None:
    """(how many amounts belong together, low, high)."""
    values = [_value(match[f"number{n}"], match[f"unit{n}"]) for n in (1, 2, 3) if match[f"number{n}"]]
    units = [match[f"unit{n}"] for n in (1, 2, 3)]
    first = values[0]
    if len(values) == 1:
        return 1, first, first
    values = _share_unit(values, units)
    low, high = min(values), max(values)
    if "\n" in raw[match.end("number1") : match.start("number2")] and not match["before2"]:
        return 1, first, first
    if high > WIDEST_RANGE * low or (match["dash"].lower() == "and" and not _is_between(raw, match, low)):
        return (1, first, first) if first >= 1_000 else None
    return len(values), low, high


def _share_unit(values: list[float], units: list[str | None]) -> list[float]:
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
        return local.code if local else "GBP" if "ir35" in lower else "USD"
    line = lower[max(0, lower.rfind("\n", 0, start), start - 60) : start]
    places = [
        (found[-1].start(), code) for code, place in _DOLLAR_PLACES if (found := [*place.finditer(line)])
    ]
    if places:
        return max(places)[1]
    return local.code if local and local.dollar else "USD"


@cache
def _country_currencies() -> dict[str, Currency]:
    return {country: money for money in read_currencies().values() for country in money.countries}


# --- what is pay -------------------------------------------------------------------------------------


def _weight(lower: str, money: _Money) -> str:
    """ "base", "total" (only where no base pay stands) or "" for money that is not pay."""
    line_start = max(lower.rfind("\n", 0, money.start) + 1, money.start - 160)
    line, window = lower[line_start : money.start], lower[max(0, money.start - 110) : money.start]
    after = lower[money.end : money.end + 60].split("\n", 1)[0]
    if _is_beyond_base(window[-70:], after[:20]):
        return ""
    alone = money.low == money.high
    if _is_other_after(after, alone) and not _DIRECT.search(line):
        return ""
    if alone and (_MULTIPLE.search(line) or _FOR_USE.match(after)):
        return ""
    pay, other = _last(_PAY, window), _last(_NOT_PAY_ALONE if alone else _NOT_PAY, line[-90:])
    if other is not None and (pay is None or other <= pay) and (alone or not _HEADED.match(line)):
        return ""
    stands = _single_is_pay(lower, line, money, pay, after) if alone else _range_is_pay(money, pay, after)
    if not stands:
        return ""
    return "total" if _TOTAL.search(window[-60:]) or _TOTAL.search(after[:30]) else "base"


def _is_beyond_base(before: str, after: str) -> bool:
    """Whether the nearest words speak of on-target earnings rather than of base pay."""
    if _EITHER.search(before):
        return False
    beyond, base = _last(_BEYOND, before), _last(_BASE, before)
    return _BEYOND.search(after) is not None or (beyond is not None and (base is None or beyond < base))


def _last(words: re.Pattern[str], window: str) -> int | None:
    """Characters from the last cue word to the end of the window."""
    end = None
    for match in words.finditer(window):
        end = match.end()
    return None if end is None else len(window) - end


def _is_other_after(after: str, alone: bool) -> bool:
    """Whether the words right behind the amount call it a bonus, a budget or the like."""
    match = (_NOT_PAY_AFTER_ALONE if alone else _NOT_PAY_AFTER).match(after)
    return match is not None and _JOIN.search(match[0][1:]) is None


def _pay_follows(after: str) -> bool:
    return (
        re.match(r"\W{0,3}(?:per annum|base|basic|salary|a year|per year|annual|p\.?a\b)", after) is not None
    )


def _range_is_pay(money: _Money, pay: int | None, after: str) -> bool:
    """Two ends: a pay word near, or worth a year's pay, or said to be for an hour, a day, a month."""
    currency = _currency_of(money.currency)
    floor = currency.month_from or currency.year_from
    if not money.marked:
        said = money.period is not None or money.low >= floor
        return said and ((pay is not None and pay <= 60) or _pay_follows(after))
    if pay is not None or _pay_follows(after) or money.period in ("hour", "day"):
        return True
    if money.period in ("week", "month"):
        return money.low * 12 >= currency.year_from / 2
    return money.low >= floor


def _single_is_pay(lower: str, line: str, money: _Money, pay: int | None, after: str) -> bool:
    """One figure alone: a pay word close by, its period beside it, or it heads a line by itself."""
    floor = _currency_of(money.currency).year_from
    if not money.marked:
        return pay is not None and pay <= 16 and (money.period is not None or floor <= money.low < 1_000_000)
    if pay is not None and pay <= (60 if money.low < floor else 90):
        return money.period is not None or money.low >= (_currency_of(money.currency).month_from or floor)
    if money.period in ("hour", "day"):
        return True
    if money.low < floor:
        return False
    if money.period is not None or _pay_follows(after) or _PERKS.match(lower, money.end):
        return True
    return _STARTS.search(line) is not None or (line.strip(" -–•*|") == "" and len(after) < 40)


@cache
def _currency_of(code: str) -> Currency:
    return read_currencies()[code]


# --- period ------------------------------------------------------------------------------------------


def _period_of(match: re.Match[str] | None) -> Period | None:
    return next((name for name in get_args(Period) if match and match[name]), None)


def _period_beside(words: str | None) -> Period | None:
    return _period_of(re.search(rf"(?:{_PERIOD_WORD})\.?\Z", words.lower())) if words else None


def _periods(lower: str, money: _Money, alone: bool) -> Iterator[Period]:
    """Periods the text speaks for, the surest first, then what the magnitude alone suggests."""
    if money.period:
        yield money.period
    if said := _period_of(_PERIOD_AFTER.match(lower, money.end, money.end + 40)):
        yield said
    before = [*_PERIOD_BEFORE.finditer(lower, max(0, money.start - 70), money.start)]
    if before and (said := _period_of(before[-1])):
        yield said
    yield from _usual_periods(money, alone)


def _usual_periods(money: _Money, alone: bool) -> Iterator[Period]:
    """What an amount without a period is pay for; small amounts are read only in a pay field."""
    currency = _currency_of(money.currency)
    if money.low >= currency.year_from:
        yield "year"
    elif currency.month_from is not None and money.low >= currency.month_from:
        yield "month"
    elif money.low >= 10 and money.high <= 150 and (alone or money.low < money.high):
        yield "hour"
    elif alone and money.currency in ("GBP", "AUD") and money.low >= 200 and money.high <= 1_500:
        yield "day"
    elif alone and 1_000 <= money.low < money.high <= 12_000:
        yield "month"


def _to_pay(lower: str, money: _Money, year: int | None, *, alone: bool = False) -> Iterator[Pay]:
    """The pay under the first period that makes it plausible; nothing if none does."""
    for period in _periods(lower, money, alone):
        if not _is_plausible(money, period, year):
            continue
        annual = [to_usd(annualise(x, period), money.currency, year) for x in (money.low, money.high)]
        yield Pay(money.low, money.high, money.currency, period, annual[0], annual[1], money.start, money.end)
        return


def _is_plausible(money: _Money, period: Period, year: int | None) -> bool:
    low = to_usd(money.low, money.currency, year)
    high = to_usd(money.high, money.currency, year)
    if low is None or high is None:
        return money.low > 0
    if period == "hour" and high > MAX_HOURLY_USD:
        return False
    if period == "year" and low == high < LEAST_YEAR_USD:
        return False
    return annualise(low, period) >= MIN_ANNUAL_USD and annualise(high, period) <= MAX_ANNUAL_USD


def _distinct(stated: Iterator[Pay]) -> tuple[Pay, ...]:
    """Each figure once; a single figure within a stated range says nothing new."""
    kept: dict[tuple[float, float, str, str], Pay] = {}
    for pay in stated:
        kept.setdefault((pay.low, pay.high, pay.currency, pay.period), pay)
    ranges = [p for p in kept.values() if p.low < p.high]
    return tuple(p for p in kept.values() if p.low < p.high or not any(_holds(r, p) for r in ranges))


def _holds(outer: Pay, single: Pay) -> bool:
    same = (outer.currency, outer.period) == (single.currency, single.period)
    return same and outer.low <= single.low <= outer.high
