"""Mentions of packaged concepts: one automaton over all labels, the longest label on word borders wins.

A label that is also a word (R, Go, Excel, Spark …) must pass its rule from ``ambiguous.toml``: the
writing, the words beside it, or another tool nearby. Fields of study count only beside degrees,
industries only beside words such as "industry"; benefits, legal text and company praise yield
neither tools nor skills, and a role's title in the text ("as a DataOps Engineer you will …") no skill.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from typing import NamedTuple

from rolescope.cues import Entry, Hit, Scanner, fold_label
from rolescope.extract.mentions import build_mention
from rolescope.extract.strength import StrengthReader
from rolescope.model import Concept, Kind, Mention, SectionName
from rolescope.taxonomy.concepts import LabelRule, load_concepts, load_label_rules
from rolescope.taxonomy.roles import load_roles
from rolescope.text import SECTION_NAMES, Text

_SILENT: frozenset[SectionName] = frozenset({"about", "benefits", "legal"})
_OTHER = SECTION_NAMES.index("other")
_BEFORE_LIST = re.compile(
    r"\b(?:experienced?|proficien\w+|knowledge|familiar\w*|using|use|expertise|skills?|skilled|programming|languages?|"
    r"coding|fluen\w+|tools?|software|scripting|written|understanding|expert|develop\w*|background|packages?|suite|e\.g|in|with|like|as)"
    r"(?: +[\w.+#&']+){0,3} +$"
)
_AFTER_LIST = re.compile(
    r" +(?:programming|languages?|scripting|coding|developers?|skills?|experience|framework|library|database)\b"
)
_NAMES_A_JOB = re.compile(  # "Data Governance" is a title somewhere, and a skill everywhere else
    r"(?i)\b(?:engineer|scientist|analyst|developer|manager|architect|specialist|administrator|consultant|"
    r"researcher|director|programmer|statistician|modeler|modeller|strategist|steward|officer)$"
)
_JOINERS = frozenset(",;:()")
_SENTENCE_END = re.compile(r"[a-z]{2}[.;!?] ")  # not the full stops of "B.S. in" or "Ph.D. in"
_DEGREE_REACH = (220, 60)  # characters before and after a field of study in which a degree word must stand
_INDUSTRY_REACH = (40, 40)


_KINDS: tuple[Kind, ...] = ("field_of_study", "tool", "certification", "skill", "soft_skill", "industry")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A ``LabelRule`` with its words padded, so that each question is one call."""

    case: frozenset[str]
    in_list: bool
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @classmethod
    def pad(cls, rule: LabelRule) -> _Rule:
        before = [tuple(f" {w}" for w in words) for words in (rule.not_before, rule.only_before)]
        after = [tuple(f"{w} " for w in words) for words in (rule.not_after, rule.only_after)]
        return cls(rule.case, rule.in_list, before[0], after[0], before[1], after[1])


Meaning = tuple[Concept, _Rule | None]


class Pattern(NamedTuple):
    """A folded label and what it may mean, the kind that is asked first before the others.

    Attributes:
        form: the label as it stands in folded text.
        several: whether it has several words.
        meanings: concepts with the rules their writing must obey; none for a role's title.
        plain: its one concept if that counts wherever tools and skills do.
        loud: whether it may count in a part that yields no tools and skills.
        sure: whether it is a tool whatever stands nearby.
        own_rules: rules of its tools that ask for no other tool nearby.
    """

    form: str
    several: bool
    meanings: tuple[Meaning, ...]
    plain: Concept | None
    loud: bool
    sure: bool
    own_rules: tuple[_Rule, ...]


class Lexicon:
    """Labels as entries of a scanner."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.entries = tuple(Entry("labels", pattern, pattern.form) for pattern in patterns)

    @cached_property
    def scanner(self) -> Scanner:
        """Finds these labels and nothing else."""
        return Scanner(self.entries)


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


def build_lexicon(
    concepts: Iterable[Concept], rules: dict[str, LabelRule], titles: Iterable[str] = ()
) -> Lexicon:
    """All labels of ``concepts`` except activities, and role titles, which mean none."""
    table: dict[str, list[Meaning]] = {}
    padded = {label: _Rule.pad(rule) for label, rule in rules.items()}
    for concept in concepts:
        if concept.kind == "activity":
            continue
        for label in (concept.label, *concept.alt_labels):
            rule = padded.get(fold_label(label)) if concept.kind == "tool" else None
            for form in label_forms(label) if rule is None else (fold_label(label),):
                same = table.setdefault(form, [])
                if not any(known is concept for known, _ in same):
                    same.append((concept, rule))
    for title in titles:
        for form in label_forms(title):
            table.setdefault(form, [])
    return Lexicon(_pattern(form, meanings) for form, meanings in table.items())


def _pattern(form: str, meanings: list[Meaning]) -> Pattern:
    if len(meanings) == 1 and meanings[0][1] is None:  # nineteen of twenty
        concept = meanings[0][0]
        plain = concept if concept.kind not in ("field_of_study", "industry") else None
        loud, sure = concept.kind == "industry", concept.kind == "tool"
        return Pattern(form, " " in form, tuple(meanings), plain, loud, sure, ())
    meanings.sort(key=lambda meaning: _KINDS.index(meaning[0].kind))
    loud = any(concept.kind == "industry" for concept, _ in meanings)
    rules = [rule for concept, rule in meanings if concept.kind == "tool"]
    own_rules = tuple(rule for rule in rules if rule is not None and not rule.in_list)
    return Pattern(form, " " in form, tuple(meanings), None, loud, None in rules, own_rules)


@cache
def packaged_lexicon() -> Lexicon:
    """The lexicon of the packaged concepts and role titles."""
    titles = [label for role in load_roles() for label in (role.label, *role.alt_labels)]
    return build_lexicon(load_concepts(), load_label_rules(), [t for t in titles if _NAMES_A_JOB.search(t)])


def find_labels(text: Text, lexicon: Lexicon | None = None) -> tuple[Mention, ...]:
    """Mentions of concepts other than activities, in order, without overlaps.

    Args:
        text: the text; the packaged labels are found here unless its scanner found them already.
        lexicon: other labels than the packaged ones.
    """
    hits = list(text.cues["labels"]) if lexicon is None and "labels" in text.cues else None
    if hits is None:
        hits = (lexicon or packaged_lexicon()).scanner.scan(text.folded).get("labels", [])
    if not hits:
        return ()
    hits.reverse()  # from order of end: of those that start together the longest shall come first
    hits.sort(key=itemgetter(0))
    return tuple(_LabelReader(text, hits).mentions())


class _LabelReader:
    """Decides which hits of one text count."""

    def __init__(self, text: Text, hits: Sequence[Hit]) -> None:
        self._text = text
        self._hits = hits
        self._strength = StrengthReader(text)
        self._degrees = sorted(start for start, _, _ in text.cues.get("degree", ()))
        self._industries = sorted(start for start, _, _ in text.cues.get("industry", ()))
        self._sure: list[tuple[int, int]] | None = None

    def mentions(self) -> Iterator[Mention]:
        taken = -1
        sections = self._text.section_map or bytes([_OTHER]) * len(self._text.raw)
        strength_of = self._strength.read
        for start, end, pattern in self._hits:
            if start < taken:
                continue
            section = SECTION_NAMES[sections[start]]
            if section in _SILENT and not pattern.loud:
                continue
            concept = (not pattern.several and pattern.plain) or self._read(start, end, pattern, section)
            if concept is not None:
                taken = end
                strength = strength_of(start, end, section)
                yield build_mention(
                    concept.kind, concept.id, concept.label, start, end, strength, section, "labels"
                )

    def _read(self, start: int, end: int, pattern: Pattern, section: SectionName) -> Concept | None:
        """The concept that counts here, if one does."""
        if pattern.several and self._is_torn(start, end, pattern.form):
            return None
        if pattern.plain:
            return pattern.plain
        for concept, rule in pattern.meanings:
            if self._counts(concept.kind, rule, start, end, section):
                return concept
        return None

    def _counts(self, kind: Kind, rule: _Rule | None, start: int, end: int, section: SectionName) -> bool:
        if kind == "industry":
            return section not in ("benefits", "legal") and self._is_industry(start, end)
        if section in _SILENT:
            return False
        if kind == "field_of_study":
            return self._is_near(self._degrees, start, end, _DEGREE_REACH)
        return rule is None or self._obeys(rule, start, end)

    def _is_torn(self, start: int, end: int, form: str) -> bool:
        """Whether a sentence, list or line end runs through the words ("…data, analysis…")."""
        if self._text.lower[start:end] == form:
            return False
        written = self._text.raw[start:end]
        if "\n" in written:
            line_start = self._text.raw.rfind("\n", 0, start) + 1
            return "\n\n" in written or start - line_start < 50  # wrapped text has long lines
        return not _JOINERS.isdisjoint(written) and not written.endswith(")")

    def _is_near(self, places: list[int], start: int, end: int, reach: tuple[int, int]) -> bool:
        """Whether one of ``places`` is near the hit in its sentence."""
        raw = self._text.raw
        for place in places[bisect_left(places, start - reach[0]) :]:
            if place > end + reach[1]:
                return False
            first, last = min(place, start), max(place, end)
            if "\n" not in raw[first:last] and not _SENTENCE_END.search(raw, first, last):
                return True
        return False

    def _is_industry(self, start: int, end: int) -> bool:
        if not self._text.sections or self._is_near(self._industries, start, end, _INDUSTRY_REACH):
            return True
        line_start = self._text.raw.rfind("\n", 0, start)
        previous = self._text.lower[max(0, line_start - 14) : max(0, line_start)]
        return previous.strip().endswith(("industries", "industry"))

    def _obeys(self, rule: _Rule, start: int, end: int) -> bool:
        folded = self._text.folded
        if rule.case and self._text.raw[start:end] not in rule.case:
            return False
        before = f" {folded[max(0, start - 40) : start].rstrip()}"
        after = f"{folded[end : end + 40].lstrip()} "
        if before.endswith(rule.not_before) or after.startswith(rule.not_after):
            return False
        if rule.only_after or rule.only_before:
            allowed = before.endswith(rule.only_before) or after.startswith(rule.only_after)
            if allowed or not rule.in_list:
                return allowed
        return not rule.in_list or self._in_list(start, end)

    def _in_list(self, start: int, end: int) -> bool:
        """Whether another sure tool, or a cue such as "experience with", stands beside the hit."""
        if self._beside_sure(start, end):
            return True
        folded = self._text.folded
        if _AFTER_LIST.match(folded, end, end + 24):
            return True
        return _BEFORE_LIST.search(folded[max(0, start - 60) : start]) is not None

    def _beside_sure(self, start: int, end: int) -> bool:
        if self._sure is None:
            self._sure = [(hit[0], hit[1]) for hit in self._hits if self._is_sure(*hit)]
        position = bisect_left(self._sure, (start,))
        for other_start, other_end in self._sure[max(0, position - 2) : position + 2]:
            if other_start <= start < other_end:
                continue
            a, b = (other_end, start) if other_end <= start else (end, other_start)
            between = self._text.raw[a:b]
            if b - a <= 30 and ". " not in between and len(between.split()) <= 3:
                return True
        return False

    def _is_sure(self, start: int, end: int, pattern: Pattern) -> bool:
        """Whether this is a tool whatever stands nearby, so that others may lean on it."""
        return pattern.sure or any(self._obeys(rule, start, end) for rule in pattern.own_rules)
