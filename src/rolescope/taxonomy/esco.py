"""ESCO releases: a folder or zip of CSV files as the portal packs them, one such file, JSON, or a list of labels.

ESCO is published by the European Commission; what is taken from it has to say so. Columns of ESCO 1.2 are
``conceptType``, ``conceptUri``, ``preferredLabel``, ``altLabels`` (one a line, or between bars in the
collections), ``description``.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from rolescope.errors import SourceError
from rolescope.model import EntryKind, Problem, Taxonomy, TaxonomyEntry
from rolescope.taxonomy.entries import ENTRIES, merge_entries, to_entry
from rolescope.taxonomy.sheets import FILE_BYTES, BadTable, Row, read_text_table, to_records

NAME = "esco"
KINDS: Mapping[str, EntryKind] = {
    "KnowledgeSkillCompetence": "skill",
    "Occupation": "occupation",
    "SkillGroup": "group",
    "ISCOGroup": "group",
}
_VERSION = re.compile(r"v\s?(\d+\.\d+(?:\.\d+)?)")
_BETWEEN = re.compile(r"\s*\n\s*|\s+\|\s+")
_LINK = re.compile(r"/esco/(occupation|skill|isco|isced-f)/")

Found = Iterator[TaxonomyEntry | Problem]


def read_esco(path: Path) -> Taxonomy:
    """The entries of an ESCO release; files that hold none (relations, hierarchies) are passed over.

    Args:
        path: a folder or zip of CSV files, a CSV file, a JSON file (also ``.json.gz``) with a list of objects
            ``{uri, label, altLabel, description}``, or a text file with one label of a skill a line.

    Raises:
        SourceError: there is no such file, or it holds no entry that can be read.
    """
    found = tuple(item for name, data in _files(path) for item in _read_file(name, data))
    entries = merge_entries(item for item in found if isinstance(item, TaxonomyEntry))
    problems = tuple(item for item in found if isinstance(item, Problem))
    if not entries:
        raise SourceError(_refusal(path, problems))
    if len(entries) > ENTRIES:
        raise SourceError(f"{path.name!r} has more than {ENTRIES:,} entries, which no release of ESCO has.")
    named = _VERSION.search(path.name)
    return Taxonomy(NAME, named[1] if named else "", entries, problems)


def _refusal(path: Path, problems: tuple[Problem, ...]) -> str:
    if problems:
        return f"{path.name!r} holds no ESCO entry that can be read. {problems[0].what}"
    return (
        f"{path.name!r} is no ESCO release: no table in it has the columns conceptUri and preferredLabel. "
        "Releases (CSV) are at https://esco.ec.europa.eu/en/use-esco/download."
    )


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            for file in sorted(p for p in path.iterdir() if p.is_file() and _reader(p.name)):
                # texts of a folder are read-me files and licences
                if file.suffix.lower() != ".txt":
                    yield file.name, _read(file)
        elif path.suffix.lower() == ".zip":
            yield from _read_zip(path)
        elif _reader(path.name) or not path.exists():
            yield path.name, _read(path)
    except FileNotFoundError:
        raise SourceError(f"There is no file or folder {path.name!r}.") from None
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        raise SourceError(f"{path.name!r} cannot be read; it is damaged or not readable.") from None


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(FILE_BYTES + 1)


def _read_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as packed:
        for name in sorted(n for n in packed.namelist() if n.lower().endswith(".csv")):
            with packed.open(name) as stream:
                yield PurePosixPath(name).name, stream.read(FILE_BYTES + 1)


def _read_file(name: str, data: bytes) -> Found:
    reader = _reader(name)
    if reader is None:
        return
    if len(data) > FILE_BYTES:
        yield Problem("The file is too large.", name, "too_large")
        return
    yield from reader(name, data)


def _reader(name: str) -> Callable[[str, bytes], Found] | None:
    return next((read for suffix, read in _READERS if name.lower().endswith(suffix)), None)


def _read_table(name: str, data: bytes) -> Found:
    try:
        rows = read_text_table(data, ",")
    except BadTable as error:
        yield Problem(str(error), name, "bad_table")
        return
    if rows and {"conceptUri", "preferredLabel"} <= set(rows[0]):
        for number, row in enumerate(to_records(rows), 2):
            yield from _read_row(row, f"{name}:{number}")


def _read_row(row: Row, where: str) -> Found:
    kind = KINDS.get(row.get("conceptType", "")) or _kind_of(row["conceptUri"])
    if kind is not None and row.get("status", "released") in ("released", ""):
        alternatives = _BETWEEN.split(row.get("altLabels", ""))
        yield to_entry(
            row["conceptUri"], kind, row["preferredLabel"], alternatives, row.get("description", ""), where
        )


def _kind_of(uri: str) -> EntryKind | None:
    link = _LINK.search(uri)
    kinds: dict[str, EntryKind] = {"occupation": "occupation", "skill": "skill"}
    return kinds.get(link[1], "group") if link else None


def _read_json(name: str, data: bytes) -> Found:
    try:
        records = json.loads(data)
    except (ValueError, RecursionError):
        yield Problem("The file is no JSON.", name, "bad_json")
        return
    for number, record in enumerate(records if isinstance(records, list) else (), 1):
        yield _read_record(record, f"{name}:{number}")


def _read_record(record: Any, where: str) -> TaxonomyEntry | Problem:
    given = record if isinstance(record, dict) else {}
    uri, label, about = (given.get(k) for k in ("uri", "label", "description"))
    others = given.get("altLabel")
    if not isinstance(uri, str) or not isinstance(label, str):
        return Problem("There is no uri or no label that is a string.", where, "bad_entry")
    alternatives = [o for o in others if isinstance(o, str)] if isinstance(others, list) else []
    return to_entry(
        uri, _kind_of(uri) or "skill", label, alternatives, about if isinstance(about, str) else "", where
    )


def _read_packed_json(name: str, data: bytes) -> Found:
    # the vectors some of these files carry are passed over
    try:
        with gzip.open(BytesIO(data)) as unpacked:
            plain = unpacked.read(FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        yield Problem("The packed file is damaged.", name, "bad_json")
        return
    yield from _read_file(name.lower().removesuffix(".gz"), plain)


def _read_list(name: str, data: bytes) -> Found:
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        if label := line.strip():
            yield to_entry(label, "skill", label, (), "", f"{name}:{number}")


_READERS: tuple[tuple[str, Callable[[str, bytes], Found]], ...] = (
    (".csv", _read_table),
    (".json", _read_json),
    (".json.gz", _read_packed_json),
    (".txt", _read_list),
)
