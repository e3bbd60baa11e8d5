"""Packaged figures, each checked against the file it is from, and what names of occupations mean."""

from __future__ import annotations

import csv
import importlib.util
import io
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from bls_case import WAGES, needs_shared
from rolescope.model import OfficialFigure
from rolescope.taxonomy.published import (
    find_authority,
    find_occupation,
    load_published,
    merge_published,
    read_published,
    role_occupation,
    to_published,
)
from rolescope.taxonomy.roles import load_roles, role_by_id
from rolescope.taxonomy.sheets import read_workbook

FOLDER = files("rolescope.data").joinpath("official")
SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "build_official.py"
HEADER = "code,title,measure,value,unit,edition,base,target,source,table,basis\n"
ROW = "1-1,Bakers,growth_percent,31.4,percent,2020-30,2020,2030,EP,table,file\n"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_official", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def packaged(name: str) -> str:
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "rows", "digest"),
    [("published.csv", 334, "3b74af765982e0b0"), ("quoted.csv", 64, "3ad92fb36d71b76f")],
)
def test_no_figure_changes_unseen(name: str, rows: int, digest: str) -> None:
    assert len(read_published(packaged(name))) == rows
    assert sha256(packaged(name).encode()).hexdigest()[:16] == digest


@needs_shared
def test_the_script_makes_the_packaged_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script().main([str(WAGES), str(tmp_path / "published.csv")])
    assert (tmp_path / "published.csv").read_text("utf-8") == packaged("published.csv")
    assert "figures of" in capsys.readouterr().out


@needs_shared
def test_growth_stands_so_in_the_file() -> None:
    """A second way to each number, past our own reader."""
    text = (WAGES / "Employment Projections 2020-30.csv").read_text("utf-8")
    by_code = {r["Occupation Code"].strip('="'): r for r in csv.DictReader(io.StringIO(text))}
    figures = [
        f for f in read_published(packaged("published.csv")) if f.source == "BLS Employment Projections"
    ]
    columns = {
        "growth_percent": "Employment Percent Change, 2020-2030",
        "pay_median_year": "Median Annual Wage 2020",
    }
    for figure in figures:
        row = by_code[figure.code]
        assert float(row[columns[figure.measure]].replace(",", "")) == figure.value
        assert row["Occupation Title"].startswith(figure.title)
    assert len(figures) > 60


@needs_shared
def test_pay_stands_so_in_the_workbook() -> None:
    table = read_workbook((WAGES / "national_M2024_dl.xlsx").read_bytes())[0].rows
    by_code = {r["OCC_CODE"]: r for r in (dict(zip(table[0], row, strict=False)) for row in table[1:])}
    figures = [f for f in read_published(packaged("published.csv")) if f.source == "BLS OEWS"]
    columns = {f"pay_p{n}_year": f"A_PCT{n}" for n in (10, 25, 75, 90)}
    columns |= {"pay_median_year": "A_MEDIAN", "pay_mean_year": "A_MEAN"}
    for figure in figures:
        assert float(by_code[figure.code][columns[figure.measure]]) == figure.value
        assert by_code[figure.code]["OCC_TITLE"] == figure.title
    assert len(figures) > 200


def test_every_figure_names_its_source_and_fits_its_edition() -> None:
    for figure in load_published():
        assert figure.source
        assert figure.table
        if figure.measure == "growth_percent":
            assert figure.target == figure.base + 10
            assert figure.edition == f"{figure.base}-{figure.target % 100}"
            assert -50 < figure.value < 100
        else:
            assert figure.edition == f"May {figure.base}"
            assert 20_000 < figure.value < 300_000


def test_most_roles_have_figures() -> None:
    with_growth = {f.code for f in load_published() if f.measure == "growth_percent"}
    without = {r.id for r in load_roles() if not with_growth & set(role_occupation(r).codes)}
    assert without == set()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW + ROW, "given twice"),
        (ROW.replace(",EP,", ",,"), "has no source"),
        (ROW.replace(",file", ",rumour"), "unknown basis 'rumour'"),
        (ROW.replace("31.4", "much"), "could not convert"),
    ],
)
def test_nonsense_is_refused(row: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_published(HEADER + row)


def test_loaded_figures_take_part() -> None:
    def official(edition: str, measure: str, value: float | None) -> OfficialFigure:
        return OfficialFigure("BLS Employment Projections", edition, "1-1", "Bakers", measure, value)

    loaded = to_published(
        [
            official("2030-40", "growth_percent", 12.0),
            official("2030-40", "pay_median_year", 90_000),
            official("May 2031", "pay_median_year", 91_000),
            official("2030-40", "employment_base", 5.0),
            official("2030-40", "growth_percent", None),
            official("", "growth_percent", 1.0),
            official("May 2031", "growth_percent", 1.0),
        ]
    )
    assert [(f.edition, f.base, f.target, f.value) for f in loaded] == [
        ("2030-40", 2030, 2040, 12.0),
        ("May 2030", 2030, None, 90_000),
        ("May 2031", 2031, None, 91_000),
    ]
    other = read_published(HEADER + ROW.replace("2020-30,2020,2030", "2030-40,2030,2040"))
    assert merge_published(other, loaded) == loaded
    assert len(merge_published(read_published(HEADER + ROW), loaded)) == 4


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("data scientists", ("15-2051", "15-2098")),
        ("data scientists and related roles", ("15-2051", "15-2098")),
        ("the Data Scientist role", ("15-2051", "15-2098")),
        ("computer and information research scientists", ("15-1221",)),
        ("computer and information technology occupations", ("15-1200",)),
        ("database administrators (DBAs)", ("15-1242", "15-1245")),
        ("software developers, quality assurance analysts, and testers", ("15-1256", "15-1252", "15-1253")),
        ("all occupations", ("00-0000",)),
        ("the average for all occupations", ("00-0000",)),
        ("ML engineers", ()),
        ("data engineers", ()),
        ("", ()),
    ],
)
def test_names(written: str, codes: tuple[str, ...]) -> None:
    found = find_occupation(written)
    assert (found.codes, found.named) == (codes, bool(codes))


@pytest.mark.parametrize(
    ("role", "named"),
    [
        ("data-scientist", True),
        ("software-engineer", True),
        ("database-administrator", True),
        ("qa-engineer", True),
        ("machine-learning-engineer", False),
        ("data-engineer", False),
        ("data-analyst", False),
        ("product-manager", False),
    ],
)
def test_roles(role: str, named: bool) -> None:
    found = role_occupation(role_by_id(role))
    assert found.named == named
    assert found.codes


@pytest.mark.parametrize(
    ("written", "authority"),
    [
        ("according to the U.S. Bureau of Labor Statistics (BLS)", "BLS"),
        ("The Labor Department says", "BLS"),
        ("US Department of Labor", "BLS"),
        ("O*NET lists", "O*NET"),
        ("ablsorb", ""),
        ("Glassdoor", ""),
    ],
)
def test_authorities(written: str, authority: str) -> None:
    assert find_authority(written) == authority
