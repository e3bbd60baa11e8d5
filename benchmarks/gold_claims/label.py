"""Show articles as numbered sentences, and read labels written about them into offsets (see ``GUIDE.md``).

``label.py show FILE…`` · ``label.py read LABELS FOLDER…`` prints one JSON object an article: its roles, sentences,
claims with offsets (code points) into the file's text, and families. What cannot be found is said on stderr, and the
exit status is 1.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

CONCEPTS = Path(__file__).resolve().parents[2] / "src" / "rolescope" / "data" / "concepts"
KINDS = {
    "t": "tool",
    "s": "skill",
    "o": "soft_skill",
    "c": "certification",
    "d": "duty",
    "g": "degree",
    "f": "field",
    "i": "industry",
    "p": "pay",
    "w": "growth",
    "x": "comparison",
    "m": "demand",
}
TABLES = {
    "tool": "tools",
    "skill": "skills",
    "soft_skill": "soft_skills",
    "certification": "certifications",
    "duty": "activities",
    "field": "fields_of_study",
    "industry": "industries",
}
NAMESPACE = {"duty": "activity", "field": "field_of_study", "degree": "education"}
DEGREES = {"none", "highschool", "associate", "bachelor", "master", "phd"}
NUMBERS = {"value", "base", "target", "low", "high"}
END = re.compile(r"(?<!U\.S\.)(?<!vs\.)(?<!Ph\.D\.)(?<=[.!?])\s+(?=[A-Z“\"*])")
MARK = re.compile(r"(\d?)([a-z])(?:=([\w?+-]+))?(?:\{([^}]*)\})?\s+(.+)")

Labels = dict[str, Any]


def main() -> int:
    """Show or read; gives the exit status."""
    parser = argparse.ArgumentParser(description="Show articles to label, and read labels into offsets.")
    parser.add_argument("action", choices=("show", "read"))
    parser.add_argument(
        "what", nargs="+", type=Path, help="articles to show; or labels, then folders of articles"
    )
    options = parser.parse_args()
    if options.action == "show":
        for path in options.what:
            print("\n".join(show(path.name, path.read_text("utf-8"))), end="\n\n")
        return 0
    problems: list[str] = []
    files = {path.name: path for folder in options.what[1:] for path in folder.iterdir()}
    for block in re.split(r"^# ", options.what[0].read_text("utf-8"), flags=re.M)[1:]:
        name = block.split("\n", 1)[0].strip()
        labels = read_block(name, block.splitlines()[1:], files[name].read_text("utf-8"), problems)
        print(json.dumps(labels, ensure_ascii=False))
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


def show(name: str, text: str) -> Iterator[str]:
    """The article's name and its numbered sentences."""
    yield f"# {name}"
    yield from (f"{number:3} {text[start:end]}" for number, (start, end) in enumerate(cut(text), 1))


def cut(text: str) -> list[tuple[int, int]]:
    """Spans to number: lines with something in them, paragraphs cut at the ends of sentences.

    >>> [("One. Two."[a:b]) for a, b in cut("One. Two.")]
    ['One.', 'Two.']
    """
    return [piece for line in re.finditer(r"[^\n]*\S[^\n]*", text) for piece in _cut_line(text, *line.span())]


def _cut_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in END.finditer(text, start, end):
        yield start, stop.start()
        start = stop.end()
    yield start, end


def read_block(name: str, lines: Iterable[str], text: str, problems: list[str]) -> Labels:
    """Labels of one article; what is wrong goes to ``problems``."""
    pieces = cut(text)
    roles: dict[str, str] = {}
    labels: Labels = {"id": name, "roles": [], "sentences": [], "claims": []}
    for line in (line.strip() for line in lines if line.strip()):
        try:
            word, _, rest = line.partition(" ")
            if word == "roles":
                roles = dict(pair.split("=", 1) for pair in rest.split())
                labels["roles"] = list(roles.values())
            else:
                _read_line(word, rest, labels, pieces, roles, text)
        except (ValueError, KeyError, IndexError) as error:
            problems.append(f"{name}: {line[:90]!r}: {error}")
    labels["claims"].sort(key=lambda claim: (claim["start"], claim["end"]))
    labels["sentences"].sort()
    return labels


def _read_line(
    word: str,
    rest: str,
    labels: Labels,
    pieces: list[tuple[int, int]],
    roles: Mapping[str, str],
    text: str,
) -> None:
    first, _, last = word.partition("-")
    if rest.strip() == "-":
        labels["sentences"] += [list(pieces[n - 1]) for n in range(int(first), int(last or first) + 1)]
        return
    start, end = pieces[int(first) - 1]
    if [start, end] not in labels["sentences"]:
        labels["sentences"].append([start, end])
    letters, *marks = re.split(r"\s+\|\s+", rest.strip())
    at = start
    for mark in marks:
        claim = _read_mark(mark, text, (start, end), at)
        at = claim["end"] if claim["kind"] not in ("duty", "comparison") else at
        claim["roles"] = [roles[letter] for letter in letters if letter != "."]
        if "family" in claim:
            claim["family"] = f"{first}.{claim['family']}"
        labels["claims"].append(claim)


def _read_mark(mark: str, text: str, piece: tuple[int, int], at: int) -> Labels:
    found = MARK.fullmatch(mark)
    if found is None:
        raise ValueError(f"{mark!r} is not understood")
    family, code, concept, figures, words = found.groups()
    start, stop = _find(text, words.strip(), piece, at)
    claim: Labels = {"start": start, "end": stop, "kind": KINDS[code], "roles": []}
    claim["concept"] = _find_concept(KINDS[code], concept, words)
    claim |= dict(_read_figure(pair) for pair in (figures or "").split(";") if pair)
    return claim | ({"family": family} if family else {})


def _read_figure(pair: str) -> tuple[str, str | float]:
    name, value = pair.split("=", 1)
    return name.strip(), float(value) if name.strip() in NUMBERS else value.strip()


def _find(text: str, words: str, piece: tuple[int, int], at: int) -> tuple[int, int]:
    """Where the words stand: "*" is the statement behind its bullet and label, "a … b" from a to b."""
    if words == "*":
        head = re.compile(r"\s*(?:[-*•]\s+|\d+\.\s+)?(?:<[^>]+>\s*)*(?:[^:<]{1,60}:\**\s+)?").match(
            text, *piece
        )
        tail = re.compile(r"[.\s]*(?:</[^>]+>\s*)*$").search(text[: piece[1]], piece[0])
        return head.end() if head else piece[0], tail.start() if tail else piece[1]
    first, _, last = words.partition(" … ")
    start = _find_words(text, first, at, piece[1])
    start = start if start >= 0 else _find_words(text, first, *piece)
    stop = _find_words(text, last, start, piece[1]) + len(last) if last else start + len(first)
    if start < 0 or stop < start:
        raise ValueError(f"{words!r} is not in that sentence")
    return start, stop


def _find_words(text: str, words: str, start: int, end: int) -> int:
    found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(text, start, end)
    return found.start() if found else text.find(words, start, end)


def _find_concept(kind: str, given: str | None, words: str) -> str | None:
    """The packaged concept, "kind/id": as given, else the one whose label the words are."""
    if given == "?" or (kind not in TABLES and kind != "degree"):
        return None
    known = DEGREES if kind == "degree" else load_ids(kind)
    found = given if given else _load_labels(kind).get(words.strip().casefold()) if kind in TABLES else None
    if found not in known:
        raise ValueError(f"no {kind} {given or words!r}")
    return f"{NAMESPACE.get(kind, kind)}/{found}"


def load_ids(kind: str) -> set[str]:
    """Ids of the packaged concepts of a kind."""
    return {row["id"] for row in _load_rows(kind)}


@cache
def _load_rows(kind: str) -> tuple[dict[str, str], ...]:
    with (CONCEPTS / f"{TABLES[kind]}.tsv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _load_labels(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _load_rows(kind):
        for label in (row["id"], row["label"], *(row.get("alt_labels") or "").split("|")):
            found.setdefault(label.casefold(), row["id"])
    return found


if __name__ == "__main__":
    sys.exit(main())
