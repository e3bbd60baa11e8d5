"""The command ``site``."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from rolescope.present.calling import AsJson, WorkspaceOption, make_settings, open_workspace, tell


def site(
    out: Annotated[Path, typer.Argument(help="A new or empty folder, or one that an earlier run wrote.")],
    role: Annotated[
        list[str] | None,
        typer.Argument(help="Roles, all compared with all; none for the best evidenced.", show_default=False),
    ] = None,
    roles: Annotated[int, typer.Option(min=1, help="Roles at most, where none is named.")] = 90,
    pairs: Annotated[int, typer.Option(min=0, help="Comparisons at most.")] = 300,
    concepts: Annotated[int, typer.Option(min=0, help="Skills, tools and duties at most.")] = 200,
    base: Annotated[
        str,
        typer.Option(help="Address it will be published at: adds sitemap, canonical addresses, pictures."),
    ] = "",
    answers: Annotated[
        bool, typer.Option("--answers", help="Write every page's answer as JSON beside it.")
    ] = False,
    workers: Annotated[int | None, typer.Option(help="Worker processes (0: one per core).", min=0)] = None,
    workspace: WorkspaceOption = None,
    only_mine: Annotated[bool, typer.Option("--only-mine", help="Leave the bundled evidence out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the pages as a static site; running it again writes only what changed."""
    from rolescope.present.progress import show_progress
    from rolescope.present.site.build import build_site
    from rolescope.present.site.draw import list_jobs
    from rolescope.present.site.plan import plan_site

    settings = make_settings(workspace, workers)
    door = open_workspace(workspace, only_mine)
    named = tuple((c.kind, c.id) for c in door.concepts(limit=concepts).concepts) if concepts else ()
    plan = plan_site(
        door.roles(), role or (), roles=roles, pairs=pairs, concepts=named, base=base, answers=answers
    )
    begun = time.monotonic()
    with show_progress("drawing", len(list_jobs(plan))) as progress:
        report = build_site(
            out,
            plan,
            settings,
            only_mine=only_mine,
            workers=settings.workers or os.cpu_count() or 1,
            progress=lambda done, of: progress(1),
        )
    tell(
        report,
        f"{report.roles:,} roles and {report.comparisons:,} comparisons in {out}: {report.files:,} files, "
        f"{report.bytes / 1e6:,.1f} MB; {report.written:,} written, {report.removed:,} removed, in "
        f"{time.monotonic() - begun:,.0f} s.",
        as_json,
    )
