"""What extractors say in Python, the native reader and tagger have to say."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.annotate import annotate
from rolescope.cues import Scanner, cue_entries
from rolescope.extract import activities, candidates, labels, own_products, tagger
from rolescope.model import Document, Mention
from rolescope.taxonomy.concepts import load_contexts, load_label_rules
from rolescope.text import Text, read_text
from text_case import posting_texts

POSTINGS = Path(__file__).resolve().parents[2] / "shared" / "data" / "postings" / "postings.jsonl.gz"
SCANNER = Scanner(
    (
        *cue_entries(),
        *labels.packaged_lexicon().entries,
        *activities.activity_entries(),
        *candidates.unseen_entries(),
    )
)
POSTING = """About Snowflake
Snowflake is a leading data platform. At Snowflake, we gain experience with Python (preferred) every day.
What you will do
- At Snowflake, we design, build and maintain data pipelines; monitor them. Write reports and set up dashboards
- You are a motivated, creative and curious engineer in the retail industry, or a Data Governance Manager
Requirements:
• 5+ years of experience with R, C++/C#, Xyzzy, SQL and Go (Excel, ideally also Tableau) in machine
learning; Power
Shell, data, analysis. Experience (preferred) with Java/Spring, TCP/IP, Log4j-2 & Übersight
• Bachelor's degree in B.S. Computer Science, Statistics or Economics; knowledge of Foo Bar skills, AWS (a plus)
• HTML, CSS, React (preferred), Quuxly/Frobnic, .NET and Garply. Must have: analytical, planning and writing skills
Industries
Healthcare
Nice to have
- tools like Plugh, Thud’s, Grault 2.0 or Waldo experience. Join Snowflake’s team
Benefits: courses in Python"""
SIGNS = ("e.g. ", "(", ")", ", ", ". ", "\n", "\n- ", " and ", " or ", "/", "'s mission", "—", "٣")
WORDS = (*POSTING.split(" "), *SIGNS)


@dataclass(frozen=True)
class Read:
    """What one way of reading says of a text."""

    labels: tuple[Mention, ...]
    activities: tuple[Mention, ...]
    told: list[tagger.Told]
    unseen: tuple[Mention, ...]
    firms: list[Mention]


def read_pure(text: Text) -> Read:
    cues = text.cues
    found = labels.read_labels(text, cues["labels"])
    duties = activities.read_activities(text, cues["verbs"], cues["activities"])
    told = sorted(tagger.tell(text, candidates.find_candidates(text, (*found, *duties))))
    firms = [m for m in found if own_products.is_beside(text.lower, m)]
    return Read(found, duties, told, tagger.read_told(text, told), firms)


def read_native(text: Text) -> Read:
    pytest.importorskip("rolescope._labels")
    pytest.importorskip("rolescope._lists")
    found, duties = labels.find_labels(text), activities.find_activities(text)
    told = sorted(tagger.find_told(text, (*found, *duties)))
    firms = own_products.possible_firms(text.lower, found)
    return Read(found, duties, told, tagger.find_unseen(text, (*found, *duties)), list(firms))


def hold_equal(raw: str, *, parted: bool = True) -> Read:
    text = read_text(raw, parted=parted, scanner=SCANNER)
    pure = read_pure(text)
    assert read_native(text) == pure
    return pure


@pytest.mark.parametrize("parted", [True, False])
def test_a_posting_with_a_little_of_all(parted: bool) -> None:
    read = hold_equal(POSTING, parted=parted)
    assert all((read.labels, read.activities, read.told, read.unseen, read.firms))
    for other in (POSTING.upper(), POSTING.replace("\n", " "), POSTING.replace("\n", ""), POSTING * 2, ""):
        hold_equal(other, parted=parted)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.booleans())
def test_words_of_a_posting_in_any_order(raw: str, parted: bool) -> None:
    hold_equal(raw, parted=parted)


@settings(max_examples=200)
@given(posting_texts())
def test_texts_as_odd_as_real_ones(raw: str) -> None:
    hold_equal(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "a" * 100_000,
        "(" * 20_000,
        "required " * 5_000,
        "Python, " * 5_000,
        "Xyzzy, Python" * 3_000,
        "build data pipelines " * 3_000,
        "experience with " * 3_000,
        "economics degree " * 2_000,
        "Python\ud800, Xyzzy\udfff and \x00, Foo\x00Bar",
        "Requirements\nİİΣ, Python, ΑΣ and İstanbul",
    ],
)
def test_texts_without_end_or_sense(raw: str) -> None:
    hold_equal(raw)


@pytest.mark.skipif(not POSTINGS.exists(), reason="the shared postings are not here")
def test_real_postings() -> None:
    for raw in islice(_texts(), 0, None, 150):
        hold_equal(raw)


def _texts() -> Iterator[str]:
    with gzip.open(POSTINGS, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def test_without_native_parts_all_is_read_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("posting", "", "Data Engineer", POSTING, employer="Frobnic")
    with_them = annotate(document)
    monkeypatch.setattr(labels, "_labels", None)
    monkeypatch.setattr(tagger, "_lists", None)
    for built in (labels.native_reader, tagger.native_tagger):
        built.cache_clear()
    try:
        assert annotate(document) == with_them
    finally:
        for built in (labels.native_reader, tagger.native_tagger):
            built.cache_clear()


def test_no_word_of_a_rule_holds_the_sign_that_parts_them() -> None:
    for rule in (*load_label_rules().values(), *load_contexts().values()):
        assert "|" not in "".join((*rule.not_before, *rule.not_after, *rule.only_before, *rule.only_after))


def test_mentions_are_whole_and_freed() -> None:
    text = read_text("Requirements\n- Python", scanner=SCANNER)
    (mention,) = labels.find_labels(text)
    assert mention == Mention("tool", "python", "Python", 15, 21, "required", "requirements", "labels")
    with pytest.raises(AttributeError):
        mention.label = "Java"  # type: ignore[misc]
    before = sys.getrefcount(mention.label)
    for _ in range(100):
        labels.find_labels(text)
    after = sys.getrefcount(mention.label)
    assert after == before


def _arguments() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Of a call for labels, and of one for activities."""
    text = read_text("Build data pipelines in R", scanner=SCANNER)
    first, cues = labels.written(text), text.cues
    duties = (*first, cues["verbs"], cues["activities"], activities.load_duties())
    return (*first, True, cues["labels"], (), ()), duties


@pytest.mark.parametrize(
    ("at", "wrong", "error"),
    [
        (0, b"", TypeError),
        (0, "longer", ValueError),
        (1, None, TypeError),
        (2, "", ValueError),
        (3, "", TypeError),
        (3, b"\0", ValueError),
        (3, b"\xff" * 99, ValueError),
        (4, [(1, 2)], TypeError),
        (4, [(1, 2, 3)], TypeError),
        (4, [(2, 1, "required")], ValueError),
        (4, [(1, 99, "required")], ValueError),
        (4, [("1", 2, "required")], TypeError),
        (4, None, TypeError),
        (5, [(0, 5, 1)], TypeError),
        (7, None, TypeError),
        (7, [(0, 1, "pattern")], TypeError),
        (8, 1, TypeError),
        (9, 1, TypeError),
    ],
)
def test_the_reader_refuses_what_is_no_text(at: int, wrong: object, error: type[Exception]) -> None:
    pytest.importorskip("rolescope._labels")
    arguments = list(_arguments()[0])
    arguments[at] = wrong
    with pytest.raises(error):
        labels.native_reader().labels(*arguments)


@pytest.mark.parametrize(
    ("at", "wrong", "error"),
    [
        (6, [(0, 5, 1)], ValueError),
        (6, [(0, 5, b"1")], ValueError),
        (7, [(6, 20, b"")], ValueError),
        (7, None, TypeError),
        (8, [], TypeError),
        (8, (), IndexError),
        (8, (1,) * 999, TypeError),
    ],
)
def test_the_reader_refuses_what_are_no_duties(at: int, wrong: object, error: type[Exception]) -> None:
    pytest.importorskip("rolescope._labels")
    arguments = list(_arguments()[1])
    arguments[at] = wrong
    with pytest.raises(error):
        labels.native_reader().activities(*arguments)


def test_the_reader_refuses_other_calls() -> None:
    reader = labels.native_reader() if pytest.importorskip("rolescope._labels") else None
    first = _arguments()[0][:6]
    for call in (reader.labels, reader.activities, reader.unseen, reader.tools_beside):
        with pytest.raises(TypeError, match="arguments"):
            call()
    for told, error in (
        ([1], TypeError),
        ([(0, 99, "tool")], ValueError),
        ([(0, 1)], TypeError),
        (None, TypeError),
    ):
        with pytest.raises(error):
            reader.unseen(*first, told)
    far = Mention("tool", "r", "R", 7, 99)
    for mentions, error in (([1], TypeError), ([far], ValueError), (None, TypeError)):
        with pytest.raises(error):
            reader.tools_beside("short", mentions, (), ())
    assert reader.tools_beside("", [Mention("tool", "r", "R", None, None)], (), ()) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("mention", int),
        ("concept", int),
        ("sections", ()),
        ("sections", ["other"]),
        ("kinds", ("tool",)),
        ("kinds", (1,) * 6),
        ("workers", None),
        ("packed", list),
        ("packed", 1),
    ],
)
def test_a_reader_is_built_of_words(name: str, wrong: object) -> None:
    pytest.importorskip("rolescope._labels")
    with pytest.raises((TypeError, ValueError, AttributeError)):
        labels.build_reader(**{name: wrong})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("mention", int),
        ("kinds", ("tool",)),
        ("letters", "TTTTTT"),
        ("sections", ("a",) * 99),
        ("joints", [","]),
        ("words", ((), ())),
        ("words", ((1,), (), ())),
        ("weights", {1: (1, 1)}),
        ("weights", {"a": 1}),
        ("weights", {"a": (1, 99_999)}),
        ("weights", {"a" * 999: (1, 1)}),
        ("read", 1),
    ],
)
def test_a_tagger_is_built_of_words_and_weights(name: str, wrong: object) -> None:
    pytest.importorskip("rolescope._lists")
    with pytest.raises((TypeError, ValueError, AttributeError, OverflowError)):
        tagger.build_tagger(**{name: wrong})


@pytest.mark.parametrize(
    ("at", "wrong", "error"),
    [
        (0, b"", TypeError),
        (1, "longer", ValueError),
        (2, b"\0", ValueError),
        (2, b"\xff" * 99, ValueError),
        (3, [1], TypeError),
        (3, [Mention("tool", "r", "R", 1, 99)], ValueError),
        (3, None, TypeError),
        (4, [1], TypeError),
        (4, [(0, 99, "like")], ValueError),
        (4, [(0, 1, 2)], TypeError),
    ],
)
def test_the_tagger_refuses_what_is_no_text(at: int, wrong: object, error: type[Exception]) -> None:
    pytest.importorskip("rolescope._lists")
    arguments: list[Any] = [
        "Python, Xyzzy",
        "python, xyzzy",
        b"",
        [Mention("tool", "python", "Python", 0, 6)],
        [],
    ]
    assert tagger.native_tagger().tell(*arguments)
    arguments[at] = wrong
    with pytest.raises(error):
        tagger.native_tagger().tell(*arguments)


def test_a_score_from_python_is_checked() -> None:
    pytest.importorskip("rolescope._lists")
    for odd, error in ((lambda _: None, TypeError), (lambda _: (1, 2), TypeError), (int, ValueError)):
        with pytest.raises(error):
            tagger.build_tagger(odd=odd).tell("Übersight, R", "übersight, r", b"", [], [(0, 0, "like")])
