"""Reading into a workspace: what is new, what is known, what comes back, what stays after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from rolescope import Settings, Workspace, ingest
from rolescope.ingest import (
    AddReport,
    StatementCounts,
    add_items,
    resolve_role,
    role_of_title,
    spread_statements,
)
from rolescope.model import Document, Guide, OfficialFigure, Problem, Statement
from rolescope.store.commit import Store
from workspace_case import make_posting, make_postings, make_text, write_jsonl

DATA = Path(__file__).parent / "data"
TRAPS = StatementCounts(
    definitions=3, responsibilities=6, skills=5, education=3, tools=4, industries=4, outlook=1, tips=4
)
SALARIES = (
    "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,employee_residence,"
    "remote_ratio,company_location,company_size\n"
    + "".join(
        f"2024,SE,FT,Data Engineer,{pay},USD,{pay},US,0,US,M\n"
        for pay in (170_000, 120_000, 170_000, 120_000, 150_000, 90_000)
    )
    + "2024,SE,FT,Forester,80000,USD,80000,US,0,US,M\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(Settings(workspace=tmp_path / "w", workers=1), only_mine=True, create=True)


def add(workspace: Workspace, *paths: Path, **options: str) -> AddReport:
    return Workspace(workspace.settings).add(paths, **options)  # type: ignore[arg-type]


def count_postings(path: Path) -> int:
    listed = Workspace(Settings(workspace=path, workers=1), only_mine=True).roles("data engineer")
    return listed.evidence.layers[0].postings


# -- new, known, changed, removed -------------------------------------------------------------------------------------


def test_adding_twice_is_adding_once(workspace: Workspace, tmp_path: Path) -> None:
    feed = write_jsonl(tmp_path / "feed.jsonl", make_postings(5))
    first, second = add(workspace, feed), add(workspace, feed)
    assert (first.documents, first.postings, first.already_known, first.duplicates) == (10, 10, 0, 0)
    assert (second.documents, second.postings, second.already_known) == (0, 0, 10)
    assert first.kept_anything
    assert second.kept_anything
    assert count_postings(workspace.settings.workspace) == 10


def test_a_changed_posting_is_a_new_document_and_the_same_cluster(
    workspace: Workspace, tmp_path: Path
) -> None:
    before, after = make_posting("Data Engineer", 1), make_posting("Data Engineer", 1)
    after["text"] = f"{after['text']} Apply by letter."
    add(workspace, write_jsonl(tmp_path / "a.jsonl", [before]), source="board")
    second = add(workspace, write_jsonl(tmp_path / "b.jsonl", [after]), source="board")
    assert (second.documents, second.duplicates) == (1, 1)
    assert Workspace(workspace.settings, only_mine=True).role("Data Engineer").role.profile.postings == 1


def test_one_ad_in_many_towns_counts_once(workspace: Workspace, tmp_path: Path) -> None:
    towns = [
        make_posting("Data Engineer", 1, location=f"{town}, TX") for town in ("Austin", "Waco", "Dallas")
    ]
    report = add(workspace, write_jsonl(tmp_path / "a.jsonl", towns))
    assert (report.documents, report.duplicates) == (3, 2)


def test_twice_in_one_file_is_once(workspace: Workspace, tmp_path: Path) -> None:
    posting = make_posting("Data Engineer", 1)
    report = add(workspace, write_jsonl(tmp_path / "a.jsonl", [posting, posting]))
    assert (report.documents, report.already_known) == (1, 1)


def test_what_was_removed_does_not_come_back(workspace: Workspace, tmp_path: Path) -> None:
    feed = write_jsonl(tmp_path / "feed.jsonl", make_postings(4))
    add(workspace, feed, source="board")
    assert Workspace(workspace.settings).remove((), employer="Birch North").removed == 2
    again = add(workspace, feed, source="board")
    assert again.documents == 0
    assert count_postings(workspace.settings.workspace) == 6
    assert Workspace(workspace.settings).remove((), source="board").removed == 6
    assert add(workspace, feed, source="board").documents == 0
    assert add(workspace, feed, source="other board").documents == 6


def test_problems_stand_beside_what_was_kept(workspace: Workspace, tmp_path: Path) -> None:
    feed = write_jsonl(tmp_path / "feed.jsonl", [make_posting("Data Engineer", 1), [1], "x"])
    with feed.open("a") as stream:
        stream.write("{broken\n")
    report = add(workspace, feed, tmp_path / "absent.jsonl")
    assert report.postings == 1
    assert len(report.problems) >= 2
    assert all(p.what.endswith(".") and p.why and str(tmp_path) not in p.where for p in report.problems)


def test_nothing_kept_is_said(workspace: Workspace, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    report = add(workspace, empty)
    assert not report.kept_anything
    assert [p.why for p in report.problems] == ["empty"]


def test_texts_no_file_format_can_hold_are_mended(workspace: Workspace, tmp_path: Path) -> None:
    odd = make_posting("Data Engineer", 1)
    odd |= {"text": f"{odd['text']} \ud83d", "company": "Oak \udc00"}
    feed = tmp_path / "odd.jsonl"
    import json

    feed.write_text(json.dumps(odd) + "\n")
    assert add(workspace, feed).postings == 1
    assert add(workspace, feed).already_known == 1


# -- guides and collected pay -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_the_traps_article_is_counted_exactly(workspace: Workspace, form: str) -> None:
    report = add(workspace, DATA / f"guide_traps.{form}")
    assert report == AddReport(documents=1, guides=1, profiles=3, statements=TRAPS, cards=5, distinct_cards=5)
    again = add(workspace, DATA / f"guide_traps.{form}")
    assert again == AddReport(already_known=1)


def test_job_cards_are_never_evidence(workspace: Workspace) -> None:
    add(workspace, DATA / "guide_traps.md")
    answer = Workspace(workspace.settings, only_mine=True).role("Lead Analytics Engineer").role
    assert answer.profile.postings == 0
    assert answer.guides.guides == 1


def test_what_a_guide_says_of_all_is_said_of_each() -> None:
    said = (Statement("", "outlook", 0, 0, 3), Statement("B", "skills", 0, 4, 6))
    guide = Guide(Document("guide", "s", "t", "abc de"), ("A", "B"), said, ())
    assert [(s.role, s.section) for s in spread_statements(guide)] == [
        ("A", "outlook"),
        ("B", "outlook"),
        ("B", "skills"),
    ]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Lead Machine Learning Engineer", ("machine-learning-engineer", "lead")),
        ("Data Engineer", ("data-engineer", "")),
        ("Healthcare Data Engineer", ("data-engineer", "")),
        ("Keeper of Lighthouses", ("", "")),
    ],
)
def test_roles_named_by_guides(name: str, role: tuple[str, str]) -> None:
    assert resolve_role(name) == role


def test_roles_of_titles() -> None:
    assert (role_of_title("Senior Data Engineer (m/f/d)"), role_of_title("Forester")) == ("data-engineer", "")


def test_collected_pay_is_collapsed_and_known_again(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "salaries.csv"
    path.write_text(SALARIES)
    first, second = add(workspace, path), add(workspace, path)
    assert (first.pay_reports, first.documents) == (3, 0)
    assert (second.pay_reports, second.already_known) == (0, 3)
    pay = Workspace(workspace.settings, only_mine=True).role("Data Engineer").role.profile.pay[1]
    assert (pay.source_kind, pay.distinct, pay.n) == ("collected", 2, 3)


def test_collected_pay_of_two_feeds_counts_once_and_goes_with_its_feed(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "first.csv").write_text(SALARIES)
    (tmp_path / "second.csv").write_text(SALARIES)
    assert add(workspace, tmp_path / "first.csv").pay_reports == 3
    before = Workspace(workspace.settings, only_mine=True).role("Data Engineer").role.profile.pay
    assert add(workspace, tmp_path / "second.csv").pay_reports == 0
    assert Workspace(workspace.settings, only_mine=True).role("Data Engineer").role.profile.pay == before
    removed = Workspace(workspace.settings).remove((), source="first")
    assert (removed.removed, removed.pay_ranges) == (0, 3)


# -- official figures, rereading --------------------------------------------------------------------------------------


def test_official_figures_are_stored_in_one_commit(workspace: Workspace) -> None:
    store = Store.open(workspace.settings.workspace)
    figures = [
        OfficialFigure("BLS OEWS", "May 2024", "15-1243", "Database Architects", "employment", 61_000.0)
    ]
    report = ingest.store_official(store, figures, ())
    assert (report.edition, report.figures, report.occupations) == ("BLS OEWS May 2024", 1, 1)
    empty = ingest.store_official(store, (), (Problem("Nothing."),))
    assert (empty.figures, len(empty.problems)) == (0, 1)
    assert [run.action for run in store.runs()] == ["official"]


def test_rereading_gives_the_same_under_the_same_settings(workspace: Workspace, tmp_path: Path) -> None:
    add(workspace, write_jsonl(tmp_path / "feed.jsonl", make_postings(5)))
    before = Workspace(workspace.settings, only_mine=True).role("Data Engineer").role.profile
    told: list[int] = []
    assert Workspace(workspace.settings).reread(progress=told.append).documents == 10
    assert sum(told) == 10
    assert Workspace(workspace.settings, only_mine=True).role("Data Engineer").role.profile == before


def test_another_generation_is_read_apart_until_the_reread(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = make_postings(4)
    add(workspace, write_jsonl(tmp_path / "a.jsonl", posts[:4]))
    monkeypatch.setattr(ingest, "generation", lambda: "r99-new")
    report = add(workspace, write_jsonl(tmp_path / "b.jsonl", posts[4:]))
    assert (report.documents, [p.why for p in report.problems]) == (4, ["reread_due"])
    (layer,) = Workspace(workspace.settings, only_mine=True).evidence_base.describe()
    assert (layer.documents, layer.pending) == (8, 4)
    assert [p.why for p in Workspace(workspace.settings, only_mine=True).doctor().problems] == ["reread_due"]
    assert Workspace(workspace.settings).reread().documents == 8
    (layer,) = Workspace(workspace.settings, only_mine=True).evidence_base.describe()
    assert (layer.generation, layer.pending) == ("r99-new", 0)


def test_progress_is_told_after_each_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "BATCH", 3)
    store = Store.open(tmp_path / "w", create=True)
    seen: list[tuple[int, int]] = []
    items = [
        Document(
            "posting", "board", "Data Engineer", make_text("Data Engineer", f"E{n}", n), employer=f"E{n}"
        )
        for n in range(8)
    ]
    report = add_items(store, items, workers=1, progress=lambda done: seen.append((done, len(store.runs()))))
    assert seen == [(3, 1), (3, 2), (2, 3)]
    assert report.documents == 8
    assert asdict(report)["schema"] == "rolescope/add/1"


# -- killed, stopped, refused: real processes -------------------------------------------------------------------------

MANY = 240
_START = "import sys; from rolescope import ingest; ingest.BATCH = 12; from rolescope.present.cli import main; main(sys.argv[1:])"
posix = pytest.mark.skipif(os.name == "nt", reason="no signals")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    records = [make_posting("Data Engineer", n, company=f"Employer {n}") for n in range(1, MANY + 1)]
    return write_jsonl(tmp_path / "many.jsonl", records)


def start(*arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _START, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def wait_for_commits(path: Path, process: subprocess.Popen[str], commits: int) -> None:
    log = path / "tables" / "runs" / "_delta_log"
    while (
        process.poll() is None
        and len([*path.glob("*/runs/_delta_log/*.json"), *log.glob("*.json")]) <= commits
    ):
        time.sleep(0.02)


@posix
@pytest.mark.parametrize("workers", [1, 2])
def test_killed_in_mid_add_the_workspace_holds_what_was_reported(
    tmp_path: Path, many: Path, workers: int
) -> None:
    path = tmp_path / "w"
    with start("add", many, "--workspace", path, "--workers", workers) as process:
        wait_for_commits(path, process, 2)
        process.kill()
    stored = count_postings(path)
    assert stored in range(12, MANY)
    assert stored % 12 == 0
    report = Workspace(Settings(workspace=path, workers=1)).add([many])
    assert (report.already_known, report.documents) == (stored, MANY - stored)
    assert count_postings(path) == MANY
    assert (
        Workspace(Settings(workspace=path), only_mine=True).role("Data Engineer").role.profile.countable
        == MANY
    )


@posix
def test_ctrl_c_says_one_sentence_and_keeps_what_was_stored(tmp_path: Path, many: Path) -> None:
    path = tmp_path / "w"
    with start("add", many, "--workspace", path, "--workers", 1) as process:
        wait_for_commits(path, process, 2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130
    assert out == ""
    assert len(err.splitlines()) == 1
    assert count_postings(path) in range(12, MANY)


@posix
def test_a_full_disk_is_one_sentence(tmp_path: Path, many: Path) -> None:
    import resource

    path = tmp_path / "w"
    add(
        Workspace(Settings(workspace=path, workers=1), create=True),
        write_jsonl(tmp_path / "few.jsonl", make_postings(3)),
    )
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))  # noqa: E731
    with start("add", many, "--workspace", path, "--workers", 1, preexec_fn=limit) as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (1, "")
    # the library beneath may say so in its own words first, from a thread of its own
    assert "all that was reported before is kept" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert count_postings(path) == 6
