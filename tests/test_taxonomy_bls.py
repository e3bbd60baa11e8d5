"""BLS files: the layout of OEWS workbooks and of the Employment Projections."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from rolescope.model import OfficialFigure
from rolescope.taxonomy.bls import read_oews
from rolescope.taxonomy.projections import read_projections

WAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "wages"
needs_shared = pytest.mark.skipif(not WAGES.is_dir(), reason="the real data are not here")
HEADER = [
    "OCC_CODE",
    "OCC_TITLE",
    "O_GROUP",
    "TOT_EMP",
    "A_MEAN",
    "A_PCT10",
    "A_PCT25",
    "A_MEDIAN",
    "A_PCT75",
    "A_PCT90",
]
NOTES = [
    ["May 2024 OEWS Estimates"],
    ["#  = indicates a wage equal to or greater than $115.00 per hour or $239,200 per year "],
]


def write_workbook(path: Path, sheets: dict[str, list[list[str]]], *, last: str = "") -> Path:
    """The least of an Excel file: inline strings; ``last`` names one more cell."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        types = "http://schemas.openxmlformats.org/package/2006"
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        book.writestr("[Content_Types].xml", f'<Types xmlns="{types}/content-types"/>')
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{types}/relationships"><Relationship Id="r0" '
            f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(sheets, 1))
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{names}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{i}" Type="{rel}/worksheet" Target="worksheets/s{i}.xml"/>'
            for i in range(1, len(sheets) + 1)
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{types}/relationships">{links}</Relationships>',
        )
        for i, rows in enumerate(sheets.values(), 1):
            cells = "".join(_row(n, row) for n, row in enumerate(rows, 1))
            extra = f'<row r="{last.lstrip("XFD")}"><c r="{last}"><v>1</v></c></row>' if last else ""
            book.writestr(
                f"xl/worksheets/s{i}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{cells}{extra}</sheetData></worksheet>',
            )
    return path


def _row(number: int, row: list[str]) -> str:
    cells = "".join(
        f'<c r="{chr(65 + n)}{number}"><v>{c}</v></c>'
        if c.replace(".", "").isdigit()
        else f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{c}</t></is></c>'
        for n, c in enumerate(row)
    )
    return f'<row r="{number}">{cells}</row>'


def oews(path: Path, *rows: str, notes: list[list[str]] = NOTES) -> Path:
    table = [HEADER, *(row.split(",") for row in rows)]
    return write_workbook(path, {"national": table, "Field Descriptions": notes})


CLERK = "43-0001,Clerks,detailed,120,50000,30000,40000,45000,60000,#"


def test_oews(tmp_path: Path) -> None:
    path = oews(
        tmp_path / "national.xlsx",
        CLERK,
        "00-0000,All,total,1,1,1,1,1,1,1",
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


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in read_projections(tmp_path)[1][0].what
    path = tmp_path / ("x" * 300)
    assert read_projections(path)[1][0].why == "bad_table"


@needs_shared
def test_the_real_files() -> None:
    figures, problems = read_oews(WAGES / "national_M2024_dl.xlsx")
    assert problems == ()
    assert len(figures) == 5_971
    median = next(f for f in figures if (f.code, f.measure) == ("15-2051", "pay_median_year"))
    assert isinstance(median, OfficialFigure)
    assert (median.value, median.edition) == (112_590, "May 2024")
    figures, problems = read_projections(WAGES / "Employment Projections 2020-30.csv")
    assert problems == ()
    assert len({f.code for f in figures}) == 790
