"""Whether a label that is also a word counts where it stands: its writing, the words beside it, its company.

A tool's company is another tool, or a cue such as "experience with". That of a skill is another skill of
its kind ("curious and creative"), or the "skills" a list ends with ("analytical, planning and writing
skills"); of a way of being it may also be that the words speak of a person ("you are a motivated …").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from rolescope.cues import Hit
from rolescope.model import Kind
from rolescope.taxonomy.concepts import LabelRule
from rolescope.text import Text

_BEFORE_LIST = re.compile(
    r"\b(?:experienced?|proficien\w+|knowledge|familiar\w*|using|use|expertise|skills?|skilled|programming|languages?|"
    r"coding|fluen\w+|tools?|software|scripting|written|understanding|expert|develop\w*|background|packages?|suite|e\.g|in|with|like|as)"
    r"(?: +[\w.+#&']+){0,3} +$"
)
_AFTER_LIST = re.compile(
    r" +(?:programming|languages?|scripting|coding|developers?|skills?|experience|framework|library|database)\b"
)
_JOINT = r"(?: ?[,/&]| and\b| or\b| as well as\b)+ ?"
_BEFORE_SKILLS = re.compile(  # what may stand between the first of a list and the word that closes it
    rf"(?:{_JOINT}(?:[^\W\d][\w'-]*+ ?){{1,2}}){{0,5}}? (?:skill|abilit|aptitude|competenc|qualit|capabilit|mindset|attitude)"
)
_OF_A_PERSON = re.compile(  # "you are a", "looking for highly", and adjectives up to the hit
    r"(?:\b(?:you(?:'re| are| have to be)|(?<!we )(?<!they )(?:be|being)|are you|who (?:is|are)|who's|someone|somebody|"
    r"looking for|lookout for|searching for|search of|seek(?:s|ing)?|hiring|recruiting|need|candidate (?:is|will be|must be)|"
    r"the ideal candidate|remain|stay)"
    r"(?: (?:also|both|an?|some|very|highly|truly|naturally|extremely|our next|fully))*)"
    r"(?: (?:[^\W\d][\w-]*,|[^\W\d][\w-]*,? and|highly|[^\W\d][\w-]*(?= ?/)))*[ /]+$"
)
_NEAR = 30  # characters to another member of a list
_FAR = 90  # where such a member may begin
_LONGEST = 8  # members of a list that are looked at
_BESIDE = 40  # characters in which the words directly before or after stand
_FEW = 3  # words between members of a list of tools
LINKS = (  # words that may stand between members of a list of skills
    *(
        "a",
        "also",
        "an",
        "and",
        "are",
        "be",
        "both",
        "excellent",
        "exceptional",
        "extremely",
        "good",
        "great",
    ),
    *("have", "highly", "in", "is", "of", "or", "outstanding", "solid", "strong", "very", "well", "your"),
)
_BETWEEN = re.compile(rf"(?:[\s,/&•*·-]|\b(?:{'|'.join(LINKS)})\b)*")


class Rule(NamedTuple):
    """A ``LabelRule`` with its words padded, so that each question is one call.

    Attributes:
        joined: the four lists of words, each as one string with ``|`` behind every word: for the native reader,
            since single words lie all over the memory.
    """

    case: frozenset[str]
    in_list: bool
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    of_person: bool
    joined: tuple[str, str, str, str]

    @classmethod
    def pad(cls, rule: LabelRule) -> Rule:
        """The rule as it is asked."""
        before = [tuple(f" {w} " for w in words) for words in (rule.not_before, rule.only_before)]
        after = [tuple(f" {w} " for w in words) for words in (rule.not_after, rule.only_after)]
        joined = ["".join(f"{w}|" for w in words) for words in (before[0], after[0], before[1], after[1])]
        not_before, not_after, only_before, only_after = joined
        return cls(
            rule.case,
            rule.in_list,
            before[0],
            after[0],
            before[1],
            after[1],
            rule.of_person,
            (not_before, not_after, only_before, only_after),
        )


def _even(words: str) -> str:
    """Words with one space before, between and behind them.

    >>> _even(" skills  both ")
    ' skills both '
    """
    words = f" {words.strip()} "
    return f" {' '.join(words.split())} " if "  " in words else words


def has_words(raw: str, lower: str, folded: str, kind: Kind, rule: Rule, start: int, end: int) -> bool:
    """Whether words beside the hit at ``start:end`` say as much as company of its kind would."""
    if kind == "tool":
        if _AFTER_LIST.match(folded, end, end + 24):
            return True
        return _is_listed(folded[max(0, start - 60) : start])
    if _BEFORE_SKILLS.match(lower, end, end + 90):
        return True
    if not rule.of_person:
        return False
    line = max(raw.rfind("\n", max(0, start - 80), start), raw.rfind(". ", max(0, start - 80), start) + 1)
    before = lower[max(0, start - 80, line + 1) : start].replace("’", "'")
    return _OF_A_PERSON.search(before) is not None


def _is_listed(before: str) -> bool:
    """Whether one of the last four words says that a list of tools begins; only they are searched.

    >>> _is_listed("experience with "), _is_listed("experience in one two three four ")
    (True, False)
    """
    rest, *last = before.rsplit(None, 4) or [""]
    return _BEFORE_LIST.search(before, len(rest) if len(last) == 4 else 0) is not None


class RuleReader:
    """Holds labels of one text against their rules.

    Args:
        text: the text.
        hits: all labels found, in order of their start, with their patterns (``labels.Pattern``).
    """

    def __init__(self, text: Text, hits: Sequence[Hit]) -> None:
        self._text = text
        self._hits = hits

    def obeys(self, kind: Kind, rule: Rule, start: int, end: int) -> bool:
        """Whether the hit at ``start:end`` is meant as something of this kind."""
        alone = self._obeys_alone(rule, start, end)
        return self._has_company(kind, rule, start, end) if alone is None else alone

    def _obeys_alone(self, rule: Rule, start: int, end: int) -> bool | None:
        """What the writing and the words beside it say; None if the company must decide."""
        folded = self._text.folded
        if rule.case and self._text.raw[start:end] not in rule.case:
            return False
        before = _even(folded[max(0, start - _BESIDE) : start])
        if before.endswith(rule.not_before):
            return False
        after = _even(folded[end : end + _BESIDE])
        if after.startswith(rule.not_after):
            return False
        if before.endswith(rule.only_before) or after.startswith(rule.only_after):
            return True
        if rule.in_list:
            return None
        return not (rule.only_after or rule.only_before)

    def _has_company(self, kind: Kind, rule: Rule, start: int, end: int) -> bool:
        text = self._text
        return self._is_beside_sure(kind, start, end) or has_words(
            text.raw, text.lower, text.folded, kind, rule, start, end
        )

    def _is_beside_sure(self, kind: Kind, start: int, end: int) -> bool:
        """Whether something that is of this kind without company stands in the same list."""
        at = bisect_left(self._hits, (start,))
        return self._reaches(kind, start, end, at - 1, -1) or self._reaches(kind, start, end, at, 1)

    def _reaches(self, kind: Kind, start: int, end: int, at: int, step: int) -> bool:
        """Whether a list goes on from ``start:end`` to something sure, along the hits from ``at`` on."""
        hits, members = self._hits, 1
        while 0 <= at < len(hits) and start - _FAR < hits[at][0] <= end + _NEAR and members < _LONGEST:
            other_start, other_end, pattern = hits[at]
            gap = (other_end, start) if step < 0 else (end, other_start)
            if gap[0] <= gap[1] and self._joins(kind, *gap):
                if self._is_sure(kind, hits[at]):
                    return True
                if kind != "tool" and kind in pattern.kinds:
                    start, end, members = other_start, other_end, members + 1
            at += step
        return False

    def _joins(self, kind: Kind, start: int, end: int) -> bool:
        """Whether what stands between two hits holds a list together."""
        if end - start > _NEAR:
            return False
        between = self._text.raw[start:end]
        if kind == "tool":
            return ". " not in between and len(between.split()) <= _FEW
        return _BETWEEN.fullmatch(between.lower()) is not None

    def _is_sure(self, kind: Kind, hit: Hit) -> bool:
        start, end, pattern = hit
        if kind in pattern.sure:
            return True
        return any(of == kind and self._obeys_alone(rule, start, end) for of, rule in pattern.own_rules)
