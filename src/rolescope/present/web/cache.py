"""Responses that are remembered, within a bound of bytes, the least used forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

_OWN_SIZE = 500  # bytes that a response takes beside its body
_LARGEST_PART = 8


@dataclass(frozen=True, slots=True)
class Stored:
    """A response as it is sent: encoded body and headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    status: int = 200


class ResponseCache:
    """Responses by key; each key begins with the number of its snapshot.

    >>> cache = ResponseCache(1 << 20)
    >>> cache.put((1, "/roles"), Stored(b"...", ()))
    >>> cache.get((1, "/roles")).body, cache.get((2, "/roles"))
    (b'...', None)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._stored: OrderedDict[tuple[Hashable, ...], Stored] = OrderedDict()

    def get(self, key: tuple[Hashable, ...]) -> Stored | None:
        """The response of this key, where it is remembered."""
        found = self._stored.get(key)
        if found is not None:
            self._stored.move_to_end(key)
        return found

    def put(self, key: tuple[Hashable, ...], stored: Stored) -> None:
        """Remember a response, unless it alone would drive out too many others."""
        if key in self._stored or _size(stored) > self._most // _LARGEST_PART:
            return
        self._stored[key] = stored
        self._held += _size(stored)
        while self._held > self._most:
            _, dropped = self._stored.popitem(last=False)
            self._held -= _size(dropped)

    def keep_only(self, number: int) -> None:
        """Drop what other snapshots answered."""
        for key in [key for key in self._stored if key[0] != number]:
            self._held -= _size(self._stored.pop(key))

    def __len__(self) -> int:
        return len(self._stored)


def _size(stored: Stored) -> int:
    return len(stored.body) + _OWN_SIZE
