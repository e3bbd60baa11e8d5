"""The picture that stands for a comparison where it is linked (Open Graph, 1200 × 630): roles, three findings, pay."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from rolescope.analyse.answers import ComparisonAnswer
from rolescope.analyse.results import PairComparison
from rolescope.present.charts.compared_rows import compared_rows
from rolescope.present.charts.draw import PRINT_FONT
from rolescope.present.charts.lettering import fold, plain, text_width
from rolescope.present.charts.palette import DIM, GRID, TEXT, mark_colour
from rolescope.present.charts.parts import PARTS
from rolescope.present.charts.rows import Cell, ShareRow, side_labels
from rolescope.present.wording import percent, plural

WIDTH, HEIGHT = 1200, 630
_EDGE, _FINDINGS = 64, 3
_TITLE_SIZE = {2: 54, 3: 46, 4: 38}
_VALUE_SIZE = {2: 38, 3: 32, 4: 28}
_COLUMN = {2: 150, 3: 130, 4: 116}  # pixels for a role's share
_PATHS = (
    "M{r},0A{r},{r},0,1,1,-{r},0A{r},{r},0,1,1,{r},0",
    "M-{r},-{r}h{d}v{d}h-{d}Z",
    "M0,-{r}L{r},{r}H-{r}Z",
    "M0,-{d}L{r},0L0,{d}L-{r},0Z",
)


def draw_card(answer: ComparisonAnswer) -> bytes:
    """The picture as PNG."""
    import vl_convert

    return vl_convert.svg_to_png(build_card(answer), scale=1.0)


def build_card(answer: ComparisonAnswer) -> str:
    """The picture as SVG."""
    titles, y = _titles(answer)
    findings = _strongest(answer)
    parts = [*titles, *_findings(findings, len(answer.roles), y), *_foot(answer)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{PRINT_FONT}"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, size: float, colour: str = TEXT, more: str = "") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{more}>{escape(plain(text))}</text>'
    )


def _sign(x: float, y: float, slot: int, radius: float, *, faint: bool = False) -> str:
    path = _PATHS[slot].format(r=f"{radius:g}", d=f"{radius * (1.25 if slot == 3 else 2):g}")
    return f'<path transform="translate({x:g},{y:g})" d="{path}" fill="{mark_colour(slot, faint=faint)}"/>'


def _titles(answer: ComparisonAnswer) -> tuple[list[str], float]:
    """Each role on its line with its postings, shrunk where its name is long; and where they end."""
    size, drawn, y = float(_TITLE_SIZE[len(answer.roles)]), [], 56.0
    for slot, (role, label) in enumerate(zip(answer.roles, side_labels(answer), strict=True)):
        count = plural(role.profile.countable, "posting")
        room = WIDTH - 2 * _EDGE - size - text_width(count, 24) - 24
        name = plain(label)
        fitting = min(size, size * room / max(1.0, text_width(name, size)))
        y += size * 1.22
        drawn.append(_sign(_EDGE + size * 0.3, y - size * 0.34, slot, size * 0.26))
        drawn.append(_text(_EDGE + size, y, name, round(fitting, 1), TEXT, ' font-weight="700"'))
        drawn.append(_text(WIDTH - _EDGE, y, count, 24, DIM, ' text-anchor="end"'))
    return drawn, y + 34


def _strongest(answer: ComparisonAnswer) -> list[ShareRow]:
    """The rows that differ most over all kinds of concept; where nothing can be compared, as counted."""
    rows = [row for part in PARTS if not part.facet for row in compared_rows(answer, part)]
    told = [row for row in rows if row.verdict in ("more", "less", "differs")]
    shown = told or [row for row in rows if row.verdict == "counted" and len(row.cells) > 1]

    def strength(row: ShareRow) -> tuple[float, str, str]:
        return -(abs(row.difference) if row.difference is not None else row.spread), row.kind, row.concept

    return _tell_apart(sorted(shown, key=strength))


def _tell_apart(rows: Sequence[ShareRow]) -> list[ShareRow]:
    """The first rows that are not said already: "Data pipelines" says nothing after "Build data pipelines"."""
    told: list[tuple[set[str], ShareRow]] = []
    for row in rows:
        words = set(row.concept.split("-"))
        if not any(words <= other or other <= words for other, _ in told):
            told.append((words, row))
    return [row for _, row in told[:_FINDINGS]]


def _findings(rows: Sequence[ShareRow], roles: int, top: float) -> list[str]:
    """A line each: the concept, then every role's share."""
    drawn = [f'<rect x="{_EDGE}" y="{top:g}" width="{WIDTH - 2 * _EDGE}" height="2" fill="{GRID}"/>']
    y = top + 40
    drawn.append(_text(_EDGE, y, _caption(rows), 24, DIM))
    step = min(76.0, (HEIGHT - 96 - y) / _FINDINGS)
    for row in rows:
        y += step
        room = WIDTH - 2 * _EDGE - roles * _COLUMN[roles] - 24
        size = 32 if len(fold(row.label, room, 32)) == 1 else 26
        lines = fold(row.label, room, size)[:2]
        for at, line in enumerate(lines):
            drawn.append(_text(_EDGE, y + (at - (len(lines) - 1) / 2) * size * 1.15, line, size))
        drawn += [part for cell in row.cells for part in _value(cell, roles, y, row.verdict == "counted")]
    return drawn


def _caption(rows: Sequence[ShareRow]) -> str:
    if not rows:
        return "No difference is larger than chance could bring about."
    if rows[0].verdict == "counted":
        return "Share of postings that name it: counted, not compared"
    return "Share of postings that name it: the largest differences"


def _value(cell: Cell, roles: int, y: float, faint: bool) -> list[str]:
    size, column = _VALUE_SIZE[roles], _COLUMN[roles]
    right = WIDTH - _EDGE - (roles - 1 - cell.slot) * column
    drawn = percent(cell.estimate)
    return [
        _sign(right - column + 34, y - size * 0.34, cell.slot, size * 0.24, faint=faint),
        _text(right, y, drawn, size, DIM if faint else TEXT, ' font-weight="700" text-anchor="end"'),
    ]


def _foot(answer: ComparisonAnswer) -> list[str]:
    """What is left of pay at the same level, where the comparison is of two and it can be told; and whose it is."""
    drawn = [_text(WIDTH - _EDGE, HEIGHT - 36, "Rolescope", 26, DIM, ' font-weight="700" text-anchor="end"')]
    if len(answer.roles) == 2 and (text := _pay(answer.pairs[0])):
        room = WIDTH - 2 * _EDGE - 180
        size = min(24.0, 24 * room / text_width(text, 24))
        drawn.append(_text(_EDGE, HEIGHT - 36, text, round(size, 1), DIM))
    return drawn


def _pay(pair: PairComparison) -> str:
    told = [p for p in pair.pay if p.verdict in ("more", "less") and p.middle]
    if not told or not told[0].middle:
        return ""
    change = (told[0].middle.value - 1) * 100
    source = "advertised" if told[0].source_kind == "advertised" else "collected by a board"
    words = f"{abs(change):.0f}% {'more' if change > 0 else 'less'}"
    return f"{pair.label_a} pays {words} than {pair.label_b} (pay {source}, same {told[0].matched_on})"
