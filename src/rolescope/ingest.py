"""Documents into a workspace: read → annotate → cluster duplicates → commit, batch by batch.

Each batch is stored whole or not at all, so a killed ``add`` has stored exactly what it reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

import pyarrow as pa

from rolescope.engines.local import LocalEngine
from rolescope.engines.tables import join_tables, read_tables
from rolescope.errors import UnknownRole
from rolescope.model import Document, Guide, JobCard, OfficialFigure, PayReport, Problem, Statement, Taxonomy
from rolescope.normalise.titles import read_title, resolve_query
from rolescope.schema import SIGHTINGS
from rolescope.settings import generation
from rolescope.store import rows
from rolescope.store.commit import Store
from rolescope.store.duplicates import ClusterIndex
from rolescope.store.signing import sign_documents, signatures_table
from rolescope.store.taxonomies import write_taxonomy
from rolescope.version import __version__

BATCH = 5_000  # items of one commit

Progress = Callable[[int], None]
Item = Document | Guide | PayReport | Problem


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """Statements of guides by section."""

    definitions: int = 0
    responsibilities: int = 0
    skills: int = 0
    education: int = 0
    tools: int = 0
    industries: int = 0
    outlook: int = 0
    tips: int = 0


@dataclass(frozen=True, slots=True)
class AddReport:
    """What was newly stored; ``duplicates`` of the postings are counted once with an older one."""

    schema: str = "rolescope/add/1"
    version: str = __version__
    documents: int = 0
    postings: int = 0
    guides: int = 0
    profiles: int = 0
    statements: StatementCounts = field(default_factory=StatementCounts)
    cards: int = 0
    distinct_cards: int = 0
    duplicates: int = 0
    already_known: int = 0
    pay_reports: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def kept_anything(self) -> bool:
        """Whether anything was stored, or was there before."""
        return bool(self.documents or self.pay_reports or self.already_known)


def add_items(
    store: Store, items: Iterable[Item], *, workers: int = 0, progress: Progress = lambda done: None
) -> AddReport:
    """Store what ``items`` hold and the store does not; ``progress`` is told after each commit.

    Args:
        store: a workspace open for writing.
        items: what sources read: documents, guides, pay reports, problems.
        workers: worker processes; 0 means one per core.
    """
    adding = _Adding(store, workers, progress)
    with adding.engine, store.writing():
        source = iter(items)
        while batch := list(islice(source, BATCH)):
            adding.add(batch)
    return adding.report()


@dataclass(frozen=True, slots=True)
class OfficialReport:
    """What ``taxonomy add`` stored: official figures of occupations, and entries that texts can be linked to."""

    schema: str
    version: str
    edition: str
    figures: int
    occupations: int
    problems: tuple[Problem, ...]
    entries: int = 0


def store_official(
    store: Store,
    figures: Sequence[OfficialFigure],
    problems: tuple[Problem, ...],
    taxonomy: Taxonomy | None = None,
) -> OfficialReport:
    """Store official figures in one commit, then the taxonomy they come with in place of an older edition."""
    if figures:
        store.write_batch(
            {"official": rows.official_table(figures)}, action="official", generation=generation()
        )
    editions = {f"{f.source} {f.edition}" for f in figures}
    if taxonomy is not None:
        with store.writing():
            write_taxonomy(store.root, taxonomy)
        editions |= set() if editions else {f"{taxonomy.name.upper()} {taxonomy.edition}".strip()}
    return OfficialReport(
        schema="rolescope/taxonomy-add/1",
        version=__version__,
        edition=", ".join(sorted(editions)),
        figures=len(figures),
        occupations=len({f.code for f in figures}),
        problems=problems + (taxonomy.problems if taxonomy else ()),
        entries=len(taxonomy.entries) if taxonomy else 0,
    )


def reread_all(store: Store, *, workers: int = 0, progress: Progress = lambda done: None) -> int:
    """Read every stored document again under the generation in force; gives how many."""

    count = 0
    with LocalEngine(workers) as engine, store.batch("reread", generation()) as batch:
        for table in store.stream_documents(BATCH):
            ids, documents = zip(*rows.read_documents(table), strict=True)
            for name, part in _annotation_tables(engine, ids, documents).items():
                batch.append(name, part)
            count += len(ids)
            progress(len(ids))
        batch.counts["documents"] = count
    return count


def _annotation_tables(
    engine: LocalEngine, ids: Sequence[str], documents: Sequence[Document]
) -> dict[str, pa.Table]:
    step = partial(read_tables, generation())
    return join_tables(list(engine.run(step, zip(ids, documents, strict=True))))


_COUNTED = (
    "documents",
    "postings",
    "guides",
    "profiles",
    "cards",
    "duplicates",
    "already_known",
    "pay_reports",
)


class _Adding:
    """One ``add`` under way."""

    def __init__(self, store: Store, workers: int, progress: Progress) -> None:
        self.engine = LocalEngine(workers)
        self._store = store
        self._progress = progress
        self._clusters = ClusterIndex(store.signatures())
        self._removals = store.removals()
        self._counts: Counter[str] = Counter()
        self._statements: Counter[str] = Counter()
        self._cards: set[JobCard] = set()
        self._problems: list[Problem] = []

    def add(self, batch: Sequence[Item]) -> None:
        """Store one batch in one commit."""
        self._problems += [i for i in batch if isinstance(i, Problem)]
        guides = [i for i in batch if isinstance(i, Guide)]
        postings = [i for i in batch if isinstance(i, Document)]
        documents = self._new_documents([*postings, *(g.document for g in guides)])
        new_guides = {of: g for g in guides if (of := rows.document_id(g.document)) in documents}
        tables = self._document_tables(documents) | self._statement_table(new_guides)
        tables |= self._pay_table([i for i in batch if isinstance(i, PayReport)])
        if tables:
            self._store.write_batch(tables, action="add", generation=generation())
        self._count(documents, new_guides)
        self._progress(len(batch))

    def report(self) -> AddReport:
        """What was stored so far."""
        counted: dict[str, Any] = {name: self._counts[name] for name in _COUNTED}
        return AddReport(
            statements=StatementCounts(**self._statements),
            distinct_cards=len(self._cards),
            problems=(*self._problems, *self._reread_due()),
            **counted,
        )

    def _reread_due(self) -> list[Problem]:
        """Readings of different generations are never pooled: what was read by a newer one waits."""
        old = self._store.generation()
        if not self._counts["documents"] or old in (None, generation()):
            return []
        what = f"The workspace is read by {old}; what was added counts once `rolescope reread` was run."
        return [Problem(what, self._store.root.name, "reread_due")]

    def _new_documents(self, given: Sequence[Document]) -> dict[str, Document]:
        """The documents that are neither stored nor removed, by id."""
        by_id = {rows.document_id(d): d for d in given}
        known = self._store.known_ids(by_id)
        unknown = {
            of: d
            for of, d in by_id.items()
            if of not in known and not self._removals.cover(of, d.source, d.employer)
        }
        self._counts["already_known"] += len(given) - len(unknown)
        return unknown

    def _document_tables(self, documents: dict[str, Document]) -> dict[str, pa.Table]:
        if not documents:
            return {}
        ids, values = list(documents), list(documents.values())
        tables = _annotation_tables(self.engine, ids, values)
        postings = [i for i in ids if documents[i].kind == "posting"]
        signatures = sign_documents(postings, [documents[i] for i in postings])
        clusters = dict(zip(postings, self._clusters.assign(signatures), strict=True))
        self._counts["duplicates"] += sum(of != cluster for of, cluster in clusters.items())
        tables["documents"] = rows.documents_table(ids, values, [clusters.get(i, i) for i in ids])
        tables["signatures"] = signatures_table(signatures, [clusters[i] for i in postings])
        tables["sightings"] = _sightings(ids, values)
        return tables

    def _statement_table(self, guides: dict[str, Guide]) -> dict[str, pa.Table]:
        told = [(of, s) for of, guide in guides.items() for s in spread_statements(guide)]
        if not told:
            return {}
        named = [resolve_role(s.role) for _, s in told]
        ids, statements = [of for of, _ in told], [s for _, s in told]
        table = rows.statements_table(ids, statements, [r for r, _ in named], [lv for _, lv in named])
        return {"statements": table}

    def _pay_table(self, reports: Sequence[PayReport]) -> dict[str, pa.Table]:
        by_id = {rows.report_id(r): r for r in reports}
        known = self._store.known_reports(by_id)
        new = [r for of, r in by_id.items() if of not in known]
        self._counts["already_known"] += len(reports) - len(new)
        self._counts["pay_reports"] += len(new)
        if not new:
            return {}
        return {"pay_reports": rows.pay_reports_table(new, [role_of_title(r.title) for r in new])}

    def _count(self, documents: dict[str, Document], guides: dict[str, Guide]) -> None:
        self._counts["documents"] += len(documents)
        self._counts["postings"] += sum(d.kind == "posting" for d in documents.values())
        self._counts["guides"] += len(guides)
        for guide in guides.values():
            self._counts["profiles"] += len(guide.profiles)
            self._counts["cards"] += len(guide.cards)
            self._statements.update(s.section for s in guide.statements)
            self._cards.update(guide.cards)


def _sightings(ids: Sequence[str], documents: Sequence[Document]) -> pa.Table:
    now = datetime.now(UTC)
    seen = (
        {"document_id": of, "source": d.source, "seen_at": now} for of, d in zip(ids, documents, strict=True)
    )
    return rows.build_table(seen, SIGHTINGS)


def spread_statements(guide: Guide) -> list[Statement]:
    """Statements one by one; what a guide says of all its roles is said of each."""
    return [
        Statement(role, s.section, s.ordinal, s.start, s.end)
        for s in guide.statements
        for role in ([s.role] if s.role else guide.profiles)
    ]


def resolve_role(name: str) -> tuple[str, str]:
    """Packaged role and level of a role named by a guide; empty where none fits."""
    try:
        query = resolve_query(name)
    except UnknownRole:
        return role_of_title(name), ""
    return query.role.id, query.level or ""


def role_of_title(title: str) -> str:
    """Packaged role of a title, "" where none fits."""
    match = read_title(title).role
    return match.id if match else ""
