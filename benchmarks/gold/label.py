"""Show postings with numbered lines, and read labels written about them into offsets (see ``GUIDE.md``).

``label.py show ID…`` · ``label.py read FILE…`` prints one JSON object a posting: id, facts, sections and marks with
offsets (code points) into its text. What cannot be found is said on stderr, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "postings" / "postings.jsonl.gz"
KINDS = {"t": "tool", "s": "skill", "o": "soft_skill", "c": "certification", "f": "field_of_study"}
STRENGTHS = {"r": "required", "p": "preferred", "m": "mentioned"}
SECTIONS = {"about", "duties", "requirements", "preferred", "benefits", "legal", "other"}
LONGEST = 320  # characters of a numbered piece of a long line
PIECE = re.compile(r"[.!?;:]\s+|\s{2,}|\s[•·*-]\s")

Posting = dict[str, Any]


def main() -> int:
    """Show or read; gives the exit status."""
    parser = argparse.ArgumentParser(description="Show postings to label, and read labels into offsets.")
    parser.add_argument("action", choices=("show", "read"))
    parser.add_argument("what", nargs="+", help="ids to show, or files of labels to read")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    postings = {posting["id"]: posting for posting in load_postings(options.data)}
    if options.action == "show":
        for name in options.what:
            print("\n".join(show(postings[name])), end="\n\n")
        return 0
    problems: list[str] = []
    for name in options.what:
        for labels in read_blocks(Path(name).read_text("utf-8"), postings, problems):
            print(json.dumps(labels, ensure_ascii=False))
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


def load_postings(path: Path) -> Iterator[Posting]:
    """Postings of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def show(posting: Posting) -> Iterator[str]:
    """The posting's id, title and numbered pieces."""
    yield f"# {posting['id']}"
    yield f"title: {posting['title']}"
    for number, (start, end) in enumerate(cut(posting["text"]), 1):
        yield f"{number:3} {posting['text'][start:end]}"


def cut(text: str) -> list[tuple[int, int]]:
    """Pieces to number: lines with something in them, long ones cut at the ends of sentences."""
    return [piece for line in re.finditer(r"[^\n]*\S[^\n]*", text) for piece in _cut_line(text, *line.span())]


def _cut_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        stops = [found.end() for found in PIECE.finditer(text, start, start + LONGEST)]
        space = text.rfind(" ", start, start + LONGEST) + 1
        stop = stops[-1] if stops and stops[-1] > start else space or start + LONGEST
        yield start, stop
        start = stop
    if text[start:end].strip():
        yield start, end


def read_blocks(source: str, postings: dict[str, Posting], problems: list[str]) -> Iterator[Posting]:
    """Labels of each block; what is wrong goes to ``problems``."""
    for block in re.split(r"^# ", source, flags=re.M)[1:]:
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        name = lines[0].split()[0]
        if name in postings:
            yield _read_block(name, lines[1:], postings[name]["text"], problems)
        else:
            problems.append(f"{name}: no such posting")


def _read_block(name: str, lines: Iterable[str], text: str, problems: list[str]) -> Posting:
    pieces = cut(text)
    labels: Posting = {"id": name, "level": "unstated", "pay": [], "education": "none", "years": None}
    labels |= {"workplace": "unstated", "role": None, "employment": [], "sections": [], "marks": []}
    for line in lines:
        try:
            _read_line(line, labels, pieces, text)
        except (ValueError, KeyError, IndexError) as error:
            problems.append(f"{name}: {line[:80]!r}: {error}")
    labels["marks"].sort(key=lambda mark: (mark["start"], mark["end"]))
    return labels


def _read_line(line: str, labels: Posting, pieces: list[tuple[int, int]], text: str) -> None:
    word, _, rest = line.partition(" ")
    rest = rest.strip()
    if word.isdecimal():
        labels["marks"] += _read_marks(rest, pieces[int(word) - 1], text)
    elif word == "pay":
        low, high, currency, period = rest.split()
        labels["pay"].append({"low": float(low), "high": float(high), "currency": currency, "period": period})
    elif word == "years":
        labels["years"] = None if rest in {"null", "none", "-"} else float(rest)
    elif word == "sections":
        labels["sections"] = [_read_part(part, pieces) for part in rest.split(",") if part.strip()]
    elif word == "employment":
        labels["employment"] = sorted(rest.replace(",", " ").split())
    elif word == "role":
        labels["role"] = None if rest in {"none", "null"} else rest
    elif word in {"level", "education", "workplace"}:
        labels[word] = rest
    else:
        raise ValueError("not understood")


def _read_part(part: str, pieces: list[tuple[int, int]]) -> Posting:
    numbers, name = part.split()
    first, _, last = numbers.partition("-")
    if name not in SECTIONS:
        raise ValueError(f"no section {name}")
    return {"name": name, "start": pieces[int(first) - 1][0], "end": pieces[int(last or first) - 1][1]}


def _read_marks(rest: str, piece: tuple[int, int], text: str) -> Iterator[Posting]:
    strength, *marks = re.split(r"\s+\|\s+|\s*\|\s+", rest)
    at, end = piece
    for mark in marks:
        code, words = mark.split(" ", 1)
        own = strength.strip()
        if code in STRENGTHS:
            own, (code, words) = code, words.split(" ", 1)
        words = words.strip()
        start = _find(text, words, at, end)
        if start < 0:
            start = _find(text, words, piece[0], end)
        if start < 0:
            raise ValueError(f"{words!r} is not in that line")
        yield {"kind": KINDS[code], "start": start, "end": start + len(words), "strength": STRENGTHS[own]}
        at = start + len(words)


def _find(text: str, words: str, start: int, end: int) -> int:
    """Where the words stand, on word borders if they do so anywhere."""
    found = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(text, start, end)
    return found.start() if found else text.find(words, start, end)


if __name__ == "__main__":
    sys.exit(main())
