"""The doctor looks at everything and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import rolescope
from conftest import Called
from rolescope import Settings, Workspace, doctor
from rolescope.doctor import NATIVE, LayerState, _layer_problems
from rolescope.settings import generation


def test_a_healthy_workspace(mine: Workspace) -> None:
    report = mine.doctor()
    assert report.problems == ()
    assert report.exists
    assert [(y.name, y.generation, y.documents, y.pending) for y in report.layers] == [
        ("workspace", generation(), 52, 0)
    ]
    counts = {c.name: c.rows for c in report.counts}
    assert (counts["posting"], counts["counted postings"], counts["annotations"]) == (52, 52, 52)
    assert {"python", "duckdb", "deltalake", "pyarrow"} <= set(report.versions)


def test_no_workspace_yet(tmp_path: Path) -> None:
    report = Workspace(Settings(workspace=tmp_path / "none")).doctor()
    assert not report.exists
    assert [y.name for y in report.layers] == ["bundled"]
    assert not (tmp_path / "none").exists()
    missing = Workspace(Settings(workspace=tmp_path / "none"), only_mine=True).doctor()
    assert [p.why for p in missing.problems] == ["workspace"]


def test_a_workspace_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "workspace.json").write_text("{")
    (problem,) = Workspace(Settings(workspace=folder)).doctor().problems
    assert problem.what.endswith(".")
    assert str(tmp_path) not in problem.where


def test_what_is_due() -> None:
    (pending,) = _layer_problems(LayerState("workspace", generation(), 10, 4))
    (old,) = _layer_problems(LayerState("workspace", "r0-old", 10, 0))
    (bundled,) = _layer_problems(LayerState("bundled", "r0-old", 10, 0))
    assert {p.why for p in (pending, old, bundled)} == {"reread_due"}
    assert "reread" in old.what
    assert "reread" not in bundled.what
    assert _layer_problems(LayerState("workspace", "", 0, 0)) == []


def test_every_native_part_is_asked_for() -> None:
    sources = {path.stem for path in Path(rolescope.__file__).parent.glob("_*.c")}
    if not sources:
        pytest.skip("not a checkout")
    assert sources == {f"_{name}" for name in NATIVE}


@pytest.mark.parametrize(
    ("built", "said"),
    [(NATIVE, "native"), ((), "python"), (NATIVE[1:], f"native, but for {NATIVE[0]}")],
)
def test_how_texts_are_read(built: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_is_built", lambda name: name in built)
    assert doctor._reading() == said


def test_a_part_that_is_not_there_is_not_built() -> None:
    assert not doctor._is_built("nothing")


def test_a_file_is_no_workspace(cli: Callable[..., Called], tmp_path: Path) -> None:
    path = tmp_path / "w"
    path.write_text("")
    (problem,) = Workspace(Settings(workspace=path)).doctor().problems
    assert (problem.where, problem.why) == ("w", "workspace")
    assert "no workspace" in problem.what
    called = cli("doctor", "-w", path)
    assert called.status == 1
    assert "No problems found" not in called.out


def test_a_named_workspace_that_is_none_is_told(cli: Callable[..., Called], tmp_path: Path) -> None:
    called = cli("roles", "data engineer", "-w", tmp_path)
    assert (called.status, called.err) == (
        0,
        f"{tmp_path} holds no workspace: the bundled evidence alone answers.\n",
    )
    assert cli("roles", "data engineer").err == ""
