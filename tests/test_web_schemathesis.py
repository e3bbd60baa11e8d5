"""Whatever the API's description allows is answered as it says, and what it rules out is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from rolescope.present.web import api
from web_case import open_client

OPERATIONS = sorted((route.path, method) for route in api.router.routes for method in route.methods)
BOUNDED = settings(
    max_examples=20,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Feeds are messy: what is no text is taken as one, and each entry of a list is answered for itself. Links of a kind
# that a taxonomy does not have are refused, and so is a text that is no article.
UNASKED = {"/api/sources"}
LENIENT = {
    "/api/annotate": [negative_data_rejection],
    "/api/link": [positive_data_acceptance],
    "/api/check": [positive_data_acceptance, negative_data_rejection],
}


@pytest.fixture(scope="module")
def schema(filled: Path) -> Iterator[schemathesis.BaseSchema]:
    with open_client(filled, allow_hosts=("testserver",)) as client:
        refused = {"expected-statuses": [404, 414, 415, 422]}
        config = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": refused}})
        yield schemathesis.openapi.from_asgi("/api/openapi.json", client.app, config=config)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_keeps_its_word(
    schema: schemathesis.BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    if path in UNASKED and mode is GenerationMode.NEGATIVE:
        pytest.skip("takes nothing that could be wrong")
    operation = schema[path.replace(":path", "")][method]

    @seed(4)
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        asked = case.query or {}
        # a period that ends before it begins is refused
        assume(not asked.get("since") or not asked.get("until") or mode is GenerationMode.NEGATIVE)
        case.call_and_validate(excluded_checks=LENIENT.get(path, ()))

    check()
