"""One function for each kind of file: the opened file → items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from itertools import chain

from rolescope.model import Document, Guide, Problem
from rolescope.sources.collected import COLUMNS, read_collected
from rolescope.sources.columns import find_plan, is_collected, to_key, to_overrides
from rolescope.sources.decode import read_whole
from rolescope.sources.delimited import read_delimited
from rolescope.sources.files import GZIP_MAGIC, Found
from rolescope.sources.guides import (
    is_guide,
    is_guide_html,
    read_guide_html,
    read_guide_markdown,
    read_guide_text,
    read_role_description,
)
from rolescope.sources.jsonfiles import read_json
from rolescope.sources.options import Item, ReadOptions, Record, Refused
from rolescope.sources.pages import read_page
from rolescope.sources.parquet import read_parquet, read_parquet_names
from rolescope.sources.plain import read_plain
from rolescope.sources.records import read_documents, tell_lacking

MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file at hand: what it is called, its first bytes (unpacked) and all of them."""

    found: Found
    handle: BufferedReader
    head: bytes
    chunks: Iterable[bytes]


def read_json_file(file: OpenFile, options: ReadOptions) -> Iterator[Item]:
    """JSON lines, a JSON array, or an object that holds a list."""
    records = read_json(file.chunks, file.found.name, file.found.suffix, options.limits)
    return _read_records(records, file.found, options)


def read_delimited_file(file: OpenFile, options: ReadOptions) -> Iterator[Item]:
    """CSV, TSV and their like."""
    records = read_delimited(file.chunks, file.found.name, file.found.suffix, options.limits)
    return _read_records(records, file.found, options)


def read_parquet_file(file: OpenFile, options: ReadOptions) -> Iterator[Item]:
    """Parquet; of wide tables only the columns that matter."""
    found = file.found
    file.handle.seek(0)
    if file.handle.peek(2)[:2] == GZIP_MAGIC:
        raise Refused(
            Problem("The Parquet file is packed once more; unpack it first.", found.name, "unsupported")
        )
    names = read_parquet_names(file.handle)
    records = read_parquet(file.handle, found.name, options.limits, _find_wanted(names, options))
    return _read_records(records, found, options)


def _find_wanted(names: tuple[str, ...], options: ReadOptions) -> set[str]:
    """The columns worth unpacking; all where that cannot be told."""
    plan = find_plan(names, to_overrides(options.columns))
    groups = chain(
        plan.fields.values(), (g.names for g in plan.text), *plan.joined.values(), *plan.parts.values()
    )
    return set(names) if plan.lacking or is_collected(names) else set(chain.from_iterable(groups))


def read_html_file(file: OpenFile, options: ReadOptions) -> Iterator[Item]:
    """The postings that a page declares; else the guide it is."""
    found = file.found
    html = read_whole(file.chunks, found.name, options.limits.page_bytes)
    if options.kind in ("auto", "posting"):
        records = list(read_page(html, found.name, options.limits))
        yield from read_documents(records, found.name, found.stem, options)
        if any(isinstance(record, Record) for record in records):
            return
    if options.kind == "guide" or (options.kind == "auto" and is_guide_html(html)):
        yield from _give(*read_guide_html(html, source=options.source or found.stem, where=found.name))
    else:
        yield Problem("The page declares no job posting (schema.org JobPosting).", found.name, "no_posting")


def read_plain_file(file: OpenFile, options: ReadOptions) -> Iterator[Item]:
    """A guide where it reads as one, else one posting."""
    found = file.found
    text = read_whole(file.chunks, found.name, options.limits.page_bytes)
    if options.kind == "guide" or (options.kind == "auto" and is_guide(text)):
        read = read_guide_markdown if found.suffix in MARKDOWN else read_guide_text
        yield from _give(*read(text, source=options.source or found.stem, where=found.name))
    else:
        yield from _read_records(iter([read_plain(text, found.name)]), found, options)


def _give(guide: Guide | None, problems: tuple[Problem, ...]) -> Iterator[Guide | Problem]:
    yield from problems
    if guide is not None:
        yield guide


def _read_records(records: Iterator[Record | Problem], found: Found, options: ReadOptions) -> Iterator[Item]:
    """Rows of any table: collected pay where the first row's columns say so, else postings or guides."""
    names, records = _peek_names(records)
    if options.kind == "pay" and names and not is_collected(names):
        keys = {to_key(name) for name in names}
        yield tell_lacking(tuple(n for n in COLUMNS if to_key(n) not in keys), names, found.name)
    elif options.kind == "pay" or (options.kind == "auto" and is_collected(names)):
        yield from read_collected(records, found.name, options.source or found.stem)
    elif options.kind == "guide":
        yield from _read_descriptions(read_documents(records, found.name, found.stem, options), found.name)
    else:
        yield from read_documents(records, found.name, found.stem, options)


def _peek_names(records: Iterator[Record | Problem]) -> tuple[tuple[str, ...], Iterator[Record | Problem]]:
    early: list[Record | Problem] = []
    for record in records:
        early.append(record)
        if isinstance(record, Record):
            return tuple(record.values), chain(early, records)
    return (), iter(early)


def _read_descriptions(items: Iterator[Document | Problem], name: str) -> Iterator[Guide | Problem]:
    """Standing role descriptions in a table: guides to one role each."""
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        fields = {"title": item.title, "text": item.text, "source": item.source, "company": item.employer}
        more = {"location": item.location, "url": item.url, "date": item.date_posted, "id": item.source_id}
        yield from _give(*read_role_description({**fields, **more}, where=name))
