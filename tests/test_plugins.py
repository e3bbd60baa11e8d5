"""What another installed package adds: a reader of files, an extractor, a taxonomy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rolescope.plugins import digest_extractors, load_plugins

PAGE = (Path(__file__).parents[1] / "docs" / "plugins.md").read_text("utf-8")
_MODULE = (
    PAGE.split("```python\n")[1].split("```")[0]
    + """

def find_nonsense(text):
    return [Mention("tool", None, "beyond", 0, len(text.raw) + 1)]
"""
)
_TEXT = "You build pipelines with Acme Flow and Python. " * 40


def install(folder: Path, **entries: str) -> dict[str, str]:
    """A package on disk with these entry points, and the environment in which it is found."""
    (folder / "acme_plugin.py").write_text(_MODULE)
    info = folder / "acme_plugin-1.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-plugin\nVersion: 1.5\n")
    lines = [f"[rolescope.{group}]\nacme = {value}\n" for group, value in entries.items()]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return os.environ | {"PYTHONPATH": str(folder), "ROLESCOPE_WORKSPACE": str(folder / "workspace")}


def call(environment: dict[str, str], *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rolescope", *arguments]
    return subprocess.run(command, env=environment, input=given, capture_output=True, text=True, check=False)


def test_nothing_is_added_where_nothing_is_installed() -> None:
    assert load_plugins("extractors") == ()
    assert digest_extractors() == ""


def test_an_extractor_reads_and_marks_the_generation(tmp_path: Path) -> None:
    acme = install(tmp_path, extractors="acme_plugin:find_acme")
    done = call(acme, "annotate", "-", given=json.dumps({"text": _TEXT}) + "\n")
    mentions = json.loads(done.stdout)["mentions"]
    assert {"Acme Flow", "Python"} <= {m["label"] for m in mentions}
    first = next(m for m in mentions if m["label"] == "Acme Flow")
    assert _TEXT[first["start"] : first["end"]] == "Acme Flow"
    report = json.loads(call(acme, "doctor", "--json").stdout)
    assert "*" in report["generation"]
    assert report["versions"]["acme-plugin"] == "1.5"


def test_what_lies_outside_of_the_text_is_refused(tmp_path: Path) -> None:
    acme = install(tmp_path, extractors="acme_plugin:find_nonsense")
    done = call(acme, "annotate", "-", given=json.dumps({"text": _TEXT}) + "\n")
    assert done.returncode == 2
    assert "no mention of the text" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_and_a_taxonomy_are_found_by_name(tmp_path: Path) -> None:
    acme = install(tmp_path, sources="acme_plugin:reader", taxonomies="acme_plugin:read_jobs")
    (tmp_path / "jobs.acme").write_text(f"acme dump\nData Engineer|{_TEXT}\nData Scientist|{_TEXT} too\n")
    added = json.loads(call(acme, "add", str(tmp_path / "jobs.acme"), "--json").stdout)
    assert added["postings"] == 2
    assert json.loads(call(acme, "taxonomy", "add", "acme", str(tmp_path), "--json").stdout)["figures"] == 1
    assert "acme" in call(acme, "taxonomy", "add", "other", str(tmp_path)).stderr


@pytest.mark.parametrize(
    ("group", "value", "told"),
    [
        ("extractors", "acme_plugin:missing", "'acme' of the package acme-plugin cannot be loaded"),
        ("sources", "acme_plugin:read_acme", "is no rolescope.sources.Reader"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, group: str, value: str, told: str
) -> None:
    acme = install(tmp_path, **{group: value})
    (tmp_path / "in.jsonl").write_text(json.dumps({"title": "Data Engineer", "text": _TEXT}) + "\n")
    done = call(acme, "add", str(tmp_path / "in.jsonl"))
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
