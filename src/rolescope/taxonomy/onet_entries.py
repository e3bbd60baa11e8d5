"""What a text can be linked to in an O*NET release: occupations with all their titles, skills, technologies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from rolescope.errors import SourceError
from rolescope.model import Problem, Taxonomy, TaxonomyEntry
from rolescope.taxonomy.entries import merge_entries, to_entry
from rolescope.taxonomy.onet import AlternateTitle, OnetRelease, read_release

NAME = "onet"

Found = Iterator[TaxonomyEntry | Problem]


def read_onet(path: Path) -> Taxonomy:
    """The entries of an O*NET release; a table it has not, other than that of occupations, is a problem.

    An element's id is that of the content model ("2.B.3.e"); a technology's is its name, since O*NET gives none.

    Raises:
        SourceError: there is no such release, or its table of occupations cannot be read.
    """
    release = read_release(path)
    found = [*_occupations(release), *_elements(release), *_technologies(release)]
    entries = merge_entries(item for item in found if isinstance(item, TaxonomyEntry))
    return Taxonomy(NAME, release.version, entries, tuple(i for i in found if isinstance(i, Problem)))


def _occupations(release: OnetRelease) -> Found:
    titles: dict[str, list[str]] = defaultdict(list)
    for read in (release.alternate_titles, release.reported_titles):
        rows = _optional(release, read)
        if isinstance(rows, Problem):
            yield rows
            continue
        for row in rows:
            titles[row.code] += [row.title, row.short]
    for o in release.occupations():
        yield to_entry(o.code, "occupation", o.title, titles[o.code], o.description, o.code)


def _optional(
    release: OnetRelease, read: Callable[[], tuple[AlternateTitle, ...]]
) -> tuple[AlternateTitle, ...] | Problem:
    try:
        return read()
    except SourceError as error:
        return Problem(str(error), release.path.name, "no_table")


def _elements(release: OnetRelease) -> Found:
    try:
        for e in release.elements():
            yield to_entry(e.id, "skill", e.name, (), e.description, e.id)
    except SourceError as error:
        yield Problem(str(error), release.path.name, "no_table")


def _technologies(release: OnetRelease) -> Found:
    try:
        for t in release.technologies():
            yield to_entry(t.example, "skill", t.example, (), t.commodity, t.example)
    except SourceError as error:
        yield Problem(str(error), release.path.name, "no_table")
