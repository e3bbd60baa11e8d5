"""One frozen set of settings: defaults, then ``config.toml``, then ``ROLESCOPE_*`` variables, then options.

``config.toml`` lies in the user's configuration folder (``rolescope doctor`` prints where).
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

from rolescope.errors import SettingsError
from rolescope.plugins import digest_extractors

READER_VERSION = 1  # raise when a change of reading code makes old annotations incomparable
_READING_DATA = ("cues.toml", "places.toml", "roles.toml", "titles.toml")
_READING_FOLDERS = ("concepts", "cues", "money", "tagger")


def config_path() -> Path:
    """Where ``config.toml`` is looked for."""
    return user_config_path("rolescope", appauthor=False) / "config.toml"


def default_workspace() -> Path:
    """The workspace used when none is named."""
    return user_data_path("rolescope", appauthor=False) / "workspace"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings.

    Attributes:
        workspace: folder of the user's workspace.
        workers: worker processes for reading; 0 means one per core.
        lock_timeout: seconds a second writer waits for the first.
        concepts: TOML file of the user's own concepts (``taxonomy.own``). One process reads with one such file:
            that of the first workspace it opens, else that of ``config.toml`` or ``ROLESCOPE_CONCEPTS``.
    """

    workspace: Path = field(default_factory=default_workspace)
    workers: int = 0
    lock_timeout: float = 60.0
    concepts: Path | None = None

    def __post_init__(self) -> None:
        if self.workers < 0 or self.lock_timeout < 0:
            raise SettingsError("The settings 'workers' and 'lock_timeout' cannot be negative.")


def load_settings(**options: Any) -> Settings:
    """Settings in force; options that are None are left to file, environment and defaults.

    Raises:
        SettingsError: a value cannot be used, or ``config.toml`` cannot be read.
    """
    names = {f.name for f in fields(Settings)}
    environment = {
        n: os.environ[f"ROLESCOPE_{n.upper()}"] for n in names if f"ROLESCOPE_{n.upper()}" in os.environ
    }
    given = {k: v for k, v in options.items() if v is not None}
    merged = {**_read_config(names), **environment, **given}
    return Settings(**{name: _convert(name, value) for name, value in merged.items()})


def _read_config(known: set[str]) -> Mapping[str, Any]:
    path = config_path()
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}.") from None
    unknown = sorted(set(values) - known)
    if unknown:
        raise SettingsError(f"{path.name} holds {unknown[0]!r}; known settings: {', '.join(sorted(known))}.")
    if isinstance(values.get("concepts"), str):
        values["concepts"] = path.parent / Path(values["concepts"]).expanduser()
    return values


def _convert(name: str, value: Any) -> Any:
    kinds = {"workspace": Path, "workers": int, "lock_timeout": float, "concepts": Path}
    try:
        return kinds[name](value)
    except (TypeError, ValueError):
        raise SettingsError(f"The setting {name!r} cannot be {value!r}.") from None


_in_force: list[Path | None] = []  # what this process reads with, once that is decided; else empty


def own_concepts() -> Path | None:
    """The file of own concepts that this process reads with: as told, else by file and environment."""
    if not _in_force:
        _in_force.append(load_settings().concepts)
    return _in_force[0]


def use_concepts(path: Path | None) -> None:
    """Read with the own concepts of ``path`` from now on, or with none.

    Raises:
        SettingsError: this process reads with others already, and what was built of them stays.
    """
    if not _in_force:
        _in_force.append(path)
    if _place(path) != _place(_in_force[0]):
        used, wanted = (f"with {p.name}" if p else "without own concepts" for p in (_in_force[0], path))
        raise SettingsError(
            f"This process reads {used} and cannot read {wanted}: "
            "give the same 'concepts', as load_settings() does, or start another process."
        )


def _place(path: Path | None) -> Path | None:
    return path.resolve() if path else None


@cache
def generation() -> str:
    """The name of this way of reading: reader version, digests of the packaged vocabulary, of own concepts and plugins."""
    digest = hashlib.blake2b(digest_size=4)
    data = files("rolescope.data")
    folders = [f for name in _READING_FOLDERS for f in data.joinpath(name).iterdir()]
    for file in (*(data.joinpath(n) for n in _READING_DATA), *sorted(folders, key=lambda f: f.name)):
        if file.name.endswith((".tsv", ".toml", ".csv")):
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return f"r{READER_VERSION}-{digest.hexdigest()}{_digest_own()}{digest_extractors()}"


def _digest_own() -> str:
    """Nothing, or a plus sign and the digest of the user's own concepts."""
    path = own_concepts()
    if path is None or not path.is_file():
        return ""
    return f"+{hashlib.blake2b(path.read_bytes().replace(bytes((13,)), b''), digest_size=4).hexdigest()}"
