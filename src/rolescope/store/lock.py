"""One writer at a time in a workspace; the operating system frees the lock of a killed writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from rolescope.errors import WorkspaceBusy, WorkspaceError
from rolescope.store.layout import LOCK_FILE

Notice = Callable[[str], None]


class WriterLock:
    """The writer lock of the workspace in ``root``; may be entered again by its holder.

    Args:
        root: folder of the workspace.
        timeout: seconds to wait for another writer.
        on_wait: told one sentence when waiting begins.
    """

    def __init__(self, root: Path, *, timeout: float, on_wait: Notice | None = None) -> None:
        self._lock = FileLock(root / LOCK_FILE)
        self._timeout = timeout
        self._on_wait = on_wait or (lambda _: None)
        self._root = root

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            WorkspaceBusy: another writer did not finish in time.
            WorkspaceError: the folder cannot be written.
        """
        try:
            self._acquire()
        except Timeout:
            raise WorkspaceBusy(f"Another process is writing to {self._root}; try again later.") from None
        except OSError as error:
            raise WorkspaceError(f"{self._root} cannot be written: {error.strerror or error}.") from error
        try:
            yield
        finally:
            self._lock.release()

    def _acquire(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._on_wait(f"Another process is writing to {self._root}; waiting for it to finish.")
            self._lock.acquire(timeout=self._timeout, poll_interval=0.05)
