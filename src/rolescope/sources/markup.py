"""HTML → text that keeps lines and lists, for pages and for the fragments in feeds' descriptions."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rolescope.model import Problem
from rolescope.sources.options import Limits, Refused

_ELEMENTS: dict[str, str] = tomllib.loads(
    files("rolescope.data").joinpath("sources", "elements.toml").read_text("utf-8")
)
SELF_ENDING, FORMATTING, RAW, SKIPPED, PARAGRAPHS, LINES = (
    frozenset(_ELEMENTS[kind].split())
    for kind in ("self_ending", "formatting", "raw", "skipped", "paragraphs", "lines")
)

_SPACE = r"[ \t\n\f\r/]"
# A tag as the HTML standard's tokeniser reads it: quotes count only after "=". It cannot fail once begun (a tag
# may end with the text), so that no text is scanned twice.
_TAG = re.compile(
    rf"<(?:(!--)|(/?)([a-zA-Z][^ \t\n\f\r/>]*)((?:{_SPACE}++|[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?)?)*+)(?:>|\Z))"
)
_COMMENT_END = re.compile(r"--!?>")
_LIKE_HTML = re.compile(
    r"</?(?P<block>p|br|div|ul|ol|li|h[1-6]|table|tr|td|th|section|article|hr|dl|dt|dd|blockquote)(?=[\s/>])"
    r"|</?(?:span|strong|b|em|i|u|a|font|sup|sub|small|pre|code|img)(?=[\s/>])",
    re.IGNORECASE,
)


def is_markup(text: str) -> bool:
    """Whether ``text`` holds HTML elements, not just a "<".

    >>> is_markup("<p>Hello</p>"), is_markup("at <Company>, salary < 50k")
    (True, False)
    """
    return "<" in text and _LIKE_HTML.search(text) is not None


def _blocks(html: str) -> int:
    return sum(match["block"] is not None for match in _LIKE_HTML.finditer(html))


def find_depth(html: str, most: int) -> int:
    """How deep elements nest, counted up to ``most`` + 1, in linear time, without building the tree.

    Made for the ways pages really nest; what is made to mislead it is bounded by ``Limits.html_tags``.

    >>> find_depth("<div><p>a<p>b<div></div></div>", 200)
    2
    """
    stack: list[str] = []
    inside: Counter[str] = Counter()
    formatting: Counter[str] = Counter()
    deepest = at = 0
    while deepest <= most and (match := _TAG.search(html, at)):
        at = match.end()
        name = (match[3] or "").lower()
        if match[1]:
            at = _end(_COMMENT_END, html, match.start() + 2)
        elif match[2]:
            _close(name, stack, inside, formatting)
        elif name in RAW:
            at = _end(re.compile(f"</{name}", re.IGNORECASE), html, at)
        elif name in FORMATTING:
            formatting[name] += 1
        elif name not in SELF_ENDING and not (match[4].endswith("/") and (inside["svg"] or inside["math"])):
            stack.append(name)
            inside[name] += 1
        deepest = max(deepest, len(stack) + formatting.total())
    return deepest


def _close(name: str, stack: list[str], inside: Counter[str], formatting: Counter[str]) -> None:
    if name in FORMATTING:
        formatting[name] = max(0, formatting[name] - 1)
    elif inside[name]:
        while (last := stack.pop()) != name:
            inside[last] -= 1
        inside[name] -= 1


def _end(pattern: re.Pattern[str], html: str, at: int) -> int:
    found = pattern.search(html, at)
    return found.end() if found else len(html)


def parse_html(html: str, limits: Limits) -> LexborHTMLParser:
    """The page as a tree.

    Raises:
        Refused: it is too large or nests too deep to be parsed in sensible time.
    """
    if len(html) > limits.page_bytes:
        what = f"The HTML is too large ({len(html):,} characters; at most {limits.page_bytes:,})."
        raise Refused(Problem(what, "", "too_large"))
    if html.count("<") > limits.html_tags:
        raise Refused(Problem(f"The HTML has more than {limits.html_tags:,} tags.", "", "too_large"))
    if find_depth(html, limits.html_depth) > limits.html_depth:
        raise Refused(Problem(f"The HTML nests deeper than {limits.html_depth} elements.", "", "too_deep"))
    return LexborHTMLParser(html)


def html_to_text(html: str, limits: Limits) -> str:
    r"""The text of a page or fragment: blocks as lines, list items as "- " lines.

    Where there are more line ends than block tags, the line ends are kept too: that is text with a little
    markup in it.

    Raises:
        Refused: see ``parse_html``.

    >>> html_to_text("<p>We need</p><ul><li>SQL<li> <b>R</b> &amp; D</ul>", Limits())
    'We need\n\n- SQL\n- R & D'
    """
    body = parse_html(html, limits).body
    if body is None:
        return ""
    return node_text(body, keep_lines=html.count("\n") > _blocks(html))


def node_text(node: LexborNode, *, keep_lines: bool = False) -> str:
    """The text below ``node``, laid out as in ``html_to_text``."""
    layout = _Layout()
    for tag, text, entering in _events(node):
        if tag == "-text":
            layout.write(text, keep_lines=keep_lines)
        elif tag == "li":
            layout.item(entering=entering)
        elif tag in PARAGRAPHS:
            layout.end_line(2)
        elif tag in LINES:
            layout.end_line(1)
        elif tag == "br" and entering:
            layout.line_break()
        elif tag in ("td", "th"):
            layout.space = True
    return "".join(layout.out).strip()


def _events(top: LexborNode) -> Iterator[tuple[str, str, bool]]:
    """(tag, text, entering) in document order, without recursion."""
    stack: list[tuple[LexborNode, bool]] = [(top, True)]
    while stack:
        node, entering = stack.pop()
        tag = node.tag or ""
        if entering and node is not top and node.next is not None:
            stack.append((node.next, True))
        if tag in SKIPPED and node is not top:
            continue
        yield tag, (node.text(deep=False) or "") if tag == "-text" else "", entering
        if entering and tag != "-text":
            # the exit comes after the children, before the next sibling
            stack.append((node, False))
            if node.child is not None:
                stack.append((node.child, True))


@dataclass(slots=True)
class _Layout:
    """Lines as they grow; breaks and spaces are written only once text follows."""

    out: list[str] = field(default_factory=list)
    breaks: int = 0
    space: bool = False
    bullet: bool = False
    items: int = 0

    def write(self, text: str, *, keep_lines: bool) -> None:
        if keep_lines and "\n" in text:
            first, *rest = text.split("\n")
            self._words(first)
            for line in rest:
                self.line_break()
                self._words(line)
        else:
            self._words(text)

    def _words(self, text: str) -> None:
        words = text.split()
        if not words:
            self.space = self.space or bool(text)
            return
        if self.out and self.breaks:
            self.out.append("\n" * self.breaks)
        elif self.out and (self.space or text[0].isspace()):
            self.out.append(" ")
        if self.bullet:
            self.out.append("- ")
        self.out.append(" ".join(words))
        self.breaks, self.bullet, self.space = 0, False, text[-1].isspace()

    def end_line(self, breaks: int) -> None:
        if not self.bullet:
            self.breaks = max(self.breaks, 1 if self.items else breaks)

    def line_break(self) -> None:
        if not self.bullet:
            self.breaks = min(2, self.breaks + 1)

    def item(self, *, entering: bool) -> None:
        self.breaks = max(self.breaks, 1)
        self.bullet = entering
        self.items = max(0, self.items + (1 if entering else -1))
