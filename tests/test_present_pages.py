"""Pages of every answer: what blocks they are made of, and that every key in them opens."""

from __future__ import annotations

import doctest
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from rolescope import Settings, Workspace
from rolescope.figures import parse_figure
from rolescope.ingest import AddReport, StatementCounts
from rolescope.model import Problem
from rolescope.present import wording
from rolescope.present.blocks import Bullets, Cell, Heading, Page, Paragraph, Table
from rolescope.present.pages.added import build_added_page
from rolescope.present.pages.compare import build_compare_page
from rolescope.present.pages.doctor import build_doctor_page
from rolescope.present.pages.evidence import build_evidence_page
from rolescope.present.pages.figures import pay_sentence
from rolescope.present.pages.role import build_role_page
from rolescope.present.pages.roles import build_roles_page, tell_basis
from rolescope.present.render.as_json import render_json
from rolescope.present.render.markdown import render_markdown
from rolescope.present.render.terminal import print_page
from workspace_case import make_postings, write_jsonl

DATA = Path(__file__).parent / "data"


def texts(page: Page) -> str:
    """All words of a page."""
    found: list[str] = []
    for block in page:
        match block:
            case Heading(text, _) | Paragraph(text, _):
                found.append(text)
            case Bullets(items):
                found += items
            case Table(columns, rows, caption):
                found += [caption, *(c.title for c in columns), *(cell.text for row in rows for cell in row)]
    return "\n".join(found)


def cells(page: Page) -> Iterator[Cell]:
    for block in page:
        if isinstance(block, Table):
            for row in block.rows:
                assert len(row) == len(block.columns)
                yield from row


def draw(page: Page, width: int = 80) -> list[str]:
    out = io.StringIO()
    print_page(page, Console(file=out, width=width, highlight=False))
    return out.getvalue().splitlines()


def check(page: Page) -> None:
    """Headings, whole tables, shares in [0, 1], keys that parse, and every renderer."""
    for cell in cells(page):
        assert cell.share is None or -1e-9 <= cell.share <= 1 + 1e-9
        if cell.key:
            parse_figure(cell.key)
    words = texts(page)
    assert not re.search(r"\bNone\b(?! of)|\bnan\b|\{|\}", words), words
    for width in (80, 110, 200):
        assert max(map(len, draw(page, width))) <= min(width, 110)
    markdown = render_markdown(page)
    assert markdown.endswith("\n")
    lines = markdown.splitlines()
    for above, rule in pairwise(lines):
        if set(rule) <= set("|-: ") and "---" in rule:
            assert count_bars(above) == count_bars(rule)


def count_bars(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row))


# -- comparisons ------------------------------------------------------------------------------------------------------


def test_a_comparison(mine: Workspace) -> None:
    answer = mine.compare("Data Engineer", "Data Analyst")
    page = build_compare_page(answer)
    check(page)
    assert isinstance(page[0], Heading)
    assert page[0].level == 1
    headings = [b.text for b in page if isinstance(b, Heading) and b.level == 2]
    assert len(headings) == len(set(headings))
    assert len(headings) >= 8
    keys = {c.key for c in cells(page) if c.key}
    assert {"data-engineer/tool/python", "data-analyst/tool/excel", "data-engineer/pay/advertised"} <= keys
    assert "Data Engineer" in texts(page)
    assert len(build_compare_page(answer, 1)) <= len(page)


def test_a_comparison_of_three_with_filters(mine: Workspace) -> None:
    answer = mine.compare("Data Engineer", "Data Analyst", "Senior Data Engineer", country="US")
    page = build_compare_page(answer)
    check(page)
    assert sum(isinstance(b, Heading) and b.text.startswith("Verdict") for b in page) == 3
    assert "country" in texts(page)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Machine Learning Engineer", "Data Manager"),
        ("Data Operations Specialist", "Managing Director Data Science"),
        ("Machine Learning Engineer", "Lead Machine Learning Engineer"),
        ("Data Engineer", "Senior Data Engineer"),
    ],
)
def test_bundled_comparisons(bundled: Workspace, a: str, b: str) -> None:
    page = build_compare_page(bundled.compare(a, b))
    check(page)
    assert "O*NET" in texts(page)


def test_a_comparison_without_postings(mine: Workspace) -> None:
    check(build_compare_page(mine.compare("Machine Learning Engineer", "Data Manager")))


def test_pay_in_words(bundled: Workspace) -> None:
    answer = bundled.compare("Machine Learning Engineer", "Data Engineer")
    for pay in answer.pairs[0].pay:
        sentence = pay_sentence(pay, "A", "B")
        assert sentence.endswith(".")
        untold = pay_sentence(replace(pay, middle=None, reason=""), "A", "B")
        assert untold.endswith(".")
        assert "ay of A and B" in untold


# -- one role, lists, evidence ----------------------------------------------------------------------------------------


def test_a_role(mine: Workspace, bundled: Workspace) -> None:
    own = build_role_page(mine.role("Data Engineer", country="US"))
    check(own)
    assert "data-engineer/tool/python" in {c.key for c in cells(own)}
    check(build_role_page(bundled.role("Lead Machine Learning Engineer")))
    check(build_role_page(mine.role("Machine Learning Engineer")))


def test_a_role_of_one_source_says_so(bundled: Workspace) -> None:
    profile = bundled.role("Data Manager").role.profile
    main = max(profile.sources, key=lambda source: source.countable)
    assert f"{main.countable:,} of them are of one source, {main.source}:" in tell_basis(profile)
    single = replace(profile, sources=(main,), countable=main.countable)
    assert tell_basis(single).startswith("All of them are of one source")
    several = replace(profile, sources=(replace(main, countable=main.countable // 2),) * 3)
    assert tell_basis(several) == ""


def test_a_role_with_guides(tmp_path: Path) -> None:
    own = Settings(workspace=tmp_path / "w", workers=1)
    Workspace(own, create=True).add([DATA / "guide_traps.md"])
    page = build_role_page(Workspace(own, only_mine=True).role("Lead Analytics Engineer"))
    check(page)
    assert "Airflow" in texts(page)


def test_the_list_of_roles(mine: Workspace) -> None:
    page = build_roles_page(mine.roles("engineer"))
    check(page)
    assert len([b for b in page if isinstance(b, Table)]) == 1
    nothing = build_roles_page(mine.roles("keeper of lighthouses xyz"))
    assert len(nothing) == 1
    assert isinstance(nothing[0], Paragraph)


def test_evidence(mine: Workspace, bundled: Workspace) -> None:
    own = build_evidence_page(mine.evidence("data-engineer/tool/python", limit=3))
    check(own)
    (items,) = [b.items for b in own if isinstance(b, Bullets)]
    assert len(items) == 3
    assert all("Python" in item for item in items)
    check(build_evidence_page(bundled.evidence("data-engineer/pay/collected", limit=3)))
    check(build_evidence_page(bundled.evidence("data-engineer/tool/python", limit=3)))
    check(build_evidence_page(bundled.evidence("data-engineer/official/employment")))
    ranges = texts(build_evidence_page(bundled.evidence("data-engineer/pay/collected", limit=3)))
    assert "ranges behind this figure; 1 to 3 shown" in ranges
    assert "documents" not in ranges.split("shown")[0]
    beyond = bundled.evidence("data-engineer/tool/python", limit=3, offset=1_000_000)
    assert f"there are only {beyond.total:,}, so none" in texts(build_evidence_page(beyond))
    empty = build_evidence_page(mine.evidence("data-manager/tool/python"))
    assert not [b for b in empty if isinstance(b, Bullets)]


def test_the_doctor(mine: Workspace, tmp_path: Path) -> None:
    check(build_doctor_page(mine.doctor()))
    unwell = Workspace(Settings(workspace=tmp_path / "none"), only_mine=True).doctor()
    assert "rolescope add" in texts(build_doctor_page(unwell))


def test_what_was_added() -> None:
    report = AddReport(
        documents=4,
        postings=3,
        guides=1,
        profiles=2,
        statements=StatementCounts(definitions=2, tools=5),
        cards=3,
        distinct_cards=2,
        duplicates=1,
        already_known=7,
        pay_reports=9,
        problems=tuple(Problem(f"Row {n} is odd.", "a.csv" if n % 2 else "") for n in range(25)),
    )
    page = build_added_page(report)
    check(page)
    (bullets,) = [b for b in page if isinstance(b, Bullets)]
    assert len(bullets.items) == 20
    for number in ("4", "3", "7", "9", "25"):
        assert number in texts(page)
    assert len(build_added_page(AddReport())) == 1


# -- the same answer, byte for byte -----------------------------------------------------------------------------------


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    feed = write_jsonl(tmp_path / "board.jsonl", make_postings(14))
    answers = set()
    for name in ("a", "b"):
        own = Settings(workspace=tmp_path / name, workers=1)
        Workspace(own, create=True).add([feed], source="board")
        answers.add(render_json(Workspace(own, only_mine=True).compare("Data Engineer", "Data Analyst")))
    assert len(answers) == 1
    assert json.loads(answers.pop())["schema"] == "rolescope/compare/1"


def test_wording() -> None:
    assert doctest.testmod(wording).failed == 0
    assert wording.interval(None, None) == ""
    assert wording.window("2024-01-01", "2024-01-31") == "2024-01"
    assert wording.quantile_text(None) == "–"
