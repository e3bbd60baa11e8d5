"""Things named in a sentence, and what their list says of them: a family of examples or choices, or that it is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolescope.extract.claims_source import Source
from rolescope.extract.claims_text import Sentence
from rolescope.extract.claims_words import cue_pattern, load_words, words_pattern
from rolescope.model import ClaimKind

_GAP = re.compile(r"[\s,/&*_\"“”]*(?:(?:and/or|and|or|then|also|even|first|plus|an?|the)\b[\s,*_]*)*")
_CHOICE = re.compile(r"\bor\b")
_CLAUSE = re.compile(r"[;:]|, (?=(?:but|though|although|while|whereas|so|yet|with)\b)|\. ")
_MARK = re.compile(r"[,;()/&]|\b(?:and|or)\b")
_LEADS = re.compile(r"\W*(?:and|or|in|the|above all|mostly|mainly|e\.g\.?|a|an)\s+", re.IGNORECASE)
_TOLD = re.compile(r"\s+(?:is|are|was|were|remains?|will|dominate\w*)\b")
_POINTS_BACK = re.compile(r"\b(?:ones?|it|them|that)\b")
_REACH = 35  # characters between a denial and what it denies


@dataclass(frozen=True, slots=True)
class Named:
    """A thing named: its place, what it is, and its list where that is known beforehand (degrees)."""

    kind: ClaimKind
    start: int
    end: int
    concept: str | None
    group: int = -1


def split_list(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the items of a list.

    >>> text = "in Banks, hospitals, and above all retail."
    >>> [text[a:b] for a, b in split_list(text, 0, len(text))]
    ['Banks', 'hospitals', 'retail']
    """
    for mark in [*_MARK.finditer(raw, start, end), None]:
        first, last = strip_item(raw, start, mark.start() if mark else end)
        if first < last:
            yield first, last
        start = mark.end() if mark else end


def strip_item(raw: str, start: int, end: int) -> tuple[int, int]:
    """The span without small words before it and marks around it."""
    lead = _LEADS.match(raw, start, end)
    start = lead.end() if lead else start
    while start < end and not raw[start].isalnum():
        start += 1
    while end > start and not (raw[end - 1].isalnum() or raw[end - 1] in "+#"):
        end -= 1
    return start, end


# -- families -----------------------------------------------------------------------------------------


def find_families(source: Source, sentence: Sentence, named: Sequence[Named]) -> dict[int, str]:
    """Number of a thing named → its family: examples of a class, or choices ("A, B, or C")."""
    found: dict[int, str] = {}
    for number, run in enumerate(_find_runs(source, sentence, named)):
        first, last = named[run[0]], named[run[-1]]
        chosen = _CHOICE.search(source.text.lower, first.start, last.end)
        if len(run) > 1 and (chosen or _is_led(source, sentence, first, last)):
            found |= dict.fromkeys(run, f"{sentence.start}.{number}")
    return found


def _find_runs(source: Source, sentence: Sentence, named: Sequence[Named]) -> list[list[int]]:
    """Things of one kind that stand in a list beside each other, behind any label."""
    runs: list[list[int]] = []
    for at, thing in enumerate(named):
        if thing.kind not in ("tool", "certification", "degree") or thing.end <= sentence.label:
            continue
        if runs and _is_joined(source, named[runs[-1][-1]], thing):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _is_joined(source: Source, before: Named, thing: Named) -> bool:
    if before.kind != thing.kind or thing.start < before.end:
        return False
    if thing.group >= 0:
        return thing.group == before.group
    between = source.text.lower[before.end : thing.start]
    nested = re.fullmatch(r"[\s\w]{0,20}\((?:e\.g\.?,?\s*)?", between)  # "Python libraries (e.g., Pandas"
    if (
        thing.kind == "certification"
    ):  # "AWS Certified Data Engineer, CISSP": names go on behind what is packaged
        between = re.sub(r"\A[\w -]{0,40}?(?=,|\s+(?:and|or)\s)", "", between)
    return _GAP.fullmatch(between) is not None or nested is not None


def _is_led(source: Source, sentence: Sentence, first: Named, last: Named) -> bool:
    """Whether a class stands before the list: "tools such as", "Monitoring tools (", "Languages:"."""
    lower = source.text.lower
    before = lower[max(sentence.start, first.start - 30) : first.start].rstrip(' "“*_,.:')
    examples = words_pattern("needs", "examples").pattern
    if before.endswith("(") or re.search(rf"(?:{examples})\Z", before):
        return True
    label = lower[sentence.start : sentence.label].strip(" *_").split()
    if not label or _TOLD.match(lower, last.end) or not _GAP.fullmatch(lower, sentence.body, first.start):
        return False
    skill = any(m.kind == "skill" for m in source.labels_in(sentence.start, sentence.label))
    return skill or label[-1] in load_words()["needs"]["classes"]


# -- denials ------------------------------------------------------------------------------------------


def find_denied(source: Source, sentence: Sentence, named: Sequence[Named]) -> set[int]:
    """Numbers of the things of which the sentence says that they are not so."""
    cues = cue_pattern("needs", "denials").finditer(source.text.lower, sentence.body, sentence.end)
    return {at for cue in cues for at in _denied_by(source.text.lower, sentence, named, cue)}


def _denied_by(lower: str, sentence: Sentence, named: Sequence[Named], cue: re.Match[str]) -> list[int]:
    """What stands close behind a denial; else the list right before it; else what it points back to."""
    first, last = _clause_around(lower, sentence, cue.start())
    behind = [at for at, n in enumerate(named) if cue.end() <= n.start < last]
    before = [at for at, n in enumerate(named) if first <= n.start and n.end <= cue.start()]
    adverb = before and cue[0].startswith(("never", "seldom", "rarely", "hardly"))
    if behind and named[behind[0]].start - cue.end() <= _REACH and not adverb:
        return behind
    if before or not _POINTS_BACK.search(lower, cue.end(), last):
        return _last_run(lower, named, before)
    return [at for at, n in enumerate(named) if n.end <= cue.start()] if not behind else []


def _clause_around(lower: str, sentence: Sentence, at: int) -> tuple[int, int]:
    cuts = [m.end() for m in _CLAUSE.finditer(lower, sentence.body, sentence.end)]
    first = max((cut for cut in cuts if cut <= at), default=sentence.body)
    return first, min((cut for cut in cuts if cut > at), default=sentence.end)


def _last_run(lower: str, named: Sequence[Named], before: Sequence[int]) -> list[int]:
    """The things right before a denial that stand in one list."""
    run = list(before[-1:])
    for at in reversed(before[:-1]):
        if _GAP.fullmatch(lower, named[at].end, named[run[0]].start) is None:
            break
        run.insert(0, at)
    return run
