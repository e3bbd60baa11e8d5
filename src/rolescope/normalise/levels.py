"""The level of a job: from the words of its title, else a structured field, else plain words of the posting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rolescope.cues import Entry, Hit, Scanner, fold, fold_label
from rolescope.model import LEVELS, Level
from rolescope.normalise.title_words import Vocabulary, vocabulary

if TYPE_CHECKING:
    from rolescope.normalise.title_reading import TitleReading

# What structured fields say. Words of Asian boards that name grades of their own ("Executive", "Senior
# Executive", "Professional", "Non-executive") are left out: an Executive there is junior to mid.
_FIELD_LEVELS: dict[str, Level] = {
    "internship": "intern",
    "intern": "intern",
    "entry level": "entry",
    "fresh/entry level": "entry",
    "entry-level / junior": "entry",
    "entry-level": "entry",
    "entry": "entry",
    "junior": "entry",
    "junior executive": "entry",
    "en": "entry",
    "mid-level / intermediate": "mid",
    "mid-level": "mid",
    "mid level": "mid",
    "mid": "mid",
    "intermediate": "mid",
    "mi": "mid",
    "senior-level / expert": "senior",
    "senior-level": "senior",
    "senior level": "senior",
    "senior": "senior",
    "se": "senior",
    "staff": "lead",
    "principal": "lead",
    "lead": "lead",
    "manager": "manager",
    "middle management": "manager",
    "director": "director",
    "senior management": "director",
    "executive-level / director": "executive",
    "executive level": "executive",
    "ex": "executive",
    "c-level": "executive",
}

# "Mid-Senior level" spans two levels and "Associate" is used for both entry and mid, so neither says one.

_CUE = r"(?:position|role|job|opportunity|vacancy|opening|post)\b"
_KIND = r"(?:full[- ]time |part[- ]time |remote |hybrid |permanent |contract |individual[- ]contributor )*"
_OPENING = "this is an?|this|as an?|is an?|has an?|we are (?:hiring|seeking|looking for) an?|for an?|for this"
_CUE_WORDS: dict[Level, str] = {
    "entry": "(?:entry|junior)",
    "mid": "(?:mid|intermediate)",
    "senior": "senior",
    "director": "director",
    "executive": "(?:executive|c)",
}
_TEXT_CUES = {
    level: re.compile(rf"\b(?:{_OPENING}) {_KIND}{words}[- ]level {_KIND}{_CUE}")
    for level, words in _CUE_WORDS.items()
}
_GRADES = ("entry", "junior", "mid", "intermediate", "senior", "director", "executive", "c")
_BEFORE_LEVEL = tuple(f"{grade}{mark}" for grade in _GRADES for mark in "- ")
_BEFORE_LABEL = ("seniority ", "career ", "job ", "experience ", "position ")
_TEXT_LABEL = re.compile(r"level\s*[:\-–]\s*([a-z/ -]{2,40})")
_BOARD_LABEL = re.compile(  # two lines of a board's page, or what is left of them
    rf"level\s+({'|'.join(sorted(_FIELD_LEVELS, key=len, reverse=True))})\b"
)
_INTERN_CUE = re.compile(r"\bthis (?:is an? )?(?:paid |unpaid |summer |\d+[- ](?:week|month) )*internship\b")
# "We are looking for an experienced Senior Back-End Developer": who is sought, where the title grades no one
_GRADE_WORDS: dict[str, Level] = {
    "junior": "entry",
    "entry-level": "entry",
    "entry level": "entry",
    "mid-level": "mid",
    "mid level": "mid",
    "intermediate": "mid",
    "senior": "senior",
    "staff": "lead",
    "principal": "lead",
    "lead": "lead",
}
_GRADE = "|".join(_GRADE_WORDS)
_SOUGHT = re.compile(
    r"(?:\b(?:looking for|looking to hire|seeking|seeks|searching for|search of|hiring|recruiting|are you"
    r"|(?:opportunity|role|position|vacancy|opening) for an?|candidate (?:is|will be))"
    r"|(?:\A|[\n.!•*–-])\s*as)"
    r"(?: (?:an?|our|our next|multiple|several|two|three|some|experienced|talented|skilled|dynamic|passionate|motivated|driven"
    r"|highly|new|another|remote|full-time|permanent|great|strong|exceptional|capable|and),?)*"
    rf" (?P<grades>(?:{_GRADE})(?:(?: and | to | or | ?/ ?)(?:{_GRADE}))?) (?P<job>[^\n.,;:()]{{3,45}})"
)
_NO_GRADED = frozenset({"manager", "leader", "member", "director", "head", "executive", "officer"})
_SEEKING = ("looking", "seek", "search", "hiring", "recruiting", "are you", " for a", "candidate", "as ")
_OPENING_LENGTH = 2500  # characters in which a posting says whom it seeks
_SOUGHT_REACH = 90  # characters before a grade in which the words that seek begin
_REACH = 120  # characters before and after the word "level" in which its whole phrase lies


def find_level(
    title: TitleReading, seniority_text: str = "", lower: str = "", hits: Sequence[Hit] | None = None
) -> Level:
    """The level of a posting: its title's, else its seniority field's, else what its text says outright.

    Args:
        title: the title, read.
        seniority_text: the structured field as found; several values that disagree say nothing.
        lower: the posting in lower case; only statements such as "this is a senior-level position" and
            "looking for a Senior Data Engineer" count.
        hits: what a scanner with ``level_entries`` found in it under "level"; None looks for it here.
    """
    if title.level != "unstated":
        return title.level
    stated = read_seniority(seniority_text)
    if stated != "unstated":
        return stated
    return _read_text(lower, _scanner().scan(fold(lower))["level"] if hits is None else hits)


@cache
def level_entries() -> tuple[Entry, ...]:
    """Words without which a text states no level; a search for each by itself takes 0.02 ms."""
    anywhere = (Entry("level", word, word, bare=True) for word in ("level", "internship"))
    return (*anywhere, *(Entry("level", word, fold_label(word)) for word in _GRADE_WORDS))


@cache
def _scanner() -> Scanner:
    return Scanner(level_entries())


def read_seniority(value: str) -> Level:
    """The level a structured seniority field names, else ``unstated``.

    >>> read_seniority("Mid-level / Intermediate"), read_seniority("SE"), read_seniority("Associate")
    ('mid', 'senior', 'unstated')
    >>> read_seniority("Manager, Middle Management")
    'manager'
    """
    parts = [part.strip().casefold() for part in value.split(",") if part.strip()]
    levels = {_FIELD_LEVELS.get(part, "unstated") for part in parts}
    return levels.pop() if len(levels) == 1 else "unstated"


def _read_text(lower: str, hits: Sequence[Hit]) -> Level:
    """The one level a posting's text states outright; two different ones say nothing."""
    if not hits:
        return "unstated"
    written = [(start, end, word) for start, end, word in hits if lower[start:end] == word]
    found = {level for at, _, word in written if word == "level" for level in _levels_beside(lower, at)}
    if any(
        word == "internship" and _INTERN_CUE.search(lower, max(0, at - _REACH), at + 11)
        for at, _, word in written
    ):
        found.add("intern")
    found.discard("unstated")
    found = found or _levels_sought(lower, written)
    return found.pop() if len(found) == 1 else "unstated"


def _levels_sought(lower: str, written: Sequence[Hit]) -> set[Level]:
    """Levels of whom the posting seeks, of alternatives the lowest ("junior to mid-level engineers")."""
    found: set[Level] = set()
    for start, end, word in written:
        if word not in _GRADE_WORDS or end >= _OPENING_LENGTH or lower[start - 1 : end + 1] != f" {word} ":
            continue
        low, high = max(0, start - 1 - _SOUGHT_REACH), min(end + 49, _OPENING_LENGTH)
        before = lower[low : start - 1]
        if not any(hint in before for hint in _SEEKING):
            continue
        for said in _SOUGHT.finditer(lower, low, high):
            if said.start("grades") <= start < said.end("grades") and _names_job(said["job"]):
                found.add(_lowest([_GRADE_WORDS[w] for w in re.findall(_GRADE, said["grades"])]))
    return found


def _names_job(words: str) -> bool:
    """Whether one of the first words is a job's noun ("data engineers to join"), and of no one who leads.

    >>> _names_job("software engineers to work with"), _names_job("leadership to frame")
    (True, False)
    """
    nouns = vocabulary().nouns
    near = [word.removesuffix("s") for word in re.split(r"[ /-]+", words)[:5]]
    return any(word in nouns and word not in _NO_GRADED for word in near)


def _levels_beside(lower: str, at: int) -> Iterator[Level]:
    """What stands beside the word "level"; most often nothing, which plain comparisons tell."""
    if lower.endswith(_BEFORE_LEVEL, 0, at):
        for level, cue in _TEXT_CUES.items():
            if cue.search(lower, max(0, at - _REACH), at + _REACH):
                yield level
    elif lower.endswith(_BEFORE_LABEL, 0, at):
        label = _TEXT_LABEL.match(lower, at)
        if label is None and lower.endswith("seniority ", 0, at):
            label = _BOARD_LABEL.match(lower, at)
        if label:
            yield read_seniority(label[1].strip())


def read_level(words: Sequence[str], breaks: Sequence[int] = (), *, individual: bool = False) -> Level:
    """The level that words of a title say.

    Leading words win ("Senior Director" is a director); of plain words the highest counts ("Senior Principal"),
    of alternatives the lowest ("Principal/Senior", "Junior or Mid"); numerals and "Associate" speak only alone.

    Args:
        words: canonical words of the part that names the job, those within its label that say no level left out.
        breaks: indices before which a slash, dash or comma stood.
        individual: the job leads no people, so that "VP" before it is a bank's rank, not an executive's.
    """
    known = vocabulary()
    plain = [(at, known.level_words[w]) for at, w in enumerate(words) if w in known.level_words]
    if any(level == "intern" for _, level in plain):
        return "intern"
    leading = _leading_level(words, known, individual=individual)
    if leading != "unstated":
        return leading
    if plain:
        return _plain_level(plain, breaks)
    return _weak_level(words, known)


def _plain_level(plain: Sequence[tuple[int, Level]], breaks: Sequence[int]) -> Level:
    levels = [level for _, level in plain]
    alternatives = any(at in breaks for at, _ in plain[1:]) or not {"entry", "mid"}.isdisjoint(levels)
    return _lowest(levels) if alternatives else _highest(levels)


def _weak_level(words: Sequence[str], known: Vocabulary) -> Level:
    for at, word in enumerate(words):
        if word in known.numerals and is_numeral(words, at):
            return known.numerals[word]
    if not known.academic.isdisjoint(words):
        return "unstated"
    ends = len(words) - 1  # an "Administrative Assistant" assists, and is no junior administrator
    weak = [
        known.weak_levels[w]
        for at, w in enumerate(words)
        if w in known.weak_levels and (w != "assistant" or at < ends)
    ]
    return weak[0] if weak and ends else "unstated"


def is_numeral(words: Sequence[str], at: int) -> bool:
    """Whether the word at ``at``, which may be a numeral, grades the job ("Engineer 2", not "Web 3 Developer").

    >>> is_numeral(("data", "analyst", "2"), 2), is_numeral(("web", "3", "developer"), 1)
    (True, False)
    """
    if at == 0:
        return False
    before = words[at - 1]
    known = vocabulary()
    return len(words[at]) > 1 or at == len(words) - 1 or before in known.nouns or before in known.level_words


def _leading_level(words: Sequence[str], known: Vocabulary, *, individual: bool) -> Level:
    found = [
        known.leaders[word]
        for at, word in enumerate(words)
        if word in known.leaders and _leads_people(words, at, known)
    ]
    if individual and found and not {"vp", "svp", "evp"}.isdisjoint(words):
        return "lead"
    return _highest(found) if found else "unstated"


def _leads_people(words: Sequence[str], at: int, known: Vocabulary) -> bool:
    if words[at] == "lead":
        return at == len(words) - 1
    of_a_matter = any(tuple(words[max(0, at - size) : at]) in known.matters for size in (1, 2))
    return words[at] != "manager" or not of_a_matter


def _highest(levels: Iterable[Level]) -> Level:
    return max(levels, key=LEVELS.index)


def _lowest(levels: Iterable[Level]) -> Level:
    return min(levels, key=LEVELS.index)
