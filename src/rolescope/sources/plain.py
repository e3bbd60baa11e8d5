"""Plain text and Markdown files: one posting each."""

from __future__ import annotations

import re

from rolescope.sources.columns import find_plan, to_key
from rolescope.sources.options import Record

# "Title: …" lines on top, as people write them by hand and static sites as front matter.
_HEADER = re.compile(r"([A-Za-z][A-Za-z _-]{1,30}):[ \t]*(.*)")
_TITLE_MARKS = "#*_=- \t"


def read_plain(text: str, name: str) -> Record:
    r"""The file as one record: header lines where it begins with some, else the first line is the title.

    >>> read_plain("Title: Clerk\nCompany: Acme\n\nYou file.", "a.txt").values
    {'Title': 'Clerk', 'Company': 'Acme', 'description': 'You file.'}
    >>> read_plain("# Clerk\n\nYou file.", "a.md").values
    {'title': 'Clerk', 'description': 'You file.'}
    >>> read_plain("Clerk\nCompany: Acme\n\nYou file.", "a.txt").values
    {'Company': 'Acme', 'title': 'Clerk', 'description': 'You file.'}
    """
    lines = text.replace("\r\n", "\n").strip().split("\n")
    values, used = _read_header(lines)
    if not find_plan(tuple(values)).fields["title"]:
        rest = [n for n in range(used, len(lines)) if lines[n].strip(_TITLE_MARKS)]
        title = lines[rest[0]].strip(_TITLE_MARKS) if rest else ""
        used = rest[0] + 1 if rest else used
        if not values:  # a title line, then header lines
            values, more = _read_header(lines[used:])
            used += more
        values["title"] = title
    body = "\n".join(lines[used:]).strip()
    return Record(name, {**values, "description": body})


def _read_header(lines: list[str]) -> tuple[dict[str, object], int]:
    """The header's fields, and how many lines it takes; none where the lines are no known fields."""
    values: dict[str, object] = {}
    used = 0
    for line in lines:
        bare = line.strip()
        match = _HEADER.fullmatch(bare.strip("*"))
        if match and _is_field(match[1]):
            values[match[1]] = match[2].strip(" *\"'")
        elif bare != "---" and not (values and match):
            break
        used += 1
    return (values, used) if values else ({}, 0)


def _is_field(name: str) -> bool:
    plan = find_plan((name,))
    return any(plan.fields.values()) or any(plan.joined.values()) or to_key(name) == "country"
