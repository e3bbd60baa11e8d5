from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rolescope import schema
from rolescope.model import Document, Mention, OfficialFigure, PayReport, Statement
from rolescope.store.commit import Store
from rolescope.store.evidence import Evidence, Filters, LayerInfo
from rolescope.store.export import write_folder
from rolescope.store.lifecycle import compact
from rolescope.store.rows import document_id, official_table, pay_reports_table, statements_table
from rolescope.store.snapshot import FolderLayer, parse_counts
from store_case import TEXT, make_annotation, make_batch, make_document, make_mention, make_store

ROLE = "data-engineer"


def without_text(table: pa.Table) -> pa.Table:
    for name in ("text", "title", "employer", "url", "location"):
        table = table.set_column(table.column_names.index(name), name, pa.nulls(table.num_rows, pa.string()))
    return table


def make_bundled(folder: Path, numbers: range, **annotated: object) -> FolderLayer:
    documents = [make_document(n) for n in numbers]
    batch = make_batch(documents, [make_annotation(**annotated) for _ in numbers], generation="b1")
    write_folder({**batch, "documents": without_text(batch["documents"])}, folder)
    return FolderLayer(folder)


def write(store: Store, *documents: Document, clusters: list[str] | None = None, **annotated: object) -> None:
    rows = make_batch(documents, [make_annotation(**annotated) for _ in documents], clusters=clusters)
    store.write_batch(rows, generation="g1")


def found(evidence: Evidence, **filters: object) -> int:
    return evidence.fetch_postings(ROLE, Filters(**filters)).num_rows  # type: ignore[arg-type]


def test_postings_have_their_columns(tmp_path: Path) -> None:
    rows = Evidence([make_store(tmp_path, 1)]).fetch_postings(ROLE)
    assert rows.to_pylist() == [
        {
            "document_id": document_id(make_document(0)),
            "source": "board",
            "employer": "Employer 0",
            "date_posted": date(2024, 7, 15),
            "date_precision": "day",
            "level": "senior",
            "workplace": "remote",
            "employment_types": ["full_time"],
            "education_minimum": "bachelor",
            "education_preferred": "master",
            "experience_years": 3.0,
            "pay_low": 90.0,
            "pay_high": 110.0,
            "pay_currency": "EUR",
            "pay_period": "day",
            "annual_usd_low": 20_000.0,
            "annual_usd_high": 24_000.0,
            "country": "DE",
            "countable": True,
        }
    ]
    assert rows.schema.field("date_posted").type == pa.date32()


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, 5),
        ({"country": "DE"}, 4),
        ({"level": "lead"}, 1),
        ({"level": "lead", "country": "DE"}, 0),
        ({"since": date(2024, 7, 1)}, 2),
        ({"since": date(2024, 7, 2)}, 1),
        ({"since": date(2024, 1, 1)}, 3),
        ({"since": date(2023, 1, 1)}, 4),
        ({"until": date(2024, 7, 20)}, 2),
        ({"until": date(2024, 7, 31)}, 3),
        ({"since": date(2024, 1, 1), "until": date(2024, 12, 31)}, 3),
    ],
)
def test_filters(tmp_path: Path, filters: dict[str, object], wanted: int) -> None:
    store = make_store(tmp_path)
    dates = [
        "2024-07-15",
        "2024-07",
        "2024",
        "",
    ]
    write(store, *(make_document(n, date_posted=d) for n, d in enumerate(dates)))
    write(store, make_document(9, date_posted="2023-03-01"), level="lead", country="US")
    assert found(Evidence([store]), **filters) == wanted


def test_other_roles_guides_and_unread_documents_do_not_count(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    write(store, make_document(1), role=None)
    guide = Document("guide", "article", "Two roles", "A text.")
    store.write_batch(make_batch([guide]), generation="g1")
    store.write_batch({"documents": make_batch([make_document(2)])["documents"]})
    assert found(Evidence([store])) == 0


def test_one_posting_per_cluster_the_oldest(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    copies = [make_document(n, date_posted=d) for n, d in enumerate(["", "2024-05-02", "2024-05-01"])]
    write(store, *copies, clusters=["c", "c", "c"])
    assert Evidence([store]).fetch_postings(ROLE)["document_id"].to_pylist() == [document_id(copies[2])]
    assert Evidence([store]).fetch_mentions(ROLE).num_rows == 3


def test_mentions_are_distinct_and_the_strongest(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    mentions = [make_mention("Python", s) for s in ("mentioned", "required", "preferred")]
    unlinked = Mention("tool", None, "SQL", 35, 38)
    write(store, make_document(0), mentions=(*mentions, unlinked, make_mention("Airflow", "preferred")))
    rows = Evidence([store]).fetch_mentions(ROLE).to_pylist()
    assert [(r["kind"], r["concept"], r["strength"]) for r in rows] == [
        ("tool", "airflow", "preferred"),
        ("tool", "python", "required"),
    ]


def test_mentions_follow_the_filters(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    write(store, make_document(5), level="lead")
    evidence = Evidence([store])
    assert evidence.fetch_mentions(ROLE).num_rows == 9
    assert evidence.fetch_mentions(ROLE, Filters(level="lead")).num_rows == 3


def test_the_workspace_lies_above_the_bundled_layer(tmp_path: Path) -> None:
    bundled = make_bundled(tmp_path / "bundled", range(4), level="mid")
    store = make_store(tmp_path, 2)
    both = Evidence([store, bundled])
    assert found(both) == 4
    assert sorted(both.fetch_postings(ROLE)["level"].to_pylist()) == ["mid", "mid", "senior", "senior"]
    assert both.fetch_mentions(ROLE).num_rows == 12
    assert (found(Evidence([store])), found(Evidence([bundled]))) == (2, 4)
    assert both.describe() == (LayerInfo("workspace", "g1", 2, 0), LayerInfo("bundled", "b1", 4, 0))
    titles = both.fetch_documents([document_id(make_document(n)) for n in (0, 3)])
    assert sorted(titles["layer"].to_pylist()) == ["bundled", "workspace"]
    assert both.fetch_background().total == 4


def test_a_document_only_the_layer_below_has_read_counts(tmp_path: Path) -> None:
    bundled = make_bundled(tmp_path / "bundled", range(1))
    store = make_store(tmp_path)
    store.write_batch({"documents": make_batch([make_document(0)])["documents"]})
    assert found(Evidence([store, bundled])) == 1


def test_background_counts_countable_postings_of_all_roles(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    write(store, make_document(5), role=None)
    write(store, make_document(6), countable=False)
    background = Evidence([store]).fetch_background()
    assert background.total == 3
    assert background.table.to_pylist()[1] == {"kind": "tool", "concept": "python", "documents": 3}


def test_a_ready_background_is_read(tmp_path: Path) -> None:
    bundled = make_bundled(tmp_path / "bundled", range(3))
    computed = Evidence([bundled]).fetch_background()
    assert (computed.total, computed.table.num_rows) == (3, 3)
    ready = pa.table({"kind": ["tool"], "concept": ["cobol"], "documents": [7]})
    pq.write_table(ready.replace_schema_metadata({"total": "9"}), tmp_path / "bundled" / "background.parquet")
    background = Evidence([bundled]).fetch_background()
    assert (background.total, background.table.to_pylist()) == (9, ready.to_pylist())


def test_export_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_bundled(tmp_path / name, range(5))
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_the_bundled_layer_needs_no_delta_lake(tmp_path: Path) -> None:
    make_bundled(tmp_path / "bundled", range(3))
    program = (
        "import sys; from pathlib import Path\n"
        "from rolescope.store.evidence import Evidence\n"
        "from rolescope.store.snapshot import FolderLayer\n"
        "evidence = Evidence([FolderLayer(Path(sys.argv[1]))])\n"
        "print(evidence.fetch_mentions('data-engineer').num_rows, evidence.fetch_background().total)\n"
        "print([m for m in ('deltalake', 'rensa', 'filelock', 'pyarrow.parquet', 'pandas') if m in sys.modules])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "bundled")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == "9 3\n[]\n"


def test_pay_reports_are_filtered_by_year_level_and_country(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    reports = [
        PayReport("survey", "x", year, "senior", None, 1.0, 2.0, "USD", 1.0, 2.0, country)
        for year, country in ((2022, "US"), (2023, "US"), (2024, "DE"))
    ]
    store.write_batch({"pay_reports": pay_reports_table(reports, [ROLE] * 3)})
    evidence = Evidence([store])
    assert evidence.fetch_pay_reports(ROLE).column_names == schema.PAY_REPORTS.names[:-1]
    for filters, wanted in (
        (Filters(), 3),
        (Filters(since=date(2023, 5, 1)), 2),
        (Filters(until=date(2022, 1, 1)), 1),
        (Filters(country="DE"), 1),
        (Filters(level="lead"), 0),
    ):
        assert evidence.fetch_pay_reports(ROLE, filters).num_rows == wanted
    assert evidence.fetch_pay_reports("nurse").num_rows == 0


def make_figure(source: str, code: str, value: float = 1.0, edition: str = "1") -> OfficialFigure:
    return OfficialFigure(source, edition, code, "Data Scientists", "employment", value)


def test_official_figures_are_found_by_both_codes(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    codes = ["15-2051", "15-2051.00", "15-2051.01", "11-3021"]
    store.write_batch({"official": official_table([make_figure("stats", code) for code in codes])})
    evidence = Evidence([store])
    assert evidence.fetch_official(["15-2051.01"])["code"].to_pylist() == ["15-2051", "15-2051.01"]
    assert evidence.fetch_official(["15-2051"])["code"].to_pylist() == ["15-2051", "15-2051.00"]
    assert evidence.fetch_official([]).num_rows == 0


def test_a_newer_edition_and_the_topmost_layer_win(tmp_path: Path) -> None:
    below = {
        "official": official_table(
            [make_figure("stats", "15-2051", 1.0), make_figure("tasks", "15-2051", 5.0)]
        )
    }
    write_folder(below, tmp_path / "bundled")
    store = make_store(tmp_path)
    for value in (2.0, 3.0):
        rows = official_table([make_figure("stats", "15-2051", value, edition=str(value))])
        store.write_batch({"official": rows}, action="official")
    rows = Evidence([store, FolderLayer(tmp_path / "bundled")]).fetch_official(["15-2051"])
    assert rows["value"].to_pylist() == [3.0, 5.0]


def write_guide(store: Store) -> str:
    text = "Engineers use Python. They plan. 😀 Managers use SQL."
    guide = Document("guide", "article", "Two roles", text, date_posted="2024")
    of = document_id(guide)
    spans = [("Engineer", 0, 21, 1), ("Engineer", 22, 32, 2), ("Manager", 35, 52, 1)]
    said = [Statement(role, "tools", ordinal, start, end) for role, start, end, ordinal in spans]
    roles = [ROLE, ROLE, "data-manager"]
    mentions = (make_mention("Python", text=text), make_mention("SQL", text=text))
    batch = make_batch([guide], [make_annotation(*mentions, role=None)])
    batch["statements"] = statements_table([of] * 3, said, roles, ["unstated", "unstated", "executive"])
    store.write_batch(batch, generation="g1")
    return of


def test_guides_give_statements_with_their_words_and_concepts(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    write_guide(store)
    evidence = Evidence([store])
    rows = evidence.fetch_guides(ROLE).to_pylist()
    assert [row["text"] for row in rows] == ["Engineers use Python.", "They plan."]
    assert [row["concepts"] for row in rows] == [[{"kind": "tool", "concept": "python"}], []]
    manager = evidence.fetch_guides("data-manager", "executive").to_pylist()
    assert [(row["text"], row["role_text"]) for row in manager] == [("Managers use SQL.", "Manager")]
    assert evidence.fetch_guides("data-manager", "lead").num_rows == 0


def test_a_bundled_guide_has_concepts_but_no_words(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    write_guide(store)
    tables = {name: _read_all(store, name) for name in ("documents", "annotations", "mentions", "statements")}
    write_folder({**tables, "documents": without_text(tables["documents"])}, tmp_path / "bundled")
    rows = Evidence([FolderLayer(tmp_path / "bundled")]).fetch_guides(ROLE).to_pylist()
    assert [row["text"] for row in rows] == [None, None]
    assert rows[0]["concepts"] == [{"kind": "tool", "concept": "python"}]
    assert len(Evidence([store, FolderLayer(tmp_path / "bundled")]).fetch_guides(ROLE)) == 2


def _read_all(store: Store, table: str) -> pa.Table:
    rows = pa.concat_tables(pq.read_table(file) for file in store.snapshot((table,)).files[table])
    return rows.cast(schema.TABLES[table])


def test_evidence_opens_a_figure_to_its_quotes(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    dates = ["2024-01-01", "2024-03-01", ""]
    write(store, *(make_document(n, date_posted=d) for n, d in enumerate(dates)))
    write(store, make_document(9), countable=False)
    evidence = Evidence([store])
    rows = evidence.fetch_evidence(ROLE, Filters(), "tool", "python").to_pylist()
    assert [str(row["date_posted"]) for row in rows] == ["2024-03-01", "2024-01-01", "None"]
    first = rows[0]
    assert first["quote"] == "You must know Python and SQL well."
    assert TEXT[first["start"] : first["end"]] == "Python"
    assert (first["title"], first["employer"], first["layer"]) == ("Data Engineer", "Employer 1", "workspace")
    assert (first["strength"], first["section"], first["extractor"], first["mentions"]) == (
        "required",
        "requirements",
        "labels",
        1,
    )
    second = evidence.fetch_evidence(ROLE, Filters(), "tool", "python", limit=1, offset=1)
    assert second.to_pylist() == rows[1:2]


def test_evidence_shows_the_strongest_mention_of_each_posting(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    facts = Mention("tool", "python", "Python", None, None, "mentioned")
    write(store, make_document(0), mentions=(facts, make_mention("Python")))
    (row,) = Evidence([store]).fetch_evidence(ROLE, Filters(), "tool", "python").to_pylist()
    assert (row["strength"], row["mentions"]) == ("required", 2)


def test_bundled_evidence_has_spans_but_no_quotes(tmp_path: Path) -> None:
    evidence = Evidence([make_bundled(tmp_path / "bundled", range(2))])
    rows = evidence.fetch_evidence(ROLE, Filters(), "tool", "python").to_pylist()
    assert [(row["quote"], row["title"], row["layer"]) for row in rows] == [(None, None, "bundled")] * 2
    assert rows[0]["start"] == TEXT.index("Python")


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("education", "bachelor", 2),
        ("education", "phd", 0),
        ("education_preferred", "master", 2),
        ("level", "senior", 2),
        ("workplace", "remote", 2),
        ("employment", "full_time", 2),
        ("country", "DE", 2),
        ("experience", "years", 2),
        ("experience", "3-4", 2),
        ("experience", "unstated", 0),
        ("pay", "advertised", 3),
        ("colour", "red", 0),
    ],
)
def test_evidence_of_facts(tmp_path: Path, kind: str, value: str, wanted: int) -> None:
    store = make_store(tmp_path, 2)
    write(store, make_document(7), countable=False)
    rows = Evidence([store]).fetch_evidence(ROLE, Filters(), kind, value)
    assert rows.num_rows == wanted
    assert (
        rows.column_names == Evidence([store]).fetch_evidence(ROLE, Filters(), "tool", "python").column_names
    )


def test_summaries(tmp_path: Path) -> None:
    store = make_store(tmp_path, 3)
    write(
        store,
        make_document(8, source="other", employer="", date_posted="2020"),
        level="lead",
        countable=False,
    )
    evidence = Evidence([store])
    assert evidence.roles_summary().to_pylist() == [
        {"role": ROLE, "level": "lead", "postings": 1, "countable": 0, "employers": 0},
        {"role": ROLE, "level": "senior", "postings": 3, "countable": 3, "employers": 3},
    ]
    sources = evidence.sources_summary(ROLE).to_pylist()
    assert [(s["source"], s["postings"], s["countable"]) for s in sources] == [
        ("board", 3, 3),
        ("other", 1, 0),
    ]
    assert (str(sources[1]["first_date"]), str(sources[1]["last_date"])) == ("2020-01-01", "2020-12-31")
    assert evidence.sources_summary(ROLE, Filters(level="lead")).num_rows == 1


def test_the_employer_is_its_key_where_one_is_stored(tmp_path: Path) -> None:
    from rolescope.store.signing import sign_documents, signatures_table

    store = make_store(tmp_path)
    documents = [make_document(n, employer=e) for n, e in enumerate(["ACME Inc.", "Acme", "Confidential"])]
    batch, ids = make_batch(documents), [document_id(d) for d in documents]
    store.write_batch(
        {**batch, "signatures": signatures_table(sign_documents(ids, documents), ids)}, generation="g1"
    )
    employers = Evidence([store]).fetch_postings(ROLE)["employer"].to_pylist()
    assert sorted(employers) == ["", "acme", "acme"]


def test_no_layers_and_empty_layers_answer(tmp_path: Path) -> None:
    for evidence in (Evidence([]), Evidence([FolderLayer(tmp_path)])):
        assert found(evidence) == 0
        assert evidence.fetch_background().total == 0
        assert evidence.describe() == ()
        assert evidence.fetch_guides(ROLE).num_rows == 0
        assert evidence.fetch_evidence(ROLE, Filters(), "tool", "python").num_rows == 0
        assert evidence.counts().num_rows == 0


def test_evidence_stays_as_it_was_until_refreshed(tmp_path: Path) -> None:
    store = make_store(tmp_path, 1)
    evidence = Evidence([store])
    assert found(evidence) == 1
    write(store, make_document(4))
    assert found(evidence) == 1
    evidence.refresh()
    assert found(evidence) == 2


def test_a_reader_whose_files_went_takes_new_ones(tmp_path: Path) -> None:
    store = make_store(tmp_path, 2)
    write(store, make_document(4))
    evidence = Evidence([store])
    assert found(evidence) == 3
    old = store.snapshot(("mentions",)).files["mentions"]
    compact(store)
    for file in old:
        Path(file).unlink(missing_ok=True)
    assert evidence.fetch_mentions(ROLE).num_rows == 9


def test_threads_can_ask_at_once(tmp_path: Path) -> None:
    evidence = Evidence([make_store(tmp_path, 5)])
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(evidence.fetch_mentions(ROLE).num_rows))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [15] * 8


def test_counts_that_are_no_object_are_empty() -> None:
    assert parse_counts("[1]") == {}
    assert parse_counts(None) == {}


def test_every_query_says_what_it_answers() -> None:
    folder = Path(__file__).resolve().parents[1] / "src" / "rolescope" / "store" / "queries"
    for file in folder.glob("*.sql"):
        first = file.read_text().splitlines()[0]
        assert first.startswith("-- "), file.name
        assert first.endswith((".", "?")), file.name
