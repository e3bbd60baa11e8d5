"""A site crawled as a visitor would: every address of every page leads to a file, every anchor to an element."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

_ADDRESSES = (("a", "href"), ("img", "src"), ("link", "href"), ("source", "srcset"), ("script", "src"))


def broken_links(folder: Path) -> list[str]:
    """Addresses that lead nowhere, as "page: address"."""
    return [
        f"{page.relative_to(folder)}: {address}"
        for page in sorted(folder.rglob("*.html"))
        for address in addresses(page)
        if not _leads_somewhere(page, address)
    ]


def addresses(page: Path) -> Iterator[str]:
    """What a page links to or loads within the site."""
    tree = LexborHTMLParser(page.read_text("utf-8"))
    for tag, name in _ADDRESSES:
        for element in tree.css(tag):
            address = element.attributes.get(name)
            if address and not address.startswith(("http:", "https:", "data:")):
                yield address


def _leads_somewhere(page: Path, address: str) -> bool:
    parts = urlsplit(address)
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return target.is_file() and (not parts.fragment or unquote(parts.fragment) in _ids(target))


@cache
def _ids(page: Path) -> frozenset[str]:
    return frozenset(e.attributes["id"] or "" for e in LexborHTMLParser(page.read_text("utf-8")).css("[id]"))
