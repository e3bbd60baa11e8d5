"""Role labels made ready for search in titles: as they stand and turned round.

From a manager's label ("Head of Data Science") the names with the other leading words follow ("Data Science
Director", "VP Data Science"), unless another role claims one as its own label. From every label the
turned-round form follows ("Engineer, Machine Learning"); from every trade's label its other endings ("Backend
Development Engineer", "Java Team Lead"). A packaged label always wins over a formed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rolescope.model import Role
from rolescope.normalise.title_words import label_words, vocabulary
from rolescope.taxonomy.roles import load_roles

Words = tuple[str, ...]
KEPT = 16_384  # answers about parts of titles that are kept: most parts have been seen before

_FORMED_LEADERS = ("manager", "director", "head", "vp", "chief", "managingdirector", "teamlead", "leader")
# Families whose "engineer", "developer" and "software engineer" are one job ("Backend Development Engineer"), and
# the roles in them of which that is not so: a support engineer is no support developer. In the family of
# infrastructure it is not so at all: an "AWS Software Developer" is no cloud engineer.
_BUILDERS = frozenset(["software-engineering", "data-science-ai", "data-engineering", "security"])
_NO_BUILDERS = frozenset(
    [
        "developer-advocate",
        "forward-deployed-engineer",
        "hardware-engineer",
        "implementation-engineer",
        "sap-consultant",
        "solutions-architect",
        "solutions-engineer",
        "technical-support-engineer",
    ]
)
_ENDINGS = (
    ("engineer",),
    ("developer",),
    ("software", "engineer"),
    ("software", "developer"),
    ("development", "engineer"),
    ("software", "development", "engineer"),
)
_LEADS = ("lead", "teamlead", "techlead", "leader")
# Words that name a trade alone: "Software Engineer, Backend Payments" is a backend engineer.
_TRADES = frozenset(
    [
        "ml",
        "frontend",
        "backend",
        "fullstack",
        "ios",
        "android",
        "devop",
        "mlop",
        "bi",
        "nlp",
        "genai",
        "dataop",
        "analytic",
    ]
)


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """All names of all roles by their canonical words.

    Attributes:
        whole: words → role, for names in their usual order.
        turned: words → (role, words of the head), for names whose head stands first.
        areas: words of the trade → role, for trades of two words and more ("Java Full Stack").
        starts: first words of ``whole``, to skip what begins no label.
        longest: words of the longest name.
    """

    whole: dict[Words, Role]
    turned: dict[Words, tuple[Role, int]]
    areas: dict[Words, Role]
    starts: frozenset[str]
    longest: int


@cache
def label_index() -> LabelIndex:
    """The index of the packaged roles."""
    whole: dict[Words, Role] = {}
    for role in load_roles():
        for label in (role.label, *role.alt_labels):
            whole.setdefault(label_words(label), role)
    packaged = tuple(whole)
    for words in packaged:
        if whole[words].track == "manager":
            for formed in _formed_names(words):
                whole.setdefault(formed, whole[words])
    others: dict[Words, Role] = {}
    for words in packaged:
        for formed in _other_endings(words, whole[words]):
            if formed not in whole:
                others.setdefault(formed, whole[words])
    whole |= others
    turned: dict[Words, tuple[Role, int]] = {}
    for words, role in whole.items():
        if words in others and not _turns(words, role):
            continue
        for head in _head_lengths(words, whole):
            turned.setdefault(words[-head:] + words[:-head], (role, head))
    areas = {
        words[:-1]: whole[words]
        for words in reversed(packaged)
        if len(words) > 2 and _is_trade(words, whole[words])
    }
    starts = frozenset(words[0] for words in whole)
    return LabelIndex(whole, turned, areas, starts, max(len(words) for words in whole))


def _formed_names(words: Words) -> Iterator[Words]:
    """The same leadership with every other leading word."""
    leaders = vocabulary().leaders
    if words[0] in leaders:
        area = words[1:]
    elif words[-1] in leaders:
        area = words[:-1]
    else:
        return
    if area and area[-1] not in vocabulary().nouns:
        yield from ((*area, leader) for leader in (*_FORMED_LEADERS, "lead"))
        yield from ((leader, *area) for leader in _FORMED_LEADERS)
        yield ("chief", *area, "officer")


def _other_endings(words: Words, role: Role) -> Iterator[Words]:
    """The same trade with every other ending, and with who leads it."""
    if not _is_trade(words, role):
        return
    trade = words[:-1]
    while trade and trade[-1] in ("software", "development"):
        trade = trade[:-1]
    if trade and trade[0] != "software" and trade != ("automation",):
        yield from ((*trade, *ending) for ending in _ENDINGS)
        if len(words) == 2 and role.id != "software-engineer":
            yield from ((*trade, lead) for lead in _LEADS)


def _is_trade(words: Words, role: Role) -> bool:
    """Whether the words name one who builds software."""
    builds = role.family in _BUILDERS and role.id not in _NO_BUILDERS
    return builds and words[-1] in ("engineer", "developer")


def _turns(words: Words, role: Role) -> bool:
    """Whether a formed name may be turned round.

    "Software Engineer, React" and "Software Engineer, Product Security" name the trade behind the comma;
    "Software Engineer, Identity" and "Software Engineer, Data Management" the matter.
    """
    if role.family == "software-engineering":
        return True
    return role.family != "data-engineering" and len(words) > 3


def _head_lengths(words: Words, whole: dict[Words, Role]) -> Iterator[int]:
    """How many last words can stand first: a noun, or a longer tail that is itself a job's name."""
    if len(words) > 1 and (words[-1] in vocabulary().nouns or words[-1] in vocabulary().leaders):
        yield 1
    yield from (n for n in (2, 3) if len(words) > n and words[-n:] in whole)


@lru_cache(maxsize=KEPT)
def find_whole(words: Words) -> tuple[int, int, Role] | None:
    """The longest name within ``words`` as ``(start, end, role)``.

    Of two as long, the later if they overlap (the head of an English name is its end), else the earlier; but a
    leader ends a name rather than begins one ("Engineering Manager Data Pipelines").
    """
    index = label_index()
    best: tuple[int, int, Role] | None = None
    for start, first in enumerate(words):
        if first in index.starts:
            found = _longest_from(words, start, index)
            if found is not None and (best is None or _is_better(found, best, words)):
                best = found
    return best


def _longest_from(words: Sequence[str], start: int, index: LabelIndex) -> tuple[int, int, Role] | None:
    for end in range(min(len(words), start + index.longest), start, -1):
        role = index.whole.get(tuple(words[start:end]))
        if role is not None:
            return start, end, role
    return None


def _is_better(new: tuple[int, int, Role], old: tuple[int, int, Role], words: Sequence[str]) -> bool:
    new_length, old_length = new[1] - new[0], old[1] - old[0]
    if new_length != old_length:
        return new_length > old_length
    return new[0] < old[1] and not (new[0] == old[1] - 1 and words[new[0]] in vocabulary().leaders)


@lru_cache(maxsize=KEPT)
def find_turned(head: Words, rest: Words, stops: tuple[int, ...] = ()) -> tuple[int, Role] | None:
    """The name whose head is ``head`` and whose other words open ``rest``, as ``(words of rest, role)``.

    One lone word must be all of ``rest`` or of its stretch up to a comma ("Product Manager, Data" but not
    "Product Manager, Data Center"), unless it names a trade on its own. A rest that names a job itself
    ("Data Analyst - Power BI Developer") turns nothing.
    """
    index = label_index()
    if not vocabulary().nouns.isdisjoint(rest):
        return None
    rest = _without_repeats(head, rest)
    for end in range(min(len(rest), index.longest), 0, -1):
        found = index.turned.get(head + rest[:end])
        whole = end == len(rest) or end in stops
        names_it_all = whole or rest[0] in _TRADES or (end > 1 and not _is_other(rest[end]))
        if found is not None and found[1] == len(head) and names_it_all:
            return end, found[0]
    return None


def _is_other(word: str) -> bool:
    """Whether the word behind a name makes it part of another ("Manager, AI Product Engineering")."""
    return word in ("design", "engineering", "operation") or word in vocabulary().functions


def _without_repeats(head: Words, rest: Words) -> Words:
    """``rest`` without an end that ``head`` says already ("Security Engineer, Cloud Security")."""
    said = [head[0], "engineering"] if head in (("engineer",), ("software", "engineer")) else [head[0]]
    return rest[:-1] if len(rest) > 1 and rest[-1] in said else rest
