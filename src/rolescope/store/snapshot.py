"""What a reader sees of one layer: files, visible batches, the generation in force."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from rolescope import schema

# Written anew by every reread, whether or not anything was found.
_ALWAYS_REREAD = frozenset({"annotations", "mentions"})


@dataclass(frozen=True, slots=True)
class Run:
    """One committed batch: a row of ``runs``. Batch ids sort in the order of their commits."""

    batch_id: str
    action: str
    generation: str
    counts: Mapping[str, Any]

    def replaces(self, table: str) -> bool:
        """Whether earlier rows of ``table`` are out of force after this run."""
        return self.action == "reread" and (table in _ALWAYS_REREAD or table in self.counts.get("rows", ()))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A layer at one moment.

    Attributes:
        layer: its name in results ("workspace", "bundled").
        files: Parquet files of each table.
        visible: batches to read of each table; None where all are.
        generation: the generation in force; None where every annotation counts.
    """

    layer: str
    files: Mapping[str, tuple[str, ...]]
    visible: Mapping[str, tuple[str, ...]] | None = None
    generation: str | None = None
    runs: tuple[Run, ...] = field(default=())


class Layer(Protocol):
    """Something that can be read: ``Store`` and ``FolderLayer``."""

    def snapshot(self) -> Snapshot:
        """The layer as it is now."""
        ...

    def mark(self) -> str:
        """A text that changes with every commit, found without reading a table."""
        ...


@dataclass(frozen=True, slots=True)
class FolderLayer:
    """A read-only folder of ``<table>.parquet`` files with the schemas of ``rolescope.schema``.

    ``background.parquet`` (kind, concept, documents; ``total`` in its metadata) may stand beside them.
    """

    folder: Path
    name: str = "bundled"

    def snapshot(self) -> Snapshot:
        """The files that are there; a missing table is an empty one."""
        names = (*schema.TABLES, "background")
        found = {name: self.folder / f"{name}.parquet" for name in names}
        return Snapshot(self.name, {name: (str(path),) for name, path in found.items() if path.is_file()})

    def mark(self) -> str:
        """Always the same: nobody writes to the folder."""
        return ""


def parse_counts(text: str | None) -> dict[str, Any]:
    """The counts of a run; an empty dict where they cannot be read.

    >>> parse_counts('{"documents": 3}'), parse_counts("oops")
    ({'documents': 3}, {})
    """
    try:
        counts = json.loads(text or "{}")
    except ValueError:
        return {}
    return counts if isinstance(counts, dict) else {}


def find_generation(runs: Sequence[Run]) -> str | None:
    """The generation in force: of the last reread, else of the first batch that named one."""
    rereads = [run.generation for run in runs if run.action == "reread"]
    named = [run.generation for run in runs if run.generation]
    return rereads[-1] if rereads else (named[0] if named else None)


def find_visible(runs: Sequence[Run], tables: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Batches to read of each table: the committed ones since the last reread that replaced it."""
    return {table: _since_replaced(runs, table) for table in tables}


def _since_replaced(runs: Sequence[Run], table: str) -> tuple[str, ...]:
    start = max((at for at, run in enumerate(runs) if run.replaces(table)), default=0)
    return tuple(run.batch_id for run in runs[start:])
