"""The automaton in Python says what the native scanner has to find."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rolescope.cues import Automaton, Entry, Hits, Scanner, cue_entries, fold
from rolescope.extract.activities import activity_entries
from rolescope.extract.labels import packaged_lexicon
from rolescope.text import lower_same_length

POSTING = (
    "Lead Data Engineer – Zürich\n\nRequirements:\n• 5+ years of experience with Python, C++ and Node.js\n"
    "• A bachelor's degree; “CI/CD” is a plus. Full-time, on-site 401(k), $120k–$140k…\n" * 4
)
FORMS = st.text(alphabet="ab ü東🙂", max_size=6)
ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from("xyz"), st.integers(0, 99), FORMS, st.booleans()).filter(
        lambda entry: entry.form or not entry.bare
    ),
    max_size=30,
)


def native(entries: Iterable[Entry]) -> Hits | object:
    """The native finder of these entries."""
    return pytest.importorskip("rolescope._scan").Finder(*_arguments(entries), frozenset())


def _arguments(entries: Iterable[Entry]) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    entries = tuple(entries)
    return tuple(sorted({entry.kind for entry in entries})), entries


@pytest.mark.parametrize(
    "build", [native, lambda entries: Automaton(*_arguments(entries))], ids=["native", "python"]
)
class TestBoth:
    def test_hits_come_by_their_end_the_longest_first(self, build):
        entries = [Entry("a", n, form) for n, form in enumerate(["b c", "c", "a b c", "b"])]
        hits = [(2, 3, 3), (0, 5, 2), (2, 5, 0), (4, 5, 1)]
        assert build(entries).scan("a b c") == {"a": hits}

    def test_a_phrase_has_one_space_between_its_words(self, build):
        assert build([Entry("a", 1, "b c")]).scan("b  c b c") == {"a": [(5, 8, 1)]}

    def test_a_bare_entry_stands_inside_words_too(self, build):
        entries = [Entry("a", 1, "time", bare=True), Entry("a", 2, "time"), Entry("b", 3, "full")]
        assert build(entries).scan("full fulltime") == {"a": [(9, 13, 1)], "b": [(0, 4, 3)]}

    def test_entries_of_one_form_come_in_their_order(self, build):
        entries = [Entry("a", 2, "r"), Entry("b", 3, "r"), Entry("a", 1, "r")]
        assert build(entries).scan("r") == {"a": [(0, 1, 2), (0, 1, 1)], "b": [(0, 1, 3)]}

    def test_nothing_is_found_where_there_is_nothing(self, build):
        assert build([]).scan("a") == {}
        assert build([Entry("a", 1, "b")]).scan("") == {"a": []}

    def test_a_bare_entry_has_letters(self, build):
        with pytest.raises(ValueError, match="empty"):
            build([Entry("a", 1, "", bare=True)])


@settings(max_examples=300)
@given(ENTRIES, st.lists(st.text(alphabet="ab ü東🙂c", max_size=40), min_size=1, max_size=4))
@example([Entry("x", 1, " a ", bare=True), Entry("x", 2, "a"), Entry("x", 3, "a ", bare=True)], ["a a"])
def test_the_native_scanner_finds_what_the_automaton_finds(entries, texts):
    finder, automaton = native(entries), Automaton(*_arguments(entries))
    for text in texts:
        assert finder.scan(text) == automaton.scan(text)


def test_the_native_scanner_finds_the_packaged_entries_as_the_automaton_does():
    entries = (*cue_entries(), *packaged_lexicon().entries, *activity_entries())
    finder, automaton = native(entries), Automaton(*_arguments(entries))
    forms = " ".join(entry.form for entry in entries)
    long = fold(lower_same_length(POSTING))
    for text in (long, long * 3, "a " * 300 + long, forms, forms.replace(" ", "  "), f"{forms} 東 🙂"):
        assert finder.scan(text) == automaton.scan(text)


@pytest.mark.parametrize(
    ("kinds", "entries", "error"),
    [
        (("a",), [("b", 1, "c", False)], ValueError),
        (("a",), [["a", 1, "c", False]], TypeError),
        (("a",), [("a", 1, b"c", False)], TypeError),
        (("a",), [("a", 1, "c")], TypeError),
        (["a"], [], TypeError),
        (("a",), None, TypeError),
    ],
)
def test_the_native_scanner_refuses_what_is_no_entry(kinds, entries, error):
    scan = pytest.importorskip("rolescope._scan")
    with pytest.raises(error):
        scan.Finder(kinds, entries, frozenset())
    with pytest.raises(TypeError, match="str"):
        scan.Finder((), (), frozenset()).scan(b"")
    with pytest.raises(TypeError):
        scan.Finder((), (), {"a"})


def test_the_scanner_in_use_finds_the_same():
    assert Scanner([Entry("a", 1, "b"), Entry("a", 2, "b c")]).scan("b c") == {"a": [(0, 1, 1), (0, 3, 2)]}


def test_the_native_scanner_keeps_and_frees_what_entries_mean():
    meaning = object()
    before = sys.getrefcount(meaning)
    finder = native([Entry("a", meaning, "b"), Entry("a", meaning, "c", bare=True)])
    assert finder.scan("b c")["a"][0][2] is meaning
    del finder
    assert sys.getrefcount(meaning) == before


def test_packed_hits_are_the_same_one_by_one():
    entries = [Entry("a", "one", "b"), Entry("b", "two", "b c"), Entry("b", "three", "c", bare=True)]
    finder = pytest.importorskip("rolescope._scan").Finder(*_arguments(entries), frozenset({"b", "d"}))
    found = finder.scan("b c b")
    hits = found["b"]
    del finder, found
    assert (len(hits), list(hits), hits[-1]) == (2, [(2, 3, "three"), (0, 3, "two")], (0, 3, "two"))
    with pytest.raises(IndexError):
        hits[2]
    with pytest.raises(TypeError):
        type(hits)()
