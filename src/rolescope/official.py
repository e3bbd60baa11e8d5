"""Official releases as official figures, their technologies and tasks linked to packaged concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from rolescope.cues import fold_label
from rolescope.errors import UsageError
from rolescope.extract.activities import find_activities
from rolescope.model import Concept, OfficialFigure, Problem
from rolescope.plugins import load_plugins
from rolescope.taxonomy.concepts import load_concepts
from rolescope.taxonomy.onet import read_release
from rolescope.taxonomy.projections import read_bls
from rolescope.text import read_text

Official = tuple[tuple[OfficialFigure, ...], tuple[Problem, ...]]

_VENDORS = (
    "microsoft", "apache", "amazon", "google", "ibm", "oracle", "adobe", "sap", "atlassian", "apple", "red hat",
)  # fmt: skip
_SUFFIXES = ("software", "database", "language", "tool", "platform", "web services", "system")


def link_technology(example: str) -> Concept | None:
    """The packaged tool that an O*NET technology example names, with or without vendor and "software"."""
    tools = _tools()
    return next((tools[name] for name in _writings(example) if name in tools), None)


@cache
def _tools() -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for concept in load_concepts():
        if concept.kind == "tool":
            for label in (concept.label, *concept.alt_labels):
                found.setdefault(fold_label(label), concept)
    return found


def _writings(example: str) -> Iterator[str]:
    folded = fold_label(example)
    yield folded
    bare = folded
    for suffix in _SUFFIXES:
        bare = bare.removesuffix(f" {suffix}")
    yield bare
    for vendor in _VENDORS:
        if folded.startswith(f"{vendor} "):
            yield folded.removeprefix(f"{vendor} ")
            yield bare.removeprefix(f"{vendor} ")


def link_tasks(statements: Iterable[str]) -> dict[str, int]:
    """Packaged duties among task statements, and in how many of them each stands."""
    found: dict[str, int] = {}
    for statement in statements:
        for concept in {m.concept for m in find_activities(read_text(statement, parted=False)) if m.concept}:
            found[concept] = found.get(concept, 0) + 1
    return found


def technology_figures(
    source: str, edition: str, code: str, title: str, examples: Iterable[tuple[str, bool, bool]]
) -> Iterator[OfficialFigure]:
    """One figure per technology (example, hot, in demand); those that name one concept become one."""
    linked: dict[str, tuple[str, bool, bool]] = {}
    for example, hot, in_demand in examples:
        concept = link_technology(example)
        key = concept.id if concept else example
        _, was_hot, was_demanded = linked.get(key, ("", False, False))
        linked[key] = (concept.id if concept else "", was_hot or hot, was_demanded or in_demand)
    for key, (concept_id, hot, in_demand) in linked.items():
        text = "" if concept_id else key
        yield OfficialFigure(
            source, edition, code, title, "technology", None, text, "tool", concept_id or None, hot, in_demand
        )


def duty_figures(
    source: str, edition: str, code: str, title: str, statements: Iterable[str]
) -> Iterator[OfficialFigure]:
    """One figure per packaged duty; ``value`` counts the task statements it stands in."""
    for concept, count in sorted(link_tasks(statements).items()):
        yield OfficialFigure(source, edition, code, title, "duty", float(count), "", "activity", concept)


def read_official(release: str, path: Path) -> Official:
    """The figures of an official release: ``onet`` (a folder or zip), ``bls`` (OEWS or Employment
    Projections, a workbook or CSV), ``esco``, which has none, or one that another package adds.

    Raises:
        UsageError: there is no such release.
        SourceError: nothing could be read.
    """
    known: dict[str, Callable[[Path], Official]] = RELEASES | {
        plugin.name: plugin.value for plugin in load_plugins("taxonomies")
    }
    if release not in known:
        raise UsageError(f"No release is named {release!r}; there are {', '.join(known)}.")
    return known[release](path)


def read_onet_figures(path: Path, codes: Collection[str] = ()) -> Official:
    """Technologies, duties and job zones of O*NET occupations.

    Args:
        path: a release as onetcenter.org lays it out.
        codes: O*NET-SOC codes wanted; empty for all.
    """
    release = read_release(path)
    source, edition = "O*NET", release.version
    titles = {o.code: o.title for o in release.occupations() if not codes or o.code in codes}
    technologies: dict[str, list[tuple[str, bool, bool]]] = defaultdict(list)
    for t in release.technologies():
        technologies[t.code].append((t.example, t.hot, t.in_demand))
    tasks: dict[str, list[str]] = defaultdict(list)
    for task in release.tasks():
        tasks[task.code].append(task.text)
    figures: list[OfficialFigure] = []
    for code, title in titles.items():
        figures += technology_figures(source, edition, code, title, technologies[code])
        figures += duty_figures(source, edition, code, title, tasks[code])
    zones = [z for z in release.job_zones() if z.code in titles]
    figures += [
        OfficialFigure(source, edition, z.code, titles[z.code], "job_zone", float(z.zone)) for z in zones
    ]
    return tuple(figures), ()


def read_bls_figures(path: Path) -> Official:
    """OEWS or Employment Projections of any edition, told by the columns of the file's tables."""
    return read_bls(path)


def read_no_figures(path: Path) -> Official:
    """A taxonomy that publishes no figures."""
    return (), ()


RELEASES: dict[str, Callable[[Path], Official]] = {
    "onet": read_onet_figures,
    "esco": read_no_figures,
    "bls": read_bls_figures,
}
