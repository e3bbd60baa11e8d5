"""The page of a check: claims marked in place, a note for each, what to correct, who speaks, what is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rolescope.analyse.answers import EvidenceItem, EvidenceSummary, LayerSummary
from rolescope.analyse.check_results import (
    VERDICTS,
    ArticleCheck,
    CheckAnswer,
    CheckedCard,
    CheckedClaim,
    CheckedFamily,
    CheckedLine,
    CheckedRole,
    Disagreement,
    NeverNamed,
    Position,
    RoleFinding,
    Statement,
    Verdict,
    Voice,
)
from rolescope.analyse.lookup_answers import FigureSample, SamplesAnswer
from rolescope.model import Claim, ClaimKind, Problem
from rolescope.present.html.check import check_file, check_view
from rolescope.present.html.links import FileLinks
from rolescope.present.html.marked import Run
from rolescope.present.html.verdicts import NAMES
from rolescope.present.web.static import plain_links

ENGINEER = "data-engineer"
TEXT = (
    "Data Engineer or not\n"
    "Skills\n"
    "Python, SQL or <COBOL> are needed & used. It rained.\n"
    "They build data pipelines at scale.\n"
    "Grows 31% from 2019 to 2029.\n"
    "$100,000\n"
    "Stray words."
)
SUMMARY = EvidenceSummary("f00", (LayerSummary("mine", 30, 26, 1, 0, 900, "r1"),), {})


def place(words: str) -> tuple[int, int]:
    """Where words stand in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


def make_claim(
    words: str, kind: ClaimKind = "tool", verdict: Verdict = "supported", label: str = "", **fields: object
) -> CheckedClaim:
    """A checked claim; ``share`` given makes a finding with its evidence."""
    claim = Claim(kind, *place(words), (ENGINEER,), f"{kind}/{label.lower()}" if label else None)
    key = f"{ENGINEER}/{kind}/{label.lower()}"
    share = fields.pop("share", None)
    found = RoleFinding(ENGINEER, verdict, key, 26, 13, share, 0.31, 0.69, 1, 9) if label else None  # type: ignore[arg-type]
    made = CheckedClaim(claim, words, label, verdict, f"Why {words}.", findings=(found,) if found else ())
    return replace(made, **{"keys": (key,) if label else (), **fields})  # type: ignore[arg-type]


CLAIMS = (
    make_claim("Python", label="Python", share=0.5),
    make_claim("SQL", label="SQL", verdict="mixed", share=0.4, leaning=True, stability=0.6),
    make_claim("<COBOL>", label="COBOL", verdict="not_enough_evidence"),
    make_claim("build data pipelines at scale", "duty", "rare", "Build pipelines", share=0.02),
    make_claim("data pipelines", "skill", "supported", "Pipelines", share=0.6),
    make_claim("Grows 31% from 2019 to 2029", "growth", "outdated", official="BLS 2023–33: 36 %."),
    make_claim("$100,000", "pay", "contradicted", keys=("data-engineer/pay/advertised",)),
    make_claim("Stray", "demand", "not_checkable"),
)
LINES = (
    CheckedLine(*place("Data Engineer or not")),
    CheckedLine(*place("Skills"), level=2),
    CheckedLine(*place("Python, SQL or <COBOL> are needed & used. It rained."), bullet="-"),
    CheckedLine(*place("They build data pipelines at scale."), bullet="3."),
    CheckedLine(*place("Grows 31% from 2019 to 2029.")),
    CheckedLine(*place("$100,000"), row="Pay", column="Data Engineer", cell=True),
)


def count(claims: tuple[CheckedClaim, ...]) -> dict[str, int]:
    return {verdict: sum(claim.verdict == verdict for claim in claims) for verdict in VERDICTS}


def make_article(name: str = "a.txt", **fields: object) -> ArticleCheck:
    made = ArticleCheck(
        name,
        "Data Engineer or not",
        TEXT,
        LINES,
        (
            CheckedRole(ENGINEER, "Data Engineer", ENGINEER, None, "level", 26, 20),
            CheckedRole("data-clerk", "Data Clerk", "data-clerk", None, "none", 2, 2, "Too few postings."),
        ),
        CLAIMS,
        (CheckedFamily("f", "supported", "One of three is.", (0, 1, 2)),),
        (place("Python, SQL or <COBOL> are needed & used."), place("It rained.")),
        (place("It rained."),),
        count(CLAIMS),
        0.875,
        (
            NeverNamed(
                ENGINEER,
                "activity",
                "review",
                "Review code",
                f"{ENGINEER}/activity/review",
                26,
                20,
                0.8,
                0.6,
                0.9,
            ),
        ),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def make_answer(*articles: ArticleCheck, **fields: object) -> CheckAnswer:
    claims = tuple(claim for article in articles for claim in article.claims)
    made = CheckAnswer(
        "rolescope/check/1", "1.0", SUMMARY, {}, articles, count(claims), 0.875, (), (), (), ()
    )
    return replace(made, **fields)  # type: ignore[arg-type]


ONE = make_answer(make_article())
CARDS = (
    CheckedCard("Nurse", "Ward", "Leeds", "", ("a.txt",), "", "unstated", "", (), "It is no packaged role."),
    CheckedCard(
        "Senior Data Engineer", "Oak", "York", "GBP 60k", ("a.txt",), ENGINEER, "senior", "Data Engineer",
        ("a.txt",), "It belongs.",
    ),
)  # fmt: skip


def runs_of(answer: CheckAnswer) -> list[Run]:
    (article, *_) = check_view(answer, plain_links()).articles
    return [run for group in article.groups for block in group.blocks for run in block.runs]


class TestMarks:
    def test_the_text_is_whole(self) -> None:
        """Nothing but the title, which the page says itself, is left out or said twice."""
        words = "".join(run.text for run in runs_of(ONE))
        assert words == "".join(TEXT.split("\n")[1:]).replace("Stray words.", "Stray")

    def test_each_claim_ends_in_its_number(self) -> None:
        ends = [(note.number, run.text) for run in runs_of(ONE) for note in run.notes]
        assert [number for number, _ in ends] == [1, 2, 3, 5, 4, 6, 7, 8]
        assert dict(ends)[4] == " at scale"

    def test_the_innermost_claim_colours_the_words(self) -> None:
        verdicts = {run.text: (run.verdict, run.leaning) for run in runs_of(ONE)}
        assert verdicts["data pipelines"] == ("supported", False)
        assert verdicts["build "] == verdicts[" at scale"] == ("rare", False)
        assert verdicts["SQL"] == ("mixed", True)
        assert verdicts[", "] == ("", False)

    def test_of_equal_claims_the_most_serious_colours_the_words(self) -> None:
        twice = (CLAIMS[0], replace(CLAIMS[0], verdict="contradicted"))
        article = make_article(claims=twice, families=())
        run = next(run for run in runs_of(make_answer(article)) if run.text == "Python")
        assert (run.verdict, [note.number for note in run.notes]) == ("contradicted", [1, 2])

    def test_sentences_that_state_nothing_are_told_apart(self) -> None:
        assert [run.text for run in runs_of(ONE) if run.silent] == ["It rained."]

    def test_a_sentence_that_states_nothing_may_come_first(self) -> None:
        article = make_article(silent=(place("They"),))
        assert [run.text for run in runs_of(make_answer(article)) if run.silent] == ["They"]

    def test_blocks_follow_the_lines(self) -> None:
        (article,) = check_view(ONE, plain_links()).articles
        assert [(group.kind, [block.lead for block in group.blocks]) for group in article.groups] == [
            ("head", [""]),
            ("item", ["-", "3."]),
            ("text", [""]),
            ("cell", ["Pay, Data Engineer"]),
            ("text", [""]),
        ]

    def test_a_family_has_a_note_beside_its_first_member(self) -> None:
        (article,) = check_view(ONE, plain_links()).articles
        block = article.groups[1].blocks[0]
        assert [note.number for note in block.notes] == [1, 2, 3, 0]
        assert block.notes[3].name == "any of Python, SQL, COBOL"
        assert block.wide

    def test_an_article_without_lines_shows_its_claims(self) -> None:
        article = make_article(lines=(), silent=())
        assert len([note for run in runs_of(make_answer(article)) for note in run.notes]) == len(CLAIMS)

    def test_a_claim_across_lines_ends_with_its_first(self) -> None:
        long = replace(CLAIMS[3], claim=replace(CLAIMS[3].claim, end=place("Grows")[1]))
        article = make_article(claims=(long,), families=())
        assert [run.text for run in runs_of(make_answer(article)) if run.notes] == [
            "build data pipelines at scale."
        ]


class TestView:
    def test_the_summary_counts_by_verdict(self) -> None:
        view = check_view(ONE, plain_links())
        assert view.lead == "Of 8 claims, 2 are supported by the evidence."
        assert view.told[0] == "Worth correcting: 1 contradicted, 1 outdated."
        assert view.told[1] == "1 of 2 sentences state nothing that can be checked."
        assert "88% of the verdicts" in view.told[2]
        assert sum(verdict.width for verdict in view.verdicts) == 1000
        assert [verdict.name.id for verdict in view.verdicts] == list(VERDICTS)

    def test_what_to_correct_comes_most_serious_first(self) -> None:
        (article,) = check_view(ONE, plain_links()).articles
        assert [(c.words, c.note.verdict) for c in article.corrections] == [
            ("$100,000", "contradicted"),
            ("Grows 31% from 2019 to 2029", "outdated"),
        ]

    def test_figures_open_their_evidence(self) -> None:
        (article,) = check_view(ONE, plain_links({"country": "US"})).articles
        notes = {
            note.number: note for group in article.groups for block in group.blocks for note in block.notes
        }
        (figure,) = notes[1].figures
        assert (figure.text, figure.range) == ("50%", "31–69")
        assert figure.href == "/evidence/data-engineer/tool/python?country=US"
        assert (notes[3].figures[0].text, notes[3].figures[0].thin) == ("13 of 26", True)
        assert notes[7].figures[0].href == "/evidence/data-engineer/pay/advertised?country=US"
        assert notes[6].official == "BLS 2023–33: 36 %."
        assert (notes[6].name, notes[2].label) == ("growth", "leaning mixed")

    def test_a_denial_is_named_as_one(self) -> None:
        denied = replace(CLAIMS[0], claim=replace(CLAIMS[0].claim, denied=True), official="Why Python.")
        (article,) = check_view(
            make_answer(make_article(claims=(denied,), families=())), plain_links()
        ).articles
        note = article.groups[1].blocks[0].notes[0]
        assert (note.name, note.official) == ("not Python", "")

    def test_what_is_missing_stands_by_role(self) -> None:
        (article,) = check_view(ONE, plain_links()).articles
        engineer, clerk = article.missing
        assert [(row.name, row.figures[0].text) for row in engineer.rows] == [("Review code", "duty")]
        assert clerk.rows == ()
        assert [role.counted for role in article.roles] == ["26 postings of 20 employers", ""]

    def test_an_article_without_claims_is_told_so(self) -> None:
        answer = make_answer(
            make_article(claims=(), families=(), verdicts=count(()), stable=None), stable=None
        )
        view = check_view(answer, plain_links())
        assert view.lead == "No claim that evidence can be held against."
        assert len(view.told) == 2
        assert view.told[0] == "None is contradicted, outdated or misattributed."
        assert "Show" not in check_file(answer).split("</style>")[1]

    def test_nothing_to_check_is_a_page_too(self) -> None:
        page = check_file(
            make_answer(problems=(Problem("The text is empty.", "a.txt"), Problem("It is a photo.")))
        )
        assert "Nothing to check" in page
        assert "a.txt: The text is empty." in page
        assert "It is a photo." in page

    def test_job_cards_say_whether_they_belong(self) -> None:
        view = check_view(make_answer(make_article(), cards=CARDS), plain_links())
        assert view.cards_told == "2 job cards, each counted once. 1 of them belongs to the article's roles."
        assert [(card.read_as, card.own) for card in view.cards] == [
            ("no packaged role", False),
            ("Data Engineer, senior", True),
        ]
        alone = check_view(make_answer(make_article(), cards=CARDS[:1]), plain_links())
        assert alone.cards_told == "1 job card, each counted once. None belongs to the article's roles."


class TestSeveral:
    @pytest.fixture
    def several(self) -> CheckAnswer:
        names = ("a.txt", "b.txt", "c.txt")
        return make_answer(
            *map(make_article, names),
            voices=(
                Voice(ENGINEER, names[:2], 9),
                Voice(ENGINEER, names[2:]),
                Voice("data-clerk", names[:1]),
            ),
            statements=(Statement(ENGINEER, "tool", "cobol", "COBOL", True, "rare", names, 2),),
            disagreements=(
                Disagreement(
                    ENGINEER,
                    "COBOL",
                    (
                        Position("a.txt", "needed", *place("<COBOL>"), "<COBOL>", "rare"),
                        Position("c.txt", "not needed", 0, 4, "Data", "supported"),
                    ),
                ),
            ),
            cards=CARDS,
        )

    def test_voices_statements_and_disagreements_are_told(self, several: CheckAnswer) -> None:
        view = check_view(several, plain_links())
        (voices,) = view.voices
        assert (voices.role, voices.told) == ("Data Engineer", "3 articles, 2 voices.")
        assert voices.voices == ("a.txt, b.txt share 9 sentences nearly word for word: one voice.",)
        assert [(s.says, s.articles, s.voices) for s in view.statements] == [("not COBOL", 3, 2)]
        assert [p.says for p in view.disagreements[0].positions] == ["needed", "not needed"]
        assert view.title == "3 articles checked"
        assert view.cards_told.endswith("belongs to the roles of an article it stands beside.")
        assert [id_ for id_, _ in view.contents] == [
            "summary", "correct", "voices", "disagreements", "article-1", "article-2", "article-3", "cards", "stands-on",
        ]  # fmt: skip

    def test_every_address_within_the_page_leads_somewhere(self, several: CheckAnswer) -> None:
        page = check_file(several)
        ids = re.findall(r'id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
        assert set(re.findall(r'for="([^"]+)"', page)) <= set(ids)


class TestFile:
    def test_one_file_holds_everything(self) -> None:
        page = check_file(ONE)
        assert "<style>" in page
        assert "<script" not in page
        assert 'href="/' not in page
        assert "http" not in page.split("</style>")[1]
        assert "&lt;COBOL&gt;" in page
        assert "<COBOL>" not in page

    def test_every_verdict_has_its_sign_and_words(self) -> None:
        page = check_file(ONE).split("</style>")[1]
        for name in NAMES.values():
            assert name.sign in page
            assert name.label in page
            assert name.meaning.replace("'", "&#39;") in page
        assert "Leaning mixed" in page

    def test_filters_are_there_for_the_verdicts_that_occur(self) -> None:
        page = check_file(ONE)
        shown = re.findall(r'<input type="radio" name="show" id="show-(\w+)"', page)
        assert shown == ["all", *(v for v in VERDICTS if v != "misattributed"), "silent"]
        style = page.split("</style>")[0]
        assert all(f"#show-{verdict}:checked" in style for verdict in (*VERDICTS, "silent"))

    def test_samples_open_within(self) -> None:
        key = f"{ENGINEER}/tool/python"
        found = ("d1", "mine", "board", "Data Engineer", "Oak", "2024", None, "uses Python", 0, 11)
        item = EvidenceItem(*found, "required", "duties", "labels")
        samples = SamplesAnswer("rolescope/samples/1", "1.0", SUMMARY, {key: FigureSample(key, 13, (item,))})
        page = check_file(ONE, samples)
        assert f'href="#e-{key}"' in page
        assert f'<details id="e-{key}">' in page
        assert "uses Python" in page
        links = FileLinks.to(samples.figures)
        check_view(ONE, links)
        assert list(links.used) == [key]
