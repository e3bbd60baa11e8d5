"""Figures, comparisons and duties in sentences of their own."""

from __future__ import annotations

import pytest

from claims_case import ANALYST, BOTH, ENGINEER, claims_of, say
from rolescope.model import Claim


def one(body: str, kind: str) -> Claim:
    found = [c for c in claims_of(body) if c.kind == kind]
    assert len(found) == 1, found
    return found[0]


# -- growth -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "value", "years", "occupation", "authority", "roles"),
    [
        ("Employment of data engineers is projected to grow 8 percent from 2020 to 2030.", 8, (2020, 2030), "", "", ENGINEER),
        ("According to the U.S. Bureau of Labor Statistics, jobs for data analysts will grow by 31% from 2019 to 2029.", 31, (2019, 2029), "", "BLS", ANALYST),
        ("The BLS projects 22% growth for software developers between 2019 and 2029.", 22, (2019, 2029), "software developers", "BLS", BOTH),
        ("Employment of database administrators and architects is projected to grow 9% by 2030, faster than the average for all occupations.", 9, (None, 2030), "database administrators and architects", "", BOTH),
        ("The average for all occupations is projected to grow by 8 percent from 2020 to 2030.", 8, (2020, 2030), "all occupations", "", ()),
        ("Jobs for data engineers will decline by 5% from 2022–32.", -5, (2022, 2032), "", "", ENGINEER),
        ("Employment for data scientists and related roles is projected to grow 31% from 2019 to 2029.", 31, (2019, 2029), "data scientists", "", BOTH),
    ],
)  # fmt: skip
def test_growth(sentence, value, years, occupation, authority, roles):
    claim = one(sentence, "growth")
    assert (claim.value, (claim.base, claim.target)) == (value, years)
    assert (claim.occupation, claim.authority, claim.roles) == (occupation, authority, roles)
    assert claim.direction == ("" if occupation == "all occupations" else "down" if value < 0 else "up")


def test_growth_foretold_without_a_figure():
    claim = one(
        "According to the BLS, employment for data-related roles is projected to grow significantly.",
        "growth",
    )
    assert (claim.value, claim.direction, claim.authority, claim.roles) == (None, "up", "BLS", BOTH)


def test_the_same_years_and_the_same_bureau():
    first = "The Bureau of Labor Statistics expects 8% growth for data engineers from 2020 to 2030."
    second = "Data analysts, the same agency says, will see growth of 31 percent as well."
    claims = [c for c in claims_of(f"{first} {second}") if c.kind == "growth"]
    assert [(c.base, c.target, c.authority) for c in claims] == [(2020, 2030, "BLS")] * 2
    assert claims[1].roles == ANALYST


def test_a_figure_is_of_the_role_in_whose_part_it_stands():
    body = "## Data Analyst\n\n### Outlook\n\nEmployment of statisticians is projected to grow 30 percent from 2022 to 2032."
    claim = one(body, "growth")
    assert (claim.roles, claim.occupation) == (ANALYST, "statisticians")


def test_an_occupation_is_of_the_role_with_its_code():
    title = "Backend Engineer vs. Frontend Engineer"
    claims = claims_of(
        "Employment of web developers is projected to grow by 8 percent from 2019 to 2029.", title
    )
    assert (claims[0].roles, claims[0].occupation) == (("frontend-engineer",), "web developers")


# -- pay ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "figures", "rest"),
    [
        ("Data analysts earn $65,000 to $85,000 a year.", (None, 65_000, 85_000), ("", None, "", "")),
        ("The average salary of data analysts is $80,000, according to Glassdoor.", (80_000, None, None), ("mean", None, "", "Glassdoor")),
        ("The median pay of data analysts was $70,000 in May 2024.", (70_000, None, None), ("median", None, "May 2024", "")),
        ("Pay above $200,000 is normal for data analysts.", (None, 200_000, None), ("", None, "", "")),
        ("Senior data analysts earn up to $150,000 a year.", (None, None, 150_000), ("", "senior", "", "")),
        ("Data analysts can earn more than $130,000.", (None, 130_000, None), ("", None, "", "")),
        ("Junior data analysts earn $25 an hour.", (52_000, None, None), ("", "entry", "", "")),
    ],
)  # fmt: skip
def test_pay(sentence, figures, rest):
    claim = one(sentence, "pay")
    assert (claim.value, claim.low, claim.high) == figures
    assert (claim.statistic, claim.level, claim.edition, claim.authority) == rest
    assert claim.roles == ANALYST
    assert claim.occupation == ""


def test_pay_of_an_occupation_and_of_a_cell():
    claim = one("Data engineers can expect $135,980 a year, the median for database architects.", "pay")
    assert (claim.roles, claim.occupation) == (ENGINEER, "database architects")
    table = "| | Data Engineer | Data Analyst |\n|---|---|---|\n| Median pay | About $90,000 a year. | $70,000 a year, on the whole. |"
    claims = claims_of("What they earn, in a table.\n\n" + table)
    assert [(c.value, c.statistic, c.roles) for c in claims] == [
        (90_000, "median", ENGINEER),
        (70_000, "median", ANALYST),
    ]


# -- demand -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "direction", "roles"),
    [
        ("Data analysts are in very high demand.", "up", ANALYST),
        ("The demand for both data engineers and data analysts is on the rise.", "up", BOTH),
        ("The demand for data engineers is falling.", "down", ENGINEER),
        ("Data engineering is a shrinking field.", "down", ENGINEER),
        ("The job market for data analysts is strong.", "up", ANALYST),
    ],
)
def test_demand(sentence: str, direction: str, roles: tuple[str, ...]):
    claim = one(sentence, "demand")
    assert (claim.direction, claim.roles) == (direction, roles)


def test_demand_beside_a_figure():
    sentence = "Data engineers are in high demand: according to the BLS, jobs for data engineers will grow by 8% by 2030."
    assert [c.kind for c in claims_of(sentence)] == ["demand", "growth"]


# -- comparisons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "relation", "about", "roles"),
    [
        ("Data engineers use Python more often than data analysts.", "more", "tool/python", BOTH),
        ("Data analysts need less Python than data engineers.", "less", "tool/python", BOTH[::-1]),
        ("Data engineers earn more than data analysts.", "more", "pay", BOTH),
        (
            "Data analysts need fewer years of experience than data engineers.",
            "less",
            "experience",
            BOTH[::-1],
        ),
        ("Data engineering is more technical than data analysis.", "more", "technical", BOTH),
        ("Data engineering is more mathematical than data analysis.", "more", "skill/mathematics", BOTH),
        (
            "Data engineers are more likely to be asked for a doctorate than analysts.",
            "more",
            "education/phd",
            BOTH,
        ),
        ("Compared with data engineers, data analysts need more SQL.", "more", "tool/sql", BOTH[::-1]),
        ("Both roles require SQL.", "both", "tool/sql", BOTH),
        ("Both data engineers and data analysts must know SQL.", "both", "tool/sql", BOTH),
        ("Learn SQL first, because it is essential for both roles.", "both", "tool/sql", BOTH),
        ("Tableau belongs to neither.", "neither", "tool/tableau", BOTH),
        ("Only data engineers need Spark.", "only", "tool/spark", BOTH),
        ("Data analysts need Excel, and data engineers do not.", "only", "tool/excel", BOTH[::-1]),
        (
            "Some say that data analysts earn more than data engineers, but that is not so.",
            "more",
            "pay",
            BOTH,
        ),
    ],
)
def test_comparisons(sentence, relation, about, roles):
    found = claims_of(sentence)
    assert [c.kind for c in found] == ["comparison"]
    assert (found[0].relation, found[0].concept or found[0].measure, found[0].roles) == (
        relation,
        about,
        roles,
    )


def test_several_things_are_compared_one_by_one():
    found = claims_of(
        "Both roles require SQL and Python, while data engineers use Airflow more than data analysts."
    )
    assert [(c.relation, c.concept) for c in found] == [
        ("both", "tool/sql"),
        ("both", "tool/python"),
        ("more", "tool/airflow"),
    ]
    assert found[0].end < found[1].start


@pytest.mark.parametrize(
    "sentence",
    [
        "Data engineers need more than three years.",
        "Data engineers are better than ever.",
        "Data engineers are other than data analysts.",
        "More is needed than data analysts think.",
    ],
)
def test_what_compares_no_roles(sentence: str):
    assert [c for c in claims_of(sentence) if c.kind == "comparison"] == []


def test_one_role_is_compared_with_none():
    assert claims_of("Data engineers earn more than most people.", "How to Become a Data Engineer") == []


# -- duties -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "duties"),
    [
        ("Data engineers build data pipelines and mentor junior engineers.", ["build-data-pipelines", "mentor-colleagues"]),
        ("They are responsible for designing, building and deploying machine learning models.", ["build-machine-learning-models", "deploy-models"]),
        ("They work with data scientists and engineers to create dashboards.", ["work-with-data-scientists", "work-with-engineers", "create-dashboards"]),
        ("They build machine learning models, and deploy them to production.", ["build-machine-learning-models", "deploy-models"]),
        ("Writing reports fills much of the week.", ["write-reports"]),
        ("This role requires collaboration with data scientists.", ["work-with-data-scientists"]),
        ("On a normal day, you'll monitor systems and write reports.", ["monitor-systems", "write-reports"]),
        ("They work in an office.", []),
        ("They focus on how a product looks.", []),
        ("They need patience.", []),
        ("They are happy people.", []),
    ],
)  # fmt: skip
def test_duties(sentence: str, duties: list[str]):
    found = [
        c.concept
        for c in claims_of(f"## Data Engineer\n\nHere is what it is. {sentence}")
        if c.kind == "duty"
    ]
    assert sorted(found) == sorted(f"activity/{duty}" for duty in duties)


def test_items_under_duties():
    body = "## Data Engineer\n\n### Responsibilities\n\n- Data Quality: Monitoring data integrity, ensuring that all is well\n- Collaboration: Work with analysts to create dashboards\n- Juggle seven kittens"
    assert [(w, c) for k, w, c in say(body) if k == "duty"] == [
        ("Monitoring data integrity, ensuring that all is well", "activity/ensure-data-quality"),
        ("Work with analysts", "activity/work-with-data-scientists"),
        ("create dashboards", "activity/create-dashboards"),
        ("Juggle seven kittens", None),
    ]


def test_tools_count_within_a_duty_and_skills_do_not():
    found = claims_of("Data engineers build data pipelines with Airflow.")
    assert [c.kind for c in found] == ["duty", "tool"]
