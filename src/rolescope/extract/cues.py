"""Cue words of the fact extractors: kept as data, composed here.

A cue file (data/cues/NAME.toml) holds lists of regular expressions over lower-case text, by what they
signal. ``heading_wish`` reads from the nearest heading above a position whether what stands there is
asked for or only wished for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def read_cues(name: str) -> dict[str, tuple[str, ...]]:
    """The cue lists of one packaged file.

    Raises:
        ValueError: if a list is empty or a cue matches nothing at all, which would match everywhere.
    """
    path = files("rolescope.data").joinpath("cues", f"{name}.toml")
    cues = {key: tuple(values) for key, values in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    for key, values in cues.items():
        if not values or any(re.match(f"(?:{value})\\Z", "") for value in values):
            raise ValueError(f"cues/{name}.toml: {key} has an empty cue")
    return cues


def any_of(cues: Iterable[str]) -> str:
    """One group that matches any of the cues.

    >>> any_of(["remote", "from home"])
    '(?:remote|from home)'
    """
    return f"(?:{'|'.join(cues)})"
