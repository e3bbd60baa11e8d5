"""Bytes → text: encodings told apart, lines cut within limits."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rolescope.model import Problem
from rolescope.sources.options import Refused

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Beginnings of files that are never text, with the name people know them by.
MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or Office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"(\xb5/\xfd", "packed with zstd"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "Parquet"),
)
CONTROL = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; ``text`` None if it was longer than allowed."""

    number: int
    text: str | None


def find_binary(head: bytes) -> str | None:
    """What kind of binary thing begins with ``head``, None for text.

    Text holds almost no control bytes; random bytes hold a tenth of them.

    >>> find_binary(b"%PDF-1.7"), find_binary(b"title,text")
    ('a PDF document', None)
    """
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    if any(head.startswith(bom) for bom, _ in BOMS):
        return None
    part = head[:65536]
    controls = len(part) - len(part.translate(None, CONTROL))
    return "no text" if controls > len(part) * 0.05 else None


def decode(data: bytes) -> str:
    r"""UTF-8 or, failing that, Windows-1252; UTF-8 with a few broken places keeps the rest.

    >>> decode(b"caf\xc3\xa9"), decode(b"caf\xe9")
    ('café', 'café')
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    good = sum(not c.isascii() for c in replaced) - bad
    if good > bad:
        return replaced
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return replaced


def to_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same text without byte order mark, UTF-16 turned into UTF-8."""
    chunks = iter(chunks)
    head = next(chunks, b"")
    for bom, name in BOMS:
        if head.startswith(bom):
            rest = chain([head[len(bom) :]], chunks)
            return rest if name == "utf-8" else _recode(rest, name)
    return chain([head], chunks)


def _recode(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def read_lines(chunks: Iterable[bytes], limit: int) -> Iterator[Line]:
    r"""Lines as they end in ``\n``; of a line over ``limit`` bytes nothing is held in memory.

    >>> [line.text for line in read_lines([b"a\nb", b"c\n", b"dddddddd\ne"], 4)]
    ['a', 'bc', None, 'e']
    """
    rest, number, over = b"", 0, False
    for chunk in to_utf8(chunks):
        *whole, last = chunk.split(b"\n")
        for part in whole:
            number += 1
            line = rest + part
            rest = b""
            yield Line(number, None if over or len(line) > limit else decode(line))
            over = False
        over = over or len(rest) + len(last) > limit
        rest = b"" if over else rest + last
    if rest or over:
        yield Line(number + 1, None if over else decode(rest))


def read_whole(chunks: Iterable[bytes], name: str, limit: int) -> str:
    """All of a file as text.

    Raises:
        Refused: it is longer than ``limit`` bytes.
    """
    parts: list[bytes] = []
    size = 0
    for chunk in to_utf8(chunks):
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            raise Refused(
                Problem(f"The file is too large to read (over {limit:,} bytes).", name, "too_large")
            )
    return decode(b"".join(parts))
