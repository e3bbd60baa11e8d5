"""The folder of a workspace: its names, its ``workspace.json`` and its format.

``workspace.json`` names the folder that holds the tables, so that a migration works on a copy and
takes effect by replacing this one small file.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from rolescope import schema
from rolescope.errors import WorkspaceError, WorkspaceTooNew

FORMAT = 1
SETTINGS_FILE = "workspace.json"
LOCK_FILE = "writer.lock"
# Step from a format to the next, made on a copy of the tables folder.
MIGRATIONS: dict[int, Callable[[Path], None]] = {}

# What was removed, as keyed hashes: ``what`` is "id", "source" or "employer".
TOMBSTONES = pa.schema([("what", pa.string()), ("digest", pa.string()), ("batch_id", pa.string())])
TABLES: Mapping[str, pa.Schema] = {**schema.TABLES, "tombstones": TOMBSTONES}

# delta-rs turns paths into addresses: it reads "%20" as a space and fails on these.
_UNUSABLE = re.compile(r"[\[\]%^|\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Layout:
    """What ``workspace.json`` says.

    Attributes:
        format: version of the folder's format.
        id: random name of the workspace; the key of its tombstones.
        created: when, ISO 8601 in UTC.
        tables: name of the folder inside the workspace that holds the tables.
    """

    format: int
    id: str
    created: str
    tables: str = "tables"


def is_workspace(root: Path) -> bool:
    """Whether a workspace was made in ``root``."""
    return (root / SETTINGS_FILE).is_file()


def mark_layout(root: Path) -> str:
    """A text that changes when ``workspace.json`` is written anew; "" where there is none."""
    try:
        found = (root / SETTINGS_FILE).stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_ino}"


def create_folder(root: Path) -> None:
    """Make the folder of a workspace, and those above it.

    Raises:
        WorkspaceError: it cannot be made or used.
    """
    check_path(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"No workspace can be made in {root}: {error.strerror or error}.") from error


def check_path(root: Path) -> None:
    """Refuse a folder whose path the tables cannot have.

    Raises:
        WorkspaceError: it holds such a character.
    """
    if bad := _UNUSABLE.search(root.absolute().as_posix()):
        raise WorkspaceError(f"A workspace cannot lie in a folder with {bad[0]!r} in its path: {root}.")


def create_layout(root: Path) -> Layout:
    """Make an empty workspace in ``root``; the writer lock is held.

    Raises:
        WorkspaceError: nothing can be written there.
    """
    layout = Layout(FORMAT, secrets.token_hex(16), datetime.now(UTC).isoformat(timespec="seconds"))
    try:
        write_layout(root, layout)
    except OSError as error:
        raise WorkspaceError(f"No workspace can be made in {root}: {error.strerror or error}.") from error
    return layout


def write_layout(root: Path, layout: Layout) -> None:
    """Replace ``workspace.json`` in one step, so that it is never half written."""
    draft = root / f".{SETTINGS_FILE}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(layout), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(root / SETTINGS_FILE)


def read_layout(root: Path) -> Layout:
    """Read ``workspace.json``.

    Raises:
        WorkspaceTooNew: a newer Rolescope wrote it.
        WorkspaceError: it is missing or cannot be understood.
    """
    try:
        content = json.loads((root / SETTINGS_FILE).read_text(encoding="utf-8"))
        layout = Layout(**{key: content[key] for key in ("format", "id", "created", "tables")})
    except OSError as error:
        raise WorkspaceError(f"The workspace {root} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(f"{root / SETTINGS_FILE} is damaged; restore it from a copy.") from error
    return _checked(root, layout)


def _checked(root: Path, layout: Layout) -> Layout:
    if not isinstance(layout.format, int) or not re.fullmatch(r"tables(-\d+)?", str(layout.tables)):
        raise WorkspaceError(f"{root / SETTINGS_FILE} is damaged; restore it from a copy.")
    if layout.format > FORMAT:
        raise WorkspaceTooNew(
            f"The workspace {root} has format {layout.format}, this version knows {FORMAT}; upgrade it."
        )
    return layout


def migrate(root: Path, layout: Layout) -> Layout:
    """Bring an older workspace to the present format, on a copy of its tables; the writer lock is held.

    The old tables stay until ``compact``. Killed at any point, the workspace is still the old one.
    """
    name = f"tables-{FORMAT}"
    copy = root / name
    shutil.rmtree(copy, ignore_errors=True)
    if (root / layout.tables).exists():
        shutil.copytree(root / layout.tables, copy)
    for step in range(layout.format, FORMAT):
        if step not in MIGRATIONS:
            raise WorkspaceError(f"The workspace {root} has format {step}, which cannot be migrated.")
        MIGRATIONS[step](copy)
    migrated = replace(layout, format=FORMAT, tables=name)
    write_layout(root, migrated)
    return migrated
