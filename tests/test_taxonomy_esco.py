"""ESCO releases in every form, and what is wrong with some."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from rolescope.errors import SourceError
from rolescope.model import EntryKind, TaxonomyEntry
from rolescope.taxonomy import esco
from rolescope.taxonomy.esco import read_esco

URI = "http://data.europa.eu/esco/"
SKILLS = (
    "conceptType,conceptUri,preferredLabel,altLabels,status,description\n"
    f'KnowledgeSkillCompetence,{URI}skill/1,herd  geese,"drive geese\nherding geese\nherd geese",released,Keep them.\n'
    f"KnowledgeSkillCompetence,{URI}skill/2,pluck geese,plucking | pluck birds,released,\n"
    f"KnowledgeSkillCompetence,{URI}skill/3,old skill,,obsolete,\n"
    f"KnowledgeSkillCompetence,{URI}skill/4,,,released,\n"
)
OCCUPATIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n"
    f"Occupation,{URI}occupation/1,9,goose keeper,gooseherd\n,{URI}isco/C9,,elementary occupations,\n"
    ",elsewhere/1,,unknown,\n"
)
RELATIONS = "conceptType,conceptUri,broaderUri\nx,y,z\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv"
    path.mkdir()
    (path / "skills_en.csv").write_text(SKILLS, "utf-8-sig")
    (path / "occupations_en.csv").write_text(OCCUPATIONS, "utf-8")
    (path / "broaderRelations.csv").write_text(RELATIONS, "utf-8")
    (path / "read me.txt").write_text("not a label\n", "utf-8")
    return path


def kinds(entries: tuple[TaxonomyEntry, ...]) -> list[tuple[EntryKind, str]]:
    return [(e.kind, e.label) for e in entries]


def test_a_folder(folder: Path) -> None:
    read = read_esco(folder)
    assert (read.name, read.edition) == ("esco", "1.2.0")
    assert kinds(read.entries) == [
        ("occupation", "goose keeper"),
        ("group", "elementary occupations"),
        ("skill", "herd geese"),
        ("skill", "pluck geese"),
    ]
    herding, plucking = read.entries[2:]
    assert herding == TaxonomyEntry(
        f"{URI}skill/1", "skill", "herd geese", ("drive geese", "herding geese"), "Keep them."
    )
    assert plucking.alt_labels == ("plucking", "pluck birds")
    assert [(p.where, p.why) for p in read.problems] == [("skills_en.csv:5", "bad_entry")]


def test_a_zip_and_a_file_read_the_same(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "esco v1.2.zip"
    with zipfile.ZipFile(packed, "w") as book:
        for file in folder.glob("*.csv"):
            book.write(file, f"inner/{file.name}")
    assert read_esco(packed).entries == read_esco(folder).entries
    assert read_esco(packed).edition == "1.2"
    assert read_esco(folder / "skills_en.csv").entries == read_esco(folder).entries[2:]


def test_a_list_of_labels(tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    path.write_text(f"herd geese\n\nherd geese\n{'x' * 501}\n", "utf-8")
    read = read_esco(path)
    assert [(e.id, e.kind) for e in read.entries] == [("herd geese", "skill")]
    assert [p.why for p in read.problems] == ["too_large"]


@pytest.mark.parametrize("packed", [True, False])
def test_json(tmp_path: Path, packed: bool) -> None:
    records = [
        {"uri": f"{URI}occupation/7", "label": "goose keeper", "altLabel": ["a", 3], "description": "d"},
        {"uri": "elsewhere/7", "label": "honk", "altLabel": None, "vector": [0.1]},
        {"uri": f"{URI}isced-f/1", "label": "a group"},
        {"label": "no uri"},
        7,
    ]
    data = json.dumps(records).encode()
    path = tmp_path / ("e.json.gz" if packed else "e.json")
    path.write_bytes(gzip.compress(data) if packed else data)
    read = read_esco(path)
    assert kinds(read.entries) == [("occupation", "goose keeper"), ("skill", "honk"), ("group", "a group")]
    assert read.entries[0].alt_labels == ("a",)
    assert [p.where for p in read.problems] == ["e.json:4", "e.json:5"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("e.json", b"[" * 100_000, "no JSON"),
        ("e.json", b"\xff", "no JSON"),
        ("e.json.gz", b"no gzip", "damaged"),
        ("e.csv", b"\0\0", "no text"),
        ("e.csv", b"a,b\n1,2\n", "conceptUri"),
        ("e.zip", b"no zip", "damaged"),
        ("e.md", b"# x", "no ESCO release"),
        ("e.json", b"{}", "no ESCO release"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=word) as error:
        read_esco(tmp_path / name)
    assert str(tmp_path) not in str(error.value)


@pytest.mark.parametrize("name", ["absent", "absent.csv", "absent.zip"])
def test_what_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no file or folder"):
        read_esco(tmp_path / name)


def test_limits(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esco, "ENTRIES", 3)
    with pytest.raises(SourceError, match="more than 3"):
        read_esco(folder)
    bomb = tmp_path / "b.json.gz"
    bomb.write_bytes(gzip.compress(b" " * 2000))
    monkeypatch.setattr(esco, "FILE_BYTES", 1000)
    with pytest.raises(SourceError, match="too large"):
        read_esco(bomb)
