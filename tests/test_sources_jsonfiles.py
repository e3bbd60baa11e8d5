"""JSON lines, arrays and objects, good and hostile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolescope.model import Problem
from rolescope.sources.decode import decode, find_binary, read_lines
from rolescope.sources.jsonfiles import find_json_depth, read_json
from rolescope.sources.options import Limits, Record, Refused

LIMITS = Limits()


def read(
    text: str | bytes, suffix: str = ".json", limits: Limits = LIMITS, size: int = 64
) -> list[Record | Problem]:
    data = text if isinstance(text, bytes) else text.encode()
    chunks = [data[n : n + size] for n in range(0, len(data), size)]
    return list(read_json(chunks, "a.json", suffix, limits))


def values(items: list[Record | Problem]) -> list[object]:
    return [dict(item.values) for item in items if isinstance(item, Record)]


def whys(items: list[Record | Problem]) -> list[str]:
    return [item.why for item in items if isinstance(item, Problem)]


def test_lines() -> None:
    items = read('{"a": 1}\n\n{"a": 2}\n[1]\n{"a": \n7\n', ".jsonl")
    assert values(items) == [{"a": 1}, {"a": 2}]
    assert whys(items) == ["bad_record", "bad_json", "bad_record"]
    assert [i.where for i in items] == ["a.json:1", "a.json:3", "a.json:4", "a.json:5", "a.json:6"]


def test_lines_under_another_name() -> None:
    assert values(read('{"a": 1}\n{"a": 2}\n')) == [{"a": 1}, {"a": 2}]


def test_a_hundred_megabytes_on_one_line_are_not_held() -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"a": 1}\n{"a": "'
        yield from (b"x" * (1 << 20) for _ in range(100))
        yield b'"}\n{"a": 3}\n'

    items = list(read_json(chunks(), "a.jsonl", ".jsonl", LIMITS))
    assert values(items) == [{"a": 1}, {"a": 3}]
    assert whys(items) == ["too_large"]


def test_numbers_and_nesting_that_python_refuses() -> None:
    deep = '{"a": ' + "[" * 100_000 + "\n" + '{"a": ' + "9" * 5_000 + "}\n" + '{"a": NaN}\n'
    items = read(deep, ".jsonl", size=1 << 20)
    assert whys(items) == ["too_deep", "bad_json"]
    assert len(values(items)) == 1


def test_an_array_is_streamed() -> None:
    table = [{"a": n, "b": "ö" * (n % 50), "c": [1, {"d": "]"}]} for n in range(200)]
    for ascii_only in (True, False):
        for size in (1, 7, 1000):
            assert values(read(json.dumps(table, ensure_ascii=ascii_only, indent=1), size=size)) == table


@pytest.mark.parametrize(
    ("text", "kept", "why"),
    [
        ('[{"a": 1}, {"a": 2', 1, "bad_json"),
        ('[{"a": 1}, {"a": 2}', 2, "truncated"),
        ('[{"a": 1}, {"a" 2}, {"a": 3}]', 1, "bad_json"),
        ('[{"a": 1}, ' + '{"b":' * 60 + "1" + "}" * 60 + ', {"a": 3}]', 2, "too_deep"),
        ("[" * 100_000, 0, "bad_json"),
        ("[1, 2]", 0, "bad_record"),
    ],
)
def test_arrays_that_are_no_good(text: str, kept: int, why: str) -> None:
    items = read(text, size=1 << 20)
    assert len(values(items)) == kept
    assert whys(items)[0] == why


def test_an_element_over_the_limit_ends_the_array() -> None:
    items = read('[{"a": 1}, {"a": "' + "x" * 9_000 + '"}]', limits=Limits(record_bytes=1_000))
    assert whys(items) == ["bad_json"]
    assert len(values(items)) == 1


def test_an_object_around_a_list() -> None:
    assert values(read('{"total": 2, "jobs": [{"a": 1}, {"a": 2}]}')) == [{"a": 1}, {"a": 2}]
    assert values(read('{"data": {"jobs": [{"a": 1}]}}')) == [{"a": 1}]
    posting = {"title": "x", "description": "y", "places": [{"a": 1}]}
    assert values(read(json.dumps(posting))) == [posting]
    assert values(read('{"jobs": []}')) == [{"jobs": []}]


def test_an_object_that_is_no_good() -> None:
    assert whys(read('{"jobs": [')) == ["bad_json"]
    with pytest.raises(Refused):
        read("17")
    with pytest.raises(Refused):
        read('{"a": "' + "x" * 2_000 + '"}', limits=Limits(whole_bytes=1_000))


def test_a_declared_posting_is_read_as_such() -> None:
    posting = {"@type": "JobPosting", "title": "Clerk", "hiringOrganization": {"name": "Acme"}}
    assert values(read(json.dumps(posting))) == [{"title": "Clerk", "company": "Acme"}]
    assert values(read(json.dumps([{"id": 1, "_jobposting": posting}]))) == [
        {"title": "Clerk", "company": "Acme"}
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s), max_leaves=8
)


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(JSON)
def test_depth(value: object) -> None:
    assert find_json_depth(json.dumps(value)) == depth_of(value)


@given(st.text(alphabet='{}[]",:\\1a\n ', max_size=80))
def test_any_text_gives_records_or_problems(text: str) -> None:
    for start in ("{", "["):
        with suppress(Refused):
            read(start + text)


@given(st.lists(st.text(alphabet="ab\n", max_size=9)), st.integers(1, 6))
def test_lines_are_those_of_the_text(parts: list[str], limit: int) -> None:
    whole = "".join(parts)
    found = [line.text for line in read_lines([p.encode() for p in parts], limit)]
    expected = whole.split("\n")[: -1 if whole.endswith("\n") or not whole else None]
    assert found == [line if len(line) <= limit else None for line in expected]


def test_bytes_that_are_nearly_utf8() -> None:
    assert decode("größe".encode() + b"\xe9") == "größe\ufffd"
    assert decode(b"caf\xe9") == "café"
    assert decode(b"\x81\xe9") == "\ufffd\ufffd"
    assert find_binary("\ufeffa".encode("utf-16-le")) is None
