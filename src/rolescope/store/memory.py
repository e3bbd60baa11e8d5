"""What a pinned reader remembers: answers by key, the least used forgotten first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass(slots=True)
class _Slot:
    """One remembered value; whoever makes it holds ``making``."""

    making: threading.Lock = field(default_factory=threading.Lock)
    made: bool = False
    value: Any = None


class Memory:
    """At most ``most`` values by key. Threads that want the same one at once wait for the first to make it.

    >>> memory = Memory(2)
    >>> memory.get("a", lambda: 1), memory.get("a", lambda: 2)
    (1, 1)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of ``key``, made where it is not remembered. What ``make`` raises is not remembered."""
        slot = self._slot(key)
        if not slot.made:
            with slot.making:
                if not slot.made:
                    slot.value = make()
                    slot.made = True
        return cast(T, slot.value)

    def _slot(self, key: Hashable) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot


class NoMemory(Memory):
    """Remembers nothing: for a reader that is asked once."""

    def __init__(self) -> None:
        super().__init__(0)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value, made anew."""
        return make()
