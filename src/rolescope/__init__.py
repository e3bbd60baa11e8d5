"""Compare careers on evidence.

>>> from rolescope import Workspace
>>> answer = Workspace().compare("Machine Learning Engineer", "Data Manager")   # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rolescope.version import __version__

if TYPE_CHECKING:
    from rolescope.errors import RolescopeError, UnknownFigure, UnknownRole
    from rolescope.model import Annotation, Document, Mention, Problem
    from rolescope.settings import Settings, load_settings
    from rolescope.workspace import Workspace

_HOMES = {
    "Annotation": "model",
    "Document": "model",
    "Mention": "model",
    "Problem": "model",
    "RolescopeError": "errors",
    "Settings": "settings",
    "UnknownFigure": "errors",
    "UnknownRole": "errors",
    "Workspace": "workspace",
    "load_settings": "settings",
}

__all__ = [
    "Annotation",
    "Document",
    "Mention",
    "Problem",
    "RolescopeError",
    "Settings",
    "UnknownFigure",
    "UnknownRole",
    "Workspace",
    "__version__",
    "load_settings",
]


def __getattr__(name: str) -> Any:
    """Names are imported when first used (PEP 562), so that ``--help`` loads nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rolescope' has no attribute {name!r}")
    return getattr(import_module(f"rolescope.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
