"""What tests of pages share: a page parsed, its laws, answers in which a stranger wrote every word."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from rolescope.present.html.links import FileLinks, Links, ServerLinks, SiteLinks

HOSTILE = "\"'><script>steal()</script><img src=x onerror=steal()>{{ 7*7 }}{% raw %}&amp;"
_BY_STRANGERS = {
    *("label", "asked", "definition", "aliases", "title", "employer", "location", "source", "url", "quote"),
    *(
        "text",
        "note",
        "edition",
        "licence",
        "value_text",
        "label_a",
        "label_b",
        "soc_title",
        "sources",
        "name",
    ),
    *("concepts", "filters", "as_written", "reason", "family", "matched", "contents", "licences", "section"),
}


def every_kind_of_links() -> dict[str, Links]:
    """Addresses as a server, a site and a single file write them."""
    return {
        "server": ServerLinks(
            "/page", {"country": "US"}, {"rolescope.css": "abc"}, "https://example.org/page"
        ),
        "site": SiteLinks("deep/er/page.html", lambda file: True, "https://example.org/deep/er/page.html"),
        "empty site": SiteLinks("page.html", lambda file: file.startswith("static/")),
        "file": FileLinks.to(()),
    }


def poison(value: Any, stranger: bool = False) -> Any:
    """The same value, but strings that sources, files or people write hold markup."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: poison(getattr(value, f.name), f.name in _BY_STRANGERS) for f in fields(value) if f.init
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(poison(v, stranger) for v in value)
    if isinstance(value, dict):
        return {k: poison(v, stranger) for k, v in value.items()}
    return f"{value}{HOSTILE}" if stranger and isinstance(value, str) and value else value


def parse(html: str) -> LexborHTMLParser:
    """The page as a browser would have it."""
    return LexborHTMLParser(html)


def assert_sound(html: str) -> LexborHTMLParser:
    """A page holds what every page holds, and nothing that a stranger put in; gives it parsed."""
    page = parse(html)
    assert html.startswith("<!doctype html>")
    assert page.css_first("html").attributes["lang"] == "en"
    assert page.css_first("title").text().endswith(" · Rolescope")
    assert len(page.css("h1")) == 1
    assert len(page.css("main#main")) == 1
    assert_harmless(page)
    ids = [element.attributes["id"] for element in page.css("[id]")]
    assert len(ids) == len(set(ids)), "an id twice"
    anchors = [e.attributes["href"] for e in page.css('a[href^="#"]')]
    assert {unquote(anchor[1:]) for anchor in anchors} <= set(ids)
    assert all(image.attributes.get("alt") for image in page.css("img"))
    assert all(
        table.css_first("caption") or "data" in str(table.attributes["class"]) for table in page.css("table")
    )
    levels = [int(element.tag[1]) for element in page.css("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "a level skipped"
    return page


def assert_harmless(page: LexborHTMLParser) -> None:
    """No script but ours and data, no handler, no style attribute, no address that runs code."""
    for script in page.css("script"):
        kind, src = script.attributes.get("type"), script.attributes.get("src") or ""
        assert kind == "application/ld+json" or "/static/" in src, script.html
    for element in page.css("*"):
        attributes = element.attributes
        assert not [name for name in attributes if name.startswith("on") or name == "style"], element.html
        for name in ("href", "src", "srcset", "action"):
            assert not (attributes.get(name) or "").strip().lower().startswith("javascript"), element.html
