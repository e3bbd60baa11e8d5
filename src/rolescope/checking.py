"""From articles to a whole check: what is claimed, the evidence of each role, published figures, verdicts."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from rolescope import answering
from rolescope.analyse.check_article import ReadArticle, check_article, count_verdicts, mean_stability
from rolescope.analyse.check_basis import CheckBasis, ColumnKey, RoleBasis, split_concept
from rolescope.analyse.check_disagreements import list_disagreements
from rolescope.analyse.check_results import ArticleCheck, CheckAnswer, CheckedCard, CheckedLine
from rolescope.analyse.check_rules import LEAST_RECALL
from rolescope.analyse.check_shares import find_claimed
from rolescope.analyse.check_voices import find_alike, list_statements, list_voices
from rolescope.analyse.check_words import DEGREES
from rolescope.analyse.official_figures import Published
from rolescope.analyse.pair import RoleEvidence, RoleTables, build_evidence
from rolescope.analyse.profile import RoleQuery as ProfileQuery
from rolescope.extract.claims import Reading, find_claims
from rolescope.model import Claim, JobCard, OfficialFigure, Problem
from rolescope.normalise.levels import find_level
from rolescope.normalise.role_queries import RoleQuery, parse_role_key
from rolescope.normalise.title_reading import read_title
from rolescope.sources.articles import STDIN, Article, read_article_text, read_articles
from rolescope.store.evidence import Evidence, Filters
from rolescope.taxonomy.published import (
    find_occupation,
    load_published,
    merge_published,
    role_occupation,
    to_published,
)
from rolescope.version import __version__

Given = Path | str | Article
Read = tuple[Article, Reading]
_LONGEST_PATH = 300  # characters; a longer string is the text of an article


def answer_check(
    base: Evidence,
    read: Sequence[Read],
    filters: Filters,
    said: dict[str, str],
    problems: tuple[Problem, ...] = (),
) -> CheckAnswer:
    """Articles checked against the evidence.

    Args:
        base: the evidence.
        read: articles, with what they claim.
        filters: which postings count.
        said: the same as typed, for the answer.
        problems: what could not be read.
    """
    articles, readings = [article for article, _ in read], [reading for _, reading in read]
    basis = build_basis(base, readings, filters)
    checked = [check_article(_to_read(article, reading), basis) for article, reading in read]
    alike = find_alike(checked)
    voices = tuple(list_voices(checked, alike))
    claims = [claim for article in checked for claim in article.claims]
    return CheckAnswer(
        schema="rolescope/check/1",
        version=__version__,
        evidence=answering.summarise(base, said),
        concepts=_list_names(checked, basis.names),
        articles=tuple(checked),
        verdicts=count_verdicts(claims),
        stable=mean_stability(claims),
        voices=voices,
        statements=tuple(list_statements(checked, alike, voices)),
        disagreements=tuple(list_disagreements(checked)),
        cards=tuple(list_cards(articles, readings)),
        problems=problems,
    )


def read_claims(given: Sequence[Given]) -> tuple[tuple[Read, ...], tuple[Problem, ...]]:
    """Articles with what they claim, in the order given, and what could not be read."""
    articles, problems = read_given(given)
    return tuple((article, find_claims(article)) for article in articles), problems


def read_given(given: Sequence[Given]) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Articles in the order given, and what could not be read."""
    articles: list[Article] = []
    problems: list[Problem] = []
    for item in given:
        found, wrong = _read_one(item)
        articles += found
        problems += wrong
    return tuple(articles), tuple(problems)


def _read_one(item: Given) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    if isinstance(item, Article):
        return (item,), ()
    if isinstance(item, Path) or item == STDIN or not _is_text(item):
        return read_articles([item])
    read = read_article_text(item)
    return ((read,), ()) if isinstance(read, Article) else ((), (read,))


def _is_text(item: str) -> bool:
    """Whether a string is an article rather than the path of one.

    >>> _is_text("guides/data.md"), _is_text("# Data engineers\\nThey use SQL.")
    (False, True)
    """
    return "\n" in item or len(item) > _LONGEST_PATH


def _to_read(article: Article, reading: Reading) -> ReadArticle:
    lines = tuple(
        CheckedLine(line.start, line.end, line.level, line.bullet, line.row, line.column, line.cell)
        for line in article.lines
    )
    return ReadArticle(
        article.name, article.title, article.text, lines, reading.roles, reading.claims, reading.sentences
    )


# -- evidence -----------------------------------------------------------------------------------------


def build_basis(base: Evidence, readings: Iterable[Reading], filters: Filters) -> CheckBasis:
    """The evidence of every role that is spoken of, and what else claims are held against."""
    wanted = _list_wanted(readings)
    context = answering.build_context(base)
    names = dict(context.names) | {f"education/{degree}": label for degree, label in DEGREES.items()}
    return CheckBasis(
        roles={key: _build_role(base, key, columns, filters) for key, columns in wanted.items()},
        context=context,
        figures=_load_figures(base) if wanted else load_published(),
        find_occupation=find_occupation,
        well_read=load_well_read(),
        names=names,
    )


def _list_wanted(readings: Iterable[Reading]) -> dict[str, list[ColumnKey]]:
    """Role queries, and the concepts that are claimed of each; the levels that pay is said of are queries too."""
    wanted: dict[str, dict[ColumnKey, None]] = defaultdict(dict)
    for reading in readings:
        for role in reading.roles:
            _ = wanted[role]
        for claim in reading.claims:
            for role in _list_queries(claim):
                wanted[role].update({split_concept(claim.concept): None} if claim.concept else {})
    return {role: list(columns) for role, columns in wanted.items()}


def _list_queries(claim: Claim) -> Iterator[str]:
    for role in claim.roles:
        yield role
        if claim.kind == "pay" and claim.level:
            yield f"{role.partition('@')[0]}@{claim.level}"


def _build_role(base: Evidence, key: str, columns: Sequence[ColumnKey], filters: Filters) -> RoleBasis:
    query = parse_role_key(key)
    evidence = base.weighed.get(("weighed", key, filters), lambda: _weigh(base, query, filters))
    claimed = find_claimed(evidence.chosen, columns) if columns else {}
    return RoleBasis(query.label, evidence, claimed, role_occupation(query.role))


def _weigh(base: Evidence, query: RoleQuery, filters: Filters) -> RoleEvidence:
    """As ``answering.weigh_role`` does, without the guides and official facts that a check has no need of."""
    asked = ProfileQuery(query.role.id, query.label, query.level, query.role.track)
    role = query.role.id
    tables = RoleTables(asked, base.fetch_sample(role, filters), base.fetch_pay_reports(role, filters))
    return build_evidence(tables, answering.build_context(base))


def _load_figures(base: Evidence) -> tuple[Published, ...]:
    """The packaged figures, and those of editions that were loaded."""
    return base.memory.get("published", lambda: _merge_figures(base))


def _merge_figures(base: Evidence) -> tuple[Published, ...]:
    packaged = load_published()
    rows = base.fetch_official(sorted({figure.code for figure in packaged})).to_pylist()
    loaded = [
        OfficialFigure(r["source"], r["edition"], r["code"], r["title"], r["measure"], r["value"])
        for r in rows
        if r["value"] is not None
    ]
    return merge_published(packaged, to_published(loaded))


@cache
def load_well_read() -> frozenset[str]:
    """Kinds of concepts whose reading has a recall high enough for a low share to mean something."""
    text = files("rolescope.data").joinpath("claims/recall.toml").read_text(encoding="utf-8")
    recall: dict[str, float] = tomllib.loads(text)["recall"]
    return frozenset(kind for kind, value in recall.items() if value >= LEAST_RECALL)


def _list_names(articles: Iterable[ArticleCheck], names: Mapping[str, str]) -> dict[str, str]:
    """Labels of the concepts in an answer."""
    used = {claim.claim.concept for article in articles for claim in article.claims if claim.claim.concept}
    used |= {f"{m.kind}/{m.concept}" for article in articles for m in article.missing}
    return {key: names[key] for key in sorted(used) if key in names}


# -- job cards ----------------------------------------------------------------------------------------


def list_cards(articles: Sequence[Article], readings: Sequence[Reading]) -> Iterator[CheckedCard]:
    """The job cards beside articles, each once, with the role and level its title is read as."""
    beside: dict[tuple[str, str, str], list[tuple[int, JobCard]]] = defaultdict(list)
    for at, article in enumerate(articles):
        for card in article.cards:
            beside[_fold(card.title), _fold(card.employer), _fold(card.location)].append((at, card))
    for found in beside.values():
        yield _check_card(found, articles, readings)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _check_card(
    found: Sequence[tuple[int, JobCard]], articles: Sequence[Article], readings: Sequence[Reading]
) -> CheckedCard:
    card, places = found[0][1], list(dict.fromkeys(at for at, _ in found))
    title = read_title(card.title)
    role = title.role.id if title.role else ""
    own = [at for at in places if role in {key.partition("@")[0] for key in readings[at].roles}]
    return CheckedCard(
        title=card.title,
        employer=card.employer,
        location=card.location,
        pay=card.pay_text,
        articles=tuple(articles[at].name for at in places),
        role=role,
        level=find_level(title, card.level_text),
        label=title.role.label if title.role else "",
        own=tuple(articles[at].name for at in own),
        note=_tell_card(bool(role), len(own), len(places)),
    )


def _tell_card(known: bool, own: int, places: int) -> str:
    """
    >>> _tell_card(True, 0, 3), _tell_card(True, 1, 1)
    ('Of none of the roles of the 3 articles it stands beside.', 'Of a role of its article.')
    >>> _tell_card(True, 1, 3)
    'Of a role of 1 of the 3 articles it stands beside.'
    """
    articles = "its article" if places == 1 else f"the {places} articles it stands beside"
    if not known:
        return f"Of no packaged role, so of none of the roles of {articles}."
    if own in (0, places):
        return f"Of {'a' if own else 'none of the'} role{'' if own else 's'} of {articles}."
    return f"Of a role of {own} of {articles}."
