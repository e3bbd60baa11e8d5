from collections.abc import Callable, Sequence

from rolescope.cues import Cue, Hit
from rolescope.model import Concept, Kind, Mention

# raw, lower, folded, section_map, cues of strength and of lines
Written = tuple[str, str, str, bytes, Sequence[Cue], Sequence[Cue]]

class Reader:
    def __new__(
        cls,
        mention: type[Mention],
        concept: type[Concept],
        sections: tuple[str, ...],
        kinds: tuple[str, ...],
        strengths: tuple[str, ...],
        extractors: tuple[str, ...],
        workers: tuple[str, ...],
        crafts: tuple[str, ...],
        ahead: tuple[str, ...],
        links: tuple[str, ...],
        industry: tuple[str, ...],
        is_torn: Callable[..., bool],
        has_words: Callable[..., bool],
        is_degree: Callable[[str, int, int], object],
        is_given: Callable[[str, int, int], object],
        packed: type | None,
    ) -> Reader: ...
    def labels(
        self,
        raw: str,
        lower: str,
        folded: str,
        section_map: bytes,
        strength: Sequence[Cue],
        lines: Sequence[Cue],
        parted: bool,
        hits: Sequence[Hit],
        degrees: Sequence[Cue],
        industries: Sequence[Cue],
        /,
    ) -> list[Mention]: ...
    def activities(
        self,
        raw: str,
        lower: str,
        folded: str,
        section_map: bytes,
        strength: Sequence[Cue],
        lines: Sequence[Cue],
        verbs: Sequence[Hit],
        objects: Sequence[Hit],
        concepts: tuple[Concept, ...],
        /,
    ) -> list[Mention]: ...
    def tools_beside(
        self, lower: str, mentions: Sequence[Mention], heads: tuple[str, ...], tails: tuple[str, ...], /
    ) -> list[Mention]: ...
    def unseen(
        self,
        raw: str,
        lower: str,
        folded: str,
        section_map: bytes,
        strength: Sequence[Cue],
        lines: Sequence[Cue],
        told: Sequence[tuple[int, int, Kind]],
        /,
    ) -> list[Mention]: ...
