from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rolescope.errors import WorkspaceError, WorkspaceTooNew
from rolescope.store import layout
from rolescope.store.commit import Store
from rolescope.store.evidence import Evidence
from rolescope.store.lifecycle import compact
from store_case import make_batch, make_document, make_store


def change(root: Path, **changed: object) -> None:
    file = root / layout.SETTINGS_FILE
    file.write_text(json.dumps({**json.loads(file.read_text()), **changed}))


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    root = make_store(tmp_path, 1).root
    change(root, format=layout.FORMAT + 1)
    with pytest.raises(WorkspaceTooNew, match="upgrade"):
        Store.open(root)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"format": "x", "id": "1", "created": "", "tables": "tables"}', b"\xff\xfe\x00"],
)
def test_a_damaged_settings_file_is_said_so(tmp_path: Path, content: str | bytes) -> None:
    root = make_store(tmp_path).root
    (root / layout.SETTINGS_FILE).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(WorkspaceError, match="damaged"):
        Store.open(root)


@pytest.mark.parametrize("tables", ["..", "../other", "/etc", 5, ""])
def test_tables_never_lie_outside(tmp_path: Path, tables: object) -> None:
    root = make_store(tmp_path).root
    change(root, tables=tables)
    with pytest.raises(WorkspaceError, match="damaged"):
        Store.open(root)


def step(folder: Path) -> None:
    (folder / "migrated").write_text("yes")


def test_an_older_format_is_migrated_on_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_store(tmp_path, 3).root
    change(root, format=layout.FORMAT - 1)
    monkeypatch.setitem(layout.MIGRATIONS, layout.FORMAT - 1, step)
    store = Store.open(root)
    assert store.layout.format == layout.FORMAT
    assert store.layout.tables != "tables"
    assert (root / store.layout.tables / "migrated").exists()
    assert not (root / "tables" / "migrated").exists()
    assert Evidence([store]).fetch_postings("data-engineer").num_rows == 3
    compact(store)
    assert not (root / "tables").exists()
    assert Evidence([Store.open(root)]).fetch_postings("data-engineer").num_rows == 3


def test_a_migration_that_fails_leaves_the_old_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        step(folder)
        raise RuntimeError("killed")

    root = make_store(tmp_path, 3).root
    change(root, format=layout.FORMAT - 1)
    monkeypatch.setitem(layout.MIGRATIONS, layout.FORMAT - 1, fail)
    with pytest.raises(RuntimeError):
        Store.open(root)
    monkeypatch.setitem(layout.MIGRATIONS, layout.FORMAT - 1, step)
    assert Evidence([Store.open(root)]).fetch_postings("data-engineer").num_rows == 3


def test_a_format_without_a_migration_is_refused(tmp_path: Path) -> None:
    root = make_store(tmp_path).root
    change(root, format=layout.FORMAT - 5)
    with pytest.raises(WorkspaceError, match="cannot be migrated"):
        Store.open(root)


@pytest.mark.parametrize("name", ["a[1]", "a%20b", "a|b", "a^b"])
def test_folders_the_tables_cannot_lie_in_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="in its path"):
        Store.open(tmp_path / name, create=True)


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="No workspace can be made"):
        Store.open(tmp_path / "file", create=True)
    with pytest.raises(WorkspaceError, match="There is no workspace"):
        Store.open(tmp_path / "file")


def test_a_settings_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / layout.SETTINGS_FILE).mkdir()
    with pytest.raises(WorkspaceError, match="No workspace can be made"):
        Store.open(tmp_path, create=True)
    with pytest.raises(WorkspaceError, match="cannot be read"):
        layout.read_layout(tmp_path)


def test_a_lock_that_cannot_be_taken(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    (store.root / layout.LOCK_FILE).unlink(missing_ok=True)
    (store.root / layout.LOCK_FILE).mkdir()
    with pytest.raises(WorkspaceError, match="cannot be written"):
        store.write_batch(make_batch([make_document(1)]))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(WorkspaceError, match="No workspace can be made"):
        Store.open(tmp_path / "closed" / "w", create=True)


def test_opening_again_keeps_the_workspace(tmp_path: Path) -> None:
    first = make_store(tmp_path, 1)
    again = Store.open(first.root, create=True)
    assert again.layout == first.layout
