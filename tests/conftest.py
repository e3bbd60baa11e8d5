"""What all tests share: no settings of the user's, one small workspace, the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rolescope import Settings, Workspace
from rolescope.present.cli import main
from workspace_case import make_postings, write_jsonl


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and the default workspace lie in the test's own folder."""
    for name in ("WORKSPACE", "WORKERS", "LOCK_TIMEOUT", "CONCEPTS"):
        monkeypatch.delenv(f"ROLESCOPE_{name}", raising=False)
    monkeypatch.setenv("ROLESCOPE_WORKSPACE", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of 26 postings of each of two roles; for reading only."""
    folder = tmp_path_factory.mktemp("filled")
    feed = write_jsonl(folder / "board.jsonl", make_postings())
    settings = Settings(workspace=folder / "workspace", workers=1)
    Workspace(settings, create=True).add([feed], source="board")
    return folder / "workspace"


@pytest.fixture
def mine(filled: Path) -> Workspace:
    """The small workspace without the bundled evidence."""
    return Workspace(Settings(workspace=filled, workers=1), only_mine=True)


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The bundled evidence alone."""
    return Workspace(Settings(workspace=tmp_path_factory.mktemp("none") / "none", workers=1))


@dataclass(frozen=True, slots=True)
class Called:
    """How a call of the command line ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Run the command line in this process."""

    def call(*arguments: object) -> Called:
        with pytest.raises(SystemExit) as left:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Called(int(left.value.code or 0), out, err)

    return call
