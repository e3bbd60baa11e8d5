"""Short articles and what is claimed in them, for the tests of claims."""

from __future__ import annotations

from rolescope.extract.claims import Reading, find_claims
from rolescope.model import Claim
from rolescope.sources.articles import Article, read_article_text

TITLE = "Data Engineer vs. Data Analyst"
BOTH = ("data-engineer", "data-analyst")
ENGINEER, ANALYST = (("data-engineer",), ("data-analyst",))


def read(body: str, title: str = TITLE) -> tuple[Article, Reading]:
    """An article of a title and a body, and its claims."""
    article = read_article_text(f"# {title}\n\n{body}", kind="markdown")
    assert isinstance(article, Article), article
    return article, find_claims(article)


def claims_of(body: str, title: str = TITLE) -> list[Claim]:
    """The claims of a body under a title."""
    return list(read(body, title)[1].claims)


def say(body: str, title: str = TITLE) -> list[tuple[str, str, str | None]]:
    """Kind, words and concept of each claim."""
    article, reading = read(body, title)
    return [(c.kind, article.text[c.start : c.end], c.concept) for c in reading.claims]
