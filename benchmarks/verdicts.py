"""How well a check judges, on articles labelled by hand (``gold_claims/GUIDE.md``), against the floors and ceilings.

Agreement is counted over claims that are found and labelled; the shares of "not enough evidence" and "not checkable"
over all claims found, so that caution cannot pass for judgement. ``python benchmarks/verdicts.py SEEDS`` prints where
verdict and label differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gold_claims.score import count_verdicts, find_raw_places, pair_claims, share_of_verdict

from rolescope.analyse.check_results import ArticleCheck
from rolescope.workspace import Workspace

GOLD = Path(__file__).with_name("gold_claims")


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: labels, claims found with their verdicts in the file's offsets, families likewise."""

    labels: Mapping[str, Any]
    found: list[dict[str, Any]]
    families: list[tuple[frozenset[int], str]]


def list_files(seeds: Path) -> list[Path]:
    """The labelled articles that are there: our own always, the others where ``seeds`` holds them."""
    own = sorted((GOLD / "articles").iterdir())
    return [*own, *sorted(path for path in seeds.glob("*.txt") if seeds.is_dir())]


def judge(paths: Iterable[Path], door: Workspace) -> Iterator[Judged]:
    """Each article checked, beside its labels."""
    labels = {
        line["id"]: line for line in map(json.loads, (GOLD / "labels.jsonl").read_text("utf-8").splitlines())
    }
    known = [path for path in paths if path.name in labels]
    answer = door.check(*known)
    for path, article in zip(known, answer.articles, strict=True):
        places = find_raw_places(article.text, path.read_text("utf-8"))
        found = [_to_record(claim, places) for claim in article.claims]
        yield Judged(labels[path.name], found, _list_families(article, found))


def _to_record(claim: Any, places: list[int]) -> dict[str, Any]:
    said = asdict(claim.claim)
    moved = {
        "start": places[claim.claim.start],
        "end": places[claim.claim.end],
        "roles": list(claim.claim.roles),
    }
    return (
        said
        | moved
        | {
            "verdict": claim.verdict,
            "leaning": claim.leaning,
            "stability": claim.stability,
            "reason": claim.reason,
        }
    )


def _list_families(article: ArticleCheck, found: list[dict[str, Any]]) -> list[tuple[frozenset[int], str]]:
    return [(frozenset(found[at]["start"] for at in f.members), f.verdict) for f in article.families]


def measure(seeds: Path) -> dict[str, float]:
    """Agreement, ceilings and stability over all labelled articles that are there."""
    judged = list(judge(list_files(seeds), Workspace(only_bundled=True)))
    found = [claim for one in judged for claim in one.found]
    agreed = [count_verdicts(one.found, one.labels) for one in judged]
    families = [count_families(one) for one in judged]
    drawn = [claim["stability"] for claim in found if claim["stability"] is not None]
    return {
        "verdict_agreement": _ratio(agreed),
        "family_agreement": _ratio(families),
        "verdicts_stable": sum(drawn) / max(1, len(drawn)),
        "not_enough_evidence": share_of_verdict(found, "not_enough_evidence"),
        "not_checkable": share_of_verdict(found, "not_checkable"),
    }


def count_families(judged: Judged) -> tuple[int, int]:
    """Of the families found that are labelled, how many have the same verdict, and how many there are."""
    same = of = 0
    for family in judged.labels["families"]:
        members = {c["start"] for c in judged.labels["claims"] if c.get("family") == family["id"]}
        nearest = max(judged.families, key=lambda f: len(f[0] & members), default=None)
        if nearest and nearest[0] & members:
            same += nearest[1] == family["verdict"]
            of += 1
    return same, of


def _ratio(parts: Iterable[tuple[int, int]]) -> float:
    counted = list(parts)
    return sum(same for same, _ in counted) / max(1, sum(of for _, of in counted))


def show_differences(seeds: Path) -> Iterator[str]:
    """Claims whose verdict is not the labelled one."""
    for one in judge(list_files(seeds), Workspace(only_bundled=True)):
        for i, j in pair_claims(one.found, one.labels["claims"], one.labels["sentences"]):
            ours, theirs = one.found[i], one.labels["claims"][j]
            if theirs.get("verdict") and ours["verdict"] != theirs["verdict"]:
                where = f"{one.labels['id']}:{theirs['start']} {theirs['kind']} {theirs.get('concept') or ours['concept']}"
                yield f"{where}: {ours['verdict']}, labelled {theirs['verdict']}. {ours['reason']}"


if __name__ == "__main__":
    folder = (
        Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "seeds"
    )
    print(*show_differences(folder), sep="\n")
    for name, value in measure(folder).items():
        print(f"{name:22} {value:.3f}")
