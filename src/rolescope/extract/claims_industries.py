"""Industries that an article finds a role in: the items under such a heading, or behind "hired by", "found in"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rolescope.extract.claims_lists import Named, split_list
from rolescope.extract.claims_source import Source, find_concept
from rolescope.extract.claims_text import Sentence, read_part
from rolescope.extract.claims_words import cue_pattern, load_words

_ELSEWHERE = ("tips", "closing", "duties", "education", "certifications", "tools")
_LONGEST = 40  # characters of an industry that is none of the packaged


def find_industries(source: Source, sentence: Sentence) -> Iterator[Named]:
    """Industries in one sentence: of a label its name, behind it only what is itself an industry."""
    if sentence.part == "industries":
        label = source.text.raw[sentence.start : sentence.label]
        labelled = bool(label) and read_part(label) != "industries"
        if labelled:
            yield from _list_industries(source, sentence.start, sentence.label, sure=True)
        yield from _list_industries(
            source, sentence.body, sentence.end, sure=not labelled, loose=not labelled
        )
    elif sentence.part not in _ELSEWHERE:
        yield from _find_told(source, sentence)


def _find_told(source: Source, sentence: Sentence) -> Iterator[Named]:
    """Industries in running text: behind "found in", before "hire"."""
    lower = source.text.lower
    cue = cue_pattern("industries", "cues").search(lower, sentence.body, sentence.end)
    if cue is None or "than" in lower[sentence.body : sentence.end]:
        return
    start = cue.end() if cue[0].strip().endswith(("in", "by", "are", "across")) else sentence.body
    end = cue.start() if cue[0].startswith(("hire", "employ")) and start == sentence.body else sentence.end
    yield from _list_industries(source, start, end, sure=False)


def _list_industries(
    source: Source, start: int, end: int, *, sure: bool, loose: bool = True
) -> Iterator[Named]:
    """The packaged industries of a list; where it is one for sure, the others too.

    Args:
        source: the article's text and what was found in it.
        start, end: where the list stands.
        sure: whether its items are industries, known or not.
        loose: whether "media" is enough for the media industry.
    """
    raw = source.text.raw
    for first, last in split_list(raw, start, end):
        concept = find_industry(raw[first:last], loose=loose)
        named = sure and last - first <= _LONGEST and raw[first].isupper()
        if concept or named:
            yield Named("industry", first, last, f"industry/{concept}" if concept else None)


@lru_cache(maxsize=1024)
def find_industry(words: str, *, loose: bool = True) -> str | None:
    """The packaged industry that goes by the words; ``loose`` also with "companies" or "industry" added.

    >>> find_industry("Technology"), find_industry("insurance companies"), find_industry("moods")
    ('information-technology-and-services', 'insurance', None)
    """
    table = load_words()["industries"]
    bare = words.lower().strip(" *_")
    for form in dict.fromkeys((bare, *(bare.removesuffix(f" {tail}") for tail in table["tails"]))):
        named = table["names"].get(form, form)
        tried = [named, named.removesuffix("s"), *(f"{named} {tail}" for tail in table["tails"] if loose)]
        found = next((c for name in tried if (c := find_concept(name, "industry"))), None)
        if found is not None:
            return found.id
    return None
