from __future__ import annotations

import re

import pytest

from rolescope.errors import UnknownRole
from rolescope.normalise.title_words import vocabulary
from rolescope.taxonomy.roles import load_roles, read_roles, role_by_id

FAMILIES = {
    "data-science-ai",
    "data-engineering",
    "analytics-bi",
    "data-management",
    "software-engineering",
    "infrastructure-cloud",
    "security",
    "product-design",
    "research-statistics",
    "business-leadership",
}

ROLE = """
[[role]]
id = "{id}"
label = "{label}"
alt_labels = ["{alt}"]
definition = "{definition}"
family = "data-engineering"
track = "{track}"
soc = "15-1243.00"
"""


def _toml(
    id: str = "a",
    label: str = "A",
    alt: str = "B",
    definition: str = "What A does.",
    track: str = "individual",
) -> str:
    return ROLE.format(id=id, label=label, alt=alt, definition=definition, track=track)


def test_enough_roles_in_known_families() -> None:
    assert len(load_roles()) >= 110
    assert {role.family for role in load_roles()} == FAMILIES


def test_every_role_is_whole() -> None:
    for role in load_roles():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", role.id)
        assert re.fullmatch(r"\d\d-\d{4}\.\d\d", role.soc)
        assert 40 <= len(role.definition) <= 300
        assert role.definition.endswith(".")
        assert "\n" not in role.definition
        assert role.alt_labels


def test_definitions_are_each_role_s_own() -> None:
    assert len({role.definition for role in load_roles()}) == len(load_roles())


def test_codes_are_written_as_the_classifications_write_them() -> None:
    assert all(re.fullmatch(r"\d\d-\d{4}\.\d\d", role.soc) for role in load_roles())
    coded = [role.esco for role in load_roles() if role.esco is not None]
    assert all(re.fullmatch(r"\d{4}(?:\.\d+)+", code) for code in coded)
    assert len(coded) > 0.8 * len(load_roles())


def test_a_role_by_its_id() -> None:
    assert role_by_id("data-engineer").label == "Data Engineer"
    with pytest.raises(UnknownRole):
        role_by_id("astronaut")


def test_areas_lead_to_packaged_roles() -> None:
    assert {role_by_id(role_id).id for role_id in vocabulary().areas.values()}


def test_reads_a_role() -> None:
    (role,) = read_roles(_toml())
    assert (role.id, role.alt_labels, role.esco) == ("a", ("B",), None)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (_toml() + _toml(label="C", alt="D"), "the id 'a' is given to two roles"),
        (_toml() + _toml(id="b", label="b", alt="D"), "the label 'b' is given to two roles"),
        (_toml(definition=" "), "role 'a' has no definition"),
        (_toml(track="boss"), "unknown track 'boss'"),
        ("[[role]]\nlabel = 'A'", "has no id"),
    ],
)
def test_nonsense_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_roles(text)
