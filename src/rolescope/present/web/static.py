"""The files of the design: a fixed table, held in memory; no name from a request is ever opened."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rolescope.present.html.links import ServerLinks

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file of the design, plain and packed; ``digest`` is the version in its address."""

    media: str
    plain: bytes
    packed: bytes
    digest: str


@cache
def static_files() -> Mapping[str, StaticFile]:
    """All packaged files that are for browsers, by name."""
    folder = files("rolescope.present").joinpath("static")
    found = (
        (f.name, _TYPES.get("." + f.name.rpartition(".")[2]), f) for f in folder.iterdir() if f.is_file()
    )
    return {name: _read(media, file.read_bytes()) for name, media, file in sorted(found) if media}


def _read(media: str, content: bytes) -> StaticFile:
    digest = hashlib.blake2b(content, digest_size=6).hexdigest()
    return StaticFile(media, content, gzip.compress(content, 9, mtime=0), digest)


@cache
def design_digest() -> str:
    """Changes with every template and file of the design."""
    digest = hashlib.blake2b(digest_size=4)
    templates = files("rolescope.present").joinpath("templates").iterdir()
    for template in sorted(templates, key=lambda file: file.name):
        digest.update(template.read_bytes())
    for file in static_files().values():
        digest.update(file.plain)
    return digest.hexdigest()


@cache
def _digests() -> Mapping[str, str]:
    return {name: file.digest for name, file in static_files().items()}


def server_links(here: str, filters: Mapping[str, Any], permanent: str) -> ServerLinks:
    """Addresses as a page on the server writes them."""
    return ServerLinks(here, filters, _digests(), permanent)


class _PlainLinks(ServerLinks):
    """Addresses on a page that draws no answer, so that there is no JSON of it."""

    def json(self) -> str | None:
        return None


def plain_links(filters: Mapping[str, Any] | None = None) -> ServerLinks:
    """Addresses as a page without an answer of its own writes them."""
    return _PlainLinks(filters=filters or {}, versions=_digests())
