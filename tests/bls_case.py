"""Small files in the layouts of BLS, and where the real ones lie."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

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
