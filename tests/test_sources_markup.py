"""HTML fragments and pages as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.sources.clean import clean_characters, clean_field, clean_text
from rolescope.sources.markup import find_depth, html_to_text, is_markup
from rolescope.sources.options import Limits, Refused

LIMITS = Limits()


def test_blocks_become_lines_and_items_get_a_dash() -> None:
    html = "<h2>You</h2><ul><li><p>write <b>SQL</b></p></li><li></li><li>read</li></ul><p>Come<br>soon</p>"
    assert html_to_text(html, LIMITS) == "You\n\n- write SQL\n- read\n\nCome\nsoon"


def test_cells_scripts_and_comments() -> None:
    html = (
        "<table><tr><td>Pay</td><td>10</td></tr></table><script>x</script><!-- no --><style>p{}</style>a  b"
    )
    assert html_to_text(html, LIMITS) == "Pay 10\n\na b"


def test_text_with_a_little_markup_keeps_its_lines() -> None:
    assert clean_text("<b>Duties</b>\n\nYou write\nSQL", LIMITS) == "Duties\n\nYou write\nSQL"


def test_empty_page_has_no_text() -> None:
    assert html_to_text("<html></html>", LIMITS) == ""


def test_twice_escaped_markup_is_read() -> None:
    assert (
        clean_text("&lt;p&gt;We need&lt;/p&gt;&lt;ul&gt;&lt;li&gt;R&amp;amp;D", LIMITS) == "We need\n\n- R&D"
    )


def test_placeholders_and_signs_are_no_markup() -> None:
    text = "At <Company> you earn < 50k & more"
    assert not is_markup(text)
    assert clean_text(text, LIMITS) == text


def test_entities_of_plain_text_are_resolved() -> None:
    assert clean_field("R&amp;D &#8211; AT&T") == "R&D – AT&T"


def test_line_ends_controls_and_surrogates() -> None:
    assert clean_characters("a\r\nb\rc\x00\x1b[1m\ud800d") == "a\nb\nc[1md"


def test_mojibake_is_mended_and_scripts_are_kept() -> None:
    assert clean_characters("weâ€™re in Nuevo LeÃ³n") == "we’re in Nuevo León"
    assert clean_characters("masterβs degree, TGFβ") == "master's degree, TGFβ"
    assert clean_characters("מפתח نظم e\u0301") == "מפתח نظم e\u0301"


DEPTHS = [
    ("<div>" * 7, 7),
    ("<p>" * 50, 0),
    ("<ul><li>" * 6, 6),
    ("<div></div>" * 50, 1),
    ("<div><span></div>" * 50, 2),
    ("<b id=1><div></div>" * 7, 8),
    ("<b></b>" * 9, 1),
    ("<!-- " + "<div>" * 9 + "--><i>", 1),
    ("<!--><div>", 1),
    ("<!-- never closed <div>", 0),
    ("<script>'" + "<div>" * 9 + "'</script><div>", 1),
    ("<style><div>", 0),
    ("<svg>" + "<path/>" * 9 + "</svg>", 1),
    ('<div a="></div></div>">' * 5, 5),
    ("</div></b>", 0),
]


@pytest.mark.parametrize(("html", "depth"), DEPTHS)
def test_depth(html: str, depth: int) -> None:
    assert find_depth(html, 200) == depth


@pytest.mark.parametrize(
    ("html", "why"),
    [("<div>" * 300, "too_deep"), ("<p>" * 60_000, "too_large"), ("<p>" + "x" * (11 << 20), "too_large")],
)
def test_pages_that_would_take_too_long_are_refused(html: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        html_to_text(html, LIMITS)
    assert refused.value.problem.why == why


def test_broken_quotes_do_not_take_long() -> None:
    assert find_depth("<a b='" * 20_000, 200) <= 201
    assert find_depth("<" * 20_000, 200) == 0
    assert find_depth("<x " * 20_000 + '=">"', 200) == 1


@given(st.text(alphabet="<>/abpliudv\"'= \n&;!-", max_size=200))
def test_any_markup_becomes_text(html: str) -> None:
    assert "\x00" not in clean_text(html, LIMITS)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_characters(text)
    assert clean_characters(once) == once
