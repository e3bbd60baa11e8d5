"""Hand-made evidence of two roles and published figures, for the tests of checks."""

from __future__ import annotations

from collections.abc import Sequence

from analyse_case import NO_BACKGROUND, Post, make_sample, pay_table
from rolescope.analyse.check_basis import CheckBasis, RoleBasis, split_concept
from rolescope.analyse.check_shares import find_claimed
from rolescope.analyse.gap import FLAT, Ladder
from rolescope.analyse.official_figures import Occupation, Published
from rolescope.analyse.pair import Context, RoleTables, build_evidence
from rolescope.analyse.pay import Prices
from rolescope.analyse.profile import RoleQuery
from rolescope.model import Claim

ENGINEER, ANALYST = "data-engineer", "data-analyst"
LABELS = {ENGINEER: "Data Engineer", ANALYST: "Data Analyst"}
NAMES = {"tool/python": "Python", "tool/sql": "SQL", "tool/cobol": "COBOL", "skill/testing": "Testing"}
WELL_READ = frozenset({"tool"})
SCIENTISTS = Occupation("Data Scientists", ("15-2051", "15-2098"), True)
DEVELOPERS = Occupation("Software Developers", ("15-1252",), True)
UNNAMED = Occupation("Data Engineer", ("15-1252",), False)
ALL = Occupation("all occupations", ("00-0000",), True)
OCCUPATIONS = {o.title.lower(): o for o in (SCIENTISTS, DEVELOPERS, ALL)}


def growth(code: str, title: str, value: float, base: int = 2020) -> Published:
    """A projection of ten years."""
    edition = f"{base}-{(base + 10) % 100}"
    return Published(code, title, "growth_percent", value, "percent", edition, base, base + 10, "BLS Projections", "table 1")  # fmt: skip


def wage(
    code: str, title: str, value: float, measure: str = "pay_median_year", year: int = 2024
) -> Published:
    """A wage of one May."""
    return Published(
        code, title, measure, value, "USD a year", f"May {year}", year, None, "BLS OEWS", "national"
    )


FIGURES = (
    growth("00-0000", "Total, all occupations", 8.0),
    growth("15-2098", "Data scientists", 31.4),
    growth("15-2098", "Data scientists", 27.0, 2018),
    growth("15-1252", "Software developers", 9.0),
    growth("51-0000", "Typists", -12.0),
    wage("15-2051", "Data Scientists", 112_590),
    wage("15-2051", "Data Scientists", 63_650, "pay_p10_year"),
    wage("15-2051", "Data Scientists", 194_410, "pay_p90_year"),
    wage("15-1252", "Software Developers", 133_080),
)


def many_posts(n: int, shares: dict[str, float], **fields: object) -> list[Post]:
    """Postings of as many employers, a part of which names each tool."""
    return [
        Post(f"e{i}", tools=[tool for tool, share in shares.items() if i < share * n], **fields)  # type: ignore[arg-type]
        for i in range(n)
    ]


def build_role(
    key: str,
    posts: Sequence[Post],
    concepts: Sequence[str],
    *,
    occupation: Occupation = UNNAMED,
    pay: Sequence[tuple[int, str, float, float, str, int]] = (),
) -> RoleBasis:
    """The evidence of one role query from hand-made postings."""
    role, _, level = key.partition("@")
    query = RoleQuery(role, LABELS[role], level or None)
    tables = RoleTables(query, make_sample(posts, role, prefix=role), pay_table(pay))
    evidence = build_evidence(tables, CONTEXT)
    claimed = find_claimed(evidence.chosen, [split_concept(c) for c in dict.fromkeys(concepts)])
    return RoleBasis(LABELS[role], evidence, claimed, occupation)


CONTEXT = Context(NO_BACKGROUND, Prices(lambda amount, year: amount, 2024), NAMES, remote_only=frozenset())


def build_basis(roles: dict[str, RoleBasis], ladder: Ladder = FLAT) -> CheckBasis:
    """Roles with the published figures above."""
    context = Context(NO_BACKGROUND, CONTEXT.prices, NAMES, ladder, frozenset())
    find = lambda written: OCCUPATIONS.get(written.lower(), Occupation(written))  # noqa: E731
    return CheckBasis(roles, context, FIGURES, find, WELL_READ, NAMES)


def two_roles() -> CheckBasis:
    """An engineer of 120 postings and an analyst of 100."""
    concepts = ("tool/python", "tool/sql", "tool/cobol", "skill/testing", "tool/excel", "education/phd")
    engineer = many_posts(
        120, {"python": 0.8, "sql": 0.6, "excel": 0.02}, education="bachelor", experience=5.0
    )
    analyst = many_posts(
        100, {"python": 0.3, "sql": 0.62, "excel": 0.7}, education="bachelor", experience=2.0
    )
    return build_basis(
        {
            ENGINEER: build_role(ENGINEER, engineer, concepts),
            ANALYST: build_role(ANALYST, analyst, concepts, occupation=SCIENTISTS),
        }
    )


def claim(
    kind: str, concept: str | None = None, roles: Sequence[str] = (ENGINEER,), **fields: object
) -> Claim:
    """A claim at the start of the text."""
    return Claim(kind, 0, 5, tuple(roles), concept, **fields)  # type: ignore[arg-type]
