"""The measurement of linking, on sentences written here, and on the annotated ones where they are at hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def linking(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.delitem(sys.modules, "linking", raising=False)
    import linking

    return linking


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "esco-linking"
    folder.mkdir()
    (folder / "skills_en_label.txt").write_text("herd geese\nspeak French\nrepair roofs\n", "utf-8")
    head = "sentence,span,sub_span,label\n"
    tech = "You herd many geese,herd geese,,herd geese\nYou herd many geese,You,,LABEL NOT PRESENT\n"
    house = "Fluent French and roofs,French,,Speak French\nFluent French and roofs,roofs,,repair roofs\n"
    (folder / "tech_validation_annotations.csv").write_text(head + tech, "utf-8")
    (folder / "house_validation_annotations.csv").write_text(head + house, "utf-8")
    return tmp_path


def test_figures(linking: object, data: Path) -> None:
    told = linking.measure(data)  # type: ignore[attr-defined]
    assert len(told) == 18
    assert told["tech_rp5"] == told["both_rp10"] == told["both_mrr"] == 1.0
    assert 0 < told["baseline_both_rp5"] <= 1


def test_a_rank_counts_what_could_be_found(linking: object) -> None:
    query = linking.Query("x", frozenset({3, 4}))  # type: ignore[attr-defined]
    assert linking.score([query], lambda text: [9, 3, 8]) == [(0.5, 0.5, 0.5)]  # type: ignore[attr-defined]


@pytest.mark.skipif(not (SHARED / "esco-linking").is_dir(), reason="the annotated sentences are not at hand")
def test_ten_points_above_character_ngrams(linking: object) -> None:
    told = linking.measure(SHARED)  # type: ignore[attr-defined]
    assert told["both_rp5"] >= max(0.49, told["baseline_both_rp5"] + 0.1)
