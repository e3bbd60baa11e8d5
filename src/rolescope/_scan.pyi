from collections.abc import Iterable

from rolescope.cues import Entry, Hits

class Finder:
    def __new__(cls, kinds: tuple[str, ...], entries: Iterable[Entry]) -> Finder: ...
    def scan(self, folded: str, /) -> Hits: ...
