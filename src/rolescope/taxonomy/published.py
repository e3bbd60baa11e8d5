"""Packaged official figures, which occupation a name means, and what an authority is called."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from rolescope.analyse.official_figures import ALL_OCCUPATIONS, GROWTH, Basis, Occupation, Published
from rolescope.cues import fold_label
from rolescope.model import OfficialFigure, Role
from rolescope.taxonomy.bls import JOINT_CODES, OEWS, PROJECTIONS

TABLES = {OEWS: "national estimates", PROJECTIONS: "occupational data"}
_FOLDER = "official"
_TABLES = ("published.csv", "quoted.csv")
_YEARS = re.compile(r"((?:19|20)\d\d)-(\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURE = re.compile(r"growth_percent|pay_(?:median|mean|p\d\d)_year")


@cache
def load_published() -> tuple[Published, ...]:
    """All packaged figures: those made from files first, then those kept by hand.

    Raises:
        ValueError: a packaged file is nonsense (see :func:`read_published`).
    """
    return tuple(f for name in _TABLES for f in read_published(_packaged(name)))


def read_published(text: str) -> tuple[Published, ...]:
    """Figures written as CSV with the fields of :class:`Published` as columns.

    Raises:
        ValueError: a field is missing, empty or of another kind, or a figure is given twice.
    """
    figures = tuple(_read_row(row) for row in csv.DictReader(text.splitlines()))
    keys = [(f.code, f.measure, f.edition) for f in figures]
    if doubles := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"a figure is given twice: {sorted(doubles)[0]}")
    return figures


def _read_row(row: dict[str, Any]) -> Published:
    if empty := [name for name, cell in row.items() if not cell and name != "target"]:
        raise ValueError(f"the figure of {row.get('code')!r} has no {empty[0]}")
    if row["basis"] not in get_args(Basis):
        raise ValueError(f"the figure of {row['code']!r} has the unknown basis {row['basis']!r}")
    numbers = {
        "value": float(row["value"]),
        "base": int(row["base"]),
        "target": int(row["target"]) if row["target"] else None,
    }
    return Published(**(row | numbers))


def to_published(official: Iterable[OfficialFigure]) -> tuple[Published, ...]:
    """Growth and pay among figures of any release that was loaded; others, and undated ones, are left out."""
    return tuple(p for f in official if (p := _to_published(f)) is not None)


def _to_published(figure: OfficialFigure) -> Published | None:
    years, year = _YEARS.fullmatch(figure.edition), _YEAR.search(figure.edition)
    if figure.value is None or year is None or not _MEASURE.fullmatch(figure.measure):
        return None
    base, target, edition, unit = int(year[0]), None, figure.edition, "USD a year"
    if figure.measure == GROWTH:
        if years is None:
            return None
        target, unit = _full_year(base, years[2]), "percent"
    table = TABLES.get(figure.source, "loaded file")
    if figure.measure != GROWTH and years is not None:  # projections give the pay of their base year
        edition, table = f"May {base}", f"{table} {figure.edition}"
    return Published(
        figure.code, figure.title, figure.measure, figure.value, unit, edition, base, target, figure.source, table
    )  # fmt: skip


def _full_year(base: int, short: str) -> int:
    """The target year of a projection.

    >>> _full_year(2019, "29"), _full_year(1998, "08")
    (2029, 2008)
    """
    target = base // 100 * 100 + int(short)
    return target if target > base else target + 100


def merge_published(packaged: Iterable[Published], loaded: Iterable[Published]) -> tuple[Published, ...]:
    """Both, a loaded figure in place of the packaged one of the same occupation, measure and edition."""
    own = {(f.code, f.measure, f.edition): f for f in packaged}
    return tuple((own | {(f.code, f.measure, f.edition): f for f in loaded}).values())


# -- names --------------------------------------------------------------------------------------------


def find_occupation(written: str) -> Occupation:
    """The published occupation that a name in a text means; without codes if it is none's name.

    >>> find_occupation("the database administrators and architects").codes
    ('15-1245', '15-1242', '15-1243')
    >>> find_occupation("Data Scientist").codes, find_occupation("astronauts").named
    (('15-2051', '15-2098'), False)
    """
    for name in _writings(written):
        if name in _names():
            return Occupation(written.strip(), _names()[name], True)
    return Occupation(written.strip())


def role_occupation(role: Role) -> Occupation:
    """The occupation of a packaged role: named if one of the role's labels is the name of what it maps to.

    Of machine learning engineers, who are counted with data scientists, it is not.
    """
    codes = codes_of(role.soc)
    for label in (role.label, *role.alt_labels):
        found = find_occupation(label)
        if found.named and set(found.codes) & set(codes):
            return Occupation(role.label, found.codes, True)
    return Occupation(role.label, codes)


def codes_of(soc: str) -> tuple[str, ...]:
    """An occupation's own code and those of what it is published with: the joint one, or of that its parts.

    >>> codes_of("15-2051.01"), codes_of("15-1245"), codes_of("11-3021.00")
    (('15-2051', '15-2098'), ('15-1245', '15-1242', '15-1243'), ('11-3021',))
    """
    own = soc[:7]
    return (own, *(joint for part, joint in _joint() if part == own), *(p for p, j in _joint() if j == own))


@cache
def _joint() -> tuple[tuple[str, str], ...]:
    return tuple((JOINT_CODES | _aliases()["joint"]).items())


def find_authority(written: str) -> str:
    """The authority that words name: "BLS", "O*NET", or "".

    >>> find_authority("the U.S. Bureau of Labor Statistics"), find_authority("the Labor Department")
    ('BLS', 'BLS')
    >>> find_authority("a recruiter")
    ''
    """
    lower = " ".join(written.lower().replace("’", "'").split())
    cues = _aliases()["authorities"].items()
    return next((name for name, words in cues if any(_stands(word, lower) for word in words)), "")


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _writings(written: str) -> Iterator[str]:
    """How a name may stand in the list: without an article, without who else is meant, in the singular."""
    name = re.sub(r"\s*\([^)]*\)", "", written).strip(" .,;:")
    for form in (name, *(re.sub(tail, "", name, flags=re.IGNORECASE) for tail in _aliases()["tails"])):
        yield _singular(
            re.sub(r"^(?:the|all|most|our)\s+(?!occupations)", "", form.strip(), flags=re.IGNORECASE)
        )


def _singular(name: str) -> str:
    """A name's words folded, without the s of the plural, in which "and" and commas do not count.

    >>> _singular("Software developers, quality assurance analysts, and testers")
    'software developer quality assurance analyst tester'
    """
    words = (w for w in fold_label(name).split() if w not in ("and", "&"))
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Names as :func:`_singular` writes them → codes."""
    names = {_singular(f.title): codes_of(f.code) for f in load_published()}
    for name, code in _aliases()["names"].items():
        names.setdefault(_singular(name), codes_of(code))
    names[_singular("all occupations")] = (ALL_OCCUPATIONS,)
    return names


@cache
def _aliases() -> dict[str, Any]:
    return tomllib.loads(_packaged("names.toml"))


def _packaged(name: str) -> str:
    return files("rolescope.data").joinpath(_FOLDER, name).read_text(encoding="utf-8")
