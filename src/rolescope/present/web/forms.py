"""Forms with files, taken apart in memory: nothing of an upload touches the disk."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_PARTS = 40
# it warns with characters of the text; nothing of an upload belongs in a log
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; ``file`` is the name of the file it holds, None for a field that was typed."""

    name: str
    file: str | None
    content: bytes


class BadForm(ValueError):
    """A body is no form; its text is one sentence."""


def read_form(media: str, body: bytes) -> tuple[Part, ...]:
    """The fields of a form in their order.

    Args:
        media: the request's ``Content-Type``, which names the boundary.
        body: of the request.

    Raises:
        BadForm: it is cut off, of another form, or holds too many parts.
    """
    boundary = _parameters("Content-Type", media).get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise BadForm("The form names no boundary.")
    reading = _Reading()
    try:
        parser = MultipartParser(boundary.encode("latin-1", "replace"), reading.callbacks())
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise BadForm("The form could not be read.") from None
    if not reading.done:
        raise BadForm("The form was cut off.")
    return tuple(reading.parts)


def _parameters(name: str, value: str) -> Message:
    told = Message()
    told[name] = value.replace("\r", " ").replace("\n", " ")
    return told


class _Reading:
    """What the parser calls while it goes over a body."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.done = False
        self._begin()

    def _begin(self) -> None:
        self._field, self._value, self._content = bytearray(), bytearray(), bytearray()
        self._disposition = ""
        if len(self.parts) >= MOST_PARTS:
            raise BadForm("The form holds too many parts.")

    def callbacks(self) -> MultipartCallbacks:
        """By the parser's names."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._field.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_part_data": lambda data, start, end: self._content.extend(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _end_header(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = self._value.decode("utf-8", "replace")
        self._field, self._value = bytearray(), bytearray()

    def _end(self) -> None:
        told = _parameters("Content-Disposition", self._disposition)
        name, file = (told.get_param(part, header="Content-Disposition") for part in ("name", "filename"))
        self.parts.append(Part(_plain(name) or "", _plain(file), bytes(self._content)))

    def _finish(self) -> None:
        self.done = True


def _plain(value: str | tuple[str | None, str | None, str] | None) -> str | None:
    return None if value is None else collapse_rfc2231_value(value)
