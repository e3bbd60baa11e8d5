"""Finding files and reading their bytes, within limits.

Nothing here trusts a file: not its name, its size, its packing or what kind of thing it is.
"""

from __future__ import annotations

import gzip
import os
import re
import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from rolescope.model import Problem
from rolescope.sources.options import Limits, Refused

CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
# Files that come with data and are no data; skipped in folders, read when named themselves.
COMPANIONS = ("readme", "license", "licence", "copying", "notice", "changelog", "contributing", "provenance")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read.

    Attributes:
        path: where it lies.
        name: how messages call it: its file name, or its place within the folder that was named.
    """

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without a packing's own (".csv" of "a.csv.gz")."""
        return _unpacked(self.path).suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without suffixes: the feed's name where none is given."""
        return _unpacked(self.path).stem


def _unpacked(path: Path) -> Path:
    return Path(path.stem) if path.suffix.lower() == ".gz" else path


def find_files(paths: Sequence[Path], readable: frozenset[str]) -> Iterator[Found | Problem]:
    """The files of ``paths``: folders walked in sorted order, files as they are named.

    Hidden files and links that leave the folder are not followed. In folders, files whose suffix is not
    in ``readable`` are counted in one problem.
    """
    for path in paths:
        if _is_folder(path):
            yield from _walk(path, readable)
        else:
            yield Found(path, path.name or str(path))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(folder: Path, readable: frozenset[str]) -> Iterator[Found | Problem]:
    root = folder.resolve()
    left: Counter[str] = Counter()
    denied: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=denied.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(n for n in names if not n.startswith(".")):
            found = Found(Path(here, name), Path(here, name).relative_to(folder).as_posix())
            if any(word in re.sub(r"[\W_]+", "", name.lower()) for word in COMPANIONS):
                continue
            if found.suffix not in readable:
                left[found.suffix or name] += 1
            elif found.path.is_symlink() and not found.path.resolve().is_relative_to(root):
                yield Problem("The link leads out of the folder and was not followed.", found.name, "link")
            else:
                yield found
    yield from (_not_opened(e, Path(e.filename or folder).name) for e in denied)
    if left:
        kinds = ", ".join(sorted(left)[:8])
        many = (
            "1 file of the folder is of a kind that is"
            if left.total() == 1
            else f"{left.total():,} files of the folder are of kinds that are"
        )
        yield Problem(f"{many} not read ({kinds}).", folder.name, "unsupported")


@contextmanager
def open_file(found: Found, limits: Limits) -> Iterator[BufferedReader]:
    """The file, opened for reading bytes; only regular files within the size limit.

    Raises:
        Refused: there is no such file, it may not be read, is no regular file or is too large.
    """
    try:
        _check(found.path.stat(), found, limits)
        # a FIFO put in its place meanwhile must not block the open
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        handle = os.fdopen(os.open(found.path, flags), "rb")
    except (OSError, ValueError) as error:
        raise Refused(_not_opened(error, found.name)) from None
    with handle:
        _check(os.fstat(handle.fileno()), found, limits)
        yield handle


def _check(status: os.stat_result, found: Found, limits: Limits) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Refused(
            Problem("This is no regular file (a pipe, device or socket).", found.name, "not_a_file")
        )
    if status.st_size == 0:
        raise Refused(Problem("The file is empty.", found.name, "empty"))
    if status.st_size > limits.file_bytes:
        size = f"{status.st_size:,} bytes; at most {limits.file_bytes:,} are read"
        raise Refused(Problem(f"The file is too large ({size}).", found.name, "too_large"))


def _not_opened(error: OSError | ValueError, name: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("There is no such file.", name, "missing")
    if isinstance(error, PermissionError):
        return Problem("You have no permission to read this.", name, "no_permission")
    reason = getattr(error, "strerror", None) or "its name cannot be used"
    return Problem(f"The file cannot be opened: {reason}.", name, "unreadable")


def read_chunks(handle: BufferedReader, name: str, limits: Limits) -> Iterator[bytes]:
    """The file's bytes in pieces of about 1 MiB, unpacked where they are gzip.

    Raises:
        Refused: after the good pieces, if the packing is broken, a bomb, or the disk fails.
    """
    packed = handle.peek(2)[:2] == GZIP_MAGIC
    try:
        yield from _unpack(handle, name, limits) if packed else iter(lambda: handle.read(CHUNK), b"")
    except EOFError:
        raise Refused(
            Problem("The packed file is cut off; what came before was read.", name, "truncated")
        ) from None
    except (gzip.BadGzipFile, zlib.error):
        raise Refused(
            Problem("The packed file is damaged; what came before was read.", name, "bad_gzip")
        ) from None
    except OSError as error:
        raise Refused(_not_opened(error, name)) from None


def _unpack(handle: BufferedReader, name: str, limits: Limits) -> Iterator[bytes]:
    total, broken = 0, None
    parts = bytearray()
    with gzip.GzipFile(fileobj=handle) as unpacked:
        while broken is None:
            try:
                # read1 hands over what was unpacked before a damaged place; read would lose it
                part = unpacked.read1(CHUNK)
            except (EOFError, OSError, zlib.error) as error:
                part, broken = b"", error
            total += len(part)
            _check_ratio(total, handle.tell(), name, limits)
            parts += part
            if parts and (len(parts) >= CHUNK or not part):
                yield bytes(parts)
                parts.clear()
            if not part:
                break
    if broken is not None:
        raise broken


def _check_ratio(unpacked: int, packed: int, name: str, limits: Limits) -> None:
    bomb = unpacked > limits.unpacked_grace and unpacked > limits.unpacked_ratio * packed
    if bomb or unpacked > limits.unpacked_bytes:
        what = f"The packed file unpacks to far more than its size (stopped at {unpacked:,} bytes)."
        raise Refused(Problem(what, name, "bomb"))
