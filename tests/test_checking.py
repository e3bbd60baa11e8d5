"""Checks of whole articles on real evidence: the labelled ones of our own, and what callers give."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import verdicts

from conftest import Called
from rolescope import Workspace
from rolescope.analyse.check_results import CheckAnswer
from rolescope.checking import load_well_read, read_claims
from rolescope.figures import parse_figure
from rolescope.present.blocks import Bullets, Heading, Paragraph, Table
from rolescope.present.pages.check import build_check_page
from rolescope.present.render.as_json import render_json
from rolescope.sources.articles import Article, read_article_text

OWN = Path(verdicts.GOLD) / "articles"
TEXT = """# Data Engineer

Data engineers need SQL, Python and Svelte every day.
Employment of data scientists will grow by 31% from 2019 to 2029, says the Bureau of Labor Statistics.
"""


@pytest.fixture(scope="module")
def answer(bundled: Workspace) -> CheckAnswer:
    return bundled.check(OWN)


def test_verdicts_agree_with_the_labels(bundled: Workspace) -> None:
    judged = list(verdicts.judge(sorted(OWN.iterdir()), bundled))
    agreed = [verdicts.count_verdicts(one.found, one.labels) for one in judged]
    assert sum(same for same, _ in agreed) / sum(of for _, of in agreed) >= 0.95
    families = [verdicts.count_families(one) for one in judged]
    assert sum(same for same, _ in families) / sum(of for _, of in families) >= 0.95


def test_every_claim_says_why_and_opens_its_figures(bundled: Workspace, answer: CheckAnswer) -> None:
    keys = {key for article in answer.articles for claim in article.claims for key in claim.keys}
    assert len(keys) > 100
    for key in sorted(keys)[::25]:
        assert parse_figure(key).key == key
        assert bundled.evidence(key, limit=1).total >= 0
    for article in answer.articles:
        for claim in article.claims:
            assert claim.reason.endswith(".")
            assert article.text[claim.claim.start : claim.claim.end] == claim.text
            assert claim.leaning == (claim.stability is not None and claim.stability < 0.9)
        assert sum(article.verdicts.values()) == len(article.claims)
        assert set(article.silent) <= set(article.sentences)


def test_absence_never_contradicts(answer: CheckAnswer) -> None:
    for article in answer.articles:
        for claim in article.claims:
            if claim.verdict == "contradicted" and claim.claim.kind not in ("pay", "growth", "demand"):
                assert claim.claim.denied or claim.claim.kind == "comparison"
                assert any(f.verdict == "supported" for f in claim.findings) or claim.claim.measure
            if claim.verdict == "rare" and claim.claim.kind != "comparison":
                assert claim.claim.kind == "tool"


def test_missing_is_what_no_claim_names(answer: CheckAnswer) -> None:
    for article in answer.articles:
        named = {claim.claim.concept for claim in article.claims}
        assert not named & {f"{m.kind}/{m.concept}" for m in article.missing}
        for role in article.roles:
            found = [m for m in article.missing if m.role == role.query]
            assert len(found) <= 10
            assert [m.share for m in found] == sorted((m.share for m in found), reverse=True)


def test_two_of_them_are_one_voice_and_disagree_on_the_degree(answer: CheckAnswer) -> None:
    voice = next(v for v in answer.voices if v.role == "data-engineer")
    assert voice.articles == ("prose.txt", "roles.md")
    assert voice.shared >= 2
    degree = next(d for d in answer.disagreements if d.about == "degree")
    assert {p.article: p.says for p in degree.positions} == {
        "prose.txt": "master's degree",
        "roles.md": "bachelor's degree",
    }


def test_cards_stand_once_with_the_articles_they_belong_to(answer: CheckAnswer) -> None:
    cards = {card.title: card for card in answer.cards}
    assert len(answer.cards) == 5
    assert cards["Senior Backend Engineer"].own == ("inside.html",)
    assert (cards["Senior Backend Engineer"].role, cards["Senior Backend Engineer"].level) == (
        "backend-engineer",
        "senior",
    )
    assert not cards["Senior Accountant"].own


def test_the_same_card_beside_two_articles_is_one(bundled: Workspace) -> None:
    both = bundled.check(OWN / "inside.html", OWN / "inside.html")
    assert all(card.articles == ("inside.html", "inside.html") for card in both.cards)
    assert len(both.cards) == 2
    assert all(voice.articles == ("inside.html", "inside.html") for voice in both.voices)


def test_equal_input_gives_equal_answers(bundled: Workspace, answer: CheckAnswer) -> None:
    assert render_json(bundled.check(OWN)) == render_json(answer)


def test_a_text_an_article_and_a_path_are_checked_alike(bundled: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(TEXT, "utf-8")
    article = read_article_text(TEXT)
    assert isinstance(article, Article)
    by_path = bundled.check(path).articles[0]
    for other in (bundled.check(TEXT), bundled.check(article), bundled.check(str(path))):
        assert other.articles[0].claims == by_path.claims
    assert [c.verdict for c in by_path.claims] == ["supported", "supported", "rare", "outdated"]


def test_pinned_evidence_judges_alike(bundled: Workspace) -> None:
    read, problems = read_claims([TEXT])
    pinned = bundled.pin().check_read(read, country="US", since="2015", problems=problems)
    assert pinned.evidence.filters == {"country": "US", "since": "2015"}
    assert pinned.articles == bundled.check(TEXT, country="US", since="2015").articles


def test_what_cannot_be_read_is_told(bundled: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    checked = bundled.check(tmp_path / "empty.txt", "Home\nContact\nImprint")
    assert not checked.articles
    assert [p.why for p in checked.problems] == ["empty", "navigation"]
    assert checked.stable is None


def test_rare_takes_a_measured_recall() -> None:
    assert load_well_read() == {"tool"}


# -- pages and the command line -----------------------------------------------------------------------


def texts(answer: CheckAnswer, top: int | None) -> list[str]:
    found = []
    for block in build_check_page(answer, top):
        match block:
            case Heading(text, _) | Paragraph(text, _):
                found.append(text)
            case Bullets(items):
                found += items
            case Table(_, rows, caption):
                found += [caption, *(cell.text for row in rows for cell in row)]
    return found


def test_the_page_tells_all_claims_or_the_first_of_each_verdict(answer: CheckAnswer) -> None:
    whole, cut = texts(answer, None), texts(answer, 2)
    assert sum(text.startswith("“") for text in whole) == sum(answer.verdicts.values())
    assert sum(text.startswith("“") for text in cut) < 100
    assert any("2 of them shown" in text for text in cut)
    for wanted in (
        "Voices",
        "Job cards",
        "Where they disagree:",
        "Senior Backend Engineer, Wingtip Example Inc",
    ):
        assert any(text.startswith(wanted) for text in whole)


def test_the_page_of_one_article_and_of_none(bundled: Workspace) -> None:
    one = texts(bundled.check(TEXT, country="US"), None)
    assert "Only country US." in one
    assert "Voices" not in one
    plain = texts(
        bundled.check("# On gardens\n\nThis is a text about gardens, and it is not of any job."), None
    )
    assert any(text.startswith("No packaged role") for text in plain)
    strangers = bundled.check(
        "# Data Engineer\n\nData engineers need SQL for nearly everything.",
        "# QA Engineer\n\nQA engineers need Python for nearly everything.",
    )
    told = texts(strangers, None)
    assert "No role is spoken of by two articles." in told
    assert "Of no role do they disagree in what can be checked." in told
    assert "article: This holds links or headings, but no sentence to check." in texts(
        bundled.check(TEXT, "Home\nContact\nImprint"), None
    )


def test_check_prints_and_fails_on_verdicts(cli: object, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_text(TEXT, "utf-8")
    called: Called = cli("check", path)  # type: ignore[operator]
    assert (called.status, called.err) == (0, "")
    assert "outdated" in called.out
    called = cli("check", path, "--fail-on", "contradicted,outdated", "--markdown")  # type: ignore[operator]
    assert called.status == 3
    assert called.err == "Failed on claims that are 1 outdated.\n"
    assert called.out.startswith("# Check of 1 article\n")
    assert cli("check", path, "--fail-on", "contradicted").status == 0  # type: ignore[operator]


def test_check_prints_one_object_that_fits_its_schema(cli: object, answer: CheckAnswer) -> None:
    called: Called = cli("check", OWN, "--json")  # type: ignore[operator]
    told = json.loads(called.out)
    Draft202012Validator(json.loads(cli("schema", "check").out)).validate(told)  # type: ignore[operator]
    assert told["verdicts"] == asdict(answer)["verdicts"]
    assert told["schema"] == "rolescope/check/1"


def test_check_writes_one_page(cli: object, tmp_path: Path) -> None:
    called: Called = cli("check", OWN / "roles.md", "--html", tmp_path / "page.html")  # type: ignore[operator]
    assert (called.status, called.out) == (0, "")
    assert "articles checked" in called.err
    assert "Data Engineer or Machine Learning Engineer?" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("words", ["wrong", "contradicted,", ","])
def test_check_refuses_what_is_no_verdict(cli: object, words: str) -> None:
    called: Called = cli("check", OWN, "--fail-on", words)  # type: ignore[operator]
    if words == "contradicted,":
        assert called.status == 3
    else:
        assert (called.status, called.out) == (2, "")
        assert called.err.startswith("--fail-on takes verdicts (supported, mixed,")


def test_nothing_to_check_is_status_1(cli: object, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    called: Called = cli("check", tmp_path / "empty.txt")  # type: ignore[operator]
    assert (called.status, called.out, called.err) == (1, "", "empty.txt: The text is empty.\n")
