from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from rolescope import schema
from rolescope.errors import WorkspaceError
from rolescope.model import PayReport
from rolescope.store.commit import Store, conform
from rolescope.store.evidence import Evidence, LayerInfo
from rolescope.store.rows import (
    document_id,
    documents_table,
    pay_reports_table,
    read_documents,
)
from rolescope.store.signing import sign_documents, signatures_table
from store_case import make_annotation, make_batch, make_document, make_mention, make_store


def count(store: Store) -> int:
    return Evidence([store]).fetch_postings("data-engineer").num_rows


def test_what_was_written_is_read(tmp_path: Path) -> None:
    store = make_store(tmp_path, 12)
    assert count(store) == 12
    assert store.generation() == "g1"
    run = store.runs()[0]
    assert run.action == "add"
    assert run.counts["rows"] == {"documents": 12, "annotations": 12, "mentions": 36}


def test_adding_twice_is_adding_once(tmp_path: Path) -> None:
    store = make_store(tmp_path, 5)
    before = Evidence([store]).counts()
    store.write_batch(make_batch([make_document(n) for n in range(7)]), generation="g1")
    assert count(store) == 7
    after = {row["name"]: row["rows"] for row in Evidence([store]).counts().to_pylist()}
    assert {row["name"]: row["rows"] for row in before.to_pylist()}["mentions"] == 15
    assert (after["posting"], after["annotations"], after["mentions"]) == (7, 7, 21)
    assert store.runs()[1].counts["rows"]["documents"] == 2


def test_known_ids_are_those_stored(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    first, second = document_id(make_document(1)), document_id(make_document(2))
    assert store.known_ids([first]) == set()
    store.write_batch(make_batch([make_document(1)]))
    assert store.known_ids({first, second}) == {first}
    assert store.known_ids([]) == set()


def test_counts_are_kept(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    store.write_batch(make_batch([make_document(1)]), counts={"problems": 2})
    assert store.runs()[0].counts["problems"] == 2


def test_a_failed_batch_is_invisible(tmp_path: Path) -> None:
    store = make_store(tmp_path, 3)
    with pytest.raises(ValueError, match="no such column"):
        store.write_batch({**make_batch([make_document(9)]), "sightings": pa.table({"colour": ["red"]})})
    assert count(store) == 3
    assert store.known_ids([document_id(make_document(9))]) == set()
    store.write_batch(make_batch([make_document(9)]))
    assert count(store) == 4


def test_batches_sort_in_the_order_of_commits(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    ids = [store.write_batch(make_batch([make_document(n)])) for n in range(3)]
    assert ids == sorted(ids)
    assert [run.batch_id for run in store.runs()] == ids


def test_a_document_twice_in_a_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="twice"):
        make_store(tmp_path).write_batch(make_batch([make_document(1), make_document(1)]))


def test_rows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="no such column: colour"):
        conform(pa.table({"colour": ["red"]}), schema.SIGHTINGS, "1")


def test_rows_are_cast_and_completed() -> None:
    rows = pa.table({"document_id": pa.array(["a"], pa.large_string())})
    table = conform(rows, schema.SIGHTINGS, "b1")
    assert table.schema == schema.SIGHTINGS
    assert table.to_pylist() == [{"document_id": "a", "source": None, "seen_at": None, "batch_id": "b1"}]


def test_sightings_of_known_documents_are_kept(tmp_path: Path) -> None:
    store = make_store(tmp_path, 1)
    seen = pa.table({"document_id": [document_id(make_document(0))], "source": ["board"]})
    store.write_batch({**make_batch([make_document(0)]), "sightings": seen})
    counts = {row["name"]: row["rows"] for row in Evidence([store]).counts().to_pylist()}
    assert (counts["posting"], counts["sightings"]) == (1, 1)


def test_pay_reports_are_stored_once(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    report = PayReport(
        "survey", "Data Engineer", 2024, "senior", "full_time", 1.0, 2.0, "USD", 1.0, 2.0, "US"
    )
    for _ in range(2):
        store.write_batch({"pay_reports": pay_reports_table([report], ["data-engineer"])})
    assert Evidence([store]).fetch_pay_reports("data-engineer").num_rows == 1


def test_signatures_come_back(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    documents = [make_document(1, date_posted="2024"), make_document(2, text="")]
    ids = [document_id(d) for d in documents]
    signed = sign_documents(ids, documents)
    rows = {"documents": documents_table(ids, documents, ids), "signatures": signatures_table(signed, ids)}
    store.write_batch(rows)
    back = {s.document_id: s for s in store.signatures()}
    for wanted in signed:
        found = back[wanted.document_id]
        assert found.values.tolist() == wanted.values.tolist()
        assert (found.title_key, found.employer_key) == (wanted.title_key, wanted.employer_key)
        assert (found.date_precision, found.cluster) == (wanted.date_precision, wanted.document_id)


def test_documents_stream_back_whole(tmp_path: Path) -> None:
    store = make_store(tmp_path, 25)
    parts = list(store.stream_documents(10))
    back = dict(pair for part in parts for pair in read_documents(part))
    assert back == {document_id(make_document(n)): make_document(n) for n in range(25)}
    assert list(make_store(tmp_path / "empty").stream_documents()) == []


def test_a_reread_switches_at_once(tmp_path: Path) -> None:
    store = make_store(tmp_path, 4)
    with store.batch("reread", "g2") as batch:
        for n in range(4):
            new = make_annotation(make_mention("Python"), level="lead")
            tables = make_batch([make_document(n)], [new], generation="g2")
            batch.append("annotations", tables["annotations"])
            batch.append("mentions", tables["mentions"])
            assert Evidence([store]).fetch_postings("data-engineer")["level"].to_pylist() == ["senior"] * 4
    evidence = Evidence([store])
    assert evidence.fetch_postings("data-engineer")["level"].to_pylist() == ["lead"] * 4
    assert evidence.fetch_mentions("data-engineer")["concept"].to_pylist() == ["python"] * 4
    assert evidence.describe() == (LayerInfo("workspace", "g2", 4, 0),)


def test_a_reread_by_an_earlier_generation_counts_once(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    for generation in ("g2", "g1"):
        rows = make_batch([make_document(n) for n in range(2)], generation=generation)
        del rows["documents"]
        store.write_batch(rows, action="reread", generation=generation)
    counts = {row["name"]: row["rows"] for row in Evidence([store]).counts().to_pylist()}
    assert (store.generation(), counts["annotations"], counts["mentions"]) == ("g1", 2, 6)


def test_documents_of_another_generation_wait_for_a_reread(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    store.write_batch(make_batch([make_document(5)], generation="g2"), generation="g2")
    assert count(store) == 2
    assert Evidence([store]).describe() == (LayerInfo("workspace", "g1", 3, 1),)


def test_no_workspace_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no workspace"):
        Store.open(tmp_path / "none")


def test_an_empty_workspace_answers(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    assert (count(store), store.generation(), store.signatures()) == (0, None, [])


@pytest.mark.parametrize("name", ["with space", "it's", "a#b", "ümläut", "q?*"])
def test_folders_with_odd_names_work(tmp_path: Path, name: str) -> None:
    store = make_store(tmp_path / name, 2)
    assert count(store) == 2


def test_the_log_repeats_no_content(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    log = "".join(p.read_text() for p in store.folder("documents").glob("_delta_log/*.json"))
    assert "batch_id" in log
    assert "Employer" not in log


def test_a_lost_table_file_is_one_sentence(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    for file in store.folder("documents").glob("*.parquet"):
        file.unlink()
    with pytest.raises(WorkspaceError, match="could not be read"):
        count(store)


def test_a_damaged_table_file_is_one_sentence(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    for file in store.folder("documents").glob("*.parquet"):
        file.write_bytes(b"PAR1 nothing of use PAR1")
    with pytest.raises(WorkspaceError, match="damaged"):
        count(store)


def test_a_damaged_log_is_one_sentence(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    for file in store.folder("runs").glob("_delta_log/*.json"):
        file.write_text("{oops")
    with pytest.raises(WorkspaceError, match="could not be read"):
        count(store)
