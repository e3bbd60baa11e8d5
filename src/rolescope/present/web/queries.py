"""What a request may ask, typed: the same parameters in pages and REST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, get_args

from fastapi import Depends, Path, Query
from pydantic import AfterValidator

from rolescope.model import Level

SourceKind = Literal["posting", "guide", "official", "collected"]
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
LONGEST_NAME = 200
_DATE = r"^([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"


def _check_date(text: str | None) -> str | None:
    """The date as given; a day must be one of its month.

    Raises:
        ValueError: it is none.
    """
    if text and len(text) == 10:
        date.fromisoformat(text)
    return text


Country = Annotated[
    str | None,
    Query(
        pattern="^([A-Za-z]{2})?$",
        description="Only postings of this country: two letters of ISO 3166.",
        openapi_examples={"all": {"value": None}, "one": {"value": "US"}},
    ),
]
AtLevel = Annotated[
    Level | Literal[""] | None, Query(description="Only this level; it wins over a level in the role's key.")
]
Since = Annotated[
    str | None,
    Query(
        pattern=_DATE,
        description="Only postings from this year, month or day on; undated ones are left out.",
        openapi_examples={"all": {"value": None}, "a year": {"value": "2023"}},
    ),
    AfterValidator(_check_date),
]
Until = Annotated[
    str | None,
    Query(
        pattern=_DATE,
        description="Only postings up to this year, month or day; undated ones are left out.",
        openapi_examples={"all": {"value": None}, "a month": {"value": "2024-06"}},
    ),
    AfterValidator(_check_date),
]
Limit = Annotated[int, Query(ge=1, le=200, description="How many are given at most.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many are passed over.")]
RoleName = Annotated[
    str,
    Path(
        min_length=1,
        max_length=LONGEST_NAME,
        description="Key of a role query (data-engineer, data-engineer@lead) or a role's name.",
        openapi_examples={
            "a role": {"value": "data-engineer"},
            "at a level": {"value": "data-engineer@lead"},
        },
    ),
]
ConceptName = Annotated[
    str,
    Path(
        min_length=1,
        max_length=LONGEST_NAME,
        description="A concept's id or one of its labels.",
        openapi_examples={"a tool": {"value": "python"}},
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a request; what was left empty is None."""

    country: str | None
    level: str | None
    since: str | None
    until: str | None

    @property
    def filters(self) -> dict[str, str | None]:
        """As the door takes them."""
        return {
            "country": self.country,
            "level": self.level,
            "since": self.since,
            "until": self.until,
        }

    @property
    def without_level(self) -> dict[str, str | None]:
        """For answers that are about all levels."""
        return {"country": self.country, "since": self.since, "until": self.until}

    def query(self) -> Mapping[str, str]:
        """The filters in force as query parameters."""
        return {name: value for name, value in self.filters.items() if value}


async def read_filters(
    country: Country = None, level: AtLevel = None, since: Since = None, until: Until = None
) -> Asked:
    """The filters that a request names."""
    return Asked((country or "").upper() or None, level or None, since or None, until or None)


async def read_period(country: Country = None, since: Since = None, until: Until = None) -> Asked:
    """The filters of answers that are about all levels."""
    return await read_filters(country, None, since, until)


Filters = Annotated[Asked, Depends(read_filters)]
Period = Annotated[Asked, Depends(read_period)]
