"""Compiles the native parts into the wheel, or beside their sources in an editable installation.

Each ``src/rolescope/_NAME.c`` becomes ``rolescope._NAME``. Without a compiler, or with ``ROLESCOPE_PURE=1``,
the package is built without them and works as well, only slower: ``rolescope doctor`` says which are in use.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src/rolescope")
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


class NativeParts(BuildHookInterface):
    """Adds ``rolescope/_NAME`` to wheels for every C file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; what cannot be compiled is left out with a note.

        Args:
            version: ``editable`` or ``standard``.
            build_data: what hatchling is told: the files, and that the wheel is of this platform.
        """
        if self.target_name != "wheel":
            return
        self.folder = Path(mkdtemp())
        package = Path(self.root, PACKAGE)
        built = list(self._compile(package, package if version == "editable" else self.folder))
        if built and version != "editable":
            build_data |= {"pure_python": False, "infer_tag": True}
            build_data["force_include"] |= {str(file): f"rolescope/{file.name}" for file in built}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if self.target_name == "wheel":
            shutil.rmtree(self.folder, ignore_errors=True)

    def _compile(self, package: Path, folder: Path) -> Iterator[Path]:
        for source in native_sources(package):
            built = folder / f"{source.stem}{SUFFIX}"
            built.unlink(missing_ok=True)
            if os.environ.get("ROLESCOPE_PURE", "0") not in ("", "0"):
                continue
            try:
                compile_native(source, built)
            except Exception as error:  # no compiler, no headers: each platform fails in its own way
                self.app.display_warning(f"Built without {source.stem}, only slower: {error}")
            else:
                yield built


def native_sources(package: Path) -> Sequence[Path]:
    """The C files of the package, each a module."""
    return sorted(package.glob("_*.c"))


def compile_native(source: Path, built: Path) -> None:
    """Compile with what setuptools knows of compilers, and copy the module to ``built``.

    Raises:
        Exception: whatever setuptools and the compiler say.
    """
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    flags = [] if os.name == "nt" else ["-std=c11", "-O3", "-g0", "-Wall", "-Wextra"]
    extension = Extension(f"rolescope.{source.stem}", [str(source)], extra_compile_args=flags)
    with TemporaryDirectory() as folder:
        command = build_ext(Distribution({"name": "rolescope", "ext_modules": [extension]}))
        command.build_temp = command.build_lib = folder
        command.ensure_finalized()
        command.run()
        shutil.copyfile(command.get_ext_fullpath(extension.name), built)
