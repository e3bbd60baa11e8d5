"""A user's own concepts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import blake2b
from pathlib import Path

import pytest

from rolescope.errors import SettingsError
from rolescope.model import Concept
from rolescope.taxonomy.own import merge, read_own

OWN = """
[[concept]]
id = "acme-flow"
kind = "tool"
label = "Acme Flow"
alt_labels = ["Flow"]

[[concept]]
id = "python"
kind = "tool"
label = "Python"
alt_labels = ["Serpent 9"]

[rules.flow]
case = ["Flow"]
not_before = ["cash"]
"""


def test_concepts_and_rules_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(OWN)
    own = read_own(path)
    assert own.concepts[0] == Concept("acme-flow", "Acme Flow", "tool", ("Flow",), None)
    assert own.rules["flow"]["not_before"] == ["cash"]


def test_a_packaged_concept_gains_labels() -> None:
    packaged = (Concept("python", "Python", "tool", ("py",)),)
    own = (Concept("python", "Python", "tool", ("Serpent 9", "py")), Concept("x", "X", "skill"))
    assert merge(packaged, own) == (Concept("python", "Python", "tool", ("py", "Serpent 9")), own[1])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("concept = ", "cannot be read"),
        ("colour = 1", "'colour'"),
        ("[[concept]]\nid = 'a'\ntint = 2", "concept 1 may say id"),
        ("[[concept]]\nid = 'a'\nkind = 'tool'\nlabel = 3", "something else than text"),
        ("[[concept]]\nid = 'a'\nkind = 'duty'\nlabel = 'A'", "kind 'duty'"),
        ("[[concept]]\nid = 'A b'\nkind = 'tool'\nlabel = 'A'", "needs an id"),
        ("[[concept]]\nid = 'a'\nkind = 'tool'\nlabel = '--'", "needs an id"),
        ("[rules.flow]\ncolour = []", "rule of 'flow' may say"),
        ("[rules.flow]\ncase = 'Flow'", "lists of text"),
        ("[rules.flow]\ncontext = 'some'", "neither none nor list"),
    ],
)
def test_what_is_not_understood_is_one_sentence(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=says):
        read_own(path)


def test_a_large_or_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    with pytest.raises(SettingsError, match=r"my.toml: cannot be read"):
        read_own(path)
    path.write_bytes(b" " * 5_000_001)
    with pytest.raises(SettingsError, match="larger than 5 MB"):
        read_own(path)


def test_annotate_reads_with_them(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(OWN)
    text = "Requirements: experience with Serpent 9 and Flow; cash Flow reports."
    code = (
        "import json; from rolescope.annotate import annotate; from rolescope.model import Document;"
        "from rolescope.settings import generation;"
        f"a = annotate(Document('posting', '', '', {text!r}));"
        "print(json.dumps([[m.concept for m in a.mentions], generation()]))"
    )
    environment = os.environ | {"ROLESCOPE_CONCEPTS": str(tmp_path / "my.toml")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    found, generation = json.loads(done.stdout)
    assert found[:2] == ["python", "acme-flow"]
    assert found.count("acme-flow") == 1
    assert "+" in generation


_SCRIPT = """
import json, sys
from pathlib import Path
from rolescope import Settings, Workspace
from rolescope.annotate import annotate_batch
from rolescope.engines import local
from rolescope.model import Document
from rolescope.settings import generation

if __name__ == "__main__":
    local.CHUNK, local.FEWEST = 4, 8
    folder = Path(sys.argv[1])
    Workspace(Settings(workspace=folder / "none", concepts=folder / "my.toml"))
    documents = [Document("posting", "", "", f"Experience with Acme Flow {n}") for n in range(60)]
    with local.LocalEngine(2) as engine:
        found = [[m.concept for m in read.mentions] for read in engine.run(annotate_batch, documents)]
    print(json.dumps([found, generation()]))
"""


def test_the_settings_of_a_workspace_decide_in_all_processes(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text(OWN)
    (tmp_path / "other.toml").write_text("")
    (tmp_path / "script.py").write_text(_SCRIPT)
    environment = os.environ | {"ROLESCOPE_CONCEPTS": str(tmp_path / "other.toml")}
    command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    found, generation = json.loads(done.stdout)
    assert found == [["acme-flow"]] * 60
    assert generation.endswith("+" + blake2b(OWN.encode(), digest_size=4).hexdigest())
