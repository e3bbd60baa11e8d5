"""The bundled evidence: whole, small, without texts or names, and what its provenance says."""

from __future__ import annotations

import json
import re

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from rolescope import schema
from rolescope.model import DEGREES, LEVELS, STRENGTHS
from rolescope.store.evidence import widen_codes
from rolescope.taxonomy.bls import joint_code
from rolescope.taxonomy.concepts import concept_index
from rolescope.taxonomy.roles import load_roles
from rolescope.workspace import bundled_folder

FOLDER = bundled_folder()
TABLES = ("documents", "annotations", "mentions", "statements", "pay_reports", "official")
PROVENANCE = json.loads((FOLDER / "provenance.json").read_text("utf-8"))
WITHHELD = ("url", "title", "location", "text", "pay_text", "employment_text", "seniority_text", "industry_text", "workplace_text", "source_id")  # fmt: skip


def values(table: str, column: str) -> set[object]:
    return set(pc.unique(pq.read_table(FOLDER / f"{table}.parquet", columns=[column])[column]).to_pylist())


@pytest.mark.parametrize("table", TABLES)
def test_schemas_conform(table: str) -> None:
    assert pq.read_schema(FOLDER / f"{table}.parquet").remove_metadata().equals(schema.TABLES[table])


def test_it_is_small() -> None:
    assert sum(f.stat().st_size for f in FOLDER.iterdir()) <= 10_000_000
    assert {f.name for f in FOLDER.iterdir()} == {
        *(f"{t}.parquet" for t in (*TABLES, "background")),
        "provenance.json",
    }


@pytest.mark.parametrize("column", WITHHELD)
def test_nothing_as_written_is_in_it(column: str) -> None:
    assert values("documents", column) == {None}


def test_employers_are_numbers_and_sources_are_names_of_feeds() -> None:
    assert all(re.fullmatch(r"(e\d+)?", str(e or "")) for e in values("documents", "employer"))
    assert all("://" not in str(s) and " " not in str(s) for s in values("documents", "source"))
    assert values("statements", "role_text") == {None}


def test_spans_point_into_no_text() -> None:
    mentions = pq.read_table(FOLDER / "mentions.parquet", columns=["document_id", "start"])
    postings = pq.read_table(FOLDER / "documents.parquet", columns=["document_id", "kind"])
    ids = postings.filter(pc.equal(postings["kind"], "posting"))["document_id"]
    of_postings = mentions.filter(pc.is_in(mentions["document_id"], value_set=ids.combine_chunks()))
    assert of_postings["start"].null_count == of_postings.num_rows


def test_every_concept_and_role_is_known() -> None:
    index = concept_index()
    for table in ("mentions", "official", "background"):
        read = (
            pq.read_table(FOLDER / f"{table}.parquet", columns=["kind", "concept"])
            .group_by(["kind", "concept"])
            .aggregate([])
        )
        unknown = {
            (r["kind"], r["concept"])
            for r in read.to_pylist()
            if r["concept"] and (r["kind"], r["concept"]) not in index
        }
        assert unknown == set(), table
    roles = {r.id for r in load_roles()}
    for table in ("annotations", "statements", "pay_reports"):
        assert {r for r in values(table, "role") if r} <= roles, table
    wanted = {code for r in load_roles() for code in (*widen_codes([r.soc]), joint_code(r.soc))}
    assert values("official", "code") <= wanted


def test_values_are_those_of_the_model() -> None:
    assert values("annotations", "level") <= set(LEVELS)
    assert values("annotations", "education_minimum") <= {None, *DEGREES}
    assert values("mentions", "strength") <= set(STRENGTHS)
    assert len(values("annotations", "generation")) == 1


def test_official_texts_are_no_sentences() -> None:
    official = pq.read_table(FOLDER / "official.parquet", columns=["measure", "text"]).to_pylist()
    assert all(len(r["text"] or "") < 60 for r in official)
    assert {r["text"] or "" for r in official if r["measure"] in ("technology", "duty")} == {""}


def test_ids_are_unique() -> None:
    for table, column in (
        ("documents", "document_id"),
        ("annotations", "document_id"),
        ("pay_reports", "report_id"),
    ):
        read = pq.read_table(FOLDER / f"{table}.parquet", columns=[column])[column]
        assert len(pc.unique(read)) == len(read), table
    assert values("mentions", "document_id") <= values("documents", "document_id")
    assert values("annotations", "document_id") == values("documents", "document_id")


def test_the_provenance_is_complete_and_its_counts_agree() -> None:
    assert {
        "contents",
        "licences",
        "made_by",
        "postings_by_source",
        "read",
        "first_date",
        "last_date",
    } <= set(PROVENANCE)
    read = PROVENANCE["read"]
    documents = pq.read_table(
        FOLDER / "documents.parquet", columns=["document_id", "kind", "source", "cluster", "date_posted"]
    )
    postings = documents.filter(pc.equal(documents["kind"], "posting"))
    assert read["documents"] == documents.num_rows
    assert read["postings"] == postings.num_rows
    assert read["guides"] == documents.num_rows - postings.num_rows
    assert read["pay_reports"] == pq.read_metadata(FOLDER / "pay_reports.parquet").num_rows
    counted = {
        r["source"]: r["count_all"]
        for r in postings.group_by("source").aggregate([([], "count_all")]).to_pylist()
    }
    assert PROVENANCE["postings_by_source"] == counted
    assert sum(counted.values()) == read["postings"]
    assert read["duplicates"] == postings.num_rows - len(pc.unique(postings["cluster"]))
    window = pc.min_max(postings["date_posted"]).as_py()
    assert (PROVENANCE["first_date"], PROVENANCE["last_date"]) == (str(window["min"]), str(window["max"]))
    (generation,) = values("annotations", "generation")
    assert str(generation) in PROVENANCE["made_by"]
    assert any("CC BY 4.0" in licence for licence in PROVENANCE["licences"].values())


def test_the_background_is_what_its_postings_say() -> None:
    from rolescope.store.evidence import Evidence
    from rolescope.store.snapshot import FolderLayer, Snapshot

    class Bare:
        def snapshot(self) -> Snapshot:
            whole = FolderLayer(FOLDER).snapshot()
            return Snapshot(whole.layer, {k: v for k, v in whole.files.items() if k != "background"})

        def mark(self) -> str:
            return FolderLayer(FOLDER).mark()

    ready, computed = (Evidence([layer]).fetch_background() for layer in (FolderLayer(FOLDER), Bare()))
    assert ready.total == computed.total
    assert {tuple(r.values()) for r in ready.table.to_pylist()} == {
        tuple(r.values()) for r in computed.table.to_pylist()
    }
