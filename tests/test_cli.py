"""The command line: statuses, refusals, settings, and real processes on pipes."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import Called
from rolescope import __version__
from rolescope.present.cli import main
from store_case import make_store
from workspace_case import make_posting, make_postings, write_jsonl

Cli = Callable[..., Called]
DATA = Path(__file__).parent / "data"
ROLES = (
    "Lead Machine Learning Engineer",
    "Data Operations Manager",
    "Data Science Manager",
    "Machine Learning Engineer",
    "Data Operations Specialist",
    "Data Manager",
    "Managing Director Data Science",
)
posix = pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")


def one_sentence(called: Called, status: int) -> str:
    assert (called.status, called.out) == (status, "")
    assert len(called.err.splitlines()) == 1
    assert "Traceback" not in called.err
    return called.err


def schema_of(cli: Cli, name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(cli("schema", name).out))


# -- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), list(combinations(ROLES, 2)))
def test_the_seven_roles_compare_on_the_bundled_evidence(cli: Cli, a: str, b: str) -> None:
    called = cli("compare", a, b, "--json")
    assert (called.status, called.err) == (0, "")
    answer = json.loads(called.out)
    schema_of(cli, "compare").validate(answer)
    assert [r["card"]["asked"] for r in answer["roles"]]
    for role in answer["roles"]:
        assert role["profile"]["postings"] or role["official"]["facts"] or role["guides"]["guides"]
    assert answer["pairs"][0]["sentences"]


@pytest.mark.parametrize("form", ["--markdown", "--top=2"])
def test_compare_for_people(cli: Cli, form: str) -> None:
    called = cli("compare", "Machine Learning Engineer", "Data Manager", form)
    assert (called.status, called.err) == (0, "")
    assert "Data Manager" in called.out
    assert ("| --- |" in called.out) is (form == "--markdown")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("role", ("role", "Data Engineer")),
        ("role", ("role", "Data Engineer", "--country", "US", "--level", "senior", "--since", "2022")),
        ("roles", ("roles", "data")),
        ("evidence", ("evidence", "data-engineer/tool/python", "--limit", "3", "--offset", "2")),
        ("doctor", ("doctor",)),
    ],
)
def test_answers_conform_to_their_schemas_and_read_as_pages(
    cli: Cli, filled: Path, name: str, arguments: tuple[str, ...]
) -> None:
    own = ("--workspace", filled) if name == "doctor" else ("--workspace", filled, "--only-mine")
    called = cli(*arguments, *own, "--json")
    schema_of(cli, name).validate(json.loads(called.out))
    assert called.out.count("\n") == 1
    assert cli(*arguments, *own).out
    if name != "doctor":
        assert cli(*arguments, *own, "--markdown").out


def test_only_mine_leaves_the_bundled_evidence_out(cli: Cli, filled: Path) -> None:
    layers = [
        [
            layer["name"]
            for layer in json.loads(cli("role", "Data Engineer", "-w", filled, "--json", *more).out)[
                "evidence"
            ]["layers"]
        ]
        for more in ((), ("--only-mine",))
    ]
    assert layers == [["workspace", "bundled"], ["workspace"]]


def test_version_and_help(cli: Cli) -> None:
    assert cli("--version").out == f"rolescope {__version__}\n"
    for command in (
        "compare",
        "role",
        "roles",
        "evidence",
        "add",
        "annotate",
        "remove",
        "compact",
        "reread",
        "doctor",
    ):
        assert command in cli("--help").out
        assert "--" in cli(command, "-h").out
    assert "onet" in cli("taxonomy", "add", "--help").out


def test_the_module_runs_as_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["rolescope", "--version"])
    with pytest.raises(SystemExit):
        runpy.run_module("rolescope", run_name="__main__")
    assert capsys.readouterr().out == f"rolescope {__version__}\n"


# -- refusing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compare", "Data Engineer"), "two to four"),
        (("compare", *(["Data Engineer"] * 5)), "two to four"),
        (("compare", "Data Enginer", "Data Manager"), "Data Engineer"),
        (("compare", "Data Engineer", "Data Manager", "--json", "--markdown"), "not both"),
        (("compare", "Data Engineer", "Data Manager", "--colour"), "--colour"),
        (("role", "Data Engineer", "--level", "boss"), "levels are"),
        (("role", "Data Engineer", "--country", "Germany"), "two letters"),
        (("role", "Data Engineer", "--since", "soon"), "2024-07"),
        (("role", "Data Engineer", "--top", "0"), "--top"),
        (("role",), "name"),
        (("evidence", "data-engineer/colour/red"), "colour"),
        (("evidence", "nonsense"), "nonsense"),
        (("schema", "nothing"), "compare"),
        (("add", "x", "--column", "text"), "OUR=THEIRS"),
        (("add", "x", "--column", "colour=x"), "colour"),
        (("add", "x", "--kind", "letter"), "posting"),
        (("frobnicate",), "frobnicate"),
        (("taxonomy", "add", "isco", "."), "onet, esco, bls"),
    ],
)
def test_a_wrong_call_is_status_2_and_one_sentence(cli: Cli, arguments: tuple[str, ...], words: str) -> None:
    assert words in one_sentence(cli(*arguments), 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compact",), "rolescope add"),
        (("reread",), "rolescope add"),
        (("remove", "abc"), "rolescope add"),
        (("role", "Data Engineer", "--only-mine"), "rolescope add"),
        (("annotate", "absent.jsonl"), "absent.jsonl"),
        (("taxonomy", "add", "onet", "absent"), "absent"),
    ],
)
def test_what_cannot_be_done_is_status_1_and_one_sentence(
    cli: Cli, arguments: tuple[str, ...], words: str
) -> None:
    assert words in one_sentence(cli(*arguments), 1)


@pytest.mark.parametrize("content", ["workers = ", "colour = 'red'", "workers = 'many'", "workers = -1"])
def test_settings_that_cannot_be_used(cli: Cli, tmp_path: Path, content: str) -> None:
    from rolescope.settings import config_path

    config_path().parent.mkdir(parents=True)
    config_path().write_text(content)
    one_sentence(cli("role", "Data Engineer"), 2)


def test_config_toml_names_the_workspace(cli: Cli, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rolescope.settings import config_path

    monkeypatch.delenv("ROLESCOPE_WORKSPACE")
    config_path().parent.mkdir(parents=True)
    config_path().write_text(f"workspace = {json.dumps(str(filled))}\nworkers = 1\n")
    assert (
        json.loads(cli("role", "Data Engineer", "--only-mine", "--json").out)["role"]["profile"]["postings"]
        == 26
    )


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read and write everything")
def test_a_folder_without_permission(cli: Cli, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    one_sentence(cli("add", DATA / "guide_traps.md", "--workspace", locked / "w"), 1)


def test_a_workspace_that_is_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "w").write_text("x")
    one_sentence(cli("add", DATA / "guide_traps.md", "--workspace", tmp_path / "w"), 1)


def test_the_bundled_evidence_is_not_written(cli: Cli) -> None:
    from rolescope.workspace import bundled_folder

    assert "bundled" in one_sentence(cli("add", DATA / "guide_traps.md", "-w", bundled_folder()), 1)


# -- writing ----------------------------------------------------------------------------------------------------------


def test_the_life_of_a_workspace(cli: Cli, tmp_path: Path) -> None:
    feed = write_jsonl(tmp_path / "board.jsonl", make_postings(4))
    own = ("--workspace", tmp_path / "w")
    added = json.loads(cli("add", feed, *own, "--workers", 1, "--source", "board", "--json").out)
    schema_of(cli, "add").validate(added)
    assert (added["documents"], added["postings"], added["problems"]) == (8, 8, [])
    assert "8" in cli("add", feed, *own, "--workers", 1, "--source", "board").out
    evidence = json.loads(cli("evidence", "data-engineer/tool/python", *own, "--only-mine", "--json").out)
    first = evidence["items"][0]["document_id"]
    removed = json.loads(cli("remove", first, *own, "--json").out)
    schema_of(cli, "remove").validate(removed)
    assert removed["removed"] == 1
    assert cli("remove", first, *own).status == 1
    again = json.loads(cli("add", feed, *own, "--workers", 1, "--source", "board", "--json").out)
    assert again["documents"] == 0
    reread = json.loads(cli("reread", *own, "--workers", 1, "--json").out)
    schema_of(cli, "reread").validate(reread)
    assert reread["documents"] == 7
    assert cli("reread", *own, "--workers", 1).status == 0
    compacted = json.loads(cli("compact", *own, "--json").out)
    schema_of(cli, "compact").validate(compacted)
    assert compacted["files_merged"] > 0
    assert cli("compact", *own).status == 0
    assert cli("doctor", *own, "--json").status in (0, 1)
    assert "Name what" in one_sentence(cli("remove", *own), 2)
    missed = cli("remove", "--source", "nowhere", *own)
    assert missed.status == 1
    assert "No feed is named 'nowhere'; there are: " in missed.err


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_add_json_counts_the_traps_article_exactly(cli: Cli, tmp_path: Path, form: str) -> None:
    called = cli("add", DATA / f"guide_traps.{form}", "--workspace", tmp_path / "w", "--json")
    assert (called.status, called.err) == (0, "")
    assert json.loads(called.out) == {
        "schema": "rolescope/add/1",
        "version": __version__,
        "documents": 1,
        "postings": 0,
        "guides": 1,
        "profiles": 3,
        "statements": {
            "definitions": 3,
            "responsibilities": 6,
            "skills": 5,
            "education": 3,
            "tools": 4,
            "industries": 4,
            "outlook": 1,
            "tips": 4,
        },
        "cards": 5,
        "distinct_cards": 5,
        "duplicates": 0,
        "already_known": 0,
        "pay_reports": 0,
        "problems": [],
    }


def test_nothing_added_is_status_1(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    called = cli(
        "add", tmp_path / "empty.jsonl", tmp_path / "absent.csv", "--workspace", tmp_path / "w", "--json"
    )
    assert called.status == 1
    assert {p["why"] for p in json.loads(called.out)["problems"]} >= {"empty"}


def test_columns_by_other_names(cli: Cli, tmp_path: Path) -> None:
    posting = make_posting("Data Engineer", 1)
    posting["jd"] = posting.pop("text")
    feed = write_jsonl(tmp_path / "odd.jsonl", [posting])
    called = cli("add", feed, "--column", "text=jd", "--workspace", tmp_path / "w", "--json")
    assert json.loads(called.out)["postings"] == 1


def test_an_official_release(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        '"Occupation Title","Occupation Code","Employment 2030","Employment 2040","Employment Change, 2030-2040",'
        '"Employment Percent Change, 2030-2040","Occupational Openings, 2030-2040 Annual Average",'
        '"Median Annual Wage 2030","Typical Entry-Level Education","Education Code","Work Experience in a Related '
        'Occupation"\n"Clerks","=""43-0001""","1.0","2.0","1.0","100.0","0.5","90000","None","8","None"\n"Note","","","","","","","","","",""\n',
        "utf-8",
    )
    called = cli("taxonomy", "add", "bls", path, "--workspace", tmp_path / "w", "--json")
    assert called.status == 0
    schema_of(cli, "taxonomy-add").validate(json.loads(called.out))
    assert "p.csv" in called.err
    path.write_text("a,b\n")
    assert cli("taxonomy", "add", "bls", path, "--workspace", tmp_path / "w").status == 1


@pytest.mark.parametrize(
    ("raised", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "Stopped"),
        (
            PermissionError(13, "Permission denied", "/somewhere/far.jsonl"),
            1,
            "Permission denied: far.jsonl.",
        ),
        (OSError("no device"), 1, "no device."),
    ],
)
def test_what_goes_wrong_outside_is_one_sentence(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, raised: BaseException, status: int, words: str
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr("rolescope.workspace.Workspace.roles", fail)
    assert words in one_sentence(cli("roles"), status)


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("rolescope.workspace.Workspace.roles", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        main(["roles"])


# -- real processes ---------------------------------------------------------------------------------------------------


def rolescope(*arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "rolescope", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ("roles",),
        ("roles", "--json"),
        ("compare", *ROLES[3:6:2], "--json"),
        ("compare", *ROLES[3:6:2]),
        ("annotate", "-"),
    ],
)
def test_a_broken_pipe_is_silent(arguments: tuple[str, ...]) -> None:
    source = subprocess.PIPE if arguments[0] == "annotate" else subprocess.DEVNULL
    with rolescope(*arguments, stdin=source) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        if process.stdin is not None:
            process.stdin.write('{"id": 1, "text": "Python"}\n' * 300)
            process.stdin.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (0, "")


@posix
def test_head_of_a_long_answer() -> None:
    command = f"{sys.executable} -m rolescope roles | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


@posix
def test_a_second_writer_waits_and_says_so(tmp_path: Path) -> None:
    make_store(tmp_path)
    path = tmp_path / "workspace"
    holder = [sys.executable, str(Path(__file__).with_name("store_case.py")), "hold_lock", str(path)]
    environment = os.environ | {"ROLESCOPE_LOCK_TIMEOUT": "0.3"}
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holding:
        assert holding.stdout is not None
        assert holding.stdin is not None
        holding.stdout.readline()
        with rolescope("add", DATA / "guide_traps.md", "-w", path, env=environment) as late:
            out, err = late.communicate()
        assert (late.returncode, out) == (1, "")
        assert len(err.splitlines()) == 2
        assert "waiting" in err.splitlines()[0]
        with rolescope("add", DATA / "guide_traps.md", "-w", path, "--json") as patient:
            assert patient.stderr is not None
            assert "waiting" in patient.stderr.readline()
            holding.stdin.close()
            out, err = patient.communicate()
    assert (patient.returncode, err) == (0, "")
    assert json.loads(out)["guides"] == 1


def test_output_that_is_no_utf8_still_prints() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with rolescope("role", "Data Engineer", env=environment) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert "Data Engineer" in out
