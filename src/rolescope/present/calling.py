"""What commands share: options, opening the workspace, printing answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolescope.errors import UsageError

if TYPE_CHECKING:
    from rolescope.present.blocks import Page
    from rolescope.settings import Settings
    from rolescope.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="Folder of the workspace.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
OnlyMine = Annotated[bool, typer.Option("--only-mine", help="Leave the bundled evidence out.")]
AsMarkdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown.")]
Country = Annotated[str | None, typer.Option(help="Only postings of this country (two letters, such as US).")]
Level = Annotated[
    str | None,
    typer.Option(help="Only this level: intern, entry, mid, senior, lead, manager, director, executive."),
]
Since = Annotated[
    str | None, typer.Option(help="Only postings from this day, month or year on (2024, 2024-07).")
]
Until = Annotated[str | None, typer.Option(help="Only postings up to this day, month or year.")]
AsHtml = Annotated[
    Path | None,
    typer.Option("--html", help="Write one self-contained page to this file.", show_default=False),
]
Top = Annotated[int, typer.Option(help="Rows shown of each table.", min=1)]


def write_lines(lines: Iterator[tuple[str, bool]]) -> None:
    """Print lines as they come; status 1, and a sentence on standard error, if none could be read."""
    good = 0
    for line, ok in lines:
        sys.stdout.write(line + "\n")
        good += ok
    sys.stdout.flush()
    if not good:
        typer.echo("No line could be read.", err=True)
        raise typer.Exit(1)


def make_settings(workspace: Path | None, workers: int | None = None) -> Settings:
    """The settings in force under a call's options."""
    from rolescope.settings import load_settings

    return load_settings(workspace=workspace, workers=workers)


def open_workspace(
    workspace: Path | None, only_mine: bool = False, *, create: bool = False, workers: int | None = None
) -> Workspace:
    """The workspace that a call names; notices go to standard error."""
    from rolescope.store.layout import is_workspace
    from rolescope.workspace import Workspace

    notice = lambda text: typer.echo(text, err=True)  # noqa: E731
    if workspace is not None and not (create or only_mine or is_workspace(workspace)):
        typer.echo(f"{workspace} holds no workspace: the bundled evidence alone answers.", err=True)
    return Workspace(make_settings(workspace, workers), only_mine=only_mine, create=create, notice=notice)


def show(answer: Any, build: Any, *, as_json: bool = False, as_markdown: bool = False) -> None:
    """Print an answer in the form asked for."""
    if as_json and as_markdown:
        raise UsageError("Choose --json or --markdown, not both.")
    if as_json:
        from rolescope.present.render.as_json import render_json

        typer.echo(render_json(answer))
        return
    page: Page = build()
    if as_markdown:
        from rolescope.present.render.markdown import render_markdown

        typer.echo(render_markdown(page), nl=False)
        return
    from rolescope.present.render.terminal import print_page

    print_page(page)


def tell(record: Any, text: str, as_json: bool) -> None:
    """Print what was done, in one sentence or as JSON."""
    if as_json:
        from rolescope.present.render.as_json import render_json

        text = render_json(record)
    typer.echo(text)


def save(path: Path, page: str, what: str) -> None:
    """Write a page to a file and say so."""
    path.write_text(page, encoding="utf-8")
    typer.echo(f"{what}: {path.name}, {len(page.encode()) / 1e6:.1f} MB.", err=True)


def stand_back() -> None:
    """Let other processes go first: to read a large feed shall not slow a server on the same machine."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, max(19, os.getpriority(os.PRIO_PROCESS, 0)))
