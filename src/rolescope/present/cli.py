"""The command line. Heavy parts are imported inside the commands, so that ``--help`` is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from rolescope.errors import RolescopeError, UsageError
from rolescope.present.calling import (
    AsHtml,
    AsJson,
    AsMarkdown,
    Country,
    Level,
    OnlyMine,
    Since,
    Top,
    Until,
    WorkspaceOption,
    open_workspace,
    save,
    show,
    stand_back,
    tell,
    write_lines,
)
from rolescope.present.cli_check import check
from rolescope.present.cli_concept import concept
from rolescope.present.cli_link import link, taxonomy_app
from rolescope.present.cli_serve import serve
from rolescope.present.cli_site import site
from rolescope.version import __version__

app = typer.Typer(
    name="rolescope",
    help="Compare careers on evidence: job postings, official statistics, collected pay, guides.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rolescope {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


@app.command()
def compare(
    roles: Annotated[
        list[str], typer.Argument(help="Two to four roles, such as 'Data Engineer' 'Lead Data Engineer'.")
    ],
    country: Country = None,
    level: Level = None,
    since: Since = None,
    until: Until = None,
    workspace: WorkspaceOption = None,
    only_mine: OnlyMine = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
    as_html: AsHtml = None,
    top: Top = 10,
) -> None:
    """Compare roles: what really differs, what each pays, what is missing to move."""
    from rolescope.present.pages.compare import build_compare_page

    if not 2 <= len(roles) <= 4:
        raise UsageError(f"compare takes two to four roles, not {len(roles)}.")
    door = open_workspace(workspace, only_mine)
    answer = door.compare(*roles, country=country, level=level, since=since, until=until)
    if as_html:
        from rolescope.present.html.single import PER_FIGURE, comparison_file

        samples = door.evidence_samples(
            *roles, per_figure=PER_FIGURE, country=country, level=level, since=since, until=until
        )
        save(as_html, comparison_file(answer, samples), f"{len(roles)} roles compared")
        return
    show(answer, lambda: build_compare_page(answer, top), as_json=as_json, as_markdown=as_markdown)


@app.command()
def role(
    name: Annotated[str, typer.Argument(help="A role, such as 'Data Engineer' or 'Lead Data Engineer'.")],
    country: Country = None,
    level: Level = None,
    since: Since = None,
    until: Until = None,
    workspace: WorkspaceOption = None,
    only_mine: OnlyMine = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
    as_html: AsHtml = None,
    top: Top = 20,
) -> None:
    """Show one role: duties, skills, tools, pay, education, with counts and intervals."""
    from rolescope.present.pages.role import build_role_page

    door = open_workspace(workspace, only_mine)
    answer = door.role(name, country=country, level=level, since=since, until=until)
    if as_html:
        from rolescope.present.html.single import PER_FIGURE, role_file

        samples = door.evidence_samples(
            name, per_figure=PER_FIGURE, country=country, level=level, since=since, until=until
        )
        save(as_html, role_file(answer, samples), answer.role.card.asked)
        return
    show(answer, lambda: build_role_page(answer, top), as_json=as_json, as_markdown=as_markdown)


@app.command()
def roles(
    text: Annotated[str, typer.Argument(help="Part of a name.")] = "",
    workspace: WorkspaceOption = None,
    only_mine: OnlyMine = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
) -> None:
    """List the roles that are known, with their postings in the evidence."""
    from rolescope.present.pages.roles import build_roles_page

    answer = open_workspace(workspace, only_mine).roles(text)
    show(answer, lambda: build_roles_page(answer), as_json=as_json, as_markdown=as_markdown)


@app.command()
def evidence(
    key: Annotated[
        str, typer.Argument(help="A figure's key, such as machine-learning-engineer/tool/python.")
    ],
    country: Country = None,
    level: Level = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, help="Documents shown.")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="Documents passed over.")] = 0,
    workspace: WorkspaceOption = None,
    only_mine: OnlyMine = False,
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
) -> None:
    """Open a figure: the documents and quotes behind it."""
    from rolescope.present.pages.evidence import build_evidence_page

    answer = open_workspace(workspace, only_mine).evidence(
        key, country=country, level=level, since=since, until=until, limit=limit, offset=offset
    )
    show(answer, lambda: build_evidence_page(answer), as_json=as_json, as_markdown=as_markdown)


@app.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders of postings, guides or collected pay.")
    ],
    kind: Annotated[str, typer.Option(help="auto, posting, guide or pay.")] = "auto",
    source: Annotated[str | None, typer.Option(help="Name of the feed.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="OUR=THEIRS: a column that is not recognised, such as text=jd.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes (0: one per core).", min=0)] = None,
    workspace: WorkspaceOption = None,
    as_json: AsJson = False,
) -> None:
    """Read documents into the workspace."""
    from rolescope.present.pages.added import build_added_page
    from rolescope.present.progress import show_progress

    columns = dict(_split_pair(c) for c in column or ())
    stand_back()
    with show_progress("reading") as progress:
        report = open_workspace(workspace, create=True, workers=workers).add(
            paths, kind=kind, source=source, columns=columns, progress=progress
        )
    show(report, lambda: build_added_page(report), as_json=as_json)
    if not report.kept_anything:
        raise typer.Exit(1)


@app.command()
def annotate(
    file: Annotated[
        str, typer.Argument(help="JSONL of {id, text, title?}, CSV or Parquet; - reads standard input.")
    ],
    text_column: Annotated[
        str | None, typer.Option(help="Column that holds the text (CSV, Parquet).")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes (0: one per core).", min=0)] = None,
) -> None:
    """Read postings as a filter: one JSON line out for each line in, in order."""
    from rolescope.present.filters import annotate_lines
    from rolescope.settings import load_settings

    write_lines(annotate_lines(file, text_column, load_settings(workers=workers).workers))


@app.command()
def remove(
    ids: Annotated[list[str] | None, typer.Argument(help="Document ids.", show_default=False)] = None,
    source: Annotated[str | None, typer.Option(help="Everything of this feed.")] = None,
    employer: Annotated[str | None, typer.Option(help="Everything of this employer.")] = None,
    workspace: WorkspaceOption = None,
    as_json: AsJson = False,
) -> None:
    """Remove documents, or all of a feed, from the workspace; documents do not come back when added again."""
    from rolescope.present.removing import feeds_of, say_removed

    door = open_workspace(workspace, only_mine=True)
    answer = door.remove(ids or (), source=source, employer=employer)
    tell(answer, say_removed(answer), as_json)
    if not (answer.removed or answer.pay_ranges or answer.official_figures):
        if source:
            typer.echo(
                f"No feed is named {source!r}; there are: {', '.join(feeds_of(door)) or 'none'}.", err=True
            )
        raise typer.Exit(1)


@app.command()
def compact(workspace: WorkspaceOption = None, as_json: AsJson = False) -> None:
    """Merge the workspace's small files and drop what no reader needs."""
    answer = open_workspace(workspace, only_mine=True).compact()
    tell(answer, f"{answer.files_merged:,} files merged, {answer.rows_dropped:,} rows dropped.", as_json)


@app.command()
def reread(
    workers: Annotated[int | None, typer.Option(help="Worker processes (0: one per core).", min=0)] = None,
    workspace: WorkspaceOption = None,
    as_json: AsJson = False,
) -> None:
    """Read every stored document again with this version, and switch to that reading at once."""
    from rolescope.present.progress import show_progress

    stand_back()
    with show_progress("rereading") as progress:
        answer = open_workspace(workspace, only_mine=True, workers=workers).reread(progress=progress)
    tell(answer, f"Read {answer.documents:,} documents again as {answer.generation}.", as_json)


@app.command()
def doctor(workspace: WorkspaceOption = None, as_json: AsJson = False) -> None:
    """Say what is installed, what the workspace holds, and what is wrong with it."""
    from rolescope.present.pages.doctor import build_doctor_page

    report = open_workspace(workspace).doctor()
    show(report, lambda: build_doctor_page(report), as_json=as_json)
    if report.problems:
        raise typer.Exit(1)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(help="Name of a command, such as compare.")],
) -> None:
    """Print the JSON Schema of what a command gives with --json."""
    from importlib.resources import files

    folder = files("rolescope.data").joinpath("schemas")
    known = sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json"))
    if name not in known:
        raise UsageError(f"No schema is named {name!r}; there are {', '.join(known)}.")
    typer.echo(folder.joinpath(f"{name}.json").read_text("utf-8"), nl=False)


def _split_pair(text: str) -> tuple[str, str]:
    ours, equals, theirs = text.partition("=")
    if not equals:
        raise UsageError(f"--column takes OUR=THEIRS, such as text=job_text, not {text!r}.")
    return ours.strip(), theirs.strip()


app.command("check")(check)
app.command("concept")(concept)
app.command("link")(link)
app.command("serve")(serve)
app.command("site")(site)
app.add_typer(taxonomy_app, name="taxonomy")

_STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status (DESIGN §5)."""
    _use_utf8()
    try:
        status = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        if status == _STOPPED:  # typer makes a status of Ctrl-C, without a word
            raise KeyboardInterrupt
    except RolescopeError as error:
        status = _refuse(str(error), error.exit_status)
    except (KeyboardInterrupt, typer.Abort):
        status = _refuse("Stopped; what was reported as stored is stored.", _STOPPED)
    except (BrokenPipeError, SystemExit) as left:
        if not isinstance(left, BrokenPipeError) and not isinstance(left.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0  # whoever read us has what it wanted
    except Exception as error:
        status = _refuse_usage(error)
    sys.exit(status if isinstance(status, int) else 0)


def _refuse(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _refuse_usage(error: Exception) -> int:
    """A wrong call or a failing disk in one sentence; anything else is a bug and keeps its traceback."""
    format_message = getattr(error, "format_message", None)
    if format_message is not None:
        return _refuse(format_message(), 2)
    if isinstance(error, OSError):
        return _refuse(
            f"{error.strerror or error}{f': {Path(error.filename).name}' if error.filename else ''}.", 1
        )
    raise error


def _use_utf8() -> None:
    """Bars and dashes need UTF-8 where a pipe or an old console says otherwise."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
