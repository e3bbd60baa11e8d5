"""Mentions of packaged concepts: one automaton over all labels, the longest label on word borders wins.

A label that is also a word (R, Go, Excel, Spark …) must pass its rule from ``ambiguous.toml``: the
writing, the words beside it, or another tool nearby. Fields of study count only beside degrees,
industries only beside words such as "industry"; benefits, legal text and company praise yield
neither tools nor skills.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from rolescope.cues import fold_label
from rolescope.extract.strength import StrengthReader
from rolescope.model import Concept, Kind, Mention, SectionName
from rolescope.taxonomy.concepts import LabelRule, load_concepts, load_label_rules
from rolescope.text import Text

_SILENT: frozenset[SectionName] = frozenset({"about", "benefits", "legal"})
_BEFORE_LIST = re.compile(
    r"\b(?:experienced?|proficien\w+|knowledge|familiar\w*|using|use|expertise|skills?|skilled|programming|languages?|"
    r"coding|fluen\w+|tools?|software|scripting|written|understanding|expert|develop\w*|background|packages?|suite|e\.g|in|with|like|as)"
    r"(?: +[\w.+#&']+){0,3} +$"
)
_AFTER_LIST = re.compile(
    r" +(?:programming|languages?|scripting|coding|developers?|skills?|experience|framework|library|database)\b"
)
_JOINERS = frozenset(",;:()")
_DEGREE_REACH = (220, 60)  # characters before and after a field of study in which a degree word must stand
_INDUSTRY_REACH = (40, 40)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pattern may mean."""

    concept: Concept
    rule: LabelRule | None
    words: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The automaton and, for each of its patterns, the meanings."""

    automaton: AhoCorasick
    meanings: tuple[tuple[Meaning, ...], ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    meanings: tuple[Meaning, ...]


def label_forms(label: str) -> tuple[str, ...]:
    """A folded label and its plural, for labels of five letters and more.

    >>> label_forms("Data pipeline")
    ('data pipeline', 'data pipelines')
    """
    folded = fold_label(label)
    if len(folded) < 5 or not folded[-1].isalpha() or folded[-1] in "sx":
        return (folded,)
    if folded.endswith("y") and folded[-2] not in "aeou":
        return folded, f"{folded[:-1]}ies"
    return folded, f"{folded}s"


def build_lexicon(concepts: Iterable[Concept], rules: dict[str, LabelRule]) -> Lexicon:
    """The automaton over all labels of ``concepts`` except activities."""
    table: dict[str, dict[tuple[Kind, str], Meaning]] = {}
    for concept in concepts:
        if concept.kind == "activity":
            continue
        for label in (concept.label, *concept.alt_labels):
            rule = rules.get(fold_label(label)) if concept.kind == "tool" else None
            for form in label_forms(label) if rule is None else (fold_label(label),):
                meaning = Meaning(concept, rule, form.count(" ") + 1)
                table.setdefault(form, {}).setdefault((concept.kind, concept.id), meaning)
    return Lexicon(AhoCorasick([f" {p} " for p in table]), tuple(tuple(m.values()) for m in table.values()))


@cache
def packaged_lexicon() -> Lexicon:
    """The lexicon of the packaged concepts."""
    return build_lexicon(load_concepts(), load_label_rules())


def find_labels(text: Text, lexicon: Lexicon | None = None) -> tuple[Mention, ...]:
    """Mentions of concepts other than activities, in order, without overlaps."""
    lexicon = lexicon or packaged_lexicon()
    hits = _hits(text, lexicon)
    if not hits:
        return ()
    return tuple(_LabelReader(text, hits).mentions())


def _hits(text: Text, lexicon: Lexicon) -> list[_Hit]:
    """All matches in order of start, longer first."""
    meanings = lexicon.meanings
    found = lexicon.automaton.find_matches_as_indexes(f" {text.folded} ", overlapping=True)
    hits = [_Hit(start, end - 2, meanings[index]) for index, start, end in found]
    hits.sort(key=lambda h: (h.start, -h.end))
    return hits


class _LabelReader:
    """Decides which hits of one text count."""

    def __init__(self, text: Text, hits: Sequence[_Hit]) -> None:
        self._text = text
        self._hits = hits
        self._strength = StrengthReader(text)
        self._sure = [h for h in hits if any(self._is_sure(m, h) for m in h.meanings)]
        self._sure_starts = [h.start for h in self._sure]
        self._degrees = [c.start for c in text.cues if c.kind == "context" and c.group == "degree"]
        self._industries = [c.start for c in text.cues if c.kind == "context" and c.group == "industry"]

    def _is_sure(self, meaning: Meaning, hit: _Hit) -> bool:
        """Whether this is a tool whatever stands nearby, so that others may lean on it."""
        if meaning.concept.kind != "tool":
            return False
        return meaning.rule is None or (not meaning.rule.in_list and self._obeys(meaning.rule, hit))

    def mentions(self) -> Iterable[Mention]:
        taken = -1
        for hit in self._hits:
            if hit.start < taken:
                continue
            section = self._text.section_at(hit.start)
            concept = self._read(hit, section)
            if concept is None:
                continue
            taken = hit.end
            strength = self._strength.read(hit.start, hit.end, section)
            yield Mention(
                concept.kind, concept.id, concept.label, hit.start, hit.end, strength, section, "labels"
            )

    def _read(self, hit: _Hit, section: SectionName) -> Concept | None:
        """The concept that counts here, if one does."""
        if hit.meanings[0].words > 1 and self._is_torn(hit):
            return None
        near_degree = self._near(self._degrees, hit, _DEGREE_REACH)
        for kind in ("field_of_study", "tool", "certification", "skill", "soft_skill", "industry"):
            for meaning in hit.meanings:
                if meaning.concept.kind == kind and self._counts(meaning, hit, section, near_degree):
                    return meaning.concept
        return None

    def _counts(self, meaning: Meaning, hit: _Hit, section: SectionName, near_degree: bool) -> bool:
        kind = meaning.concept.kind
        if kind == "industry":
            return section not in ("benefits", "legal") and self._is_industry(hit)
        if section in _SILENT:
            return False
        if kind == "field_of_study":
            return near_degree
        return meaning.rule is None or self._obeys(meaning.rule, hit)

    def _is_torn(self, hit: _Hit) -> bool:
        """Whether a sentence, list or line end runs through the words ("…data, analysis…")."""
        written = self._text.raw[hit.start : hit.end]
        if "\n" in written:
            line_start = self._text.raw.rfind("\n", 0, hit.start) + 1
            return "\n\n" in written or hit.start - line_start < 50  # wrapped text has long lines
        return not _JOINERS.isdisjoint(written) and not written.endswith(")")

    def _near(self, starts: list[int], hit: _Hit, reach: tuple[int, int]) -> bool:
        """Whether one of ``starts`` stands near the hit on its line."""
        low = bisect_left(starts, hit.start - reach[0])
        raw = self._text.raw
        for start in starts[low:]:
            if start > hit.end + reach[1]:
                return False
            a, b = min(start, hit.start), max(start, hit.end)
            if "\n" not in raw[a:b]:
                return True
        return False

    def _is_industry(self, hit: _Hit) -> bool:
        if not self._text.sections or self._near(self._industries, hit, _INDUSTRY_REACH):
            return True
        line_start = self._text.raw.rfind("\n", 0, hit.start)
        previous = self._text.lower[max(0, line_start - 14) : max(0, line_start)]
        return previous.strip().endswith(("industries", "industry"))

    def _obeys(self, rule: LabelRule, hit: _Hit) -> bool:
        raw, folded = self._text.raw, self._text.folded
        if rule.case and raw[hit.start : hit.end] not in rule.case:
            return False
        before = f" {folded[max(0, hit.start - 40) : hit.start].rstrip()}"
        after = f"{folded[hit.end : hit.end + 40].lstrip()} "
        if any(before.endswith(f" {w}") for w in rule.not_before) or after.startswith(
            tuple(f"{w} " for w in rule.not_after)
        ):
            return False
        if rule.only_after or rule.only_before:
            allowed = any(before.endswith(f" {w}") for w in rule.only_before) or after.startswith(
                tuple(f"{w} " for w in rule.only_after)
            )
            if allowed or not rule.in_list:
                return allowed
        return not rule.in_list or self._in_list(hit)

    def _in_list(self, hit: _Hit) -> bool:
        """Whether another sure tool, or a cue such as "experience with", stands beside the hit."""
        position = bisect_left(self._sure_starts, hit.start)
        for other in self._sure[max(0, position - 2) : position + 2]:
            if other.start <= hit.start < other.end:
                continue
            a, b = (other.end, hit.start) if other.end <= hit.start else (hit.end, other.start)
            between = self._text.raw[a:b]
            if b - a <= 30 and ". " not in between and len(between.split()) <= 3:
                return True
        folded = self._text.folded
        if _AFTER_LIST.match(folded, hit.end, hit.end + 24):
            return True
        return _BEFORE_LIST.search(folded[max(0, hit.start - 60) : hit.start]) is not None
