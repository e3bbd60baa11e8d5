from __future__ import annotations

import gzip
import json
import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolescope.model import Document
from rolescope.store import duplicates
from rolescope.store.duplicates import ClusterIndex, assign_clusters
from rolescope.store.rows import document_id
from rolescope.store.signing import (
    VALUES,
    Signature,
    employer_key,
    find_shingles,
    read_signatures,
    sign_documents,
    signatures_table,
    title_key,
)
from store_case import make_document

SHARED = Path(__file__).resolve().parents[2] / "shared"
WORDS = [f"word{n}" for n in range(400)]


def make_signature(of: str, alike: float = 1.0, **changed: object) -> Signature:
    """A signature that agrees in a share ``alike`` of its values with the one of alike = 1."""
    values = np.arange(VALUES, dtype=np.uint32)
    values[: VALUES - round(alike * VALUES)] += 1_000
    fields: dict[str, object] = {
        "title_key": "data engineer",
        "employer_key": "acme",
        "date_posted": date(2024, 7, 1),
        "date_precision": "day",
    }
    return Signature(of, values, **{**fields, **changed})  # type: ignore[arg-type]


def are_one(a: Signature, b: Signature) -> bool:
    first, second = assign_clusters([a, b], [])
    return first == second


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({}, True),
        ({"alike": 0.81}, True),
        ({"alike": 0.78}, False),
        ({"title_key": "data analyst"}, False),
        ({"employer_key": "other"}, False),
        ({"employer_key": ""}, True),
        ({"employer_key": "", "alike": 0.78}, False),
        ({"date_posted": date(2024, 8, 30)}, True),
        ({"date_posted": date(2024, 8, 31)}, False),
        ({"date_posted": date(2024, 4, 30)}, False),
        ({"date_posted": None, "date_precision": "none"}, True),
        ({"date_posted": date(2024, 1, 1), "date_precision": "year"}, True),
        ({"date_posted": date(2022, 1, 1), "date_precision": "year"}, False),
        ({"date_posted": date(2024, 4, 1), "date_precision": "month"}, False),
        ({"date_posted": date(2024, 5, 1), "date_precision": "month"}, True),
    ],
)
def test_what_makes_two_postings_one(changed: dict[str, object], wanted: bool) -> None:
    assert are_one(make_signature("a"), make_signature("b", **changed)) is wanted  # type: ignore[arg-type]


def test_blank_employers_need_nearly_the_same_text() -> None:
    blank = make_signature("a", employer_key="")
    assert not are_one(blank, make_signature("b", 0.9, employer_key=""))
    assert are_one(blank, make_signature("b", 0.96, employer_key=""))


def test_a_posting_without_words_is_its_own() -> None:
    empty = [Signature(of, np.empty(0, np.uint32), "t", "e") for of in "ab"]
    assert assign_clusters(empty, []) == ["a", "b"]


def test_the_cluster_is_the_oldest_ones() -> None:
    days = [date(2024, 7, 9), date(2024, 7, 1), None]
    batch = [make_signature(of, date_posted=day) for of, day in zip("abc", days, strict=True)]
    assert assign_clusters(batch, []) == ["b", "b", "b"]


def test_known_clusters_are_taken_over() -> None:
    known = [make_signature("a", cluster="z"), make_signature("b", title_key="other")]
    assert assign_clusters([make_signature("c"), make_signature("d", title_key="other")], known) == ["z", "b"]


def test_an_index_remembers_what_it_assigned() -> None:
    index = ClusterIndex()
    assert index.assign([make_signature("a")]) == ["a"]
    assert index.assign([make_signature("b")]) == ["a"]


SIGNATURES = st.lists(
    st.tuples(
        st.sampled_from([1.0, 0.97, 0.9, 0.75, 0.5]),
        st.sampled_from(["engineer", "analyst"]),
        st.sampled_from(["", "acme", "other"]),
        st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 6, 30))),
    ),
    max_size=12,
)


def build(facts: list[tuple[float, str, str, date | None]]) -> list[Signature]:
    return [
        make_signature(f"{n:02}", alike, title_key=title, employer_key=employer, date_posted=day)
        for n, (alike, title, employer, day) in enumerate(facts)
    ]


@given(SIGNATURES, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(
    facts: list[tuple[float, str, str, date | None]], shuffler: random.Random
) -> None:
    batch = build(facts)
    wanted = {s.document_id: c for s, c in zip(batch, assign_clusters(batch, []), strict=True)}
    shuffler.shuffle(batch)
    assert {s.document_id: c for s, c in zip(batch, assign_clusters(batch, []), strict=True)} == wanted


@given(SIGNATURES)
def test_laws_of_clusters(facts: list[tuple[float, str, str, date | None]]) -> None:
    batch = build(facts)
    clusters = assign_clusters(batch, [])
    by_id = {s.document_id: s for s in batch}
    for signature, cluster in zip(batch, clusters, strict=True):
        head = by_id[cluster]
        assert head.title_key == signature.title_key
        assert (head.date_posted or date.max, cluster) <= (
            signature.date_posted or date.max,
            signature.document_id,
        )
    for cluster in set(clusters):
        assert clusters[int(cluster)] == cluster


@given(SIGNATURES, st.integers(0, 12))
def test_adding_in_age_order_in_parts_is_adding_at_once(
    facts: list[tuple[float, str, str, date | None]], cut: int
) -> None:
    batch = sorted(build(facts), key=lambda s: (s.date_posted or date.max, s.document_id))
    index = ClusterIndex()
    assert index.assign(batch[:cut]) + index.assign(batch[cut:]) == assign_clusters(batch, [])


@given(SIGNATURES)
@settings(max_examples=30)
def test_bands_find_what_comparing_all_finds(facts: list[tuple[float, str, str, date | None]]) -> None:
    batch = build(facts)
    wanted = assign_clusters(batch, [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_BRUTE_FORCE", 2)
        assert assign_clusters(batch, []) == wanted


def test_a_thousand_copies_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_BRUTE_FORCE", 50)
    batch = [
        make_signature(f"{n:04}", date_posted=date(2024, 1, 1) + timedelta(n % 50)) for n in range(1_000)
    ]
    assert set(assign_clusters(batch, [])) == {"0000"}


def make_text(changed: int) -> str:
    return " ".join([f"new{n}" for n in range(changed)] + WORDS[changed:])


def sign(*documents: Document) -> list[Signature]:
    return sign_documents([document_id(d) for d in documents], documents)


def test_one_ad_in_ten_cities_is_one_posting() -> None:
    places = ["Berlin", "Hamburg", "Paris", "Lyon", "Oslo", "Rome", "Kyiv", "Porto", "Cork", "Graz"]
    ads = [
        make_document(
            title=f"Data Engineer (m/f/d) - {p}", location=p, employer="Acme", text=f"In {p}. {make_text(0)}"
        )
        for p in places
    ]
    assert len(set(assign_clusters(sign(*ads), []))) == 1


@pytest.mark.parametrize(("changed", "wanted"), [(20, True), (100, False), (400, False)])
def test_texts_that_differ(changed: int, wanted: bool) -> None:
    pair = sign(*(make_document(text=make_text(n), employer="Acme") for n in (0, changed)))
    assert are_one(*pair) is wanted


def test_the_estimate_is_near_the_truth() -> None:
    for changed in (10, 30, 60, 120):
        texts = [make_text(0), make_text(changed)]
        a, b = (set(find_shingles(text)) for text in texts)
        first, second = sign(*(make_document(text=text) for text in texts))
        estimate = float((first.values == second.values).mean())
        assert abs(estimate - len(a & b) / len(a | b)) < 0.12


def test_signatures_are_the_same_everywhere() -> None:
    (signature,) = sign(make_document(text="We hire data people"))
    assert signature.values[:3].tolist() == [1084842366, 1647234093, 1198854418]
    assert int(signature.values.max()) < 2**31


def test_signatures_come_back_from_their_rows() -> None:
    signed = sign(make_document(1), make_document(2, text=""))
    table = signatures_table(signed, ["c", "d"])
    precision = table.append_column("date_precision", [[None, "month"]])
    back = read_signatures(precision)
    assert [s.values.tolist() for s in back] == [s.values.tolist() for s in signed]
    assert [(s.cluster, s.date_precision) for s in back] == [("c", "none"), ("d", "month")]
    assert signatures_table([], []).num_rows == 0
    assert sign_documents([], []) == []


@pytest.mark.parametrize(
    ("title", "location", "wanted"),
    [
        ("Data Engineer", "", "data engineer"),
        ("DATA  ENGINEER – Berlin, Germany", "Berlin, Germany", "data engineer"),
        ("Data Engineer (Remote) [Req. 12345]", "", "data engineer"),
        ("Data Engineer 2", "", "data engineer 2"),
        ("C++ / C# Developer, .NET", "", "c++ c# developer .net"),
        ("Berlin", "Berlin", "berlin"),
        ("", "", ""),
    ],
)
def test_title_keys(title: str, location: str, wanted: str) -> None:
    assert title_key(title, location) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Acme, Inc.", "acme"),
        ("ACME GmbH & Co. KG", "acme"),
        ("O'Neil Ltd", "oneil"),
        ("The Company", ""),
        ("N/A", ""),
        ("Confidential", ""),
        ("Unknown Worlds", "unknown worlds"),
        ("24/7", "24 7"),
        ("株式会社", "株式会社"),
        ("  ", ""),
    ],
)
def test_employer_keys(name: str, wanted: str) -> None:
    assert employer_key(name) == wanted


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real postings are not here")
def test_real_postings_cluster_alike_in_any_order() -> None:
    with gzip.open(SHARED / "data" / "postings" / "postings.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for _, line in zip(range(1_500), file, strict=False)]
    documents = [
        make_document(
            0,
            **{
                k: row.get(v) or ""
                for k, v in {
                    "source": "source",
                    "title": "title",
                    "text": "text",
                    "employer": "company",
                    "location": "location",
                    "date_posted": "date",
                }.items()
            },
        )
        for row in rows
    ]
    signed = sign(*documents)
    clusters = dict(zip((s.document_id for s in signed), assign_clusters(signed, []), strict=True))
    backwards = signed[::-1]
    again = dict(zip((s.document_id for s in backwards), assign_clusters(backwards, []), strict=True))
    assert clusters == again
    assert len(set(clusters.values())) > 0.95 * len(clusters)
