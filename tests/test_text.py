from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rolescope.cues import Entry, Scanner, cue_scanner, fold, fold_label
from rolescope.text import lower_same_length, read_text

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
