"""A whole site: jobs drawn in worker processes, each writing what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from rolescope.present.site.draw import File, draw_job, list_jobs
from rolescope.present.site.feed import build_feed, build_sitemap, entry_titles
from rolescope.present.site.plan import FEED, MAP, Plan
from rolescope.present.site.write import Made, close_site, merge, open_site, write_file
from rolescope.settings import Settings
from rolescope.version import __version__
from rolescope.workspace import Workspace

Progress = Callable[[int, int], None]
_MOST = 32  # jobs of one call of a worker


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a run made: all files, those written, those removed."""

    schema: str
    version: str
    files: int
    written: int
    removed: int
    roles: int
    comparisons: int
    concepts: int


@dataclass(frozen=True, slots=True)
class _Written:
    """One file as a worker left it."""

    name: str
    digest: str
    title: str
    new: bool


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker needs once."""

    settings: Settings
    only_mine: bool
    plan: Plan
    folder: Path
    before: dict[str, Made]


def build_site(
    folder: Path, plan: Plan, settings: Settings, *, only_mine: bool, workers: int, progress: Progress
) -> SiteReport:
    """Draw and write all pages of ``plan`` into ``folder``.

    Args:
        folder: a new or empty folder, or one an earlier run wrote.
        plan: the pages.
        settings: of the workspace.
        only_mine: leave the bundled evidence out.
        workers: processes; 1 draws here.
        progress: told jobs done and jobs in all.
    """
    before = open_site(folder)
    folder.mkdir(parents=True, exist_ok=True)
    task, jobs = _Task(settings, only_mine, plan, folder, before), list_jobs(plan)
    written: list[_Written] = []
    for done, files in enumerate(_run(task, jobs, workers), 1):
        written += files
        progress(done, len(jobs))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = merge(before, ((w.name, w.digest) for w in written), now)
    titles = entry_titles((w.name, w.title) for w in written if w.title)
    lists = {FEED: build_feed(plan.base, made, titles)}
    if plan.base:
        lists[MAP] = build_sitemap(plan.base, made)
    for name, content in lists.items():
        digest, new = write_file(folder, name, content, before)
        written.append(_Written(name, digest, "", new))
    made = merge(before, ((w.name, w.digest) for w in written), now)
    removed = close_site(folder, before, made)
    fresh = sum(w.new for w in written)
    return SiteReport(
        "rolescope/site/1",
        __version__,
        len(made),
        fresh,
        removed,
        len(plan.roles),
        len(plan.pairs),
        len(plan.concepts),
    )


def _run(task: _Task, jobs: list[tuple[str, ...]], workers: int) -> Iterator[list[_Written]]:
    if workers <= 1:
        _start(task)
        yield from map(_work, jobs)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (task,)) as pool:
        size = max(1, min(_MOST, len(jobs) // (workers * 4)))
        yield from pool.map(_work, jobs, chunksize=size)


_here: list[tuple[Workspace, _Task]] = []  # of a worker process: its door and task


def _start(task: _Task) -> None:
    _here[:] = [(Workspace(task.settings, only_mine=task.only_mine).pin(), task)]


def _work(job: tuple[str, ...]) -> list[_Written]:
    door, task = _here[0]
    return list(_write(task, draw_job(door, task.plan, job)))


def _write(task: _Task, files: Iterable[File]) -> Iterator[_Written]:
    for file in files:
        digest, new = write_file(task.folder, file.name, file.content, task.before)
        yield _Written(file.name, digest, file.title, new)
