"""One document, one annotation: fields, spans, and that no text breaks it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.annotate import EXTRACTORS, annotate, annotate_batch, is_countable, warm_up
from rolescope.extract.education import find_education
from rolescope.extract.experience import find_experience
from rolescope.extract.pay import find_pay
from rolescope.model import KINDS, LEVELS, STRENGTHS, Document, SectionName
from rolescope.taxonomy.concepts import concept_index
from rolescope.text import read_text
from text_case import posting_texts
from workspace_case import make_text


def posting(text: str = "", **fields: str) -> Document:
    return Document(
        kind="posting", source="board", title=fields.pop("title", "Data Engineer"), text=text, **fields
    )


FULL = make_text("Data Engineer", "Oak South", 4)


def test_everything_is_read_in_one_posting() -> None:
    read = annotate(
        posting(
            FULL,
            title="Senior Data Engineer",
            location="Leeds, UK",
            date_posted="2024-05",
            pay_text="£50,000 - £60,000 per year",
            employment_text="Full-time",
            industry_text="Forestry; Insurance",
        )
    )
    assert read.role is not None
    assert (read.role.id, read.level, read.country, read.countable) == ("data-engineer", "senior", "GB", True)
    assert (read.pay[0].low, read.pay[0].high, read.pay[0].currency, read.pay[0].period) == (
        50_000,
        60_000,
        "GBP",
        "year",
    )
    assert read.employment_types == ("full_time",)
    assert read.education is not None
    assert read.education.minimum == "master"
    assert read.experience is not None
    assert read.experience.minimum == 6
    found = {(m.kind, m.concept, m.strength) for m in read.mentions}
    assert found >= {
        ("tool", "python", "required"),
        ("tool", "git", "preferred"),
        ("soft_skill", "communication", "required"),
        ("field_of_study", "computer-science", "required"),
        ("activity", "build-data-pipelines", "mentioned"),
    }
    assert read.problems == ()


def test_the_structured_field_of_pay_wins_over_the_text_unless_a_board_guessed_it() -> None:
    stated = "We pay $100,000 - $120,000 per year."
    assert annotate(posting(stated, pay_text="$70,000 - $80,000 a year")).pay[0].low == 70_000
    assert annotate(posting(stated, pay_text="$70K-$80K (Glassdoor est.)")).pay[0].low == 100_000
    assert annotate(posting(stated, pay_text="competitive")).pay[0].low == 100_000
    assert annotate(posting("", pay_text="$70,000 - $80,000 a year")).pay[0].start is None


def test_an_employers_own_product_is_no_tool() -> None:
    text = "Requirements\n- Experience with GitLab and Python"
    tools = {m.concept for m in annotate(posting(text, employer="GitLab")).mentions if m.kind == "tool"}
    assert tools == {"python"}
    assert len(annotate(posting(text, employer="Oak")).mentions) > 1


def test_an_industry_field_has_no_span() -> None:
    industry = [m for m in annotate(posting(industry_text="Insurance")).mentions if m.kind == "industry"]
    assert [(m.start, m.end, m.extractor) for m in industry] == [(None, None, "fields")]


def test_a_guide_has_no_sections_and_is_not_counted() -> None:
    guide = Document(kind="guide", source="site", title="Data Engineer", text=FULL)
    assert not annotate(guide).countable
    assert {m.section for m in annotate(guide).mentions} == {"other"}


@pytest.mark.parametrize(
    ("text", "counted"),
    [(FULL, True), (FULL[:900], False), ("A long letter about the weather. " * 60, False), ("", False)],
)
def test_what_shares_may_count(text: str, counted: bool) -> None:
    assert is_countable(read_text(text)) is counted


def test_a_title_that_fits_none_has_no_role() -> None:
    assert annotate(posting(FULL, title="Forester")).role is None


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01", "2024", "1066-10"])
def test_odd_years_do_no_harm(date: str) -> None:
    assert annotate(posting(FULL, date_posted=date, pay_text="€40,000 a year")).role is not None


def test_halves_of_characters_keep_their_place() -> None:
    broken = FULL.replace("Python", "\ud83d Python")
    read = annotate(posting(broken, title="Data Engineer \udc00", pay_text="\ud800"))
    assert read.role is not None
    python = next(m for m in read.mentions if m.concept == "python")
    assert broken[python.start : python.end] == "Python"


def test_warming_up_changes_nothing() -> None:
    before = annotate(posting(FULL))
    warm_up()
    assert annotate(posting(FULL)) == before


@settings(deadline=None)
@given(posting_texts())
def test_every_mention_slices_to_what_was_read(text: str) -> None:
    prepared = read_text(text)
    for name, find in EXTRACTORS:
        for mention in find(prepared):
            assert mention.start is not None
            assert mention.end is not None
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
            assert mention.extractor == name
            assert mention.kind in KINDS
            assert mention.strength in STRENGTHS
            assert mention.section == prepared.section_at(mention.start) or mention.kind == "activity"
            assert mention.section in get_args(SectionName)
            assert (mention.kind, mention.concept) in concept_index()


@given(posting_texts())
def test_every_fact_slices_to_its_text(text: str) -> None:
    prepared = read_text(text)
    facts = [find_education(prepared), find_experience(prepared), *find_pay(prepared, "US", 2024)]
    for fact in facts:
        if fact is not None:
            assert fact.start is not None
            assert fact.end is not None
            assert 0 <= fact.start < fact.end <= len(text)


@given(posting_texts(), st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_no_text_breaks_it_and_equal_input_gives_equal_output(
    text: str, title: str, pay: str, place: str
) -> None:
    document = posting(text, title=title, pay_text=pay, location=place, employer=place, industry_text=pay)
    read = annotate(document)
    assert read == annotate(document)
    assert read.level in LEVELS
    assert all(p.low <= p.high for p in read.pay)
    assert read.role is None or 0 < read.role.confidence <= 1


def test_a_batch_reads_as_one_by_one_and_garbage_is_sought_again_after_it() -> None:
    documents = [posting(FULL), posting("SQL."), posting(FULL, title="Data Analyst")]
    assert annotate_batch(documents) == [annotate(document) for document in documents]
    assert gc.isenabled()


@pytest.mark.parametrize("collecting", [True, False])
def test_a_batch_leaves_the_collection_as_it_was_whatever_happens(collecting: bool) -> None:
    def broken() -> Iterator[Document]:
        yield posting("SQL.")
        assert not gc.isenabled()
        raise OSError

    try:
        if not collecting:
            gc.disable()
        with pytest.raises(OSError):  # noqa: PT011
            annotate_batch(broken())
        assert gc.isenabled() is collecting
    finally:
        gc.enable()
