from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from rolescope.errors import UsageError
from rolescope.model import PayReport
from rolescope.store import delta
from rolescope.store.commit import Store, conform
from rolescope.store.evidence import Evidence
from rolescope.store.layout import TABLES
from rolescope.store.lifecycle import Removed, compact, remove
from rolescope.store.rows import document_id, pay_reports_table
from store_case import make_annotation, make_batch, make_document, make_store

ROLE = "data-engineer"


def answers(store: Store) -> list[object]:
    evidence = Evidence([store])
    return [
        evidence.fetch_postings(ROLE).to_pylist(),
        evidence.fetch_mentions(ROLE).to_pylist(),
        evidence.fetch_background().table.to_pylist(),
    ]


def add(store: Store, *numbers: int, **changed: str) -> None:
    store.write_batch(make_batch([make_document(n, **changed) for n in numbers]), generation="g1")


def count(store: Store) -> int:
    return Evidence([store]).fetch_postings(ROLE).num_rows


def test_removed_by_id_stays_removed(tmp_path: Path) -> None:
    store = make_store(tmp_path, 3)
    gone = document_id(make_document(1))
    assert remove(store, [gone]) == Removed(1, {"documents": 1, "annotations": 1, "mentions": 3})
    assert count(store) == 2
    assert store.is_removed(gone)
    assert not store.is_removed(document_id(make_document(0)))
    add(store, 0, 1, 2, 3)
    assert count(store) == 3
    assert Evidence([store]).fetch_documents([gone]).num_rows == 0


def test_removed_by_source_stays_removed(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    add(store, 5, source="other")
    report = PayReport("other", "x", 2024, "senior", None, 1.0, 2.0, "USD", 1.0, 2.0, "US")
    store.write_batch({"pay_reports": pay_reports_table([report], [ROLE])})
    removed = remove(store, source="other")
    assert (removed.documents, removed.rows["pay_reports"]) == (1, 1)
    add(store, 6, source="other")
    assert count(store) == 2
    assert store.is_removed("0" * 16, source="other")
    assert Evidence([store]).fetch_pay_reports(ROLE).num_rows == 0


def test_removed_by_employer_however_it_is_written(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    add(store, 1, 2, employer="Acme Inc.")
    add(store, 3, employer="Other")
    assert remove(store, employer="ACME").documents == 2
    add(store, 4, employer="acme, inc")
    assert count(store) == 1


def test_an_annotation_of_a_removed_document_is_left_out_too(tmp_path: Path) -> None:
    store = make_store(tmp_path, 1)
    remove(store, [document_id(make_document(0))])
    add(store, 0)
    assert delta.files(store.folder("mentions")) == ()


def test_what_is_not_there_leaves_no_tombstone(tmp_path: Path) -> None:
    store = make_store(tmp_path, 1)
    assert remove(store, source="typo") == Removed(0)
    assert not store.is_removed("0" * 16, source="typo")


@pytest.mark.parametrize(
    "wanted",
    [{}, {"source": "a", "employer": "b"}, {"ids": ["a"], "source": "b"}, {"employer": "Confidential"}],
)
def test_exactly_one_thing_is_removed_by(tmp_path: Path, wanted: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="Name what to remove"):
        remove(make_store(tmp_path), **wanted)  # type: ignore[arg-type]


def test_tombstones_name_nothing(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    add(store, 1, employer="Acme", source="secret-board")
    remove(store, employer="Acme")
    rows = b"".join(file.read_bytes() for file in store.folder("tombstones").rglob("*") if file.is_file())
    assert b"acme" not in rows.lower()


def test_the_next_oldest_of_a_cluster_counts_when_the_oldest_is_removed(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    pair = [make_document(n, date_posted=f"2024-05-0{n}") for n in (1, 2)]
    store.write_batch(make_batch(pair, clusters=["c", "c"]), generation="g1")
    remove(store, [document_id(pair[0])])
    assert Evidence([store]).fetch_postings(ROLE)["document_id"].to_pylist() == [document_id(pair[1])]


def test_compact_merges_files_and_keeps_the_answers(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    for number in range(4):
        add(store, number)
    before = answers(store)
    done = compact(store)
    assert answers(store) == before
    assert done.rows_dropped == 0
    assert done.files_merged >= 12
    assert len(delta.files(store.folder("documents"))) == 1
    assert compact(store).files_merged <= 2


def test_compact_drops_what_a_reread_replaced(tmp_path: Path) -> None:
    store = make_store(tmp_path, 3)
    rows = make_batch([make_document(n) for n in range(3)], generation="g2")
    del rows["documents"]
    store.write_batch(rows, action="reread", generation="g2")
    before = answers(store)
    assert compact(store).rows_dropped == 3 + 9
    assert answers(store) == before
    assert compact(store).rows_dropped == 0


def test_compact_finishes_a_removal_that_was_cut_short(tmp_path: Path) -> None:
    store = make_store(tmp_path, 3)
    delta.delete(store.folder("documents"), "document_id", [document_id(make_document(0))])
    assert count(store) == 2
    assert compact(store).rows_dropped == 1 + 3


def test_compact_of_an_empty_workspace(tmp_path: Path) -> None:
    assert compact(make_store(tmp_path)).rows_dropped == 0


def test_many_commits_stay_readable(tmp_path: Path) -> None:
    """Past the interval at which the log is rolled up."""
    store = make_store(tmp_path)
    seen = conform(pa.table({"document_id": ["a"], "source": ["b"]}), TABLES["sightings"], "none")
    for _ in range(25):
        delta.append(store.folder("sightings"), seen)
    assert len(delta.files(store.folder("sightings"))) == 25
    store.write_batch(make_batch([make_document(1)], [make_annotation()]), generation="g1")
    assert count(store) == 1
