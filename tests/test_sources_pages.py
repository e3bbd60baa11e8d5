"""Pages that declare postings, and plain texts."""

from __future__ import annotations

import json

import pytest

from rolescope.model import Problem
from rolescope.sources.options import Limits, Record, Refused
from rolescope.sources.pages import read_page
from rolescope.sources.plain import read_plain

POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Clerk",
    "description": "<p>You file.</p>",
    "identifier": {"@type": "PropertyValue", "name": "Acme", "value": 7},
    "jobLocation": [
        {
            "@type": "Place",
            "address": {"addressLocality": "Utrecht", "addressCountry": {"name": ["NL", "NL"]}},
        },
        {"@type": "Place", "address": {"addressLocality": "Delft", "addressCountry": "NL"}},
    ],
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": 3000, "maxValue": 3500, "unitText": "MONTH"},
    },
    "experienceRequirements": {"monthsOfExperience": 36},
    "estimatedSalary": "99",
}


def read(html: str) -> list[dict[str, object]]:
    records = list(read_page(html, "a.html", Limits()))
    assert all(isinstance(r, Record) for r in records)
    return [dict(r.values) for r in records if isinstance(r, Record)]


def script(text: str) -> str:
    return f'<html><script type="application/ld+json">{text}</script></html>'


def test_a_declared_posting() -> None:
    (values,) = read(script(json.dumps(POSTING)))
    assert values == {
        "title": "Clerk",
        "description": "<p>You file.</p>",
        "id": "7",
        "location": "Utrecht, NL; Delft, NL",
        "salary": "EUR 3000 - 3500 per month",
        "experience requirements": "36 months of experience",
    }


@pytest.mark.parametrize(
    "wrap", ["{}", "<!--{}-->", "//<![CDATA[\n{}\n//]]>", '{{"@graph": [{}, 1]}}', "[{}]"]
)
def test_postings_wherever_they_stand(wrap: str) -> None:
    assert read(script(wrap.format(json.dumps(POSTING))))[0]["title"] == "Clerk"


def test_names_of_places_tell_more_than_one_address_copied() -> None:
    places = [{"name": n, "address": {"addressLocality": "Utrecht"}} for n in ("Utrecht", "Delft")]
    (values,) = read(script(json.dumps({**POSTING, "jobLocation": places, "baseSalary": {"value": "3k"}})))
    assert (values["location"], values["salary"]) == ("Utrecht; Delft", "3k")
    (values,) = read(script(json.dumps({**POSTING, "jobLocation": "Delft", "baseSalary": 3000})))
    assert (values["location"], values["salary"]) == ("Delft", "3000")


def test_odd_values_of_a_posting() -> None:
    odd = {"@type": "JobPosting", "baseSalary": {"value": "3k"}, "experienceRequirements": "3 years"}
    (values,) = read(
        script(json.dumps({**odd, "jobLocation": {"address": "Main Street"}, "skills": ["SQL", "R"]}))
    )
    assert values == {
        "salary": "3k",
        "experience requirements": "3 years",
        "location": "Main Street",
        "required skills": "SQL; R",
    }


def test_microdata() -> None:
    html = (
        '<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Clerk</h1>'
        '<div itemprop="hiringOrganization" itemscope><b itemprop="name">Acme</b></div>'
        '<div itemprop="jobLocation" itemscope>Delft</div>'
        '<time itemprop="datePosted" datetime="2024-07-31">today</time>'
        '<div itemprop="description"><ul><li>file</ul></div></div>'
        '<div itemscope itemtype="https://schema.org/JobPosting"></div>'
    )
    assert read(html) == [
        {
            "title": "Clerk",
            "company": "Acme",
            "location": "Delft",
            "date posted": "2024-07-31",
            "description": "- file",
        }
    ]


def test_pages_that_declare_none_or_badly() -> None:
    assert read("<p>Hello</p>") == []
    assert read(script('{"@type": "Article"}')) == []
    (problem,) = read_page(script("{"), "a.html", Limits())
    assert isinstance(problem, Problem)
    assert problem.why == "bad_json"
    with pytest.raises(Refused) as refused:
        read("<div>" * 300)
    assert refused.value.problem.where == "a.html"


PLAIN = [
    ("Clerk\n\nYou file.", {"title": "Clerk", "description": "You file."}),
    ("## Clerk ##\nYou file.", {"title": "Clerk", "description": "You file."}),
    (
        "---\ntitle: Clerk\ncompany: 'Acme'\ntags: x\n---\nYou file.",
        {"title": "Clerk", "company": "Acme", "tags": "x", "description": "You file."},
    ),
    (
        "Company: Acme\nLocation: Delft\n\nClerk\nYou file.",
        {"Company": "Acme", "Location": "Delft", "title": "Clerk", "description": "You file."},
    ),
    ("", {"title": "", "description": ""}),
    ("Note: this\nYou file.", {"title": "Note: this", "description": "You file."}),
]


@pytest.mark.parametrize(("text", "values"), PLAIN)
def test_plain_texts(text: str, values: dict[str, str]) -> None:
    found = dict(read_plain(text, "a.txt").values)
    found = {k: v for k, v in found.items() if k != "tags"}
    assert found == {k: v for k, v in values.items() if k != "tags"}
