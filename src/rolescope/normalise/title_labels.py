"""Role labels made ready for search in titles: as they stand and turned round.

From a manager's label ("Head of Data Science") the names with the other leading words follow ("Data Science
Director", "VP Data Science"), unless another role claims one as its own label. From every label the
turned-round form follows ("Engineer, Machine Learning"). A packaged label always wins over a formed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rolescope.model import Role
from rolescope.normalise.title_words import label_words, vocabulary
from rolescope.taxonomy.roles import load_roles

Words = tuple[str, ...]

_FORMED_LEADERS = ("manager", "director", "head", "vp", "chief", "managingdirector", "teamlead", "leader")
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
        starts: first words of ``whole``, to skip what begins no label.
        longest: words of the longest name.
    """

    whole: dict[Words, Role]
    turned: dict[Words, tuple[Role, int]]
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
    turned: dict[Words, tuple[Role, int]] = {}
    for words, role in whole.items():
        for head in _head_lengths(words, whole):
            turned.setdefault(words[-head:] + words[:-head], (role, head))
    starts = frozenset(words[0] for words in whole)
    return LabelIndex(whole, turned, starts, max(len(words) for words in whole))


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


def _head_lengths(words: Words, whole: dict[Words, Role]) -> Iterator[int]:
    """How many last words can stand first: a noun, or a longer tail that is itself a job's name."""
    if len(words) > 1 and (words[-1] in vocabulary().nouns or words[-1] in vocabulary().leaders):
        yield 1
    yield from (n for n in (2, 3) if len(words) > n and words[-n:] in whole)


def find_whole(words: Sequence[str]) -> tuple[int, int, Role] | None:
    """The longest name within ``words`` as ``(start, end, role)``.

    Of two as long, the later if they overlap (the head of an English name is its end), else the earlier.
    """
    index = label_index()
    best: tuple[int, int, Role] | None = None
    for start, first in enumerate(words):
        if first in index.starts:
            found = _longest_from(words, start, index)
            if found is not None and (best is None or _is_better(found, best)):
                best = found
    return best


def _longest_from(words: Sequence[str], start: int, index: LabelIndex) -> tuple[int, int, Role] | None:
    for end in range(min(len(words), start + index.longest), start, -1):
        role = index.whole.get(tuple(words[start:end]))
        if role is not None:
            return start, end, role
    return None


def _is_better(new: tuple[int, int, Role], old: tuple[int, int, Role]) -> bool:
    new_length, old_length = new[1] - new[0], old[1] - old[0]
    return new_length > old_length or (new_length == old_length and new[0] < old[1])


def find_turned(head: Words, rest: Words, stops: Sequence[int] = ()) -> tuple[int, Role] | None:
    """The name whose head is ``head`` and whose other words open ``rest``, as ``(words of rest, role)``.

    One lone word must be all of ``rest`` or of its stretch up to a comma ("Product Manager, Data" but not
    "Product Manager, Data Center"), unless it names a trade on its own. A rest that names a job itself
    ("Data Analyst - Power BI Developer") turns nothing.
    """
    index = label_index()
    if not vocabulary().nouns.isdisjoint(rest):
        return None
    for end in range(min(len(rest), index.longest), 0, -1):
        found = index.turned.get(head + rest[:end])
        names_it_all = end > 1 or end == len(rest) or end in stops or rest[0] in _TRADES
        if found is not None and found[1] == len(head) and names_it_all:
            return end, found[0]
    return None
