"""Which of a feed's columns says what; the vocabulary is ``data/sources/columns.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rolescope.errors import UsageError

# Other words for our own field names, so that a caller need not know which we took.
SYNONYMS = {
    "company": "employer",
    "date": "date_posted",
    "description": "text",
    "id": "source_id",
    "remote": "workplace",
    "salary": "pay",
    "salary_text": "pay",
}
Names = tuple[str, ...]
NEEDED = ("title", "text")  # without columns for these nothing can be read


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Columns of which one makes a part of the text, and the heading it stands under ("" for none)."""

    heading: str
    names: Names


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How feeds name what they say, by normalised names (see ``to_key``)."""

    fields: Mapping[str, Names]
    parts: Mapping[str, tuple[Names, ...]]
    joined: Mapping[str, tuple[Names, ...]]
    text: tuple[TextGroup, ...]
    periods: Mapping[str, str]
    blank: frozenset[str]
    remote_yes: frozenset[str]
    remote_no: frozenset[str]
    collected: frozenset[str]
    collected_level: Mapping[str, str]
    collected_employment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of one feed by our field names; columns as the feed writes them, best first.

    Attributes:
        fields: field → columns of which the first that holds something is taken.
        parts: field → parts to join where no column holds the whole.
        joined: field → groups of which each may add something.
        text: the parts of the text that there are columns for.
    """

    fields: Mapping[str, Names]
    parts: Mapping[str, tuple[Names, ...]]
    joined: Mapping[str, tuple[Names, ...]]
    text: tuple[TextGroup, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Of title and text, what no column seems to hold."""
        return tuple(
            n for n, there in zip(NEEDED, (self.fields["title"], self.text), strict=True) if not there
        )


@cache
def read_vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    data = tomllib.loads(files("rolescope.data").joinpath("sources", "columns.toml").read_text("utf-8"))
    return Vocabulary(
        fields={k: tuple(v) for k, v in data["fields"].items()},
        parts={k: tuple(map(tuple, v)) for k, v in data["parts"].items()},
        joined={k: tuple(map(tuple, v)) for k, v in data["joined"].items()},
        text=tuple(TextGroup(group["heading"], tuple(group["names"])) for group in data["text"]),
        periods={word: period for period, words in data["periods"].items() for word in words},
        blank=frozenset(data["blank"]["values"]),
        remote_yes=frozenset(data["remote"]["yes"]),
        remote_no=frozenset(data["remote"]["no"]),
        collected=frozenset(data["collected"]["required"]),
        collected_level=data["collected"]["level"],
        collected_employment=data["collected"]["employment"],
    )


@lru_cache(maxsize=4096)
def to_key(name: str) -> str:
    """A column's name without case, spaces, underscores and hyphens.

    >>> {to_key(n) for n in ("Job Title", "job_title", "jobTitle", "job-title")}
    {'jobtitle'}
    """
    return re.sub(r"[\W_]+", "", name).lower()


def to_overrides(columns: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The caller's own columns by our field names, checked.

    Raises:
        UsageError: a name that is no field of ours.
    """
    known = _known_fields()
    found = tuple((SYNONYMS.get(ours, ours), theirs) for ours, theirs in columns.items())
    for ours, _ in found:
        if ours not in known:
            raise UsageError(f"There is no field {ours!r} to set a column for; there are {', '.join(known)}.")
    return found


def _known_fields() -> tuple[str, ...]:
    vocabulary = read_vocabulary()
    return (*vocabulary.fields, *vocabulary.joined, "text")


@lru_cache(maxsize=512)
def find_plan(names: Names, overrides: tuple[tuple[str, str], ...] = ()) -> Plan:
    """The plan for a feed with these columns.

    >>> find_plan(("Job Title", "Salary Estimate", "Job Description")).text
    (TextGroup(heading='', names=('Job Description',)),)
    """
    vocabulary = read_vocabulary()
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(to_key(name), name)
    chosen = {ours: _chosen(theirs, names, by_key) for ours, theirs in overrides}
    return Plan(
        fields={f: chosen.get(f, _present(keys, by_key)) for f, keys in vocabulary.fields.items()},
        parts={f: _groups(groups, by_key) for f, groups in vocabulary.parts.items() if f not in chosen},
        joined={
            f: (chosen[f],) if f in chosen else _groups(groups, by_key)
            for f, groups in vocabulary.joined.items()
        },
        text=_text_groups(vocabulary.text, by_key) if "text" not in chosen else _own_text(chosen["text"]),
    )


def find_absent(names: Names, overrides: Iterable[tuple[str, str]]) -> Names:
    """The caller's own columns that a feed does not have.

    >>> find_absent(("Job Title", "jd"), [("text", "JD"), ("title", "name")])
    ('name',)
    """
    keys = {to_key(name) for name in names}
    return tuple(theirs for _, theirs in overrides if theirs not in names and to_key(theirs) not in keys)


def _own_text(columns: Names) -> tuple[TextGroup, ...]:
    return (TextGroup("", columns),) if columns else ()


def _text_groups(groups: Iterable[TextGroup], by_key: Mapping[str, str]) -> tuple[TextGroup, ...]:
    present = (TextGroup(g.heading, _present(g.names, by_key)) for g in groups)
    return tuple(group for group in present if group.names)


def _chosen(theirs: str, names: Names, by_key: Mapping[str, str]) -> Names:
    found = theirs if theirs in names else by_key.get(to_key(theirs))
    return (found,) if found else ()


def _present(keys: Iterable[str], by_key: Mapping[str, str]) -> Names:
    return tuple(by_key[key] for key in keys if key in by_key)


def _groups(groups: Iterable[Names], by_key: Mapping[str, str]) -> tuple[Names, ...]:
    return tuple(filter(None, (_present(group, by_key) for group in groups)))


def is_collected(names: Iterable[str]) -> bool:
    """Whether these are the columns of a collected-pay file."""
    return read_vocabulary().collected <= {to_key(name) for name in names}
