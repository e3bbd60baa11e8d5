from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope import schema
from rolescope.model import Document, Mention, OfficialFigure, Pay, PayReport
from rolescope.store.quote import quote_around
from rolescope.store.rows import (
    annotations_table,
    document_id,
    documents_table,
    join_date,
    last_day,
    mentions_table,
    official_table,
    pay_reports_table,
    read_documents,
    report_id,
    split_date,
    statements_table,
)
from store_case import make_annotation, make_document


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024", (date(2024, 1, 1), "year")),
        ("2024-07", (date(2024, 7, 1), "month")),
        ("2024-07-31", (date(2024, 7, 31), "day")),
        ("2024-07-31T10:00:00Z", (date(2024, 7, 31), "day")),
        ("", (None, "none")),
        ("2024-13", (None, "none")),
        ("2024-02-30", (None, "none")),
        ("31/12/2024", (None, "none")),
        ("20240731", (None, "none")),
        ("9999-12-31", (None, "none")),
        ("0000", (None, "none")),
        ("yesterday", (None, "none")),
    ],
)
def test_split_date(text: str, wanted: tuple[date | None, str]) -> None:
    assert split_date(text) == wanted


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from([4, 7, 10]))
def test_dates_join_back(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    first, precision = split_date(text)
    assert join_date(first, precision) == text
    assert first is not None
    assert first <= day <= last_day(first, precision)


@given(st.text(max_size=30))
def test_no_date_text_is_refused_by_a_crash(text: str) -> None:
    first, precision = split_date(text)
    assert (first is None) == (precision == "none")


def test_an_id_names_source_and_content() -> None:
    same = document_id(make_document(1))
    assert len(same) == 16
    assert document_id(make_document(1, url="https://example.org/?utm=1", source_id="77")) == same
    for name in ("source", "title", "text", "employer", "location", "date_posted", "pay_text"):
        assert document_id(make_document(1, **{name: "2020"})) != same
    assert document_id(make_document(title="ab", text="c")) != document_id(
        make_document(title="a", text="bc")
    )


TEXTS = st.text(st.characters(), max_size=20)


@given(TEXTS, TEXTS, st.sampled_from(["", "2024", "2024-07", "2024-07-31"]))
def test_documents_come_back(title: str, text: str, posted: str) -> None:
    document = Document("posting", "board", title, text, date_posted=posted, pay_text="10")
    table = documents_table(["x"], [document], [""])
    assert table.schema.equals(schema.DOCUMENTS.remove(len(schema.DOCUMENTS) - 1))
    ((of, back),) = read_documents(table)
    assert (of, back.pay_text, back.date_posted) == ("x", "10", posted)
    assert (len(back.title), len(back.text)) == (len(title), len(text))
    if not any("\ud800" <= c <= "\udfff" for c in title + text):
        assert back == document


def test_a_lone_surrogate_can_be_stored() -> None:
    document = make_document(text="a\ud800b")
    ((_, back),) = read_documents(documents_table([document_id(document)], [document], [""]))
    assert back.text == "a?b"


def test_pay_takes_the_ranges_that_are_alike() -> None:
    pay = (
        Pay(50.0, 60.0, "USD", "hour", 104_000.0, 124_800.0),
        Pay(40.0, 55.0, "USD", "hour", 83_200.0, None),
        Pay(1.0, 900_000.0, "USD", "year", 1.0, 900_000.0),
    )
    (row,) = annotations_table(["x"], [make_annotation(pay=pay)], "g").to_pylist()
    assert (row["pay_low"], row["pay_high"], row["pay_period"]) == (40.0, 60.0, "hour")
    assert (row["annual_usd_low"], row["annual_usd_high"]) == (83_200.0, 124_800.0)


def test_what_was_not_read_is_null() -> None:
    nothing = make_annotation(role=None, pay=(), education=None, experience=None)
    (row,) = annotations_table(["x"], [nothing], "g").to_pylist()
    for name in ("role", "role_confidence", "pay_low", "education_minimum", "experience_years"):
        assert row[name] is None


def test_mentions_keep_their_order() -> None:
    table = mentions_table(
        ["x", "y"], [make_annotation(), make_annotation(Mention("tool", None, "?", 0, 1))], "g"
    )
    assert table["document_id"].to_pylist() == ["x"] * 3 + ["y"]
    assert table["concept"].to_pylist() == ["python", "sql", "airflow", None]
    assert mentions_table([], [], "g").num_rows == 0


def test_reports_and_figures_become_rows() -> None:
    report = PayReport("survey", "x", 2024, "senior", None, 1.0, 2.0, "EUR", 1.1, 2.2, "DE", copies=4)
    (row,) = pay_reports_table([report], ["r"]).to_pylist()
    assert (row["report_id"], row["annual_usd_high"], row["copies"]) == (report_id(report), 2.2, 4)
    (figure,) = official_table([OfficialFigure("s", "1", "15-2051", "t", "duty", hot=True)]).to_pylist()
    assert (figure["measure"], figure["value"], figure["hot"]) == ("duty", None, True)
    assert statements_table([], [], [], []).num_rows == 0


def test_copies_do_not_make_another_report() -> None:
    fields = ("survey", "x", 2024, "senior", None, 1.0, 2.0, "EUR", 1.1, 2.2, "DE")
    assert report_id(PayReport(*fields, copies=1)) == report_id(PayReport(*fields, copies=9))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("One line\nPython needed\nThird", "Python", "Python needed"),
        ("Tools, e.g. Python, matter. Next.", "Python", "Tools, e.g. Python, matter."),
        ("Python", "Python", "Python"),
        ("x " * 400 + "Python" + " y" * 400, "Python", None),
    ],
)
def test_quotes_are_the_sentence(text: str, word: str, wanted: str | None) -> None:
    start = text.index(word)
    quote = quote_around(text, start, start + len(word))
    assert quote is not None
    if wanted is None:
        assert (quote[0], quote[-1], word in quote, len(quote) < 310) == ("…", "…", True, True)
    else:
        assert quote == wanted


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_quotes_never_fail(text: str, start: int, end: int) -> None:
    quote = quote_around(text, start, end)
    assert (quote is None) == (not 0 <= start < end <= len(text))
    if quote is not None:
        assert " ".join(text[start:end].split()) in quote
