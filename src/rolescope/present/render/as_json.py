"""Answers as one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import Any

from rolescope.records import is_writable


def render_json(answer: Any) -> str:
    """An answer (dataclass or dict) as JSON text; unknown figures are null.

    Raises:
        ValueError: a figure is NaN or infinite, which is a bug.
    """
    content = asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else answer
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, default=str)
    return text if is_writable(text) else json.dumps(content, allow_nan=False, default=str)
