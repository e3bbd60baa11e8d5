"""How well occupations are ranked for a title: O*NET's occupations sought among ESCO's titles, crosswalk off.

MELO (Retyk et al. 2024), the part from the USA in English: 633 questions, 33,809 titles. The metric is the published
one (trec_eval): titles are ranked one by one, the first 100 count, scores are rounded to five places and ties go to
the later id. By it the published character TF-IDF reaches .580, BM25 on lemmas .60, E5 .67.

``python benchmarks/titles.py`` prints the figures; weights were chosen on one half of the questions only.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rolescope.normalise.occupations import OccupationIndex
from rolescope.normalise.term_weights import Floats
from rolescope.taxonomy.onet import read_release

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
COUNTED = 100
HALF_SEED = 7


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Questions with the concept each means, and the titles with theirs, in the order of their ids."""

    questions: list[str]
    answers: list[str]
    titles: list[str]
    concepts: list[str]


def measure_alone(data: Path) -> dict[str, float]:
    """Reciprocal rank and hits of the index alone."""
    melo = load_melo(data / "titles")
    index, places = build_index(melo)
    return dict(figures("titles", melo, lambda title: index.score_names(title)[places]))


def measure(data: Path) -> dict[str, float]:
    """Reciprocal rank and hits of the index, alone and with O*NET's alternate titles, and of character TF-IDF."""
    melo = load_melo(data / "titles")
    index, places = build_index(melo)
    also = load_alternates(data / "taxonomy" / "onet")
    ways: dict[str, Callable[[str], Floats]] = {
        "titles": lambda title: index.score_names(title)[places],
        "titles_with_onet": lambda title: index.score_names(title, also.get(title, ()))[places],
        "titles_letters": character_tfidf(melo.titles),
    }
    return {name: value for way, score in ways.items() for name, value in figures(way, melo, score)}


def figures(way: str, melo: Benchmark, score: Callable[[str], Floats]) -> Iterator[tuple[str, float]]:
    """The figures of one way of scoring titles; ``_unseen_half`` is the half weights were not chosen on."""
    ranks = np.array([rank_of(score(q), a, melo) for q, a in zip(melo.questions, melo.answers, strict=True)])
    unseen = np.random.default_rng(HALF_SEED).permutation(len(ranks))[len(ranks) // 2 :]
    yield f"{way}_mrr", float(np.mean(1 / ranks))
    yield f"{way}_mrr_unseen_half", float(np.mean(1 / ranks[unseen]))
    yield f"{way}_top1", float(np.mean(ranks <= 1))
    yield f"{way}_top5", float(np.mean(ranks <= 5))


def rank_of(scores: Floats, answer: str, melo: Benchmark) -> float:
    """The rank of the first title of the concept that is the answer; infinite where none is counted."""
    best = np.lexsort((-np.arange(len(scores)), -np.round(scores.astype(float), 5)))[:COUNTED]
    return next((at for at, place in enumerate(best, 1) if melo.concepts[place] == answer), np.inf)


def load_melo(folder: Path) -> Benchmark:
    """The benchmark as published, titles in the order of their ids."""
    titles = sorted(_read_pairs(folder / "melo_corpus_elements.tsv"))
    concept = dict(_read_pairs(folder / "melo_concept_mapping.tsv"))
    meant = {row[0]: concept[row[2]] for row in _read_rows(folder / "melo_annotations.tsv")}
    questions = _read_pairs(folder / "melo_queries.tsv")
    return Benchmark(
        [text for _, text in questions],
        [meant[question] for question, _ in questions],
        [text for _, text in titles],
        [concept[title] for title, _ in titles],
    )


def build_index(melo: Benchmark) -> tuple[OccupationIndex, np.ndarray]:
    """The index of all concepts, the first title of each its label, and the place of each title in it."""
    of: dict[str, list[int]] = {}
    for place, concept in enumerate(melo.concepts):
        of.setdefault(concept, []).append(place)
    names = [[melo.titles[place] for place in places] for places in of.values()]
    index = OccupationIndex(list(of), [own[0] for own in names], [own[1:] for own in names])
    order = np.array([place for places in of.values() for place in places])
    return index, np.argsort(order)


def load_alternates(folder: Path) -> dict[str, tuple[str, ...]]:
    """O*NET's alternate titles by the title of their occupation."""
    onet = read_release(folder)
    titles = {occupation.code: occupation.title for occupation in onet.occupations()}
    also: dict[str, list[str]] = {}
    for row in onet.alternate_titles():
        also.setdefault(titles[row.code], []).append(row.title)
    return {title: tuple(others) for title, others in also.items()}


def character_tfidf(titles: list[str]) -> Callable[[str], Floats]:
    """The published baseline: cosine of raw counts of runs of one to three characters."""
    counts: dict[str, dict[int, int]] = {}
    for row, title in enumerate(titles):
        for run in _runs(title):
            rows = counts.setdefault(run, {})
            rows[row] = rows.get(row, 0) + 1
    rarity = {run: 1 + np.log((1 + len(titles)) / (1 + len(rows))) for run, rows in counts.items()}
    tables = {
        run: (np.array(list(rows)), rarity[run] * np.array(list(rows.values()), float))
        for run, rows in counts.items()
    }
    norms = np.zeros(len(titles))
    for rows_of, weights in tables.values():
        norms[rows_of] += weights**2

    def score(title: str) -> Floats:
        found = np.zeros(len(titles))
        runs = [run for run in _runs(title) if run in tables]
        for run in runs:
            rows_of, weights = tables[run]
            found[rows_of] += rarity[run] * weights
        length = np.sqrt(sum((runs.count(run) * rarity[run]) ** 2 for run in set(runs)))
        return np.asarray(found / np.sqrt(norms) / length, np.float32)

    return score


def _runs(title: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    plain = " ".join(plain.split())
    return (plain[at : at + size] for size in (1, 2, 3) for at in range(len(plain) - size + 1))


def _read_rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in _read_rows(path)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How well occupations are ranked for a title.")
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder of development data")
    for name, value in measure(parser.parse_args().data).items():
        print(f"{name:36} {value:.4f}")


if __name__ == "__main__":
    main()
