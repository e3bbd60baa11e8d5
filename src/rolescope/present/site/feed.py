"""What others read of a site: the list of pages for search engines, and the Atom feed of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from rolescope.present.site.write import Made

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWEST = 100


def build_sitemap(base: str, made: Mapping[str, Made]) -> bytes:
    """Every page with the day it last changed."""
    root = Xml.Element("urlset", xmlns=_SITEMAP)
    for name in sorted(n for n in made if n.endswith(".html") and n != "404.html"):
        entry = Xml.SubElement(root, "url")
        Xml.SubElement(entry, "loc").text = address(base, name)
        Xml.SubElement(entry, "lastmod").text = made[name].changed[:10]
    return _text(root)


def build_feed(base: str, made: Mapping[str, Made], titles: Mapping[str, str]) -> bytes:
    """The pages that changed last, newest first.

    Args:
        base: where the site is published; "" gives addresses relative to the feed's own.
        made: files with the time they last changed.
        titles: of the pages that stand in the feed, by file.
    """
    newest = sorted((n for n in titles if n in made), key=lambda n: (made[n].changed, n), reverse=True)
    root = Xml.Element("feed", xmlns=_ATOM)
    Xml.SubElement(root, "title").text = "Rolescope: careers compared on evidence"
    Xml.SubElement(root, "id").text = base or _id_of("")
    Xml.SubElement(root, "updated").text = made[newest[0]].changed if newest else "1970-01-01T00:00:00Z"
    author = Xml.SubElement(root, "author")
    Xml.SubElement(author, "name").text = "Rolescope"
    Xml.SubElement(root, "link", rel="alternate", href=address(base, "index.html"))
    if base:
        Xml.SubElement(root, "link", rel="self", href=address(base, "feed.xml"))
    for name in newest[:_NEWEST]:
        entry = Xml.SubElement(root, "entry")
        Xml.SubElement(entry, "title").text = titles[name]
        Xml.SubElement(entry, "id").text = address(base, name) if base else _id_of(name)
        Xml.SubElement(entry, "link", href=address(base, name))
        Xml.SubElement(entry, "updated").text = made[name].changed
    return _text(root)


def build_robots(base: str) -> bytes:
    """What crawlers ask for first: everything may be read, and where the list of pages is."""
    return f"User-agent: *\nAllow: /\nSitemap: {address(base, 'sitemap.xml')}\n".encode()


def _id_of(name: str) -> str:
    """A page's name for good where the site has no address: the same in every run.

    >>> _id_of("roles/data-engineer.html")
    'urn:uuid:03a6ebca-24c4-590d-b34a-87c0ccc3b536'
    """
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'rolescope:{name}')}"


def address(base: str, name: str) -> str:
    """Where a file is published."""
    return base + quote(name, safe="/@")


def _text(root: Xml.Element) -> bytes:
    Xml.indent(root)
    body: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def entry_titles(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Titles of comparisons and roles, which are what a feed tells of."""
    return {name: title for name, title in pages if name.startswith(("compare/", "roles/"))}
