"""Nested and typed values of feeds as text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePath, PureWindowsPath

from rolescope.sources.columns import read_vocabulary, to_key

# Within a nested value, what says most, best first.
TELLING = ("name", "label", "title", "displayname", "value", "text", "credentialcategory", "fulllocation")
PLACE = ("city", "addresslocality", "state", "region", "addressregion", "country", "addresscountry")
_CURRENCY = re.compile(r"\b[A-Z]{3}\b|[$€£¥₹]")


@lru_cache(maxsize=1024)
def to_feed(name: str) -> str:
    """A feed's name that tells nothing of anybody's disk.

    >>> to_feed("/home/me/jobs.csv"), to_feed("acme/jobs")
    ('jobs', 'acme/jobs')
    """
    if PurePath(name).is_absolute() or PureWindowsPath(name).drive or "\\" in name:
        return PureWindowsPath(name).stem
    return name[:200]


def as_text(value: object) -> str:
    """Any value of a feed as text; of nested ones what tells most.

    >>> as_text({"@type": "Organization", "name": "Acme"}), as_text(["NY", "LA"]), as_text(50000.0)
    ('Acme', 'NY; LA', '50000')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return "" if not math.isfinite(value) else str(int(value)) if value == int(value) else str(value)
    if isinstance(value, Mapping):
        return _of_mapping(value)
    if isinstance(value, list | tuple):
        return "; ".join(dict.fromkeys(filter(None, map(as_text, value))))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _of_mapping(value: Mapping[object, object]) -> str:
    by_key = {to_key(str(k)): v for k, v in value.items()}
    for key in TELLING:
        if text := as_text(by_key.get(key)):
            return text
    place = by_key.get("address") or by_key.get("postaladdress")
    if isinstance(place, Mapping):
        return _of_mapping(place)
    parts = (as_text(by_key.get(key)) for key in PLACE)
    return ", ".join(dict.fromkeys(filter(None, parts))) or as_text(place)


def pay_text_of(value: Mapping[str, object]) -> str:
    """A structured amount, as in schema.org's MonetaryAmount, as text.

    >>> pay_text_of({"currency": "EUR", "value": {"minValue": 60000, "maxValue": 75000, "unitText": "YEAR"}})
    'EUR 60000 - 75000 per year'
    """
    flat: dict[str, str] = {}
    for layer in (value, value.get("value")):
        if isinstance(layer, Mapping):
            flat |= {to_key(str(k)): as_text(v) for k, v in layer.items() if not isinstance(v, Mapping)}
    low, high = (
        _first(flat, (*names, "value", "amount")) for names in (("minvalue", "min"), ("maxvalue", "max"))
    )
    period = _first(flat, ("unittext", "period", "interval", "unit"))
    return compose_pay(low, high, _first(flat, ("currency", "currencycode")), period)


def _first(flat: Mapping[str, str], names: Iterable[str]) -> str:
    return next((flat[n] for n in names if flat.get(n)), "")


def compose_pay(low: str, high: str, currency: str, period: str) -> str:
    """Pay of several columns as one text; "" without an amount.

    >>> compose_pay("50000.0", "70000.0", "usd", "YEARLY")
    'USD 50000 - 70000 per year'
    """
    amounts = [a.removesuffix(".0") for a in dict.fromkeys((low, high)) if a and a.strip("0.,")]
    amount = " - ".join(dict.fromkeys(amounts))
    return add_words(amount, currency, period) if amount else ""


def add_words(amount: str, currency: str, period: str) -> str:
    """The amount with the currency and period of their own columns where it does not name them."""
    word = read_vocabulary().periods.get(to_key(period), "")
    before = f"{currency.upper()} " if len(currency) == 3 and not _CURRENCY.search(amount) else ""
    after = f" per {word}" if word and word not in amount.lower() else ""
    return f"{before}{amount}{after}"
