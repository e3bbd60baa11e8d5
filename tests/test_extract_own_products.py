"""Tools that are called as the employer."""

from __future__ import annotations

import pytest

from rolescope.annotate import annotate
from rolescope.model import Document

ASKED = "\n\nRequirements:\n- Experience with Python and Snowflake"


def read_tools(text: str, employer: str = "") -> list[str | None]:
    found = annotate(Document("posting", "", "Data Engineer", text, employer=employer)).mentions
    return [mention.concept for mention in found if mention.kind == "tool"]


@pytest.mark.parametrize(
    "said",
    [
        "What you will do\nAt Snowflake, we build pipelines.",
        "What you will do\nAt Snowflake (SNOW), we build pipelines.",
        "What you will do\nJoin the Snowflake team and build pipelines in Spark.",
        "Your work\nSnowflake is looking for engineers; you build pipelines on Snowflake.",
        "Your work\nYou build pipelines. Snowflake employees travel.",
        "Your work\nSnowflake’s customers count on the pipelines that you build on Snowflake.",
        "About the role\nSnowflake is a leading data platform. You build pipelines.",
    ],
)
def test_what_a_firm_says_of_itself_is_no_tool_but_what_it_asks_for_is(said: str) -> None:
    assert read_tools(said + ASKED).count("snowflake") == 1


def test_other_tools_stay() -> None:
    text = "What you will do\nBuild pipelines on Snowflake and Spark.\nLook at AWS and Azure costs." + ASKED
    assert read_tools(text).count("snowflake") == 2


def test_a_tool_with_a_bracket_behind_it_is_no_firm() -> None:
    text = "What you will do\nBuild pipelines at Snowflake (SNOW) scale." + ASKED
    assert read_tools(text).count("snowflake") == 2


def test_a_known_employer_is_never_its_own_tool() -> None:
    assert "snowflake" not in read_tools("What you will do\nBuild Snowflake." + ASKED, "Snowflake")
    assert "python" in read_tools("What you will do\nBuild Snowflake." + ASKED, "Snowflake")


def test_what_a_firm_says_of_itself_is_no_tool_among_what_it_asks_for_either() -> None:
    assert read_tools(
        "What you will do\nBuild pipelines." + ASKED + "\nEvery Snowflake employee travels."
    ) == [
        "python",
        "snowflake",
    ]


def test_what_a_tool_owns_says_nothing_of_the_firm() -> None:
    text = (
        "What you will do\nBuild on Snowflake. Know the language's mission and Snowflake's SQL dialect."
        + ASKED
    )
    assert read_tools(text).count("snowflake") == 2
