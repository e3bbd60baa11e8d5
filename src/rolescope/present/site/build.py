"""A whole site: jobs drawn in worker processes, each writing what changed."""

from __future__ import annotations

import atexit
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context, parent_process
from pathlib import Path

from rolescope.present.site.draw import File, draw_job, list_jobs
from rolescope.present.site.feed import build_feed, build_robots, build_sitemap, entry_titles
from rolescope.present.site.plan import FEED, MAP, ROBOTS, Plan
from rolescope.present.site.write import Made, begin_site, close_site, merge, open_site, write_file
from rolescope.settings import Settings
from rolescope.version import __version__
from rolescope.workspace import Workspace

Progress = Callable[[int, int], None]
_MOST = 8  # jobs of one call of a worker, which Ctrl-C waits for


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a run made: all files and their size, how many of them were written, how many others removed."""

    schema: str
    version: str
    files: int
    bytes: int
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
    size: int
    new: bool


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker needs once."""

    settings: Settings
    only_mine: bool
    plan: Plan
    folder: Path


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
    begin_site(folder, plan.files, before)
    task, jobs = _Task(settings, only_mine, plan, folder), list_jobs(plan)
    written: list[_Written] = []
    for done, files in enumerate(_run(task, jobs, workers), 1):
        written += files
        progress(done, len(jobs))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = merge(before, ((w.name, w.digest) for w in written), now)
    titles = entry_titles((w.name, w.title) for w in written if w.title)
    written += _write(folder, _lists(plan, made, titles))
    made = merge(before, ((w.name, w.digest) for w in written), now)
    removed = close_site(folder, before, made)
    return _report(plan, written, removed)


def _lists(plan: Plan, made: Mapping[str, Made], titles: Mapping[str, str]) -> Iterator[File]:
    """Files about all others."""
    yield File(FEED, build_feed(plan.base, made, titles))
    if MAP in plan.files:
        yield File(MAP, build_sitemap(plan.base, made))
    if ROBOTS in plan.files:
        yield File(ROBOTS, build_robots(plan.base))


def _report(plan: Plan, written: Sequence[_Written], removed: int) -> SiteReport:
    return SiteReport(
        "rolescope/site/1",
        __version__,
        len(written),
        sum(w.size for w in written),
        sum(w.new for w in written),
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
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (task,)) as pool:
        size = max(1, min(_MOST, len(jobs) // (workers * 4)))
        yield from pool.map(_work, jobs, chunksize=size)


_here: list[tuple[Workspace, _Task]] = []  # of a worker process: its door and task


def _start_worker(task: _Task) -> None:
    """Workers leave Ctrl-C to the parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    atexit.register(os._exit, 0)  # with a thread still waiting, libraries tell of references left at the end
    _start(task)


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its workers, which would wait for work for good."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start(task: _Task) -> None:
    _here[:] = [(Workspace(task.settings, only_mine=task.only_mine).pin(), task)]


def _work(job: tuple[str, ...]) -> list[_Written]:
    door, task = _here[0]
    return list(_write(task.folder, draw_job(door, task.plan, job)))


def _write(folder: Path, files: Iterable[File]) -> Iterator[_Written]:
    for file in files:
        digest, new = write_file(folder, file.name, file.content)
        yield _Written(file.name, digest, file.title, len(file.content), new)
