"""Which dollar "$" is, where the text says it: beside the amount, or by the one country it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from rolescope.text import Text

_NEAR: Final = (
    ("USD", re.compile(r"\b(?:us|usa|usd|u\.s\.|united states|american?)\b")),
    (
        "CAD",
        re.compile(
            r"\b(?:canad\w+|cad|ontario|british columbia|toronto|vancouver|alberta|quebec|montr[eé]al)\b"
        ),
    ),
    ("AUD", re.compile(r"\b(?:australian?|aud|sydney|melbourne|brisbane|perth)\b")),
    ("SGD", re.compile(r"\b(?:singapore|sgd)\b")),
    ("MXN", re.compile(r"\bpesos\b")),
    ("NZD", re.compile(r"\b(?:new zealand|nzd)\b")),
)
_LAW: Final = "_LAW"
_STATE = re.compile(r", ?(?:CA|NY|TX|MA|IL|CO|GA|FL|VA|NC|PA|OH|MI|NJ|AZ|UT|MN|MD|TN|OR|CT|DC|MO|WI|IN)\b")


def dollar_beside(lower: str, start: int) -> str | None:
    """The currency named by the place before an amount in its line ("Canada: $100,000"), if one is.

    >>> dollar_beside("usa: $120,000, canada: $100,000", 23)
    'CAD'
    """
    line = lower[max(0, start - 60) : start].rsplit("\n", 1)[-1]
    places = [(found[-1].start(), code) for code, place in _NEAR if (found := [*place.finditer(line)])]
    return max(places)[1] if places else None


def dollar_country(text: Text) -> str:
    """The country that pays in dollars of its own and that a posting speaks of, "" if none or several.

    Words of pension law decide ("+ super", "401k"); else the country must be named more often than the
    United States (data/cues/dollars.toml).

    >>> from rolescope.text import read_text
    >>> dollar_country(read_text("Our Perth office pays $130,000"))
    'AU'
    >>> dollar_country(read_text("Offices in Sydney and Toronto, $130,000"))
    ''
    """
    found = Counter(country for _, _, country in text.cues.get("dollars", ()))
    law = [country for country in found if country.endswith(_LAW)]
    named = [country for country in found if country != "US" and not country.endswith(_LAW)]
    if law:
        return law[0].removesuffix(_LAW) if len(law) == 1 and law[0] != "US" + _LAW else ""
    if len(named) != 1:
        return ""
    american = found["US"] + sum(1 for _ in _STATE.finditer(text.raw))
    return named[0] if found[named[0]] > american else ""
