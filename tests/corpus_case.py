"""A small corpus of several roles, sources and quarters for the tests of what crosses roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa

from analyse_case import Post, make_tables
from rolescope.analyse.coded import build_coded, code_mentions
from rolescope.analyse.corpus import Corpus, build_corpus


def make_corpus(posts: Sequence[tuple[str, Post]], precision: str = "day") -> Corpus:
    """A corpus of (role, posting); dates are known to the day, unless told otherwise."""
    postings, mentions = make_tables([post for _, post in posts])
    days = [post.date for _, post in posts]
    for name, values, kind in (
        ("role", [role for role, _ in posts], pa.string()),
        ("date_precision", [precision if day else "none" for day in days], pa.string()),
        ("date_end", days, pa.date32()),
    ):
        postings = postings.append_column(name, pa.array(values, kind))
    return build_corpus(build_coded(postings, code_mentions(postings, mentions)))


def make_posts(
    role: str,
    count: int,
    tools: dict[str, int],
    *,
    source: str = "board",
    date: dt.date | None = dt.date(2024, 2, 1),
    employers: int = 1000,
    country: str = "US",
    of: str = "firm",
) -> list[tuple[str, Post]]:
    """``count`` postings of a role; each tool stands in as many as told, in the last of them first."""
    return [
        (
            role,
            Post(
                employer=f"{of} {number % employers}",
                tools=[tool for tool, times in tools.items() if number >= count - times],
                source=source,
                date=date,
                country=country,
                strength="required" if number % 2 else "preferred",
            ),
        )
        for number in range(count)
    ]
