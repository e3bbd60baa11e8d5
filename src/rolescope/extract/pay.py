"""Pay as stated: amounts with currency, period and range, told from all other money in a posting.

Every number that looks like money is read by one grammar (currency, number, unit, period, range). What is
pay is then decided by shape (two ends, a plausible year's worth) and by the nearest cue word before it:
"salary" speaks for, "bonus", "raised", "budget" against. Base pay only: on-target earnings are left out,
and total compensation where base pay stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from rolescope.extract.amounts import (
    PERIOD_WORD,
    SIGNS,
    Money,
    currency_of,
    join_ends,
    named,
    parse_amount,
    period_of,
    read_money,
)
from rolescope.extract.cues import any_of, read_cues, windows
from rolescope.extract.dollars import dollar_country
from rolescope.model import Pay, Period
from rolescope.normalise.money import annualise, to_usd
from rolescope.text import Text

__all__ = ["find_pay", "is_board_estimate", "parse_amount", "read_pay_field"]

MIN_ANNUAL_USD: Final = 1_000
MAX_ANNUAL_USD: Final = 2_000_000
MAX_HOURLY_USD: Final = 1_000
LEAST_YEAR_USD: Final = 6_000  # below, one figure for a year is an allowance
_BEFORE, _AFTER = 70, 110  # characters around a sign or a trigger word in which an amount lies

_CUES = read_cues("pay")
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
_TARGET_FOLLOWS = re.compile(r"(?: earnings)?[\s:=–-]{0,4}(?:of |up to |is )?[$€£\d]")
_THOUSANDS_BESIDE = re.compile(
    r"\s*(?:\+ ?)?(?:equity|base|ote|doe|bonus|depending)\b|\s*(?:\n|\Z|\+|[•|;,)]|[-–] )"
)
_HEADLINE = re.compile(r"(?:^|[-–|•(,:;/])\s*(?:up to )?\Z")
_FOR_USE = re.compile(
    r"\+? ?(?:(?:per|a|every|each|/) ?(?:year|month)|annually)? ?(?:towards?|for your|to spend|to use|in credit)\b"
)
_STARTS = re.compile(r"\bstart(?:s|ing) (?:at|from) ?\Z|\bup to \Z")
_PERIOD_AFTER = re.compile(
    r"(?:per(?=[a-z])|[\s()\[\]*_|:+~-]|\b(?:usd|cad|eur|gbp|aud|sgd|gross|brutto|net|base|basic|salary|pay|w-?2|1099|c2c|dollars|plus|super|superannuation|gst|vat|incl|ex|package"
    rf"|in|on|range|doe|per|an?|each|p\.?)\b|[/$€£])*\b(?:{PERIOD_WORD})\b"
)
_PERIOD_BEFORE = re.compile(
    rf"\b(?:{'|'.join(named(name, _CUES['before_' + name]) for name in get_args(Period))})\b"
)
_ESTIMATE = re.compile(r"\s*site:|glassdoor est", re.I)


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
    if not country and "ir35" in text.lower:  # a British tax rule; those postings leave "£" out
        country = "GB"
    stated = _stated(text, country)
    if not country and any(money.currency == "USD" for money in stated):
        dollars = dollar_country(text)
        stated = _stated(text, dollars) if dollars else stated
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
        for m in read_money(pay_text, lower, country, (0, len(lower)))
        if m.marked or m.period or m.high >= 1_000
    ]
    stated = (
        p for m in found if not _BEYOND.search(lower, m.end) for p in _to_pay(lower, m, year, alone=True)
    )
    return tuple(replace(pay, start=None, end=None) for pay in _distinct(stated))


def _stated(text: Text, country: str) -> list[Money]:
    """The money that is pay: base pay, else total compensation."""
    spans = _spans(text)
    read = join_ends(
        text.lower, (m for span in spans for m in read_money(text.raw, text.lower, country, span))
    )
    found = [(money, _weight(text.lower, money)) for money in read]
    base = [money for money, weight in found if weight == "base"]
    return base or [money for money, weight in found if weight == "total"]


def _spans(text: Text) -> list[tuple[int, int]]:
    """What of the text can hold pay: where a currency's sign stands or words speak of pay."""
    places = [*_signs(text.raw), *_places(text)]
    if not places:
        return []
    places.sort()
    return windows(places, len(text.raw), before=_BEFORE, after=_AFTER)


def _signs(raw: str) -> Iterator[int]:
    """Where signs of currencies stand; looking for each by itself is quicker than a pattern."""
    for sign in SIGNS if not raw.isascii() else "$":
        at = raw.find(sign)
        while at >= 0:
            yield at
            at = raw.find(sign, at + 1)


def _places(text: Text) -> Iterator[int]:
    """Where trigger words stand; the blank one begins with may be any border of a word."""
    lower = text.lower
    for start, end, word in text.cues.get("pay", ()):
        first = max(0, start)
        if word.strip() in lower[first:end]:
            yield first


# --- what is pay -------------------------------------------------------------------------------------


def _weight(lower: str, money: Money) -> str:
    """ "base", "total" (only where no base pay stands) or "" for money that is not pay."""
    reach = max(0, money.start - 160)
    line_start = max(lower.rfind("\n", reach, money.start) + 1, reach)
    line, window = lower[line_start : money.start], lower[max(0, money.start - 110) : money.start]
    after = lower[money.end : money.end + 60].split("\n", 1)[0]
    if _is_beyond_base(window[-70:], after):
        return ""
    alone = money.low == money.high
    if _is_other_after(after, alone) and not _DIRECT.search(line):
        return ""
    if alone and (_MULTIPLE.search(line) or _FOR_USE.match(after)):
        return ""
    pay, other = _last(_PAY, window), _last(_NOT_PAY_ALONE if alone else _NOT_PAY, line[-90:])
    if other is not None and (pay is None or other <= pay) and (alone or not _HEADED.match(line)):
        return ""
    stands = _single_is_pay if alone else _range_is_pay
    if not stands(lower, line, money, pay, after):
        return ""
    total, base = _last(_TOTAL, window[-60:]), _last(_BASE, window[-60:])
    is_total = (total is not None and (base is None or total < base)) or _TOTAL.search(after[:30]) is not None
    return "total" if is_total else "base"


def _is_beyond_base(before: str, after: str) -> bool:
    """Whether the nearest words speak of on-target earnings rather than of base pay."""
    if _EITHER.search(before):
        return False
    beyond, base = _last(_BEYOND, before), _last(_BASE, before)
    behind = _BEYOND.search(after, 0, 24)
    if behind and not _TARGET_FOLLOWS.match(after, behind.end()):
        return True
    return beyond is not None and (base is None or beyond < base)


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
        re.match(r"\W{0,3}(?:per annum|base|basic|salary|gross|brutto|a year|per year|annual|p\.?a\b)", after)
        is not None
    )


def _is_in_thousands(lower: str, line: str, money: Money, after: str) -> bool:
    """ "Full-time - Remote - 150-180k": a headline's range, bounded by its dashes or called base pay."""
    usual = money.low >= 30_000 and money.high <= 700_000 and money.low % 1_000 == 0
    if not usual or lower[money.end - 1] not in "k+":
        return False
    return _HEADLINE.search(line) is not None and _THOUSANDS_BESIDE.match(after) is not None


def _range_is_pay(lower: str, line: str, money: Money, pay: int | None, after: str) -> bool:
    """Two ends: a pay word near, or worth a year's pay, or said to be for an hour, a day, a month."""
    currency = currency_of(money.currency)
    floor = currency.month_from or currency.year_from
    if not money.marked:
        said = money.period is not None or money.low >= floor
        return said and (
            pay is not None or _pay_follows(after) or _is_in_thousands(lower, line, money, after)
        )
    said_period = _said_period(lower, money)
    if pay is not None or _pay_follows(after) or said_period in ("hour", "day"):
        return True
    if said_period in ("week", "month"):
        return money.low * 12 >= currency.year_from / 2
    return money.low >= floor


def _single_is_pay(lower: str, line: str, money: Money, pay: int | None, after: str) -> bool:
    """One figure alone: a pay word close by, its period beside it, or it heads a line by itself."""
    floor = currency_of(money.currency).year_from
    if not money.marked:
        return pay is not None and pay <= 16 and (money.period is not None or floor <= money.low < 1_000_000)
    if pay is not None and pay <= (60 if money.low < floor else 90):
        return _said_period(lower, money) is not None or money.low >= (
            currency_of(money.currency).month_from or floor
        )
    if money.period in ("hour", "day") or (money.period == "week" and money.low * 52 >= floor):
        return True
    if re.match(r"\W{0,3}(?:gross|brutto|basic|base|salary)\b", after) and money.low * 12 >= floor:
        return True
    if money.low < floor:
        return False
    if money.period is not None or _pay_follows(after) or _PERKS.match(lower, money.end):
        return True
    return _STARTS.search(line) is not None or (line.strip(" -–•*|") == "" and len(after) < 40)


# --- period ------------------------------------------------------------------------------------------


def _said_period(lower: str, money: Money) -> Period | None:
    """The period right behind an amount, or "hourly", "weekly" and the like before it."""
    if said := money.period or period_of(_PERIOD_AFTER.match(lower, money.end, money.end + 40)):
        return said
    before = [*_PERIOD_BEFORE.finditer(lower, max(0, money.start - 40), money.start)]
    said = period_of(before[-1]) if before else None
    return said if said in ("hour", "day", "week") else None


def _periods(lower: str, money: Money, alone: bool) -> Iterator[Period]:
    """Periods the text speaks for, the surest first, then what the magnitude alone suggests."""
    if money.period:
        yield money.period
    if said := period_of(_PERIOD_AFTER.match(lower, money.end, money.end + 40)):
        yield said
    before = [*_PERIOD_BEFORE.finditer(lower, max(0, money.start - 70), money.start)]
    if before and (said := period_of(before[-1])):
        yield said
    yield from _usual_periods(money, alone)


def _usual_periods(money: Money, alone: bool) -> Iterator[Period]:
    """What an amount without a period is pay for; small amounts are read only in a pay field."""
    currency = currency_of(money.currency)
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


def _to_pay(lower: str, money: Money, year: int | None, *, alone: bool = False) -> Iterator[Pay]:
    """The pay under the first period that makes it plausible; nothing if none does."""
    for period in _periods(lower, money, alone):
        if not _is_plausible(money, period, year):
            continue
        annual = [to_usd(annualise(x, period), money.currency, year) for x in (money.low, money.high)]
        yield Pay(money.low, money.high, money.currency, period, annual[0], annual[1], money.start, money.end)
        return


def _is_plausible(money: Money, period: Period, year: int | None) -> bool:
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
