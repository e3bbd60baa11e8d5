"""How well texts are linked to skills: annotated sentences → labels of ESCO.

``python benchmarks/linking.py --data DATA`` prints it beside character TF-IDF. ``DATA/esco-linking`` holds
sentences of job postings whose skills were linked to ESCO by hand (TECH and HOUSE, validation parts) and the 13,896
labels they are linked to. A query is a whole sentence, its answers are all labels given to it; annotations without a
label, and sentences that have none, are left out (75 sentences of TECH, 61 of HOUSE).

RP@k is the share of the right labels among the first k, of as many as could be (Chalkidis et al. 2019); MRR the mean
reciprocal rank of the first right one. "both" is the mean over all sentences. The three weights of
``rolescope.normalise.linking`` were chosen on these sets; ``--weights`` prints what each set gets with the weights
that are best on the other.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from rolescope.cues import fold_label
from rolescope.normalise import linking
from rolescope.normalise.ngrams import char_grams, invert

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = ("tech", "house")
DEEPEST = 1000
Rank = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence and the numbers of its right labels."""

    text: str
    answers: frozenset[int]


def read_labels(data: Path) -> list[str]:
    """The labels that are linked to."""
    return (data / "esco-linking" / "skills_en_label.txt").read_text("utf-8").split("\n")[:-1]


def read_queries(data: Path, name: str, labels: Sequence[str]) -> list[Query]:
    """The sentences of one set that have a label."""
    places = {label.strip().casefold(): n for n, label in enumerate(labels)}
    answers: dict[str, set[int]] = {}
    with (data / "esco-linking" / f"{name}_validation_annotations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (place := places.get(row["label"].strip().casefold())) is not None:
                answers.setdefault(row["sentence"], set()).add(place)
    return [Query(text, frozenset(right)) for text, right in answers.items()]


def score(queries: Sequence[Query], rank: Rank) -> list[tuple[float, float, float]]:
    """RP@5, RP@10 and reciprocal rank of each query."""
    found = []
    for query in queries:
        ranked = list(rank(query.text))
        first = next((1 / (n + 1) for n, label in enumerate(ranked) if label in query.answers), 0.0)
        found.append((_precision(ranked[:5], query, 5), _precision(ranked[:10], query, 10), first))
    return found


def _precision(ranked: Sequence[int], query: Query, k: int) -> float:
    return len(query.answers.intersection(ranked)) / min(k, len(query.answers))


def ours(labels: Sequence[str]) -> Rank:
    """What ``rolescope link`` does."""
    index = linking.build_index([[label] for label in labels])
    return lambda text: [found.entry for found in linking.find_links(text, index, DEEPEST)]


def char_tfidf(labels: Sequence[str]) -> Rank:
    """Cosine of TF-IDF over character 3- to 5-grams within words, whole sentences."""
    index = invert(char_grams([fold_label(label) for label in labels], 3, 5), len(labels))

    def rank(text: str) -> Sequence[int]:
        products = index.products(char_grams([fold_label(text)], 3, 5), 1)[0]
        return [int(n) for n in np.argsort(-products, kind="stable")[:DEEPEST]]

    return rank


def measure(data: Path) -> dict[str, float]:
    """Every figure by name: "tech_rp5", "both_mrr", "baseline_both_rp5" …"""
    return measure_ours(data) | _measure(data, "baseline_", char_tfidf)


def measure_ours(data: Path) -> dict[str, float]:
    """The figures of linking, without the baseline's."""
    return _measure(data, "", ours)


def _measure(data: Path, prefix: str, way: Callable[[Sequence[str]], Rank]) -> dict[str, float]:
    labels = read_labels(data)
    rank = way(labels)
    scored = {name: score(read_queries(data, name, labels), rank) for name in SETS}
    scored["both"] = [row for name in SETS for row in scored[name]]
    means = {name: np.mean(rows, axis=0) for name, rows in scored.items()}
    return {
        f"{prefix}{name}_{figure}": round(float(mean), 4)
        for name, row in means.items()
        for figure, mean in zip(("rp5", "rp10", "mrr"), row, strict=True)
    }


def cross_check(data: Path) -> Iterator[str]:
    """For each set the RP@5 it gets with the weights that are best on the other."""
    labels = read_labels(data)
    queries = {name: read_queries(data, name, labels) for name in SETS}
    rank = ours(labels)
    tried: dict[tuple[float, float], dict[str, float]] = {}
    for vectors, whole in product((0.4, 0.5, 0.6, 0.7), (0.3, 0.4, 0.5, 0.6, 0.7)):
        linking.CHARACTERS = linking.WORDS = (1 - vectors) / 2
        linking.VECTORS, linking.WHOLE = vectors, whole
        tried[vectors, whole] = {n: float(np.mean(score(q, rank), axis=0)[0]) for n, q in queries.items()}
    for name, other in zip(SETS, reversed(SETS), strict=True):
        best = max(tried, key=lambda weights: tried[weights][other])
        yield f"{name}: RP@5 {tried[best][name]:.3f} with {best}, best on {other}"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--weights", action="store_true", help="cross-check the weights")
    call = parser.parse_args()
    if not (call.data / "esco-linking").is_dir():
        print(f"{call.data.name} has no folder esco-linking.", file=sys.stderr)
        return 1
    for name, value in measure(call.data).items():
        print(f"{name:22} {value:.3f}")
    for line in cross_check(call.data) if call.weights else ():
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
