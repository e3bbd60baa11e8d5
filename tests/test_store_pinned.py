"""A pinned workspace answers as the same workspace does, and keeps answering so while others write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from rolescope import Settings, Workspace
from rolescope.figures import FACTS
from rolescope.store.commit import Store
from rolescope.store.evidence import Evidence, Filters
from rolescope.store.export import write_folder
from rolescope.store.lifecycle import compact
from rolescope.store.pinned import PinnedEvidence
from rolescope.store.rows import document_id
from rolescope.store.snapshot import FolderLayer, Layer
from rolescope.workspace import bundled_folder
from store_case import make_annotation, make_batch, make_document, make_store
from workspace_case import make_posting, write_jsonl

ROLE = "data-engineer"
FILTERS = [
    Filters(),
    Filters(country="US"),
    Filters(level="senior"),
    Filters(not_level="senior"),
    Filters(since=date(2024, 3, 1)),
    Filters(since=date(2020, 1, 1), until=date(2024, 6, 30), country="US"),
]
FIGURES = [
    ("tool", "python"),
    ("tool", "no-such-tool"),
    ("soft_skill", "communication"),
    ("country", "US"),
    *((kind, value) for kind, values in FACTS.items() for value in values if value != "collected"),
]


def rows_of(table: pa.Table) -> list[dict[str, object]]:
    """Rows without regard to the order of columns."""
    return [dict(sorted(row.items())) for row in table.to_pylist()]


@pytest.fixture(scope="module")
def layers(filled: Path) -> list[Layer]:
    return [Store.open(filled), FolderLayer(bundled_folder())]


@pytest.fixture(scope="module")
def plain(layers: list[Layer]) -> Evidence:
    return Evidence(layers)


@pytest.fixture(scope="module")
def pinned(layers: list[Layer]) -> PinnedEvidence:
    return PinnedEvidence(layers)


@pytest.mark.parametrize("filters", FILTERS)
def test_the_same_postings_mentions_and_pay(
    plain: Evidence, pinned: PinnedEvidence, filters: Filters
) -> None:
    ours, theirs = (base.fetch_sample(ROLE, filters) for base in (pinned, plain))
    assert ours.columns == theirs.columns
    assert ours.strata == theirs.strata
    for name in ("employer", "stratum", "sources", "weight", "row", "column", "strength"):
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()
    kept = theirs.postings.column_names
    assert ours.postings.select(kept).to_pylist() == theirs.postings.to_pylist()
    assert rows_of(pinned.fetch_pay_reports(ROLE, filters)) == rows_of(plain.fetch_pay_reports(ROLE, filters))


@pytest.mark.parametrize("filters", FILTERS[::2])
def test_the_same_postings_behind_every_figure(
    plain: Evidence, pinned: PinnedEvidence, filters: Filters
) -> None:
    for kind, concept in FIGURES:
        ours, theirs = (b.fetch_page(ROLE, filters, kind, concept, (7, 3)) for b in (pinned, plain))
        assert (ours[0], rows_of(ours[1])) == (theirs[0], rows_of(theirs[1])), (kind, concept)


def test_the_same_beside_postings(plain: Evidence, pinned: PinnedEvidence) -> None:
    for ask in (
        lambda base: base.fetch_official(["15-2051.01", "11-3021"]),
        lambda base: base.fetch_guides(ROLE),
        lambda base: base.fetch_guides(ROLE, "senior"),
        lambda base: base.roles_summary(),
        lambda base: base.counts(),
    ):
        assert ask(pinned).to_pylist() == ask(plain).to_pylist()
    assert pinned.remote_boards() == plain.remote_boards()
    assert pinned.fetch_background().total == plain.fetch_background().total
    assert pinned.fetch_sample("no-such-role").size == 0


def test_the_same_documents_and_strongest_mentions(plain: Evidence, pinned: PinnedEvidence) -> None:
    ids = [
        row["document_id"]
        for row in plain.fetch_page(ROLE, Filters(), "tool", "python", (9, 0))[1].to_pylist()
    ]
    assert rows_of(pinned.fetch_documents(ids)) == rows_of(plain.fetch_documents(ids))
    ours, theirs = (b.fetch_sample_documents([*ids, "unknown"]) for b in (pinned, plain))
    assert sorted(map(str, rows_of(ours))) == sorted(map(str, rows_of(theirs)))
    asked = [
        (of, kind, c)
        for of in (*ids, "unknown")
        for kind, c in (("tool", "python"), ("tool", "sql"), ("tool", "x"))
    ]
    ours, theirs = (b.fetch_sample_mentions(asked) for b in (pinned, plain))
    assert sorted(map(str, rows_of(ours))) == sorted(map(str, rows_of(theirs)))


def test_large_documents_stay_in_their_files(
    layers: list[Layer], plain: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolescope.store.pinned._MOST_HELD", 0)
    lean = PinnedEvidence(layers)
    page = (ROLE, Filters(), "tool", "python", (5, 0))
    assert rows_of(lean.fetch_page(*page)[1]) == rows_of(plain.fetch_page(*page)[1])


def test_a_document_that_only_the_layer_below_has_read(tmp_path: Path) -> None:
    batch = make_batch([make_document(1)], [make_annotation()], generation="b1")
    write_folder(batch, tmp_path / "below")
    store = make_store(tmp_path)
    store.write_batch({"documents": make_batch([make_document(1)])["documents"]}, generation="g1")
    layers: list[Layer] = [store, FolderLayer(tmp_path / "below")]
    page = (ROLE, Filters(), "tool", "python", (5, 0))
    ours, theirs = PinnedEvidence(layers).fetch_page(*page), Evidence(layers).fetch_page(*page)
    assert ours[0] == theirs[0] == 1
    assert rows_of(ours[1]) == rows_of(theirs[1])


def test_answers_are_equal_whole(filled: Path) -> None:
    free = Workspace(Settings(workspace=filled, workers=1))
    held = free.pin()
    for roles in (("Data Engineer", "Data Analyst"), ("Data Engineer", "Senior Data Engineer")):
        for _ in range(2):
            assert held.compare(*roles, country="US") == free.compare(*roles, country="US")
    assert held.role("Data Analyst", level="senior") == free.role("Data Analyst", level="senior")
    assert held.evidence("data-engineer/pay/collected") == free.evidence("data-engineer/pay/collected")


def test_a_pinned_workspace_stays_as_it_was(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "workspace", workers=1)
    outside = Workspace(settings).pin()
    feed = write_jsonl(tmp_path / "a.jsonl", [make_posting("Data Engineer", n) for n in range(12)])
    Workspace(settings, create=True).add([feed], source="board")
    assert outside.is_stale()  # there is a workspace now

    free = Workspace(settings, only_mine=True)
    held = free.pin()
    assert not held.is_stale()
    assert not free.is_stale()
    more = write_jsonl(tmp_path / "b.jsonl", [make_posting("Data Engineer", n) for n in range(20, 25)])
    Workspace(settings).add([more], source="board")
    assert held.is_stale()
    assert held.role("Data Engineer").role.profile.postings == 12
    again = held.pin()
    assert not again.is_stale()
    assert again.role("Data Engineer").role.profile.postings == 17


def test_an_unasked_reader_is_not_stale(filled: Path) -> None:
    evidence = Evidence([Store.open(filled)])
    assert not evidence.is_stale()
    evidence.counts()
    assert not evidence.is_stale()


def test_a_pinned_reader_outlives_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolescope.store.delta._RETENTION_HOURS", 0)
    store = make_store(tmp_path, 12)
    held = PinnedEvidence([store])
    store.write_batch(make_batch([make_document(n) for n in range(12, 20)]), generation="g1")
    compact(store)
    assert held.is_stale()
    assert held.fetch_sample(ROLE).size == 12
    assert held.fetch_document_mentions("workspace", document_id(make_document(1))).num_rows
    assert held.is_stale()  # what was read anew does not hide that the rest is old


def test_an_empty_workspace_can_be_pinned(tmp_path: Path) -> None:
    held = PinnedEvidence([make_store(tmp_path)])
    assert held.fetch_sample(ROLE).size == 0
    assert held.fetch_page(ROLE, Filters(), "tool", "python", (5, 0))[0] == 0
    assert held.fetch_sample_documents(["x"]).num_rows == 0
    assert held.fetch_pay_reports(ROLE).num_rows == 0


def test_threads_get_one_answer(filled: Path) -> None:
    held = Workspace(Settings(workspace=filled, workers=1), only_mine=True).pin()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: held.compare("Data Engineer", "Data Analyst"), range(16)))
    assert all(answer == answers[0] for answer in answers)
