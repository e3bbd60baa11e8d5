"""A check of articles as a view: what it comes to first, then each article with its claims marked in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rolescope.analyse.check_results import (
    CheckAnswer,
    CheckedCard,
    Disagreement,
    Statement,
)
from rolescope.analyse.lookup_answers import FigureSample, SamplesAnswer
from rolescope.present.html.check_article import ArticleView, VerdictCount, article_view, count_verdicts
from rolescope.present.html.environment import render
from rolescope.present.html.evidence import sample_lines
from rolescope.present.html.links import FileLinks, Links
from rolescope.present.html.options import EvidenceSample
from rolescope.present.html.roles import LIMITS, citation, layer_lines
from rolescope.present.html.verdicts import NAMES, TO_CORRECT, VerdictName
from rolescope.present.wording import listed, percent, plural

_FIRM = 0.9  # a verdict that fewer of the samples drawn anew share is worded as leaning


@dataclass(frozen=True, slots=True)
class VoicesView:
    """How many voices speak of one role; ``voices`` are articles that repeat each other."""

    role: str
    told: str
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """One thing that two articles or more say of one role."""

    role: str
    says: str
    name: VerdictName
    articles: int
    voices: int


@dataclass(frozen=True, slots=True)
class PositionView:
    """What one article says where articles disagree."""

    article: str
    says: str
    words: str
    name: VerdictName


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """What articles do not agree on."""

    role: str
    about: str
    positions: tuple[PositionView, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """One job card: what it says, what it is read as, whether it belongs beside its articles."""

    title: str
    told: str
    read_as: str
    note: str
    own: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """Everything the page of a check shows.

    Attributes:
        lead: what the check comes to, in one sentence; ``told`` the rest.
        verdicts: over all articles.
        silent: sentences that state nothing that can be checked.
        statements: what several articles say, that of most voices first.
        cards_told: what the job cards come to.
        problems: what could not be read as an article.
        kept: whether the page has no address of its own, so that its links open beside it.
    """

    title: str
    nav: str
    description: str
    contents: tuple[tuple[str, str], ...]
    filters: Mapping[str, str]
    lead: str
    told: tuple[str, ...]
    verdicts: tuple[VerdictCount, ...]
    claims: int
    silent: int
    articles: tuple[ArticleView, ...]
    voices: tuple[VoicesView, ...]
    statements: tuple[StatementView, ...]
    disagreements: tuple[DisagreementView, ...]
    cards: tuple[CardView, ...]
    cards_told: str
    problems: tuple[str, ...]
    layers: tuple[str, ...]
    limits: str
    cite: str
    kept: bool
    evidence: tuple[EvidenceSample, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFormView:
    """The form that articles are sent by.

    Attributes:
        problem: why the last could not be checked, in one sentence.
        most: articles at a time; ``megabytes`` what they may take together.
    """

    problem: str
    most: int
    megabytes: int
    title: str = "Check a career article"
    nav: str = "check"


def check_file(answer: CheckAnswer, samples: SamplesAnswer | None = None) -> str:
    """The page of a check as one file; with ``samples`` its figures open their first documents within."""
    figures: Mapping[str, FigureSample] = samples.figures if samples else {}
    links = FileLinks.to(figures)
    view = check_view(answer, links)
    found = (figures[key] for key in links.used)
    evidence = tuple(EvidenceSample(one.key, one.total, sample_lines(one.items)) for one in found)
    return render("check.html", replace(view, evidence=evidence), links)


def check_view(answer: CheckAnswer, links: Links) -> CheckView:
    """The page of a check."""
    articles = tuple(article_view(a, at, answer.concepts, links) for at, a in enumerate(answer.articles, 1))
    labels = {role.query: role.label for article in answer.articles for role in article.roles}
    several = len(articles) > 1
    view = CheckView(
        title=f"{len(articles):,} articles checked" if several else _title(articles),
        nav="check",
        description=f"{_lead(answer)} {_corrections(answer)}",
        contents=(),
        filters=answer.evidence.filters,
        lead=_lead(answer),
        told=_told(answer),
        verdicts=count_verdicts(answer.verdicts),
        claims=sum(answer.verdicts.values()),
        silent=sum(len(article.silent) for article in answer.articles),
        articles=articles,
        voices=_voices(answer, labels) if several else (),
        statements=tuple(_statement(one, labels) for one in answer.statements),
        disagreements=tuple(_disagreement(one, labels) for one in answer.disagreements),
        cards=tuple(map(_card, answer.cards)),
        cards_told=_tell_cards(answer.cards, several),
        problems=tuple(f"{p.where}: {p.what}" if p.where else p.what for p in answer.problems),
        layers=layer_lines(answer.evidence),
        limits=LIMITS,
        cite=citation(_cited(answer), answer.version, answer.evidence),
        kept=links.interactive,
    )
    return replace(view, contents=_contents(view))


def _title(articles: Sequence[ArticleView]) -> str:
    return f"Checked: {articles[0].title}" if articles else "Nothing to check"


def _cited(answer: CheckAnswer) -> str:
    return f"Check of {listed([a.title or a.name for a in answer.articles], 3)}"


def _contents(view: CheckView) -> tuple[tuple[str, str], ...]:
    """Parts of the page: id and label."""
    several = len(view.articles) > 1
    found: list[tuple[str, str]] = [("summary", "Summary")]
    if any(article.corrections for article in view.articles):
        found.append(("correct", "Worth correcting"))
    if view.voices or view.statements:
        found.append(("voices", "Voices"))
    if view.disagreements:
        found.append(("disagreements", "Disagreements"))
    found += [(a.id, a.title if several else "The article") for a in view.articles]
    if view.cards:
        found.append(("cards", "Job cards"))
    return (*found, ("stands-on", "What it stands on"))


def _lead(answer: CheckAnswer) -> str:
    total = sum(answer.verdicts.values())
    where = "" if len(answer.articles) == 1 else f" in {plural(len(answer.articles), 'article')}"
    if not total:
        return f"No claim{where} that evidence can be held against."
    return (
        f"Of {plural(total, 'claim')}{where}, {answer.verdicts['supported']:,} are supported by the evidence."
    )


def _corrections(answer: CheckAnswer) -> str:
    counted = [(id_, answer.verdicts[id_]) for id_ in TO_CORRECT]
    told = [f"{count:,} {NAMES[id_].label}" for id_, count in counted if count]
    if not told:
        return "None is contradicted, outdated or misattributed."
    return f"Worth correcting: {listed(told)}."


def _told(answer: CheckAnswer) -> tuple[str, ...]:
    sentences = sum(len(a.sentences) for a in answer.articles)
    silent = sum(len(a.silent) for a in answer.articles)
    told = [_corrections(answer)]
    told.append(f"{silent:,} of {plural(sentences, 'sentence')} state nothing that can be checked.")
    if answer.stable is not None:
        told.append(
            f"When the postings are drawn anew by employer, {percent(answer.stable)} of the verdicts stay the "
            f"same; one that holds in fewer than {percent(_FIRM)} of the draws is worded as leaning."
        )
    return tuple(told)


def _voices(answer: CheckAnswer, labels: Mapping[str, str]) -> tuple[VoicesView, ...]:
    """Roles that two articles or more speak of, each with its voices."""
    found = []
    for role in dict.fromkeys(voice.role for voice in answer.voices):
        mine = [voice for voice in answer.voices if voice.role == role]
        articles = len({name for voice in mine for name in voice.articles})
        if articles > 1:
            told = f"{plural(articles, 'article')}, {plural(len(mine), 'voice')}."
            repeated = [v for v in mine if len(v.articles) > 1]
            lines = tuple(
                f"{listed(list(v.articles))} share {plural(v.shared, 'sentence')} nearly word for word: one voice."
                for v in repeated
            )
            found.append(VoicesView(labels.get(role, role), told, lines))
    return tuple(found)


def _statement(said: Statement, labels: Mapping[str, str]) -> StatementView:
    says = f"not {said.label}" if said.denied else said.label
    role = labels.get(said.role, said.role)
    return StatementView(role, says, NAMES[said.verdict], len(said.articles), said.voices)


def _disagreement(found: Disagreement, labels: Mapping[str, str]) -> DisagreementView:
    positions = (PositionView(p.article, p.says, p.text, NAMES[p.verdict]) for p in found.positions)
    return DisagreementView(labels.get(found.role, found.role), found.about, tuple(positions))


def _card(card: CheckedCard) -> CardView:
    told = ", ".join(part for part in (card.employer, card.location, card.pay) if part)
    level = "" if card.level == "unstated" else f", {card.level}"
    read_as = f"{card.label}{level}" if card.role else "no packaged role"
    return CardView(card.title, told, read_as, card.note, bool(card.own))


def _tell_cards(cards: Sequence[CheckedCard], several: bool) -> str:
    if not cards:
        return ""
    own = sum(bool(card.own) for card in cards)
    belongs = "None belongs" if not own else f"{own:,} of them belong{'s' if own == 1 else ''}"
    beside = "the roles of an article it stands beside" if several else "the article's roles"
    return f"{plural(len(cards), 'job card')}, each counted once. {belongs} to {beside}."
