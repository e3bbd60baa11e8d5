"""The one door: fetch → call → return.

>>> from rolescope import Workspace                                       # doctest: +SKIP
>>> Workspace().compare("Machine Learning Engineer", "Data Manager")   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from rolescope import answering
from rolescope.analyse.answers import (
    CompactAnswer,
    ComparisonAnswer,
    EvidenceAnswer,
    LinkAnswer,
    RemoveAnswer,
    RereadAnswer,
    RoleAnswer,
    RolesAnswer,
    TaxonomiesAnswer,
)
from rolescope.analyse.pair import compare_evidence
from rolescope.doctor import DoctorReport, examine
from rolescope.errors import ReadOnlyLayer, UsageError, WorkspaceError
from rolescope.figures import answer_evidence, parse_figure
from rolescope.normalise.titles import refuse_twins, resolve_query, search_roles
from rolescope.plugins import digest_extractors
from rolescope.settings import Settings, generation, load_settings, use_concepts
from rolescope.store.evidence import Evidence
from rolescope.store.layout import is_workspace
from rolescope.store.pinned import PinnedEvidence
from rolescope.store.snapshot import FolderLayer, Layer
from rolescope.version import __version__

if TYPE_CHECKING:
    from rolescope.analyse.check_results import CheckAnswer
    from rolescope.analyse.concept_answers import ConceptAnswer, ConceptsAnswer
    from rolescope.analyse.lookup_answers import DocumentAnswer, SamplesAnswer, SourcesAnswer, SuggestAnswer
    from rolescope.checking import Given, Read
    from rolescope.ingest import AddReport, OfficialReport, Progress
    from rolescope.model import Problem
    from rolescope.sources.options import ReadOptions
    from rolescope.store.commit import Store
    from rolescope.targets import Target

Notice = Callable[[str], None]


def _silent(_: object) -> None:
    return None


class Workspace:
    """Evidence to ask, and a folder to add to.

    Args:
        settings: where the workspace is and how to read; None takes the user's. All workspaces of one process
            read with the same own concepts.
        only_mine: leave the bundled evidence out.
        only_bundled: leave the workspace out.
        create: make the workspace where there is none.
        notice: told when another writer is waited for.

    Raises:
        SettingsError: this process already reads with other own concepts.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        only_mine: bool = False,
        only_bundled: bool = False,
        create: bool = False,
        notice: Notice = _silent,
    ) -> None:
        self.settings = settings or load_settings()
        use_concepts(self.settings.concepts)
        self._only_mine, self._only_bundled = only_mine, only_bundled
        self._notice = notice
        if create:
            _ = self._store

    def compare(
        self,
        *roles: str,
        country: str | None = None,
        level: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> ComparisonAnswer:
        """Two or more roles held against each other.

        Raises:
            UnknownRole: a role is not known; carries the nearest names.
            UsageError: two of the roles are the same.
        """
        base, filters = self.evidence_base, answering.to_filters(country, since, until)
        queries = [resolve_query(text, answering.to_level(level)) for text in roles]
        refuse_twins(queries)
        fetched = [answering.fetch_role(base, query, filters) for query in queries]
        weighed = [answering.weigh_role(base, f) for f in fetched]
        found = compare_evidence(weighed, answering.build_context(base))
        return answering.answer_comparison(base, _said(country, level, since, until), fetched, found)

    def role(
        self,
        name: str,
        *,
        country: str | None = None,
        level: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> RoleAnswer:
        """One role: what it is, what postings show, what official sources and guides say."""
        base, filters = self.evidence_base, answering.to_filters(country, since, until)
        query = resolve_query(name, answering.to_level(level))
        fetched = answering.fetch_role(base, query, filters)
        profile = answering.weigh_role(base, fetched).profile
        return answering.answer_role(base, _said(country, level, since, until), fetched, profile)

    def roles(self, text: str = "") -> RolesAnswer:
        """Known roles whose names fit ``text``, with their postings."""
        return answering.answer_roles(self.evidence_base, search_roles(text))

    def evidence(
        self,
        key: str,
        *,
        country: str | None = None,
        level: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> EvidenceAnswer:
        """The documents behind a figure.

        Raises:
            UnknownFigure: ``key`` names no figure.
        """
        base = self.evidence_base
        figure = parse_figure(key, answering.to_level(level))
        filters = figure.narrow(answering.to_filters(country, since, until))
        summary = answering.summarise(base, _said(country, level, since, until))
        return answer_evidence(base, figure, filters, (limit, offset), summary)

    def suggest(self, text: str, limit: int = 8) -> SuggestAnswer:
        """Roles, some at a level, that a half-written name may become, best first."""
        from rolescope.suggesting import answer_suggest

        return answer_suggest(self.evidence_base, text, limit)

    def concept(
        self,
        kind: str | None,
        concept: str,
        *,
        country: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> ConceptAnswer:
        """One concept by id or label: which roles ask for it, what goes with it, how it moves over time.

        Args:
            kind: one of ``model.KINDS``; None takes, of kinds that know the label, the one most postings name.
            concept: its id, or one of its labels.
            country, since, until: only postings of this country and window.

        Raises:
            UnknownConcept: no concept is known by that name.
        """
        from rolescope.concepts import answer_concept, find_concept

        base, filters = self.evidence_base, answering.to_filters(country, since, until)
        summary = answering.summarise(base, _said(country, None, since, until))
        return answer_concept(base, find_concept(concept, kind, base), filters, summary)

    def concepts(
        self, text: str = "", kind: str | None = None, *, limit: int = 50, offset: int = 0
    ) -> ConceptsAnswer:
        """Concepts whose names hold ``text``, with the postings that name them."""
        from rolescope.concepts import answer_concepts

        base = self.evidence_base
        return answer_concepts(base, text, kind, (limit, offset), answering.summarise(base, {}))

    def check(
        self,
        *articles: Given,
        country: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> CheckAnswer:
        """Articles about roles, claim by claim: what the evidence says of each, what is missing, who else says it.

        Nothing of an article is stored.

        Args:
            articles: paths of files or folders, "-" for standard input, or texts (strings of more than one line).
            country, since, until: only postings of this country and window.
        """
        from rolescope.checking import read_claims

        read, problems = read_claims(articles)
        return self.check_read(read, country=country, since=since, until=until, problems=problems)

    def check_read(
        self,
        read: Sequence[Read],
        *,
        country: str | None = None,
        since: str | None = None,
        until: str | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> CheckAnswer:
        """As ``check``, of articles that are read already, with what they claim (``checking.read_claims``)."""
        from rolescope.checking import answer_check

        filters = answering.to_filters(country, since, until)
        return answer_check(self.evidence_base, read, filters, _said(country, None, since, until), problems)

    def evidence_samples(
        self,
        *roles: str,
        per_figure: int = 5,
        rare: bool = False,
        country: str | None = None,
        level: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> SamplesAnswer:
        """The first documents behind every figure of some roles, as ``evidence`` lists them, by key.

        Args:
            roles: role queries as typed.
            per_figure: documents given of each figure at most.
            rare: with concepts that fewer than a hundredth of the postings name.
            country, level, since, until: only postings of this country, level and window.

        Raises:
            UnknownRole: a role is not known.
        """
        from rolescope.samples import SampledRole, answer_samples

        base, filters = self.evidence_base, answering.to_filters(country, since, until)
        queries = [resolve_query(text, answering.to_level(level)) for text in roles]
        fetched = [answering.fetch_role(base, query, filters) for query in queries]
        sampled = [
            SampledRole(f.query.key, answering.weigh_role(base, f), f.guides.to_pylist()) for f in fetched
        ]
        summary = answering.summarise(base, _said(country, level, since, until))
        return answer_samples(base, sampled, filters, per_figure, summary, rare=rare)

    def sources(self) -> SourcesAnswer:
        """Where the evidence comes from: feeds, official releases, collected pay, licences."""
        from rolescope.provenance import answer_sources

        base = self.evidence_base
        return answer_sources(base, answering.summarise(base, {}))

    def document(self, document_id: str) -> DocumentAnswer:
        """One document: what its source said and what was read in it.

        Raises:
            UnknownDocument: no document has that id.
        """
        from rolescope.reading import answer_document

        return answer_document(self.evidence_base, document_id)

    def add(
        self,
        paths: Sequence[Path],
        *,
        kind: str = "auto",
        source: str | None = None,
        columns: Mapping[str, str] | None = None,
        progress: Progress = _silent,
    ) -> AddReport:
        """Read files and folders into the workspace."""
        from rolescope.ingest import add_items
        from rolescope.sources import read_paths

        items = read_paths(paths, _to_options(kind, source, columns or {}))
        return add_items(self._store, items, workers=self.settings.workers, progress=progress)

    def add_official(self, release: str, path: Path) -> OfficialReport:
        """Store an official release: O*NET or ESCO, or a BLS file; a taxonomy replaces its older edition."""
        from rolescope.ingest import store_official
        from rolescope.official import read_official
        from rolescope.targets import read_taxonomy

        figures, problems = read_official(release, path)
        return store_official(self._store, figures, problems, read_taxonomy(release, path))

    def taxonomies(self) -> TaxonomiesAnswer:
        """The taxonomies that are loaded, which texts can be linked to."""
        from rolescope.targets import describe_taxonomies

        loaded = describe_taxonomies(self.settings.workspace)
        return TaxonomiesAnswer("rolescope/taxonomy-list/1", __version__, loaded)

    def open_target(self, to: str, kind: str = "skill") -> Target:
        """What texts are linked to, opened once for many of them: ``target.link(text, top)``.

        Raises:
            WorkspaceError: the taxonomy is not loaded.
        """
        from rolescope.targets import open_target

        return open_target(self.settings.workspace, to, kind)

    def link(self, text: str, *, to: str = "rolescope", kind: str = "skill", top: int = 10) -> LinkAnswer:
        """The entries of a taxonomy that a phrase or sentence is most like, best first.

        Args:
            text: a phrase, or sentences that may hold several skills.
            to: "esco" or "onet" (loaded before), or "rolescope" for packaged concepts and roles.
            kind: "skill", "occupation" or "group".
            top: how many are given at most.

        Raises:
            WorkspaceError: the taxonomy is not loaded.
        """
        target = self.open_target(to, kind)
        links = target.link(text, top)
        return LinkAnswer("rolescope/link/1", __version__, to, target.edition, kind, text, links)

    def remove(
        self, ids: Sequence[str], *, source: str | None = None, employer: str | None = None
    ) -> RemoveAnswer:
        """Delete documents so that they do not come back."""
        from rolescope.store.lifecycle import remove

        removed = remove(self._existing, ids, source=source, employer=employer)
        ranges, official = (removed.rows.get(table, 0) for table in ("pay_reports", "official"))
        return RemoveAnswer("rolescope/remove/1", __version__, removed.documents, ranges, official)

    def compact(self) -> CompactAnswer:
        """Merge small files, drop rows nobody reads."""
        from rolescope.store.lifecycle import compact

        done = compact(self._existing)
        return CompactAnswer("rolescope/compact/1", __version__, done.files_merged, done.rows_dropped)

    def reread(self, *, progress: Progress = _silent) -> RereadAnswer:
        """Read every document again and switch to that reading."""
        from rolescope.ingest import reread_all

        count = reread_all(self._existing, workers=self.settings.workers, progress=progress)
        return RereadAnswer("rolescope/reread/1", __version__, count, generation())

    def doctor(self) -> DoctorReport:
        """What is installed, what is stored, what is wrong."""
        return examine(self.settings, lambda: self.evidence_base)

    @cached_property
    def evidence_base(self) -> Evidence:
        """The layers in force: the workspace, where there is one, above the bundled evidence.

        The bundled evidence was read without the user's own concepts, so it is not pooled with what was read with them.
        """
        return Evidence(self._layers())

    def pin(self) -> Workspace:
        """The same door over the evidence as it is now, for a server: it reads once, then answers from memory.

        What is committed later is not seen (``is_stale`` says that there is some; pin anew). Several threads may
        ask it at once. To pin takes about a second, and can be done beside another pinned one that answers.
        """
        pinned = Workspace(
            self.settings,
            only_mine=self._only_mine,
            only_bundled=self._only_bundled,
            notice=self._notice,
        )
        pinned.evidence_base = PinnedEvidence(pinned._layers())
        pinned._warm_up()
        return pinned

    def _warm_up(self) -> None:
        """Work out now what first questions of each kind would wait for."""
        answering.build_context(self.evidence_base)
        self.roles()
        self.suggest("a")
        self.sources()
        self.concepts(limit=1)
        self.concept("tool", "python")
        if not all(
            isinstance(layer, FolderLayer) for layer in self.evidence_base.layers
        ):  # texts to be marked
            from rolescope.annotate import warm_up

            warm_up()

    def is_stale(self) -> bool:
        """Whether there is newer evidence than this workspace answers from; a look at file names, no table is read."""
        base = self.evidence_base
        return len(base.layers) != len(self._layers()) or base.is_stale()

    def _layers(self) -> tuple[Layer, ...]:
        layers: list[Layer] = []
        if is_workspace(self.settings.workspace) and not self._only_bundled:
            layers.append(self._store)
        read_differently = layers and (self.settings.concepts or digest_extractors())
        if not self._only_mine and not read_differently:
            layers.append(FolderLayer(bundled_folder()))
        if not layers:
            raise WorkspaceError("There is no workspace yet; `rolescope add PATH` makes one.")
        return tuple(layers)

    @cached_property
    def _store(self) -> Store:
        from rolescope.store.commit import Store

        if self.settings.workspace.resolve() == bundled_folder().resolve():
            raise ReadOnlyLayer("The bundled evidence cannot be changed; choose another --workspace.")
        return Store.open(
            self.settings.workspace, create=True, timeout=self.settings.lock_timeout, on_wait=self._notice
        )

    @property
    def _existing(self) -> Store:
        if not is_workspace(self.settings.workspace):
            raise WorkspaceError("There is no workspace yet; `rolescope add PATH` makes one.")
        return self._store


def _to_options(kind: str, source: str | None, columns: Mapping[str, str]) -> ReadOptions:
    from rolescope.sources import READ_KINDS, ReadOptions

    for known in READ_KINDS:
        if kind == known:
            return ReadOptions(known, source, columns)
    raise UsageError(f"--kind takes {', '.join(READ_KINDS)}, not {kind!r}.")


def _said(country: str | None, level: str | None, since: str | None, until: str | None) -> dict[str, str]:
    given = {"country": country, "level": level, "since": since, "until": until}
    return {name: value for name, value in given.items() if value}


def bundled_folder() -> Path:
    """Where the bundled evidence lies."""
    return Path(str(files("rolescope.data").joinpath("bundled")))
