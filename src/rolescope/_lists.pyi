from collections.abc import Callable, Collection, Mapping, Sequence

from rolescope.cues import Cue
from rolescope.model import Mention

Words = tuple[str, ...]

class Tagger:
    def __new__(
        cls,
        mention: type[Mention],
        kinds: Words,
        letters: str,
        sections: Words,
        read: Collection[int],
        joints: Words,
        before: Words,
        behind: Words,
        words: tuple[Words, Words, Words],
        weights: Mapping[str, tuple[int, int]],
        odd: Callable[[str], tuple[int, int, str]],
        hopeless: int,
        least_tool: int,
        least_skill: int,
    ) -> Tagger: ...
    def tell(
        self, raw: str, lower: str, section_map: bytes, found: Sequence[Mention], cues: Sequence[Cue], /
    ) -> list[tuple[int, int, int, int]]: ...
