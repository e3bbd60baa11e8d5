"""Labels of the gold articles: reading what was written, scoring against it, and that the labels hold together."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from gold_claims import label, score

from rolescope.sources.guides import read_guide_html

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks" / "gold_claims"
LABELS = {
    labels["id"]: labels
    for labels in map(json.loads, (FOLDER / "labels.jsonl").read_text("utf-8").splitlines())
}
OWN = sorted(path.name for path in (FOLDER / "articles").iterdir())
VERDICTS = {"supported", "rare", "mixed", "contradicted", "outdated", "misattributed"}
VERDICTS |= {"not_enough_evidence", "not_checkable"}
TEXT = "Data Analyst\n- Tools: Excel, Tableau or R.\nGrowth was 8% in the U.S. Bureau's words. Ask why."
WRITTEN = """# a.txt
roles A=data-analyst
2 A | t Excel | 1t Tableau | 1t R
3 A | w{value=8;authority=BLS} Growth … 8% | d=? * | x{relation=both;concept=tool/sql} Bureau
4 -
"""


def read_article(name: str) -> str:
    return (FOLDER / "articles" / name).read_text("utf-8")


def words_of(text: str, claims: list[dict[str, Any]]) -> list[str]:
    return [text[c["start"] : c["end"]] for c in claims]


def claim(start: int, end: int, kind: str = "tool", **rest: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "kind": kind, "roles": ["a"], "concept": None} | rest


def label_of(*claims: dict[str, Any], sentences: tuple[tuple[int, int], ...] = ((0, 100),)) -> dict[str, Any]:
    return {"claims": list(claims), "sentences": sentences}


# --- labels as written ---------------------------------------------------------------------------------------


def test_labels_become_offsets() -> None:
    problems: list[str] = []
    labels = label.read_block("a.txt", WRITTEN.splitlines()[1:], TEXT, problems)
    assert problems == []
    tools = [c for c in labels["claims"] if c["kind"] == "tool"]
    assert words_of(TEXT, tools) == ["Excel", "Tableau", "R"]
    assert [c.get("family") for c in tools] == [None, "2.1", "2.1"]
    assert [c["concept"] for c in tools] == ["tool/excel", "tool/tableau", "tool/r"]
    growth, duty, both = (
        next(c for c in labels["claims"] if c["kind"] == kind) for kind in ("growth", "duty", "comparison")
    )
    assert (growth["value"], growth["authority"]) == (8.0, "BLS")
    assert TEXT[growth["start"] : growth["end"]] == "Growth was 8%"
    assert duty["concept"] is None
    assert both["concept"] == "tool/sql"
    assert len(labels["sentences"]) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2 A | t=cobra Excel", "no tool"),
        ("2 A | t=excel Word", "not in that sentence"),
        ("2 A | Excel", "not understood"),
        ("2 A | g Excel", "no degree"),
        ("9 A | t Excel", "out of range"),
        ("2 B | t Excel", "'B'"),
    ],
)
def test_what_cannot_be_found_is_said(line: str, said: str) -> None:
    problems: list[str] = []
    label.read_block("a.txt", ["roles A=data-analyst", line], TEXT, problems)
    assert len(problems) == 1
    assert said in problems[0]


def test_articles_are_shown_with_numbered_sentences() -> None:
    shown = list(label.show("a.txt", TEXT))
    assert shown[0] == "# a.txt"
    assert shown[3] == "  3 Growth was 8% in the U.S. Bureau's words."
    assert shown[4] == "  4 Ask why."


def test_files_are_read_and_problems_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    articles, written = tmp_path / "articles", tmp_path / "labels.txt"
    articles.mkdir()
    (articles / "a.txt").write_text(TEXT, "utf-8")
    written.write_text(WRITTEN, "utf-8")
    monkeypatch.setattr(sys, "argv", ["label.py", "read", str(written), str(articles)])
    assert label.main() == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a.txt"
    written.write_text(f"{WRITTEN}4 A | t Python\n", "utf-8")
    assert label.main() == 1
    assert "not in that sentence" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["label.py", "show", str(articles / "a.txt")])
    assert label.main() == 0
    assert "  2 - Tools: Excel" in capsys.readouterr().out


# --- scoring -------------------------------------------------------------------------------------------------


def test_spans_pair_leniently_and_once() -> None:
    labels = label_of(claim(10, 20), claim(30, 40))
    assert score.count_claims([claim(5, 11), claim(12, 20), claim(60, 70)], labels) == score.Counts(1, 2, 1)


def test_kind_and_concept_must_agree_where_there_is_one() -> None:
    labels = label_of(claim(0, 5, concept="tool/r"), claim(10, 15, "duty"))
    assert score.count_claims([claim(0, 5, concept="tool/sql")], labels).both == 0
    assert score.count_claims([claim(0, 5, "skill", concept="tool/r")], labels).both == 0
    assert score.count_claims([claim(10, 15, "duty", concept="activity/teach")], labels).both == 1


def test_one_sentence_may_name_a_thing_twice() -> None:
    found = [claim(40, 45, concept="tool/r")]
    labelled = [claim(0, 5, concept="tool/r")]
    assert score.pair_claims(found, labelled, [(0, 50)]) == [(0, 0)]
    assert score.pair_claims(found, labelled, [(0, 30), (31, 50)]) == []


def test_figures_of_counts() -> None:
    counts = score.Counts(6, 2, 0) + score.Counts(0, 0, 2)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.75, 0.75)
    assert score.Counts().f1 == 0


def test_verdicts_roles_and_figures_of_what_was_found() -> None:
    labels = label_of(
        claim(0, 5, "growth", value=31.0, base=2019.0, verdict="outdated"),
        claim(10, 15, "comparison", relation="more", roles=["a", "b"], verdict="supported"),
        claim(20, 25, "demand", roles=["a", "b"], verdict="mixed"),
    )
    found = [
        claim(0, 5, "growth", value=31, base=2020, verdict="outdated"),
        claim(10, 15, "comparison", relation="more", roles=["b", "a"], verdict="contradicted"),
        claim(20, 25, "demand", roles=["b", "a"]),
    ]
    assert score.count_verdicts(found, labels) == (1, 3)
    assert score.count_verdicts(found, labels, ["growth"]) == (1, 1)
    assert score.count_roles(found, labels) == (2, 3)
    assert score.count_figures(found, labels) == (0, 1)
    assert score.share_of_verdict(found, "outdated") == pytest.approx(1 / 3)
    assert score.share_of_verdict([], "outdated") == 0


def test_silent_sentences_are_counted() -> None:
    labels = label_of(claim(0, 5), sentences=((0, 9), (10, 19), (20, 29)))
    assert score.count_silent([claim(11, 12)], labels) == score.Counts(1, 1, 1)


@pytest.mark.parametrize("name", OWN)
def test_labels_found_whole_score_whole(name: str) -> None:
    labels = LABELS[name]
    counts = score.count_claims(labels["claims"], labels)
    assert counts == score.Counts(len(labels["claims"]))
    assert score.count_verdicts(labels["claims"], labels) == (counts.both, counts.both)
    assert score.count_roles(labels["claims"], labels) == (counts.both, counts.both)
    assert score.count_claims([], labels).recall == 0


def test_offsets_of_a_page_as_read_lead_to_the_file() -> None:
    raw = read_article("inside.html")
    guide, _ = read_guide_html(raw, source="s", where="inside.html")
    assert guide is not None
    places = score.find_raw_places(guide.document.text, raw)
    assert len(places) == len(guide.document.text) + 1
    wanted = {c["start"] for c in LABELS["inside.html"]["claims"]}
    assert wanted <= set(places)
    first = {place: number for number, place in reversed(list(enumerate(places)))}
    assert all(guide.document.text[first[place]] == raw[place] for place in wanted)


# --- the labels themselves -----------------------------------------------------------------------------------


def test_ten_articles_are_labelled() -> None:
    assert len(LABELS) == 10
    assert set(OWN) <= set(LABELS)


@pytest.mark.parametrize("name", sorted(LABELS))
def test_claims_are_whole(name: str) -> None:
    labels = LABELS[name]
    for found in labels["claims"]:
        assert found["kind"] in label.KINDS.values()
        assert found["verdict"] in VERDICTS
        assert set(found["roles"]) <= set(labels["roles"])
        assert any(start <= found["start"] < found["end"] <= end for start, end in labels["sentences"])
        assert (found["kind"] == "comparison") == ("relation" in found)
    spans = labels["sentences"]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("name", sorted(LABELS))
def test_concepts_are_packaged(name: str) -> None:
    for found in LABELS[name]["claims"]:
        if found["concept"] and found["kind"] in label.TABLES:
            assert found["concept"].split("/")[1] in label.load_ids(found["kind"])


@pytest.mark.parametrize("name", sorted(LABELS))
def test_families_have_members_and_their_verdict(name: str) -> None:
    members = defaultdict(list)
    for found in LABELS[name]["claims"]:
        if "family" in found:
            members[found["family"]].append(found["verdict"])
    assert sorted(members) == sorted(family["id"] for family in LABELS[name]["families"])
    for family in LABELS[name]["families"]:
        verdicts = members[family["id"]]
        assert len(verdicts) > 1
        assert (family["verdict"] == "supported") == ("supported" in verdicts)


@pytest.mark.parametrize("name", OWN)
def test_spans_of_own_articles_are_words(name: str) -> None:
    text = read_article(name)
    for words in words_of(text, LABELS[name]["claims"]):
        assert words == words.strip()
        assert "<" not in words
        assert "\n" not in words


def test_only_figures_and_what_is_denied_or_compared_contradict() -> None:
    for labels in LABELS.values():
        for found in labels["claims"]:
            if found["verdict"] in ("contradicted", "outdated", "misattributed"):
                assert found["kind"] in ("growth", "pay", "comparison", "demand") or found.get("says") == "no"
