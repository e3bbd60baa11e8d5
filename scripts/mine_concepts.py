"""Counts packaged concepts in a corpus of postings and mines the names that they still miss.

    python scripts/mine_concepts.py count POSTINGS TOOLS_TSV AMBIGUOUS_TOML
    python scripts/mine_concepts.py candidates POSTINGS TOOLS_TSV AMBIGUOUS_TOML
    python scripts/mine_concepts.py between POSTINGS TOOLS_TSV AMBIGUOUS_TOML
    python scripts/mine_concepts.py contexts POSTINGS TOOLS_TSV AMBIGUOUS_TOML LABEL

``count`` prints each concept with the postings it is read in, rarest first; with ``--rare`` only those
that stand in under two postings and not in O*NET, with ``--unseen`` those in none. ``candidates`` prints
capitalised items of lists that stand beside a known tool and are no label yet, ``between`` those with a known
tool on either side, which are tools more often than not. ``contexts`` prints where an ambiguous label is read
and where its rule refuses it. POSTINGS is JSON lines (``.gz`` too) with a field ``text``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rolescope.cues import fold, fold_label
from rolescope.extract.labels import Lexicon, build_lexicon, find_labels
from rolescope.model import Concept, Mention
from rolescope.taxonomy.concepts import LabelRule
from rolescope.text import Text, lower_same_length

_BREAK = re.compile(
    r"[,;/()•·|\n:]|\. |\b(?:and|or|etc|e\.g\.|i\.e\.|such as|like|including|using|with|in|of|on|to|for|the)\b"
)
_LIST_COMMA = re.compile(r"\s*(?:,|/|;|\||\n|\(|\)|\band\b|\bor\b)\s*")
_NAME = re.compile(r"(?=.*[A-Z0-9])[\w.+#-]+(?: [\w.+#-]+){0,2}$")
_NEIGHBOURS = 3  # items of a list this near to a known tool are likely tools


def read_texts(path: Path) -> Iterator[str]:
    """The texts of a JSON-lines file of postings."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line).get("text") or "")


def read_tools(path: Path) -> list[Concept]:
    """The tools of a concepts TSV."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Concept(
            r["id"],
            r["label"],
            "tool",
            tuple(filter(None, r["alt_labels"].split("|"))),
            onet=r["onet"] == "1",
        )
        for r in rows
    ]


def read_rules(path: Path) -> dict[str, LabelRule]:
    """The rules of ambiguous labels."""
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        label: LabelRule(
            case=frozenset(rule.get("case", ())),
            in_list=rule.get("context", "none") == "list",
            not_before=tuple(rule.get("not_before", ())),
            not_after=tuple(rule.get("not_after", ())),
            only_before=tuple(rule.get("only_before", ())),
            only_after=tuple(rule.get("only_after", ())),
        )
        for label, rule in rules.items()
    }


def read_mentions(raw: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Tools in all parts of a text: whether a name is in use does not depend on the section."""
    lower = lower_same_length(raw)
    return find_labels(Text(raw, lower, fold(lower)), lexicon)


def count_concepts(texts: Iterator[str], lexicon: Lexicon) -> Counter[str]:
    """Number of postings in which each concept is read."""
    return Counter(
        concept for raw in texts for concept in {m.concept or "" for m in read_mentions(raw, lexicon)}
    )


def find_candidates(texts: Iterator[str], known: frozenset[str]) -> Counter[str]:
    """Capitalised list items near a known label that are no label, by number of postings."""
    counts: Counter[str] = Counter()
    for raw in texts:
        items = [item.strip(" .-*") for item in _BREAK.split(raw)]
        is_known = [fold_label(item) in known for item in items]
        counts.update(
            {
                item
                for i, item in enumerate(items)
                if not is_known[i]
                and re.match(r"[A-Z.][\w.+#& -]{1,30}$", item)
                and any(is_known[max(0, i - _NEIGHBOURS) : i + _NEIGHBOURS + 1])
            }
        )
    return counts


def find_between(texts: Iterator[str], known: frozenset[str]) -> Counter[str]:
    """Items of lists that are no label but have a known label on either side, by number of postings."""
    counts: Counter[str] = Counter()
    for raw in texts:
        items = [item.strip(" .-*") for item in _LIST_COMMA.split(raw)]
        is_known = [fold_label(item) in known for item in items]
        beside = zip(items[1:-1], is_known, is_known[1:-1], is_known[2:], strict=False)
        counts.update({x for x, left, own, right in beside if left and right and not own and _NAME.match(x)})
    return counts


def find_contexts(texts: Iterator[str], lexicon: Lexicon, label: str) -> tuple[list[str], list[str]]:
    """Where ``label`` is read, and where it stands but is refused, with the words around."""
    read: list[str] = []
    refused: list[str] = []
    for raw in texts:
        spans = [(m.start or 0, m.end or 0) for m in read_mentions(raw, lexicon)]
        for found in re.finditer(f" {re.escape(label)} ", f" {fold(lower_same_length(raw))} "):
            start, end = found.start(), found.end() - 2
            quote = f"{raw[max(0, start - 40) : start]}[{raw[start:end]}]{raw[end : end + 30]}".replace(
                "\n", "|"
            )
            if (start, end) in spans:
                read.append(quote)
            elif not any(a <= start < b for a, b in spans):
                refused.append(quote)
    return read, refused


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["count", "candidates", "between", "contexts"])
    parser.add_argument("postings", type=Path)
    parser.add_argument("tools", type=Path)
    parser.add_argument("rules", type=Path)
    parser.add_argument("label", nargs="?", default="")
    parser.add_argument("--rare", action="store_true", help="count: only what under two postings name")
    parser.add_argument("--unseen", action="store_true", help="count: only what no posting names")
    parser.add_argument("--top", type=int, default=20, help="contexts, candidates: how many")
    args = parser.parse_args()
    tools = read_tools(args.tools)
    lexicon = build_lexicon(tools, read_rules(args.rules))
    if args.what == "count":
        below = 1 if args.unseen else 2 if args.rare else None
        print_counts(tools, count_concepts(read_texts(args.postings), lexicon), below)
    elif args.what in ("candidates", "between"):
        known = frozenset(fold_label(label) for t in tools for label in (t.label, *t.alt_labels))
        find = find_candidates if args.what == "candidates" else find_between
        for item, n in find(read_texts(args.postings), known).most_common(args.top):
            print(n, item, sep="\t")
    else:
        print_contexts(*find_contexts(read_texts(args.postings), lexicon, fold_label(args.label)), args.top)


def print_counts(tools: list[Concept], counts: Counter[str], below: int | None) -> None:
    """One line per tool: postings, O*NET mark, id; those outside O*NET in fewer than ``below``, if given."""
    for tool in sorted(tools, key=lambda t: (counts[t.id], t.id)):
        if below is None or (counts[tool.id] < below and not tool.onet):
            print(counts[tool.id], "onet" if tool.onet else "", tool.id, sep="\t")


def print_contexts(read: list[str], refused: list[str], top: int) -> None:
    """A seeded sample of both kinds."""
    for sign, quotes in (("+", read), ("-", refused)):
        print(f"{sign} {len(quotes)}")
        for quote in random.Random(7).sample(quotes, min(top, len(quotes))):
            print(sign, quote)


if __name__ == "__main__":
    main()
