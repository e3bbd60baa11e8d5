"""How well found claims agree with labelled ones: spans lenient, kind and concept exactly. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from gold.score import Spans as Counts

Claim = Mapping[str, Any]  # start, end, kind, roles; concept, verdict, figures where they are known
Labels = Mapping[str, Any]  # one line of ``labels.jsonl``
FIGURES = ("value", "low", "high", "base", "target")
MARKUP = re.compile(
    r"<(style|script|title)\b.*?</\1\s*>|<[^>]*>|&(?:[a-zA-Z]+|#\d+);", re.DOTALL | re.IGNORECASE
)
REACH = 400  # characters of markup that may stand between two words of the text as read


def pair_claims(
    found: Sequence[Claim], labelled: Sequence[Claim], sentences: Iterable[Sequence[int]] = ()
) -> list[tuple[int, int]]:
    """Pairs (found, labelled) that say the same, each at most once, longest overlap first.

    The same are two claims of one kind whose spans overlap and whose concepts are equal, where the label has
    one. With an equal concept it is enough that both stand in one of ``sentences``: a sentence may name a
    thing twice. Roles are not compared here, so that a claim given to the wrong role still counts as found.
    """
    spans = [(start, end) for start, end in sentences]
    ends = [
        (-overlap, i, j)
        for (i, a), (j, b) in product(enumerate(found), enumerate(labelled))
        if (overlap := _find_overlap(a, b, spans)) >= 0
    ]
    seen_found, seen_labelled, pairs = set(), set(), []
    for _, i, j in sorted(ends):
        if i not in seen_found and j not in seen_labelled:
            seen_found.add(i)
            seen_labelled.add(j)
            pairs.append((i, j))
    return pairs


def _find_overlap(a: Claim, b: Claim, sentences: Sequence[tuple[int, int]]) -> int:
    """Characters that both cover; 0 if only their sentence and concept agree, -1 if they are not the same."""
    if a["kind"] != b["kind"] or (b.get("concept") and a.get("concept") != b["concept"]):
        return -1
    overlap: int = min(a["end"], b["end"]) - max(a["start"], b["start"])
    if overlap > 0:
        return overlap
    first, last = min(a["start"], b["start"]), max(a["end"], b["end"])
    near = b.get("concept") and any(start <= first and last <= end for start, end in sentences)
    return 0 if near else -1


def count_claims(found: Iterable[Claim], labels: Labels, kinds: Iterable[str] = ()) -> Counts:
    """Claims found in one article against its labels; of all kinds if none is named."""
    wanted = set(kinds)
    ours, theirs = (
        [c for c in claims if not wanted or c["kind"] in wanted] for claims in (list(found), labels["claims"])
    )
    both = len(pair_claims(ours, theirs, labels["sentences"]))
    return Counts(both, len(ours) - both, len(theirs) - both)


def count_roles(found: Sequence[Claim], labels: Labels) -> tuple[int, int]:
    """Of the claims found, how many are said of the roles labelled, and how many there are.

    Order matters in a comparison alone.
    """
    pairs = _pair_all(found, labels)
    return sum(_list_roles(a) == _list_roles(b) for a, b in pairs), len(pairs)


def _list_roles(claim: Claim) -> list[str]:
    ordered = claim["kind"] == "comparison" and claim.get("relation") in ("more", "less", "only")
    return list(claim["roles"]) if ordered else sorted(claim["roles"])


def count_verdicts(found: Sequence[Claim], labels: Labels, kinds: Iterable[str] = ()) -> tuple[int, int]:
    """Of the claims found that are labelled with a verdict, how many have the same one, and how many there are."""
    wanted = set(kinds)
    pairs = [
        (a, b)
        for a, b in _pair_all(found, labels)
        if b.get("verdict") and (not wanted or b["kind"] in wanted)
    ]
    return sum(a.get("verdict") == b["verdict"] for a, b in pairs), len(pairs)


def count_figures(found: Sequence[Claim], labels: Labels) -> tuple[int, int]:
    """Of the pay and growth claims found, how many have every figure labelled, and how many there are."""
    pairs = [(a, b) for a, b in _pair_all(found, labels) if b["kind"] in ("pay", "growth")]
    return sum(all(a.get(name) == b.get(name) for name in FIGURES) for a, b in pairs), len(pairs)


def count_silent(found: Iterable[Claim], labels: Labels) -> Counts:
    """Sentences that state nothing checkable, as found and as labelled."""
    claims = list(found)
    silent = [not _says(span, claims) for span in labels["sentences"]]
    labelled = [not _says(span, labels["claims"]) for span in labels["sentences"]]
    both = sum(a and b for a, b in zip(silent, labelled, strict=True))
    return Counts(both, sum(silent) - both, sum(labelled) - both)


def _says(span: Sequence[int], claims: Iterable[Claim]) -> bool:
    return any(c["start"] < span[1] and c["end"] > span[0] for c in claims)


def _pair_all(found: Sequence[Claim], labels: Labels) -> list[tuple[Claim, Claim]]:
    pairs = pair_claims(found, labels["claims"], labels["sentences"])
    return [(found[i], labels["claims"][j]) for i, j in pairs]


def share_of_verdict(claims: Sequence[Claim], verdict: str) -> float:
    """The share of claims with a verdict; 0 of none."""
    with_it = [c for c in claims if c.get("verdict") == verdict]
    return len(with_it) / max(1, len(claims))


def find_raw_places(read: str, raw: str) -> list[int]:
    """For each character of a text as read, and its end, where it stands in the file it was read from.

    A reader takes markup away, so that its offsets are not those of the file that was labelled. Words are found
    one after the other outside markup; one that is not found near the last stands where the last one ended.

    >>> find_raw_places("Go on", "<p><b>Go</b> on</p>")
    [6, 7, 8, 13, 14, 15]
    """
    plain = MARKUP.sub(lambda found: " " * len(found[0]), raw)
    places, at = [], 0
    for piece in re.finditer(r"\s+|\w+|[^\w\s]", read):
        found = _find_piece(plain, piece[0], at)
        if found < 0:
            places += [at] * len(piece[0])
            continue
        places += range(found, found + len(piece[0]))
        at = found + len(piece[0])
    return [*places, at]


def _find_piece(plain: str, piece: str, at: int) -> int:
    """Where a word comes next; a mark only right there, since a reader adds bullets and bars of its own."""
    if piece.isspace():
        return -1
    found = plain.find(piece, at, at + REACH + len(piece))
    return found if re.match(r"\w", piece) or not plain[at:found].strip() else -1
