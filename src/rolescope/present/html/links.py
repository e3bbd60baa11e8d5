"""How addresses are written: absolute on a server, relative in a static site, anchors in a single file.

Every method gives None where there is no such page; the template then draws the words without a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations
from typing import Protocol
from urllib.parse import quote, urlencode


class Links(Protocol):
    """Addresses of pages, from the page they stand on.

    Attributes:
        interactive: whether scripts are loaded and forms can be sent.
        permanent: this page's absolute address, to be cited; "" where it has none.
    """

    @property
    def interactive(self) -> bool: ...

    @property
    def permanent(self) -> str: ...

    def page(self, name: str) -> str | None:
        """A page without arguments: "start", "roles", "concepts", "sources", "method", "api/docs".

        "comparisons" lists those that are drawn; a server draws any, so it has no such list.
        """

    def role(self, query: str) -> str | None:
        """A role's page by its query key."""

    def compare(self, *queries: str) -> str | None:
        """The comparison of these role queries."""

    def concept(self, kind: str, concept: str) -> str | None:
        """A concept's page."""

    def evidence(self, key: str) -> str | None:
        """The documents behind a figure."""

    def document(self, document_id: str) -> str | None:
        """One document."""

    def chart(self, name: str, extension: str) -> str | None:
        """A chart of this page as a file of its own."""

    def json(self) -> str | None:
        """This page's answer as JSON."""

    def static(self, name: str) -> str | None:
        """A file of the design: style sheet, script, icon."""


@lru_cache(65_536)  # a comparison has a thousand addresses, the same on the next page
def _path(*parts: str) -> str:
    """Parts as an address path; "@" and "/" stay as they are, being parts of keys.

    >>> _path("evidence", "data-engineer@lead/tool/c++")
    '/evidence/data-engineer@lead/tool/c%2B%2B'
    """
    return "".join(f"/{quote(part, safe='@/')}" for part in parts)


@dataclass(frozen=True, slots=True)
class ServerLinks:
    """Absolute paths; the filters in force go along where they mean the same.

    Attributes:
        here: path of this page, as "/compare/a/b".
        filters: query parameters in force.
        versions: digests of the static files, so that they can be cached for good.
        permanent: absolute address of this page.
    """

    here: str = "/"
    filters: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    permanent: str = ""
    interactive: bool = True

    def _with(self, path: str, *names: str) -> str:
        if not self.filters:
            return path
        kept = {n: self.filters[n] for n in (names or tuple(self.filters)) if self.filters.get(n)}
        return f"{path}?{urlencode(kept, doseq=True)}" if kept else path

    def page(self, name: str) -> str | None:
        if name == "comparisons":
            return None
        return "/" if name == "start" else _path(name)

    def role(self, query: str) -> str | None:
        return self._with(_path("roles", query), "country", "since", "until")

    def compare(self, *queries: str) -> str | None:
        return self._with(_path("compare", *queries), "country", "since", "until")

    def concept(self, kind: str, concept: str) -> str | None:
        return self._with(_path("concepts", kind, concept), "country", "since", "until")

    def evidence(self, key: str) -> str | None:
        return self._with(_path("evidence", key), "country", "level", "since", "until")

    def document(self, document_id: str) -> str | None:
        return _path("documents", document_id)

    def chart(self, name: str, extension: str) -> str | None:
        return self._with(f"{self.here.rstrip('/')}/charts/{name}.{extension}")

    def json(self) -> str | None:
        return self._with(f"{self.here.rstrip('/') or '/index'}.json")

    def static(self, name: str) -> str | None:
        digest = self.versions.get(name)
        return _path("static", name) + (f"?v={digest}" if digest else "")


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Relative addresses of files, for the file system and any plain web server.

    Attributes:
        here: this page's file within the site, as "compare/a/b.html".
        exists: whether the site has a file of this name.
        root: where the site is published, for the page that is shown at any address (404); "" writes relative ones.
    """

    here: str
    exists: Callable[[str], bool]
    permanent: str = ""
    root: str = ""
    interactive: bool = False

    def _to(self, file: str, anchor: str = "") -> str | None:
        if not self.exists(file):
            return None
        up = self.root or "../" * self.here.count("/")
        return f"{up}{quote(file, safe='@/')}{f'#{quote(anchor)}' if anchor else ''}"

    def page(self, name: str) -> str | None:
        return self._to("index.html" if name == "start" else f"{name}.html")

    def role(self, query: str) -> str | None:
        return self._to(f"roles/{query}.html") or self._to(f"roles/{query.partition('@')[0]}.html")

    def compare(self, *queries: str) -> str | None:
        """One order of the roles is drawn; it is found by any."""
        found = (self._to(f"compare/{'/'.join(order)}.html") for order in permutations(queries))
        return next(filter(None, found), None)

    def concept(self, kind: str, concept: str) -> str | None:
        return self._to(f"concepts/{kind}/{concept}.html")

    def evidence(self, key: str) -> str | None:
        return self._to(f"evidence/{key.partition('/')[0]}.html", anchor_of(key))

    def document(self, document_id: str) -> str | None:
        return None

    def chart(self, name: str, extension: str) -> str | None:
        return self._to(f"{self.here.removesuffix('.html')}/charts/{name}.{extension}")

    def json(self) -> str | None:
        return self._to(f"{self.here.removesuffix('.html')}.json")

    def static(self, name: str) -> str | None:
        return self._to(f"static/{name}")


@dataclass(frozen=True, slots=True)
class FileLinks:
    """Anchors within one file; figures open the evidence printed at its end.

    Attributes:
        keys: figures whose evidence can be in the file.
        used: those that were linked, in the order of the page; filled while a view is built.
    """

    keys: frozenset[str] = frozenset()
    used: dict[str, None] = field(default_factory=dict)
    permanent: str = ""
    interactive: bool = False

    @classmethod
    def to(cls, keys: Iterable[str]) -> FileLinks:
        """Links to the evidence of these figures."""
        return cls(frozenset(keys))

    def page(self, name: str) -> str | None:
        return None

    def role(self, query: str) -> str | None:
        return None

    def compare(self, *queries: str) -> str | None:
        return None

    def concept(self, kind: str, concept: str) -> str | None:
        return None

    def evidence(self, key: str) -> str | None:
        if key not in self.keys:
            return None
        self.used[key] = None
        return f"#{anchor_of(key)}"

    def document(self, document_id: str) -> str | None:
        return None

    def chart(self, name: str, extension: str) -> str | None:
        return None

    def json(self) -> str | None:
        return None

    def static(self, name: str) -> str | None:
        return None


def anchor_of(key: str) -> str:
    """A figure's key as the id of an element.

    >>> anchor_of("data-engineer@lead/tool/c++")
    'e-data-engineer@lead/tool/c++'
    """
    return f"e-{key}"
