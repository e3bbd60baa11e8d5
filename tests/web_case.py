"""A web application over the small workspace, asked as a browser or a program asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from rolescope import Settings
from rolescope.present.web.app import create_app
from rolescope.present.web.options import WebOptions

HERE = "http://localhost:8000"


@contextmanager
def open_client(workspace: Path, **options: object) -> Iterator[TestClient]:
    """A running application; redirects are shown, not followed."""
    chosen = WebOptions(**{"only_mine": True, **options})  # type: ignore[arg-type]
    app = create_app(Settings(workspace=workspace, workers=1), chosen)
    with TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=True) as client:
        yield client
