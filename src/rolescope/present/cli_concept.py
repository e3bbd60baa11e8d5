"""The command ``concept``."""

from __future__ import annotations

from typing import Annotated

import typer

from rolescope.present.calling import (
    AsJson,
    AsMarkdown,
    Country,
    OnlyMine,
    Since,
    Top,
    Until,
    WorkspaceOption,
    open_workspace,
    show,
)


def concept(
    name: Annotated[str, typer.Argument(help="A concept, such as Python, 'machine learning' or its id.")],
    kind: Annotated[
        str | None,
        typer.Option(
            help="tool, skill, soft_skill, certification, field_of_study, industry or activity.",
            show_default="the kind that most postings name",
        ),
    ] = None,
    country: Country = None,
    since: Since = None,
    until: Until = None,
    workspace: WorkspaceOption = None,
    only_mine: OnlyMine = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
    top: Top = 10,
) -> None:
    """Show one tool, skill or duty: which roles ask for it, what goes with it, how it moves over time."""
    from rolescope.present.pages.concept import build_concept_page

    answer = open_workspace(workspace, only_mine).concept(
        kind, name, country=country, since=since, until=until
    )
    show(answer, lambda: build_concept_page(answer, top), as_json=as_json, as_markdown=as_markdown)
