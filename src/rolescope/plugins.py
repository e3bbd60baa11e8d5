"""What other installed packages add to Rolescope: readers of files, extractors, taxonomies.

A package names them as entry points (``[project.entry-points."rolescope.extractors"]``); they follow what Rolescope
brings itself, in order of their names. ``docs/plugins.md`` says what each must be.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from itertools import pairwise
from typing import Any, Literal

from rolescope.errors import SettingsError

Group = Literal["sources", "extractors", "taxonomies"]
GROUPS: tuple[Group, ...] = ("sources", "extractors", "taxonomies")


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that a package adds.

    Attributes:
        name: of the entry point.
        package: that brings it; ``version`` is the package's.
        value: what the entry point stands for.
    """

    name: str
    package: str
    version: str
    value: Any


@cache
def load_plugins(group: Group) -> tuple[Plugin, ...]:
    """What installed packages add of one kind, in order of their names.

    Raises:
        SettingsError: one of them cannot be imported, or two have one name.
    """
    found = sorted(entry_points(group=f"rolescope.{group}"), key=lambda entry: entry.name)
    for one, other in pairwise(found):
        if one.name == other.name:
            raise SettingsError(
                f"{_package(one)} and {_package(other)} both name one of rolescope.{group} {one.name!r}."
            )
    return tuple(Plugin(entry.name, *_origin(entry), _load(entry)) for entry in found)


def digest_extractors() -> str:
    """Nothing, or a mark that changes with the extractors of other packages: readings of both are never pooled."""
    found = [f"{p.name} {p.package} {p.version}" for p in load_plugins("extractors")]
    return f"*{hashlib.blake2b(repr(found).encode(), digest_size=4).hexdigest()}" if found else ""


def _load(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:
        why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise SettingsError(
            f"{entry.name!r} of the package {_package(entry)} cannot be loaded ({why}); remove or mend the package."
        ) from error


def _package(entry: EntryPoint) -> str:
    return _origin(entry)[0]


def _origin(entry: EntryPoint) -> tuple[str, str]:
    return (entry.dist.name, entry.dist.version) if entry.dist else ("unknown", "")
