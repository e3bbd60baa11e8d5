"""Views and templates: two to four roles, thin and overlapping ones, filters, strangers' words, every kind of links."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from markupsafe import Markup

from html_case import HOSTILE, assert_sound, every_kind_of_links, parse, poison
from rolescope import Workspace
from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.present.html.compare import CompareView, compare_view, facet_position
from rolescope.present.html.comparisons import comparisons_view
from rolescope.present.html.concept import concept_view, concepts_view
from rolescope.present.html.environment import render
from rolescope.present.html.evidence import document_view, evidence_view, sample_lines
from rolescope.present.html.links import FileLinks, Links, ServerLinks
from rolescope.present.html.lists import _EXAMPLES, roles_view, sources_page_view, start_view
from rolescope.present.html.options import ALL_KINDS, EvidenceSample, FilterForm, PageOptions, filters_of
from rolescope.present.html.plain import Plain, evidence_list_view
from rolescope.present.html.role import role_page_view
from rolescope.present.html.single import comparison_file, role_file

COMPARED = {
    "two": ("Data Engineer", "Data Analyst"),
    "three": ("Data Engineer", "Data Analyst", "Data Scientist"),
    "four": ("Software Engineer", "Product Manager", "Data Analyst", "DevOps Engineer"),
    "thin": ("Data Scientist", "Economist"),
    "both thin": ("Economist", "Actuary"),
    "overlapping": ("Data Scientist", "Senior Data Scientist"),
    "no shared source": ("Machine Learning Engineer", "Data Manager"),
}
LINKS = every_kind_of_links()
NO_CHARTS = PageOptions(charts=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A template with the view it shows, made anew for each kind of links."""

    template: str
    view: Callable[[Links], Any]


@pytest.fixture(scope="module")
def door(bundled: Workspace) -> Workspace:
    return bundled.pin()


@pytest.fixture(scope="module")
def answers(door: Workspace) -> dict[str, ComparisonAnswer]:
    return {name: door.compare(*roles) for name, roles in COMPARED.items()}


@pytest.mark.parametrize("roles", ["two", "three"])
def test_a_drawn_page_is_let_go_of(answers: dict[str, ComparisonAnswer], roles: str) -> None:
    """A search for garbage stops every answer of a server: a page must not wait for one."""
    gc.collect()
    gc.disable()
    try:
        before = sum(type(o) is CompareView for o in gc.get_objects())
        render("compare.html", view_of(answers[roles]), ServerLinks())
        after = sum(type(o) is CompareView for o in gc.get_objects())
    finally:
        gc.enable()
    assert after == before


def view_of(
    answer: ComparisonAnswer, page: PageOptions = NO_CHARTS, links: Links | None = None
) -> CompareView:
    return compare_view(answer, links or LINKS["server"], page)


@pytest.fixture(scope="module")
def pages(bundled: Workspace, door: Workspace, answers: dict[str, ComparisonAnswer]) -> dict[str, Drawn]:
    """Every template over a real answer, strangers' words in all of it."""
    role, concept = poison(door.role("Data Engineer")), poison(door.concept("tool", "python"))
    compared, roles = poison(answers["two"]), poison(door.roles())
    concepts, sources = poison(door.concepts("py")), poison(door.sources())
    opened = door.evidence("data-engineer/tool/spark", limit=3)
    document = poison(door.document(opened.items[0].document_id))
    samples = (EvidenceSample(f"data-engineer/tool/{HOSTILE}", 2, sample_lines(poison(opened.items))),)
    form = FilterForm(
        f"/roles/{HOSTILE}", HOSTILE, "lead", HOSTILE, HOSTILE, frozenset({"posting"}), (HOSTILE,)
    )
    page = PageOptions(form=form, evidence=samples, others=((HOSTILE, "/compare/a/b"),))
    given = replace(opened, items=poison(opened.items), label=HOSTILE)
    return {
        "compare": Drawn("compare.html", lambda links: compare_view(compared, links, page)),
        "role": Drawn("role.html", lambda links: role_page_view(role, links, page)),
        "concept": Drawn("concept.html", lambda links: concept_view(concept, links, page)),
        "concepts": Drawn(
            "concepts.html", lambda links: concepts_view(concepts, links, newer="/a", older="/b")
        ),
        "evidence": Drawn("evidence.html", lambda links: evidence_view(given, links, newer="/a", older="/b")),
        "evidence list": Drawn("evidence_list.html", lambda links: evidence_list_view(role, samples, links)),
        "document": Drawn("document.html", lambda links: document_view(document, links)),
        "start": Drawn("start.html", lambda links: start_view(roles, links)),
        "roles": Drawn("roles.html", lambda links: roles_view(roles, links, HOSTILE)),
        "comparisons": Drawn(
            "comparisons.html",
            lambda links: comparisons_view(
                ("data-engineer", "economist"), (("economist", "data-engineer"),), links
            ),
        ),
        "sources": Drawn("sources.html", lambda links: sources_page_view(sources, links)),
        "method": Drawn("method.html", lambda links: Plain("Method", "method")),
        "error": Drawn(
            "error.html", lambda links: Plain(HOSTILE, "", HOSTILE, ((HOSTILE, None), (HOSTILE, "/x")))
        ),
    }


NAMES = (
    *("compare", "role", "concept", "concepts", "evidence", "evidence list", "document", "start", "roles"),
    *("comparisons", "sources", "method", "error"),
)


class TestEveryTemplate:
    @pytest.mark.parametrize("kind", LINKS)
    @pytest.mark.parametrize("name", NAMES)
    def test_draws_strangers_words_as_words(self, name: str, kind: str, pages: dict[str, Drawn]) -> None:
        drawn = pages[name]
        html = render(drawn.template, drawn.view(LINKS[kind]), LINKS[kind])
        page = assert_sound(html)
        assert "49" not in page.css_first("title").text()
        if name not in ("method", "comparisons"):
            assert "<script>steal" not in html
            assert "steal()" in page.css_first("main").text()

    @pytest.mark.parametrize("name", NAMES)
    def test_a_file_loads_nothing(self, name: str, pages: dict[str, Drawn]) -> None:
        page = parse(render(pages[name].template, pages[name].view(FileLinks()), FileLinks()))
        assert page.css_first("style") is not None
        assert not page.css("link[rel=stylesheet], script[src]")
        assert all(i.attributes["src"].startswith("data:image/svg+xml;base64,") for i in page.css("img"))

    def test_lines_for_the_head_of_a_page_without_any(self) -> None:
        html = render("method.html", Plain("Method"), FileLinks(), Markup('<meta name="x" content="y">'))
        assert parse(html).css_first('head meta[name="x"]') is not None

    def test_an_unknown_name_is_an_error(self) -> None:
        with pytest.raises(Exception, match="no attribute"):
            render("compare.html", Plain("x"), FileLinks())

    def test_missing_pages_are_not_for_search_engines(self) -> None:
        html = render("error.html", Plain("x"), FileLinks())
        assert parse(html).css_first('meta[name="robots"]').attributes["content"] == "noindex"


class TestComparison:
    @pytest.mark.parametrize("name", COMPARED)
    @pytest.mark.parametrize("kind", LINKS)
    def test_is_sound_with_all_its_charts(
        self, name: str, kind: str, answers: dict[str, ComparisonAnswer]
    ) -> None:
        page = assert_sound(
            render("compare.html", view_of(answers[name], PageOptions(), LINKS[kind]), LINKS[kind])
        )
        roles = len(COMPARED[name])
        assert len(page.css("article.card")) == roles
        assert len(page.css(".verdict .pair")) == roles * (roles - 1) // 2
        assert len(page.css("#glance thead th")) == roles
        assert [a.attributes["href"] for a in page.css(".aside a")] == [
            f"#{e.attributes['id']}" for e in page.css(".body > section[id]")
        ]

    def test_the_verdict_comes_first(self, answers: dict[str, ComparisonAnswer]) -> None:
        (verdict,) = view_of(answers["two"]).verdicts
        assert verdict.told.startswith("Of ")
        assert verdict.reason == ""
        assert len(verdict.ahead[0]) == len(verdict.ahead[1]) == 5
        assert all(
            chip.text.endswith(" points") and not chip.text.startswith(("+", "-"))
            for chip in verdict.ahead[0]
        )
        assert verdict.alike
        assert all(hrefs for _, hrefs in verdict.sentences[:3])

    def test_what_cannot_be_told_is_told_so(self, answers: dict[str, ComparisonAnswer]) -> None:
        for name in ("thin", "both thin", "no shared source"):
            view = view_of(answers[name])
            assert view.verdicts[0].told == ""
            assert view.verdicts[0].reason
            assert "Cannot tell." in view.description
            page = parse(render("compare.html", view, LINKS["server"]))
            assert f"Cannot tell: {view.verdicts[0].reason}." in page.css_first("#verdict").text()
            rows = page.css("#tools tbody tr, #skills tbody tr")
            assert all("cannot tell" in row.text() for row in rows if row.css_first("td.last"))

    def test_chips_that_cannot_be_compared_show_their_counts(
        self, answers: dict[str, ComparisonAnswer]
    ) -> None:
        (grey,) = view_of(answers["no shared source"]).verdicts
        assert all(" of 364" in chip.text for chip in grey.ahead[0])
        assert all(" of 67" in chip.text for chip in grey.ahead[1])
        for verdict in view_of(answers["both thin"]).verdicts:
            assert verdict.ahead == ((), ())

    def test_what_is_missing_most_comes_first_and_all_of_it_opens(
        self, answers: dict[str, ComparisonAnswer]
    ) -> None:
        view = view_of(answers["no shared source"])
        back = view.moves[1]
        assert back.missing[0].name == "Machine learning"
        assert back.missing[0].note == "skill"
        found = answers["no shared source"].pairs[0].b_to_a
        assert found
        assert len(back.missing) + len(back.more) == len(found.missing)
        page = parse(render("compare.html", view, LINKS["server"]))
        section = page.css_first("#moving")
        assert f"{len(back.more)} more" in section.text()
        assert "counted in different sources" in section.text()
        rows = sum(len(move.missing) + len(move.more) for move in view.moves)
        assert len(section.css("tbody tr")) == rows

    def test_the_same_postings_twice_are_said_to_be_the_same(self, mine: Workspace) -> None:
        answer = mine.compare("Data Engineer", "Lead Data Engineer")
        page = parse(render("compare.html", view_of(answer), FileLinks()))
        assert "Both queries stand on the same postings." in page.css_first("#tools").text()
        assert "same postings" in page.css_first("#moving").text()
        assert "None of these is named" not in page.text()

    def test_thin_evidence_is_grey(self, answers: dict[str, ComparisonAnswer]) -> None:
        page = parse(render("compare.html", view_of(answers["thin"]), LINKS["server"]))
        assert page.css("#glance .fig.thin")
        assert "Too few postings for shares" in page.css("article.card .warning")[0].text()

    def test_only_figures_with_documents_open(
        self, answers: dict[str, ComparisonAnswer], door: Workspace
    ) -> None:
        links = ServerLinks()
        page = parse(render("compare.html", view_of(answers["thin"], NO_CHARTS, links), links))
        keys = {
            a.attributes["href"].removeprefix("/evidence/")
            for a in page.css('a[href^="/evidence/economist"]')
        }
        assert all(door.evidence(key, limit=1).total for key in keys)
        assert "economist/pay/collected" not in keys

    def test_signs_follow_the_roles_not_the_sides(self, answers: dict[str, ComparisonAnswer]) -> None:
        view = view_of(answers["three"])
        assert [v.letters for v in view.verdicts] == [(0, 1), (0, 2), (1, 2)]
        assert {m.letters for m in view.moves} == {(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)}

    def test_facets_stand_in_their_own_order(self, answers: dict[str, ComparisonAnswer]) -> None:
        education = next(part for part in view_of(answers["two"]).facets if part.id == "education")
        names = [row.name for row in education.pairs[0].tables[0][1].rows]
        assert names.index("bachelor's") < names.index("master's") < names.index("unstated")
        unknown = next(d for d in answers["two"].pairs[0].facets if d.kind == "education")
        assert facet_position(replace(unknown, concept="unstated"))[0]

    def test_filters_stand_on_the_page(self, door: Workspace) -> None:
        answer = door.compare(*COMPARED["two"], country="US", since="2023", until="2024")
        page = parse(render("compare.html", view_of(answer), FileLinks()))
        assert "Only country US, since 2023" in page.css_first("main").text()
        assert "(country US" in page.css_first(".cite").text()

    @pytest.mark.parametrize(
        ("kind", "there", "gone"),
        [
            ("posting", {"tools", "pay", "moving"}, {"official", "guides"}),
            ("collected", {"pay"}, {"tools", "duties", "industries", "moving", "official", "guides"}),
            ("official", {"official"}, {"tools", "pay", "guides"}),
            ("guide", {"guides"}, {"tools", "pay", "official"}),
        ],
    )
    def test_kinds_of_source_can_be_hidden(
        self, kind: str, there: set[str], gone: set[str], answers: dict[str, ComparisonAnswer]
    ) -> None:
        view = view_of(answers["two"], PageOptions(shown=frozenset({kind}), charts=False))
        page = assert_sound(render("compare.html", view, FileLinks()))
        ids = {e.attributes["id"] for e in page.css("section[id]")}
        assert there | {"verdict", "glance", "sources"} <= ids
        assert not gone & ids

    @pytest.mark.parametrize(
        ("kind", "rows"),
        [
            ("collected", ["Pay collected by a board, median"]),
            (
                "official",
                [
                    "Official median pay, United States, May 2024",
                    "Official projected growth, United States, 2020–30",
                ],
            ),
            ("guide", []),
        ],
    )
    def test_what_postings_say_hides_with_them(
        self, kind: str, rows: list[str], answers: dict[str, ComparisonAnswer]
    ) -> None:
        view = view_of(answers["two"], PageOptions(shown=frozenset({kind}), charts=False))
        page = assert_sound(render("compare.html", view, FileLinks()))
        assert [row.text(strip=True) for row in page.css("#glance tbody th")] == rows
        assert not page.css(".verdict .pair, article.card .counts")
        assert "The verdict rests on postings" in page.css_first("#verdict").text()
        note = page.css_first("#glance .note")
        assert (note is None) if rows else note.text().startswith("No figure")

    def test_a_level_too_thin_is_named_with_all_levels(self, door: Workspace) -> None:
        answer = door.compare("data-leader@executive", "Data Engineer")
        view = view_of(answer)
        thin = f"{answer.roles[0].card.asked} (all levels)"
        assert view.glance.columns == (thin, "Data Engineer")
        assert all(
            any(row.name.startswith(f"{thin}: ") for row in table.rows) for table in view.pay.tables[:1]
        )
        assert f"of {thin} postings" in view.pay.note
        assert [role for role, _ in view.sources.roles] == [thin, "Data Engineer"]

    def test_pay_that_cannot_be_matched_names_its_pair(self, answers: dict[str, ComparisonAnswer]) -> None:
        answer = answers["four"]
        unmatched = tuple(
            replace(pair, pay=tuple(replace(p, middle=None) for p in pair.pay)) for pair in answer.pairs
        )
        told = view_of(replace(answer, pairs=unmatched)).pay.matched
        assert told
        assert len(set(told)) == len(told)
        assert told[0].startswith("Advertised pay of Software Engineer and Product Manager: ")

    def test_a_side_without_a_row_says_so(self, mine: Workspace) -> None:
        answer = mine.compare("Data Engineer", "Actuary")
        assert "None of these is named" in render("compare.html", view_of(answer), FileLinks())


class TestRole:
    @pytest.mark.parametrize("kind", LINKS)
    @pytest.mark.parametrize(
        "name", ["Data Engineer", "Lead Data Engineer", "Economist", "Data Operations Manager"]
    )
    def test_is_sound(self, name: str, kind: str, door: Workspace) -> None:
        view = role_page_view(door.role(name), LINKS[kind], PageOptions())
        page = assert_sound(render("role.html", view, LINKS[kind]))
        assert name in page.css_first("h1").text()

    def test_leads_on_to_its_family(self, door: Workspace) -> None:
        answer = door.role("Data Engineer")
        own = role_page_view(answer, ServerLinks(), NO_CHARTS).others
        assert ("Analytics Engineer", "/compare/data-engineer/analytics-engineer") in own
        assert all(href != "/compare/data-engineer/data-engineer" for _, href in own)
        assert role_page_view(answer, FileLinks(), NO_CHARTS).others == ()
        given = PageOptions(charts=False, others=(("Actuary", "a.html"),))
        assert role_page_view(answer, FileLinks(), given).others == given.others

    def test_hidden_kinds_leave_their_parts_out(self, door: Workspace) -> None:
        answer = door.role("Data Engineer")
        view = role_page_view(answer, FileLinks(), PageOptions(shown=frozenset({"official"}), charts=False))
        ids = {
            e.attributes["id"]
            for e in assert_sound(render("role.html", view, FileLinks())).css("section[id]")
        }
        assert ids == {"glance", "official", "sources"}

    def test_all_levels_stand_in_for_a_thin_one(self, door: Workspace) -> None:
        view = role_page_view(door.role("data-manager@intern"), FileLinks(), NO_CHARTS)
        assert "too few, so all levels of the role are shown" in view.role.basis

    def test_official_figures_name_their_country_and_years(self, door: Workspace) -> None:
        view = role_page_view(door.role("Data Engineer"), FileLinks(), NO_CHARTS)
        names = [fact.name for fact in view.role.official]
        assert len(set(names)) == len(names)
        assert "median pay a year, United States, May 2024" in names
        assert "median pay a year, United States, in the projections 2020–30" in names

    def test_its_glance_speaks_of_no_comparison(self, door: Workspace) -> None:
        note = role_page_view(door.role("Data Engineer"), FileLinks(), NO_CHARTS).glance.note
        assert note == "Each role's own postings, as counted."


class TestConcept:
    @pytest.mark.parametrize("kind", LINKS)
    def test_is_sound(self, kind: str, door: Workspace) -> None:
        for name in (("tool", "python"), ("activity", "build-data-pipelines"), ("industry", "accounting")):
            answer = door.concept(*name)
            page = assert_sound(
                render("concept.html", concept_view(answer, LINKS[kind], PageOptions()), LINKS[kind])
            )
            assert answer.concept.label in page.css_first("h1").text()

    def test_one_that_nobody_names(self, mine: Workspace) -> None:
        answer = mine.concept("tool", "fortran")
        page = parse(render("concept.html", concept_view(answer, FileLinks(), PageOptions()), FileLinks()))
        assert "No role has enough postings that name it." in page.css_first("#roles").text()

    def test_filters_stand_on_the_page(self, door: Workspace) -> None:
        answer = door.concept("tool", "python", country="US")
        html = render("concept.html", concept_view(answer, FileLinks(), NO_CHARTS), FileLinks())
        assert "Only country US." in html

    def test_a_list_without_any(self, door: Workspace) -> None:
        view = concepts_view(door.concepts("zzzz"), FileLinks())
        assert (view.first, view.last, view.total) == (0, 0, 0)
        assert "No concept has that in its names." in render("concepts.html", view, FileLinks())


class TestEvidence:
    def test_own_documents_show_their_words(self, mine: Workspace) -> None:
        answer = mine.evidence("data-engineer/tool/python", limit=2)
        view = evidence_view(answer, ServerLinks())
        assert view.quoted
        assert (view.first, view.last) == (1, 2)
        page = assert_sound(render("evidence.html", view, ServerLinks()))
        assert "Python" in page.css_first("blockquote").text()
        assert (
            page.css_first('a[rel="nofollow noreferrer"]')
            .attributes["href"]
            .startswith("https://jobs.example.org/")
        )

    def test_none(self, mine: Workspace) -> None:
        view = evidence_view(mine.evidence("data-engineer/tool/cobol"), ServerLinks())
        assert (view.first, view.last, view.total) == (0, 0, 0)
        assert "No document is behind this figure." in render("evidence.html", view, ServerLinks())

    def test_a_figure_that_is_no_concept_leads_to_none(self, mine: Workspace) -> None:
        view = evidence_view(mine.evidence("data-engineer/pay/advertised"), ServerLinks())
        assert view.concept_href is None

    def test_a_document_is_marked_where_something_was_read(self, mine: Workspace) -> None:
        item = mine.evidence("data-engineer/tool/python", limit=1).items[0]
        answer = mine.document(item.document_id)
        view = document_view(answer, ServerLinks())
        assert "".join(piece.text for piece in view.pieces) == answer.text
        page = assert_sound(render("document.html", view, ServerLinks()))
        assert page.css_first(".text").text() == answer.text
        assert {m.attributes["title"].split(":")[0] for m in page.css("mark")} >= {"Python"}

    def test_a_bundled_document_says_that_its_text_is_not_there(self, door: Workspace) -> None:
        item = door.evidence("data-engineer/tool/python", limit=1).items[0]
        view = document_view(door.document(item.document_id), ServerLinks())
        assert view.bundled
        assert view.pieces == ()
        assert "not contained" in render("document.html", view, ServerLinks())

    def test_of_overlapping_marks_the_first_stands(self, mine: Workspace) -> None:
        item = mine.evidence("data-engineer/tool/python", limit=1).items[0]
        answer = mine.document(item.document_id)
        spanned = next(m for m in answer.mentions if m.start is not None)
        inner = replace(spanned, start=spanned.start, end=spanned.start + 1)
        view = document_view(
            replace(answer, mentions=(inner, spanned, replace(spanned, start=None))), ServerLinks()
        )
        assert [p.text for p in view.pieces if p.title] == [answer.text[spanned.start : spanned.end]]

    @pytest.mark.parametrize(
        ("counted", "countable", "says"),
        [(False, True, "no: a duplicate"), (True, False, "no: too short"), (True, True, "yes")],
    )
    def test_whether_a_document_counts(
        self, counted: bool, countable: bool, says: str, mine: Workspace
    ) -> None:
        item = mine.evidence("data-engineer/tool/python", limit=1).items[0]
        answer = replace(mine.document(item.document_id), counted=counted, countable=countable)
        assert dict(document_view(answer, ServerLinks()).facts)["counts in shares"].startswith(says)


class TestLists:
    def test_start_offers_what_this_evidence_can_answer(self, door: Workspace, mine: Workspace) -> None:
        assert start_view(door.roles(), ServerLinks()).examples
        assert start_view(mine.roles(), ServerLinks()).examples == ()
        assert start_view(door.roles(), FileLinks()).examples == ()
        named = dict(start_view(door.roles(), ServerLinks()).examples)
        assert any("(lead)" in label for label in named)
        known = {role.id for role in door.roles().roles}
        assert {query.partition("@")[0] for roles in _EXAMPLES for query in roles} <= known
        assert any(label.count(",") == 1 and " and " in label for label in named)

    def test_start_counts_what_counts(self, door: Workspace) -> None:
        roles = door.roles()
        view = start_view(roles, ServerLinks())
        assert view.postings == sum(r.countable for r in roles.roles) < sum(r.postings for r in roles.roles)
        assert view.evidenced == len(view.labels)
        told = parse(render("start.html", view, ServerLinks())).css_first("main").text()
        assert f"{view.evidenced} roles have at least 10 postings that count" in told

    def test_grey_roles_are_those_without_figures(self, door: Workspace) -> None:
        lines = {
            line.label: line for f in roles_view(door.roles(), ServerLinks()).families for line in f.roles
        }
        near = [r for r in door.roles().roles if r.countable < 10 <= r.postings]
        assert near
        for role in near:
            profile = door.role(role.id).role.profile
            assert (profile.basis, profile.countable) == ("none", role.countable)
            assert lines[role.label].thin

    def test_start_of_a_site_takes_what_it_holds(self, mine: Workspace) -> None:
        pairs = (("data-engineer@lead", "data-analyst"),)
        view = start_view(mine.roles(), LINKS["site"], pairs)
        assert "Data Engineer (lead) and Data Analyst" in dict(view.examples)

    def test_start_without_scripts_has_no_form(self, door: Workspace) -> None:
        site = LINKS["site"]
        page = parse(render("start.html", start_view(door.roles(), site), site))
        assert not page.css("form")
        assert page.css_first("a.button").text() == "All comparisons"
        none = parse(render("start.html", replace(start_view(door.roles(), site), examples=()), site))
        assert none.css_first("a.button").text() == "All comparisons"

    def test_roles_by_family(self, door: Workspace) -> None:
        view = roles_view(door.roles(), ServerLinks())
        assert view.total == sum(len(family.roles) for family in view.families)
        assert all(
            [r.postings for r in f.roles] == sorted((r.postings for r in f.roles), reverse=True)
            for f in view.families
        )
        assert "No role has that" in render("roles.html", replace(view, families=()), ServerLinks())

    def test_comparisons_stand_under_each_of_their_roles(self) -> None:
        pairs = (("data-engineer", "data-analyst"), ("data-engineer", "data-analyst", "economist"))
        view = comparisons_view(("data-analyst", "data-engineer@lead", "data-engineer"), pairs, LINKS["site"])
        assert [role.label for role in view.roles] == ["Data Analyst", "Data Engineer"]
        assert [label for label, _ in view.roles[0].others] == [
            "Data Engineer",
            "Data Engineer and Economist",
        ]
        assert "This site holds no comparison." in render(
            "comparisons.html", comparisons_view((), (), LINKS["site"]), LINKS["site"]
        )

    def test_sources(self, door: Workspace) -> None:
        view = sources_page_view(door.sources(), ServerLinks())
        assert any("remote jobs only" in source.note for source in view.sources)
        assert any("all undated" in source.note for source in view.sources)
        (first, *_) = door.sources().sources
        some = replace(door.sources(), sources=(replace(first, undated=3, documents=1_200),))
        assert "3 of all 1,200 read undated" in sources_page_view(some, ServerLinks()).sources[0].note


class TestSingleFile:
    def test_figures_open_the_evidence_printed_at_its_end(
        self, door: Workspace, answers: dict[str, ComparisonAnswer]
    ) -> None:
        samples = door.evidence_samples(*COMPARED["two"], per_figure=1)
        page = assert_sound(comparison_file(answers["two"], samples))
        opened = page.css("#evidence details")
        assert len(opened) > 100
        linked = {a.attributes["href"] for a in page.css('.fig a[href^="#e-"]')}
        assert len(linked) > 100

    def test_of_a_role(self, mine: Workspace) -> None:
        answer = mine.role("Data Engineer")
        page = assert_sound(role_file(answer, mine.evidence_samples("Data Engineer", per_figure=2)))
        assert "“" in page.css_first("#evidence").text()
        assert page.css_first('.fig a[href="#e-data-engineer/tool/python"]') is not None

    def test_from_the_command_line(self, mine: Workspace, cli: Any, tmp_path: Any, filled: Any) -> None:
        for words in (("compare", "Data Engineer", "Data Analyst"), ("role", "Data Engineer")):
            called = cli(*words, "--html", tmp_path / "page.html", "--only-mine", "--workspace", filled)
            assert called.status == 0, called.err
            assert "page.html" in called.err
            assert_sound((tmp_path / "page.html").read_text("utf-8"))


class TestNotebook:
    @pytest.mark.parametrize("name", COMPARED)
    def test_a_comparison(self, name: str, answers: dict[str, ComparisonAnswer]) -> None:
        self._check(answers[name], len(COMPARED[name]))

    def test_a_role(self, door: Workspace) -> None:
        self._check(door.role("Lead Data Engineer", country="US"), 1)

    def test_strangers_words(self, answers: dict[str, ComparisonAnswer]) -> None:
        assert "<script" not in self._check(poison(answers["two"]), 2)

    @staticmethod
    def _check(answer: ComparisonAnswer | RoleAnswer, roles: int) -> str:
        html = answer._repr_html_()
        page = parse(f"<body>{html}")
        (root,) = page.css("body > .rolescope-answer")
        assert len(page.css("body > *")) == 1
        assert not page.css("[id], script, [style], link, a[href]")
        assert all(image.attributes["src"].startswith("data:") for image in page.css("img"))
        assert len(root.css(".counts")) == roles
        assert root.css_first("table.wide") is not None
        assert len(root.css(".verdict .pair")) == roles * (roles - 1) // 2
        style = root.css_first("style").text()
        assert style.startswith(".rolescope-answer {")
        assert ":root" not in style
        assert style.count("{") == style.count("}")
        return html


class TestOptions:
    def test_filters_in_words_and_as_parameters(self) -> None:
        form = FilterForm("/x", "US", "lead", "2023", "2024", frozenset({"posting", "guide"}))
        assert form.active == "country US, level lead, from 2023, to 2024, only postings and guides"
        assert filters_of(form) == {
            "country": "US",
            "level": "lead",
            "since": "2023",
            "until": "2024",
            "source_kind": ("guide", "posting"),
        }
        none = FilterForm("/x")
        assert (none.active, filters_of(none), none.shown) == ("", {}, ALL_KINDS)
