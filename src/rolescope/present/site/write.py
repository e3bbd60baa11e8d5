"""Files of a site on disk: only what changed is written, only what a site wrote is removed.

A run that is killed leaves ``.rolescope-new`` behind, with the names it had planned; the next run takes over from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolescope.errors import UsageError

MANIFEST = ".rolescope-site.json"
UNFINISHED = ".rolescope-new"  # what a run needs while it lasts: planned names, files half written
_PLANNED = "planned.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Made:
    """One file of a site: its digest ("" if a run was stopped), and when its content last changed (ISO 8601, UTC)."""

    digest: str
    changed: str


def open_site(folder: Path) -> dict[str, Made]:
    """What earlier runs wrote into ``folder``; nothing for a new or empty one.

    Raises:
        UsageError: it is no folder, it holds other things, or its manifest cannot be read.
    """
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise UsageError(f"{folder.name} is a file; name a new or empty folder for the site.")
    planned, manifest = folder / UNFINISHED / _PLANNED, folder / MANIFEST
    stopped = {name: Made("", "") for name in _read(planned)} if planned.is_file() else {}
    if manifest.is_file():
        return stopped | {name: Made(*map(str, entry)) for name, entry in _read(manifest).items()}
    if not stopped and any(path.name != UNFINISHED for path in folder.iterdir()):
        raise UsageError(f"{folder.name} holds other files; name a new or empty folder for the site.")
    return stopped


def _read(path: Path) -> dict[str, list[str]]:
    """Names with digest and time, from a file of ours."""
    try:
        found = json.loads(path.read_text("utf-8"))
        files = found["files"]
        if found["format"] != _FORMAT or not all(len(entry) == 2 for entry in files.values()):
            raise ValueError("not as a site writes it")
        return dict(files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path.name} cannot be read ({error}); delete the site's folder.") from None


def begin_site(folder: Path, names: Iterable[str], before: Mapping[str, Made]) -> None:
    """Note what will be written, so that a run after this one knows it even if this one is killed."""
    (folder / UNFINISHED).mkdir(parents=True, exist_ok=True)
    content = {"format": _FORMAT, "files": dict.fromkeys(sorted({*names, *before}), ("", ""))}
    write_file(folder, f"{UNFINISHED}/{_PLANNED}", json.dumps(content).encode())


def digest_of(content: bytes) -> str:
    """A short digest of a file's content."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def write_file(folder: Path, name: str, content: bytes) -> tuple[str, bool]:
    """Write a file unless it stands there as it is; gives its digest, and whether it was written."""
    digest, path = digest_of(content), folder / name
    if _stands(path, content):
        return digest, False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = folder / UNFINISHED / f"{os.getpid()}-{digest}"
    beside.write_bytes(content)
    beside.replace(path)
    return digest, True


def _stands(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def close_site(folder: Path, before: Mapping[str, Made], made: Mapping[str, Made]) -> int:
    """Remove what an earlier run wrote and this one did not, and write the manifest; gives how many went."""
    gone = sum(_remove(folder, name) for name in before if name not in made)
    content = {"format": _FORMAT, "files": {n: [m.digest, m.changed] for n, m in sorted(made.items())}}
    write_file(folder, MANIFEST, json.dumps(content, indent=0).encode())
    shutil.rmtree(folder / UNFINISHED)
    return gone


def _remove(folder: Path, name: str) -> bool:
    """Remove a file and the folders it leaves empty; True if it was there."""
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents or not path.is_file():  # a manifest may be written by hand
        return False
    path.unlink()
    for parent in list(path.relative_to(folder.resolve()).parents)[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break
    return True


def merge(before: Mapping[str, Made], digests: Iterable[tuple[str, str]], now: str) -> dict[str, Made]:
    """Files by name; those with the digest they had keep the time they had."""
    return {
        name: before[name] if name in before and before[name].digest == digest else Made(digest, now)
        for name, digest in digests
    }
