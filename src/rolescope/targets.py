"""What a text can be linked to: taxonomies of the workspace, packaged concepts and roles; with their indexes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rolescope.analyse.answers import LinkItem, TaxonomyListing
from rolescope.errors import TaxonomyMissing, UsageError
from rolescope.model import ENTRY_KINDS, EntryKind, Taxonomy, TaxonomyEntry
from rolescope.normalise.linking import METHOD, Found, LinkIndex, build_index, find_links
from rolescope.normalise.occupations import OccupationIndex
from rolescope.settings import generation
from rolescope.store.taxonomies import (
    find_taxonomy,
    keep_arrays,
    list_taxonomies,
    read_arrays,
    read_entries,
)
from rolescope.taxonomy.concepts import load_concepts
from rolescope.taxonomy.esco import read_esco
from rolescope.taxonomy.onet_entries import read_onet
from rolescope.taxonomy.roles import load_roles
from rolescope.version import __version__

TAXONOMIES: Mapping[str, Callable[[Path], Taxonomy]] = {"esco": read_esco, "onet": read_onet}
PACKAGED = "rolescope"
TARGETS = (*TAXONOMIES, PACKAGED)
TEXT_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Target:
    """Entries of one kind, ready to be linked to.

    Attributes:
        name: "esco", "onet" or "rolescope".
        edition: of the taxonomy, or the generation of the packaged concepts.
        kind: of all its entries.
    """

    name: str
    edition: str
    kind: EntryKind
    entries: tuple[TaxonomyEntry, ...]
    index: LinkIndex | OccupationIndex

    def link(self, text: str, top: int) -> tuple[LinkItem, ...]:
        """The entries most like a part of ``text``, or, of occupations, like all of it, best first.

        Raises:
            UsageError: the text is too long.
        """
        if len(text) > TEXT_CHARACTERS:
            raise UsageError(f"The text is longer than {TEXT_CHARACTERS:,} characters; link it in parts.")
        if isinstance(self.index, OccupationIndex):
            best = self.index.search(text, top)
            return tuple(LinkItem(c.id, self.kind, c.label, c.score, c.matched, text) for c in best)
        return tuple(self._item(found) for found in find_links(text, self.index, top))

    def _item(self, found: Found) -> LinkItem:
        entry = self.entries[found.entry]
        label = (entry.label, *entry.alt_labels)[found.label]
        return LinkItem(entry.id, entry.kind, entry.label, round(found.score, 4), label, found.text)


def read_taxonomy(name: str, path: Path) -> Taxonomy | None:
    """The entries of a release, None of one that is no taxonomy.

    Raises:
        SourceError: nothing could be read.
    """
    read = TAXONOMIES.get(name)
    return read(path) if read else None


def open_target(root: Path, name: str, kind: str) -> Target:
    """What ``--to`` names, of one kind.

    Args:
        root: folder of the workspace.
        name: one of ``TARGETS``.
        kind: one of ``ENTRY_KINDS``.

    Raises:
        UsageError: name or kind is none, or there are no such entries.
        TaxonomyMissing: the taxonomy is not loaded.
        WorkspaceError: it is damaged.
    """
    if name not in TARGETS:
        raise UsageError(f"--to takes {', '.join(TARGETS)}, not {name!r}.")
    if kind not in ENTRY_KINDS:
        raise UsageError(f"--kind takes {', '.join(ENTRY_KINDS)}, not {kind!r}.")
    known: EntryKind = next(k for k in ENTRY_KINDS if k == kind)
    return _open_packaged(known) if name == PACKAGED else _open_stored(root, name, known)


def _open_stored(root: Path, name: str, kind: EntryKind) -> Target:
    stored = find_taxonomy(root, name)
    if stored is None:
        raise TaxonomyMissing(f"The workspace has no {name}; `rolescope taxonomy add {name} PATH` loads it.")
    entries = read_entries(root, name, kind)
    _refuse_none(name, kind, entries)
    if kind == "occupation":
        return Target(name, stored.edition, kind, entries, _rank(entries))
    cached, key = f"{name}-{kind}", f"{METHOD} {__version__} {stored.key}"
    index = _restore(root, cached, key)
    if index is None:
        index = _build(entries)
        keep_arrays(root, cached, key, index.to_arrays())
    return Target(name, stored.edition, kind, entries, index)


def _restore(root: Path, cached: str, key: str) -> LinkIndex | None:
    """The index kept beside the taxonomy; None where there is none of this release, or it is damaged."""
    arrays = read_arrays(root, cached, key)
    try:
        return LinkIndex.from_arrays(arrays) if arrays is not None else None
    except (KeyError, ValueError):
        return None


@cache
def _open_packaged(kind: EntryKind) -> Target:
    entries = _packaged(kind)
    _refuse_none(PACKAGED, kind, entries)
    index = _rank(entries) if kind == "occupation" else _build(entries)
    return Target(PACKAGED, generation(), kind, entries, index)


def _packaged(kind: EntryKind) -> tuple[TaxonomyEntry, ...]:
    """Packaged concepts by "kind/id", as evidence names them, industries left out; roles by their id."""
    if kind == "occupation":
        return tuple(TaxonomyEntry(r.id, kind, r.label, r.alt_labels) for r in load_roles())
    concepts = (c for c in load_concepts() if kind == "skill" and c.kind != "industry")
    return tuple(TaxonomyEntry(f"{c.kind}/{c.id}", kind, c.label, c.alt_labels) for c in concepts)


def _build(entries: tuple[TaxonomyEntry, ...]) -> LinkIndex:
    return build_index([(e.label, *e.alt_labels) for e in entries])


def _rank(entries: tuple[TaxonomyEntry, ...]) -> OccupationIndex:
    """Titles are ranked by words and letters: word vectors take mean reciprocal rank from .67 to .57 (MELO)."""
    return OccupationIndex(
        [e.id for e in entries], [e.label for e in entries], [e.alt_labels for e in entries]
    )


def _refuse_none(name: str, kind: str, entries: tuple[TaxonomyEntry, ...]) -> None:
    if not entries:
        raise UsageError(f"There is no {kind} in {name}; choose another --kind.")


def describe_taxonomies(root: Path) -> tuple[TaxonomyListing, ...]:
    """What is loaded in the workspace in ``root``."""
    return tuple(TaxonomyListing(t.name, t.edition, t.added, dict(t.rows)) for t in list_taxonomies(root))
