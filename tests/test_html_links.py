"""Addresses: absolute on a server, relative in a site, anchors in a file, None where there is no page."""

from __future__ import annotations

from rolescope.present.html.links import FileLinks, ServerLinks, SiteLinks


class TestServer:
    def test_addresses_are_quoted_and_keep_what_means_the_same(self) -> None:
        links = ServerLinks(
            "/compare/a/b", {"country": "US", "level": "lead", "source_kind": ("guide", "posting")}
        )
        assert links.page("start") == "/"
        assert links.page("roles") == "/roles"
        assert links.page("comparisons") is None
        assert links.role("data-engineer@lead") == "/roles/data-engineer@lead?country=US"
        assert links.compare("a", "b") == "/compare/a/b?country=US"
        assert links.concept("tool", "c#?") == "/concepts/tool/c%23%3F?country=US"
        assert links.evidence("a/tool/c++") == "/evidence/a/tool/c%2B%2B?country=US&level=lead"
        assert links.document("<id>") == "/documents/%3Cid%3E"
        everything = "country=US&level=lead&source_kind=guide&source_kind=posting"
        assert links.chart("tools", "svg") == f"/compare/a/b/charts/tools.svg?{everything}"
        assert links.json() == f"/compare/a/b.json?{everything}"

    def test_without_filters(self) -> None:
        assert ServerLinks().json() == "/index.json"
        assert ServerLinks().role("a") == "/roles/a"
        assert ServerLinks(versions={"a.css": "1f"}).static("a.css") == "/static/a.css?v=1f"
        assert ServerLinks().static("a.css") == "/static/a.css"


class TestSite:
    def test_addresses_are_relative_to_the_page(self) -> None:
        links = SiteLinks("compare/a/b.html", lambda file: True)
        assert links.page("start") == "../../index.html"
        assert links.page("comparisons") == "../../comparisons.html"
        assert links.role("a@lead") == "../../roles/a@lead.html"
        assert links.concept("tool", "c#") == "../../concepts/tool/c%23.html"
        assert links.evidence("a@lead/tool/c#") == "../../evidence/a@lead.html#e-a%40lead/tool/c%23"
        assert links.chart("tools", "svg") == "../../compare/a/b/charts/tools.svg"
        assert links.json() == "../../compare/a/b.json"
        assert links.static("rolescope.css") == "../../static/rolescope.css"
        assert links.document("1") is None

    def test_what_the_site_does_not_hold_has_none(self) -> None:
        links = SiteLinks("index.html", {"roles/a.html", "compare/c/a/b.html"}.__contains__)
        assert links.page("roles") is None
        assert links.role("a@lead") == "roles/a.html", "a role stands in for its level"
        assert links.role("b@lead") is None
        assert links.compare("a", "b", "c") == "compare/c/a/b.html", "one order is drawn, any is found"
        assert links.compare("a", "b") is None
        assert links.chart("tools", "png") is None

    def test_a_page_shown_anywhere_writes_whole_addresses(self) -> None:
        links = SiteLinks("404.html", lambda file: True, root="https://example.org/jobs/")
        assert links.page("start") == "https://example.org/jobs/index.html"


class TestFile:
    def test_only_evidence_is_linked_and_noted(self) -> None:
        links = FileLinks.to(["b/tool/x", "a/tool/c++", "c/tool/y"])
        assert links.evidence("a/tool/c++") == "#e-a/tool/c++"
        assert links.evidence("b/tool/x") == "#e-b/tool/x"
        assert links.evidence("elsewhere") is None
        assert list(links.used) == ["a/tool/c++", "b/tool/x"]
        assert not any(
            (links.page("start"), links.role("a"), links.compare("a", "b"), links.concept("tool", "x"))
        )
        assert not any((links.document("1"), links.chart("a", "svg"), links.json(), links.static("a.css")))
