"""Linking from Python and the command line: taxonomies loaded, listed, linked to; refusals."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import Called
from rolescope import Settings, Workspace
from rolescope.errors import UsageError, WorkspaceError
from rolescope.targets import TAXONOMIES, TEXT_CHARACTERS
from test_taxonomy_onet_entries import TABLES
from test_taxonomy_onet_entries import write as write_onet

Cli = Callable[..., Called]
LABELS = "herd geese\nspeak French\nPython (computer programming)\n"


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A workspace with a small list of ESCO labels."""
    labels = tmp_path / "labels.txt"
    labels.write_text(LABELS, "utf-8")
    workspace = tmp_path / "w"
    Workspace(Settings(workspace=workspace), create=True).add_official("esco", labels)
    return workspace


def validate(cli: Cli, name: str, text: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(text)
    Draft202012Validator(json.loads(cli("schema", name).out)).validate(answer)
    return answer


def test_add_list_link(cli: Cli, loaded: Path, tmp_path: Path) -> None:
    called = cli("taxonomy", "list", "--workspace", loaded, "--json")
    listed = validate(cli, "taxonomy-list", called.out)["taxonomies"]
    assert [(t["name"], t["entries"]) for t in listed] == [("esco", {"skill": 3})]  # type: ignore[attr-defined]
    assert "ESCO" in cli("taxonomy", "list", "--workspace", loaded).out
    for _ in range(2):  # the second time the index is read from its file
        called = cli("link", "you speak French", "--to", "esco", "--workspace", loaded, "--json", "--top", 1)
        (link,) = validate(cli, "link", called.out)["links"]  # type: ignore[misc]
        assert (link["id"], link["matched_label"]) == ("speak French", "speak French")
        assert link["matched_text"] == "speak french"
    assert (loaded / "taxonomies" / "esco-skill.npz").is_file()


def test_a_damaged_index_is_made_again(loaded: Path) -> None:
    workspace = Workspace(Settings(workspace=loaded))
    before = workspace.link("python", to="esco")
    from rolescope.store.taxonomies import find_taxonomy, keep_arrays
    from rolescope.targets import METHOD, __version__

    stored = find_taxonomy(loaded, "esco")
    assert stored is not None
    keep_arrays(loaded, "esco-skill", f"{METHOD} {__version__} {stored.key}", {})
    assert workspace.link("python", to="esco") == before


def test_a_newer_list_replaces_the_older(cli: Cli, loaded: Path, tmp_path: Path) -> None:
    cli("link", "geese", "--to", "esco", "--workspace", loaded)
    (tmp_path / "labels.txt").write_text("pluck geese\n", "utf-8")
    called = cli("taxonomy", "add", "esco", tmp_path / "labels.txt", "--workspace", loaded)
    assert called.out == "Stored 1 entry to link to (ESCO).\n"
    assert "pluck geese" in cli("link", "geese", "--to", "esco", "--workspace", loaded).out


def test_onet_gives_figures_and_entries(cli: Cli, tmp_path: Path) -> None:
    tables = {
        "Task Statements": [["O*NET-SOC Code", "Title", "Task ID", "Task", "Task Type"]],
        "Job Zones": [["O*NET-SOC Code", "Title", "Job Zone"], ["43-1.00", "Clerks", "2"]],
    }
    folder = tmp_path / "db_29_3_text"
    folder.mkdir()
    write_onet(folder, *TABLES)
    for name, rows in tables.items():
        (folder / f"{name}.txt").write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")
    called = cli("taxonomy", "add", "onet", folder, "--workspace", tmp_path / "w", "--json")
    report = validate(cli, "taxonomy-add", called.out)
    assert (report["edition"], report["figures"], report["entries"]) == ("O*NET 29.3", 2, 3)
    called = cli(
        "link", "senior file clerk", "--to", "onet", "--kind", "occupation", "--workspace", tmp_path / "w"
    )
    assert "Clerks · “senior file clerk” as “File Clerk” · 43-1.00" in called.out


def test_packaged_concepts_and_roles_need_no_workspace(cli: Cli) -> None:
    answer = Workspace().link("Kubernetes and Terraform")
    assert {link.id for link in answer.links[:2]} == {"tool/kubernetes", "tool/terraform"}
    answer = Workspace().link("ML engineer", kind="occupation", top=1)
    assert [link.id for link in answer.links] == ["machine-learning-engineer"]
    assert "tool/kubernetes" in cli("link", "Kubernetes").out


def test_a_filter(cli: Cli, loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * (TEXT_CHARACTERS + 1)
    lines = [
        '{"id": 7, "text": "speak French"}',
        "nonsense",
        '{"id": "b"}',
        json.dumps({"id": 9, "text": long}),
        '{"id": 8, "text": ""}',
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    called = cli("link", "-", "--to", "esco", "--top", 1, "--workspace", loaded)
    first, *bad, last = (json.loads(line) for line in called.out.splitlines())
    assert called.status == 0
    assert (first["id"], first["links"][0]["label"], first["problems"]) == (7, "speak French", [])
    validate(cli, "link-line", json.dumps(first))
    assert [(b["id"], b["line"], b["problems"][0]["why"]) for b in bad] == [
        (None, 2, "bad_json"),
        ("b", 3, "no_text"),
        (9, 4, "too_large"),
    ]
    assert (last["id"], last["links"]) == (8, [])
    monkeypatch.setattr("sys.stdin", io.StringIO("nonsense"))
    assert cli("link", "-", "--to", "esco", "--workspace", loaded).status == 1


@pytest.mark.parametrize("name", TAXONOMIES)
def test_what_is_not_loaded_says_how_to_load_it(cli: Cli, name: str) -> None:
    called = cli("link", "python", "--to", name)
    assert (called.status, called.out) == (1, "")
    assert called.err == f"The workspace has no {name}; `rolescope taxonomy add {name} PATH` loads it.\n"
    with pytest.raises(WorkspaceError):
        Workspace().link("python", to=name)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--to", "isco"), "--to takes"),
        (("--kind", "tool"), "--kind takes"),
        (("--kind", "group"), "no group in rolescope"),
    ],
)
def test_wrong_calls(cli: Cli, options: tuple[str, ...], word: str) -> None:
    called = cli("link", "python", *options)
    assert (called.status, called.out) == (2, "")
    assert word in called.err


def test_a_text_that_is_too_long(loaded: Path) -> None:
    with pytest.raises(UsageError, match="longer than"):
        Workspace(Settings(workspace=loaded)).link("x" * (TEXT_CHARACTERS + 1), to="esco")


def test_nothing_found_and_nothing_loaded(cli: Cli) -> None:
    called = cli("link", "%%%")
    assert (called.status, called.err) == (1, "")
    assert "Nothing is like that text." in called.out
    assert "None is loaded" in cli("taxonomy").out
    assert "None is loaded" in cli("taxonomy", "list").out
