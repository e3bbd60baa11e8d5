"""Take the pictures of the pages that the documentation shows, with the bundled evidence.

    python scripts/build_screenshots.py            # all, into docs/images
    python scripts/build_screenshots.py compare    # those named

It starts ``rolescope serve`` on a free port and drives the Chromium that is installed (``make browser``).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
LARGEST = 250_000  # bytes of a picture


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: of which page, how wide and high, in which scheme, from which element on."""

    path: str
    width: int = 1200
    height: int = 850
    scheme: str = "light"
    from_element: str = ""


SHOTS = {
    "start": Shot("/", height=760),
    "compare": Shot("/compare/data-engineer/data-analyst", height=900),
    "compare-tools": Shot("/compare/data-engineer/data-analyst", height=900, from_element="#tools"),
    "compare-dark": Shot("/compare/data-engineer/data-analyst", scheme="dark", from_element="#pay"),
    "compare-phone": Shot("/compare/data-engineer/data-analyst", 390, 844),
    "cannot-tell": Shot("/compare/machine-learning-engineer/data-manager", from_element="#verdict"),
    "role": Shot("/roles/data-engineer"),
    "concept": Shot("/concepts/tool/spark", height=900),
    "evidence": Shot("/evidence/data-engineer/tool/spark", height=700),
    "api": Shot("/api/docs", height=760),
}


@contextmanager
def serve() -> Iterator[str]:
    """The address of a server on the bundled evidence alone."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with tempfile.TemporaryDirectory() as empty:
        command = [
            sys.executable,
            "-m",
            "rolescope",
            "serve",
            "--port",
            str(port),
            "--workers",
            "1",
            "--quiet",
        ]
        server = subprocess.Popen([*command, "--workspace", f"{empty}/none"], stderr=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}/method", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("The server ended.") from None
            time.sleep(0.1)
    raise SystemExit("The server did not answer.")


def take(browser: Browser, address: str, name: str, shot: Shot) -> int:
    """Take one picture; gives its size in bytes."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,  # for the wait below
    )
    page = context.new_page()
    page.goto(address + shot.path)
    page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    if shot.from_element:
        page.evaluate(f"document.querySelector('{shot.from_element}').scrollIntoView()")
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    return (FOLDER / f"{name}.png").stat().st_size


def main(names: list[str]) -> None:
    """Take the pictures named, or all."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("There is no Chromium; `make browser` installs it on Debian.")
    FOLDER.mkdir(exist_ok=True)
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in names or SHOTS:
            size = take(browser, address, name, SHOTS[name])
            print(f"{name}.png: {size / 1000:.0f} kB")
            if size > LARGEST:
                raise SystemExit(f"{name}.png is larger than {LARGEST / 1000:.0f} kB.")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
