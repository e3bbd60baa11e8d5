"""Places: countries of locations as feeds write them."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.normalise import places
from rolescope.normalise.places import compose, find_country, load_gazetteer

NAMED = {
    "United States": "US",
    "USA Only": "US",
    "Remote (U.S.)": "US",
    "us": "US",
    "US-Remote": "US",
    "-REMOTE, USA-": "US",
    "Remote - United States": "US",
    "Remote within the United States": "US",
    "UK": "GB",
    "England": "GB",
    "Remote, .., Hungary": "HU",
    "TELECOMMUTE Bogotá, Bogota, Colombia": "CO",
    "Remote: Germany": "DE",
    "Stuttgart, DEU, Remote - DEU": "DE",
    "México": "MX",
    "Türkiye, Remote": "TR",
    "BE Berlin, Berlin, Germany": "DE",
    "Guinea-Bissau": "GW",
    "Auckland, NZ, Remote": "NZ",
    "remote in TW": "TW",
}
PARTS = {
    "Chicago, IL 60661 (Fulton River District area)": "US",
    "Herndon, VA": "US",
    "US-KS-Remote": "US",
    "San Jose, US-CA": "US",
    "22 Reade St, Ny": "US",
    "Washington, D.C., Remote": "US",
    "Palo Alto, CA OR Boston, MA OR REMOTE": "US",
    "Storrs, Connecticut USA": "US",
    "Remote, WA": "US",
    "San Juan, PR 00901": "PR",
    "Toronto, ON": "CA",
    "London, ON": "CA",
    "Remote, Vancouver, British Columbia": "CA",
    "Melbourne VIC": "AU",
    "Perth WA": "AU",
    "North Lanarkshire, Scotland, United Kingdom": "GB",
    "TELECOMMUTE Hyderabad, Telangana, India": "IN",
}
CITIES = {
    "London": "GB",
    "London, Canary Wharf": "GB",
    "NYC Office": "US",
    "remote, Chicago": "US",
    "Cardiff, London or Remote (UK)": "GB",
    "Remote, Łódź": "PL",
    "Canada, Toronto": "CA",
}
NAMES_IN_NAMES = {
    "Lebanon, PA": "US",
    "Dublin, CA": "US",
    "Dublin, California, United States": "US",
    "Paris, TX": "US",
    "Jersey City, NJ": "US",
    "New Brunswick, New Jersey, United States": "US",
    "Jamaica Plain, MA": "US",
    "Panama City, FL": "US",
    "Ontario, CA 91761": "US",
    "Ontario, CA, US": "US",
    "Toronto, CA": "CA",
    "Berlin, DE": "DE",
    "Bengaluru, KA, IN": "IN",
    "Canada, CA": "CA",
    "Remote, Costa Rica, San Jose": "CR",
    "Tampa, FL 33607 (Tampa International Airport area)": "US",
    "London, Ontario or Remote": "CA",
}
GEORGIA = {
    "Georgia": "",
    "Remote, Georgia": "",
    "Atlanta, Georgia, United States": "US",
    "Marietta, Georgia": "US",
    "Tbilisi, Georgia": "GE",
    "USA, Georgia": "US",
    "Armenia, Georgia": "",
}
CANNOT_TELL = [
    "",
    "Remote",
    "CA",
    "Remote, IN",
    "Canada, United States",
    "USA, Canada, Mexico - Remote",
    "Madrid, Spain; Dublin, Ireland; Remote",
    "San Francisco, CA, London, UK",
    "Global Remote (Non-US)",
    "Europe, UK",
    "remote, USA timezones",
    "Remote-UK&I",
    "US / AR / BR / Remote (US; AR; BR)",
    "North America - Remote",
    "Northern America",
    "Cambridge",
    "59 Maiden Lane",
    "x" * 10_000,
    "United States " * 100,
]


@pytest.mark.parametrize(
    ("location", "country"), [*(NAMED | PARTS | CITIES | NAMES_IN_NAMES | GEORGIA).items()], ids=repr
)
def test_country(location: str, country: str) -> None:
    assert find_country(location) == country


@pytest.mark.parametrize("location", CANNOT_TELL, ids=lambda text: repr(text[:30]))
def test_what_cannot_be_told(location: str) -> None:
    assert find_country(location) == ""


@given(st.text(max_size=80))
def test_any_text_gives_a_code_or_nothing(location: str) -> None:
    country = find_country(location)
    assert country == "" or country in load_gazetteer().countries


@given(
    st.sampled_from(sorted(load_gazetteer().countries - {"GE"})),
    st.sampled_from(["Remote, ", "", "Remote - "]),
)
def test_every_country_is_known_by_its_names(country: str, before: str) -> None:
    for words, (kind, code) in load_gazetteer().names.items():
        if (kind, code) == ("country", country):
            assert find_country(before + " ".join(words)) == country


def test_one_name_for_two_countries_is_refused() -> None:
    table = {"noise": [], "wide": [], "codes": {}, "regions": {}, "cities": {}}
    with pytest.raises(ValueError, match="stands for"):
        compose({**table, "countries": {"AA": ["Aland"], "BB": ["Åland"]}})


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(places).failed == 0
