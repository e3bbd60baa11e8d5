"""Commands about taxonomies: ``link``, ``taxonomy add``, ``taxonomy list``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolescope.present.calling import AsJson, WorkspaceOption, open_workspace, show, tell, write_lines

if TYPE_CHECKING:
    from rolescope.workspace import Workspace

taxonomy_app = typer.Typer(
    help="Add taxonomies and official figures to the workspace, and list them.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


def link(
    text: Annotated[str, typer.Argument(help="A phrase or sentence; - reads JSONL of {id, text}.")],
    to: Annotated[
        str, typer.Option(help="esco, onet (loaded with `taxonomy add`) or rolescope.")
    ] = "rolescope",
    top: Annotated[int, typer.Option(min=1, help="Entries shown.")] = 10,
    kind: Annotated[str, typer.Option(help="skill, occupation or group.")] = "skill",
    workspace: WorkspaceOption = None,
    as_json: AsJson = False,
) -> None:
    """Link a phrase or sentence to the skills or occupations of a taxonomy it is most like, best first."""
    if text == "-":
        _link_lines(open_workspace(workspace), to, kind, top)
        return
    from rolescope.present.pages.link import build_link_page

    answer = open_workspace(workspace).link(text, to=to, kind=kind, top=top)
    show(answer, lambda: build_link_page(answer), as_json=as_json)
    if not answer.links:
        raise typer.Exit(1)


def _link_lines(workspace: Workspace, to: str, kind: str, top: int) -> None:
    from rolescope.present.link_filter import link_lines

    target = workspace.open_target(to, kind)
    write_lines(link_lines("-", lambda text: target.link(text, top)))


@taxonomy_app.callback()
def _taxonomy(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        taxonomy_list()


@taxonomy_app.command("list")
def taxonomy_list(workspace: WorkspaceOption = None, as_json: AsJson = False) -> None:
    """Show the taxonomies that are loaded: edition, entries, when."""
    from rolescope.present.pages.link import build_taxonomies_page

    answer = open_workspace(workspace).taxonomies()
    show(answer, lambda: build_taxonomies_page(answer), as_json=as_json)


@taxonomy_app.command("add")
def taxonomy_add(
    release: Annotated[str, typer.Argument(help="onet, esco or bls.")],
    path: Annotated[Path, typer.Argument(help="Folder or file of the release.")],
    workspace: WorkspaceOption = None,
    as_json: AsJson = False,
) -> None:
    """Add an O*NET or ESCO release, or a BLS OEWS or Employment Projections file, to the workspace."""
    from rolescope.present.pages.link import tell_official

    report = open_workspace(workspace, create=True).add_official(release, path)
    tell(report, tell_official(report), as_json)
    for problem in report.problems:
        typer.echo(f"{problem.where}: {problem.what}", err=True)
    if not (report.figures or report.entries):
        raise typer.Exit(1)
