"""Charts: drawn from real answers and from awkward ones; text stays in the picture, colours stay apart."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from rolescope import Workspace
from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.analyse.concept_answers import ConceptAnswer, QuarterShare, Trend
from rolescope.analyse.results import Quantile
from rolescope.present.charts import (
    COMPARISON_CHARTS,
    CONCEPT_CHARTS,
    ROLE_CHARTS,
    Chart,
    comparison_chart,
    comparison_charts,
    concept_chart,
    concept_charts,
    draw_card,
    draw_png,
    draw_svg,
    role_chart,
    role_charts,
    to_csv,
)
from rolescope.present.charts.canvas import STYLES, Dot, Frame, Picture, Scale, Text
from rolescope.present.charts.card import build_card
from rolescope.present.charts.lettering import fold, plain, text_width
from rolescope.present.charts.palette import DARK, DIM, FAINT, ROLES, SHAPES, TEXT
from rolescope.present.charts.scales import change_scale, pay_scale, share_scale
from rolescope.present.charts.spreads import SpreadGroup, SpreadPlot, SpreadRow

PAIRS = {
    "compared": ("Data Engineer", "Data Analyst"),
    "counted": ("Machine Learning Engineer", "Data Manager"),
    "overlapping": ("Data Scientist", "Senior Data Scientist"),
    "thin": ("Data Scientist", "Economist"),
    "three": ("Data Engineer", "Data Analyst", "Data Scientist"),
    "four": ("Software Engineer", "Product Manager", "Data Analyst", "DevOps Engineer"),
}
NAMES = tuple(PAIRS)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def answers(bundled: Workspace) -> dict[str, ComparisonAnswer]:
    return {name: bundled.compare(*roles) for name, roles in PAIRS.items()}


@pytest.fixture(scope="module")
def role(bundled: Workspace) -> RoleAnswer:
    return bundled.role("Data Engineer")


@pytest.fixture(scope="module")
def concept(bundled: Workspace) -> ConceptAnswer:
    return bundled.concept("tool", "python")


def both(chart: Chart) -> tuple[Picture, Picture]:
    return chart.plot.lay(narrow=False), chart.plot.lay(narrow=True)


def box(text: Text, frame: Frame) -> tuple[float, float, float, float]:
    """Left, right, top, bottom of a text in the picture, by the wide letters the layout reckons with."""
    size, weight, _ = STYLES[text.style]
    wide = text_width(text.text, size) * (1.1 if weight > 400 else 1.0)
    left = text.x + frame.left - {"left": 0.0, "center": wide / 2, "right": wide}[text.align]
    return left, left + wide, text.y + frame.top - size / 2, text.y + frame.top + size / 2


def check_picture(picture: Picture) -> None:
    """No text leaves the picture or lies on another; no mark leaves the scale."""
    frame, scale = picture.frame, picture.scale
    boxes = [box(text, frame) for text in picture.texts]
    for (left, right, top, bottom), text in zip(boxes, picture.texts, strict=True):
        assert left >= -1, text
        assert right <= frame.width + 1, text
        assert top >= -1, text
        assert bottom <= frame.height + 1, text
    for (a, b), (one, other) in zip(
        itertools.combinations(boxes, 2), itertools.combinations(picture.texts, 2), strict=True
    ):
        apart = a[1] <= b[0] + 1 or b[1] <= a[0] + 1 or a[3] <= b[2] + 1 or b[3] <= a[2] + 1
        assert apart, (one, other)
    for dot in picture.dots:
        assert scale.low - 1e-9 <= dot.value <= scale.high + 1e-9
        assert 0 <= dot.y <= frame.plot_height
    for span in picture.spans:
        assert scale.low - 1e-9 <= span.low <= span.high <= scale.high + 1e-9


def check_svg(svg: str, chart: Chart, *, narrow: bool) -> None:
    """Well formed, self-contained, legible, and every colour has its counterpart for dark pages."""
    root = ElementTree.fromstring(svg)
    size = chart.size(narrow=narrow)
    assert root.attrib["viewBox"].split()[:2] == ["0", "0"]
    assert (round(float(root.attrib["width"])), round(float(root.attrib["height"]))) == size
    assert root[0].text == plain(chart.takeaway)
    assert not re.search(r"NaN|undefined|Infinity|<script|href=|url\(|font-size=\"0", svg)
    for element in root.iter():
        if element.tag.endswith("text"):
            assert float(element.attrib["font-size"]) >= 11
        for part in ("fill", "stroke"):
            colour = element.attrib.get(part, "none")
            assert colour in ("none", "transparent") or f'[{part}="{colour}"]{{{part}:{DARK[colour]}}}' in svg


def check_chart(chart: Chart) -> None:
    """Everything a page asks of a chart."""
    for narrow, picture in zip((False, True), both(chart), strict=True):
        check_picture(picture)
        check_svg(draw_svg(chart, narrow=narrow), chart, narrow=narrow)
    assert chart.takeaway.endswith(".")
    assert not re.search(r"\bNone\b|\bnan\b|\{|\}|\bn=0\b", chart.takeaway)
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert all(len(row) == len(chart.fields) for row in chart.figures)
    lines = list(csv.reader(io.StringIO(to_csv(chart))))
    assert lines[0] == list(chart.fields)
    assert len(lines) == len(chart.figures) + 1


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_of_a_comparison(answers: dict[str, ComparisonAnswer], name: str) -> None:
    charts = comparison_charts(answers[name])
    assert charts
    assert [c.name for c in charts] == [n for n in COMPARISON_CHARTS if n in {c.name for c in charts}]
    for chart in charts:
        check_chart(chart)


def test_every_chart_of_a_role_and_of_a_concept(role: RoleAnswer, concept: ConceptAnswer) -> None:
    assert [c.name for c in role_charts(role)] == list(ROLE_CHARTS)
    assert [c.name for c in concept_charts(concept)] == list(CONCEPT_CHARTS)
    for chart in (*role_charts(role), *concept_charts(concept)):
        check_chart(chart)


def test_an_unknown_name_gives_no_chart(
    answers: dict[str, ComparisonAnswer], role: RoleAnswer, concept: ConceptAnswer
) -> None:
    assert comparison_chart(answers["compared"], "../pay") is None
    assert role_chart(role, "move") is None
    assert concept_chart(concept, "tools") is None


def test_a_role_without_postings_shows_only_collected_pay(bundled: Workspace) -> None:
    answer = bundled.role("Data Governance Manager")
    assert [c.name for c in role_charts(answer)] == ["pay"]
    bare = replace(answer, role=replace(answer.role, profile=replace(answer.role.profile, pay=())))
    assert role_charts(bare) == ()


def test_equal_answers_give_equal_bytes(answers: dict[str, ComparisonAnswer]) -> None:
    first, again = (comparison_chart(answers["compared"], "tools") for _ in range(2))
    assert first
    assert again
    assert first == again
    assert draw_svg(first) == draw_svg(again)
    assert to_csv(first) == to_csv(again)


def test_the_figures_are_those_of_the_answer(answers: dict[str, ComparisonAnswer]) -> None:
    answer = answers["compared"]
    chart = comparison_chart(answer, "tools")
    assert chart
    sides = {side.key: side for d in answer.pairs[0].differences for side in (d.a, d.b)}
    at = {field: chart.fields.index(field) for field in ("key", "share", "low", "high", "n", "k")}
    for row in chart.figures:
        side = sides[str(row[at["key"]])]
        assert tuple(row[at[f]] for f in ("share", "low", "high", "n", "k")) == (
            side.estimate,
            side.low,
            side.high,
            side.n,
            side.k,
        )
    drawn = {(round(d.value, 9), d.shape) for d in chart.plot.lay(narrow=True).dots}
    shapes = dict(zip((p.query for p in (r.profile for r in answer.roles)), SHAPES, strict=False))
    role_at = chart.fields.index("role")
    assert drawn == {(round(float(r[at["share"]]), 9), shapes[str(r[role_at])]) for r in chart.figures}


def test_rows_go_from_the_first_role_to_the_second(answers: dict[str, ComparisonAnswer]) -> None:
    chart = comparison_chart(answers["compared"], "skills")
    assert chart
    differences = [row[chart.fields.index("difference")] for row in chart.figures]
    assert differences == sorted(differences, key=lambda d: -float(str(d)))
    verdicts = {row[-1] for row in chart.rows}
    assert {"more", "less", "cannot tell"} <= verdicts


def test_what_cannot_be_told_is_grey(answers: dict[str, ComparisonAnswer]) -> None:
    counted = comparison_chart(answers["counted"], "skills")
    assert counted
    picture = counted.plot.lay(narrow=False)
    assert {d.colour for d in picture.dots} <= set(FAINT)
    assert {s.colour for s in picture.signs} <= set(FAINT)
    assert "not compared: sources do not overlap" in " ".join(t.text for t in picture.texts)
    mixed = comparison_chart(answers["compared"], "tools")
    assert mixed
    colours = {d.colour for d in mixed.plot.lay(narrow=False).dots}
    assert colours & set(FAINT)
    assert colours & set(ROLES)


def test_a_role_with_too_few_postings_has_no_marker(answers: dict[str, ComparisonAnswer]) -> None:
    chart = comparison_chart(answers["thin"], "skills")
    assert chart
    assert {row[2] for row in chart.rows} == {"too few postings"}
    dots = chart.plot.lay(narrow=False).dots
    assert {d.shape for d in dots} == {"circle"}
    assert [d.value for d in dots] == sorted((d.value for d in dots), reverse=True)


def test_overlapping_roles_are_shown_apart(answers: dict[str, ComparisonAnswer]) -> None:
    chart = comparison_chart(answers["overlapping"], "skills")
    assert chart
    assert "Data Scientist (other levels)" in chart.title


def test_levels_that_were_asked_for_are_no_chart(bundled: Workspace) -> None:
    answer = bundled.compare("Senior Data Scientist", "Lead Data Scientist")
    assert "levels" not in {c.name for c in comparison_charts(answer)}
    assert "levels" not in {c.name for c in role_charts(bundled.role("Senior Data Scientist"))}


def test_a_level_with_too_few_postings_is_said_to_be_all_levels(bundled: Workspace) -> None:
    chart = role_chart(bundled.role("Senior Data Manager"), "tools")
    assert chart
    assert "Senior Data Manager (all levels)" in chart.title


def test_pay_is_kept_apart_by_source_and_suppressed_where_thin(answers: dict[str, ComparisonAnswer]) -> None:
    answer = answers["thin"]
    chart = comparison_chart(answer, "pay")
    assert chart
    words = [t.text for t in chart.plot.lay(narrow=False).texts]
    assert "Advertised in postings" in words
    assert "Collected by a board" in words
    assert any(word.startswith("Not shown: fewer than 10 pay ranges") for word in words)
    assert any("not shown" in row for row in chart.rows)
    assert {row[chart.fields.index("source_kind")] for row in chart.figures} == {"advertised", "collected"}


def test_matched_pay_in_words_and_figures(answers: dict[str, ComparisonAnswer]) -> None:
    chart = comparison_chart(answers["counted"], "pay-matched")
    assert chart
    (pay,) = [p for p in answers["counted"].pairs[0].pay if p.middle]
    assert pay.middle
    assert f"{(pay.middle.value - 1) * 100:+.0f}%" in chart.takeaway
    assert chart.takeaway.endswith("pays more.")
    assert [row[3] for row in chart.figures] == ["middle", "low_ends", "high_ends"]
    assert comparison_chart(answers["counted"], "pay-matched").plot.lay(narrow=False).dots  # type: ignore[union-attr]


def test_moves_go_both_ways(answers: dict[str, ComparisonAnswer]) -> None:
    two, four = (comparison_chart(answers[name], "move") for name in ("compared", "four"))
    assert two
    assert four
    assert {row[0].split(", ")[0] for row in two.rows} == {
        "Data Engineer → Data Analyst",
        "Data Analyst → Data Engineer",
    }
    assert len(four.plot.lay(narrow=False).dots) == 12


def test_a_trend_is_never_drawn_across_a_gap(concept: ConceptAnswer) -> None:
    def quarter(name: str, estimate: float | None, stretch: int | None, source: str = "a") -> QuarterShare:
        low, high = (None, None) if estimate is None else (estimate - 0.05, estimate + 0.05)
        return QuarterShare(name, 40, 20, 20, source, 0.9, stretch, estimate, low, high, 30.0, "")

    quarters = (
        quarter("2019-Q4", None, None),
        quarter("2020-Q1", 0.5, 0),
        quarter("2020-Q2", 0.52, 0),
        quarter("2020-Q3", None, None),
        quarter("2020-Q4", 0.55, 0),
        quarter("2021-Q1", 0.6, 0),
        quarter("2021-Q2", 0.4, 1, "b"),
        quarter("2022-Q1", None, None),
    )
    answer = replace(concept, trend=Trend(320, 0, quarters, (), "Quarters of one source."))
    chart = concept_chart(answer, "trend")
    assert chart
    check_chart(chart)
    assert "not held against each other" in chart.takeaway
    assert [row[0] for row in chart.rows] == [q.quarter for q in quarters[1:-1]]
    picture = chart.plot.lay(narrow=False)
    assert [[p.value for p in c.points] for c in picture.curves] == [[2020.0, 2020.25], [2020.75, 2021.0]]
    assert [d.colour for d in picture.dots] == [ROLES[0]] * 4 + [FAINT[0]]
    assert concept_chart(replace(answer, trend=replace(answer.trend, quarters=quarters[:1])), "trend") is None


def test_no_role_asks_for_it(concept: ConceptAnswer) -> None:
    assert concept_chart(replace(concept, roles=()), "roles") is None


HOSTILE = "<script>alert('x')</script> & \"quoted\" \u202e\x00 " + "Verylongwordwithoutanyspace" * 4


def with_names(answer: ComparisonAnswer, label: str) -> ComparisonAnswer:
    """The answer with every concept and role called ``label``."""
    roles = tuple(replace(r, profile=replace(r.profile, label=label)) for r in answer.roles)
    pairs = tuple(replace(p, label_a=label, label_b=label) for p in answer.pairs)
    return replace(answer, roles=roles, pairs=pairs, concepts=dict.fromkeys(answer.concepts, label))


@pytest.mark.parametrize("name", ["compared", "four"])
def test_names_can_hold_anything(answers: dict[str, ComparisonAnswer], name: str) -> None:
    hostile = with_names(answers[name], HOSTILE)
    for chart in comparison_charts(hostile):
        for narrow, picture in zip((False, True), both(chart), strict=True):
            check_picture(picture)
            check_svg(draw_svg(chart, narrow=narrow), chart, narrow=narrow)
        assert "<script>" not in chart._repr_html_()
    assert "<script>" not in build_card(hostile)
    ElementTree.fromstring(build_card(hostile))


def test_long_names_are_folded_never_cut(answers: dict[str, ComparisonAnswer]) -> None:
    label = "Plan, budget and review the maintenance of very long names in several departments at once"
    chart = comparison_chart(with_names(answers["compared"], label), "duties")
    assert chart
    for picture in both(chart):
        check_picture(picture)
        assert label in " ".join(t.text for t in picture.texts if t.x < 0)


def test_csv_cells_cannot_act_as_formulas(answers: dict[str, ComparisonAnswer]) -> None:
    chart = comparison_chart(answers["compared"], "tools")
    assert chart
    row = ("=HYPERLINK(1)", "+1", "-1", "@a", "\t=1", 'a,b\n"c"', -0.5, None, 3)
    found = to_csv(replace(chart, fields=tuple("abcdefghi"), figures=(row,)))
    assert list(csv.reader(io.StringIO(found)))[1] == [
        "'=HYPERLINK(1)",
        "'+1",
        "'-1",
        "'@a",
        "'=1",
        'a,b "c"',
        "-0.5",
        "",
        "3",
    ]


def test_the_specification_stands_alone(answers: dict[str, ComparisonAnswer]) -> None:
    import vl_convert

    chart = comparison_chart(answers["compared"], "education")
    assert chart
    assert json.loads(json.dumps(chart.spec)) == chart.spec
    assert chart.spec != chart.narrow
    svg = vl_convert.vegalite_to_svg(chart.spec)
    assert "Bachelor" in svg
    assert "system-ui" in svg


def test_pictures(answers: dict[str, ComparisonAnswer]) -> None:
    chart = comparison_chart(answers["compared"], "employment")
    assert chart
    small, large = (draw_png(chart, scale=scale) for scale in (1.0, 2.0))
    assert small.startswith(PNG)
    assert int.from_bytes(large[16:20], "big") == 2 * int.from_bytes(small[16:20], "big")
    assert draw_png(chart, narrow=True).startswith(PNG)


@pytest.mark.parametrize("name", NAMES)
def test_the_card_of_a_comparison(answers: dict[str, ComparisonAnswer], name: str) -> None:
    answer = answers[name]
    card = draw_card(answer)
    assert card.startswith(PNG)
    assert (int.from_bytes(card[16:20], "big"), int.from_bytes(card[20:24], "big")) == (1200, 630)
    svg = build_card(answer)
    for element in ElementTree.fromstring(svg):
        assert 0 <= float(element.attrib.get("x", 0)) <= 1200
        assert 0 <= float(element.attrib.get("y", 0)) <= 630
    for found in answer.roles:
        assert f"{found.profile.countable:,} posting" in svg


def test_the_card_says_what_it_shows(answers: dict[str, ComparisonAnswer]) -> None:
    assert "counted, not compared" in build_card(answers["counted"])
    assert "the largest differences" in build_card(answers["three"])
    answer = answers["compared"]
    alike = replace(answer, pairs=(replace(answer.pairs[0], differences=()),))
    assert "No difference is larger" in build_card(alike)
    assert "pays" in build_card(answer)
    unpaid = replace(answer, pairs=(replace(answer.pairs[0], pay=()),))
    assert "pays" not in build_card(unpaid)


def test_a_notebook_shows_picture_and_table(role: RoleAnswer) -> None:
    chart = role_chart(role, "tools")
    assert chart
    html = chart._repr_html_()
    assert "data:image/svg+xml;base64," in html
    assert html.count("<tr>") == len(chart.rows) + 1


def test_few_quantiles_are_drawn_as_far_as_they_go() -> None:
    median = Quantile(0.5, 100_000, 90_000, 110_000)
    rows = (
        SpreadRow("A role", 0, "12 ranges", (median,)),
        SpreadRow("Another", 1, "3 ranges", (), "Not shown"),
    )
    plot = SpreadPlot((SpreadGroup("Advertised", rows),), pay_scale(90_000, 110_000))
    for narrow in (False, True):
        picture = plot.lay(narrow=narrow)
        check_picture(picture)
        assert len(picture.dots) == len(picture.spans) == 1


@pytest.mark.parametrize(("least", "greatest"), [(0.0, 0.0), (-0.3, 0.02), (0.5, 9.0), (-0.001, 0.001)])
def test_scales_hold_what_they_show(least: float, greatest: float) -> None:
    scale = change_scale(least, greatest)
    assert scale.low <= min(0.0, least)
    assert scale.high >= max(0.0, greatest)
    assert 2 <= len(scale.ticks) <= 7
    assert 0.0 in scale.ticks


def test_a_share_scale_ends_at_all() -> None:
    assert share_scale(1.0000001).high == 1.0
    assert share_scale(0.0).high == 0.1
    assert Scale(0.0, 2.0, (), "").place(1.0, 300.0) == 150.0


def test_folding() -> None:
    assert fold("", 100, 13) == ()
    assert "".join(fold("x" * 500, 100, 13)) == "x" * 500
    assert all(text_width(line, 13) <= 100 for line in fold("x" * 500, 100, 13))
    assert fold("数据工程师" * 4, 70, 13) == ("数据工程师",) * 4


# Colours: contrast by WCAG 2.2, colour blindness by Machado, Oliveira & Fernandes (2009) at full severity.
LIGHT_PAGES, DARK_PAGES = ("#ffffff", "#fbfaf7"), ("#14171b", "#1b2026")
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(linear(c) @ TO_XYZ[1]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def apart(one: str, other: str, sight: np.ndarray) -> float:
    def lab(colour: str) -> np.ndarray:
        xyz = TO_XYZ @ np.clip(sight @ linear(colour), 0, 1) / np.array([0.95047, 1.0, 1.08883])
        f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    return float(np.linalg.norm(lab(one) - lab(other)))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("colours", [ROLES, tuple(DARK[c] for c in ROLES)], ids=["light", "dark"])
def test_role_colours_stay_apart(colours: Sequence[str], sight: str) -> None:
    assert min(apart(a, b, SIGHT[sight]) for a, b in itertools.combinations(colours, 2)) >= 25


def test_colours_stand_out_from_both_pages() -> None:
    for marks, least in (((*ROLES, *FAINT), 3.0), ((TEXT, DIM), 4.5)):
        for colour in marks:
            assert min(contrast(colour, page) for page in LIGHT_PAGES) >= least
            assert min(contrast(DARK[colour], page) for page in DARK_PAGES) >= least


def test_every_role_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES)) == len(ROLES) == len(FAINT) == 4
    assert Dot(0.5, 1.0, SHAPES[0], ROLES[0]).size > 0
