"""What docs/server.md says is what the server does."""

from __future__ import annotations

from pathlib import Path

from rolescope.present.web import api, checks, describing, files, pages, pictures
from rolescope.present.web.options import WebOptions

TOLD = (Path(__file__).resolve().parents[1] / "docs" / "server.md").read_text("utf-8")


def row(what: str) -> str:
    return next(line for line in TOLD.splitlines() if line.startswith(f"| {what}"))


def test_limits_are_those_in_force() -> None:
    limits = WebOptions()
    assert f"| {limits.target_bytes >> 10} KiB |" in row("path and query")
    assert f"| {limits.answer_seconds:g} seconds |" in row("time for an answer")
    assert f"| {limits.waiting} |" in row("answers that wait")
    assert f"| {limits.body_bytes >> 20} MiB |" in row("body of a request")
    assert f"| {limits.body_seconds:g} seconds |" in row("time for a body")
    assert f"| {limits.bodies} |" in row("bodies at a time")
    assert f"| {limits.documents} |" in row("documents in one request")
    assert f"| {limits.articles}, with {limits.claims:,} claims" in row("articles in one request")
    assert f"| {limits.reading_seconds:g} seconds |" in row("time to read")
    assert f"| {limits.reading_bytes >> 30} GiB |" in row("memory to read")
    assert f"| {limits.cache_bytes >> 20} MiB |" in row("remembered")
    assert f"every {limits.snapshot_seconds:g} seconds" in " ".join(TOLD.split())


def test_every_address_is_told() -> None:
    for part in (api, checks, describing, files, pages, pictures):
        for route in part.router.routes:
            first = route.path.split("/")[1].partition("{")[0].removesuffix(".json")
            assert f"/{first}" in TOLD or first in ("static", "suggest", "favicon.ico", "robots.txt"), (
                route.path
            )
