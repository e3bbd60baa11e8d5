"""Columns, values and rows: one row of a feed → one posting."""

from __future__ import annotations

from datetime import datetime

import pytest

from rolescope.errors import UsageError
from rolescope.model import Document, Problem
from rolescope.sources.columns import find_plan, to_overrides
from rolescope.sources.options import Limits, ReadOptions, Record
from rolescope.sources.records import read_documents, tell_lacking
from rolescope.sources.values import as_text, compose_pay, pay_text_of, to_feed

TEXT = "You look after the tables of the warehouse and write SQL for it."


def read(values: dict[str, object], options: ReadOptions | None = None) -> list[Document | Problem]:
    return list(read_documents([Record("feed.csv:2", values)], "feed.csv", "feed", options or ReadOptions()))


def one(values: dict[str, object], options: ReadOptions | None = None) -> Document:
    *problems, document = read({"title": "Clerk", "text": TEXT, **values}, options)
    assert not problems
    assert isinstance(document, Document)
    return document


def why(values: dict[str, object], options: ReadOptions | None = None) -> list[str]:
    return [item.why for item in read(values, options) if isinstance(item, Problem)]


def test_all_fields_of_a_row() -> None:
    document = one(
        {
            "Company Name": "Acme\n3.8",
            "Location": "Utrecht",
            "Date Posted": "2024-07-31",
            "Salary Estimate": "$50K-$60K (Glassdoor est.)",
            "URL": "https://example.org/1",
            "id": 17,
            "Seniority Level": "Mid-Senior",
            "Industry": "Banking",
            "Sector": "Finance",
            "Employment Type": "Full-time",
            "Remote": True,
            "language": "nl-NL",
        }
    )
    assert document == Document(
        kind="posting",
        source="feed",
        title="Clerk",
        text=TEXT,
        url="https://example.org/1",
        employer="Acme",
        location="Utrecht",
        date_posted="2024-07-31",
        language="nl",
        pay_text="$50K-$60K (Glassdoor est.)",
        employment_text="Full-time",
        seniority_text="Mid-Senior",
        industry_text="Banking; Finance",
        workplace_text="remote",
        source_id="17",
    )


@pytest.mark.parametrize("name", ["title", "Job Title", "job_title", "jobTitle", "Position", "JOB-TITLE"])
def test_titles_by_any_name(name: str) -> None:
    (document,) = read({name: "Clerk", "Job Description": TEXT})
    assert isinstance(document, Document)
    assert document.title == "Clerk"


def test_a_number_is_no_title() -> None:
    (document,) = read({"position": 243, "name": "Clerk", "body": TEXT})
    assert isinstance(document, Document)
    assert document.title == "Clerk"
    assert why({"position": 243, "body": TEXT}) == ["no_title"]


def test_parts_of_the_text_are_joined_under_headings() -> None:
    more = {"requirements": "<ul><li>SQL</li></ul>", "nice_to_have": "Nice to have: Python", "duties": TEXT}
    assert one(more).text.startswith(f"{TEXT}\n\nRequirements\n- SQL\n\n")
    assert one({"requirements": f"Requirements {TEXT}!"}).text == f"{TEXT}\n\nRequirements {TEXT}!"


def test_places_of_parts() -> None:
    assert one({"city": "Utrecht", "country": "NL", "state": "nan"}).location == "Utrecht, NL"


PAY = [
    ({"salary": "$5,000to$7,000", "salary_period": "Monthly"}, "$5,000to$7,000 per month"),
    ({"salary": "50000", "currency": "eur", "pay_period": "YEARLY"}, "EUR 50000 per year"),
    ({"salary": "60k per year", "pay_period": "yearly"}, "60k per year"),
    ({"min_salary": 50000.0, "max_salary": 70000.0, "currency": "USD"}, "USD 50000 - 70000"),
    ({"min_salary": 50000, "max_salary": 50000}, "50000"),
    (
        {"salary": {"min": "60000", "max": "75000", "period": "year", "currency": "EUR"}},
        "EUR 60000 - 75000 per year",
    ),
    ({"salary": "0", "pay_period": "Monthly"}, ""),
    ({"salary": "-1"}, ""),
    ({"min_salary": 0, "max_salary": None, "currency": "USD"}, ""),
    ({"salary_text": "site: 65k-95k USD"}, "site: 65k-95k USD"),
]


@pytest.mark.parametrize(("values", "text"), PAY)
def test_pay_as_written(values: dict[str, object], text: str) -> None:
    assert one(values).pay_text == text


@pytest.mark.parametrize(("value", "text"), [("false", ""), (1, "remote"), ("Hybrid", "Hybrid"), (None, "")])
def test_workplace(value: object, text: str) -> None:
    assert one({"remote": value}).workplace_text == text


def test_a_bad_date_leaves_the_posting() -> None:
    problem, document = read({"title": "Clerk", "text": TEXT, "date": "9999-12-31"})
    assert isinstance(problem, Problem)
    assert (problem.why, problem.where) == ("bad_date", "feed.csv:2")
    assert isinstance(document, Document)
    assert document.date_posted == ""
    assert why({"title": "Clerk", "text": TEXT, "date": "x" * 50}) == ["bad_date"]


def test_the_feed_names_itself_unless_told() -> None:
    assert one({"source": "acme/jobs"}).source == "acme/jobs"
    assert one({"source": "/home/me/secret/jobs.csv"}).source == "jobs"
    assert one({"source": "acme"}, ReadOptions(source="mine")).source == "mine"
    assert to_feed(r"C:\users\me\jobs.csv") == "jobs"


def test_overrides() -> None:
    options = ReadOptions(
        columns={"title": "Rolle", "text": "beschreibung", "company": "Haus", "industry": "Zweig"}
    )
    values: dict[str, object] = {"Rolle": "Clerk", "Beschreibung": TEXT, "Haus": "Acme", "Zweig": "Banking"}
    (document,) = read({**values, "title": "Other", "industry": "Other"}, options)
    assert isinstance(document, Document)
    assert (document.title, document.text, document.employer) == ("Clerk", TEXT, "Acme")
    assert document.industry_text == "Banking"
    assert why({"title": "Clerk", "text": TEXT}, ReadOptions(columns={"text": "nowhere"})) == [
        "missing_columns"
    ]


def test_an_unknown_field_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="no field 'colour'"):
        to_overrides({"colour": "x"})


def test_missing_columns_are_told_once_with_what_there_is() -> None:
    records = [Record(f"feed.csv:{n}", {f"c{i}": "x" for i in range(30)}) for n in (2, 3, 4)]
    first, rest = read_documents(records, "feed.csv", "feed", ReadOptions())
    assert isinstance(first, Problem)
    assert isinstance(rest, Problem)
    assert "c0, c1" in first.what
    assert "…" in first.what
    assert rest.what.startswith("3 records")


def test_a_named_column_that_is_not_there_is_told() -> None:
    records = [Record("feed.csv:2", {"title": "Clerk", "jd": TEXT})]
    (problem,) = read_documents(records, "feed.csv", "feed", ReadOptions(columns={"text": "nothere"}))
    assert isinstance(problem, Problem)
    assert problem.what == "There is no column 'nothere'; there are: title, jd."
    (found,) = read_documents(records, "feed.csv", "feed", ReadOptions(columns={"text": "JD"}))
    assert not isinstance(found, Problem)


def test_pay_columns_cannot_be_named_and_nothing_says_so() -> None:
    problem = tell_lacking(("work_year", "salary"), ("year", "pay"), "p.csv")
    assert problem.what == (
        "Collected pay needs the columns work_year, salary by these names; there are: year, pay."
    )
    assert "--column text=NAME" in tell_lacking(("text",), ("title",), "p.csv").what


def test_what_is_too_short_or_too_long() -> None:
    limits = ReadOptions(limits=Limits(text_chars=100))
    assert why({"title": "Clerk", "text": "too short"}) == ["no_text"]
    assert why({"title": " ", "text": TEXT}) == ["no_title"]
    assert why({"title": "x" * 501, "text": TEXT}) == ["too_large"]
    assert why({"title": "Clerk", "text": TEXT * 2}, limits) == ["too_large"]
    assert why({"title": "Clerk", "text": TEXT, "location": "x" * 5000}) == ["too_large"]
    assert why({"title": "Clerk", "text": "<div>" * 300 + TEXT}) == ["too_deep"]


def test_scripts_and_marks_are_kept() -> None:
    text = "דרוש מפתח תוכנה עם ניסיון של שלוש שנים לפחות — مهندس بيانات e\u0301 ก่อน"
    assert one({"text": text}).text == text


VALUES = [
    (None, ""),
    (float("nan"), ""),
    (2.5, "2.5"),
    (b"caf\xc3\xa9", "café"),
    (datetime(2024, 7, 31), "2024-07-31 00:00:00"),
    ([{"name": "A"}, {"name": "B"}, {"name": "A"}], "A; B"),
    ({"city": "Utrecht", "region": None, "country": "NL"}, "Utrecht, NL"),
    ({"address": {"addressLocality": "Utrecht"}}, "Utrecht"),
    ({"address": "Main Street"}, "Main Street"),
    ({}, ""),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_nested_values(value: object, text: str) -> None:
    assert as_text(value) == text


def test_structured_amounts() -> None:
    assert pay_text_of({"currency": "USD", "value": {"value": 40, "unitText": "HOUR"}}) == "USD 40 per hour"
    assert compose_pay("", "", "USD", "year") == ""


def test_plans_take_the_first_of_equal_names() -> None:
    assert find_plan(("Title", "title", "x")).fields["title"] == ("Title",)
