"""The floors of speed and quality, kept in ``floors.json``: held, printed, and changed only with a reason."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")


def hold(figures: Iterable[tuple[str, float]]) -> int:
    """Print each figure beside its floor; the exit status is 1 if one is missed."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    missed = [name for name, value in figures if not _report(name, value, floors[name])]
    if missed:
        print(f"Missed: {', '.join(missed)}.")
    return 1 if missed else 0


def _report(name: str, value: float, floor: dict[str, Any]) -> bool:
    more = floor["better"] == "more"
    holds: bool = value >= floor["limit"] if more else value <= floor["limit"]
    bound = "at least" if more else "at most"
    verdict = "ok" if holds else "MISSED"
    print(f"{name:26} {value:10.3f}  {verdict:6}  {bound} {floor['limit']:g} {floor['unit']}", flush=True)
    return holds


def lower(name: str, value: str, *, reason: str) -> int:
    """Write another floor and why; gives the exit status."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    if name not in floors or not reason.strip():
        print(f"Say --reason, and one of {', '.join(floors)}.", file=sys.stderr)
        return 2
    changes = floors[name].setdefault("changes", [])
    changes.append({"from": floors[name]["limit"], "to": float(value), "reason": reason})
    floors[name]["limit"] = float(value)
    FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0
