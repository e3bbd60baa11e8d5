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
from rolescope.analyse.pair import compare_roles, profile_role
from rolescope.doctor import DoctorReport, examine
from rolescope.errors import ReadOnlyLayer, UsageError, WorkspaceError
from rolescope.figures import answer_evidence, parse_figure
from rolescope.normalise.titles import resolve_query, search_roles
from rolescope.settings import Settings, generation, load_settings
from rolescope.store.evidence import Evidence
from rolescope.store.layout import is_workspace
from rolescope.store.snapshot import FolderLayer, Layer
from rolescope.version import __version__

if TYPE_CHECKING:
    from rolescope.ingest import AddReport, OfficialReport, Progress
    from rolescope.sources.options import ReadOptions
    from rolescope.store.commit import Store
    from rolescope.targets import Target

Notice = Callable[[str], None]


def _silent(_: object) -> None:
    return None


class Workspace:
    """Evidence to ask, and a folder to add to.

    Args:
        settings: where the workspace is and how to read; None takes the user's.
        only_mine: leave the bundled evidence out.
        only_bundled: leave the workspace out.
        create: make the workspace where there is none.
        notice: told when another writer is waited for.
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
    ) -> ComparisonAnswer:
        """Two or more roles held against each other.

        Raises:
            UnknownRole: a role is not known; carries the nearest names.
        """
        base, filters = self.evidence_base, answering.to_filters(country, since)
        queries = [resolve_query(text, answering.to_level(level)) for text in roles]
        fetched = [answering.fetch_role(base, query, filters) for query in queries]
        found = compare_roles([f.tables for f in fetched], answering.build_context(base))
        return answering.answer_comparison(base, _said(country, level, since), fetched, found)

    def role(
        self, name: str, *, country: str | None = None, level: str | None = None, since: str | None = None
    ) -> RoleAnswer:
        """One role: what it is, what postings show, what official sources and guides say."""
        base, filters = self.evidence_base, answering.to_filters(country, since)
        query = resolve_query(name, answering.to_level(level))
        fetched = answering.fetch_role(base, query, filters)
        profile = profile_role(fetched.tables, answering.build_context(base))
        return answering.answer_role(base, _said(country, level, since), fetched, profile)

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
        limit: int = 20,
        offset: int = 0,
    ) -> EvidenceAnswer:
        """The documents behind a figure.

        Raises:
            UnknownFigure: ``key`` names no figure.
        """
        base = self.evidence_base
        figure = parse_figure(key, answering.to_level(level))
        filters = figure.narrow(answering.to_filters(country, since))
        summary = answering.summarise(base, _said(country, level, since))
        return answer_evidence(base, figure, filters, (limit, offset), summary)

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
        return RemoveAnswer("rolescope/remove/1", __version__, removed.documents)

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
        layers: list[Layer] = []
        if is_workspace(self.settings.workspace) and not self._only_bundled:
            layers.append(self._store)
        if not self._only_mine and not (layers and self.settings.concepts):
            layers.append(FolderLayer(bundled_folder()))
        if not layers:
            raise WorkspaceError("There is no workspace yet; `rolescope add PATH` makes one.")
        return Evidence(layers)

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


def _said(country: str | None, level: str | None, since: str | None) -> dict[str, str]:
    given = {"country": country, "level": level, "since": since}
    return {name: value for name, value in given.items() if value}


def bundled_folder() -> Path:
    """Where the bundled evidence lies."""
    return Path(str(files("rolescope.data").joinpath("bundled")))
