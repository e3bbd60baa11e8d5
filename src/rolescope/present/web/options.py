"""How a server answers, and how much one request may take."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from rolescope.errors import UsageError


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What may be chosen, and the limits that hold for everybody.

    Attributes:
        host: the address listened on; names that requests may use follow from it.
        allow_hosts: further names that requests may use.
        public_url: how people outside reach the server ("https://careers.example.org"), for permanent addresses.
        only_mine: leave the bundled evidence out.
        snapshot_seconds: how often newer evidence is looked for.
        cache_bytes: what remembered responses may take.
        at_once: answers worked out at a time.
        waiting: answers that may wait for their turn; one more is refused.
        answer_seconds: how long an answer may take, waiting included.
        target_bytes: path and query of a request.
        body_bytes: body of a request.
        refused_bytes: of a form that is too large, read and dropped so that the browser shows why it was refused.
        body_seconds: how long a body may take to arrive.
        bodies: requests with a body at a time.
        documents: postings in one request to annotate.
        articles: articles in one request to check; claims: what they may claim together.
        reading_seconds: how long reading them may take.
        reading_bytes: memory that the reading process may take beyond what it starts with.
    """

    host: str = "127.0.0.1"
    allow_hosts: tuple[str, ...] = ()
    public_url: str = ""
    only_mine: bool = False
    snapshot_seconds: float = 5.0
    cache_bytes: int = 64 << 20
    at_once: int = 2
    waiting: int = 64
    answer_seconds: float = 20.0
    target_bytes: int = 16_384
    body_bytes: int = 4 << 20
    refused_bytes: int = 64 << 20
    body_seconds: float = 20.0
    bodies: int = 8
    documents: int = 100
    articles: int = 10
    claims: int = 2_000
    reading_seconds: float = 20.0
    reading_bytes: int = 1 << 30


def name_of(url: str) -> str:
    """The name of the server in an address.

    Raises:
        UsageError: it is no address of a server.

    >>> name_of("https://careers.example.org:8443")
    'careers.example.org'
    """
    split = urlsplit(url)
    if split.scheme not in ("http", "https") or not split.hostname or split.path.strip("/") or split.query:
        raise UsageError(f"--public-url takes an address such as https://careers.example.org, not {url!r}.")
    return split.hostname
