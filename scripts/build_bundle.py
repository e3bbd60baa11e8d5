"""Make the bundled evidence: tables without texts, titles as written or employer names.

    python scripts/build_bundle.py DATA [OUT]

DATA is the folder of development data (postings/, wages/, taxonomy/onet/); OUT defaults to the package's
own folder. The same data and the same reader give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rolescope import schema
from rolescope.ingest import add_items
from rolescope.model import Guide, OfficialFigure, Problem
from rolescope.official import read_onet_figures
from rolescope.settings import generation
from rolescope.sources import ReadOptions, read_paths
from rolescope.sources.guides import read_role_description
from rolescope.store.commit import Store
from rolescope.store.database import Database
from rolescope.store.export import write_folder
from rolescope.taxonomy.bls import joint_code, read_oews
from rolescope.taxonomy.projections import read_projections
from rolescope.taxonomy.roles import load_roles
from rolescope.version import __version__
from rolescope.workspace import bundled_folder

_WRITTEN = ("url", "title", "location", "text", "pay_text", "employment_text", "seniority_text")
_WRITTEN += ("industry_text", "workplace_text", "source_id")
_STRENGTHS = {"required": 0, "preferred": 1, "mentioned": 2}
_MEASURES = {
    "employment",
    "pay_p10_year",
    "pay_median_year",
    "pay_p90_year",
    "growth_percent",
    "openings_year",
    "entry_education",
    "job_zone",
    "technology",
    "duty",
}


def main(arguments: Sequence[str]) -> None:
    data = Path(arguments[0])
    out = Path(arguments[1]) if len(arguments) > 1 else bundled_folder()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "workspace", create=True)
        counts = _fill(store, data)
        tables = _strip(_read_tables(store))
    tables["official"] = _official(data)
    write_folder(tables, out)
    provenance = _provenance(tables, counts)
    (out / "provenance.json").write_text(json.dumps(provenance, indent=1, sort_keys=True) + "\n", "utf-8")
    print(json.dumps({k: v for k, v in provenance.items() if k in ("rows", "read", "bytes")}, indent=1))


def _fill(store: Store, data: Path) -> dict[str, Any]:
    postings = read_paths([data / "postings" / "postings.jsonl.gz"], ReadOptions("posting"))
    pay = read_paths(
        [data / "wages" / "salaries_2025-01-19.csv"], ReadOptions("pay", source="salaries-2025-01")
    )
    report = add_items(store, (item for items in (postings, _guides(data), pay) for item in items))
    for problem in report.problems[:20]:
        print(problem.where, problem.what, file=sys.stderr)
    names = ("documents", "postings", "guides", "profiles", "duplicates", "pay_reports")
    return {name: getattr(report, name) for name in names}


def _guides(data: Path) -> Iterator[Guide | Problem]:
    with gzip.open(data / "postings" / "role_descriptions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            guide, problems = read_role_description(json.loads(line), where=f"role_descriptions:{number}")
            yield from problems
            if guide is not None:
                yield guide


def _read_tables(store: Store) -> dict[str, pa.Table]:
    names = ("documents", "annotations", "mentions", "statements", "pay_reports", "signatures")
    database = Database([store.snapshot(names)])
    found = {}
    for name in names:
        columns = ", ".join(f'"{c}"' for c in schema.TABLES[name].names)
        found[name] = database.fetch(f"SELECT {columns} FROM {name}")
    return found


def _strip(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables without anything written by a source, employers as numbers, one mention per concept."""
    documents = tables["documents"]
    numbers = _number_employers(tables["signatures"])
    employers = [numbers.get(of, "") for of in documents["document_id"].to_pylist()]
    documents = documents.set_column(
        documents.column_names.index("employer"), "employer", pa.array(employers, pa.string())
    )
    for name in _WRITTEN:
        documents = documents.set_column(
            documents.column_names.index(name), name, pa.nulls(documents.num_rows, pa.string())
        )
    statements = tables["statements"]
    statements = statements.set_column(
        statements.column_names.index("role_text"), "role_text", pa.nulls(statements.num_rows, pa.string())
    )
    guides = set(documents.filter(pc.equal(documents["kind"], "guide"))["document_id"].to_pylist())
    return {
        "documents": documents,
        "annotations": tables["annotations"],
        "mentions": _thin_mentions(tables["mentions"], guides),
        "statements": statements,
        "pay_reports": tables["pay_reports"],
    }


def _number_employers(signatures: pa.Table) -> dict[str, str]:
    """Employers by document as "e1", "e2" …, numbered by how they first come in document order."""
    keys = dict(
        zip(signatures["document_id"].to_pylist(), signatures["employer_key"].to_pylist(), strict=True)
    )
    numbers: dict[str, str] = {}
    return {of: numbers.setdefault(key, f"e{len(numbers) + 1}") for of, key in sorted(keys.items()) if key}


def _thin_mentions(mentions: pa.Table, guides: set[str]) -> pa.Table:
    """The strongest mention per posting and concept, without offsets; guides keep all of theirs."""
    kept: dict[tuple[str, str, str], dict[str, Any]] = {}
    whole: list[dict[str, Any]] = []
    for row in mentions.filter(pc.is_valid(mentions["concept"])).to_pylist():
        if row["document_id"] in guides:
            whole.append(row)
            continue
        key = (row["document_id"], row["kind"], row["concept"])
        if key not in kept or _STRENGTHS[row["strength"]] < _STRENGTHS[kept[key]["strength"]]:
            kept[key] = row | {"start": None, "end": None}
    return pa.Table.from_pylist([*kept.values(), *whole], schema=mentions.schema)


def _official(data: Path) -> pa.Table:
    """Figures of the occupations that packaged roles map to: concept ids and numbers, no sentences."""
    from rolescope.store.rows import official_table

    codes = {role.soc for role in load_roles()}
    soc = {code[:7] for code in codes} | {joint_code(code) for code in codes}
    onet, _ = read_onet_figures(data / "taxonomy" / "onet", codes)
    oews, _ = read_oews(data / "wages" / "national_M2024_dl.xlsx")
    projections, _ = read_projections(data / "wages" / "Employment Projections 2020-30.csv")
    figures: list[OfficialFigure] = [f for f in onet if f.measure not in ("technology", "duty") or f.concept]
    figures += [f for f in (*oews, *projections) if f.code in soc]
    return official_table([f for f in figures if f.measure in _MEASURES])


def _provenance(tables: dict[str, pa.Table], counts: dict[str, Any]) -> dict[str, Any]:
    documents = tables["documents"]
    postings = documents.filter(pc.equal(documents["kind"], "posting"))
    dates = pc.min_max(postings["date_posted"]).as_py()
    return {
        "made_by": f"rolescope {__version__}, scripts/build_bundle.py, generation {generation()}",
        "rows": {name: table.num_rows for name, table in tables.items()},
        "read": counts,
        "postings_by_source": dict(sorted(Counter(postings["source"].to_pylist()).items())),
        "first_date": str(dates["min"]),
        "last_date": str(dates["max"]),
        "contents": "Concept ids, counts, figures and dates computed from the sources. No texts, no titles as "
        "written, no employer names, no addresses.",
        "licences": {
            "postings and role descriptions": "texts belong to their authors and are not contained",
            "salaries (ai-jobs.net salary data, edition 2025-01-19)": "CC0 1.0",
            "O*NET 29.3": "CC BY 4.0: this includes information from the O*NET 29.3 Database by the U.S. "
            "Department of Labor, Employment and Training Administration (USDOL/ETA), modified: examples and "
            "tasks are linked to Rolescope's concepts. USDOL/ETA has not approved, endorsed or tested it.",
            "ESCO 1.2 (codes of roles)": "this uses the ESCO classification of the European Commission, reused under "
            "Decision 2011/833/EU",
            "BLS OEWS May 2024, BLS Employment Projections 2020-30": "US public domain",
        },
    }


if __name__ == "__main__":
    main(sys.argv[1:])
