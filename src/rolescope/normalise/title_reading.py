"""A title read: its role, its level, and the key under which equal titles meet.

Order of trust: a whole label; a label turned round across a comma ("Engineer, Machine Learning"); an area that
stands alone ("Data Science Intern"); a label a few letters away. What fits none gets no role, and neither does
a title headed by a job that is not packaged ("Data Science Recruiter").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from rolescope.cues import fold_label
from rolescope.model import Level, Role, RoleMatch
from rolescope.normalise.levels import read_level
from rolescope.normalise.title_labels import Words, find_turned, find_whole, label_index
from rolescope.normalise.title_likeness import find_misspelled
from rolescope.normalise.title_shapes import (
    core_of,
    has_noun,
    is_bare,
    is_foreign,
    is_level_part,
    is_place,
    places_of,
    says_level,
    says_nothing,
)
from rolescope.normalise.title_words import Part, read_parts, vocabulary
from rolescope.taxonomy.concepts import load_concepts, load_label_rules
from rolescope.taxonomy.roles import role_by_id

_TURNED, _IN_LATER_PART, _AREA, _PLAIN = 0.95, 0.9, 0.9, 0.8

_LED_ALONE = frozenset(["ai", "analytic", "data", "engineering", "ml"])


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says.

    Attributes:
        role: the packaged role, None where none fits.
        level: the level the words say, else ``unstated``.
        words: the level and leading words read, in order ("senior", "director").
        exact: whether role, level and noise are all there is in the title.
    """

    role: RoleMatch | None
    level: Level
    words: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A role found: in which part, by which of its words, how surely, with nothing else in the title."""

    role: Role
    part: Part
    used: tuple[int, int]
    confidence: float
    exact: bool


@lru_cache(maxsize=65536)
def read_title(title: str) -> TitleReading:
    """Read ``title``.

    >>> reading = read_title("Sr. Engineer, Machine Learning (Remote)")
    >>> reading.role.id, reading.level
    ('machine-learning-engineer', 'senior')
    >>> read_title("Data Science Recruiter").role is None
    True
    """
    parts = read_parts(title)
    found = _find_role(parts)
    words, breaks = _level_words_of(parts, found)
    individual = found is not None and found.role.track == "individual"
    level = read_level(words, breaks, individual=individual)
    known = vocabulary()
    said = tuple(w for w in words if w in known.level_words or w in known.leaders or w in known.weak_levels)
    match = None if found is None else RoleMatch(found.role.id, found.role.label, round(found.confidence, 3))
    return TitleReading(match, level, said, found is not None and found.exact)


def title_key(title: str) -> str:
    """The title without noise and place, for finding duplicates; its level and its subject are kept.

    >>> title_key("Sr. Data Engineer - Toronto, ON (Remote)") == title_key("senior data engineers | Berlin")
    True
    >>> title_key("Data Engineer I") == title_key("Data Engineer II")
    False
    """
    parts = [p for p in read_parts(title) if not is_place(p.words)]
    return " ".join(word for part in parts for word in part.words)


def _find_role(parts: Sequence[Part]) -> _Found | None:
    mains = [p for p in parts if p.kind == "main"] or [p for p in parts if p.kind == "aside"]
    for at, part in enumerate(mains):
        others = [p for p in parts if p is not part and p.kind != "tail"]
        later = [*mains[at + 1 :], *(p for p in others if p.kind == "aside")]
        found, decided = _read_part(part, later, others)
        if decided:
            return found
    return _by_area(mains) or _by_likeness(mains)


def _read_part(part: Part, later: Sequence[Part], others: Sequence[Part]) -> tuple[_Found | None, bool]:
    """The role of one part, and whether the search ends here."""
    whole = _whole_label(part, others)
    if whole is not None:
        if is_foreign(part.words, whole.used):
            return None, True
        return _turned_label(part, later, whole) or _of_staff(part, later, whole) or whole, True
    core = core_of(part.words)
    if not core or not has_noun(part.words):
        area = _by_area([part]) if not {"intern", "internship"}.isdisjoint(part.words) else None
        return area, area is not None
    if is_foreign(part.words, None):
        return None, True
    found = _turned_label(part, later, None) or _alone_in_order(part, core)
    if found is None and is_bare(core):
        found = _from_later_part(part, core, later) or _joined(part, core, later)
    found = found or _by_area([part]) or _area_with_noun(part, core) or _by_likeness([part])
    return found or _listed(later) or _plain_developer(part, core), True


def _whole_label(part: Part, others: Sequence[Part]) -> _Found | None:
    """The longest label in the part, its level words first left in ("Research Associate"), then taken off."""
    kept = places_of(part.words, True)
    best = find_whole(tuple([part.words[i] for i in kept]))
    core = places_of(part.words, False)
    if len(core) != len(kept):
        plain = find_whole(tuple([part.words[i] for i in core]))
        if plain is not None and (best is None or plain[1] - plain[0] >= best[1] - best[0]):
            best, kept = plain, core
    if best is None:
        return None
    start, end, role = best
    left = [i for n, i in enumerate(kept) if not start <= n < end and not says_level(part.words, i)]
    exact = not left and all(says_nothing(p.words) for p in others)
    return _Found(role, part, (kept[start], kept[end - 1] + 1), 1.0, exact)


def _turned_label(part: Part, later: Sequence[Part], whole: _Found | None) -> _Found | None:
    """The label whose head is this part (or its label) and whose other words open a later one."""
    core = core_of(part.words)
    head = core if whole is None else tuple(part.words[whole.used[0] : whole.used[1]])
    if whole is not None and core[-len(head) :] != head:
        return None
    for other in later:
        rest = _rest_of(other)
        if other.kind == "main" and has_noun(rest) and not is_bare(rest):
            break
        turned = find_turned(head, rest, other.breaks if other.kind == "main" else ()) if rest else None
        if turned is not None:
            exact = turned[0] == len(rest) and core == head and len(later) == 1
            used = whole.used if whole is not None else (0, 0)
            return _Found(turned[1], part, used, _TURNED, exact)
    return None


def _rest_of(part: Part) -> Words:
    """What a later part adds: all of it, or what stands before its first comma where a job is named after that.

    ``Software Engineer, Frontend - Developer Experience`` is of the frontend.
    """
    at = part.breaks[0] if part.breaks else 0
    first, later = part.words[:at], part.words[at:]
    cut = first and has_noun(later) and not has_noun(first) and find_whole(later) is None
    return core_of(first if cut else part.words)


def _alone_in_order(part: Part, core: Words) -> _Found | None:
    """A label turned round within one part ("Managing Director Data Science", "Engineer Data Platform")."""
    known = vocabulary()
    for length in (1, 2):
        head, rest = core[:length], core[length:]
        if rest and (head[-1] in known.nouns or head[-1] in known.leaders):
            turned = find_turned(head, rest)
            if turned is not None:
                return _Found(turned[1], part, (0, 0), _TURNED, turned[0] == len(rest))
    return None


def _from_later_part(part: Part, core: Words, later: Sequence[Part]) -> _Found | None:
    """What a bare "Consultant" or "Associate" is said to be after the comma."""
    for other in later:
        whole = _whole_label(other, ())
        if whole is not None and not is_foreign(other.words, whole.used):
            return _Found(whole.role, other, whole.used, _IN_LATER_PART, False)
    if core[-1] in vocabulary().leaders:
        return None
    area = _by_area(later)
    return None if area is None else _Found(area.role, part, (0, 0), area.confidence, False)


def _joined(part: Part, core: Words, later: Sequence[Part]) -> _Found | None:
    """Who leads what is named after the comma, read as one ("Senior Manager, Payments Engineering")."""
    if not later or core[-1] not in vocabulary().leaders:
        return None
    other = later[0]
    rest = core_of(other.words[: other.breaks[0]] if other.breaks else other.words)
    if not rest or has_noun(rest):
        return None
    for words in ((core[-1], *rest), (*rest, core[-1])):
        best = find_whole(words)
        if best is not None and _is_led(words, best) and not is_foreign(words, best[:2]):
            return _Found(best[2], part, (0, 0), _IN_LATER_PART, False)
    return None


def _is_led(words: Words, best: tuple[int, int, Role]) -> bool:
    """Whether the label holds the leader and what is led; of one word only where it is all, and of no other trade.

    "Residential Security" and "Data Loss Prevention" are led by no manager of security or of data.
    """
    start, end, role = best
    leader_first = words[0] in vocabulary().leaders
    if role.id == "chief-technology-officer" or (start > 0 if leader_first else end < len(words)):
        return False
    if end - start > 2:
        return True
    return end == len(words) and words[end - 1 if leader_first else start] in _LED_ALONE


def _of_staff(part: Part, later: Sequence[Part], whole: _Found) -> _Found | None:
    """What a "Member of Technical Staff", who may be anything, is said to be after the comma."""
    if whole.role.id != "member-of-technical-staff":
        return None
    found = _from_later_part(part, ("member",), later)
    return None if found is None else _Found(found.role, part, whole.used, _IN_LATER_PART, False)


def _plain_developer(part: Part, core: Words) -> _Found | None:
    """A "Junior Developer" of nothing further develops software, and so does one of a tool ("COBOL Developer")."""
    if core[-1] != "developer" or not (len(core) == 1 or " ".join(core[:-1]) in _named_tools()):
        return None
    return _Found(role_by_id("software-engineer"), part, (0, 0), _PLAIN, False)


@cache
def _named_tools() -> frozenset[str]:
    """Labels of tools that are no words of other meaning."""
    rules = load_label_rules()
    labels = (fold_label(n) for c in load_concepts() if c.kind == "tool" for n in (c.label, *c.alt_labels))
    return frozenset(label for label in labels if label not in rules)


def _by_area(parts: Sequence[Part]) -> _Found | None:
    """The role whose area stands alone between commas ("Data Science, Summer Intern")."""
    for part in parts:
        for start, end in _stretches(part):
            words = tuple(
                w for i, w in enumerate(part.words[start:end]) if not says_level(part.words, start + i)
            )
            words = tuple(w for w in words if w not in vocabulary().places)
            role = _role_of_area(words)
            if role is not None:
                return _Found(role, part, (start, end), _AREA, _is_all(part, start, end, parts))
    return None


def _role_of_area(words: Words) -> Role | None:
    role = vocabulary().areas.get(words)
    return role_by_id(role) if role is not None else label_index().areas.get(words)


def _area_with_noun(part: Part, core: Words) -> _Found | None:
    """An area with a leading or bare noun no label has ("Data Quality Manager", "Data Architecture Expert")."""
    known = vocabulary()
    role = known.areas.get(core[:-1])
    if role is None or not (core[-1] in known.leaders or core[-1] in known.bare_nouns):
        return None
    return _Found(role_by_id(role), part, (0, 0), _AREA, False)


def _listed(later: Sequence[Part]) -> _Found | None:
    """The role beside an unknown one in a list ("Operational Planner / Data Analyst")."""
    for part in later:
        whole = _whole_label(part, ()) if part.listed else None
        if whole is not None and not is_foreign(part.words, whole.used):
            return _Found(whole.role, part, whole.used, _IN_LATER_PART, False)
    return None


def _by_likeness(parts: Sequence[Part]) -> _Found | None:
    for part in parts[:1]:
        for words in (part.words, part.words[: part.breaks[0]] if part.breaks else ()):
            core = core_of(words)
            text = " ".join(core)
            near = find_misspelled(text) if len(text) >= 8 and not is_bare(core) else None
            if near is not None:
                return _Found(near.role, part, (0, 0), min(near.similarity, 0.89), False)
    return None


def _level_words_of(parts: Sequence[Part], found: _Found | None) -> tuple[Words, tuple[int, ...]]:
    """The words that may say the level, and the breaks between them.

    They are those of the part that names the job, of parts before it, and of parts that say nothing else.
    """
    if found is None:
        first = next((p for kind in ("main", "aside") for p in parts if p.kind == kind), None)
        return (first.words, first.breaks) if first is not None else ((), ())
    words: list[str] = []
    own = [w for i, w in enumerate(found.part.words) if not _is_silent(found, i)]
    reached = False
    for part in parts:
        if part is found.part:
            reached = True
        elif (part.kind == "main" and not reached) or is_level_part(part.words) or "intern" in part.words:
            words.extend(part.words)
        elif part.kind == "main":
            words.extend(_level_at_end(part))
    at = len(words)
    joint = (at,) if at and found.part.listed else ()
    return (*words, *own), (*joint, *(at + i for i in found.part.breaks))


def _level_at_end(part: Part) -> Words:
    """The level words that stand alone behind the last comma ("Backend Developer - Node.js - Senior")."""
    last = part.words[part.breaks[-1] :] if part.breaks else ()
    return last if all(word in vocabulary().level_words for word in last) else ()


def _is_silent(found: _Found, at: int) -> bool:
    """Whether the word is one of the label that says no level there ("Research Associate")."""
    words = found.part.words
    within = found.used[0] <= at < found.used[1]
    staff = words[at] == "staff" and at > 0 and words[at - 1] == "technical"
    of_a_matter = words[at] == "manager" and at == found.used[1] - 1 and _leads_a_matter(found.role)
    return within and (staff or of_a_matter or words[at] in vocabulary().weak_levels)


def _leads_a_matter(role: Role) -> bool:
    """Whether the role's own name holds "Manager" though it leads no people ("Product Manager")."""
    return role.track == "individual" and role.label.endswith(" Manager")


def _stretches(part: Part) -> Iterator[tuple[int, int]]:
    edges = [0, *part.breaks, len(part.words)]
    yield 0, len(part.words)
    yield from ((start, end) for start, end in pairwise(edges) if start < end)


def _is_all(part: Part, start: int, end: int, parts: Sequence[Part]) -> bool:
    return (start, end) == (0, len(part.words)) and all(p is part or says_nothing(p.words) for p in parts)
