"""What a caller may choose, and how much a stranger's file may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from rolescope.model import Document, Guide, PayReport, Problem

ReadKind = Literal["auto", "posting", "guide", "pay"]
READ_KINDS: tuple[ReadKind, ...] = get_args(ReadKind)
Item = Document | Guide | PayReport | Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may take; what goes beyond is refused in one sentence.

    Attributes:
        file_bytes: size of a file as it lies on disk.
        unpacked_bytes: what a packed file may become.
        unpacked_ratio: bytes out per byte in, counted once ``unpacked_grace`` bytes came out
            (postings pack 3 to 10 times; a bomb about 1,000 times).
        unpacked_grace: bytes below which the ratio does not matter.
        record_bytes: one line, one row, one element of a JSON array.
        whole_bytes: a file that can only be read as a whole (a JSON object, a text).
        page_bytes: an HTML page or fragment.
        text_chars: the text of one posting.
        text_least: a shorter text is no posting.
        title_chars: a longer title is no title.
        field_chars: any other field.
        json_depth: nesting of one JSON record.
        html_depth: nesting of HTML elements (the parser is quadratic in it).
        html_tags: tags in one page or fragment (job pages have some thousands).
        problems: how many problems of one file are listed before they are only counted.
    """

    file_bytes: int = 4 << 30
    unpacked_bytes: int = 16 << 30
    unpacked_ratio: int = 150
    unpacked_grace: int = 16 << 20
    record_bytes: int = 5_000_000
    whole_bytes: int = 64 << 20
    page_bytes: int = 10 << 20
    text_chars: int = 200_000
    text_least: int = 40
    title_chars: int = 500
    field_chars: int = 4_000
    json_depth: int = 50
    html_depth: int = 200
    html_tags: int = 50_000
    problems: int = 100


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How paths are read.

    Attributes:
        kind: what the files hold; ``auto`` tells by content and name.
        source: the feed's name; None takes the ``source`` column, else the file's stem.
        columns: our field name → the feed's column name, for columns that are not recognised.
            Fields: title, text, employer, location, date_posted, pay, url, source_id, seniority,
            industry, employment, workplace, language, source.
        limits: how much one file may take.
    """

    kind: ReadKind = "auto"
    source: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


class Refused(Exception):
    """Reading of one file ends here; never leaves ``sources``."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.what)


@dataclass(frozen=True, slots=True)
class Record:
    """One row, line or array element as found.

    Attributes:
        where: "file:line" (or ":row", ":item" counted from 1).
        values: the feed's own column names → values.
    """

    where: str
    values: Mapping[str, object]
