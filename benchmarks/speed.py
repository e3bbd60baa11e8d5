"""Speed, memory and size against their floors (``floors.json``).

``python benchmarks/speed.py`` prints each figure beside its floor and leaves with 1 if one is missed. A floor
is changed by ``--lower NAME VALUE --reason "…"`` only; the reason stays in the file.

Rates count processor time, the best of several rounds, so that other work on the machine disturbs little;
two cores and whole processes count wall time, the best of
several runs. Postings are those of ``--data`` where it exists, else made
from the packaged vocabulary.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from floors import hold, lower

if TYPE_CHECKING:
    from rolescope.model import Document

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "postings" / "postings.jsonl.gz"
SIZE = 4096  # characters that count as one posting
ROUNDS, PER_ROUND = 12, 200
LONG_ROUNDS, LONG_ROUND = 5, 800  # of two cores, by the clock
PAIRS = 150
COMPARE = ("compare", "Machine Learning Engineer", "Data Manager")
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
ARTICLES = Path(__file__).parent / "gold_claims" / "articles"  # five too, where the others are not there

Figures = dict[str, float]


def main() -> int:
    """Measure, print, and give the exit status."""
    options = _read_options()
    if options.child == "annotate":
        print(json.dumps(measure_annotation(options.data)))
        return 0
    if options.child == "annotate_two":
        print(json.dumps(measure_two_cores(options.data)))
        return 0
    if options.child == "add":
        return measure_add_here(options.data)
    if options.child == "pinned":
        print(json.dumps(measure_pinned()))
        return 0
    if options.lower:
        return lower(*options.lower, reason=options.reason)
    return hold(measure(options.data))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Speed, memory and size against their floors.")
    parser.add_argument("--data", type=Path, default=DATA, help="postings to read and add")
    parser.add_argument("--lower", nargs=2, metavar=("NAME", "VALUE"), help="change one floor")
    parser.add_argument("--reason", default="", help="why the floor is changed")
    parser.add_argument(
        "--child", choices=("annotate", "annotate_two", "add", "pinned"), help=argparse.SUPPRESS
    )
    return parser.parse_args()


def measure(data: Path) -> Iterator[tuple[str, float]]:
    """All figures by name, one after the other."""
    yield from _run_child("annotate", data).items()
    yield from _run_child("annotate_two", data).items()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"ROLESCOPE_WORKSPACE": str(Path(folder) / "none")}
        yield "help_seconds", best_of(5, lambda: run_rolescope("--help"))
        yield "compare_seconds", best_of(5, lambda: run_rolescope(*COMPARE, **environment))
        checked = str(SEEDS if SEEDS.is_dir() else ARTICLES)
        yield "check_seconds", best_of(3, lambda: run_rolescope("check", checked, **environment))
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in the processes of `rolescope serve`
    yield from _run_child("pinned", data).items()
    yield "bundled_size", bundled_size()
    if data.is_file():
        yield from _run_child("add", data).items()
    else:
        print(f"add: not measured, since {data.name} is not there (--data).")


# --- whole processes ---------------------------------------------------------------------------------


def best_of(times: int, run: Callable[[], None]) -> float:
    """Wall seconds of the quickest run."""
    return min(_wall_seconds(run) for _ in range(times))


def _wall_seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def run_rolescope(*arguments: str, **environment: str) -> None:
    """Run the command line in the interpreter that runs this, its output unseen."""
    command = [sys.executable, "-m", "rolescope", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | environment)


def _run_child(name: str, data: Path) -> Figures:
    command = [sys.executable, __file__, "--child", name, "--data", str(data)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure_add_here(data: Path) -> int:
    """Add the postings to a new workspace from this process and print seconds and memory as JSON."""
    from rolescope.present.cli import main as rolescope

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ROLESCOPE_WORKSPACE": folder + "/workspace", "ROLESCOPE_WORKERS": "2"}
        start = time.perf_counter()
        try:
            rolescope(["add", str(data), "--json"])
        except SystemExit as done:
            if done.code:
                return 1
        seconds = time.perf_counter() - start
    print(json.dumps({"add_seconds": seconds} | peak_memory("add_memory", children=2)))
    return 0


def measure_pinned() -> Figures:
    """What a server of the bundled evidence does: pin it, weigh roles, compare pairs that were not asked before.

    Processor time: the median and the slowest twentieth of random roles and pairs, and memory at the end.
    """
    from rolescope import Workspace

    chance = random.Random(4096)
    free = Workspace(only_bundled=True)
    roles = [role.id for role in free.roles().roles if role.postings >= 30]
    pairs = [tuple(chance.sample(roles, 2)) for _ in range(PAIRS)]
    free.pin().compare(*roles[:2])  # what a process does once
    pinning = min(_cpu_seconds(free.pin) for _ in range(3))
    pinned = free.pin()
    one = sorted(_cpu_seconds(lambda role=role: pinned.role(role)) for role in roles)
    two = sorted(_cpu_seconds(lambda pair=pair: pinned.compare(*pair)) for pair in pairs)
    return {
        "pin_seconds": pinning,
        "role_seconds": one[len(one) // 2],
        "comparison_seconds": two[len(two) // 2],
        "comparison_slow_seconds": two[len(two) * 95 // 100],
    } | peak_memory("pinned_memory")


def _cpu_seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def peak_memory(name: str, *, children: int = 0) -> Figures:
    """Most memory held, in MB: by this process and, counted as if all were like the largest, its children."""
    try:
        from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
    except ImportError:  # no such module on Windows
        return {}
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    held = getrusage(RUSAGE_SELF).ru_maxrss + children * getrusage(RUSAGE_CHILDREN).ru_maxrss
    return {name: held / unit}


def bundled_size() -> float:
    """MB of the packaged evidence."""
    folder = files("rolescope.data").joinpath("bundled")
    return sum(len(file.read_bytes()) for file in folder.iterdir()) / 1e6


# --- annotation --------------------------------------------------------------------------------------


def measure_annotation(data: Path) -> Figures:
    """Rate, time to the first annotation, and memory of one process that annotates."""
    import rolescope.annotate
    from rolescope.model import Document

    first = Document("posting", "speed", "Data Engineer", "Build data pipelines with Python.")
    ready = _wall_seconds(lambda: _annotate_all([first]))
    postings = read_postings(data) if data.is_file() else make_postings(random.Random(4096))
    rounds = _rounds(postings)
    rolescope.annotate.warm_up()
    rate = max(_rate(documents) for documents in rounds)
    return {"annotation_rate": rate, "ready_seconds": ready} | peak_memory("annotate_memory")


def measure_two_cores(data: Path) -> Figures:
    """Rate of ``rolescope annotate`` with two worker processes, from JSON lines to JSON lines, by the clock.

    The best round of three runs over postings none of which comes twice in a run. The first round of a run, in which
    the workers start, does not count.
    """
    from rolescope.present.filters import annotate_lines

    postings = read_postings(data) if data.is_file() else make_postings(random.Random(4096))
    documents = list(islice(filter(_is_of_size, postings), LONG_ROUNDS * LONG_ROUND))
    sizes = [_size(documents[at : at + LONG_ROUND]) for at in range(LONG_ROUND, len(documents), LONG_ROUND)]
    rates: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "postings.jsonl"
        file.write_text("".join(map(_to_line, documents)), "utf-8")
        for _ in range(3):
            ends = [time.perf_counter() for _ in annotate_lines(str(file), None, 2)][
                LONG_ROUND - 1 :: LONG_ROUND
            ]
            run = [size / (end - start) for size, start, end in zip(sizes, ends, ends[1:], strict=False)]
            print("two cores, round by round:", *(f"{rate:,.0f}" for rate in run))
            rates += run
    return {"annotation_rate_two_cores": max(rates)}


def _to_line(document: Document) -> str:
    names = ("title", "text", "location", "employer", "date_posted", "pay_text")
    return json.dumps({name: getattr(document, name) for name in names}, ensure_ascii=False) + "\n"


def _annotate_all(documents: Iterable[Document]) -> None:
    from rolescope.annotate import annotate_batch

    annotate_batch(documents)


def _rate(documents: list[Document]) -> float:
    """Postings of 4 KB a second of processor time."""
    start = time.process_time()
    _annotate_all(documents)
    return _size(documents) / (time.process_time() - start)


def _size(documents: list[Document]) -> float:
    """How many postings of 4 KB the documents would make."""
    return sum(len(d.text) for d in documents) / SIZE


def _rounds(postings: Iterator[Document]) -> list[list[Document]]:
    """Rounds of postings of about 4 KB, none twice, since what was read of a title is kept."""
    wanted = filter(_is_of_size, postings)
    return [list(islice(wanted, PER_ROUND)) for _ in range(ROUNDS)]


def _is_of_size(posting: Document) -> bool:
    return SIZE * 0.85 <= len(posting.text) <= SIZE * 1.15


def read_postings(data: Path) -> Iterator[Document]:
    """The postings of a file."""
    from rolescope.model import Document
    from rolescope.sources import read_paths

    return (item for item in read_paths([data]) if isinstance(item, Document))


def make_postings(chance: random.Random) -> Iterator[Document]:
    """Postings without end, as dense in words that mean something as real ones (sixty mentions in 4 KB)."""
    from rolescope.model import Document
    from rolescope.taxonomy.concepts import load_activities, load_concepts
    from rolescope.taxonomy.roles import load_roles

    labels = [c.label for c in load_concepts() if c.kind in ("tool", "skill", "certification")]
    tools = chance.sample(
        labels, 150
    )  # real postings repeat themselves: half of all mentions are of 130 labels
    duties = chance.sample(load_activities(), 40)
    roles = [role.label for role in load_roles()]
    while True:
        number = chance.randrange(10**6)
        title = (
            f"{chance.choice(('Senior', 'Junior', 'Lead', 'Staff'))} {chance.choice(roles)} - Team {number}"
        )
        lines = [f"{_ABOUT[number % len(_ABOUT)]}\n", "What you will do"]
        for duty in chance.sample(duties, 10):
            verb, thing = chance.choice(sorted(duty.verbs)), chance.choice(duty.objects)
            lines.append(f"- {verb.capitalize()} the {thing} that {chance.choice(_FILLERS)}.")
        lines.append("\nRequirements")
        for _ in range(16):
            named = ", ".join(chance.sample(tools, 2))
            lines.append(f"• {chance.choice(_ASKS)} {named}; {chance.choice(_FILLERS)}.")
        lines += [line for share, line in _facts(number) if chance.random() < share]
        lines += [line for line in _CLOSING if len("\n".join(lines)) < SIZE]
        yield Document("posting", "speed", title, "\n".join(lines), location="Boston, MA")


def _facts(number: int) -> Iterator[tuple[float, str]]:
    """Lines of facts, and what share of real postings have the like."""
    yield 0.7, f"- {2 + number % 8}+ years of experience in a similar role"
    yield 0.6, f"- Bachelor’s degree in Statistics, Computer Science or a related field; {_MASTERS}"
    yield 0.3, f"\nSalary range: ${90 + number % 60},000 - ${160 + number % 60},000 per year"
    yield 0.3, "This is a full-time position, and it can be done remotely."


_ABOUT = (
    "Our company makes measuring instruments for water works and has offices in four countries.",
    "We are a small group of people who plan railway timetables with care and good tools.",
    "The institute studies how towns use energy and tells them where it is lost.",
)
_FILLERS = (
    "our partners in the regional offices read every Monday morning",
    "the whole group depends on when it plans the coming season",
    "people outside of the team can follow without asking twice",
    "let us answer the questions that matter to the towns we serve",
    "keep their value long after the first version was handed over",
)
_ASKS = (
    "Experience with",
    "Working knowledge of",
    "You have used",
    "It is a plus if you know",
    "Must know",
    "Familiarity with",
)
_MASTERS = "a Master’s is preferred"
_CLOSING = (
    "\nWhat we offer",
    "- Dental and health insurance, 25 days of paid time off and a budget for learning",
    "- A desk by the window if you come to the office",
    "- A summer party at the lake, with boats",
    "\nWe are an equal opportunity employer and decide without regard to race, religion, age or disability.",
    "Tell us if you need a reasonable accommodation, and we will find a way with you.",
    "What you send us is read by people, kept for three months and then destroyed, as the law asks.",
    "If we cannot hire you now we say so within two weeks and give the reason in plain words.",
)

if __name__ == "__main__":
    sys.exit(main())
