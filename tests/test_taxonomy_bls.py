"""The layouts of OEWS: workbooks and text of different years."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bls_case import CLERK, WAGES, needs_shared, oews, write_workbook
from rolescope.model import OfficialFigure
from rolescope.taxonomy.bls import read_oews


def test_oews(tmp_path: Path) -> None:
    path = oews(
        tmp_path / "national.xlsx",
        CLERK,
        "00-0000,All,nonsense,1,1,1,1,1,1,1",
        "43-0000,Office,major,900,*,,,,,",
    )
    figures, problems = read_oews(path)
    assert problems == ()
    assert {(f.source, f.edition) for f in figures} == {("BLS OEWS", "May 2024")}
    assert [(f.code, f.measure, f.value, f.text) for f in figures] == [
        ("43-0001", "employment", 120, ""),
        ("43-0001", "pay_mean_year", 50_000, ""),
        ("43-0001", "pay_p10_year", 30_000, ""),
        ("43-0001", "pay_p25_year", 40_000, ""),
        ("43-0001", "pay_median_year", 45_000, ""),
        ("43-0001", "pay_p75_year", 60_000, ""),
        ("43-0001", "pay_p90_year", None, "at least 239200"),
        ("43-0000", "employment", 900, ""),
        ("43-0000", "pay_mean_year", None, "not published"),
    ]


def test_oews_without_notes(tmp_path: Path) -> None:
    figures, _ = read_oews(oews(tmp_path / "national_M2023_dl.xlsx", CLERK, notes=[["none"]]))
    assert figures[0].edition == "May 2023"
    assert figures[-1].text == "at or above the top code"


def test_workbooks_that_are_no_good(tmp_path: Path) -> None:
    good = oews(tmp_path / "good.xlsx", CLERK).read_bytes()
    made = {
        "none.xlsx": None,
        "text.xlsx": b"no workbook",
        "cut.xlsx": good[: len(good) // 2],
        "other.xlsx": write_workbook(tmp_path / "o.xlsx", {"a": [["x", "y"]]}).read_bytes(),
        "rows.xlsx": oews(tmp_path / "r.xlsx").read_bytes(),
        "far.xlsx": write_workbook(tmp_path / "f.xlsx", {"a": [["x"]]}, last="XFD1048576").read_bytes(),
    }
    for name, data in made.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
    whys = {name: [p.why for p in read_oews(tmp_path / name)[1]] for name in made}
    assert whys == {
        "none.xlsx": ["bad_table"],
        "text.xlsx": ["bad_table"],
        "cut.xlsx": ["bad_table"],
        "other.xlsx": ["missing_columns"],
        "rows.xlsx": ["empty"],
        "far.xlsx": ["bad_table"],
    }


def test_a_workbook_whose_parts_are_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='a'")
    assert [p.why for p in read_oews(path)[1]] == ["bad_table"]


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "no such file" in read_oews(tmp_path / "national.xlsx")[1][0].what
    assert read_oews(tmp_path / ("x" * 300))[1][0].why == "bad_table"


def test_oews_as_text_of_any_year(tmp_path: Path) -> None:
    path = tmp_path / "national_M2019_dl.csv"
    path.write_text(
        'occ_code,occ_title,o_group,tot_emp,a_median\n43-0001,Clerks,detailed,"1,200","45,000"\n', "utf-8"
    )
    figures, problems = read_oews(path)
    assert problems == ()
    assert [(f.edition, f.measure, f.value) for f in figures] == [
        ("May 2019", "employment", 1_200),
        ("May 2019", "pay_median_year", 45_000),
    ]


@pytest.mark.parametrize(
    ("group", "cell", "kept"),
    [
        ("OCC_GROUP", "detailed", True),
        ("GROUP", "", True),
        ("GROUP", "major", True),
        ("OCC_GROUP", "", False),
    ],
)
def test_older_columns_of_the_group(tmp_path: Path, group: str, cell: str, kept: bool) -> None:
    path = tmp_path / "national_M2013_dl.csv"
    path.write_text(f"OCC_CODE,OCC_TITLE,{group},TOT_EMP,A_MEDIAN\n43-0001,Clerks,{cell},1,2\n", "utf-8")
    assert bool(read_oews(path)[0]) == kept


def test_of_tables_with_areas_the_nation_is_read(tmp_path: Path) -> None:
    header = "AREA_TYPE,I_GROUP,NAICS,OWN_CODE,OCC_CODE,OCC_TITLE,O_GROUP,TOT_EMP,A_MEDIAN"
    rows = [
        f"{places},43-0001,Clerks,detailed,{n},2"
        for n, places in enumerate(
            (
                "1,cross-industry,000000,1235",
                "2,cross-industry,000000,1235",
                "1,sector,11,5",
                "1,cross-industry,000000,5",
            ),
            1,
        )
    ]
    path = write_workbook(
        tmp_path / "all.xlsx", {"All May 2023 data": [r.split(",") for r in (header, *rows)]}
    )
    figures, _ = read_oews(path)
    assert [(f.edition, f.value) for f in figures if f.measure == "employment"] == [("May 2023", 1)]


def test_a_year_that_nothing_tells_is_a_problem(tmp_path: Path) -> None:
    figures, problems = read_oews(oews(tmp_path / "wages.xlsx", CLERK, notes=[["none"]]))
    assert figures[0].edition == ""
    assert [p.why for p in problems] == ["no_edition"]


def test_notes_of_the_older_survey_name_the_year(tmp_path: Path) -> None:
    path = oews(tmp_path / "wages.xlsx", CLERK, notes=[["May 2018 OES Estimates"]])
    assert read_oews(path)[0][0].edition == "May 2018"


@needs_shared
def test_the_real_files() -> None:
    figures, problems = read_oews(WAGES / "national_M2024_dl.xlsx")
    assert problems == ()
    assert len(figures) == 5_978
    median = next(f for f in figures if (f.code, f.measure) == ("15-2051", "pay_median_year"))
    assert isinstance(median, OfficialFigure)
    assert (median.value, median.edition) == (112_590, "May 2024")


def test_a_folder_is_told_from_nothing(tmp_path: Path) -> None:
    assert [p.what for p in read_oews(tmp_path)[1]] == ["This is a folder; name one of its files."]
    assert [p.what for p in read_oews(tmp_path / "absent.csv")[1]] == ["There is no such file."]
