"""Files of a site on disk: only what changed is written, only what a site wrote is removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolescope.errors import UsageError

MANIFEST = ".rolescope-site.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Made:
    """One file of a site: its digest, and when its content last changed (ISO 8601, UTC)."""

    digest: str
    changed: str


def open_site(folder: Path) -> dict[str, Made]:
    """What an earlier run wrote into ``folder``; nothing for a new or empty one.

    Raises:
        UsageError: the folder holds other things, or its manifest cannot be read.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return {}
    if not folder.is_dir() or not (folder / MANIFEST).is_file():
        raise UsageError(f"{folder.name} holds other files; name a new or empty folder for the site.")
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        if content["format"] != _FORMAT:
            raise ValueError("another format")
        return {name: Made(*entry) for name, entry in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder.name}/{MANIFEST} cannot be read ({error}); delete the folder.") from None


def digest_of(content: bytes) -> str:
    """A short digest of a file's content."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def write_file(folder: Path, name: str, content: bytes, before: Mapping[str, Made]) -> tuple[str, bool]:
    """Write a file unless it stands there as it is; gives its digest, and whether it was written."""
    digest, path = digest_of(content), folder / name
    if name in before and before[name].digest == digest and path.is_file():
        return digest, False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
    return digest, True


def close_site(folder: Path, before: Mapping[str, Made], made: Mapping[str, Made]) -> int:
    """Remove what an earlier run wrote and this one did not, and write the manifest; gives how many went."""
    gone = [name for name in before if name not in made]
    for name in gone:
        _remove(folder, name)
    content = {"format": _FORMAT, "files": {n: [m.digest, m.changed] for n, m in sorted(made.items())}}
    write_file(folder, MANIFEST, json.dumps(content, indent=0).encode(), {})
    return len(gone)


def _remove(folder: Path, name: str) -> None:
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents:  # a manifest someone wrote by hand
        return
    path.unlink(missing_ok=True)
    for parent in path.relative_to(folder.resolve()).parents:
        try:
            if str(parent) != ".":
                (folder / parent).rmdir()
        except OSError:
            return


def merge(before: Mapping[str, Made], digests: Iterable[tuple[str, str]], now: str) -> dict[str, Made]:
    """Files by name; those with the digest they had keep the time they had."""
    return {
        name: before[name] if name in before and before[name].digest == digest else Made(digest, now)
        for name, digest in digests
    }
