"""Errors of the database, as ours."""

from __future__ import annotations

import pytest

from rolescope.store.database import _Guard


def test_ctrl_c_in_a_query_is_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt), _Guard():
        raise RuntimeError("Query interrupted")  # what DuckDB makes of it
    with pytest.raises(RuntimeError), _Guard():
        raise RuntimeError("anything else")
