"""What was removed, kept only as keyed hashes, so that it does not come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import pyarrow as pa

from rolescope.store.signing import employer_key


def digest(what: str, value: str, key: str) -> str:
    """The hash of a removed id, source or employer under the workspace's own key (32 hex digits)."""
    return blake2b(
        f"{what}\0{value}".encode("utf-8", "replace"), digest_size=16, key=key.encode()
    ).hexdigest()


@dataclass(frozen=True, slots=True)
class Removals:
    """The tombstones of a workspace.

    Attributes:
        digests: hashes of each ``what`` ("id", "source", "employer").
        key: the workspace's id.
    """

    digests: dict[str, frozenset[str]]
    key: str

    @classmethod
    def read(cls, rows: pa.Table, key: str) -> Removals:
        """From rows of ``tombstones``."""
        found: dict[str, set[str]] = {}
        for row in rows.to_pylist():
            found.setdefault(row["what"], set()).add(row["digest"])
        return cls({what: frozenset(digests) for what, digests in found.items()}, key)

    def cover(self, document_id: str, source: str | None = "", employer: str | None = "") -> bool:
        """Whether a document of this id, source and employer was removed."""
        named = {"id": document_id, "source": source or "", "employer": employer_key(employer or "")}
        return any(
            digest(what, named[what], self.key) in digests
            for what, digests in self.digests.items()
            if named[what]
        )


def build_tombstones(what: str, values: Iterable[str], key: str) -> pa.Table:
    """Rows of ``tombstones`` without ``batch_id``."""
    digests = [digest(what, value, key) for value in values]
    return pa.table({"what": [what] * len(digests), "digest": digests})
