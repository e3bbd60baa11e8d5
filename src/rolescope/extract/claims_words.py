"""The words by which claims are read (``data/claims/words.toml``), composed once into patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_words() -> Mapping[str, Any]:
    """The packaged words."""
    return tomllib.loads(files("rolescope.data").joinpath("claims", "words.toml").read_text("utf-8"))


@cache
def words_pattern(*path: str) -> re.Pattern[str]:
    """Matches one of the listed words or phrases, the longest first, on word borders.

    >>> words_pattern("needs", "examples").search("tools such as SQL")[0]
    'such as'
    """
    return compile_words(_find(path))


@cache
def cue_pattern(*path: str) -> re.Pattern[str]:
    """Matches one of the listed regular expressions, or the one that stands there."""
    found = _find(path)
    return re.compile(found if isinstance(found, str) else "|".join(f"(?:{cue})" for cue in found))


def _find(path: Iterable[str]) -> Any:
    found: Any = load_words()
    for name in path:
        found = found[name]
    return found


def compile_words(words: Iterable[str], *, ending: str = "") -> re.Pattern[str]:
    """Words and phrases as a pattern over lower-case text.

    >>> bool(compile_words(["data engineer"], ending="s?").search("Data\\nengineers".lower()))
    True
    """
    forms = sorted({re.escape(w).replace(r"\ ", r"[\s-]+") for w in words}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms) or '(?!)'}){ending}(?!\w)")
