"""The command that starts the server."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from rolescope.present.calling import WorkspaceOption, make_settings

_STOPPED = 130


def serve(
    host: Annotated[
        str, typer.Option(help="Address listened on; 0.0.0.0 is reachable from everywhere.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port (0: a free one).")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="A further name that requests may use, such as careers.example.org."),
    ] = None,
    public_url: Annotated[
        str,
        typer.Option(help="How people reach it, such as https://careers.example.org.", show_default=False),
    ] = "",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that answer (default: one per core).")
    ] = None,
    workspace: WorkspaceOption = None,
    only_mine: Annotated[bool, typer.Option("--only-mine", help="Leave the bundled evidence out.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No line for each request.")] = False,
) -> None:
    """Show everything in the browser: pages, charts and a REST API on this machine."""
    # more of them only get in each other's way: the workers already keep every core busy
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from rolescope.present.web.options import WebOptions, name_of
    from rolescope.present.web.serve import AppMaker, count_cores, open_socket, run
    from rolescope.workspace import Workspace

    named = [name_of(public_url)] if public_url else []
    options = WebOptions(host, (*(allow_host or ()), *named), public_url, only_mine=only_mine)
    settings = make_settings(workspace)
    _ = Workspace(settings, only_mine=only_mine).evidence_base  # says now what would fail in every worker
    count = workers or count_cores()
    with open_socket(host, port) as listening:
        _announce(host, listening.getsockname()[1], count)
        if run(AppMaker(settings, options, not quiet), listening, count):
            sys.exit(_STOPPED)  # without the words that other commands end with


def _announce(host: str, port: int, workers: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    processes = "1 process" if workers == 1 else f"{workers} processes"
    typer.echo(f"Rolescope answers at http://{shown}:{port}/ ({processes}; Ctrl-C ends it).", err=True)
    if host not in ("127.0.0.1", "::1", "localhost"):
        typer.echo("Whoever reaches this machine can read your workspace there.", err=True)
