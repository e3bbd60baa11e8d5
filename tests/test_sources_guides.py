"""Guides: the traps article in three forms, shapes of articles, refusals, laws, and the five seeds."""

from __future__ import annotations

import doctest
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.model import GUIDE_SECTIONS, Guide, JobCard
from rolescope.sources import guides_cards, guides_headings, guides_layout, guides_roles
from rolescope.sources.guides import (
    is_guide,
    is_guide_html,
    read_guide_html,
    read_guide_markdown,
    read_guide_text,
    read_role_description,
)
from rolescope.sources.guides_headings import compose
from rolescope.sources.guides_roles import split_title

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
READERS = {"txt": read_guide_text, "html": read_guide_html, "md": read_guide_markdown}
ANALYTICS, LEAD, VICE = "Analytics Engineer", "Lead Analytics Engineer", "Vice President Data Products"


def read(text: str) -> Guide:
    guide, _ = read_guide_text(text, source="test", where="test.txt")
    assert guide is not None
    return guide


def said(guide: Guide) -> list[tuple[str, str, str]]:
    return [(s.role, s.section, guide.document.text[s.start : s.end]) for s in guide.statements]


def read_traps(form: str) -> Guide:
    text = (DATA / f"guide_traps.{form}").read_text(encoding="utf-8")
    guide, problems = READERS[form](
        text, source="test", where=f"guide_traps.{form}", url="https://example.org"
    )
    assert guide is not None
    assert problems == ()
    return guide


# -- the article that holds every trap ----------------------------------------------------------------


@pytest.mark.parametrize("form", READERS)
def test_traps_are_counted_exactly(form: str) -> None:
    guide = read_traps(form)
    assert guide.profiles == (ANALYTICS, LEAD, VICE)
    assert Counter((s.section, s.role) for s in guide.statements) == {
        ("definitions", ANALYTICS): 1,
        ("definitions", LEAD): 1,
        ("definitions", VICE): 1,
        ("responsibilities", ANALYTICS): 3,
        ("responsibilities", LEAD): 2,
        ("responsibilities", VICE): 1,
        ("skills", ANALYTICS): 2,
        ("skills", LEAD): 2,
        ("skills", VICE): 1,
        ("education", ANALYTICS): 1,
        ("education", LEAD): 1,
        ("education", VICE): 1,
        ("tools", ANALYTICS): 2,
        ("tools", LEAD): 1,
        ("tools", VICE): 1,
        ("industries", ANALYTICS): 2,
        ("industries", LEAD): 1,
        ("industries", VICE): 1,
        ("outlook", ""): 1,
        ("tips", ANALYTICS): 2,
        ("tips", LEAD): 1,
        ("tips", VICE): 1,
    }


@pytest.mark.parametrize("form", READERS)
def test_cards_are_cut_where_pay_runs_into_the_next_title(form: str) -> None:
    assert read_traps(form).cards == (
        JobCard(
            "Data Steward",
            "Birch Works",
            "Remote (EU)",
            "Full Time",
            "Mid-level / Intermediate",
            "EUR 45K - 60K",
        ),
        JobCard(
            "Lead Analytics Engineer", "Heron Ltd", "Leeds, UK", "Part Time", "Senior-level / Expert", "£70K+"
        ),
        JobCard(
            "Reporting Intern",
            "Birch Works",
            "Remote (EU)",
            "Full Time Internship",
            "Entry-level / Junior",
            "",
        ),
        JobCard("Platform Analyst", "Alder & Sons", "Austin, TX, USA", "Full Time", "", "USD 90K - 110K"),
        JobCard(VICE, "Heron Ltd", "Leeds, UK", "Contract", "Executive-level / Director", ""),
    )


@pytest.mark.parametrize("form", READERS)
def test_statements_slice_to_what_is_said(form: str) -> None:
    guide = read_traps(form)
    texts = said(guide)
    assert texts[2][:2] == (VICE, "definitions")
    assert texts[2][2].startswith("A Vice President of Data Products answers")
    assert (ANALYTICS, "responsibilities", "Answers questions of analysts within a day.") in texts
    assert (ANALYTICS, "industries", "Education") in texts
    assert (VICE, "industries", "Tools") in texts
    assert not any("fruit" in text or "@" in text or "share the same" in text for *_, text in texts)


@pytest.mark.parametrize("form", READERS)
def test_the_document_is_kept_repaired(form: str) -> None:
    document = read_traps(form).document
    assert (document.kind, document.source, document.language) == ("guide", "test", "en")
    assert document.url == "https://example.org"
    assert document.title == document.text.split("\n")[0] == f"{ANALYTICS} vs. {LEAD} vs. {VICE}"
    assert "bachelor's or master's" in document.text
    assert "β" not in document.text
    assert "Careers weekly" not in document.text


def test_forms_agree() -> None:
    text, html, markdown = (read_traps(form) for form in READERS)
    assert said(text) == said(html) == said(markdown)
    assert [s.ordinal for s in text.statements] == [s.ordinal for s in html.statements]


def test_guides_are_told_from_postings() -> None:
    assert is_guide((DATA / "guide_traps.txt").read_text(encoding="utf-8"))
    assert is_guide((DATA / "guide_traps.md").read_text(encoding="utf-8"))
    assert is_guide_html((DATA / "guide_traps.html").read_text(encoding="utf-8"))
    posting = "Data Engineer\nResponsibilities\n- Build\nRequirements\n- SQL\nSkills\n- dbt\nEducation\n- BSc\nTools\n- Git"
    assert not is_guide(posting)
    assert not is_guide("")
    assert not is_guide_html('<script>{"@type": "JobPosting"}</script>')
    assert not is_guide_html("<div>" * 5000)


# -- shapes -------------------------------------------------------------------------------------------


def test_parts_under_roles() -> None:
    guide = read(
        "Comparing Data Steward and Data Librarian Roles\n"
        "Data Steward\nResponsibilities\n- Owns meaning.\nSkills\n- Tact.\n"
        "Data Librarian\nResponsibilities\n- Files things.\nTools\n- A catalogue.\n"
    )
    assert said(guide) == [
        ("Data Steward", "responsibilities", "Owns meaning."),
        ("Data Steward", "skills", "Tact."),
        ("Data Librarian", "responsibilities", "Files things."),
        ("Data Librarian", "tools", "A catalogue."),
    ]


def test_headings_that_name_part_and_role_and_labels_that_name_a_role() -> None:
    guide = read(
        "Data Steward vs Data Librarian\n"
        "What is a Data Steward?\nOwner of meaning.\nWhat does a Data Librarian do?\n1) Files things.\n"
        "Skills for Data Librarians:\n- Order\nOutlook\nBoth are sought.\n"
        "Industries\n- Data Steward: Finance\n- Data Librarian — Museums\n- Any\n- Such as:\n"
    )
    assert said(guide) == [
        ("Data Steward", "definitions", "Owner of meaning."),
        ("Data Librarian", "responsibilities", "Files things."),
        ("Data Librarian", "skills", "Order"),
        ("", "outlook", "Both are sought."),
        ("Data Steward", "industries", "Finance"),
        ("Data Librarian", "industries", "Museums"),
        ("", "industries", "Any"),
    ]


def test_definitions_go_to_the_longest_role_they_begin_with() -> None:
    guide = read(
        "Steward vs. Lead Steward\nDefinitions\nBoth keep order.\nA lead steward guides others.\n"
        "The steward works alone.\nSkills\nOutlook\n- Lead Steward\n  - Good\n"
    )
    assert said(guide) == [
        ("Lead Steward", "definitions", "A lead steward guides others."),
        ("Steward", "definitions", "The steward works alone."),
        ("Lead Steward", "outlook", "Good"),
    ]


def test_roles_without_a_telling_title_are_the_recurring_headings() -> None:
    parts = ("Definitions", "Responsibilities", "Skills", "Industries", "Job Outlook")
    body = "\n".join(f"{p}\nData Steward:\n- a {p} x\nData Librarian\n- b {p} y" for p in parts)
    guide = read(f"Who keeps the shelves?\n{body}")
    assert guide.profiles == ("Data Steward", "Data Librarian")
    assert len(guide.statements) == 10


def test_one_role_gets_all_and_gaps_are_told() -> None:
    text = "How to Become a Data Steward\nSkills\n- Tact\nTools\n- Pen\nEducation\nConclusion\nDo it.\n"
    guide, problems = read_guide_text(text, source="test", where="a.txt")
    assert guide is not None
    assert said(guide) == [("Data Steward", "skills", "Tact"), ("Data Steward", "tools", "Pen")]
    assert [(p.where, p.why) for p in problems] == [("a.txt", "empty_section")]
    _, problems = read_guide_text(
        "Data Steward vs. Data Librarian\nTools\nData Steward\n- Pen\nSkills\n- Tact\nTips\n- Go\n",
        source="test",
        where="b.txt",
    )
    assert [(p.why, "Librarian" in p.what) for p in problems] == [("empty_profile", True)]


@pytest.mark.parametrize(
    ("headings", "part"),
    [("Skills\n- a\nQualifications\n- b", "education"), ("Education\n- a\nQualifications\n- b", "skills")],
)
def test_qualifications_are_what_has_no_heading_of_its_own(headings: str, part: str) -> None:
    guide = read(f"Data Steward vs. Data Librarian\nTools\n- c\n{headings}\n")
    assert said(guide)[-1] == ("", part, "b")


def test_unknown_headings_close_their_equals_and_mute_below() -> None:
    html = (
        "<title>Data Steward vs Data Librarian | Weekly</title><h2>Skills</h2><h4>Technical things</h4><ul><li>SQL"
        "<li><p>Git</p><ul><li>hooks</ul></ul><h3>Data Steward</h3><ul><li>Tact</ul><h3>Data Poet</h3><ul><li>Rhyme</ul>"
        "<h2>Our newsletter</h2><ul><li>Subscribe</ul><h2>Tools</h2><p>A pen<br>A <b>pad</b><h2>Outlook</h2>Fine."
        "<table><tr><td>a</td><td>b</td></tr></table>"
    )
    guide, _ = read_guide_html(html, source="test", where="a.html")
    assert guide is not None
    assert guide.document.title == "Data Steward vs Data Librarian | Weekly"
    assert said(guide) == [
        ("", "skills", "SQL"),
        ("", "skills", "Git"),
        ("", "skills", "hooks"),
        ("Data Steward", "skills", "Tact"),
        ("", "tools", "A pen"),
        ("", "tools", "A pad"),
        ("", "outlook", "Fine."),
        ("", "outlook", "a b"),
    ]


def test_markdown_marks_are_taken_off() -> None:
    markdown = (
        "Steward vs. Librarian\n---\n\n**Tools:**\n\n1. [Word](http://a.b/c_(d)) and `snake_case` ![x](y.png)\n"
        "2. \\*starred\\*, *soft*, __hard__\n\n| a | b |\n|---|---|\n```\ncode\n```\n"
        "Skills\n======\n\n> + quoted\n\n## Outlook ##\n\n<b>Good</b> <!-- not\nseen --> news <!-- open\n"
    )
    guide, _ = read_guide_markdown(markdown, source="test", where="a.md")
    assert guide is not None
    texts = [text for *_, text in said(guide)]
    assert texts == ["Word and snake_case", "*starred*, soft, hard", "quoted", "Good  news <!-- open"]


def test_wrapped_lines_are_joined_and_headings_stay_apart() -> None:
    long = "keeps the many words of a large company in order and explains them"
    text = (
        "Steward vs. Lead Librarian\n\nResponsibilities\n\n"
        + "".join(f"- Item {n} {long}\n  for those who ask {long[:40]}\n" for n in range(4))
        + f"Skills\n\n- Tact and {long}\nLead Librarian\n- Nerve\n\nOutlook\n\nIt {long},\nmore each year.\n"
    )
    texts = said(read(text))
    assert len(texts) == 7
    assert texts[3][2].endswith(f"explains them\n  for those who ask {long[:40]}".rstrip())
    assert texts[4] == ("", "skills", f"Tact and {long}")
    assert texts[5] == ("Lead Librarian", "skills", "Nerve")
    assert texts[6][2].endswith(",\nmore each year.")


def test_cards_in_the_middle_mute_until_the_next_heading() -> None:
    guide = read(
        "Steward vs. Librarian\nSkills\nSteward\n- Tact\nClerk\n@ Birch | Bonn\nFull TimePorter\n@ Alder | Ulm\n"
        "- Free tea\nLibrarian\n- Order\nTools\n- Pen\nOutlook\nGood.\nIn summary, both.\nNot counted.\n@ home\n"
    )
    assert [c.title for c in guide.cards] == ["Clerk", "Porter"]
    assert said(guide) == [
        ("Steward", "skills", "Tact"),
        ("Librarian", "skills", "Order"),
        ("", "tools", "Pen"),
        ("", "outlook", "Good."),
    ]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Difference Between a Data Steward and a Data Librarian", ("Data Steward", "Data Librarian")),
        ("Data Steward versus Data Librarian - Which Pays More?", ("Data Steward", "Data Librarian")),
        ("What Does a Data Steward Do?", ("Data Steward",)),
        ("Our ten favourite libraries", ()),
    ],
)
def test_names_in_titles(title: str, names: tuple[str, ...]) -> None:
    assert split_title(title) == names


# -- standing role descriptions -----------------------------------------------------------------------


def test_role_description() -> None:
    record = {
        "id": "7",
        "source": "handbook",
        "title": "Data Librarian",
        "company": "Birch Works",
        "location": "Bonn",
        "date": None,
        "text": "Data Librarian\n\nPurpose of this job:\nKeeps order.\n\nData Librarian (Junior) Responsibilities\n"
        "- Files things\n\n| Criteria | Kind |\n|---|---|\nPerson Specification\n|- Knows shelves | E |\n"
        "Education\n- Any degree\nTools\n- Shelves\nWhat we offer\n- Tea\n{% endif %}\n",
    }
    guide, problems = read_role_description(record, where="roles:1")
    assert guide is not None
    assert problems == ()
    assert (guide.profiles, guide.cards) == (("Data Librarian",), ())
    assert guide.document.employer == "Birch Works"
    assert [(section, text) for _, section, text in said(guide)] == [
        ("definitions", "Keeps order."),
        ("responsibilities", "Files things"),
        ("skills", "Knows shelves | E"),
        ("education", "Any degree"),
        ("tools", "Shelves"),
    ]


def test_role_description_without_headings_or_title() -> None:
    guide, problems = read_role_description({"title": "Data Librarian", "text": "Files."}, where="roles:1")
    assert guide is not None
    assert [p.why for p in problems] == ["empty_profile"]
    guide, problems = read_role_description({"text": 7}, where="roles:2")
    assert guide is None
    assert [(p.where, p.why) for p in problems] == [("roles:2", "empty")]


# -- refusals and laws --------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS.values())
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("PK\x03\x04\x00\x00", "binary"),
        ("x" * 10_000_001, "too_large"),
        ("x\n" * 50_001, "too_large"),
        ("Data Engineer\nWe hire.\nSkills\n- SQL", "not_a_guide"),
    ],
)
def test_what_is_no_guide_is_refused_in_one_sentence(reader, text: str, why: str) -> None:
    guide, problems = reader(text, source="test", where="a")
    assert guide is None
    assert [(p.where, p.why) for p in problems] == [("a", why)]


def test_deep_nesting_is_refused() -> None:
    guide, problems = read_guide_html("<div>" * 10_000, source="test", where="a.html")
    assert guide is None
    assert [(p.where, p.why) for p in problems] == [("a.html", "too_deep")]


def test_vocabulary_refuses_nonsense() -> None:
    table = {"fillers": ["the"], "sections": {}, "role_documents": {}, "other": [], "either": {}}
    with pytest.raises(ValueError, match="no such part"):
        compose({**table, "sections": {"weather": ["sun"]}})
    with pytest.raises(ValueError, match="stands for"):
        compose({**table, "sections": {"tools": ["pens"], "skills": ["The Pen"]}})


PIECES = [
    "Skills",
    "Tools",
    "Outlook",
    "Definitions",
    "Tips",
    "Steward",
    "Lead Steward",
    "- Steward: a",
    "- tact",
    "@ A | B",
]
PIECES += [
    "Full Time USD 5K - 6KSteward",
    "In conclusion, x",
    "Steward: is",
    "## Salary",
    "1. Tools",
    "",
    "<li>a",
    "**b**",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=40),
    st.sampled_from(list(READERS)),
)
def test_statements_are_ordered_and_never_overlap(pieces: list[str], form: str) -> None:
    text = "\n".join(
        ["Steward vs. Lead Steward", "Skills", "- a", "Tools", "- b", "Industries", "- c", *pieces]
    )
    guide, problems = READERS[form](text, source="test", where="x")
    assert guide is not None or problems
    if guide is None:
        return
    statements, length = guide.statements, len(guide.document.text)
    assert all(0 <= s.start < s.end <= length and s.section in GUIDE_SECTIONS for s in statements)
    assert all(a.end <= b.start for a, b in pairwise(statements))
    assert all(text == text.strip() and text for *_, text in said(guide))
    counts = Counter((s.role, s.section) for s in statements)
    assert all(s.ordinal <= counts[s.role, s.section] for s in statements)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_no_text_crashes_a_reader(text: str) -> None:
    for reader in READERS.values():
        assert reader(text, source="test", where="x")[1]
    read_role_description({"title": text, "text": text}, where="x")


@pytest.mark.parametrize("module", [guides_cards, guides_headings, guides_layout, guides_roles])
def test_examples_in_docstrings(module) -> None:
    assert doctest.testmod(module).failed == 0


# -- the five articles --------------------------------------------------------------------------------


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles are not in ../shared/seeds")
def test_the_five_articles() -> None:
    guides = [read(path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    sections = Counter(s.section for guide in guides for s in guide.statements)
    assert sections == {
        "definitions": 10,
        "responsibilities": 50,
        "skills": 50,
        "education": 23,
        "tools": 36,
        "industries": 36,
        "outlook": 6,
        "tips": 28,
    }
    assert len([p for g in guides for p in g.profiles]) == 10
    assert len({p for g in guides for p in g.profiles}) == 7
    cards = [card for guide in guides for card in guide.cards]
    assert (len(cards), len(set(cards))) == (25, 10)
    assert all(c.title and c.employer and c.location and c.employment_text for c in cards)
    assert all(c.pay_text.startswith("USD ") and c.pay_text.endswith("K") for c in cards)
    assert sum(not c.level_text for c in cards) == 1
    assert sorted(len({s.role for s in g.statements if s.section == "tips" and s.role}) for g in guides) == [
        0
    ] * 4 + [2]
    assert not any("@" in text or "USD" in text for guide in guides for *_, text in said(guide))
