"""Everything Rolescope raises on a bad call.

RolescopeError
├─ UsageError            the call itself is wrong (exit 2)
│  ├─ UnknownRole        no packaged role has that name; carries the nearest names
│  ├─ UnknownFigure      a figure key that names nothing
│  ├─ UnknownConcept     no concept has that name; carries the nearest names
│  ├─ UnknownDocument    no stored document has that id
│  └─ SettingsError      config.toml or an option cannot be used
├─ SourceError           nothing at all could be read from a source (exit 1)
├─ WorkspaceError        the workspace cannot be opened or written (exit 1)
│  ├─ TaxonomyMissing    a taxonomy that was not loaded into it
│  ├─ WorkspaceBusy      another process is writing and did not finish in time
│  ├─ WorkspaceTooNew    written by a newer Rolescope
│  └─ ReadOnlyLayer      the bundled evidence cannot be changed
├─ WorkerLost            a process that reads ended before it had answered (exit 1)
└─ MissingExtra          an optional part is not installed; names the extra (exit 2)

Bad *data* is never raised: it is a ``model.Problem`` beside the good data. Each class says what it comes to:
``exit_status`` of a command, ``http_status`` of a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class RolescopeError(Exception):
    """Base of all errors; its text is one sentence a user can act on."""

    exit_status = 1
    http_status = 500


class UsageError(RolescopeError):
    """The call is wrong."""

    exit_status = 2
    http_status = 422


class UnknownRole(UsageError):
    """No packaged role has that name.

    Attributes:
        text: what was asked for.
        nearest: labels of the nearest packaged roles, best first.
    """

    http_status = 404

    def __init__(self, text: str, nearest: Sequence[str] = ()) -> None:
        self.text = text
        self.nearest = tuple(nearest)
        hint = f" Did you mean {' or '.join(repr(n) for n in self.nearest)}?" if self.nearest else ""
        super().__init__(f"No role is known as {text!r}.{hint} `rolescope roles` lists all of them.")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.nearest)  # a worker process raises it as it is


class UnknownFigure(UsageError):
    """A figure key that names nothing."""

    http_status = 404


class UnknownConcept(UsageError):
    """No concept has that name.

    Attributes:
        text: what was asked for.
        kind: of which kind.
        nearest: labels of concepts that hold its words, most frequent first.
    """

    http_status = 404

    def __init__(self, text: str, kind: str = "concept", nearest: Sequence[str] = ()) -> None:
        self.text = text
        self.kind = kind
        self.nearest = tuple(nearest)
        hint = f" Did you mean {' or '.join(repr(n) for n in self.nearest)}?" if self.nearest else ""
        super().__init__(f"No {kind.replace('_', ' ')} is known as {text!r}.{hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.kind, self.nearest)


class UnknownDocument(UsageError):
    """No stored document has that id."""

    http_status = 404

    def __init__(self, document: str) -> None:
        self.document = document
        super().__init__(f"No document has the id {document!r}; `rolescope evidence KEY` lists ids.")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.document,)


class SettingsError(UsageError):
    """A setting or option cannot be used."""

    http_status = 500


class MissingExtra(UsageError):
    """An optional part is not installed."""

    http_status = 501


class SourceError(RolescopeError):
    """Nothing could be read from a source."""

    http_status = 422


class WorkspaceError(RolescopeError):
    """The workspace cannot be opened or written."""

    http_status = 503


class TaxonomyMissing(WorkspaceError):
    """The workspace has no such taxonomy loaded."""

    http_status = 404


class WorkspaceBusy(WorkspaceError):
    """Another process is writing."""


class WorkspaceTooNew(WorkspaceError):
    """The workspace was written by a newer Rolescope."""


class ReadOnlyLayer(WorkspaceError):
    """The bundled evidence cannot be changed."""


class WorkerLost(RolescopeError):
    """A worker process ended before it had answered."""

    def __init__(self) -> None:
        super().__init__(
            "A process that reads was ended from outside, perhaps for want of memory; fewer --workers need less."
        )
