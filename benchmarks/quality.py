"""How well Rolescope reads, on postings labelled by hand (``gold/GUIDE.md``), against the floors.

``python benchmarks/quality.py`` prints every figure on the development part beside its floor, and leaves with 1 if one
is missed. ``--markdown`` prints the tables of ``docs/quality.md``; ``--errors KIND`` shows where reading and labels
differ. ``--held`` scores the part that nobody tunes on: figures only.

The labels hold no text: the postings they point into are those of ``--data``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import claims
import linking
import titles
import verdicts
from floors import hold, lower
from gold.label import load_postings
from gold.score import (
    FACTS,
    Labels,
    Mark,
    Spans,
    count_spans,
    count_strength,
    is_same_fact,
    pair_marks,
    read_marks,
    share_same_section,
)

from rolescope.annotate import annotate
from rolescope.model import Document
from rolescope.text import read_text

GOLD = Path(__file__).with_name("gold")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
BOTH = ("tool", "skill")


@dataclass(frozen=True, slots=True)
class Case:
    """One posting: what is labelled, what is read."""

    posting: dict[str, Any]
    labelled: Labels
    found: Labels

    @property
    def marks(self) -> tuple[list[Mark], list[Mark]]:
        """Marks read, marks labelled."""
        return read_marks(self.found), read_marks(self.labelled)


def main() -> int:
    """Score, print, and give the exit status."""
    options = _read_options()
    if options.lower:
        return lower(*options.lower, reason=options.reason)
    postings = options.data / "postings" / "postings.jsonl.gz"
    if not postings.is_file():
        print(f"Not measured: {postings.name}, into which the labels point, is not there (--data).")
        return 0
    cases = list(read_cases(postings, GOLD / ("held.jsonl" if options.held else "dev.jsonl")))
    if options.errors:
        print(*show_errors(cases, options.errors), sep="\n")
        return 0
    if options.markdown or options.held:
        print(*tables(cases), sep="\n")
        return 0
    return hold((*measure(cases).items(), *measure_elsewhere(options.data)))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well Rolescope reads, against the floors.")
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder of development data")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--held", action="store_true", help="score the part held back")
    which.add_argument(
        "--errors", metavar="WHAT", help=f"a kind, strength, sections, or of {', '.join(FACTS)}"
    )
    parser.add_argument("--markdown", action="store_true", help="print the tables of the documentation")
    parser.add_argument("--lower", nargs=2, metavar=("NAME", "VALUE"), help="change one floor")
    parser.add_argument("--reason", default="", help="why the floor is changed")
    return parser.parse_args()


# --- what is read -------------------------------------------------------------------------------------


def read_cases(postings: Path, gold: Path) -> Iterator[Case]:
    """Every labelled posting with what is read in its title and text."""
    labels = {entry["id"]: entry for entry in map(json.loads, gold.read_text("utf-8").splitlines())}
    for posting in load_postings(postings):
        if labelled := labels.get(posting["id"]):
            yield Case(posting, labelled, read(posting["title"], posting["text"]))


def read(title: str, text: str) -> Labels:
    """What Rolescope reads, in the form of labels."""
    document = Document("posting", "", title, text)
    result = annotate(document)
    pay = [{"low": p.low, "high": p.high, "currency": p.currency, "period": p.period} for p in result.pay]
    marks = [
        {"kind": m.kind, "start": m.start, "end": m.end, "strength": m.strength} for m in result.mentions
    ]
    sections = read_text(document.text, parted=True).sections
    return {
        "level": result.level,
        "pay": pay,
        "education": (result.education and result.education.minimum) or "none",
        "years": result.experience.minimum if result.experience else None,
        "workplace": result.workplace,
        "role": result.role.id if result.role else None,
        "employment": sorted(result.employment_types),
        "sections": [{"name": s.name, "start": s.start, "end": s.end} for s in sections],
        "marks": marks,
    }


# --- figures ------------------------------------------------------------------------------------------


def measure(cases: list[Case]) -> dict[str, float]:
    """All figures of the cases by name."""
    tools, both, soft = (sum_spans(cases, kinds) for kinds in (("tool",), BOTH, ("soft_skill",)))
    facts = {f"{name}_accuracy": share_same(cases, name) for name in FACTS}
    return {
        "tools_precision": tools.precision,
        "tools_recall": tools.recall,
        "tools_f1": tools.f1,
        "tools_and_skills_f1": both.f1,
        "soft_skills_f1": soft.f1,
        "strength_accuracy": _ratio(count_strength(*case.marks) for case in cases),
        **facts,
        "sections_accuracy": _ratio(_same_sections(case) for case in cases),
    }


def sum_spans(cases: Iterable[Case], kinds: Iterable[str]) -> Spans:
    """Spans of the kinds over all cases."""
    return sum((count_spans(*case.marks, kinds) for case in cases), Spans())


def share_same(cases: list[Case], fact: str) -> float:
    """Share of the cases whose fact is read as labelled."""
    return sum(is_same_fact(fact, case.found, case.labelled) for case in cases) / max(1, len(cases))


def _same_sections(case: Case) -> tuple[int, int]:
    return share_same_section(case.found, case.labelled, len(case.posting["text"]))


def _ratio(counts: Iterable[tuple[int, int]]) -> float:
    parts = list(counts)
    return sum(same for same, _ in parts) / max(1, sum(of for _, of in parts))


def measure_elsewhere(data: Path) -> Iterator[tuple[str, float]]:
    """On public sets: knowledge spans of SkillSpan's development part, links to ESCO, occupations of titles; on the
    gold articles: claims and verdicts."""
    yield "skillspan_knowledge_f1", score_skillspan(data / "skillspan" / "dev.json").f1
    yield "esco_links_rp5", linking.measure_ours(data)["both_rp5"]
    yield "occupations_mrr", titles.measure_alone(data)["titles_mrr"]
    yield from claims.measure(data.parent / "seeds").items()
    yield from verdicts.measure(data.parent / "seeds").items()


def score_skillspan(path: Path) -> Spans:
    """SkillSpan's knowledge spans against what is read as tool, skill, field or certificate."""
    counts = Spans()
    for line in path.read_text("utf-8").splitlines():
        sentence = json.loads(line)
        text, labelled = join_tokens(sentence["tokens"], sentence["tags_knowledge"])
        found = [m for m in read_marks(read("", text)) if m.kind in KNOWLEDGE]
        counts += count_spans([_as_knowledge(m) for m in found], labelled, ("knowledge",))
    return counts


KNOWLEDGE = frozenset({"tool", "skill", "field_of_study", "certification"})


def _as_knowledge(mark: Mark) -> Mark:
    return Mark("knowledge", mark.start, mark.end, mark.strength)


def join_tokens(tokens: list[str], tags: list[str]) -> tuple[str, list[Mark]]:
    """A sentence of tokens as text, its tagged spans as marks."""
    marks: list[Mark] = []
    at = 0
    for token, tag in zip(tokens, tags, strict=True):
        if tag == "B":
            marks.append(Mark("knowledge", at, at + len(token), "mentioned"))
        elif tag == "I" and marks:
            marks[-1] = Mark("knowledge", marks[-1].start, at + len(token), "mentioned")
        at += len(token) + 1
    return " ".join(tokens), marks


# --- tables and errors --------------------------------------------------------------------------------


def tables(cases: list[Case]) -> Iterator[str]:
    """Markdown tables: all together, by source, by years."""
    yield "| kind | labelled | precision | recall | F1 |\n|---|--:|--:|--:|--:|"
    kinds: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("tools", ("tool",)),
        ("hard skills", ("skill",)),
        ("tools and hard skills", BOTH),
        ("soft skills", ("soft_skill",)),
        ("certifications", ("certification",)),
        ("fields of study", ("field_of_study",)),
    )
    for name, of in kinds:
        spans = sum_spans(cases, of)
        labelled = spans.both + spans.only_labelled
        yield f"| {name} | {labelled} | {spans.precision:.3f} | {spans.recall:.3f} | {spans.f1:.3f} |"
    for heading, key in (("part", lambda _: "all"), ("source", _source), ("years", _years)):
        yield from _table_by(cases, heading, key)


def _table_by(cases: list[Case], heading: str, key: Callable[[Case], str]) -> Iterator[str]:
    names = [name for name in measure(cases) if name not in {"tools_precision", "tools_recall"}]
    yield f"\n| {heading} | postings | {' | '.join(n.removesuffix('_accuracy') for n in names)} |"
    yield "|---|--:|" + "--:|" * len(names)
    for part, group in groupby(sorted(cases, key=key), key=key):
        some = list(group)
        figures = measure(some)
        yield f"| {part} | {len(some)} | {' | '.join(f'{figures[n]:.2f}' for n in names)} |"


def _source(case: Case) -> str:
    return str(case.posting["source"])


def _years(case: Case) -> str:
    year = (case.posting.get("date") or "")[:4]
    if not year.isdecimal():
        return "unknown"
    return "2024–2026" if year >= "2024" else "2020–2023" if year >= "2020" else "to 2019"


def show_errors(cases: Iterable[Case], what: str) -> Iterator[str]:
    """Where reading and labels differ, with the words around."""
    for case in cases:
        text = case.posting["text"]
        if what in FACTS and not is_same_fact(what, case.found, case.labelled):
            yield f"{case.posting['id']} {case.posting['title'][:70]!r}: read {case.found[what]}, labelled {case.labelled[what]}"
        elif what == "strength":
            yield from _show_strength(case, text)
        elif what == "sections":
            yield from _show_sections(case, text)
        elif what not in FACTS:
            yield from _show_spans(case, text, BOTH if what == "both" else (what,))


def _show_spans(case: Case, text: str, kinds: tuple[str, ...]) -> Iterator[str]:
    ours, theirs = ([m for m in marks if m.kind in kinds] for marks in case.marks)
    pairs = pair_marks(ours, theirs)
    paired_ours, paired_theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    wrong = [("wrong ", m) for i, m in enumerate(ours) if i not in paired_ours]
    missed = [("missed", m) for j, m in enumerate(theirs) if j not in paired_theirs]
    for how, mark in sorted([*wrong, *missed], key=lambda pair: pair[1].start):
        yield f"{case.posting['id'][:8]} {how} {mark.kind:6} {_quote(text, mark)}"


def _show_strength(case: Case, text: str) -> Iterator[str]:
    ours, theirs = ([m for m in marks if m.kind == "tool"] for marks in case.marks)
    for i, j in pair_marks(ours, theirs):
        if ours[i].strength != theirs[j].strength:
            yield f"{case.posting['id'][:8]} read {ours[i].strength}, labelled {theirs[j].strength}: {_quote(text, theirs[j])}"


def _show_sections(case: Case, text: str) -> Iterator[str]:
    for part in case.labelled["sections"]:
        for line_start, line in _lines(text, part["start"], part["end"]):
            middle = line_start + len(line) // 2
            name = next(
                (s["name"] for s in case.found["sections"] if s["start"] <= middle < s["end"]), "none"
            )
            if name != part["name"]:
                yield f"{case.posting['id'][:8]} read {name}, labelled {part['name']}: {line[:120]}"


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            yield start, line.rstrip()
        start += len(line)


def _quote(text: str, mark: Mark, around: int = 45) -> str:
    before, after = text[max(0, mark.start - around) : mark.start], text[mark.end : mark.end + around]
    return f"{before}⟦{text[mark.start : mark.end]}⟧{after}".replace("\n", "⏎")


if __name__ == "__main__":
    sys.exit(main())
