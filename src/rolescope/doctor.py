"""What is installed, what the workspace holds, and what is wrong with it."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version

from rolescope.errors import RolescopeError
from rolescope.model import Problem
from rolescope.plugins import GROUPS, load_plugins
from rolescope.settings import Settings, config_path, generation
from rolescope.store.evidence import Evidence
from rolescope.store.layout import is_workspace
from rolescope.version import __version__

NATIVE = ("labels", "lists", "scan", "sections", "text")  # parts of reading that a compiler makes quicker
_PARTS = ("ahocorasick-rs", "deltalake", "duckdb", "numpy", "pyarrow", "rensa", "selectolax", "typer")


@dataclass(frozen=True, slots=True)
class TableCount:
    """Rows of one kind in one layer."""

    layer: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class LayerState:
    """One layer: how it was read, and what is still to be read so."""

    name: str
    generation: str
    documents: int
    pending: int


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """Answer of ``rolescope doctor``; problems say what to do."""

    schema: str
    version: str
    versions: dict[str, str]
    workspace: str
    exists: bool
    config: str
    generation: str
    layers: tuple[LayerState, ...]
    counts: tuple[TableCount, ...]
    problems: tuple[Problem, ...]


def examine(settings: Settings, open_evidence: object) -> DoctorReport:
    """Look at everything and change nothing.

    Args:
        settings: in force.
        open_evidence: called without arguments, gives the ``Evidence``; may raise a RolescopeError.
    """
    layers: tuple[LayerState, ...] = ()
    counts: tuple[TableCount, ...] = ()
    problems: list[Problem] = []
    try:
        base: Evidence = open_evidence()  # type: ignore[operator]
        layers = tuple(LayerState(i.name, i.generation, i.documents, i.pending) for i in base.describe())
        counts = tuple(TableCount(r["layer"], r["name"], r["rows"]) for r in base.counts().to_pylist())
        problems += [p for layer in layers for p in _layer_problems(layer)]
    except RolescopeError as error:
        problems.append(Problem(str(error), settings.workspace.name, "workspace"))
    if settings.workspace.exists() and not settings.workspace.is_dir():
        what = "This is a file and no workspace; name a folder with --workspace."
        problems.append(Problem(what, settings.workspace.name, "workspace"))
    return DoctorReport(
        schema="rolescope/doctor/1",
        version=__version__,
        versions={"python": platform.python_version(), "reading": _reading(), **_versions()},
        workspace=str(settings.workspace),
        exists=is_workspace(settings.workspace),
        config=str(config_path()),
        generation=generation(),
        layers=layers,
        counts=counts,
        problems=tuple(problems),
    )


def _reading() -> str:
    """How texts are read: ``native``, ``python``, or what of it is not native."""
    missing = [name for name in NATIVE if not _is_built(name)]
    if missing and len(missing) < len(NATIVE):
        return f"native, but for {', '.join(missing)}"
    return "python" if missing else "native"


def _is_built(name: str) -> bool:
    try:
        import_module(f"rolescope._{name}")
    except ImportError:
        return False
    return True


def _versions() -> dict[str, str]:
    added = {p.package: p.version for group in GROUPS for p in load_plugins(group)}
    return {name: version(name) for name in _PARTS} | added


def _layer_problems(layer: LayerState) -> list[Problem]:
    found = []
    if layer.pending:
        what = f"{layer.pending:,} documents are not read in the generation in force; `rolescope reread` reads them."
        found.append(Problem(what, layer.name, "reread_due"))
    elif layer.generation and layer.generation != generation():
        what = f"It was read by {layer.generation}, this version reads as {generation()}"
        cure = (
            "; `rolescope reread` renews it." if layer.name == "workspace" else "; a newer release renews it."
        )
        found.append(Problem(what + cure, layer.name, "reread_due"))
    return found
