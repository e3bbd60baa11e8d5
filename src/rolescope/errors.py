"""Everything Rolescope raises on a bad call.

RolescopeError
├─ UsageError            the call itself is wrong (exit 2)
│  ├─ UnknownRole        no packaged role has that name; carries the nearest names
│  ├─ UnknownFigure      a figure key that names nothing
│  └─ SettingsError      config.toml or an option cannot be used
├─ SourceError           nothing at all could be read from a source (exit 1)
├─ WorkspaceError        the workspace cannot be opened or written (exit 1)
│  ├─ WorkspaceBusy      another process is writing and did not finish in time
│  ├─ WorkspaceTooNew    written by a newer Rolescope
│  └─ ReadOnlyLayer      the bundled evidence cannot be changed
└─ MissingExtra          an optional part is not installed; names the extra (exit 2)

Bad *data* is never raised: it is a ``model.Problem`` beside the good data.
"""

from __future__ import annotations

from collections.abc import Sequence


class RolescopeError(Exception):
    """Base of all errors; its text is one sentence a user can act on."""

    exit_status = 1


class UsageError(RolescopeError):
    """The call is wrong."""

    exit_status = 2


class UnknownRole(UsageError):
    """No packaged role has that name.

    Attributes:
        text: what was asked for.
        nearest: labels of the nearest packaged roles, best first.
    """

    def __init__(self, text: str, nearest: Sequence[str] = ()) -> None:
        self.text = text
        self.nearest = tuple(nearest)
        hint = f" Did you mean {' or '.join(repr(n) for n in self.nearest)}?" if self.nearest else ""
        super().__init__(f"No role is known as {text!r}.{hint} `rolescope roles` lists all of them.")


class UnknownFigure(UsageError):
    """A figure key that names nothing."""


class SettingsError(UsageError):
    """A setting or option cannot be used."""


class MissingExtra(UsageError):
    """An optional part is not installed."""


class SourceError(RolescopeError):
    """Nothing could be read from a source."""


class WorkspaceError(RolescopeError):
    """The workspace cannot be opened or written."""


class WorkspaceBusy(WorkspaceError):
    """Another process is writing."""


class WorkspaceTooNew(WorkspaceError):
    """The workspace was written by a newer Rolescope."""


class ReadOnlyLayer(WorkspaceError):
    """The bundled evidence cannot be changed."""
