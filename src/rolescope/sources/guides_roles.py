"""Which roles an article is about, by its title and its headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rolescope.sources.guides_headings import Words, load_vocabulary, read_heading
from rolescope.sources.guides_layout import LABEL, Line

_NAME_ENDS = re.compile(r"\s*(?:[:|?!(\[]|\s[–—-]\s)\s*")
_AROUND = re.compile(
    r"^(?:the|an?|comparing|compare)\s+|\s+(?:roles?|careers?|jobs?|positions?)$", re.IGNORECASE
)


def find_roles(text: str, lines: Sequence[Line]) -> dict[Words, str]:
    """The article's roles, key to name as most headings write it, in the title's order.

    The title names them ("A vs. B"); else the short lines that recur under three parts do; else a title
    that leads to one name ("How to become a …").
    """
    titled = find_titled(text, lines)
    roles = titled if len(titled) > 1 else find_recurring(text, lines) or titled
    spellings: dict[Words, Counter[str]] = {key: Counter([name]) for key, name in roles.items()}
    for line in lines:
        written = text[line.start : line.end].rstrip(": ") if line.end - line.start <= 120 else ""
        label = LABEL.match(text, line.start, line.end)
        for name in (written, label["label"] if label else ""):
            if name and (key := load_vocabulary().key(name)) in spellings and _is_bare(name, key):
                spellings[key][name] += 1
    return {key: _most_written(counts) for key, counts in spellings.items()}


def _is_bare(name: str, key: Words) -> bool:
    """Whether a name stands in the singular and without "For Aspiring …" about it."""
    return (
        len(name.split()) <= len(key) + 1
        and name.casefold().split()[-1].startswith(key[-1])
        and (not name.endswith("s") or key[-1].endswith("s"))
    )


def _most_written(counts: Counter[str]) -> str:
    return max(counts, key=lambda name: counts[name])


def find_titled(text: str, lines: Sequence[Line]) -> dict[Words, str]:
    """Key to name of the roles in the first of the top three lines that names any."""
    for line in lines[:3]:
        names = split_title(text[line.start : line.end][:300])
        if names:
            return {load_vocabulary().key(name): name for name in names}
    return {}


def split_title(title: str) -> tuple[str, ...]:
    """The role names in an article's title.

    >>> split_title("Showdown: Data Engineer vs. Data Analyst (2024)")
    ('Data Engineer', 'Data Analyst')
    >>> split_title("How to Become a Data Engineer")
    ('Data Engineer',)
    """
    words = load_vocabulary().title
    between = "|".join(re.escape(w) for w in words["between"])
    for part in _NAME_ENDS.split(title):
        names = [_clean_name(n) for n in re.split(rf"\s+(?:{between})\s+", part, flags=re.IGNORECASE)]
        if len(names) > 1:
            return _real_names(names)
    return _led_names(title, words["leads"], words["joins"]) or _single_name(title, words["single"])


def _led_names(title: str, leads: Sequence[str], joins: Sequence[str]) -> tuple[str, ...]:
    lead = re.search(rf"\b(?:{'|'.join(leads)})\s+(.{{3,200}})", title, re.IGNORECASE)
    if lead is None:
        return ()
    names = re.split(
        rf",?\s+(?:{'|'.join(joins)})\s+|,\s+", _NAME_ENDS.split(lead[1])[0], flags=re.IGNORECASE
    )
    return _real_names([_clean_name(n) for n in names])


def _single_name(title: str, leads: Sequence[str]) -> tuple[str, ...]:
    lead = re.match(
        rf"(?:{'|'.join(sorted(leads, key=len, reverse=True))})\s+(.{{3,100}})", title, re.IGNORECASE
    )
    if lead is None:
        return ()
    name = re.sub(r"\s+do$", "", _NAME_ENDS.split(lead[1])[0], flags=re.IGNORECASE)
    return _real_names([_clean_name(name)])


def _clean_name(name: str) -> str:
    return _AROUND.sub("", _AROUND.sub("", name.strip(" .,;\"'“”"))).strip()


def _real_names(names: Sequence[str]) -> tuple[str, ...]:
    key = load_vocabulary().key
    distinct = {key(n): n for n in names if key(n) and len(n.split()) <= 8}
    return tuple(distinct.values())


def find_recurring(text: str, lines: Sequence[Line]) -> dict[Words, str]:
    """Short plain lines that stand in three parts or more."""
    parts: dict[Words, set[str]] = {}
    names: dict[Words, str] = {}
    part = ""
    for line in lines:
        written = text[line.start : line.end] if line.end - line.start <= 60 else ""
        heading = read_heading(written, {})
        if heading and heading.part:
            part = " ".join((heading.part, *heading.choices))
        elif written and part and not line.bullet and written[0].isupper() and written[-1] not in ".!?;,":
            key = load_vocabulary().key(written)
            parts.setdefault(key, set()).add(part)
            names.setdefault(key, written.rstrip(": "))
    return {key: names[key] for key, seen in parts.items() if len(seen) >= 3 and key}
