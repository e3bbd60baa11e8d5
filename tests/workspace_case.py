"""Own-written postings of invented employers: enough of two roles for shares, differences and pay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

TREES = (
    "Alder",
    "Birch",
    "Cedar",
    "Elm",
    "Fir",
    "Hazel",
    "Juniper",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
)
EMPLOYERS = tuple(f"{tree} {place}" for place in ("North", "South", "Coast") for tree in TREES)
_COMPANY = (
    "{employer} looks after forests for towns and farms. Eleven people run the office near the river, and "
    "everybody who joins spends the first week outside with the crew, rain or shine. Nobody here was born in "
    "this valley; most came for one summer and are still here ten winters later, with dogs and boats."
)
_CLOSING = (
    "We offer thirty days of leave, a pension and a bicycle.\n\nWe are an equal opportunity employer and welcome "
    "everybody whatever their age, faith or origin."
)
DUTIES = {
    "Data Engineer": (
        "Build and maintain data pipelines that bring survey records into the warehouse every night",
        "Monitor data quality and mend what the sensors in the field get wrong before anyone asks",
        "Review code of your colleagues and explain to them why a change can wait or cannot",
    ),
    "Data Analyst": (
        "Create dashboards that show towns where their trees are old, ill or in the way of a road",
        "Analyze data of the yearly survey and present findings to people who do not like tables",
        "Write reports for farms that want to know what grew, what fell and what to plant next",
    ),
}
TOOLS = {
    "Data Engineer": ("Python", "SQL", "Apache Airflow", "PostgreSQL", "Docker"),
    "Data Analyst": ("Excel", "SQL", "Tableau", "Power BI", "Python"),
}


def make_text(role: str, employer: str, number: int) -> str:
    """A posting with all its parts; the number decides which tools, degree and years are asked for."""
    tools = [tool for at, tool in enumerate(TOOLS[role]) if number % (at + 1) == 0]
    lines = [
        f"About {employer}",
        _COMPANY.format(employer=employer),
        "",
        "Responsibilities",
        *(f"- {duty}" for duty in DUTIES[role]),
        f"- Look after the records of district {number}, which nobody has sorted since the office moved",
        "",
        "Requirements",
        f"- {2 + number % 5}+ years of experience with {', '.join(tools)}",
        f"- {'Master' if number % 4 == 0 else 'Bachelor'}'s degree in Computer Science or Statistics",
        "- Strong communication skills, since half of the work is asking foresters what they meant",
        "",
        "Nice to have",
        "- Experience with Git",
        "",
        "Benefits",
        _CLOSING,
    ]
    return "\n".join(lines)


def make_posting(role: str, number: int, **changed: object) -> dict[str, object]:
    """One posting as a feed gives it; two of three state pay, every other is for seniors."""
    employer = EMPLOYERS[number % len(EMPLOYERS)]
    low = 60_000 + 2_000 * number
    record: dict[str, object] = {
        "id": f"{role[5:8]}-{number}",
        "title": f"Senior {role}" if number % 2 == 0 else role,
        "company": employer,
        "location": "Leeds, UK" if number % 6 == 0 else "Austin, TX",
        "date": f"2024-{1 + number % 12:02d}-15",
        "salary_text": f"${low:,} - ${low + 20_000:,} a year" if number % 3 else "",
        "employment_type": "Full-time",
        "url": f"https://jobs.example.org/{role[5:8]}/{number}",
        "text": make_text(role, employer, number),
    }
    return {**record, **changed}


def make_postings(count: int = 26) -> list[dict[str, object]]:
    """``count`` postings of each of the two roles."""
    return [make_posting(role, number) for role in DUTIES for number in range(1, count + 1)]


def write_jsonl(path: Path, records: Sequence[object]) -> Path:
    """One record a line."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path
