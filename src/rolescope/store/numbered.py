"""All counted postings with what they mention, by numbers: the whole of an evidence as arrays."""

from __future__ import annotations

import pyarrow as pa

from rolescope.analyse.coded import Coded, ColumnKey, Mentions, build_coded
from rolescope.store.database import Database, read_query
from rolescope.store.spans import Spans, build_spans


def read_coded(database: Database) -> Coded:
    """Counted postings of every role, by role ("" for none) and id, with their mentions.

    Columns of its postings: those of ``Evidence.fetch_postings``, role, date_end and layer.
    """
    keys = _number(database)
    return _build(database, keys, database.fetch(read_query("numbered_mentions")))


def read_spans(database: Database) -> tuple[Coded, Spans]:
    """The same, and where in the texts the mentions stand."""
    keys = _number(database)
    database.execute(read_query("span_names"))
    found = database.fetch(read_query("spans"))
    return _build(database, keys, found), build_spans(found, keys)


def _number(database: Database) -> tuple[ColumnKey, ...]:
    """Number postings and concepts; gives the concepts."""
    database.execute(read_query("numbered"))
    database.execute(read_query("named"))
    named = database.fetch("SELECT kind, concept FROM named ORDER BY number")
    return tuple(zip(named["kind"].to_pylist(), named["concept"].to_pylist(), strict=True))


def _build(database: Database, keys: tuple[ColumnKey, ...], found: pa.Table) -> Coded:
    row, column, rank = (found[name].to_numpy() for name in ("posting", "concept", "rank"))
    postings = database.fetch(read_query("numbered_postings")).combine_chunks()
    names = [f"{kind}/{concept}" for kind, concept in keys]
    return build_coded(postings, Mentions(row, column, rank, names))
