from __future__ import annotations

from pathlib import Path

import pytest

from rolescope import settings
from rolescope.errors import SettingsError
from rolescope.settings import generation, load_settings, own_concepts, use_concepts


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setattr(settings, "config_path", lambda: path)
    return path


def test_options_beat_environment_beats_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('workers = 3\nworkspace = "from-file"\nlock_timeout = 1\n')
    monkeypatch.setenv("ROLESCOPE_LOCK_TIMEOUT", "2")
    found = load_settings(workspace=Path("mine"), workers=None)
    assert (found.workspace, found.workers, found.lock_timeout) == (Path("mine"), 3, 2.0)


def test_without_anything_there_are_defaults(config: Path) -> None:
    assert load_settings().workers == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("workers = 'many'", "'workers' cannot be 'many'"),
        ("colour = 1", "'colour'"),
        ("workers = ", "cannot be read"),
        ("workers = -1", "cannot be negative"),
    ],
)
def test_a_bad_setting_is_one_sentence(config: Path, content: str, says: str) -> None:
    config.write_text(content)
    with pytest.raises(SettingsError, match=says):
        load_settings()


def test_a_generation_is_stable() -> None:
    assert generation() == generation()
    assert generation().startswith("r")


def test_own_concepts_are_decided_once(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_in_force", [])
    config.write_text('concepts = "my.toml"\n')
    assert own_concepts() == tmp_path / "my.toml"
    use_concepts(tmp_path / "none" / ".." / "my.toml")
    with pytest.raises(SettingsError, match=r"reads with my\.toml and cannot read without own concepts"):
        use_concepts(None)
    assert own_concepts() == tmp_path / "my.toml"


def test_who_says_first_what_is_read_with_is_heard(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_in_force", [])
    config.write_text('concepts = "my.toml"\n')
    use_concepts(None)
    assert own_concepts() is None
    with pytest.raises(SettingsError, match=r"without own concepts and cannot read with my\.toml"):
        use_concepts(load_settings().concepts)
