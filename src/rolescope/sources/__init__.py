"""Files → what they say: postings, guides, collected pay, and the problems met.

    paths → files → bytes → text → records → Document | Guide | PayReport

Every step keeps within ``Limits``; what is wrong becomes a ``Problem``, what is good is kept. A further kind
of file is one more module and one more row in ``SOURCES``, or a plugin of another package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from rolescope.errors import SettingsError
from rolescope.model import Problem
from rolescope.plugins import load_plugins
from rolescope.sources.columns import to_overrides
from rolescope.sources.decode import find_binary
from rolescope.sources.files import Found, find_files, open_file, read_chunks
from rolescope.sources.jsonfiles import LINE_SUFFIXES
from rolescope.sources.options import READ_KINDS, Item, Limits, ReadKind, ReadOptions, Refused
from rolescope.sources.readers import (
    OpenFile,
    read_delimited_file,
    read_html_file,
    read_json_file,
    read_parquet_file,
    read_plain_file,
)

__all__ = ["READ_KINDS", "SOURCES", "Item", "Limits", "ReadKind", "ReadOptions", "Reader", "read_paths"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file.

    Attributes:
        name: what it is called in messages and documentation.
        suffixes: how such files are named.
        starts: how such files begin, in lower case; tells where the name does not.
        read: gives what the file says.
    """

    name: str
    suffixes: tuple[str, ...]
    starts: tuple[bytes, ...]
    read: Callable[[OpenFile, ReadOptions], Iterator[Item]]


PARQUET = Reader("Parquet", (".parquet", ".pq"), (b"par1",), read_parquet_file)
PLAIN = Reader("text", (".txt", ".text", ".md", ".markdown"), (), read_plain_file)
SOURCES: tuple[Reader, ...] = (
    PARQUET,
    Reader("JSON", (".json", *LINE_SUFFIXES), (b'{"', b"[{"), read_json_file),
    Reader("CSV", (".csv", ".tsv", ".tab"), (), read_delimited_file),
    Reader("HTML page", (".html", ".htm", ".xhtml"), (b"<!doctype html", b"<html"), read_html_file),
    PLAIN,
)


@cache
def _added() -> tuple[Reader, ...]:
    """The readers of other packages.

    Raises:
        SettingsError: what a package adds is no ``Reader``.
    """
    added = load_plugins("sources")
    for plugin in added:
        if not isinstance(plugin.value, Reader):
            raise SettingsError(
                f"The source {plugin.name!r} of {plugin.package} is no rolescope.sources.Reader."
            )
    return tuple(plugin.value for plugin in added)


def _readable() -> frozenset[str]:
    return frozenset(suffix for reader in (*SOURCES, *_added()) for suffix in reader.suffixes)


def read_paths(paths: Sequence[Path], options: ReadOptions | None = None) -> Iterator[Item]:
    """Everything that files and folders say, one item after the other, folders in sorted order.

    Reading the same again gives the same. Nothing is raised for what is in the files: each refusal is a
    ``Problem``, at most ``Limits.problems`` of a file one by one and the rest counted.

    Raises:
        UsageError: ``options.columns`` names a field that does not exist.
    """
    options = options or ReadOptions()
    to_overrides(options.columns)
    return _read_all(paths, options)


def _read_all(paths: Sequence[Path], options: ReadOptions) -> Iterator[Item]:
    for found in find_files(paths, _readable()):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _limited(_read_file(found, options), found.name, options.limits.problems)


def _limited(items: Iterable[Item], name: str, most: int) -> Iterator[Item]:
    problems = 0
    for item in items:
        problems += isinstance(item, Problem)
        if problems <= most or not isinstance(item, Problem):
            yield item
    if problems > most:
        yield Problem(f"… and {problems - most:,} more problems.", name, "more")


def _read_file(found: Found, options: ReadOptions) -> Iterator[Item]:
    try:
        with open_file(found, options.limits) as handle:
            chunks = read_chunks(handle, found.name, options.limits)
            head = next(chunks, b"")
            reader = _find_reader(found, head)
            nothing = True
            for item in reader.read(OpenFile(found, handle, head, chain([head], chunks)), options):
                nothing = False
                yield item
            if nothing:
                yield Problem("The file holds no records.", found.name, "empty")
    except Refused as refused:
        problem = refused.problem
        yield Problem(problem.what, problem.where or found.name, problem.why)


def _find_reader(found: Found, head: bytes) -> Reader:
    """By the file's name, else by how it begins.

    Raises:
        Refused: it is empty, or nothing reads such a file.
    """
    begins = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head.strip():
        raise Refused(Problem("The file is empty.", found.name, "empty"))
    for reader in _added():  # they may read what is binary
        if found.suffix in reader.suffixes or begins.startswith(reader.starts):
            return reader
    if begins.startswith(PARQUET.starts):
        return PARQUET
    if binary := find_binary(head):
        raise Refused(Problem(f"The file is {binary}, which is not read here.", found.name, "binary"))
    named = next((r for r in SOURCES if found.suffix in r.suffixes), None)
    if named and named is not PLAIN:
        return named
    telling = next(
        (r for r in SOURCES if begins.startswith(r.starts) and (r.name != "JSON" or not named)), None
    )
    if telling or named:
        return telling or named or PLAIN
    kinds = ", ".join(reader.name for reader in (*SOURCES, *_added()))
    what = f"Files named {found.suffix or 'without suffix'} are not read; these are: {kinds}."
    raise Refused(Problem(what, found.name, "unsupported"))
