"""Mentions of packaged concepts: one automaton over all labels, the longest label on word borders wins.

A label that is also a word (R, Go, Excel, Spark …) must pass its rule from ``ambiguous.toml``: the
writing, the words beside it, or another tool nearby. Fields of study count only beside degrees,
industries only beside words such as "industry"; benefits, legal text and company praise yield
neither tools nor skills, and a role's title in the text ("as a DataOps Engineer you will …") no skill.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from rolescope.cues import Entry, Hit, Scanner, fold_label, packed_type
from rolescope.extract.label_rules import LINKS, Rule, RuleReader, has_words
from rolescope.extract.mentions import build_mention
from rolescope.extract.strength import AHEAD, CRAFTS, DEGREE, GIVEN, StrengthReader
from rolescope.model import Concept, Kind, Mention
from rolescope.taxonomy.concepts import LabelRule, load_concepts, load_contexts, load_label_rules
from rolescope.taxonomy.roles import load_roles
from rolescope.text import FIRST_SILENT, SECTION_NAMES, Text

try:
    from rolescope import _labels
except ImportError:  # pragma: no cover - installed where no compiler was
    _labels = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from rolescope._labels import Reader, Written

_OTHER = SECTION_NAMES.index("other")
_NAMES_A_JOB = re.compile(  # "Data Governance" is a title somewhere, and a skill everywhere else
    r"(?i)\b(?:engineer|scientist|analyst|developer|manager|architect|specialist|administrator|consultant|"
    r"researcher|director|programmer|statistician|modeler|modeller|strategist|steward|officer)$"
)
_WORKERS = tuple(  # "a DevOps engineer" asks for no DevOps: 21 of 27 such words were no skill
    f" {job}{ending} "
    for job in (
        "engineer",
        "manager",
        "developer",
        "architect",
        "analyst",
        "scientist",
        "director",
        "officer",
        "specialist",
        "consultant",
    )
    for ending in ("", "s")
)
_INDUSTRY_WORDS = ("industries", "industry")  # a heading's last
_JOINERS = frozenset(",;:()")
_SENTENCE_END = re.compile(r"[a-z]{2}[.;!?] ")  # not the full stops of "B.S. in" or "Ph.D. in"
_DEGREE_REACH = (220, 60)  # characters before and after a field of study in which a degree word must stand
_INDUSTRY_REACH = (40, 40)


_KINDS: tuple[Kind, ...] = ("field_of_study", "tool", "certification", "skill", "soft_skill", "industry")
_ALONE: dict[Kind, tuple[Kind, ...]] = {kind: (kind,) for kind in _KINDS}  # one of each is quicker to come by


Meaning = tuple[Concept, Rule | None]


class Pattern(NamedTuple):
    """A folded label and what it may mean, the kind that is asked first before the others.

    Attributes:
        form: the label as it stands in folded text.
        several: whether it has several words.
        meanings: concepts with the rules their writing must obey; none for a role's title.
        plain: its one concept if that counts wherever tools and skills do.
        loud: whether it may count in a part that yields no tools and skills.
        sure: the kinds it is of whatever stands nearby.
        kinds: the kinds it may be of.
        own_rules: the other kinds it may be of by words beside it, and what they ask for.
    """

    form: str
    several: bool
    meanings: tuple[Meaning, ...]
    plain: Concept | None
    loud: bool
    sure: tuple[Kind, ...]
    kinds: tuple[Kind, ...]
    own_rules: tuple[tuple[Kind, Rule], ...]


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
    return _forms(fold_label(label))


def _forms(folded: str) -> tuple[str, ...]:
    if len(folded) < 5 or not folded[-1].isalpha() or folded[-1] in "sx":
        return (folded,)
    if folded.endswith("y") and folded[-2] not in "aeou":
        return folded, f"{folded[:-1]}ies"
    return folded, f"{folded}s"


def build_lexicon(
    concepts: Iterable[Concept],
    rules: Mapping[str, LabelRule],
    titles: Iterable[str] = (),
    contexts: Mapping[tuple[Kind, str], LabelRule] | None = None,
) -> Lexicon:
    """All labels of ``concepts`` except activities, and role titles, which mean none.

    Args:
        concepts: what the labels mean.
        rules: of labels of tools, by folded label.
        titles: names of roles.
        contexts: rules of the labels of other kinds.
    """
    table: dict[str, list[Meaning]] = {}
    keyed = {("tool", label): rule for label, rule in rules.items()} | dict(contexts or {})
    padded = {key: Rule.pad(rule) for key, rule in keyed.items()}
    for concept in concepts:
        if concept.kind == "activity":
            continue
        for label in (concept.label, *concept.alt_labels):
            folded = fold_label(label)
            rule = padded.get((concept.kind, folded))
            for form in _forms(folded) if rule is None else (folded,):
                same = table.get(form)
                if same is None:  # nineteen of twenty
                    table[form] = [(concept, rule)]
                elif not any(known is concept for known, _ in same):
                    same.append((concept, rule))
    for title in titles:
        for form in label_forms(title):
            table.setdefault(form, [])
    return Lexicon(_pattern(form, meanings) for form, meanings in table.items())


def _pattern(form: str, meanings: list[Meaning]) -> Pattern:
    if len(meanings) == 1 and meanings[0][1] is None:  # nineteen of twenty
        concept = meanings[0][0]
        plain = concept if concept.kind not in ("field_of_study", "industry") else None
        kinds = _ALONE[concept.kind]
        return Pattern(
            form, " " in form, tuple(meanings), plain, concept.kind == "industry", kinds, kinds, ()
        )
    meanings.sort(key=lambda meaning: _KINDS.index(meaning[0].kind))
    loud = any(concept.kind == "industry" for concept, _ in meanings)
    kinds = tuple(concept.kind for concept, _ in meanings)
    sure = tuple(concept.kind for concept, rule in meanings if rule is None)
    own_rules = [
        (concept.kind, rule) for concept, rule in meanings if rule and _may_stand_alone(concept.kind, rule)
    ]
    return Pattern(form, " " in form, tuple(meanings), None, loud, sure, kinds, tuple(own_rules))


def _may_stand_alone(kind: Kind, rule: Rule) -> bool:
    return not rule.in_list or (kind != "tool" and bool(rule.only_before or rule.only_after))


@cache
def packaged_lexicon() -> Lexicon:
    """The lexicon of the packaged concepts and role titles."""
    titles = [label for role in load_roles() for label in (role.label, *role.alt_labels)]
    names = [title for title in titles if _NAMES_A_JOB.search(title)]
    return build_lexicon(load_concepts(), load_label_rules(), names, load_contexts())


def find_labels(text: Text, lexicon: Lexicon | None = None) -> tuple[Mention, ...]:
    """Mentions of concepts other than activities, in order, without overlaps.

    Args:
        text: the text; the packaged labels are found here unless its scanner found them already.
        lexicon: other labels than the packaged ones.
    """
    hits = text.cues.get("labels") if lexicon is None else None
    if hits is None:
        hits = (lexicon or packaged_lexicon()).scanner.scan(text.folded).get("labels", [])
    if not hits:
        return ()
    reader = native_reader()
    if reader is None:
        return read_labels(text, hits)
    cues = (text.cues.get("degree", ()), text.cues.get("industry", ()))
    return tuple(reader.labels(*written(text), bool(text.sections), hits, *cues))


def read_labels(text: Text, hits: Sequence[Hit]) -> tuple[Mention, ...]:
    """The mentions among hits in order of their end."""
    by_start = list(reversed(hits))  # of those that start together the longest shall come first
    by_start.sort(key=itemgetter(0))
    return tuple(_LabelReader(text, by_start).mentions())


def written(text: Text) -> Written:
    """What the native reader asks of every text."""
    strength, lines = text.cues.get("strength", ()), text.cues.get("lines", ())
    return text.raw, text.lower, text.folded, text.section_map, strength, lines


def is_torn(raw: str, start: int, end: int, pattern: Pattern) -> bool:
    """Whether a sentence, list or line end runs through the words ("…data, analysis…")."""
    written = raw[start:end]
    if "/" in written and pattern.kinds == ("tool",):  # "Java/Spring" are two, "TCP/IP" is one
        concept = pattern.meanings[0][0]
        return not any("/" in label for label in (concept.label, *concept.alt_labels))
    if "\n" in written:
        name = pattern.form.replace(" ", "")  # feeds that break lines within names: "Power⏎Shell"
        if any(concept.label.lower() == name for concept, _ in pattern.meanings):
            return False
        line_start = raw.rfind("\n", 0, start) + 1
        return "\n\n" in written or start - line_start < 50  # wrapped text has long lines
    return not _JOINERS.isdisjoint(written) and not written.endswith(")")


@cache
def native_reader() -> Reader | None:
    """What reads labels and duties as this module and ``extract.activities`` do, if it is built."""
    return build_reader() if _labels else None


def build_reader(**other: Any) -> Reader:
    """A native reader of what is asked here, and of what is given in place of it."""
    given: dict[str, Any] = {
        "mention": Mention,
        "concept": Concept,
        "sections": SECTION_NAMES,
        "kinds": _KINDS,
        "strengths": ("required", "preferred", "mentioned"),
        "extractors": ("labels", "activities", "tagger"),
        "workers": _WORKERS,
        "crafts": CRAFTS,
        "ahead": AHEAD,
        "links": LINKS,
        "industry": _INDUSTRY_WORDS,
        "is_torn": is_torn,
        "has_words": has_words,
        "is_degree": DEGREE.match,
        "is_given": GIVEN.search,
        "packed": packed_type(),
    }
    return _labels.Reader(**given | other)


class _LabelReader:
    """Decides which hits of one text count."""

    def __init__(self, text: Text, hits: Sequence[Hit]) -> None:
        self._text = text
        self._hits = hits
        self._strength = StrengthReader(text)
        self._degrees = sorted(start for start, _, _ in text.cues.get("degree", ()))
        self._industries = sorted(start for start, _, _ in text.cues.get("industry", ()))
        self._rules = RuleReader(text, hits)

    def mentions(self) -> list[Mention]:
        taken, found = -1, []
        text, strength_of = self._text, self._strength.read
        lower, folded, sections = text.lower, text.folded, text.section_map or bytes([_OTHER]) * len(text.raw)
        for start, end, pattern in self._hits:
            if start < taken:
                continue
            form, several, _, concept, loud, _, _, _ = pattern
            part = sections[start]
            if part >= FIRST_SILENT and not loud:
                continue
            if several and lower[start:end] != form and is_torn(text.raw, start, end, pattern):
                continue
            concept = concept or self._read(start, end, pattern, part)
            if concept is not None and not (concept.kind == "skill" and folded.startswith(_WORKERS, end)):
                taken, section = end, SECTION_NAMES[part]
                strength = strength_of(start, end, section)
                found.append(
                    build_mention(
                        concept.kind, concept.id, concept.label, start, end, strength, section, "labels"
                    )
                )
        return found

    def _read(self, start: int, end: int, pattern: Pattern, part: int) -> Concept | None:
        """The concept that counts here, if one does."""
        for concept, rule in pattern.meanings:
            if self._counts(concept.kind, rule, start, end, part):
                return concept
        return None

    def _counts(self, kind: Kind, rule: Rule | None, start: int, end: int, part: int) -> bool:
        if kind == "industry":
            return SECTION_NAMES[part] not in ("benefits", "legal") and self._is_industry(start, end)
        if part >= FIRST_SILENT:
            return False
        if kind == "field_of_study":
            return self._is_near(self._degrees, start, end, _DEGREE_REACH)
        return rule is None or self._rules.obeys(kind, rule, start, end)

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
        return previous.strip().endswith(_INDUSTRY_WORDS)
