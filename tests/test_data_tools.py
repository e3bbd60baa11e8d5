"""The packaged tools and the rules of their ambiguous labels: format, counts, uniqueness."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from rolescope.cues import fold, fold_label
from rolescope.extract.labels import Lexicon, build_lexicon, find_labels
from rolescope.model import Concept
from rolescope.taxonomy.concepts import load_label_rules
from rolescope.text import Text, lower_same_length

CONCEPTS = files("rolescope.data") / "concepts"
SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "mine_concepts.py"
POSTINGS = Path(__file__).resolve().parents[2] / "shared" / "data" / "postings" / "postings.jsonl.gz"
RULE_LISTS = {"case", "not_before", "not_after", "only_before", "only_after"}
RULE_KEYS = RULE_LISTS | {"context", "precision", "seen"}


def read_rows() -> list[dict[str, str]]:
    text = (CONCEPTS / "tools.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def labels_of(row: dict[str, str]) -> list[str]:
    return [row["label"], *filter(None, row["alt_labels"].split("|"))]


ROWS = read_rows()
RULES = tomllib.loads((CONCEPTS / "ambiguous.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    tools = [Concept(r["id"], r["label"], "tool", tuple(labels_of(r)[1:])) for r in ROWS]
    return build_lexicon(tools, load_label_rules())


def read_ids(raw: str, lexicon: Lexicon) -> list[str | None]:
    lower = lower_same_length(raw)
    return [m.concept for m in find_labels(Text(raw, lower, fold(lower)), lexicon)]


def test_at_least_6000_tools_with_the_right_columns() -> None:
    assert len(ROWS) >= 6000
    assert {tuple(row) for row in ROWS} == {("id", "label", "alt_labels", "broader", "onet")}
    assert all(None not in row.values() for row in ROWS)


def test_ids_are_unique_sorted_slugs() -> None:
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", i) for i in ids)


def test_a_label_means_one_tool_and_is_written_once() -> None:
    counts = Counter(fold_label(label) for row in ROWS for label in labels_of(row))
    assert [label for label, n in counts.items() if n > 1] == []


def test_cells_are_clean() -> None:
    for row in ROWS:
        assert row["onet"] in ("", "1")
        assert all(label == label.strip() and fold_label(label) for label in labels_of(row))


def test_broader_tools_exist_and_form_no_circle() -> None:
    broader = {row["id"]: row["broader"] for row in ROWS}
    for start in broader:
        seen, at = {start}, broader[start]
        while at:
            assert at in broader
            assert at not in seen
            seen.add(at)
            at = broader[at]


def test_each_rule_is_of_a_label_and_has_known_keys() -> None:
    labels = {fold_label(label) for row in ROWS for label in labels_of(row)}
    for label, rule in RULES.items():
        assert label in labels
        assert set(rule) <= RULE_KEYS
        assert rule["context"] in ("none", "list")
        assert all(isinstance(word, str) and word for key in RULE_LISTS for word in rule.get(key, ()))


def test_what_was_read_of_a_rule_is_a_share_of_some_places() -> None:
    read = [rule for rule in RULES.values() if "seen" in rule or "precision" in rule]
    assert all(0 <= rule["precision"] <= 1 and rule["seen"] >= 3 for rule in read)
    assert sum(rule["precision"] * rule["seen"] for rule in read) >= 0.95 * sum(rule["seen"] for rule in read)


def test_accepted_writings_and_words_beside_are_in_the_form_that_is_compared() -> None:
    for label, rule in RULES.items():
        assert all(fold_label(case) == label for case in rule.get("case", ()))
        beside = [
            w for key in ("not_before", "not_after", "only_before", "only_after") for w in rule.get(key, ())
        ]
        assert all(word == fold_label(word) for word in beside)


def test_one_and_two_letter_labels_that_are_words_have_a_rule() -> None:
    assert {"r", "c", "go"} <= set(RULES)


READ = [
    ("Experience with ReactJS, Redux and Databricks is a plus", ["react", "redux", "databricks"]),
    ("Working knowledge of Unity, MQTT and PLC programming", ["unity", "mqtt", "plc-programming"]),
    ("Deep knowledge of Workday solutions; HTTP and TLS", ["workday", "http", "tls"]),
    ("You know LangGraph, LiveKit, n8n and Power Shell", ["langgraph", "livekit", "n8n", "powershell"]),
    ("Strong Python, R and SQL.", ["python", "r", "sql"]),
    ("Experience with C, C++ and C# on .NET", ["c", "c-plus-plus", "c-sharp", "dot-net"]),
    ("Services in Go, Kafka and Kubernetes", ["go", "kafka", "kubernetes"]),
    (
        "Microsoft Office (Word, Excel, Access)",
        ["microsoft-office", "microsoft-word", "excel", "microsoft-access"],
    ),
    ("AWS (S3, Lambda, Glue, EMR)", ["aws", "amazon-s3", "aws-lambda", "aws-glue", "amazon-emr"]),
    ("React and Node.js, Express.js or Next.js", ["react", "node-js", "express-js", "next-js"]),
    ("Spark, Hive and Pig on Hadoop", ["spark", "hive", "pig", "hadoop"]),
    ("T-SQL, PL/SQL, SSIS and Power BI", ["t-sql", "pl-sql", "ssis", "power-bi"]),
    ("CDISC standards, HL7, MedDRA", ["cdisc", "hl7", "meddra"]),
    ("LangChain, LlamaIndex, vLLM and Pinecone", ["langchain", "llamaindex", "vllm", "pinecone"]),
]
NOT_READ = [
    "We think outside the Box, harness data and combine it; community outreach on Monday to Friday.",
    "You will excel in a fast-paced team and go above and beyond.",
    "Excel at working with people. Go to our site to apply.",
    "Access to learning budgets; drive results; lead teams.",
    "Our Series C round; C-level executives; R&D budget",
    "Spark joy and express your ideas. What's next?",
    "This summer and spring we react to changes quickly.",
    "Stock Exchange listed; New Jersey; Salt Lake City",
    "American Express, Hong Kong, Six Sigma",
    "The outlook is good; in a word, a project to access the rest of the data.",
    "Get some rest, make the most of it and have less stress.",
]


@pytest.mark.parametrize(("text", "ids"), READ)
def test_tools_are_read(text: str, ids: list[str], lexicon: Lexicon) -> None:
    assert read_ids(text, lexicon) == ids


@pytest.mark.parametrize("text", NOT_READ)
def test_words_are_not_read_as_tools(text: str, lexicon: Lexicon) -> None:
    assert read_ids(text, lexicon) == []


@pytest.mark.skipif(not POSTINGS.exists(), reason="needs the shared postings")
def test_three_fifths_of_the_tools_are_seen_in_postings_or_stand_in_onet() -> None:
    command = [sys.executable, SCRIPT, "count", POSTINGS, CONCEPTS / "tools.tsv", CONCEPTS / "ambiguous.toml"]
    out = subprocess.run([*map(str, command), "--unseen"], capture_output=True, text=True, check=True).stdout
    assert len(out.splitlines()) <= 0.4 * len(ROWS)


def test_classes_of_tools_and_what_firms_comply_with_are_no_tools(lexicon: Lexicon) -> None:
    assert read_ids("NoSQL databases, EHR systems, LoRA, SOC 2, ISO 27001, PCI and HEDIS", lexicon) == []
