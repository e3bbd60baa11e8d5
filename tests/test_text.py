from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope import cues
from rolescope.cues import FOLD, Entry, Scanner, cue_scanner, fold, fold_label
from rolescope.text import fold_in_python, fold_text, lower_same_length, read_text

POSTING = """Acme is a leading provider of pumps, founded in 1950.

What you'll do:
- Build data pipelines in Python
- Review code

Requirements
- 3+ years of experience with SQL
- Bachelor's degree in Statistics

Nice to have:
- Spark

What we offer
- 401(k) and dental

Acme is an equal opportunity employer without regard to race.
"""


@given(st.text())
def test_folding_keeps_every_place(raw: str) -> None:
    assert len(lower_same_length(raw)) == len(raw)
    assert len(fold(lower_same_length(raw))) == len(raw)


@given(st.text())
def test_sections_cover_the_text_in_order(raw: str) -> None:
    sections = read_text(raw).sections
    assert "".join(raw[s.start : s.end] for s in sections) == raw
    assert all((a.name, a.silent) != (b.name, b.silent) for a, b in pairwise(sections))


def names_at(raw: str, *phrases: str) -> list[str]:
    text = read_text(raw)
    return [text.section_at(raw.index(p)) for p in phrases]


def test_headings_and_telling_lines_make_sections() -> None:
    found = names_at(
        POSTING, "Acme is a leading", "Build data", "3+ years", "Spark", "401(k)", "without regard"
    )
    assert found == ["about", "duties", "requirements", "preferred", "benefits", "legal"]


def test_a_flat_posting_is_told_sentence_by_sentence() -> None:
    flat = (
        "We are a leading provider of widgets with offices in ten countries and happy people. "
        "You will build dashboards for the sales team and keep them running every day of the year. "
        "Must have experience with Tableau and strong communication skills for many stakeholders. "
        "All applicants are considered without regard to race or religion or anything else at all."
    )
    found = names_at(flat, "leading", "dashboards", "Tableau", "regard")
    assert found == ["about", "duties", "requirements", "legal"]


def test_a_heading_glued_to_the_line_before_is_found() -> None:
    raw = "We cannot sponsor anyone for this role nowResponsibilities:\nDraw maps\nRequirements:\nGIS"
    assert names_at(raw, "Draw", "GIS") == ["duties", "requirements"]


def test_a_line_about_a_degree_is_no_heading() -> None:
    raw = "Requirements:\nMaster's Degree Preferred\n2 years of experience with SQL"
    assert names_at(raw, "2 years") == ["requirements"]


def test_prose_of_law_ends_what_a_heading_opened() -> None:
    raw = (
        "Requirements:\n- SQL\n\nWe are an equal opportunity employer and decide without regard to race.\n"
        "Come as you are, all of you.\n"
    )
    assert names_at(raw, "SQL", "equal", "Come") == ["requirements", "legal", "other"]


def test_an_empty_text_has_no_sections() -> None:
    assert read_text("").section_at(0) == "other"


def test_cues_stand_on_word_borders() -> None:
    assert not cue_scanner().scan(fold("mustard requiredness"))["strength"]
    assert cue_scanner().scan(fold("a must"))["strength"] == [(2, 6, "required")]


def test_a_scanner_finds_words_of_several_classes_and_parts_of_words() -> None:
    entries = [Entry("tool", 1, "data"), Entry("skill", 2, "data"), Entry("part", 3, "ata", bare=True)]
    found = Scanner([*entries, Entry("tool", 4, "data flow")]).scan("metadata data flow")
    assert found["tool"] == [(9, 13, 1), (9, 18, 4)]
    assert found["skill"] == [(9, 13, 2)]
    assert found["part"] == [(5, 8, 3), (10, 13, 3)]


def test_trigger_words_stand_as_written() -> None:
    text = read_text("On-site or on/site, at 10 years")
    assert text.triggers("workplace") == [0]
    assert text.triggers("experience") == [26]
    assert text.triggers("nothing") == []


def test_signs_of_any_writing_part_words() -> None:
    assert fold("☑sql® 🐍python\u00adκ") == " sql   python κ"


@given(st.text())
def test_every_place_lies_in_its_section(raw: str) -> None:
    text = read_text(raw)
    for section in text.sections:
        assert text.section_at(section.start) == text.section_at(section.end - 1) == section.name
    assert text.section_at(len(raw)) == (text.sections[-1].name if text.sections else "other")


def test_labels_fold_like_text() -> None:
    assert fold_label("  CI/CD ") == "ci cd"
    assert fold_label("C++.") == "c++"


def test_a_full_stop_without_a_space_behind_it_parts_words() -> None:
    text = read_text("Skills in Excel.Must know Node.Js, Vue.js and ASP.NET.Work alone")
    assert text.folded == "skills in excel must know node.js  vue.js and asp.net.work alone"
    assert len(text.folded) == len(text.raw)


# --- the native folder ---------------------------------------------------------------------------------

GLUED = st.text(alphabet=".. \naBcJsNet\u00e9\u0130\u03a3\u2019\u212a\U0001f600", max_size=14)


@given(st.one_of(st.text(), GLUED))
def test_folding_is_the_same_in_both_languages(raw: str) -> None:
    assert fold_text(raw) == fold_in_python(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "", ".", "a.", "a. b", "a..", "a... b", "a....b", "in Excel.Must have", "Node.Js", "R.Js.Must", "a.Mu", "a.M",
        ".Must", "1.Must", "É.Must", "é.Must", "ΟΔΟΣ. İstanbul.Must", "\x00.\x00", "a.\u2028b", "a.🙂", "🙂.Must", "\ud83d.",
    ],
)  # fmt: skip
def test_full_stops_are_folded_the_same(raw: str) -> None:
    assert fold_text(raw) == fold_in_python(raw)


def test_every_character_is_folded_the_same() -> None:
    codes = [
        code for code in range(sys.maxunicode + 1) if chr(code) != "Σ"
    ]  # its lower case hangs on its place
    for start in range(0, len(codes), 4096):
        raw = "".join(map(chr, codes[start : start + 4096]))
        assert fold_text(raw) == fold_in_python(raw)


def test_the_native_folder_refuses_what_it_cannot_fold() -> None:
    folder = pytest.importorskip("rolescope._text").Folder
    for table in (
        {ord("."): " "},
        {ord("a"): "."},
        {ord("a"): "bc"},
        {0x4E00: "a"},
        {0x4E00: " "},
        {-1: " "},
        {"a": " "},
    ):
        with pytest.raises((ValueError, TypeError, OverflowError)):
            folder(table, frozenset())
    with pytest.raises(TypeError):
        folder(FOLD, set())
    with pytest.raises(TypeError, match="str"):
        folder(FOLD, frozenset()).fold(b"a")
    assert folder(FOLD, frozenset()).fold("ΟΔΟΣ") is None


def test_labels_are_folded_the_same_without_the_native_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = ("CI/CD", "Node.js", "Some.Thing", "ΟΔΟΣ", "İstanbul", "a. B.", "C++", " x  y ", "🚀.")
    native = [fold_label.__wrapped__(label) for label in labels]
    monkeypatch.setattr(cues, "FOLDER", None)
    assert [fold_label.__wrapped__(label) for label in labels] == native
    assert [fold_text(label) for label in labels] == [fold_in_python(label) for label in labels]
