"""Answers as one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import Any


def render_json(answer: Any) -> str:
    """An answer (dataclass or dict) as JSON text; unknown figures are null.

    Raises:
        ValueError: a figure is NaN or infinite, which is a bug.
    """
    content = asdict(answer) if is_dataclass(answer) and not isinstance(answer, type) else answer
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, default=str)
    return text if _is_writable(text) else json.dumps(content, allow_nan=False, default=str)


def _is_writable(text: str) -> bool:
    """Whether no half of a character is in it, which JSON can name but no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
