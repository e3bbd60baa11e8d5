"""Train the tagger of unseen tools and skills: write data/tagger/weights.tsv.

    python scripts/train_tagger.py ../shared/data --without benchmarks/gold/dev.jsonl --without IDS [--check]

Needs ``scipy`` (a development package) and about a minute. What is learned from, and how much a row counts:

- ``tagger_labels.tsv``: candidates in postings of 2014 to 2026, told tool (t), skill (s) or nothing (n) by reading
  each in its line, by the rules of ``benchmarks/gold/GUIDE.md``; as id, start and end, without text. Two thirds of
  them were chosen by an earlier model that was in doubt or said yes. They count fully.
- SkillSpan's training part (Zhang et al. 2022, MIT), whose knowledge spans are skills, or tools beside tools: 0.3.
- Postings whose concepts are hidden, three of ten: what the rules would have read there is known: 0.02. Their other
  candidates are taken for nothing, which one of eight is not: 0.02.

Multinomial logistic regression with a ridge, by L-BFGS. ``--without`` names files of postings that are not to be seen,
one a line, as an id or as JSON with an "id". ``--check`` writes nothing and prints precision and recall among the
labels by hand, five parts held out in turn by posting.

Measured by reading 150 of the added mentions, drawn at random from 500 postings of 2024 to 2026 that no label comes
from: of 17 tools 16 were right (49 of 57 over three such samples), of 133 skills 105 (six of the wrong ones are
tools). A posting has .13 tools and .74 skills more.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from rolescope.cues import Scanner, cue_entries
from rolescope.extract.candidates import Candidate, find_candidates, unseen_entries
from rolescope.extract.labels import find_labels, packaged_lexicon
from rolescope.extract.tagger import SCALE, context_features, is_refused, phrase_features, shape_of
from rolescope.model import Mention
from rolescope.text import Text, read_text

HERE = Path(__file__).resolve().parent
LABELS = HERE / "tagger_labels.tsv"
OUT = HERE.parent / "src" / "rolescope" / "data" / "tagger" / "weights.tsv"
KINDS = "nts"
WORTH = {"hand": 1.0, "skillspan": 0.3, "hidden": 0.02, "rest": 0.02}
RIDGE = 1.2
HIDDEN_POSTINGS, HIDDEN_SHARE = 2_500, 0.3
SEED = 20_241_120
LEAST = 4  # hundredths; smaller weights are left out

Floats = NDArray[np.float64]


class Row(NamedTuple):
    """A candidate to learn from: where it is from, the document, its features, what it is."""

    origin: str
    document: str
    features: tuple[str, ...]
    kind: str


# --- what is learned from -----------------------------------------------------------------------------


def read_postings(data: Path, without: set[str]) -> dict[str, str]:
    """Texts by id."""
    with gzip.open(data / "postings" / "postings.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {p["id"]: p["text"] for p in map(json.loads, lines) if p["id"] not in without}


def read_ids(files: Iterable[Path]) -> set[str]:
    """Ids of files whose lines are ids or JSON objects."""
    lines = (line.strip() for file in files for line in file.read_text("utf-8").splitlines())
    return {json.loads(line)["id"] if line.startswith("{") else line for line in lines if line}


def rows_by_hand(postings: dict[str, str]) -> Iterator[Row]:
    """Candidates of today that overlap one that was labelled."""
    labels: dict[str, list[tuple[int, int, str]]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        document, start, end, told = line.split("\t")
        labels.setdefault(document, []).append((int(start), int(end), told))
    for document in sorted(labels.keys() & postings.keys()):
        text = _prepare(postings[document])
        for candidate in find_candidates(text, find_labels(text)):
            kind = _overlapped(candidate, labels[document])
            if kind and not is_refused(_phrase(text, candidate)):
                yield Row("hand", document, _features(text, candidate), kind)


def _overlapped(candidate: Candidate, labels: Iterable[tuple[int, int, str]]) -> str | None:
    kinds = {(a, b): k for a, b, k in labels if a < candidate.end and candidate.start < b}
    return kinds.get((candidate.start, candidate.end)) or next(iter(kinds.values()), None)


def rows_of_skillspan(data: Path) -> Iterator[Row]:
    """Candidates in SkillSpan's sentences."""
    for line in (data / "skillspan" / "train.json").read_text("utf-8").splitlines():
        sentence = json.loads(line)
        spans = _knowledge(sentence["tokens"], sentence["tags_knowledge"])
        text = _prepare(" ".join(sentence["tokens"]))
        for candidate in find_candidates(text, find_labels(text)):
            known = any(a < candidate.end and candidate.start < b for a, b in spans)
            written = shape_of(_phrase(text, candidate)) != "a" and "t" in candidate.kinds
            kind = "n" if not known else "t" if written else "s"
            yield Row("skillspan", "", _features(text, candidate), kind)


def _knowledge(tokens: list[str], tags: list[str]) -> list[tuple[int, int]]:
    at, spans = 0, []
    for token, tag in zip(tokens, tags, strict=True):
        if tag != "O":
            spans.append((at, at + len(token)))
        at += len(token) + 1
    return spans


def rows_of_hidden(postings: dict[str, str]) -> Iterator[Row]:
    """Candidates in postings some of whose concepts are hidden."""
    draw = random.Random(SEED)
    for document in draw.sample(sorted(postings), min(HIDDEN_POSTINGS, len(postings))):
        text = _prepare(postings[document])
        found = find_labels(text)
        concepts = sorted({(m.kind, m.concept or "") for m in found})
        hidden = {c for c in concepts if draw.random() < HIDDEN_SHARE}
        seen = [m for m in found if (m.kind, m.concept) not in hidden]
        unseen = [m for m in found if (m.kind, m.concept) in hidden]
        for candidate in find_candidates(text, seen):
            covered = _covered(candidate, unseen)
            if covered or not is_refused(_phrase(text, candidate)):
                kind = {"tool": "t", "skill": "s"}.get(covered.kind, "n") if covered else "n"
                yield Row("hidden" if covered else "rest", document, _features(text, candidate), kind)


def _covered(candidate: Candidate, mentions: Iterable[Mention]) -> Mention | None:
    return next(
        (m for m in mentions if (m.start or 0) < candidate.end and candidate.start < (m.end or 0)), None
    )


@cache
def _scanner() -> Scanner:
    return Scanner((*cue_entries(), *packaged_lexicon().entries, *unseen_entries()))


def _prepare(raw: str) -> Text:
    return read_text(raw, scanner=_scanner())


def _phrase(text: Text, candidate: Candidate) -> str:
    return text.raw[candidate.start : candidate.end]


def _features(text: Text, candidate: Candidate) -> tuple[str, ...]:
    phrase = _phrase(text, candidate)
    return tuple(sorted({*phrase_features(phrase), *context_features(text, candidate, shape_of(phrase))}))


# --- learning -----------------------------------------------------------------------------------------


def fit(rows: Sequence[Row]) -> tuple[dict[str, int], Floats]:
    """Column of each feature, and weights (features, 3)."""
    columns = _choose_features(rows)
    matrix, worth = _matrix(rows, columns), np.array([WORTH[row.origin] for row in rows])
    kinds = np.array([KINDS.index(row.kind) for row in rows])
    wanted, turned = np.eye(3)[kinds], matrix.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(-1, 3)
        share = _softmax(matrix @ weights)
        cost = -float(worth @ np.log(share[np.arange(len(kinds)), kinds] + 1e-12))
        slope = turned @ ((share - wanted) * worth[:, None]) + RIDGE * weights
        return cost + RIDGE / 2 * float((weights**2).sum()), slope.ravel()

    start = np.zeros(len(columns) * 3)
    done: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return columns, done.x.reshape(-1, 3)


def _choose_features(rows: Iterable[Row]) -> dict[str, int]:
    """Features of three rows, or of two that were labelled by hand."""
    rows = list(rows)
    everywhere = Counter(f for row in rows for f in row.features)
    by_hand = Counter(f for row in rows if row.origin == "hand" for f in row.features)
    kept = sorted(f for f, n in everywhere.items() if n >= 3 or by_hand[f] >= 2)
    return {feature: at for at, feature in enumerate(kept)}


def _matrix(rows: Sequence[Row], columns: dict[str, int]) -> csr_matrix:
    places = [(r, columns[f]) for r, row in enumerate(rows) for f in row.features if f in columns]
    at = np.array(places).T
    return csr_matrix((np.ones(len(places)), (at[0], at[1])), (len(rows), len(columns)))


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares


def write(columns: dict[str, int], weights: Floats) -> None:
    """Weights towards tool and skill, against nothing, in whole hundredths."""
    whole = np.rint((weights[:, 1:] - weights[:, :1]) * SCALE).astype(int)
    lines = [
        f"{f}\t{whole[at, 0]}\t{whole[at, 1]}\n" for f, at in columns.items() if abs(whole[at]).max() >= LEAST
    ]
    OUT.write_text("".join(lines), "utf-8")
    print(f"{len(lines):,} weights, {OUT.stat().st_size:,} bytes")


def check(rows: Sequence[Row], parts: int = 5) -> None:
    """Precision and recall of both kinds among the labels by hand, by least probability."""
    others = [row for row in rows if row.origin != "hand"]
    told: list[tuple[str, Floats]] = []
    for part in range(parts):
        held = [r for r in rows if r.origin == "hand" and zlib.crc32(r.document.encode()) % parts == part]
        mine = {id(row) for row in held}
        columns, weights = fit([r for r in rows if r.origin == "hand" and id(r) not in mine] + others)
        told += zip((r.kind for r in held), _softmax(_matrix(held, columns) @ weights), strict=True)
    for number, kind in ((1, "tools"), (2, "skills")):
        for least in (0.4, 0.5, 0.6, 0.7, 0.8):
            right = [k == KINDS[number] for k, share in told if share[number] >= least]
            of = sum(k == KINDS[number] for k, _ in told)
            print(
                f"{kind} {least}: {len(right)}, precision {np.mean(right):.2f}, recall {sum(right) / of:.2f}"
            )


def main() -> None:
    """Learn and write, or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--without", type=Path, action="append", default=[], help="postings not to be seen")
    parser.add_argument("--check", action="store_true", help="print figures, write nothing")
    call = parser.parse_args()
    postings = read_postings(call.data, read_ids(call.without))
    rows = [*rows_by_hand(postings), *rows_of_skillspan(call.data), *rows_of_hidden(postings)]
    print(dict(sorted(Counter(f"{row.origin} {row.kind}" for row in rows).items())))
    if call.check:
        check(rows)
    else:
        write(*fit(rows))


if __name__ == "__main__":
    main()
