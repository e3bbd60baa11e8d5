"""The web server under load, while another process adds postings: rate, p99 and errors against their floors.

``python benchmarks/load.py`` starts ``rolescope serve`` with two workers on a workspace above the bundled evidence,
asks 50 pages of all types a second for 60 seconds, each role, pair, concept and figure drawn at random from those
with evidence, and lets ``rolescope add`` read 5,000 postings meanwhile. Requests start by the clock whether or not
earlier ones are answered (an open loop), and a request's time counts from when it should have started.
Then it times comparisons that the server has not seen, one after the other, on an idle server, and a static site.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import itertools
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from floors import hold, lower

from rolescope import Workspace

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "postings" / "postings.jsonl.gz"
RATE, SECONDS, ADDED = 50, 60, 5_000
UNSEEN = 40
SITE_ROLES, SITE_PAIRS = 90, 300
LEAST = 30  # counted postings from which a role is drawn
KINDS = ("tool", "skill", "soft_skill", "activity")
MIX = {  # parts of a hundred
    "start": 4,
    "roles": 4,
    "role": 17,
    "compare": 20,
    "concept": 13,
    "concepts": 3,
    "evidence": 12,
    "document": 4,
    "chart": 7,
    "suggest": 6,
    "sources": 2,
    "method": 2,
    "api": 6,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: its type, seconds since it was due, status; 0 where none came."""

    kind: str
    seconds: float
    status: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What requests are drawn from."""

    roles: tuple[str, ...]
    concepts: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    documents: tuple[str, ...]


def main() -> int:
    """Measure, print, and give the exit status."""
    parser = argparse.ArgumentParser(description="The web server under load, against its floors.")
    parser.add_argument("--data", type=Path, default=DATA, help="postings of which 5,000 are added meanwhile")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long the load lasts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-site", action="store_true", help="leave the static site out")
    parser.add_argument("--lower", nargs=2, metavar=("NAME", "VALUE"), help="change one floor")
    parser.add_argument("--reason", default="", help="why the floor is changed")
    options = parser.parse_args()
    if options.lower:
        return lower(*options.lower, reason=options.reason)
    return hold(measure(options))


def measure(options: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """All figures by name, one after the other."""
    evidence = draw_evidence()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        first, rest = write_postings(options.data, Path(folder))
        run_rolescope("add", str(first), workspace=workspace)
        with serving(workspace) as port:
            yield "unseen_compare_ms", measure_unseen(port, evidence, options.seed)
            yield from measure_load(port, evidence, options, rest, workspace)
        if not options.no_site:
            yield "site_seconds", measure_site(Path(folder), workspace)


# --- what is asked -----------------------------------------------------------------------------------


def draw_evidence() -> Evidence:
    """Roles with evidence, concepts and figures of theirs, documents behind them."""
    workspace = Workspace(only_bundled=True)
    roles = tuple(r.id for r in workspace.roles().roles if r.postings >= LEAST)
    keys = [
        share.key
        for role in roles[::6]
        for share in workspace.role(role).role.profile.shares
        if share.kind in KINDS and share.k >= 10
    ]
    concepts = {tuple(key.split("/", 2)[1:]) for key in keys}
    documents = [item.document_id for key in keys[::40] for item in workspace.evidence(key, limit=3).items]
    return Evidence(roles, tuple(sorted(concepts)), tuple(keys), tuple(sorted(set(documents))))  # type: ignore[arg-type]


def draw_requests(evidence: Evidence, seed: int) -> Iterator[tuple[str, str]]:
    """Types of page and addresses, without end."""
    chance = random.Random(seed)
    kinds, parts = list(MIX), list(MIX.values())
    while True:
        kind = chance.choices(kinds, parts)[0]
        yield kind, _ADDRESSES[kind](chance, evidence)


def _pair(chance: random.Random, evidence: Evidence) -> str:
    return "/".join(chance.sample(evidence.roles, 2))


def _chart(chance: random.Random, evidence: Evidence) -> str:
    name = chance.choice(("skills", "tools", "duties", "levels"))
    page = chance.choice((f"compare/{_pair(chance, evidence)}", f"roles/{chance.choice(evidence.roles)}"))
    return f"/{page}/charts/{name}.svg"


def _concept(chance: random.Random, evidence: Evidence) -> str:
    return "/".join(map(quote, chance.choice(evidence.concepts)))


def _api(chance: random.Random, evidence: Evidence) -> str:
    role = chance.choice(evidence.roles)
    return chance.choice(
        (f"/api/roles/{role}", f"/api/compare?role={role}&role={chance.choice(evidence.roles)}")
    )


_ADDRESSES: Mapping[str, Callable[[random.Random, Evidence], str]] = {
    "start": lambda chance, e: "/",
    "roles": lambda chance, e: "/roles",
    "role": lambda chance, e: f"/roles/{chance.choice(e.roles)}",
    "compare": lambda chance, e: f"/compare/{_pair(chance, e)}",
    "concept": lambda chance, e: f"/concepts/{_concept(chance, e)}",
    "concepts": lambda chance, e: "/concepts",
    "evidence": lambda chance, e: f"/evidence/{quote(chance.choice(e.keys), safe='/@')}",
    "document": lambda chance, e: f"/documents/{chance.choice(e.documents)}",
    "chart": _chart,
    "suggest": lambda chance, e: (
        f"/suggest?q={quote(chance.choice(('data', 'lead ml', 'soft', 'devop', 'analyst')))}"
    ),
    "sources": lambda chance, e: "/sources",
    "method": lambda chance, e: "/method",
    "api": _api,
}


# --- asking ------------------------------------------------------------------------------------------


class Client:
    """A connection per thread, kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._local = threading.local()

    def get(self, path: str) -> int:
        """The status of one request whose body was read whole; 0 if it failed."""
        for attempt in (0, 1):  # a kept connection may have been closed by the server in between
            try:
                connection = self._connect(fresh=attempt == 1)
                connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                continue
            return answer.status
        return 0

    def _connect(self, *, fresh: bool) -> http.client.HTTPConnection:
        if fresh or not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection: http.client.HTTPConnection = self._local.connection
        return connection


def measure_load(
    port: int, evidence: Evidence, options: argparse.Namespace, postings: Path, workspace: Path
) -> Iterator[tuple[str, float]]:
    """Ask by the clock while postings are added; prints what was slow."""
    adding = subprocess.Popen(
        _command("add", str(postings)),
        env=os.environ | {"ROLESCOPE_WORKSPACE": str(workspace)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    answers = ask(Client(port), draw_requests(evidence, options.seed), options.seconds)
    done = adding.poll()
    if adding.wait(timeout=300):
        print("The postings could not be added.", file=sys.stderr)
    print(
        f"Adding {ADDED:,} postings {'ended' if done is not None else 'was still going on'} within the load."
    )
    report(answers)
    times = sorted(answer.seconds for answer in answers)
    yield "load_rate", len(answers) / options.seconds
    yield "load_p99_ms", times[int(0.99 * len(times))] * 1000
    yield "load_errors", float(sum(answer.status != 200 for answer in answers))


def ask(client: Client, requests: Iterator[tuple[str, str]], seconds: int) -> list[Answer]:
    """Answers to ``RATE`` requests a second, each started when it is due."""
    begin = time.perf_counter() + 0.2

    def run(due: float, kind: str, path: str) -> Answer:
        status = client.get(path)
        return Answer(kind, time.perf_counter() - due, status)

    with ThreadPoolExecutor(64) as pool:
        waiting = []
        for number, (kind, path) in enumerate(itertools.islice(requests, RATE * seconds)):
            due = begin + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(pool.submit(run, due, kind, path))
        return [future.result() for future in waiting]


def report(answers: list[Answer]) -> None:
    """Median and 99th percentile of each type of page, and statuses that are not 200."""
    by_kind = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer.seconds * 1000)
    for kind, times in sorted(by_kind.items()):
        times.sort()
        print(
            f"  {kind:10} {len(times):5} requests, median {times[len(times) // 2]:6.0f} ms, "
            f"p99 {times[int(0.99 * len(times))]:6.0f} ms, most {times[-1]:6.0f} ms"
        )
    wrong = Counter((a.kind, a.status) for a in answers if a.status != 200)
    for (kind, status), count in wrong.items():
        print(f"  {kind}: {count} times status {status}")


def measure_unseen(port: int, evidence: Evidence, seed: int) -> float:
    """Milliseconds that 95 of 100 comparisons not seen before stay under, one after the other."""
    chance, client, times = random.Random(seed + 1), Client(port), []
    for _ in range(UNSEEN):
        path = f"/compare/{_pair(chance, evidence)}"
        start = time.perf_counter()
        if client.get(path) == 200:
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"  unseen comparisons: median {times[len(times) // 2]:.0f} ms, most {times[-1]:.0f} ms")
    return times[int(0.95 * len(times))]


def measure_site(folder: Path, workspace: Path) -> float:
    """Wall seconds for the static site of the best evidenced roles and pairs."""
    start = time.perf_counter()
    run_rolescope(
        "site",
        str(folder / "site"),
        "--roles",
        str(SITE_ROLES),
        "--pairs",
        str(SITE_PAIRS),
        workspace=workspace,
    )
    return time.perf_counter() - start


# --- server and postings -----------------------------------------------------------------------------


@contextmanager
def serving(workspace: Path) -> Iterator[int]:
    """A server of two workers on a free port, warm."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = os.environ | {"ROLESCOPE_WORKSPACE": str(workspace)}
    command = _command("serve", "--port", str(port), "--workers", "2")
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int) -> None:
    client, until = Client(port), time.monotonic() + 60
    while client.get("/") != 200:
        if time.monotonic() > until:
            raise SystemExit("The server did not start.")
        time.sleep(0.2)
    for _ in range(20):  # both workers
        Client(port).get("/compare/data-engineer/data-analyst")


def write_postings(data: Path, folder: Path) -> tuple[Path, Path]:
    """Two files: a few postings that make the workspace, and 5,000 to add during the load."""
    if not data.is_file():
        raise SystemExit(f"{data.name} is not there; name postings with --data.")
    first, rest = folder / "first.jsonl", folder / "rest.jsonl"
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        first.write_text("".join(itertools.islice(lines, 50)), "utf-8")
        rest.write_text("".join(itertools.islice(lines, ADDED)), "utf-8")
    return first, rest


def run_rolescope(*arguments: str, workspace: Path) -> None:
    """Run the command line on a workspace, its output unseen."""
    environment = os.environ | {"ROLESCOPE_WORKSPACE": str(workspace)}
    subprocess.run(
        _command(*arguments),
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rolescope", *arguments]


if __name__ == "__main__":
    sys.exit(main())
