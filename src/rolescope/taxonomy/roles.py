"""The packaged roles: jobs as people name them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from rolescope.errors import UnknownRole
from rolescope.model import Role, Track

_TEXT_FIELDS = ("id", "label", "definition", "family", "track", "soc")


@cache
def load_roles() -> tuple[Role, ...]:
    """All packaged roles, in the order of ``data/roles.toml``.

    Raises:
        ValueError: the packaged file is nonsense (see :func:`read_roles`).
    """
    return read_roles(files("rolescope.data").joinpath("roles.toml").read_text(encoding="utf-8"))


def role_by_id(role_id: str) -> Role:
    """The role with this id.

    Raises:
        UnknownRole: no packaged role has it.
    """
    try:
        return _roles_by_id()[role_id]
    except KeyError:
        raise UnknownRole(role_id) from None


def read_roles(text: str) -> tuple[Role, ...]:
    """Roles written as TOML ``[[role]]`` tables.

    Raises:
        ValueError: an id or label is given twice, or a field is missing, empty or of another kind.
    """
    roles = tuple(_read_role(row) for row in tomllib.loads(text).get("role", []))
    _refuse_doubles("id", (role.id for role in roles))
    _refuse_doubles("label", (label.casefold() for role in roles for label in (role.label, *role.alt_labels)))
    return roles


@cache
def _roles_by_id() -> dict[str, Role]:
    return {role.id: role for role in load_roles()}


def _read_role(row: Mapping[str, Any]) -> Role:
    for name in _TEXT_FIELDS:
        if not str(row.get(name, "")).strip():
            raise ValueError(f"role {row.get('id', '?')!r} has no {name}")
    if row["track"] not in get_args(Track):
        raise ValueError(f"role {row['id']!r} has the unknown track {row['track']!r}")
    fields = {name: row[name] for name in _TEXT_FIELDS}
    return Role(**fields, alt_labels=tuple(row.get("alt_labels", ())), esco=row.get("esco"))


def _refuse_doubles(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"the {what} {value!r} is given to two roles")
        seen.add(value)
