"""Checked articles in a real browser: sent, filtered by keyboard without scripts, read on narrow screens; axe on all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser_case import open_browser, serve
from rolescope import Workspace
from rolescope.present.html.check import check_file

GUIDES = sorted((Path(__file__).parents[1] / "benchmarks" / "gold_claims" / "articles").iterdir())
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT = (
    "# Data Engineer\n\n- Languages such as Python, SQL or COBOL\n- They build data pipelines.\n\n"
    "According to the Bureau of Labor Statistics, employment of data scientists is projected to grow by 31% from "
    "2019 to 2029.\n\nThe weather was fine that day.\n"
)


@pytest.fixture(scope="module")
def site(filled: Path) -> Iterator[str]:
    with serve(filled) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def file(bundled: Workspace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the single file of two guides."""
    answer = bundled.check(*GUIDES[:2])
    roles = {role.query for article in answer.articles for role in article.roles}
    page = tmp_path_factory.mktemp("file") / "check.html"
    page.write_text(check_file(answer, bundled.evidence_samples(*roles, per_figure=1)), "utf-8")
    return page.as_uri()


def open_page(browser: Browser, width: int, **options: object) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]
    )
    return context.new_page()


def send(page: Page, site: str, *files: Path) -> None:
    """What people do: a text or files into the form."""
    page.goto(f"{site}/check")
    if files:
        page.get_by_label("or files").set_input_files([str(file) for file in files])
    else:
        page.get_by_label("The article", exact=True).fill(TEXT)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#summary")).to_be_visible()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def find_faults(page: Page) -> str:
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestAxe:
    """Nothing to find, in light and dark."""

    @pytest.mark.parametrize("width", [1280, 390])
    def test_the_page_of_several(self, scheme: str, width: int, browser: Browser, site: str) -> None:
        page = open_page(browser, width, color_scheme=scheme, bypass_csp=True)
        send(page, site, *GUIDES[:2])
        unfold(page)
        if width == 390:
            page.get_by_label("Show every note").check()
        assert find_faults(page) == ""
        page.context.close()

    def test_a_filtered_page(self, scheme: str, browser: Browser, site: str) -> None:
        page = open_page(browser, 1280, color_scheme=scheme, bypass_csp=True)
        send(page, site)
        page.locator("label[for=show-silent]").click()
        assert find_faults(page) == ""
        page.context.close()

    def test_the_form_that_refuses(self, scheme: str, browser: Browser, site: str) -> None:
        page = open_page(browser, 390, color_scheme=scheme, bypass_csp=True)
        page.goto(f"{site}/check")
        page.get_by_role("button", name="Check").click()
        expect(page.get_by_role("alert")).to_have_text("Paste an article or choose a file.")
        assert find_faults(page) == ""
        page.context.close()

    def test_the_file(self, scheme: str, browser: Browser, file: str) -> None:
        page = open_page(browser, 1280, color_scheme=scheme)
        page.goto(file)
        assert find_faults(page) == ""
        page.context.close()


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_scrolls_sideways(width: int, browser: Browser, site: str, file: str) -> None:
    page = open_page(browser, width)
    send(page, site, *GUIDES)
    unfold(page)
    page.get_by_label("Show every note").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(file)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A wide page whose scripts do not run."""
    page = open_page(browser, 1280, java_script_enabled=False)
    yield page
    page.context.close()


def test_filters_work_by_keyboard_and_without_scripts(still: Page, site: str) -> None:
    send(still, site)
    every = still.locator(".note.v-supported, .note.v-rare, .note.v-outdated").locator("visible=true").count()
    assert every >= 3
    still.locator("#show-all").focus()
    for _ in range(10):
        if still.locator("#show-outdated").is_checked():
            break
        still.keyboard.press("ArrowRight")
    expect(still.locator("#show-outdated")).to_be_checked()
    expect(still.locator(".sheet .blk").locator("visible=true")).to_have_count(1)
    expect(still.locator(".notes .note").locator("visible=true")).to_have_count(1)
    expect(still.locator(".notes .note").locator("visible=true")).to_contain_text("Outdated")
    still.locator("label[for=show-silent]").click()
    expect(still.locator(".sheet .blk").locator("visible=true")).to_contain_text(
        "The weather was fine that day."
    )
    still.locator("label[for=show-all]").click()
    expect(still.locator("mark", has_text="Python")).to_be_visible()


def test_on_a_narrow_screen_a_note_opens_at_its_number(browser: Browser, site: str) -> None:
    page = open_page(browser, 390, java_script_enabled=False)
    send(page, site)
    python = page.locator(".notes .note", has_text="Python").first
    expect(python).to_be_hidden()
    expect(page.locator(".notes .v-outdated").first).to_be_visible()
    page.get_by_role("link", name="Claim 1: supported").click()
    expect(python).to_be_visible()
    python.get_by_role("link", name="Back to claim 1").click()
    expect(python).to_be_hidden()
    page.get_by_label("Show every note").check()
    expect(python).to_be_visible()
    page.context.close()


def test_in_print_every_note_stands(browser: Browser, file: str) -> None:
    page = open_page(browser, 700)
    page.goto(file)
    assert page.locator(".notes .note").locator("visible=true").count() < page.locator(".notes .note").count()
    page.emulate_media(media="print")
    assert (
        page.locator(".notes .note").locator("visible=true").count() == page.locator(".notes .note").count()
    )
    page.context.close()


def test_evidence_opens_beside_the_page(browser: Browser, site: str) -> None:
    page = open_page(browser, 1280)
    send(page, site)
    with page.context.expect_page() as opened:
        page.locator(".notes .fig a").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Evidence")
    expect(page.locator("#summary")).to_be_visible()
    page.context.close()


def test_nothing_is_loaded_from_elsewhere(browser: Browser, site: str, file: str) -> None:
    context: BrowserContext = browser.new_context()
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    send(page, site, *GUIDES)
    context.set_offline(True)
    page.goto(file)
    page.locator(".notes .fig a").first.click()
    assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")
    context.close()
    assert [url for url in asked if not url.startswith((site, "data:", "file:"))] == []
    assert said == []
