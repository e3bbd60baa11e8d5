"""Paths → items: what is found, and what hostile files do (nothing)."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from rolescope.errors import UsageError
from rolescope.model import Document, Guide, PayReport, Problem
from rolescope.sources import SOURCES, Item, Limits, ReadOptions, read_paths

TEXT = "You look after the tables of the warehouse and write SQL for it."
ROW = json.dumps({"title": "Clerk", "text": TEXT})
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real data are not here")


def read(path: Path, options: ReadOptions | None = None) -> list[Item]:
    return list(read_paths([path], options))


def whys(items: list[Item]) -> list[str]:
    return [item.why for item in items if isinstance(item, Problem)]


def documents(items: list[Item]) -> list[Document]:
    return [item for item in items if isinstance(item, Document)]


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


Put = Callable[[str, bytes | str], Path]


def test_a_folder_is_read_in_order_and_again_the_same(tmp_path: Path, put: Put) -> None:
    put("in/b.jsonl", ROW)
    put("in/a.csv", f"title,text\nBaker,{TEXT}\n")
    put("in/sub/c.txt", f"Cook\n\n{TEXT}")
    put("in/sub/d.jsonl.gz", gzip.compress(ROW.encode()))
    put("in/.hidden/e.jsonl", ROW)
    put("in/README.md", "# About these files\n\n" + TEXT)
    put("in/LICENSE", "none")
    put("in/picture.png", b"\x89PNG")
    items = read(tmp_path / "in")
    assert [(d.title, d.source) for d in documents(items)] == [
        ("Baker", "a"),
        ("Clerk", "b"),
        ("Cook", "c"),
        ("Clerk", "d"),
    ]
    assert whys(items) == ["unsupported"]
    assert read(tmp_path / "in") == items


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path, put: Put) -> None:
    secret = put("secret.jsonl", ROW)
    inside = put("in/a.jsonl", ROW)
    (tmp_path / "in" / "out.jsonl").symlink_to(secret)
    (tmp_path / "in" / "same.jsonl").symlink_to(inside)
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in", target_is_directory=True)
    items = read(tmp_path / "in")
    assert whys(items) == ["link"]
    assert len(documents(items)) == 2


def test_what_cannot_be_opened(tmp_path: Path, put: Put) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "broken.csv").symlink_to(tmp_path / "nowhere")
    put("empty.csv", "")
    put("blank.csv", " \n \n")
    put("blank.csv.gz", gzip.compress(b""))
    expected = {
        "pipe.csv": "not_a_file",
        "broken.csv": "missing",
        "nothing.csv": "missing",
        "empty.csv": "empty",
        "blank.csv": "empty",
        "blank.csv.gz": "empty",
        "x" * 300: "unreadable",
        "a\0b": "unreadable",
    }
    found = {name: whys(read(tmp_path / name)) for name in expected}
    assert found == {name: [why] for name, why in expected.items()}
    assert whys(read(Path(os.devnull))) == ["not_a_file"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_without_permission(tmp_path: Path, put: Put) -> None:
    put("in/a.csv", ROW).chmod(0)
    put("in/sub/b.csv", ROW).parent.chmod(0)
    items = read(tmp_path / "in")
    (tmp_path / "in" / "sub").chmod(0o700)
    assert whys(items) == ["no_permission", "no_permission"]


BINARY = {
    "a.pdf": b"%PDF-1.7 ...",
    "a.docx": b"PK\x03\x04 ...",
    "a.csv": bytes(random.Random(1).randbytes(4000)),
    "a.jsonl": b"\x00\x01\x02" * 50,
}


@pytest.mark.parametrize("name", BINARY)
def test_binary_rubbish(put: Put, name: str) -> None:
    (problem,) = read(put(name, BINARY[name]))
    assert isinstance(problem, Problem)
    assert problem.why == "binary"
    assert "/" not in problem.where


def test_names_nobody_knows(put: Put) -> None:
    assert whys(read(put("a.xyz", "title"))) == ["unsupported"]
    assert whys(read(put("noname", "title"))) == ["unsupported"]
    assert documents(read(put("data.xyz", ROW)))[0].title == "Clerk"


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.html"])
def test_encodings(put: Put, encoding: str, name: str) -> None:
    posting = {"@type": "JobPosting", "title": "Köchin “x”", "description": TEXT + " café"}
    script = (
        f'<html><script type="application/ld+json">{json.dumps(posting, ensure_ascii=False)}</script></html>'
    )
    content = {
        "a.csv": f"title,text\nKöchin “x”,{TEXT} café\n",
        "a.txt": f"Köchin “x”\n\n{TEXT} café",
        "a.html": script,
    }[name]
    (document,) = documents(read(put(name, content.encode(encoding))))
    assert document.title == "Köchin “x”"
    assert document.text.endswith("café")


def test_a_gzip_bomb_is_stopped_and_the_beginning_kept(put: Put) -> None:
    bomb = put("a.jsonl.gz", gzip.compress((ROW + "\n").encode() + b" " * 3_000_000))
    items = read(bomb, ReadOptions(limits=Limits(unpacked_grace=1_500_000)))
    assert whys(items) == ["bomb"]
    assert len(documents(items)) == 1
    assert whys(read(bomb, ReadOptions(limits=Limits(unpacked_bytes=1_500_000)))) == ["bomb"]


def test_a_truncated_or_damaged_gzip_keeps_what_came_before(put: Put) -> None:
    lines = "".join(
        json.dumps({"title": f"Clerk {n}", "text": TEXT * 20 + str(n)}) + "\n" for n in range(2000)
    )
    packed = gzip.compress(lines.encode())
    cut = read(put("cut.jsonl.gz", packed[: len(packed) // 2]))
    assert "truncated" in whys(cut)
    assert len(documents(cut)) > 500
    tail = read(put("tail.jsonl.gz", packed + b"rubbish"))
    assert whys(tail) == ["bad_gzip"]
    assert len(documents(tail)) == 2000
    damaged = bytearray(packed)
    damaged[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    assert whys(read(put("bad.jsonl.gz", bytes(damaged))))[-1] in ("bad_gzip", "truncated")


@pytest.mark.parametrize(("name", "text"), [("a.csv", "title,text\n\n"), ("a.json", "[]")])
def test_tables_without_rows(put: Put, name: str, text: str) -> None:
    assert whys(read(put(name, text))) == ["empty"]


def test_files_over_the_limit(put: Put) -> None:
    assert whys(read(put("a.jsonl", ROW), ReadOptions(limits=Limits(file_bytes=10)))) == ["too_large"]
    assert whys(read(put("a.txt", ROW), ReadOptions(limits=Limits(page_bytes=10)))) == ["too_large"]


def test_many_problems_are_counted(put: Put) -> None:
    items = read(put("a.jsonl", "{\n" * 250), ReadOptions(limits=Limits(problems=3)))
    assert len(items) == 4
    assert isinstance(items[-1], Problem)
    assert items[-1].what == "… and 247 more problems."


def test_an_unknown_column_is_a_wrong_call(put: Put) -> None:
    with pytest.raises(UsageError):
        read_paths([put("a.jsonl", ROW)], ReadOptions(columns={"colour": "x"}))


def test_kinds(put: Put) -> None:
    pay = "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd\n"
    collected = put("pay.csv", pay + "2024,SE,FT,Clerk,50000,USD,50000\n")
    assert [type(i) for i in read(collected)] == [PayReport]
    assert whys(read(collected, ReadOptions(kind="posting"))) == ["missing_columns"]
    assert whys(read(put("a.jsonl", ROW), ReadOptions(kind="pay"))) == ["missing_columns"]
    assert whys(read(put("a.jsonl", "{"), ReadOptions(kind="pay"))) == ["bad_json"]
    described = read(put("role.jsonl", ROW), ReadOptions(kind="guide"))
    assert [type(i) for i in described if not isinstance(i, Problem)] == [Guide]
    bad = read(put("role.jsonl", ROW + "\n{"), ReadOptions(kind="guide"))
    assert "bad_json" in whys(bad)


def test_text_that_is_no_guide(put: Put) -> None:
    assert whys(read(put("a.txt", f"Clerk\n\n{TEXT}"), ReadOptions(kind="guide"))) == ["not_a_guide"]
    assert whys(read(put("a.md", f"# Clerk\n\n{TEXT}"), ReadOptions(kind="guide"))) == ["not_a_guide"]
    assert whys(read(put("a.html", f"<p>{TEXT}"), ReadOptions(kind="guide"))) == ["not_a_guide"]
    assert whys(read(put("a.html", f"<p>{TEXT}"))) == ["no_posting"]


def test_every_reader_has_a_name_of_its_own() -> None:
    assert len({reader.name for reader in SOURCES}) == len(SOURCES)


@needs_shared
def test_the_real_postings_are_all_read() -> None:
    items = read(SHARED / "postings" / "postings.jsonl.gz")
    assert len(documents(items)) == 20_304
    assert set(whys(items)) == {"bad_date"}
    assert len({d.source for d in documents(items)}) == 39


@needs_shared
@pytest.mark.parametrize(
    ("name", "least"), [("glassdoor_2021_raw.csv", 672), ("mycareersfuture_2019_raw.csv", 3_800)]
)
def test_the_real_dumps(name: str, least: int) -> None:
    items = read(SHARED / "formats" / "csv" / name)
    assert len(documents(items)) >= least
    assert all(d.employer and d.location and d.pay_text is not None for d in documents(items)[:50])
