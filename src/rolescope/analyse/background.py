"""How often all countable postings mention a concept: the prior against which a role stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ColumnKey = tuple[str, str]
PRIOR_POSTINGS = 10.0


@dataclass(frozen=True, slots=True)
class Background:
    """Countable postings of all roles (``total``) and how many of them mention each concept."""

    total: int
    documents: Mapping[ColumnKey, int]


@dataclass(frozen=True, slots=True)
class LogOdds:
    """Log odds with a prior, and their variance; one entry per concept."""

    value: Floats
    variance: Floats


def build_background(table: pa.Table, total: int) -> Background:
    """From a table of kind, concept, documents."""
    columns = (table[name].to_pylist() for name in ("kind", "concept", "documents"))
    return Background(total, {(kind, concept): n for kind, concept, n in zip(*columns, strict=True)})


def background_shares(background: Background, columns: Sequence[ColumnKey]) -> Floats:
    """Share q of all postings for each column, half a posting added so that none is 0 or 1.

    >>> background_shares(Background(99, {("tool", "python"): 50}), [("tool", "python"), ("tool", "x")])
    array([0.505, 0.005])
    """
    counts = np.array([background.documents.get(column, 0) for column in columns], dtype=float)
    return np.asarray((np.minimum(counts, background.total) + 0.5) / (background.total + 1), dtype=float)


def log_odds(share: Floats, n: Floats | np.float64, prior: Floats) -> LogOdds:
    """Logit on y = n·p + 10q and f = n(1 − p) + 10(1 − q), variance 1/y + 1/f.

    After Monroe, Colaresi & Quinn (2008), on documents rather than tokens.
    """
    mentioned = n * share + PRIOR_POSTINGS * prior
    silent = n * (1 - share) + PRIOR_POSTINGS * (1 - prior)
    return LogOdds(np.log(mentioned / silent), 1 / mentioned + 1 / silent)
