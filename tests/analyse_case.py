"""Small hand-made evidence for the tests of the analysis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rolescope.analyse.background import Background
from rolescope.analyse.frame import Sample, build_sample

NO_BACKGROUND = Background(1000, {})


@dataclass(frozen=True)
class Post:
    """One posting; ``tools`` are its mentions of kind tool, ``others`` of any kind."""

    employer: str | None = "acme"
    tools: Sequence[str] = ()
    others: Sequence[tuple[str, str, str]] = ()
    source: str = "board"
    date: dt.date | None = dt.date(2020, 5, 1)
    level: str = "unstated"
    workplace: str = "unstated"
    education: str | None = None
    experience: float | None = None
    employment: Sequence[str] = ()
    pay: tuple[float, float] | None = None
    country: str = "US"
    countable: bool = True
    strength: str = "required"
    name: str = field(default="")


def make_tables(posts: Sequence[Post], prefix: str = "d") -> tuple[pa.Table, pa.Table]:
    """Postings and mentions tables as the store gives them."""
    ids = [p.name or f"{prefix}{i:05d}" for i, p in enumerate(posts)]
    postings = pa.table(
        {
            "document_id": pa.array(ids, pa.string()),
            "source": pa.array([p.source for p in posts], pa.string()),
            "employer": pa.array([p.employer for p in posts], pa.string()),
            "date_posted": pa.array([p.date for p in posts], pa.date32()),
            "level": pa.array([p.level for p in posts], pa.string()),
            "workplace": pa.array([p.workplace for p in posts], pa.string()),
            "employment_types": pa.array([list(p.employment) for p in posts], pa.list_(pa.string())),
            "education_minimum": pa.array([p.education for p in posts], pa.string()),
            "experience_years": pa.array([p.experience for p in posts], pa.float64()),
            "annual_usd_low": pa.array([p.pay[0] if p.pay else None for p in posts], pa.float64()),
            "annual_usd_high": pa.array([p.pay[1] if p.pay else None for p in posts], pa.float64()),
            "country": pa.array([p.country for p in posts], pa.string()),
            "countable": pa.array([p.countable for p in posts], pa.bool_()),
        }
    )
    rows = [(ids[i], "tool", tool, p.strength) for i, p in enumerate(posts) for tool in p.tools]
    rows += [(ids[i], *other) for i, p in enumerate(posts) for other in p.others]
    names = ("document_id", "kind", "concept", "strength")
    columns = list(zip(*rows, strict=True)) or [()] * 4
    return postings, pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})


def make_sample(posts: Sequence[Post], query: str = "data-engineer", prefix: str = "d") -> Sample:
    """The sample of hand-made postings."""
    return build_sample(*make_tables(posts, prefix), query)


def many(n: int, tools: Sequence[str] = (), first: int = 0, **fields: object) -> list[Post]:
    """``n`` postings alike, each of an employer of its own."""
    return [Post(employer=f"e{first + i}", tools=tools, **fields) for i in range(n)]  # type: ignore[arg-type]


def pay_table(rows: Sequence[tuple[int, str, float, float, str, int]]) -> pa.Table:
    """A pay_reports table from (year, level, low, high, country, copies)."""
    names = ("year", "level", "annual_usd_low", "annual_usd_high", "country", "copies")
    kinds = (pa.int32(), pa.string(), pa.float64(), pa.float64(), pa.string(), pa.int32())
    columns = list(zip(*rows, strict=True)) or [()] * 6
    return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})
