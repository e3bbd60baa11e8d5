"""JSON lines, JSON arrays, and JSON objects that hold a list of postings."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from rolescope.model import Problem
from rolescope.sources.columns import find_plan
from rolescope.sources.decode import read_lines, read_whole, to_utf8
from rolescope.sources.jsonld import find_postings, flatten_posting
from rolescope.sources.options import Limits, Record, Refused

LINE_SUFFIXES = (".jsonl", ".ndjson")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|$)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_BETWEEN = re.compile(r"[\s,]*+")


def read_json(chunks: Iterable[bytes], name: str, suffix: str, limits: Limits) -> Iterator[Record | Problem]:
    """The records of any JSON file: an array is streamed, lines are streamed, one object is held."""
    chunks = to_utf8(chunks)
    head = next(chunks, b"")
    chunks = chain([head], chunks)
    if head.lstrip()[:1] == b"[":
        yield from _read_array(chunks, name, limits)
    elif suffix in LINE_SUFFIXES or _is_lines(head):
        yield from _read_lines(chunks, name, limits)
    else:
        yield from _read_object(read_whole(chunks, name, limits.whole_bytes), name, limits)


def _is_lines(head: bytes) -> bool:
    """Whether a whole object stands on the first line and another follows."""
    first, _, rest = head.strip().partition(b"\n")
    return first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"


def _read_lines(chunks: Iterable[bytes], name: str, limits: Limits) -> Iterator[Record | Problem]:
    for line in read_lines(chunks, limits.record_bytes):
        where = f"{name}:{line.number}"
        if line.text is None:
            what = f"The line is longer than {limits.record_bytes:,} bytes and was skipped."
            yield Problem(what, where, "too_large")
        elif text := line.text.strip():
            value = parse_json(text, where, limits)
            yield value if isinstance(value, Problem) else _to_record(value, where)


def parse_json(text: str, where: str, limits: Limits) -> object:
    """The value of ``text``, or the problem that keeps it from being one."""
    if _is_deep(text, limits.json_depth):
        return Problem(f"The JSON nests deeper than {limits.json_depth} levels.", where, "too_deep")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        return _not_json(error, where)


def _not_json(error: Exception, where: str) -> Problem:
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "a value that cannot be read"
    return Problem(f"This is no valid JSON ({reason}).", where, "bad_json")


def _is_deep(text: str, most: int) -> bool:
    # counting costs nothing and settles nearly all records
    return text.count("[") + text.count("{") > most and find_json_depth(text) > most


def find_json_depth(text: str) -> int:
    """How deep arrays and objects nest.

    >>> find_json_depth('{"a": [{"b": "[[[["}]}')
    3
    """
    depth = deepest = 0
    for match in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if match[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _to_record(value: object, where: str) -> Record | Problem:
    if not isinstance(value, Mapping):
        return Problem("The record is no object with named fields.", where, "bad_record")
    postings = find_postings(value)
    return Record(where, flatten_posting(postings[0]) if postings else value)


def _read_array(chunks: Iterable[bytes], name: str, limits: Limits) -> Iterator[Record | Problem]:
    """Element by element; the buffer holds one record and a chunk, however long the array is."""
    decoder, number = json.JSONDecoder(strict=False), 0
    window = _Window(chunks, limits.record_bytes)
    window.at = window.text.index("[") + 1
    while window.skip_between():
        if window.text[window.at] == "]":
            return
        number += 1
        where = f"{name}:{number}"
        try:
            value, end = window.decode(decoder)
        except (ValueError, RecursionError) as error:
            problem = _not_json(error, where)
            yield Problem(f"{problem.what[:-1]}; the rest of the array was not read.", where, problem.why)
            return
        deep = _is_deep(window.text[window.at : end], limits.json_depth)
        window.at = end
        what = f"The JSON nests deeper than {limits.json_depth} levels."
        yield Problem(what, where, "too_deep") if deep else _to_record(value, where)
    yield Problem("The JSON array is cut off; what came before was read.", name, "truncated")


class _Window:
    """A moving piece of a long text."""

    def __init__(self, chunks: Iterable[bytes], limit: int) -> None:
        self._chunks = iter(chunks)
        self._limit = limit
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.text = ""
        self.at = 0
        while "[" not in self.text and self._grow():
            pass

    def _grow(self) -> bool:
        chunk = next(self._chunks, b"")
        if not chunk:
            return False
        self.text = self.text[self.at :] + self._decoder.decode(chunk)
        self.at = 0
        return True

    def skip_between(self) -> bool:
        """Move to the next element or bracket; False at the end of the text."""
        while True:
            found = _BETWEEN.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return True
            if not self._grow():
                return False

    def decode(self, decoder: json.JSONDecoder) -> tuple[object, int]:
        """The element at ``at`` and where it ends; grows until it is whole.

        Raises:
            ValueError: it is no JSON, or longer than a record may be.
        """
        while True:
            try:
                value, end = decoder.raw_decode(self.text, self.at)
                if end < len(self.text) or not self._grow():
                    return value, end
            except json.JSONDecodeError:
                if len(self.text) - self.at > self._limit or not self._grow():
                    raise


def _read_object(text: str, name: str, limits: Limits) -> Iterator[Record | Problem]:
    value = parse_json(text, name, limits)
    if isinstance(value, Problem):
        yield value
        return
    items = [value] if isinstance(value, Mapping) and find_postings(value) else _find_items(value)
    if not items:
        raise Refused(Problem("The JSON holds no list of records.", name, "no_records"))
    for number, item in enumerate(items, start=1):
        yield _to_record(item, f"{name}:{number}")


def _find_items(value: object) -> list[object]:
    """The longest list of objects in an answer of a job board, at most two levels down."""
    if not isinstance(value, Mapping):
        return []
    if not find_plan(tuple(value)).lacking:
        return [value]
    inner = [v for v in value.values() if isinstance(v, Mapping)]
    lists = [v for layer in (value, *inner) for v in layer.values() if isinstance(v, list)]
    records = [v for v in lists if v and all(isinstance(item, Mapping) for item in v)]
    return max(records, key=len, default=[value])
