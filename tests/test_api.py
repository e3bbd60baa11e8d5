"""The public face: few names, and nothing heavy before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import rolescope

HEAVY = ("pyarrow", "duckdb", "numpy", "deltalake", "ahocorasick_rs", "rensa", "selectolax", "ftfy")
WEB = ("fastapi", "uvicorn", "jinja2", "vl_convert")  # typer itself brings pydantic


def loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_at_most_twenty_names() -> None:
    assert len(rolescope.__all__) <= 20
    assert rolescope.__all__ == sorted(
        rolescope.__all__, key=lambda name: (name.lower() == "load_settings", name)
    )
    assert dir(rolescope) == sorted(rolescope.__all__)
    for name in rolescope.__all__:
        assert getattr(rolescope, name) is not None


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="Zebra"):
        rolescope.Zebra  # noqa: B018


@pytest.mark.parametrize(
    "code",
    [
        "import rolescope",
        "from rolescope import Document, Settings, UnknownRole",
        "from rolescope.present.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
        "from rolescope.present.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass",
        "from rolescope.present.cli import main\ntry: main(['compare', '--help'])\nexcept SystemExit: pass",
        "from rolescope.present.cli import main\ntry: main(['serve', '--help'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_early(code: str) -> None:
    assert loaded_by(code).isdisjoint({*HEAVY, *WEB})


def test_asking_loads_no_writer() -> None:
    code = "from rolescope import Workspace, Settings\nfrom pathlib import Path\nWorkspace(Settings(workspace=Path('none'))).role('Data Engineer')"
    assert loaded_by(code).isdisjoint({"deltalake", "rensa", "selectolax", "ftfy", "typer", "rich"})
