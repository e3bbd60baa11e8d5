"""How well the claims of articles are found, on articles labelled by hand (``gold_claims/GUIDE.md``), against the floors.

``python benchmarks/claims.py [SEEDS]`` prints precision, recall and F1 by article and by kind; ``--errors`` where claims
found and labelled differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from gold_claims.score import (
    Counts,
    count_claims,
    count_figures,
    count_roles,
    count_silent,
    find_raw_places,
    pair_claims,
)

from rolescope.extract.claims import find_claims
from rolescope.model import ClaimKind
from rolescope.sources.articles import read_articles

GOLD = Path(__file__).with_name("gold_claims")
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


@dataclass(frozen=True, slots=True)
class Case:
    """One article: its text as written, its labels, the claims found in the file's offsets."""

    text: str
    labels: Mapping[str, Any]
    found: list[dict[str, Any]]


def read_cases(seeds: Path) -> list[Case]:
    """The labelled articles that are there: our own always, the others where ``seeds`` holds them."""
    lines = (GOLD / "labels.jsonl").read_text("utf-8").splitlines()
    labels = {entry["id"]: entry for entry in map(json.loads, lines)}
    paths = [*sorted((GOLD / "articles").iterdir()), *sorted(seeds.glob("*.txt"))]
    return [_read_case(path, labels[path.name]) for path in paths if path.name in labels]


def _read_case(path: Path, labels: Mapping[str, Any]) -> Case:
    (article,), _ = read_articles([path])
    text = path.read_text("utf-8")
    places = find_raw_places(article.text, text)
    moved = [
        asdict(claim) | {"start": places[claim.start], "end": places[claim.end], "roles": list(claim.roles)}
        for claim in find_claims(article).claims
    ]
    return Case(text, labels, moved)


def measure(seeds: Path) -> dict[str, float]:
    """Precision, recall and F1 of all claims and of duties, roles and figures of those found, silent sentences."""
    cases = read_cases(seeds)
    all_kinds, duties = count(cases), count(cases, ("duty",))
    silent = sum((count_silent(case.found, case.labels) for case in cases), Counts())
    return {
        "claims_precision": all_kinds.precision,
        "claims_recall": all_kinds.recall,
        "claims_f1": all_kinds.f1,
        "claims_duties_f1": duties.f1,
        "claims_roles": _ratio(count_roles(case.found, case.labels) for case in cases),
        "claims_figures": _ratio(count_figures(case.found, case.labels) for case in cases),
        "claims_silent_f1": silent.f1,
    }


def count(cases: Iterable[Case], kinds: Iterable[str] = ()) -> Counts:
    """Claims found against labels over all cases."""
    return sum((count_claims(case.found, case.labels, kinds) for case in cases), Counts())


def _ratio(parts: Iterable[tuple[int, int]]) -> float:
    counted = list(parts)
    return sum(same for same, _ in counted) / max(1, sum(of for _, of in counted))


def show(cases: list[Case]) -> Iterator[str]:
    """Counts by article, by kind and over all."""
    rows = [(str(case.labels["id"]), count([case])) for case in cases]
    rows += [(kind, count(cases, (kind,))) for kind in get_args(ClaimKind)]
    for name, counts in [*rows, ("all", count(cases))]:
        figures = f"{counts.precision:.3f} {counts.recall:.3f} {counts.f1:.3f}"
        yield f"{name:26} {counts.both:4} {counts.only_found:3} {counts.only_labelled:3}  {figures}"


def show_errors(cases: Iterable[Case]) -> Iterator[str]:
    """Claims that are only found or only labelled, with their words."""
    for case in cases:
        pairs = pair_claims(case.found, case.labels["claims"], case.labels["sentences"])
        wrong = [c for i, c in enumerate(case.found) if i not in {i for i, _ in pairs}]
        missed = [c for j, c in enumerate(case.labels["claims"]) if j not in {j for _, j in pairs}]
        for how, claim in (*(("wrong ", c) for c in wrong), *(("missed", c) for c in missed)):
            words = " ".join(case.text[claim["start"] : claim["end"]].split())
            yield f"{case.labels['id'][:12]} {how} {claim['kind']:13} {claim.get('concept')}: {words[:90]}"


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    read = read_cases(Path(given[0]) if given else SEEDS)
    print(*(show_errors(read) if "--errors" in sys.argv else show(read)), sep="\n")
