"""Every mention of counted postings with its place in the text, in memory: found by posting and concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from rolescope.analyse.coded import ColumnKey

Ints = NDArray[np.int64]

_SHOWN = ("start", "end", "strength", "section", "extractor")
_LEVELS = 3  # strengths
_PLACES = 1 << 21  # starts that are told apart; texts are shorter


@dataclass(frozen=True, slots=True)
class Spans:
    """Mentions by posting, concept, strength (the strongest first) and place.

    Attributes:
        key: one number for all four, rising.
        table: start, end, strength, section, extractor.
        keys: (kind, concept) by number.
        concepts: number of each (kind, concept).
    """

    key: Ints
    table: pa.Table
    keys: tuple[ColumnKey, ...]
    concepts: Mapping[ColumnKey, int]

    def find(self, postings: Ints, concepts: Ints) -> tuple[Ints, Ints]:
        """Where the mentions of each posting and concept begin and end in the table; alike where there is none."""
        wanted, width = postings * len(self.keys) + concepts, _LEVELS * _PLACES
        return np.searchsorted(self.key, wanted * width), np.searchsorted(self.key, (wanted + 1) * width)

    def show(self, at: Ints) -> dict[str, pa.Array]:
        """start, end, strength, section and extractor of some rows."""
        found = self.table.take(pa.array(at))
        return {name: _as_text(found[name]) for name in found.column_names}


def build_spans(found: pa.Table, keys: tuple[ColumnKey, ...]) -> Spans:
    """From the rows of ``spans.sql``, and (kind, concept) by number."""
    posting, concept, rank, start = (found[name] for name in ("posting", "concept", "rank", "start"))
    key = posting.to_numpy().astype(np.int64)
    key *= len(keys)
    key += concept.to_numpy()
    key *= _LEVELS
    key += _LEVELS - 1 - rank.to_numpy()
    key *= _PLACES
    key += np.minimum(pc.coalesce(start, _PLACES - 1).to_numpy(), _PLACES - 1)
    order = np.argsort(key)
    table = found.select(_SHOWN).combine_chunks().take(pa.array(order))
    return Spans(key[order], table, keys, {column: number for number, column in enumerate(keys)})


def _as_text(values: pa.ChunkedArray) -> pa.Array:
    plain = values.combine_chunks()
    return pc.cast(plain, pa.string()) if pa.types.is_dictionary(plain.type) else plain
