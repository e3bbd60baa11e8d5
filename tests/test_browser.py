"""Pages in a real browser: search, compare, filter, evidence, at two widths, with and without scripts; axe on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser_case import open_browser, serve
from rolescope import Settings, Workspace
from workspace_case import make_posting, write_jsonl

WIDTHS = (1280, 390)
HOSTILE = "<script>document.title='stolen'</script><img src=x onerror=alert(1)>"
PAGES = {
    "start": "/",
    "roles": "/roles",
    "role": "/roles/data-engineer",
    "role at a level": "/roles/data-engineer@lead",
    "thin role": "/roles/data-operations-manager",
    "comparison": "/compare/data-engineer/data-analyst",
    "comparison that cannot be told": "/compare/machine-learning-engineer/data-manager",
    "comparison of three": "/compare/data-engineer/data-analyst/data-scientist",
    "comparison of four": "/compare/data-engineer/data-analyst/data-scientist/software-engineer",
    "concepts": "/concepts",
    "concept": "/concepts/tool/python",
    "evidence": "/evidence/data-engineer/tool/spark",
    "evidence of pay": "/evidence/data-engineer/pay/collected",
    "sources": "/sources",
    "method": "/method",
    "check": "/check",
    "missing": "/nowhere",
    "api": "/api/docs",
}
LARGE = {name for name in PAGES if name.startswith(("comparison", "role at", "role"))} - {"roles"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the bundled evidence and a few own postings, one of them hostile."""
    folder = tmp_path_factory.mktemp("served")
    postings = [make_posting("Data Engineer", number) for number in range(1, 8)]
    text = str(postings[0]["text"]).replace("Responsibilities", f"{HOSTILE}\n\nResponsibilities", 1)
    postings.append(make_posting("Data Engineer", 30, text=text, title=f"Data Engineer {HOSTILE}"))
    feed = write_jsonl(folder / "board.jsonl", postings)
    Workspace(Settings(workspace=folder / "workspace", workers=1), create=True).add([feed], source="board")
    with serve(folder / "workspace") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A fresh page; what the console says in red fails the test."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    yield from _opened(context)


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page whose scripts do not run."""
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    yield from _opened(context)


def _opened(context: BrowserContext) -> Iterator[Page]:
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [text for text in said if "404" not in text] == []


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


class TestWays:
    """What people do, one after the other."""

    def test_search_compare_filter_evidence(self, page: Page, site: str) -> None:
        page.goto(site)
        page.get_by_label("Role", exact=True).fill("data eng")
        expect(page.locator("#roles-a option[value='Data Engineer']")).to_have_count(1)
        page.get_by_label("Role", exact=True).fill("Data Engineer")
        page.get_by_label("and", exact=True).fill("data analist")
        page.get_by_role("button", name="Compare").first.click()
        page.get_by_role(
            "link", name="Data Analyst", exact=True
        ).click()  # a slip of the pen: the nearest are named
        expect(page).to_have_url(f"{site}/compare/data-engineer/data-analyst")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Data Engineer and")
        page.get_by_text("Filters", exact=True).click()
        page.locator("input[name=country]").fill("US")
        page.locator("input[name=since]").fill("2022")
        page.get_by_role("button", name="Apply").click()
        expect(page).to_have_url(f"{site}/compare/data-engineer/data-analyst?country=US&since=2022")
        expect(page.locator(".filters summary")).to_contain_text("country US")
        page.locator("#tools .fig a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Evidence")
        assert "country=US" in page.url

    def test_without_scripts(self, still: Page, site: str) -> None:
        still.goto(site)
        still.get_by_label("Role", exact=True).fill("Data Engineer")
        still.get_by_label("and", exact=True).fill("Lead Data Engineer")
        still.get_by_role("button", name="Compare").first.click()
        expect(still).to_have_url(f"{site}/compare/data-engineer/data-engineer@lead")
        expect(still.locator("#verdict")).to_be_visible()
        still.get_by_role("link", name="Roles", exact=True).click()
        still.get_by_label("Find a role").fill("scientist")
        still.get_by_role("button", name="Find").click()
        still.get_by_role("link", name="Data Scientist", exact=True).click()
        expect(still.get_by_role("heading", level=1)).to_contain_text("Data Scientist")

    def test_a_posting_of_markup_shows_as_text(self, page: Page, site: str) -> None:
        """Readers take markup out of texts; a title is kept as written, and must stay words."""
        page.goto(f"{site}/evidence/data-engineer/tool/python?since=2024-07-15&until=2024-07-15")
        page.get_by_role("link", name="Data Engineer <script>").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(HOSTILE)
        assert page.title() != "stolen"
        assert page.locator("img[src=x]").count() == 0
        assert page.locator(".text mark").count() > 3

    def test_an_unknown_role_names_the_nearest(self, page: Page, site: str) -> None:
        page.goto(f"{site}/compare?role=Data+Enginer+Wizzard&role=Data+Analyst")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("main")).to_contain_text("Data")


class TestEveryPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_axe_finds_nothing(self, name: str, browser: Browser, site: str) -> None:
        """In light and dark; folded parts are unfolded but on the largest pages, where axe would take minutes."""
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True
            )
            page = context.new_page()
            page.goto(f"{site}{PAGES[name]}")
            if name not in LARGE:
                unfold(page)
            options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
            found = Axe().run(page, options=options)
            context.close()
            assert found.violations_count == 0, found.generate_report()

    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("width", [320, 640])
    def test_nothing_scrolls_sideways(self, name: str, width: int, browser: Browser, site: str) -> None:
        """320 px is reflow at 400 %; 640 px is a laptop at 200 %."""
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(f"{site}{PAGES[name]}")
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()

    def test_the_keyboard_reaches_everything(self, browser: Browser, site: str) -> None:
        """Tab stands on every link, field and table that scrolls, in the order of the page, and shows where it is."""
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{site}/")
        wanted = (
            page.locator("a[href], button, input, summary, select, [tabindex='0']")
            .locator("visible=true")
            .count()
        )
        seen = []
        for _ in range(wanted + 2):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.outerHTML"))
        assert len(dict.fromkeys(seen)) >= wanted
        assert "skip" in seen[0]
        context.close()


class TestNoNetwork:
    def test_nothing_is_loaded_from_elsewhere(self, browser: Browser, site: str) -> None:
        context = browser.new_context()
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        for path in PAGES.values():
            page.goto(f"{site}{path}")
        context.close()
        assert [url for url in asked if not url.startswith((site, "data:"))] == []

    def test_a_comparison_file_is_whole(self, browser: Browser, bundled: Workspace, tmp_path: Path) -> None:
        from rolescope.present.html.single import comparison_file

        names = ("Data Engineer", "Data Analyst")
        html = comparison_file(bundled.compare(*names), bundled.evidence_samples(*names, per_figure=1))
        (tmp_path / "one.html").write_text(html, "utf-8")
        context = browser.new_context(offline=True)
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "one.html").as_uri())
        broken = "[...document.images].filter(i => i.complete && !i.naturalWidth).length"
        assert page.evaluate(broken) == 0
        page.locator("#tools .fig a").first.click()
        assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")
        context.close()
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
