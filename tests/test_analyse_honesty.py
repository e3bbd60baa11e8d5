from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

PATH = Path(__file__).resolve().parents[1] / "benchmarks" / "honesty.py"


@pytest.fixture(scope="module")
def honesty() -> ModuleType:
    spec = importlib.util.spec_from_file_location("honesty", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["honesty"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("employers", "share"), [(5, 0.3), (20, 0.1), (100, 0.6)])
@pytest.mark.parametrize("unnamed", [0.0, 0.3])
def test_intervals_cover(honesty: ModuleType, employers: int, share: float, unnamed: float) -> None:
    found = honesty.simulate_coverage(employers, share, 0.3, unnamed=unnamed, repeats=8, concepts=60)
    assert found.intervals > 0
    assert found.covered >= 0.9


def test_splits_by_employer_find_nothing(honesty: ModuleType) -> None:
    sample = honesty.draw_sample(np.random.default_rng(3), 120, 0.3, 0.3, concepts=40)
    found = honesty.split_by_employer(sample, splits=10)
    assert (found.splits, found.skipped) == (10, 0)
    assert found.with_difference <= 1


def test_the_same_role_on_two_boards(honesty: ModuleType) -> None:
    rng = np.random.default_rng(4)
    rates = np.repeat([[0.6], [0.2]], 80, axis=0)
    hits = rng.random((160, 20)) < rates
    names = [f"e{i}" for i in range(160)]
    sample = honesty.build_synthetic(names, hits, ["one"] * 80 + ["two"] * 80)
    result = honesty.compare_largest_sources(sample)[0]
    assert result.differ_raw > 15
    assert (result.differ_standardised, result.reason) == (0, "sources do not overlap")


def test_the_report_is_one_object(honesty: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        honesty, "simulate_grid", lambda repeats: (honesty.simulate_coverage(12, 0.3, 0.2, repeats=2),)
    )
    sample = honesty.draw_sample(np.random.default_rng(5), 60, 0.3, 0.2, concepts=20)
    found = honesty.report([sample], splits=3, repeats=2)
    assert set(found) == {"splits", "sources", "coverage", "coverage_mean", "coverage_least", "passed"}
