"""Compiles the native scanner into the wheel, or beside its source in an editable installation.

Without a compiler, or with ``ROLESCOPE_PURE=1``, the package is built without it and works as well,
only slower: ``rolescope doctor`` says which scanner is in use.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "src/rolescope/_scan.c"


class NativeScanner(BuildHookInterface):
    """Adds ``rolescope/_scan`` to wheels."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; what cannot be compiled is left out with a note.

        Args:
            version: ``editable`` or ``standard``.
            build_data: what hatchling is told: the file, and that the wheel is of this platform.
        """
        if self.target_name != "wheel":
            return
        source = Path(self.root, SOURCE)
        self.folder = Path(mkdtemp())
        folder = source.parent if version == "editable" else self.folder
        built = folder / f"_scan{sysconfig.get_config_var('EXT_SUFFIX')}"
        built.unlink(missing_ok=True)
        if os.environ.get("ROLESCOPE_PURE", "0") not in ("", "0"):
            return
        try:
            compile_native(source, built)
        except Exception as error:  # no compiler, no headers: each platform fails in its own way
            self.app.display_warning(f"Built without the native scanner, only slower: {error}")
            return
        if version != "editable":
            build_data |= {"pure_python": False, "infer_tag": True}
            build_data["force_include"][str(built)] = f"rolescope/{built.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if self.target_name == "wheel":
            shutil.rmtree(self.folder, ignore_errors=True)


def compile_native(source: Path, built: Path) -> None:
    """Compile with what setuptools knows of compilers, and copy the module to ``built``.

    Raises:
        Exception: whatever setuptools and the compiler say.
    """
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    flags = [] if os.name == "nt" else ["-std=c11", "-O3", "-g0"]
    extension = Extension("rolescope._scan", [str(source)], extra_compile_args=flags)
    with TemporaryDirectory() as folder:
        command = build_ext(Distribution({"name": "rolescope", "ext_modules": [extension]}))
        command.build_temp = command.build_lib = folder
        command.ensure_finalized()
        command.run()
        shutil.copyfile(command.get_ext_fullpath(extension.name), built)
