"""Industries from a posting's own field."""

from __future__ import annotations

import pytest

from rolescope.normalise.industries import read_industry_field


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Insurance", {"insurance"}),
        ("  INSURANCE ", {"insurance"}),
        ("Insurance, Retail", {"insurance", "retail"}),
        ("Insurance; insurance", {"insurance"}),
        ("Forestry of the moon", set()),
        ("-1", set()),
        ("", set()),
    ],
)
def test_fields(written: str, ids: set[str]) -> None:
    found = read_industry_field(written)
    assert {m.concept for m in found} == ids
    assert all(m.start is None and m.kind == "industry" and m.extractor == "fields" for m in found)
