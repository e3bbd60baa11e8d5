"""HTML pages of postings: schema.org JSON-LD, else microdata."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rolescope.model import Problem
from rolescope.sources.jsonfiles import parse_json
from rolescope.sources.jsonld import find_postings, flatten_posting
from rolescope.sources.markup import node_text, parse_html
from rolescope.sources.options import Limits, Record, Refused

MICRODATA = '[itemtype*="schema.org/JobPosting"]'


def read_page(html: str, name: str, limits: Limits) -> Iterator[Record | Problem]:
    """The postings that a page declares, as flat records; nothing where it declares none.

    Raises:
        Refused: the page is too large or nests too deep.
    """
    try:
        page = parse_html(html, limits)
    except Refused as refused:
        raise Refused(Problem(refused.problem.what, name, refused.problem.why)) from None
    numbers = count(1)
    found = False
    for node in page.css('script[type="application/ld+json"]'):
        value = parse_json(_bare(node.text()), name, limits)
        if isinstance(value, Problem):
            yield value
            continue
        for posting in find_postings(value):
            found = True
            yield Record(f"{name}:{next(numbers)}", flatten_posting(posting))
    if not found:
        yield from (Record(f"{name}:{next(numbers)}", values) for values in _microdata(page))


def _bare(script: str) -> str:
    """The JSON without the comment marks that old pages put around scripts."""
    text = script.strip()
    for mark in ("<!--", "//<![CDATA[", "<![CDATA["):
        text = text.removeprefix(mark)
    for mark in ("-->", "//]]>", "]]>"):
        text = text.removesuffix(mark)
    return text


def _microdata(page: LexborHTMLParser) -> Iterator[dict[str, object]]:
    for posting in page.css(MICRODATA):
        values: dict[str, object] = {}
        for node in _own_properties(posting):
            values.setdefault(node.attributes.get("itemprop") or "", _value(node))
        if values:
            yield flatten_posting(values)


def _own_properties(item: LexborNode) -> Iterator[LexborNode]:
    """The properties of this item, not those of items within it."""
    for node in item.css("[itemprop]"):
        owner = node.parent
        while owner is not None and "itemscope" not in owner.attributes:
            owner = owner.parent
        if owner is not None and owner.mem_id == item.mem_id and node.mem_id != item.mem_id:
            yield node


def _value(node: LexborNode) -> object:
    """What an itemprop says; of a nested item its properties."""
    attributes = node.attributes
    if "itemscope" in attributes:
        inner = {n.attributes.get("itemprop") or "": _value(n) for n in _own_properties(node)}
        return inner or node_text(node)
    return attributes.get("content") or attributes.get("datetime") or node_text(node)
