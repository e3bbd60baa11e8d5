"""Fill the marked blocks of README.md and docs/*.md with the figures and outputs of this checkout.

    python scripts/build_docs.py          # all blocks
    python scripts/build_docs.py --check  # change nothing; exit 1 if a block of figures is out of date

``<!-- made: NAME -->`` is followed by a table made by ``BLOCKS[NAME]``. ``<!-- output: COMMAND | HEADING |
HEADING -->`` is followed by what the command prints on the bundled evidence in 80 columns, from each heading
to the next blank line. Both end at ``<!-- end -->``. ``tests/test_docs.py`` holds the tables to the data;
outputs are examples and may be older than the code.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from rolescope.sources import SOURCES
from rolescope.sources.columns import read_vocabulary
from rolescope.sources.options import Limits
from rolescope.taxonomy.concepts import CONCEPT_FILES, load_concepts, load_label_rules
from rolescope.taxonomy.roles import load_roles

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?ms)^<!-- (made|output): ([^\n]*?) -->\n.*?^<!-- end -->$")


def pages() -> list[Path]:
    """The Markdown files that may hold blocks."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def fill(text: str, kinds: Sequence[str] = ("made", "output")) -> str:
    """``text`` with its blocks of these kinds made anew."""

    def make(match: re.Match[str]) -> str:
        kind, what = match.groups()
        if kind not in kinds:
            return match[0]
        body = BLOCKS[what]() if kind == "made" else run_command(what)
        return f"<!-- {kind}: {what} -->\n{body}\n<!-- end -->"

    return BLOCK.sub(make, text)


def run_command(what: str) -> str:
    """The parts of a command's output that the marker names, as a code block."""
    command, *headings = (part.strip() for part in what.split("|"))
    with tempfile.TemporaryDirectory() as empty:
        nowhere = str(Path(empty, "workspace"))
        environment = {**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1", "ROLESCOPE_WORKSPACE": nowhere}
        call = [sys.executable, "-m", "rolescope", *shlex.split(command)[1:]]
        done = subprocess.run(call, env=environment, capture_output=True, encoding="utf-8", check=True)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    shown = "\n\n".join(_part(lines, heading) for heading in headings) if headings else "\n".join(lines)
    return f"```console\n$ {command}\n{shown.strip()}\n```"


def _part(lines: Sequence[str], heading: str) -> str:
    start = lines.index(heading)
    end = next((n for n in range(start, len(lines)) if not lines[n]), len(lines))
    return "\n".join(lines[start:end])


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; whole numbers with thousands separators."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def provenance() -> dict[str, Any]:
    """What ``scripts/build_bundle.py`` wrote about the bundled evidence."""
    text = files("rolescope.data").joinpath("bundled", "provenance.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def bundled_table() -> str:
    """What is bundled, for the README."""
    told = provenance()
    read, rows, sources = told["read"], told["rows"], told["postings_by_source"]
    return table(
        ("bundled", "how many", "what is kept of it"),
        (
            (
                f"job postings, {told['first_date'][:4]}–{told['last_date'][:4]}, {len(sources)} collections",
                read["postings"],
                "role, level, date, country, pay, education, experience, concepts mentioned",
            ),
            ("standing role descriptions (guides)", read["guides"], "which concepts stand in which section"),
            ("mentions of concepts in them", rows["mentions"], "concept, strength, section"),
            (
                "pay ranges collected by a board",
                read["pay_reports"],
                "role, level, country, year, range, copies",
            ),
            ("official figures", rows["official"], "O*NET technologies and duties, BLS pay and employment"),
            ("roles", len(load_roles()), "names, own-written definition, O*NET-SOC code"),
            ("concepts", len(load_concepts()), "labels, kind, broader concept"),
        ),
    )


def rows_table() -> str:
    """Rows of each bundled table."""
    return table(("table", "rows"), ((f"`{name}`", rows) for name, rows in provenance()["rows"].items()))


def read_table() -> str:
    """What was read to make the bundled evidence."""
    told = provenance()
    rows: list[tuple[str, object]] = [(name.replace("_", " "), count) for name, count in told["read"].items()]
    rows += [("first date", told["first_date"]), ("last date", told["last_date"])]
    return table(("read", "count"), [*rows, ("made by", f"`{told['made_by']}`")])


def sources_table() -> str:
    """Postings of each collection, most first."""
    counts: dict[str, int] = provenance()["postings_by_source"]
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return table(("collection", "postings"), ((f"`{name}`", count) for name, count in ordered))


def licences_table() -> str:
    """Licences and attribution of what is bundled."""
    return table(("material", "licence"), provenance()["licences"].items())


def kinds_table() -> str:
    """Concepts of each kind."""
    concepts = load_concepts()
    names = dict(CONCEPT_FILES)
    return table(
        ("kind", "concepts", "labels", "in O*NET", "file"),
        (
            (
                f"`{kind}`",
                len(of := [c for c in concepts if c.kind == kind]),
                sum(1 + len(c.alt_labels) for c in of) if kind != "activity" else "verbs × objects",
                sum(c.onet for c in of),
                f"`{names[kind]}`",
            )
            for kind in names
        ),
    )


def rules_table() -> str:
    """Ambiguous labels by what they need."""
    rules = load_label_rules().values()
    return table(
        ("labels with a rule", "count"),
        (
            ("all", len(rules)),
            ("the writing and the words beside it suffice (`none`)", sum(not r.in_list for r in rules)),
            ("another tool or a cue must stand nearby (`list`)", sum(r.in_list for r in rules)),
        ),
    )


def families_table() -> str:
    """Roles of each family."""
    roles = load_roles()
    counts = Counter(role.family for role in roles)
    rows: list[tuple[object, ...]] = [
        (f"`{name}`", n, sum(1 + len(r.alt_labels) for r in roles if r.family == name))
        for name, n in counts.most_common()
    ]
    whole = ("all", len(roles), sum(1 + len(r.alt_labels) for r in roles))
    return table(("family", "roles", "names"), [*rows, whole])


def readers_table() -> str:
    """The kinds of file that are read."""
    return table(
        ("reader", "files named"), ((r.name, " ".join(f"`{s}`" for s in r.suffixes)) for r in SOURCES)
    )


def columns_table() -> str:
    """Our fields, and the columns taken for them, names normalised."""
    words = read_vocabulary()
    text = [name for group in words.text for name in group.names]
    rows: list[tuple[str, Iterable[str]]] = [("`text`", text)]
    rows += [(f"`{name}`", names) for name, names in words.fields.items()]
    rows += [(f"`{name}` (kept together)", chain.from_iterable(g)) for name, g in words.joined.items()]
    rows += [(f"`{name}` (in parts)", chain.from_iterable(g)) for name, g in words.parts.items()]
    return table(("field", "columns"), ((name, ", ".join(names)) for name, names in rows))


def limits_table() -> str:
    """How much a file may take."""
    limits, about = Limits(), _attributes(Limits.__doc__ or "")
    return table(
        ("limit", "value", "what it bounds"),
        ((f"`{f.name}`", getattr(limits, f.name), about[f.name]) for f in fields(Limits)),
    )


def _attributes(docstring: str) -> dict[str, str]:
    found = re.findall(r"^ +(\w+): (.+(?:\n {12,}.+)*)", docstring.split("Attributes:")[-1], re.MULTILINE)
    return {name: " ".join(text.split()).rstrip(".").replace("``", "`") for name, text in found}


BLOCKS: dict[str, Callable[[], str]] = {
    "bundled": bundled_table,
    "rows": rows_table,
    "read": read_table,
    "collections": sources_table,
    "licences": licences_table,
    "kinds": kinds_table,
    "rules": rules_table,
    "families": families_table,
    "readers": readers_table,
    "columns": columns_table,
    "limits": limits_table,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which are out of date."""
    check = "--check" in arguments
    stale = []
    for page in pages():
        text = page.read_text("utf-8")
        made = fill(text, ("made",) if check else ("made", "output"))
        if made != text:
            stale.append(page.name)
            if not check:
                page.write_text(made, "utf-8", newline="\n")
    print(f"{'Out of date' if check else 'Written'}: {', '.join(stale) or 'nothing'}.")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
