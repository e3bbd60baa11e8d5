"""Tools and skills that no label covers: candidates in lists, and what the classifier says of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.annotate import GLEANERS, annotate
from rolescope.cues import Scanner, cue_entries
from rolescope.extract.candidates import Candidate, cut, find_candidates, unseen_entries
from rolescope.extract.labels import find_labels, packaged_lexicon
from rolescope.extract.tagger import (
    choose,
    context_features,
    find_unseen,
    is_refused,
    load_weights,
    phrase_features,
    score_phrase,
    shape_of,
)
from rolescope.model import Document, Mention
from rolescope.text import Text, read_text
from text_case import posting_texts

ASKED = "Requirements:\n- {}\n"


def unseen(line: str, frame: str = ASKED) -> list[tuple[str, str]]:
    text = read_text(frame.format(line))
    return [(m.kind, m.label) for m in find_unseen(text, find_labels(text))]


def candidates(line: str, frame: str = ASKED) -> list[Candidate]:
    text = read_text(frame.format(line))
    return find_candidates(text, find_labels(text))


def phrases(line: str, frame: str = ASKED) -> list[str]:
    return [frame.format(line)[c.start : c.end] for c in candidates(line, frame)]


UNSEEN = [
    ("Experience with Python, Xyzzyflow, Kafka and Terraform.", ("tool", "Xyzzyflow")),
    ("Proficient in PyTorch, TensorFlow, ZetaML and scikit-learn.", ("tool", "ZetaML")),
    ("Databases: MySQL, QuuxDB and PostgreSQL", ("tool", "QuuxDB")),
    ("Experience with Docker, Kubernetes (Zork8s, Helm)", ("tool", "Zork8s")),
    ("Knowledge of snarkish diffraction techniques.", ("skill", "snarkish diffraction techniques")),
]


@pytest.mark.parametrize(("line", "mention"), UNSEEN)
def test_what_no_label_covers(line: str, mention: tuple[str, str]) -> None:
    assert mention in unseen(line)


@pytest.mark.parametrize(
    "line",
    [
        "Understanding of our customers and their needs",
        "Experience in growing companies and startups",
        "Work with Python, SQL and other tools",
        "You report to Anna, Clara and Bruno.",
        "",
    ],
)
def test_nothing_to_be_found(line: str) -> None:
    assert unseen(line) == []


@pytest.mark.parametrize("heading", ["Benefits", "Equal opportunity", "About us"])
def test_silent_parts_are_not_looked_at(heading: str) -> None:
    frame = f"{heading}:\n- {{}}\n"
    assert candidates("Courses for Python, Xyzzyflow, Kafka", frame) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Qlunk, Python and Flarb", ["Qlunk", "Flarb"]),
        ("Tools: Qlunk/Splunk/Grafana", ["Qlunk"]),
        ("Databases (e.g. Florbase, MySQL)", ["Florbase"]),
        ("Experience with the latest florbing practices in finance", ["florbing practices"]),
        ("Experience with SQL, strong florbing skills, and snarks for fun", ["florbing", "snarks"]),
        ("Azure Florb, Python", []),  # goes on from a mention: its name, not another
        ("We like Python and the sea", ["sea"]),
        ("Experience with florbed Python scripting", []),
        ("Python. Florb, snark", []),
        ("florb, snark", []),
        ("Experience with", []),
    ],
)
def test_candidates(line: str, expected: list[str]) -> None:
    assert phrases(line) == expected


def test_what_stands_around_a_candidate() -> None:
    first, second = candidates("Tools such as Florb, Python and Snark")
    assert (first.cue, first.head, first.left, first.right, first.kinds) == (
        "such as",
        "tools",
        "^",
        "t",
        "t",
    )
    assert (second.left, second.right) == ("t", "$")


def test_a_mention_that_began_before_the_list_is_no_candidate() -> None:
    raw = ASKED.format("experience with Florb, snarking")
    start = raw.index("with")
    known = Mention("soft_skill", "florb", "Florb", start, start + len("with Florb"))
    assert [raw[c.start : c.end] for c in find_candidates(read_text(raw), [known])] == ["snarking"]


def test_long_lists_end() -> None:
    assert len(candidates("Experience with " + ", ".join(f"florb{n}ish" for n in range(40)))) <= 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("strong florbing experience", "florbing"),
        ("florbing and snarking", "florbing"),
        ("the", ""),
        ("for florbs", ""),
        ("florb skills knowledge", "florb"),
    ],
)
def test_cutting(text: str, expected: str) -> None:
    start, end = cut(text, 0, len(text))
    assert text[start:end] == expected


def test_an_own_scanner_finds_the_same() -> None:
    raw = ASKED.format("Experience with Python, Xyzzyflow, Kafka; knowledge of florbing")
    scanner = Scanner((*cue_entries(), *packaged_lexicon().entries, *unseen_entries()))
    shared, alone = read_text(raw, scanner=scanner), read_text(raw)
    assert find_unseen(shared, find_labels(shared)) == find_unseen(alone, find_labels(alone))


def test_labels_that_rules_refused_are_not_asked_again() -> None:
    assert is_refused("Excel")
    assert max(score_phrase("excel")) < -5_000
    assert unseen("Experience with Python, go, excel and SQL") == []


def test_fields_of_study_beside_no_degree_may_be_skills() -> None:
    assert not is_refused("comparative literature")


def test_scores_choose_a_kind() -> None:
    assert choose(400, -400) == "tool"
    assert choose(-400, 400) == "skill"
    assert choose(0, 0) is None
    assert choose(10**6, 0) == "tool"


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("n8n", "0"),
        ("HTML5", "0"),
        ("iOS", "aA"),
        ("APIs", "AA"),
        ("Kafka", "A"),
        ("e-mail", "a"),
        ("D3's", "0"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    assert shape_of(word) == shape


def test_weights_are_whole_and_few() -> None:
    weights = load_weights()
    assert 1_000 < len(weights) < 30_000
    assert "bias" in weights
    known = {*phrase_features("Node-like.js 5 framework"), "h=such", "c=such as.A"}
    assert known & weights.keys()


def test_annotating_gleans_and_a_tool_called_as_the_employer_is_left_out() -> None:
    text = ASKED.format("Experience with Python, Xyzzyflow, Kafka and Terraform.")
    found = annotate(Document("posting", "", "Engineer", text)).mentions
    assert [(m.label, m.concept, m.extractor) for m in found if m.concept is None] == [
        ("Xyzzyflow", None, "tagger")
    ]
    own = annotate(Document("posting", "", "Engineer", text, employer="Xyzzyflow")).mentions
    assert all(m.concept for m in own)


def _context(text: Text, candidate: Candidate) -> tuple[str, ...]:
    return context_features(text, candidate, shape_of(text.raw[candidate.start : candidate.end]))


@settings(deadline=None)
@given(
    st.one_of(
        posting_texts(), posting_texts().map(lambda t: f"Requirements:\nexperience with {t}, Python, Xyzzy")
    )
)
def test_every_mention_slices_to_what_was_read(raw: str) -> None:
    text = read_text(raw)
    found = find_labels(text)
    for name, glean in GLEANERS:
        mentions = glean(text, found)
        for mention in mentions:
            assert mention.start is not None
            assert mention.end is not None
            assert raw[mention.start : mention.end] == mention.label == mention.label.strip() != ""
            assert mention.concept is None
            assert mention.extractor == name
            assert mention.section == text.section_at(mention.start)
        assert not any(_overlap(a, b) for a in mentions for b in found if b.kind != "activity")
        assert not any(_overlap(a, b) for a, b in pairwise(mentions))
    for candidate in find_candidates(text, found):
        assert all("\n" not in f and "\t" not in f for f in _context(text, candidate))


def _overlap(a: Mention, b: Mention) -> bool:
    return (a.start or 0) < (b.end or 0) and (b.start or 0) < (a.end or 0)
