"""Which dollar "$" is."""

from __future__ import annotations

import pytest

from rolescope.extract.dollars import dollar_beside, dollar_country
from rolescope.text import read_text

COUNTRIES = [
    ("work in Toronto for Canada's best bank", "CA"),
    ("Melbourne, with kangaroos", "AU"),
    ("$100,000 plus super, offices in New York, Boston and Chicago", "AU"),
    ("RRSP matching", "CA"),
    ("an office in Singapore", "SG"),
    ("Auckland, New Zealand", "NZ"),
    ("a clinic in Hong Kong", "HK"),
    ("Canada and the US", ""),
    ("Toronto or Sydney", ""),
    ("Canada, with 401(k) and W2", ""),
    ("superannuation or RRSP", ""),
    ("Torrance, CA; prices for Canada", ""),
    ("a town by the sea", ""),
]


@pytest.mark.parametrize(("text", "country"), COUNTRIES)
def test_the_one_country_a_text_speaks_of(text: str, country: str) -> None:
    assert dollar_country(read_text(text)) == country


def test_the_place_before_an_amount_speaks_first() -> None:
    line = "australia: $90,000; us: $120,000"
    assert dollar_beside(line, line.index("$90")) == "AUD"
    assert dollar_beside(line, line.index("$120")) == "USD"
    assert dollar_beside("canada\n$90,000", 7) is None
