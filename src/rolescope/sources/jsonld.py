"""schema.org JobPosting, as JSON-LD or microdata, as one flat record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rolescope.sources.values import as_text, pay_text_of

# Our columns' names (see columns.toml) ← schema.org's, where the value only has to become text.
PLAIN = {
    "title": "title",
    "name": "name",
    "description": "description",
    "responsibilities": "responsibilities",
    "qualifications": "qualifications",
    "skills": "required skills",
    "educationRequirements": "education requirements",
    "hiringOrganization": "company",
    "datePosted": "date posted",
    "employmentType": "employment type",
    "industry": "industry",
    "url": "url",
    "inLanguage": "language",
    "jobLocationType": "job location type",
}
DEEPEST = 8


def find_postings(value: object) -> list[Mapping[str, object]]:
    """The JobPostings in ``value``, in order, wherever they stand in it.

    >>> [p["title"] for p in find_postings({"@graph": [{"@type": ["JobPosting"], "title": "Clerk"}]})]
    ['Clerk']
    """
    return list(_postings(value, DEEPEST))


def _postings(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Mapping):
        kinds = value.get("@type")
        if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
            return
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for item in inner if depth else ():
        if isinstance(item, Mapping | list):
            yield from _postings(item, depth - 1)


def flatten_posting(posting: Mapping[str, object]) -> dict[str, object]:
    """The posting under the column names of ``data/sources/columns.toml``."""
    flat: dict[str, object] = {ours: as_text(posting.get(theirs)) for theirs, ours in PLAIN.items()}
    flat["location"] = _places(posting.get("jobLocation")) or as_text(
        posting.get("applicantLocationRequirements")
    )
    identifier = posting.get("identifier")
    flat["id"] = as_text(identifier.get("value") if isinstance(identifier, Mapping) else identifier)
    salary = posting.get("baseSalary")
    # estimatedSalary is the board's guess, not the employer's pay
    flat["salary"] = pay_text_of(salary) if isinstance(salary, Mapping) else as_text(salary)
    flat["experience requirements"] = _experience(posting.get("experienceRequirements"))
    if isinstance(salary, Mapping) and not flat["salary"]:
        flat["salary"] = as_text(salary.get("value"))
    return {key: value for key, value in flat.items() if value}


def _places(value: object) -> str:
    """Addresses, or the places' names where these tell more apart (one address copied to all)."""
    places = [p for p in (value if isinstance(value, list) else [value]) if isinstance(p, Mapping)]
    if not places:
        return as_text(value)
    names = dict.fromkeys(filter(None, (as_text(p.get("name")) for p in places)))
    addresses = dict.fromkeys(filter(None, (as_text(_without_street(p.get("address"))) for p in places)))
    return "; ".join(names if len(names) > len(addresses) else addresses)


def _without_street(address: object) -> object:
    if not isinstance(address, Mapping):
        return address
    return {k: v for k, v in address.items() if k in ("addressLocality", "addressRegion", "addressCountry")}


def _experience(value: object) -> str:
    months = value.get("monthsOfExperience") if isinstance(value, Mapping) else None
    return f"{as_text(months)} months of experience" if months else as_text(value)
