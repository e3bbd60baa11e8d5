"""The wheel holds everything that is read at run time, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the build backend is not installed")

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
NATIVE = (".c", ".h", ".so", ".pyd")  # native parts are there where a compiler is
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("wheel ü")
    call = [sys.executable, "-c", BUILD, str(folder)]
    built = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    return folder / built.stdout.split()[-1]


def packaged() -> set[str]:
    """The package's files in this checkout, but for caches and what is compiled."""
    found = (path for path in (SOURCE / "rolescope").rglob("*") if path.is_file())
    kept = (path for path in found if "__pycache__" not in path.parts and path.suffix not in NATIVE)
    return {path.relative_to(SOURCE).as_posix() for path in kept}


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = {name for name in content.namelist() if ".dist-info/" not in name}
    native = {name for name in names if name.endswith(NATIVE)}
    assert names - native == packaged()
    sources = {path.stem for path in (SOURCE / "rolescope").glob("_*.c")}
    built = {name.removeprefix("rolescope/").split(".")[0] for name in native}
    assert built == (set() if wheel.name.endswith("-none-any.whl") else sources)
    assert len(native) == len(built)


@pytest.mark.parametrize(
    "pattern",
    [
        r"data/bundled/(documents|annotations|mentions|statements|pay_reports|official|background)\.parquet",
        r"data/bundled/provenance\.json",
        r"data/concepts/\w+\.(tsv|toml)",
        r"data/(roles|titles|places|cues)\.toml",
        r"data/(cues|sources)/\w+\.toml",
        r"data/money/\w+\.(csv|toml)",
        r"data/official/\w+\.(csv|toml|md)",
        r"data/schemas/\w+\.json",
        r"store/queries/\w+\.sql",
        r"py\.typed",
    ],
)
def test_each_kind_of_data_is_there(wheel: Path, pattern: str) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = [name for name in content.namelist() if re.fullmatch(rf"rolescope/{pattern}", name)]
        assert names
        assert all(content.getinfo(name).file_size for name in names if not name.endswith("py.typed"))


def test_the_bundled_evidence_is_small(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        sizes = [e.file_size for e in content.infolist() if e.filename.startswith("rolescope/data/bundled/")]
    assert len(sizes) == 8
    assert sum(sizes) <= 10_000_000


def test_the_metadata_says_what_it_is(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with zipfile.ZipFile(wheel) as content:
        info = next(n.split("/")[0] for n in content.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(content.read(f"{info}/METADATA").decode())
        commands = content.read(f"{info}/entry_points.txt").decode()
        assert f"{info}/licenses/LICENSE" in content.namelist()
    assert (metadata["Name"], metadata["License-Expression"]) == ("rolescope", project["license"])
    assert metadata["Requires-Python"] == project["requires-python"]
    needed = {r for r in metadata.get_all("Requires-Dist", []) if "extra ==" not in r}
    assert needed == set(project["dependencies"])
    assert "rolescope = rolescope.present.cli:main" in commands
