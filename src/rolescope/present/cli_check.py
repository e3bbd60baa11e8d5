"""The command ``check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolescope.errors import UsageError
from rolescope.present.calling import (
    AsHtml,
    AsJson,
    AsMarkdown,
    Country,
    OnlyMine,
    Since,
    Until,
    WorkspaceOption,
    open_workspace,
    save,
    show,
)

if TYPE_CHECKING:
    from rolescope.analyse.check_results import CheckAnswer
    from rolescope.workspace import Workspace

FAILED = 3
_SHOWN = 10


def check(
    articles: Annotated[
        list[str], typer.Argument(help="Files or folders of articles about roles; - reads standard input.")
    ],
    country: Country = None,
    since: Since = None,
    until: Until = None,
    workspace: WorkspaceOption = None,
    only_mine: OnlyMine = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
    as_html: AsHtml = None,
    fail_on: Annotated[
        str | None,
        typer.Option(help="Leave with status 3 if a claim has one of these verdicts: contradicted,outdated."),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(help="Claims shown of each verdict.", min=1, show_default="10; all in Markdown"),
    ] = None,
) -> None:
    """Check articles about roles: every claim held against postings, statistics and pay."""
    from rolescope.present.pages.check import build_check_page

    failing = parse_fail_on(fail_on)
    door = open_workspace(workspace, only_mine)
    answer = door.check(*(_to_given(a) for a in articles), country=country, since=since, until=until)
    for problem in answer.problems:
        typer.echo(f"{problem.where}: {problem.what}" if problem.where else problem.what, err=True)
    if not answer.articles:
        raise typer.Exit(1)
    if as_html:
        _save(as_html, answer, door, country, since, until)
    else:
        most = top if top is not None else None if as_markdown else _SHOWN
        show(answer, lambda: build_check_page(answer, most), as_json=as_json, as_markdown=as_markdown)
    _fail(answer, failing)


def parse_fail_on(text: str | None) -> tuple[str, ...]:
    """The verdicts that ``--fail-on`` names.

    Raises:
        UsageError: one of them is no verdict.

    >>> parse_fail_on("contradicted, outdated"), parse_fail_on(None)
    (('contradicted', 'outdated'), ())
    """
    from rolescope.analyse.check_results import VERDICTS

    named = tuple(part.strip().lower() for part in (text or "").split(",") if part.strip())
    for name in named:
        if name not in VERDICTS:
            raise UsageError(f"--fail-on takes verdicts ({', '.join(VERDICTS)}), not {name!r}.")
    if text is not None and not named:
        raise UsageError(f"--fail-on takes verdicts ({', '.join(VERDICTS)}).")
    return named


def _to_given(text: str) -> Path | str:
    return text if text == "-" else Path(text)


def _save(
    path: Path,
    answer: CheckAnswer,
    door: Workspace,
    country: str | None,
    since: str | None,
    until: str | None,
) -> None:
    from rolescope.present.html.check import check_file

    roles = dict.fromkeys(role.query for article in answer.articles for role in article.roles)
    samples = door.evidence_samples(*roles, per_figure=1, country=country, since=since, until=until)
    save(path, check_file(answer, samples), f"{len(answer.articles)} articles checked")


def _fail(answer: CheckAnswer, failing: tuple[str, ...]) -> None:
    """Leave with status 3 where a claim has one of the verdicts; leaning ones count."""
    found = {verdict: answer.verdicts[verdict] for verdict in failing if answer.verdicts[verdict]}
    if found:
        told = ", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in found.items())
        typer.echo(f"Failed on claims that are {told}.", err=True)
        raise typer.Exit(FAILED)
