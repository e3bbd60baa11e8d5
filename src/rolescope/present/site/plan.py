"""Which pages a site has: roles, pairs and concepts with enough evidence, and every file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from rolescope.analyse.answers import RolesAnswer
from rolescope.errors import UsageError
from rolescope.normalise.titles import resolve_query
from rolescope.present.charts import COMPARISON_CHARTS, CONCEPT_CHARTS, ROLE_CHARTS

ENOUGH = 10  # counted postings below which a role has no shares
STATIC = ("rolescope.css", "icon.svg")
FEED, MAP, ROBOTS = "feed.xml", "sitemap.xml", "robots.txt"
PLAIN = ("index", "roles", "comparisons", "concepts", "sources", "method", "404")
_ANSWERED = ("roles", "concepts", "sources")  # of these, those with an answer to write as JSON


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a site.

    Attributes:
        roles: query keys, the best evidenced first.
        pairs: two to four query keys each.
        concepts: kind and id.
        base: where the site will be published, with a slash at its end; "" where that is not known.
        files: every page's file, and every file a page may link to.
    """

    roles: tuple[str, ...]
    pairs: tuple[tuple[str, ...], ...]
    concepts: tuple[tuple[str, str], ...]
    base: str
    files: frozenset[str]


def plan_site(
    known: RolesAnswer,
    named: Sequence[str],
    *,
    roles: int,
    pairs: int,
    concepts: Sequence[tuple[str, str]],
    base: str = "",
    answers: bool = False,
) -> Plan:
    """The pages for the roles named, or for the best evidenced.

    Args:
        known: all roles with their postings.
        named: roles as typed; none for the best evidenced.
        roles: how many roles at most where none is named.
        pairs: how many comparisons at most.
        concepts: concepts that get a page.
        base: where the site will be published.
        answers: whether every page's answer stands beside it as JSON.

    Raises:
        UsageError: the base is no web address.
        UnknownRole: a role is not known.
    """
    base = tidy_base(base)
    postings = {r.id: r.countable for r in known.roles}
    if named:
        queries = tuple(dict.fromkeys(resolve_query(text).key for text in named))
    else:
        evidenced = sorted(
            (r for r in known.roles if r.countable >= ENOUGH), key=lambda r: (-r.countable, r.id)
        )
        queries = tuple(r.id for r in evidenced[:roles])
    found = _best_pairs(queries, postings, pairs)
    files = (f for f in _files(queries, found, tuple(concepts), base) if answers or not f.endswith(".json"))
    return Plan(queries, found, tuple(concepts), base, frozenset(files))


def tidy_base(base: str) -> str:
    """The address a site is published at, with a slash at its end; "" stays "".

    >>> tidy_base("https://careers.example.org/jobs"), tidy_base("")
    ('https://careers.example.org/jobs/', '')
    """
    if not base:
        return ""
    split = urlsplit(base)
    whole = split.scheme in ("http", "https") and split.hostname
    if not whole or split.query or split.fragment or re.search(r"[\s<>\"]", base):
        raise UsageError(f"--base takes an address such as https://careers.example.org/jobs, not {base!r}.")
    return f"{base.rstrip('/')}/"


def _best_pairs(queries: Sequence[str], postings: dict[str, int], most: int) -> tuple[tuple[str, ...], ...]:
    """Pairs in order of the postings of their thinner side."""

    def evidence(pair: tuple[str, ...]) -> tuple[int, int]:
        counts = sorted(postings.get(query.partition("@")[0], 0) for query in pair)
        return counts[0], counts[-1]

    every = list(combinations(queries, 2))
    every.sort(key=lambda pair: (evidence(pair), pair), reverse=True)
    return tuple(every[:most])


def _files(
    roles: Iterable[str],
    pairs: Iterable[tuple[str, ...]],
    concepts: Iterable[tuple[str, str]],
    base: str,
) -> Iterable[str]:
    yield from (f"{name}.html" for name in PLAIN)
    yield from (f"{name}.json" for name in _ANSWERED)
    yield from (*(f"static/{name}" for name in STATIC), FEED)
    if base:
        yield MAP
    if base and not urlsplit(base).path.strip("/"):  # elsewhere nobody would look for it
        yield ROBOTS
    for role in roles:
        yield from page_files(f"roles/{role}", ROLE_CHARTS)
        yield from page_files(f"evidence/{role}", ())
    for pair in pairs:
        yield from page_files(f"compare/{'/'.join(pair)}", COMPARISON_CHARTS)
        yield f"compare/{'/'.join(pair)}/card.png"
    for kind, concept in concepts:
        yield from page_files(f"concepts/{kind}/{concept}", CONCEPT_CHARTS)


def page_files(stem: str, charts: Iterable[str]) -> Iterable[str]:
    """A page, its answer as JSON, and its charts."""
    yield from (f"{stem}.html", f"{stem}.json")
    for name in charts:
        yield from (
            f"{stem}/charts/{name}.svg",
            f"{stem}/charts/{name}-narrow.svg",
            f"{stem}/charts/{name}.csv",
        )
