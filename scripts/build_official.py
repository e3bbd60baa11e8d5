"""Make data/official/published.csv: growth and pay of the occupations that packaged roles map to, from BLS files.

    python scripts/build_official.py DATA [OUT]

DATA holds "Employment Projections 2020-30.csv" and "national_M2024_dl.xlsx" as BLS publishes them; OUT defaults
to the package's own file. The same files give the same bytes. Figures of editions that are not at hand as files
are kept by hand in data/official/quoted.csv.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from pathlib import Path

from rolescope.analyse.official_figures import ALL_OCCUPATIONS, Published
from rolescope.taxonomy.bls import read_oews
from rolescope.taxonomy.projections import read_projections
from rolescope.taxonomy.published import codes_of, to_published
from rolescope.taxonomy.roles import load_roles

OUT = Path(__file__).resolve().parents[1] / "src" / "rolescope" / "data" / "official" / "published.csv"
PROJECTIONS_FILE = "Employment Projections 2020-30.csv"
OEWS_FILE = "national_M2024_dl.xlsx"
GROUPS = (ALL_OCCUPATIONS, "15-1200")


def wanted_codes() -> frozenset[str]:
    """Codes of packaged roles, single and joint, and of the groups that articles compare them with."""
    return frozenset(code for role in load_roles() for code in codes_of(role.soc)) | frozenset(GROUPS)


def build(data: Path) -> tuple[Published, ...]:
    """The figures, by code, measure and edition. All computer and mathematical occupations are kept, so that
    a figure can be told to be theirs."""
    official = [*read_projections(data / PROJECTIONS_FILE)[0], *read_oews(data / OEWS_FILE)[0]]
    codes = wanted_codes()
    kept = (f for f in to_published(official) if f.code in codes or f.code.startswith("15-"))
    return tuple(sorted(kept, key=lambda f: (f.code, f.measure, f.edition)))


def write(figures: Iterable[Published], out: Path) -> None:
    """The figures as CSV."""
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(f.name for f in fields(Published))
        for figure in figures:
            cells = (
                "" if c is None else f"{c:g}" if isinstance(c, float) and c < 1000 else c
                for c in astuple(figure)
            )
            writer.writerow(int(c) if isinstance(c, float) else c for c in cells)


def main(arguments: Sequence[str]) -> None:
    """Write the file."""
    out = Path(arguments[1]) if len(arguments) > 1 else OUT
    figures = build(Path(arguments[0]))
    write(figures, out)
    print(f"{len(figures)} figures of {len({f.code for f in figures})} occupations → {out.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
