"""Honesty tests of the analysis: does it find differences where there are none, do its intervals cover?

Three tests, each a function on Arrow tables or on synthetic data, all seeded:

* ``split_by_employer`` (A/A): one role's employers dealt at random onto two sides, which then differ by
  chance only. At most 10 % of splits may find any difference.
* ``compare_sources`` (source A/A): the same role on two boards. Whatever differs is the boards. Published:
  what a raw comparison would have announced, and that the standardised one answers "cannot tell".
* ``simulate_coverage``: how often 95 % intervals hold the true share, with employers that post many ads
  and repeat themselves. At least 93 %.

``python benchmarks/honesty.py [SPLITS REPEATS]`` runs all three on the bundled evidence.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from rolescope.analyse.background import Background
from rolescope.analyse.compare import compare_samples
from rolescope.analyse.frame import Sample, build_sample, find_lack, keep_postings
from rolescope.analyse.intervals import wilson
from rolescope.analyse.weigh import effective_size, estimate_shares, weigh_sample

Ints = NDArray[np.int64]
COVERAGE_FLOOR = 0.93
MOST_FALSE_SPLITS = 0.10
NO_BACKGROUND = Background(1000, {})


@dataclass(frozen=True, slots=True)
class SplitResult:
    """A/A splits of one role: how many of ``splits`` found any difference; ``skipped`` were too thin."""

    query: str
    splits: int
    skipped: int
    with_difference: int
    tested: int

    @property
    def rate(self) -> float:
        """Part of the splits that announce a difference that is none."""
        return self.with_difference / self.splits if self.splits else 0.0


@dataclass(frozen=True, slots=True)
class SourceResult:
    """One role on two boards: concepts tested and announced, as they are and standardised."""

    query: str
    source_a: str
    source_b: str
    n_a: int
    n_b: int
    tested_raw: int
    differ_raw: int
    differ_standardised: int
    reason: str


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """One cell of the simulation: part of intervals that hold the true share."""

    employers: int
    share: float
    correlation: float
    unnamed: float
    intervals: int
    covered: float
    median_n_star: float


def split_by_employer(sample: Sample, splits: int = 300, seed: int = 1) -> SplitResult:
    """A/A: deal the employers of one role onto two sides, compare, count splits with any rejection."""
    rng = np.random.default_rng(seed)
    employers = _employer_names(sample)
    names = sorted(set(employers))
    found, skipped, tested = 0, 0, 0
    for _ in range(splits):
        first = dict(zip(names, rng.random(len(names)) < 0.5, strict=True))
        mask = np.array([first[name] for name in employers], dtype=bool)
        pair = compare_samples(keep_postings(sample, mask), keep_postings(sample, ~mask), NO_BACKGROUND)
        skipped += bool(pair.reason)
        found += bool(pair.rejected)
        tested = max(tested, pair.tested)
    return SplitResult(sample.query, splits - skipped, skipped, found, tested)


def compare_sources(sample: Sample, source_a: str, source_b: str) -> SourceResult:
    """Source A/A: one role's postings on two boards, with the boards ignored and with them respected."""
    a, b = (_of_source(sample, source) for source in (source_a, source_b))
    honest = compare_samples(a, b, NO_BACKGROUND)
    naive = compare_samples(_hide_source(a), _hide_source(b), NO_BACKGROUND)
    return SourceResult(
        sample.query,
        source_a,
        source_b,
        a.size,
        b.size,
        naive.tested,
        naive.rejected,
        honest.rejected,
        honest.reason,
    )


def compare_largest_sources(sample: Sample, least: int = 30) -> tuple[SourceResult, ...]:
    """Source A/A for all pairs among the role's four largest boards of at least ``least`` postings."""
    counts = np.bincount(sample.sources, minlength=len(sample.source_names))
    large = [sample.source_names[i] for i in np.argsort(-counts, kind="stable")[:4] if counts[i] >= least]
    return tuple(compare_sources(sample, a, b) for i, a in enumerate(large) for b in large[i + 1 :])


def simulate_coverage(
    employers: int,
    share: float,
    correlation: float,
    *,
    unnamed: float = 0.0,
    repeats: int = 20,
    concepts: int = 100,
    seed: int = 1,
) -> CoverageResult:
    """Coverage of 95 % intervals: each employer has its own share, drawn from a beta distribution.

    Args:
        employers: number of employers; their posting counts are skewed (Pareto, at most 60).
        share: true share of every concept.
        correlation: how alike one employer's postings are, in (0, 1).
        unnamed: part of the postings that hide their employer.
        repeats: samples drawn.
        concepts: independent concepts per sample.
        seed: of the random numbers.
    """
    rng = np.random.default_rng(seed)
    held, total, sizes = 0, 0, []
    for _ in range(repeats):
        sample = draw_sample(rng, employers, share, correlation, unnamed=unnamed, concepts=concepts)
        if find_lack(sample):
            continue
        low, high, n_star = _intervals(sample, concepts)
        held += int(np.count_nonzero((low <= share) & (share <= high)))
        total += concepts
        sizes.append(float(np.median(n_star)))
    return CoverageResult(
        employers,
        share,
        correlation,
        unnamed,
        total,
        held / total if total else 1.0,
        float(np.median(sizes)) if sizes else 0.0,
    )


def simulate_grid(repeats: int = 20) -> tuple[CoverageResult, ...]:
    """The published grid: 5 to 200 employers, shares .03 to .6, correlations .05 to .6, named and not."""
    return tuple(
        simulate_coverage(g, p, rho, unnamed=unnamed, repeats=repeats)
        for unnamed in (0.0, 0.3)
        for g in (5, 10, 20, 50, 200)
        for p in (0.03, 0.1, 0.3, 0.6)
        for rho in (0.05, 0.2, 0.35, 0.6)
    )


def draw_sample(
    rng: np.random.Generator,
    employers: int,
    share: float,
    correlation: float,
    *,
    unnamed: float = 0.0,
    concepts: int = 100,
) -> Sample:
    """One synthetic sample of beta-binomial employers with skewed sizes."""
    sizes = np.clip(np.ceil(rng.pareto(1.2, employers)), 1, 60).astype(np.int64)
    sizes[0] += max(0, 10 - int(sizes.sum()))
    employer = np.repeat(np.arange(employers), sizes)
    strength = (1 - correlation) / correlation
    own = rng.beta(share * strength, (1 - share) * strength, size=(employers, concepts))
    names = np.array([f"e{i}" for i in employer], dtype=object)
    names[rng.random(len(names)) < unnamed] = ""
    return build_synthetic(names.tolist(), rng.random((len(employer), concepts)) < own[employer])


def build_synthetic(
    employers: list[str], hits: NDArray[np.bool_], sources: list[str] | None = None, query: str = "role"
) -> Sample:
    """A sample from employer names and a postings × concepts matrix of mentions."""
    n = len(employers)
    postings = pa.table(
        {
            "document_id": pa.array([f"d{i:06d}" for i in range(n)]),
            "source": pa.array(sources or ["board"] * n),
            "employer": pa.array(employers, pa.string()),
            "date_posted": pa.nulls(n, pa.date32()),
            "level": pa.array(["unstated"] * n),
            "workplace": pa.array(["unstated"] * n),
            "employment_types": pa.array([[]] * n, pa.list_(pa.string())),
            "education_minimum": pa.nulls(n, pa.string()),
            "experience_years": pa.nulls(n, pa.float64()),
            "annual_usd_low": pa.nulls(n, pa.float64()),
            "annual_usd_high": pa.nulls(n, pa.float64()),
            "country": pa.array([""] * n),
            "countable": pa.array([True] * n),
        }
    )
    row, concept = np.nonzero(hits)
    mentions = pa.table(
        {
            "document_id": postings["document_id"].take(pa.array(row)),
            "kind": pa.array(["tool"] * len(row)),
            "concept": pa.array([f"c{i:04d}" for i in range(hits.shape[1])]).take(pa.array(concept)),
            "strength": pa.array(["mentioned"] * len(row)),
        }
    )
    return build_sample(postings, mentions, query)


def report(samples: list[Sample], splits: int = 300, repeats: int = 20) -> dict[str, object]:
    """All three tests as one JSON-ready object, with ``passed``."""
    split = [split_by_employer(sample, splits) for sample in samples]
    sources = [result for sample in samples for result in compare_largest_sources(sample)]
    coverage = simulate_grid(repeats)
    mean = float(np.mean([cell.covered for cell in coverage]))
    return {
        "splits": [asdict(result) | {"rate": result.rate} for result in split],
        "sources": [asdict(result) for result in sources],
        "coverage": [asdict(cell) for cell in coverage],
        "coverage_mean": mean,
        "coverage_least": min(cell.covered for cell in coverage),
        "passed": mean >= COVERAGE_FLOOR and all(r.rate <= MOST_FALSE_SPLITS for r in split),
    }


def _employer_names(sample: Sample) -> list[str]:
    """Employer per posting; unnamed ones each get a name of their own."""
    names = sample.postings["employer"].to_pylist()
    return [(name or "").strip().lower() or f"?{i}" for i, name in enumerate(names)]


def _of_source(sample: Sample, source: str) -> Sample:
    return keep_postings(sample, np.array([s == source for s in sample.postings["source"].to_pylist()]))


def _hide_source(sample: Sample) -> Sample:
    """The same postings, all from one undated board: what a comparison that ignores sources sees."""
    alike = np.zeros(sample.size, dtype=np.int64)
    return replace(sample, stratum=alike, strata=("any, undated",), sources=alike, source_names=("any",))


def _intervals(
    sample: Sample, concepts: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Limits and n* of every concept, those that no posting mentions included."""
    design = weigh_sample(sample)
    estimates = estimate_shares(design)
    at = [i for i, (kind, _) in enumerate(sample.columns) if kind == "tool"]
    nothing = np.zeros(concepts - len(at))
    n_star = np.concatenate([estimates.n_star[at], effective_size(nothing, nothing, design)])
    interval = wilson(np.concatenate([estimates.share[at], nothing]), n_star)
    return interval.low, interval.high, n_star


ROLES = ("machine-learning-engineer", "data-engineer", "data-analyst", "data-scientist", "software-engineer")


def bundled_samples(roles: tuple[str, ...] = ROLES) -> list[Sample]:
    """The bundled evidence of some roles."""
    from rolescope.workspace import Workspace

    base = Workspace(only_bundled=True).evidence_base
    return [build_sample(base.fetch_postings(role), base.fetch_mentions(role), role) for role in roles]


def main() -> int:
    """Run all three tests on the bundled evidence; exit status 1 if one fails."""
    splits, repeats = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (300, 20)
    found = report(bundled_samples(), splits, repeats)
    json.dump(found, sys.stdout, indent=1)
    return 0 if found["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
