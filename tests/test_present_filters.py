"""``annotate`` as a filter: the contract, line by line."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator
from pyarrow import parquet

from conftest import Called
from rolescope.errors import SourceError, UsageError
from rolescope.present import filters
from rolescope.present.filters import annotate_lines
from workspace_case import make_text, write_jsonl

SCHEMA = json.loads(
    (Path(filters.__file__).parents[1] / "data" / "schemas" / "annotate.json").read_text("utf-8")
)
TEXT = make_text("Data Engineer", "Oak South", 4)


def run(path: Path | str, column: str | None = None, workers: int = 1) -> list[dict[str, Any]]:
    return [json.loads(line) for line, _ in annotate_lines(str(path), column, workers)]


def run_lines(folder: Path, *lines: str) -> list[dict[str, Any]]:
    path = folder / "in.jsonl"
    path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    return run(path)


def why(answers: Sequence[dict[str, Any]]) -> list[str | None]:
    return [a["problems"][0]["why"] if a["problems"] else None for a in answers]


def test_lines_come_out_in_order_and_after_the_schema(tmp_path: Path) -> None:
    records = [{"id": n, "title": "Senior Data Engineer", "text": f"{TEXT} No. {n}"} for n in range(5)]
    answers = run(write_jsonl(tmp_path / "in.jsonl", records))
    assert [a["id"] for a in answers] == [0, 1, 2, 3, 4]
    for answer, record in zip(answers, records, strict=True):
        Draft202012Validator(SCHEMA).validate(answer)
        assert answer["role"]["id"] == "data-engineer"
        assert answer["level"] == "senior"
        for mention in answer["mentions"]:
            assert str(record["text"])[mention["start"] : mention["end"]]
        python = next(m for m in answer["mentions"] if m["concept"] == "python")
        assert str(record["text"])[python["start"] : python["end"]] == "Python"


def test_workers_give_the_same(tmp_path: Path) -> None:
    path = write_jsonl(
        tmp_path / "in.jsonl", [{"id": n, "text": f"{n} Python"} if n % 3 else n for n in range(450)]
    )
    assert run(path, workers=2) == run(path)


def test_bad_lines_are_answered_where_they_stand(tmp_path: Path) -> None:
    answers = run_lines(
        tmp_path,
        '{"id": "a", "text": "Python"}',
        "",
        "{broken",
        "[1, 2]",
        '"text"',
        '{"id": "b"}',
        '{"id": "c", "text": 7}',
        "[" * 60 + "]" * 60,
        '{"id": "d", "text": "SQL"}',
    )
    assert why(answers) == [
        None,
        "empty",
        "bad_json",
        "bad_json",
        "bad_json",
        "no_text",
        "no_text",
        "too_deep",
        None,
    ]
    assert [a["id"] for a in answers] == ["a", None, None, None, None, "b", "c", None, "d"]
    bad = [a for a in answers if a["problems"]]
    assert [a["line"] for a in bad] == [2, 3, 4, 5, 6, 7, 8]
    assert all(set(a) == {"id", "line", "problems"} for a in bad)
    assert all(a["problems"][0]["where"] == f"line {a['line']}" for a in bad)


def test_brackets_in_strings_are_no_depth(tmp_path: Path) -> None:
    flat = json.dumps({"id": 1, "text": "[x] " * 60})
    assert why(run_lines(tmp_path, flat)) == [None]


def test_a_line_too_long_costs_itself_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "_LONGEST_LINE", 200)
    monkeypatch.setattr(filters, "_LONGEST_TEXT", 100)
    endless = json.dumps({"id": 1, "text": "Python " * 1_000_000})
    longish = json.dumps({"id": 2, "text": "Python " * 20})
    answers = run_lines(tmp_path, endless, longish, '{"id": 3, "text": "Python"}')
    assert why(answers) == ["too_large", "too_large", None]
    assert [a["id"] for a in answers] == [None, 2, 3]
    last = tmp_path / "last.jsonl"
    last.write_text(endless)
    assert why(run(last)) == ["too_large"]


def test_odd_ids_and_characters(tmp_path: Path) -> None:
    answers = run_lines(
        tmp_path,
        '\ufeff{"id": NaN, "text": "Python"}',
        '{"id": 1.5, "text": "Python"}',
        '{"id": [1], "text": "Python"}',
        '{"id": "\\ud800", "text": "Python \\ud800 SQL"}',
        '{"id": "x", "text": "bytes \udcff and Python"}',
        '{"id": "\\ud800"}',
    )
    assert [a["id"] for a in answers] == ["nan", "1.5", "[1]", "\ud800", "x", "\ud800"]
    assert why(answers) == [None, None, None, None, None, "no_text"]
    assert {m["concept"] for m in answers[3]["mentions"]} <= {"python", "sql"}


def test_fields_by_their_usual_names(tmp_path: Path) -> None:
    record = {
        "text": TEXT,
        "job_title": "Data Engineer",
        "company": "Oak",
        "location": "Leeds, UK",
        "salary": "£50,000 - £60,000 per year",
        "date": "2024-05-01",
        "employment_type": "Contract",
        "seniority": None,
    }
    (answer,) = run(write_jsonl(tmp_path / "in.jsonl", [record]))
    assert answer["id"] is None
    assert answer["role"]["id"] == "data-engineer"
    assert answer["pay"][0]["currency"] == "GBP"
    assert answer["pay"][0]["start"] is None
    assert answer["employment_types"] == ["contract"]
    assert (
        why(
            run(
                write_jsonl(
                    tmp_path / "in.jsonl", [{**record, "date": d} for d in ("soon", 99, "9999-01-01")]
                )
            )
        )
        == [None] * 3
    )


def test_a_text_column_by_another_name(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "in.jsonl", [{"id": 1, "body": "Python"}])
    assert why(run(path)) == ["no_text"]
    assert run(path, "body")[0]["mentions"][0]["concept"] == "python"


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_tables_of_text(tmp_path: Path, suffix: str) -> None:
    comma = "," if suffix == "csv" else "\t"
    path = tmp_path / f"in.{suffix}"
    path.write_text(f'id{comma}body\n007{comma}"Python\nand SQL"\n8{comma}\n', "utf-8")
    answers = run(path, "body")
    assert [a["id"] for a in answers] == ["007", "8"]
    assert {m["concept"] for m in answers[0]["mentions"]} == {"python", "sql"}
    with pytest.raises(UsageError, match="id, body"):
        run(path)


def test_a_bad_row_of_a_table_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('id,text\n1,Python\n2,"never closed\n3,SQL\n', "utf-8")
    answers = run(path)
    assert [a["id"] for a in answers] == ["1", None, "3"]
    assert why(answers) == [None, "bad_row", None]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    parquet.write_table(pa.table({"id": [1, 2], "body": ["Python", None]}), path)
    answers = run(path, "body")
    assert ([a["id"] for a in answers], why(answers)) == ([1, 2], [None, "no_text"])
    with pytest.raises(UsageError, match="--text-column"):
        run(path)


@pytest.mark.parametrize(
    ("name", "content"), [("in.parquet", b"PAR1 no"), ("in.csv", b"\n"), ("absent.jsonl", None)]
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=name):
        run(tmp_path / name)


# -- as a command -----------------------------------------------------------------------------------------------------


def test_standard_input(cli: Callable[..., Called], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": 1, "text": "Python"}\nno\n'))
    called = cli("annotate", "-", "--workers", 1)
    assert called.status == 0
    assert [json.loads(line)["id"] for line in called.out.splitlines()] == [1, None]


def test_nothing_good_is_status_1(cli: Callable[..., Called], tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("no\n")
    called = cli("annotate", path)
    assert called.status == 1
    assert len(called.out.splitlines()) == 1
    path.write_text("")
    assert cli("annotate", path).status == 1
    missing = cli("annotate", tmp_path / "absent.jsonl")
    assert (missing.status, missing.out, len(missing.err.splitlines())) == (1, "", 1)


def test_bytes_that_are_no_utf8_on_a_pipe() -> None:
    given = b'\xef\xbb\xbf{"id": "caf\xe9", "text": "Python \xff SQL"}\r\n{"id": 2, "text": "SQL"}'
    command = [sys.executable, "-m", "rolescope", "annotate", "-", "--workers", "1"]
    done = subprocess.run(
        command, input=given, capture_output=True, env=os.environ | {"PYTHONUTF8": "0", "LC_ALL": "C"}
    )
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["id"].startswith("caf")
    assert {m["concept"] for m in first["mentions"]} == {"python", "sql"}
    assert second["id"] == 2


# -- packed and binary ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.jsonl", b'{"id": "1", "text": "Python"}\n{"id": "2", "text": "SQL"}\n'),
        ("in.csv", b"id,text\n1,Python\n2,SQL\n"),
    ],
)
def test_gzip_is_unpacked(tmp_path: Path, name: str, content: bytes) -> None:
    plain, packed = tmp_path / name, tmp_path / f"{name}.gz"
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content))
    assert run(packed) == run(plain)
    assert why(run(packed)) == [None, None]


def test_a_packed_file_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1, "text": "Python"}\n' * 9)[:-9])
    with pytest.raises(SourceError, match=r"in.jsonl.gz: The packed file is (cut off|damaged)"):
        run(path)


@pytest.mark.parametrize("name", ["in.jsonl", "in.csv", "in"])
def test_a_binary_file_is_refused_in_one_sentence(
    cli: Callable[..., Called], tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    called = cli("annotate", tmp_path / name)
    assert (called.status, called.out) == (1, "")
    assert called.err == f"{name}: The file is an image, which is not read here.\n"


def test_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "text": "Python"}\n', "utf-16")
    assert why(run(path)) == [None]


def test_parquet_by_any_name(tmp_path: Path) -> None:
    path = tmp_path / "in.data"
    parquet.write_table(pa.table({"id": [1], "text": ["Python"]}), path)
    assert why(run(path)) == [None]


def test_what_cannot_be_read_is_named(
    cli: Callable[..., Called], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert cli("annotate", ".").err == ". is a folder; name a file in it.\n"
    assert cli("annotate", "empty.jsonl").err == "empty.jsonl: The file is empty.\n"
    assert cli("annotate", "absent.jsonl").err == "absent.jsonl: There is no such file.\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    called = cli("annotate", "-")
    assert (called.status, called.out, called.err) == (1, "", "No line could be read.\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [(gzip.compress(b"{}", mtime=0), "packed with gzip"), (b"%PDF-1.7\n", "a PDF document")],
    ids=["gzip", "PDF"],
)
def test_packed_standard_input_is_refused(given: bytes, said: str) -> None:
    command = [sys.executable, "-m", "rolescope", "annotate", "-", "--workers", "1"]
    done = subprocess.run(command, input=given, capture_output=True)
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
