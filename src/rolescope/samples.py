"""The first documents behind every figure of some roles, in few questions: for files that nobody answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from rolescope.analyse.answers import EvidenceItem, EvidenceSummary
from rolescope.analyse.coded import ColumnKey
from rolescope.analyse.first_documents import First, find_first, find_paid, find_years
from rolescope.analyse.frame import FACET_ORDER, Sample, leave_out, part_samples
from rolescope.analyse.lookup_answers import FigureSample, SamplesAnswer
from rolescope.analyse.pair import RoleEvidence
from rolescope.analyse.profile import LEAST_SHARE
from rolescope.beside import TELLING_SECTIONS
from rolescope.figures import build_item, build_range_item, build_statement_item
from rolescope.model import KINDS
from rolescope.store.evidence import Evidence, Filters
from rolescope.store.quote import quote_around
from rolescope.version import __version__

Row = dict[str, Any]
Mention = tuple[str, str, str]  # document id, kind, concept


@dataclass(frozen=True, slots=True)
class SampledRole:
    """A role query weighed, with what its guides say."""

    key: str
    weighed: RoleEvidence
    guides: Sequence[Row]


def answer_samples(
    base: Evidence,
    roles: Sequence[SampledRole],
    filters: Filters,
    most: int,
    summary: EvidenceSummary,
    *,
    rare: bool = False,
) -> SamplesAnswer:
    """The answer of ``evidence_samples``: at most ``most`` documents of each figure.

    Concepts are those that a hundredth of the postings of one of the roles names, and with ``rare`` all. Quotes of facts (education,
    experience, pay) are left out, since their texts would have to be read again; ``evidence`` has them.
    """
    samples = _list_samples(roles)
    columns = _list_columns(samples, 0.0 if rare else LEAST_SHARE)
    boards = base.remote_boards()
    found = {key: first for sample in samples for key, first in _find_firsts(sample, columns, boards, most)}
    figures = _fill(base, found)
    for role in roles:
        figures |= _sample_collected(base, role, filters, most) | _sample_guides(role, most)
    return SamplesAnswer("rolescope/samples/1", __version__, summary, figures)


def _list_samples(roles: Sequence[SampledRole]) -> list[Sample]:
    """What figures are counted in: each role's postings, and the parts of two queries that overlap."""
    own = [role.weighed.chosen.sample for role in roles]
    parts = [part for pair in combinations(own, 2) for part in part_samples(*pair)]
    return list({sample.query: sample for sample in (*own, *parts)}.values())


def _list_columns(samples: Sequence[Sample], least: float) -> set[ColumnKey]:
    wanted: set[ColumnKey] = set()
    for sample in samples:
        counts = np.bincount(sample.column, minlength=len(sample.columns))
        for key, count in zip(sample.columns, counts, strict=True):
            if key[0] in FACET_ORDER or count >= least * sample.size:
                wanted.add(key)
    return wanted


def _find_firsts(
    sample: Sample, columns: Iterable[ColumnKey], boards: frozenset[str], most: int
) -> Iterator[tuple[str, First]]:
    """The first documents by figure; workplace is told by other sources than remote-only boards."""
    elsewhere = [key for key in columns if key[0] == "workplace"]
    everywhere = [key for key in columns if key[0] != "workplace"]
    for of, keys in ((sample, everywhere), (leave_out(sample, boards), elsewhere)):
        for (kind, concept), first in find_first(of, keys, most).items():
            yield f"{sample.query}/{kind}/{concept}", first
    yield f"{sample.query}/experience/years", find_years(sample, most)
    yield f"{sample.query}/pay/advertised", find_paid(sample, most)


def _fill(base: Evidence, found: Mapping[str, First]) -> dict[str, FigureSample]:
    """What is known of the documents, asked for all of them at once."""
    keys = {key: _column_of(key) for key in found}
    asked: list[Mention] = sorted(
        {(of, *keys[key]) for key, first in found.items() if keys[key][0] in KINDS for of in first.ids}
    )
    documents = {
        row["document_id"]: row
        for row in base.fetch_sample_documents(
            {of for first in found.values() for of in first.ids}
        ).to_pylist()
    }
    mentions = {
        (row["document_id"], row["kind"], row["concept"]): row
        for row in base.fetch_sample_mentions(asked).to_pylist()
    }
    return {
        key: FigureSample(
            key, first.total, tuple(_build(documents[of], mentions.get((of, *keys[key]))) for of in first.ids)
        )
        for key, first in found.items()
        if first.total
    }


def _column_of(key: str) -> ColumnKey:
    """
    >>> _column_of("data-engineer@lead/tool/python")
    ('tool', 'python')
    """
    _, kind, concept = key.split("/", 2)
    return kind, concept


_NO_MENTION: Row = dict.fromkeys(("start", "end", "strength", "section", "extractor"))


def _build(document: Row, mention: Row | None) -> EvidenceItem:
    spot = mention or _NO_MENTION
    quote = quote_around(document["text"], spot["start"], spot["end"])
    return build_item({**document, **spot, "quote": quote})


def _sample_collected(
    base: Evidence, role: SampledRole, filters: Filters, most: int
) -> dict[str, FigureSample]:
    sample = role.weighed.chosen.sample
    of, _, level = sample.query.partition("@")
    table = base.fetch_pay_reports(of, _at_level(filters, level))
    items = tuple(build_range_item(row) for row in table.slice(0, most).to_pylist())
    key = f"{sample.query}/pay/collected"
    return {key: FigureSample(key, table.num_rows, items)} if items else {}


def _at_level(filters: Filters, level: str) -> Filters:
    return Filters(filters.country, level or None, None, filters.since, filters.until)


def _sample_guides(role: SampledRole, most: int) -> dict[str, FigureSample]:
    """Statements of guides by the concepts they name."""
    found: dict[str, list[Row]] = {}
    for row in role.guides:
        for concept in row["concepts"] if row["section"] in TELLING_SECTIONS else ():
            found.setdefault(f"{role.key}/guides/{concept['kind']}/{concept['concept']}", []).append(row)
    return {
        key: FigureSample(key, len(rows), tuple(map(build_statement_item, rows[:most])))
        for key, rows in found.items()
    }
