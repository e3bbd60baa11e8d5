"""Entries of taxonomies put together, whatever their releases look like."""

from __future__ import annotations

from collections.abc import Iterable

from rolescope.model import EntryKind, Problem, TaxonomyEntry

# ESCO 1.2 has 17,000 entries and no label above 200 characters; O*NET 29.3 has 10,000
ENTRIES = 500_000
LABEL_CHARACTERS = 500


def to_entry(
    identity: str, kind: EntryKind, label: str, others: Iterable[str], about: str = "", where: str = ""
) -> TaxonomyEntry | Problem:
    """An entry with its labels in plain spaces, or what is wrong with it.

    >>> to_entry("1", "skill", "use  SQL", ["SQL", "use SQL", ""]).alt_labels
    ('SQL',)
    >>> to_entry("", "skill", "SQL", []).why
    'bad_entry'
    """
    label = " ".join(label.split())
    if not identity or not label:
        return Problem("The entry has no id or no preferred label.", where, "bad_entry")
    if len(label) > LABEL_CHARACTERS:
        return Problem(f"The label is longer than {LABEL_CHARACTERS} characters.", where, "too_large")
    kept = dict.fromkeys(" ".join(o.split()) for o in others if len(o) <= LABEL_CHARACTERS)
    return TaxonomyEntry(identity, kind, label, tuple(k for k in kept if k and k != label), about.strip())


def merge_entries(entries: Iterable[TaxonomyEntry]) -> tuple[TaxonomyEntry, ...]:
    """One entry per (kind, id), labels of all together, in the order of first sight.

    >>> a, b = TaxonomyEntry("1", "skill", "SQL"), TaxonomyEntry("1", "skill", "SQL", ("sequel", "SQL"))
    >>> merge_entries([a, b])[0].alt_labels
    ('sequel',)
    """
    found: dict[tuple[EntryKind, str], list[TaxonomyEntry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.id), []).append(entry)
    return tuple(_merge(same) if len(same) > 1 else same[0] for same in found.values())


def _merge(same: list[TaxonomyEntry]) -> TaxonomyEntry:
    first = same[0]
    labels = dict.fromkeys(label for entry in same for label in (entry.label, *entry.alt_labels))
    labels.pop(first.label)
    description = next((entry.description for entry in same if entry.description), "")
    return TaxonomyEntry(first.id, first.kind, first.label, tuple(labels), description)
