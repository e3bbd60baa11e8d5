"""Employment Projections: the CSV of occupations and the workbook's tables, of different editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bls_case import CLERK, WAGES, needs_shared, oews, write_workbook
from rolescope.taxonomy.projections import read_bls, read_projections

PROJECTIONS = (
    '"Occupation Title","Occupation Code","Employment 2020","Employment 2030",'
    '"Employment Change, 2020-2030","Employment Percent Change, 2020-2030",'
    '"Occupational Openings, 2020-2030 Annual Average","Median Annual Wage 2020",'
    '"Typical Entry-Level Education","Education Code","Work Experience in a Related Occupation"\n'
    '"Clerks    * File Clerk* Office Clerk","=""43-0001""","1,392.2","1,488.2","96.0","6.9","135.0",'
    '">=208,000","None","8","None"\n'
    '"Cooks","=""35-0002""","1.5","1.0","-0.5","-33.3","0.1","N/A","Bachelor\'s degree","3","None"\n'
    '"Footnote","","","","","","","","","",""\n'
)


def test_projections(tmp_path: Path) -> None:
    path = tmp_path / "projections.csv"
    path.write_text(PROJECTIONS, "utf-8")
    figures, problems = read_projections(path)
    assert [(p.where, p.why) for p in problems] == [("projections.csv:4", "bad_row")]
    assert {f.edition for f in figures} == {"2020-30"}
    clerk = {f.measure: (f.value, f.text) for f in figures if f.code == "43-0001" and f.measure != "title"}
    assert clerk == {
        "employment_base": (1_392_200, ""),
        "employment_projected": (1_488_200, ""),
        "growth_percent": (6.9, ""),
        "openings_year": (135_000, ""),
        "pay_median_year": (None, "at least 208000"),
        "entry_education": (None, "None"),
        "work_experience": (None, "None"),
    }
    assert [f.text for f in figures if f.measure == "title"] == ["File Clerk", "Office Clerk"]
    assert {f.title for f in figures} == {"Clerks", "Cooks"}
    assert not [f for f in figures if f.code == "35-0002" and f.measure == "pay_median_year"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "missing_columns"),
        (b"a,b\n1,2\n", "missing_columns"),
        (b"\0\1", "bad_table"),
        (b"\xe9,b\n", "missing_columns"),
    ],
)
def test_projections_that_are_none(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "projections.csv"
    path.write_bytes(data)
    assert [p.why for p in read_projections(path)[1]] == [why]


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "is a folder" in read_projections(tmp_path)[1][0].what
    assert "no such file" in read_projections(tmp_path / "absent.csv")[1][0].what
    path = tmp_path / ("x" * 300)
    assert read_projections(path)[1][0].why == "bad_table"


TABLE_12 = [
    ["Table 1.2 Employment by detailed occupation, 2021 and projected 2031"],
    [
        "2021 National Employment Matrix title", "2021 National Employment Matrix code", "Occupation type",
        "Employment, 2021", "Employment, 2031", "Employment distribution, percent, 2021",
        "Employment distribution, percent, 2031", "Employment change, numeric, 2021–31",
        "Employment change, percent, 2021–31", "Percent self-employed, 2021",
        "Occupational openings, 2021–31 annual average", "Median annual wage, dollars, 2022[1]",
        "Typical education needed for entry",
    ],
    ["Total, all occupations", "00-0000", "Summary", "158134.7", "166452.1", "100", "100", "8317.4", "5.3", "6", "19532.5", "46310", "—"],
    ["Clerks[2]", "43-0001", "Line item", "1.5", "1.2", "1", "1", "-0.3", "-20.0", "1", "0.1", "≥239,200", "No formal credential"],
    ["[1] Data are from a survey."],
    ["Clerks", "none", "Line item", "1.5"],
]  # fmt: skip


def test_the_table_of_a_workbook(tmp_path: Path) -> None:
    sheets = {"Index": [["Table 1.2 Employment"]], "Table 1.2": TABLE_12}
    figures, problems = read_bls(write_workbook(tmp_path / "occupation.xlsx", sheets))
    assert [(f.code, f.edition, f.measure, f.value, f.text) for f in figures] == [
        ("00-0000", "2021-31", "growth_percent", 5.3, ""),
        ("00-0000", "2021-31", "openings_year", 19_532_500, ""),
        ("00-0000", "May 2022", "pay_median_year", 46_310, ""),
        ("00-0000", "2021-31", "employment_base", 158_134_700, ""),
        ("00-0000", "2021-31", "employment_projected", 166_452_100, ""),
        ("43-0001", "2021-31", "growth_percent", -20.0, ""),
        ("43-0001", "2021-31", "openings_year", 100, ""),
        ("43-0001", "May 2022", "pay_median_year", None, "at least 239200"),
        ("43-0001", "2021-31", "entry_education", None, "No formal credential"),
        ("43-0001", "2021-31", "employment_base", 1_500, ""),
        ("43-0001", "2021-31", "employment_projected", 1_200, ""),
    ]
    assert {f.title for f in figures} == {"Total, all occupations", "Clerks"}
    assert [(p.where, p.why) for p in problems] == [("occupation.xlsx:6", "bad_row")]


def test_a_table_of_some_occupations_is_not_taken_for_that_of_all(tmp_path: Path) -> None:
    name = "National Employment Matrix"
    columns = [f"2019 {name} title", f"2019 {name} code", "Employment, 2019", "Employment, 2029"]
    everyone = [
        ["Clerks", "43-0001", "1", "2"],
        ["Cooks", "35-0001", "1", "2"],
        ["Bakers", "51-0001", "1", "2"],
    ]
    sheets = {
        "Table 1.3": [[*columns, "Median annual wage, 2019"], [*everyone[0], "45000"]],
        "Table 1.2": [columns, *everyone],
    }
    figures, _ = read_bls(write_workbook(tmp_path / "occupation.xlsx", sheets))
    assert len({f.code for f in figures}) == 3


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    rows = [
        ["Table 1.2 Employment by occupation"],
        ["2014 National Employment Matrix title", "2014 National Employment Matrix code", "Employment", "", "Change, 2014-24", ""],
        ["", "", "2014", "2024", "Number", "Percent"],
        ["Clerks", "43-0001", "10.0", "12.0", "2.0", "20.0"],
    ]  # fmt: skip
    figures, problems = read_bls(write_workbook(tmp_path / "ep.xlsx", {"Table 1.2": rows}))
    assert problems == ()
    assert {(f.edition, f.measure, f.value) for f in figures} == {
        ("2014-24", "employment_base", 10_000),
        ("2014-24", "employment_projected", 12_000),
        ("2014-24", "growth_percent", 20.0),
    }


@pytest.mark.parametrize(
    ("header", "row", "edition"),
    [
        (
            "Occupation Title,SOC Code,Employment 2016 (thousands),Employment 2026 (thousands),"
            '"Employment change, 2016-2026 (thousands)","Employment change, 2016-2026 (percent)",'
            '"Occupational openings, 2016-2026 annual average (thousands)",2016 median annual wage',
            '"Clerks    * File Clerk","=""43-0001""","1,000.0","1,100.0",100.0,10.0,20.0,"45,000"',
            "2016-26",
        ),
        (
            "Title,SOC Code,2012,2022,Number (inthousands),Percent,"
            '"Jobopeningsdue togrowthandreplacementneeds,2012-2022(in thousands)",2012 median annual wage',
            'Clerks Show/hide Example Job Titles * File Clerk,43-0001,"1,000.0","1,100.0",100.0,10.0,200.0,"45,000"',
            "2012-22",
        ),
    ],
)
def test_older_headers(tmp_path: Path, header: str, row: str, edition: str) -> None:
    path = tmp_path / "projections.csv"
    path.write_text(f"{header}\n{row}\n", "utf-8")
    figures, problems = read_bls(path)
    assert problems == ()
    assert {(f.edition, f.title) for f in figures} == {(edition, "Clerks")}
    read = {f.measure: f.value if f.value is not None else f.text for f in figures}
    assert read.pop("openings_year", 20_000) == 20_000
    assert read == {
        "employment_base": 1_000_000,
        "employment_projected": 1_100_000,
        "growth_percent": 10.0,
        "pay_median_year": 45_000,
        "title": "File Clerk",
    }


def test_files_are_told_by_their_columns(tmp_path: Path) -> None:
    assert {f.source for f in read_bls(oews(tmp_path / "a.xlsx", CLERK))[0]} == {"BLS OEWS"}
    assert [p.why for p in read_bls(tmp_path / "none.xlsx")[1]] == ["bad_table"]
    other = write_workbook(tmp_path / "b.xlsx", {"a": [["x", "y"]]})
    assert [p.why for p in read_bls(other)[1]] == ["missing_columns"]


@needs_shared
def test_the_real_file() -> None:
    figures, problems = read_projections(WAGES / "Employment Projections 2020-30.csv")
    assert problems == ()
    assert len({f.code for f in figures}) == 790
    assert {f.edition for f in figures} == {"2020-30"}
