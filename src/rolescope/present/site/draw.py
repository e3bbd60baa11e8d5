"""The pages of a site, drawn: each job gives its files as names and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.analyse.concept_answers import ConceptsAnswer
from rolescope.present.charts import (
    Chart,
    comparison_charts,
    concept_charts,
    draw_card,
    draw_svg,
    role_charts,
    to_csv,
)
from rolescope.present.html.compare import compare_view
from rolescope.present.html.comparisons import comparisons_view, partners
from rolescope.present.html.concept import concept_view, concepts_view
from rolescope.present.html.environment import read_static, render
from rolescope.present.html.evidence import sample_lines
from rolescope.present.html.links import FileLinks, Links, SiteLinks
from rolescope.present.html.lists import roles_view, sources_page_view, start_view
from rolescope.present.html.meta import head_lines, occupation_data
from rolescope.present.html.options import EvidenceSample, PageOptions
from rolescope.present.html.plain import Plain, evidence_list_view
from rolescope.present.html.role import role_page_view
from rolescope.present.render.as_json import render_json
from rolescope.present.site.feed import address
from rolescope.present.site.plan import FEED, STATIC, Plan
from rolescope.workspace import Workspace

PER_FIGURE = 3
EVERY = 100_000


@dataclass(frozen=True, slots=True)
class File:
    """One file of a site; ``title`` of pages, "" of the rest."""

    name: str
    content: bytes
    title: str = ""


def draw_job(door: Workspace, plan: Plan, job: tuple[str, ...]) -> list[File]:
    """The files of one job: ("plain",), ("role", query), ("concept", kind, id), ("compare", query, query …)."""
    kind, *names = job
    match kind:
        case "plain":
            return list(_plain_pages(door, plan))
        case "role":
            return list(_role_files(door, plan, names[0]))
        case "concept":
            return list(_concept_files(door, plan, names[0], names[1]))
        case _:
            return list(_pair_files(door, plan, tuple(names)))


def list_jobs(plan: Plan) -> list[tuple[str, ...]]:
    """Everything there is to draw, comparisons first, since there are most of them."""
    return [
        *(("compare", *pair) for pair in plan.pairs),
        *(("role", role) for role in plan.roles),
        *(("concept", *concept) for concept in plan.concepts),
        ("plain",),
    ]


def _links(plan: Plan, here: str) -> SiteLinks:
    permanent = address(plan.base, here) if plan.base else ""
    return SiteLinks(here, plan.files.__contains__, permanent)


def _pair_files(door: Workspace, plan: Plan, pair: tuple[str, ...]) -> Iterator[File]:
    stem = f"compare/{'/'.join(pair)}"
    answer, links = door.compare(*pair), _links(plan, f"{stem}.html")
    charts = comparison_charts(answer)
    title = " and ".join(role.card.asked for role in answer.roles)
    card = f"{stem}/card.png"
    page = PageOptions(head=_pair_head(answer, plan, links, title, card))
    html = render("compare.html", compare_view(answer, links, page), links)
    yield File(links.here, html.encode(), f"{title}, compared")
    yield from _json_file(plan, stem, answer)
    yield File(card, draw_card(answer))
    yield from _chart_files(stem, charts)


def _pair_head(answer: ComparisonAnswer, plan: Plan, links: SiteLinks, title: str, card: str) -> Markup:
    said = answer.pairs[0].sentences[0].text if answer.pairs and answer.pairs[0].sentences else title
    return head_lines(
        title,
        said,
        permanent=links.permanent,
        image=address(plan.base, card) if plan.base else "",
        feed=_feed(plan, links),
        data=tuple(occupation_data(role, answer.concepts) for role in answer.roles),
    )


def _feed(plan: Plan, links: SiteLinks) -> str:
    return "../" * links.here.count("/") + FEED


def _role_files(door: Workspace, plan: Plan, role: str) -> Iterator[File]:
    stem = f"roles/{role}"
    answer, links = door.role(role), _links(plan, f"{stem}.html")
    head = head_lines(
        answer.role.card.asked,
        answer.role.card.definition,
        permanent=links.permanent,
        feed=_feed(plan, links),
        data=(occupation_data(answer.role, answer.concepts),),
    )
    page = PageOptions(head=head, others=partners(role, plan.pairs, links))
    html = render("role.html", role_page_view(answer, links, page), links)
    yield File(links.here, html.encode(), answer.role.card.asked)
    yield from _json_file(plan, stem, answer)
    yield from _chart_files(stem, role_charts(answer))
    yield from _evidence_files(door, plan, role, answer)


def _concept_files(door: Workspace, plan: Plan, kind: str, concept: str) -> Iterator[File]:
    stem = f"concepts/{kind}/{concept}"
    answer, links = door.concept(kind, concept), _links(plan, f"{stem}.html")
    said = f"{answer.concept.label} in {answer.postings:,} of {answer.countable:,} job postings"
    head = head_lines(answer.concept.label, said, permanent=links.permanent, feed=_feed(plan, links))
    html = render("concept.html", concept_view(answer, links, PageOptions(head=head)), links)
    yield File(links.here, html.encode())
    yield from _json_file(plan, stem, answer)
    yield from _chart_files(stem, concept_charts(answer))


def _evidence_files(door: Workspace, plan: Plan, role: str, answer: RoleAnswer) -> Iterator[File]:
    """The first documents behind every figure of a role, on one page; none for a role without any."""
    stem = f"evidence/{role}"
    samples = door.evidence_samples(role, per_figure=PER_FIGURE, rare=True)
    if not samples.figures:
        return
    shown = tuple(EvidenceSample(s.key, s.total, sample_lines(s.items)) for s in samples.figures.values())
    links = _links(plan, f"{stem}.html")
    said = f"The documents behind the figures of {answer.role.card.asked}"
    yield _page(plan, links, "evidence_list.html", evidence_list_view(answer, shown, links), said)
    yield from _json_file(plan, stem, samples)


def _json_file(plan: Plan, stem: str, answer: object) -> Iterator[File]:
    if f"{stem}.json" in plan.files:
        yield File(f"{stem}.json", render_json(answer).encode())


def _chart_files(stem: str, charts: tuple[Chart, ...]) -> Iterator[File]:
    for chart in charts:
        yield File(f"{stem}/charts/{chart.name}.svg", draw_svg(chart).encode())
        yield File(f"{stem}/charts/{chart.name}-narrow.svg", draw_svg(chart, narrow=True).encode())
        yield File(f"{stem}/charts/{chart.name}.csv", to_csv(chart).encode())


def _plain_pages(door: Workspace, plan: Plan) -> Iterator[File]:
    for name in STATIC:
        yield File(f"static/{name}", read_static(name))
    roles, sources, concepts = door.roles(), door.sources(), _planned_concepts(door, plan)
    links = _links(plan, "index.html")
    yield _page(
        plan, links, "start.html", start_view(roles, links, plan.pairs), "Careers compared on evidence"
    )
    links = _links(plan, "comparisons.html")
    comparisons = comparisons_view(plan.roles, plan.pairs, links)
    yield _page(plan, links, "comparisons.html", comparisons, "Roles held against each other")
    links = _links(plan, "roles.html")
    yield _page(plan, links, "roles.html", roles_view(roles, links), "Roles by family")
    links = _links(plan, "concepts.html")
    yield _page(plan, links, "concepts.html", concepts_view(concepts, links), "What postings ask for")
    links = _links(plan, "sources.html")
    yield _page(plan, links, "sources.html", sources_page_view(sources, links), "Where figures come from")
    links = _links(plan, "method.html")
    yield _page(plan, links, "method.html", Plain("Method", "method"), "How every figure is made")
    yield _missing_page(plan)
    for name, answer in (("roles", roles), ("concepts", concepts), ("sources", sources)):
        yield from _json_file(plan, name, answer)


def _page(plan: Plan, links: SiteLinks, template: str, view: Any, said: str) -> File:
    head = head_lines(view.title, said, permanent=links.permanent, feed=_feed(plan, links))
    return File(links.here, render(template, view, links, head).encode())


def _missing_page(plan: Plan) -> File:
    """What a web server shows at any address that is not there: only whole addresses lead on from it."""
    links: Links = (
        SiteLinks("404.html", plan.files.__contains__, root=plan.base) if plan.base else FileLinks()
    )
    view = Plain(
        "There is no such page", "", "The address may be mistyped, or the page was in an earlier edition."
    )
    return File("404.html", render("error.html", view, links).encode())


def _planned_concepts(door: Workspace, plan: Plan) -> ConceptsAnswer:
    """The list of those concepts that have a page."""
    every, wanted = door.concepts(limit=EVERY), set(plan.concepts)
    kept = tuple(c for c in every.concepts if (c.kind, c.id) in wanted)
    return replace(every, concepts=kept, total=len(kept))
