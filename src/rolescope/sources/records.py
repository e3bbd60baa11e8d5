"""One row of a feed → one posting, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rolescope.model import Document, DocumentKind, Problem
from rolescope.sources.clean import clean_field, clean_text
from rolescope.sources.columns import NEEDED, Plan, find_absent, find_plan, read_vocabulary, to_overrides
from rolescope.sources.dates import read_date
from rolescope.sources.options import ReadOptions, Record, Refused
from rolescope.sources.values import add_words, as_text, compose_pay, pay_text_of, to_feed

_RATING = re.compile(r"\s*\n\s*\d\.\d\s*$")
_LETTER = re.compile(r"[^\W\d_]")


def read_documents(
    records: Iterable[Record | Problem], name: str, stem: str, options: ReadOptions
) -> Iterator[Document | Problem]:
    """Postings (guides if ``options.kind`` says so) of a feed's rows; problems pass through.

    A feed without a title or text column is told once, with the columns it has.
    """
    overrides = to_overrides(options.columns)
    latest = date.today().year + 1
    lacking: dict[tuple[str, ...], int] = {}
    for record in records:
        if isinstance(record, Problem):
            yield record
            continue
        names = tuple(record.values)
        plan = find_plan(names, overrides)
        if plan.lacking:
            lacking[plan.lacking] = lacking.get(plan.lacking, 0) + 1
            if lacking[plan.lacking] == 1:
                absent = find_absent(names, [pair for pair in overrides if pair[0] in plan.lacking])
                yield tell_lacking(plan.lacking, names, record.where, absent)
        else:
            yield from _Row(record, plan, options, stem, latest).read()
    for missing, count in lacking.items():
        if count > 1:
            what = f"{count:,} records in all have no column for {' and '.join(missing)}; they were skipped."
            yield Problem(what, name, "missing_columns")


def tell_lacking(
    lacking: tuple[str, ...], names: Iterable[str], where: str, absent: tuple[str, ...] = ()
) -> Problem:
    """That a feed has no column for what is needed, and how to name one.

    Args:
        lacking: our fields, or the columns of a collected-pay file, which cannot be named otherwise.
        names: the feed's columns.
        where: "file:line".
        absent: columns that the caller named and the feed does not have.
    """
    listed = [clean_field(name)[:30] for name in names if name]
    shown = ", ".join(listed[:20]) + (", …" if len(listed) > 20 else "")
    there = f"there are: {shown or 'none'}."
    if absent:
        what = f"There is no column {' or '.join(map(repr, absent))}; {there}"
    elif lacking[0] in NEEDED:
        named = f"Name it with --column {lacking[0]}=NAME."
        what = f"No column for {' and '.join(lacking)} is recognised; {there} {named}"
    else:
        what = f"Collected pay needs the columns {', '.join(lacking)} by these names; {there}"
    return Problem(what, where, "missing_columns")


class _Row:
    """One record while it is read."""

    __slots__ = ("latest", "limits", "options", "plan", "problems", "stem", "values", "where")

    def __init__(self, record: Record, plan: Plan, options: ReadOptions, stem: str, latest: int) -> None:
        self.values, self.where = record.values, record.where
        self.plan, self.options, self.limits = plan, options, options.limits
        self.stem, self.latest = stem, latest
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Document | Problem]:
        """The posting and what was wrong with parts of it, or one problem."""
        try:
            title, text = self._title(), self._text()
            document = self._document(title, text)
        except Refused as refused:
            yield Problem(refused.problem.what, self.where, refused.problem.why)
            return
        yield from self.problems
        yield document

    def _document(self, title: str, text: str) -> Document:
        kind: DocumentKind = "guide" if self.options.kind == "guide" else "posting"
        return Document(
            kind=kind,
            source=self._source(),
            title=title,
            text=text,
            url=self._field("url"),
            employer=self._employer(),
            location=self._field("location") or self._joined(self.plan.parts.get("location", ()), ", "),
            date_posted=self._date(),
            language=self._language(),
            pay_text=self._pay(),
            employment_text=self._joined(self.plan.joined["employment"], "; "),
            seniority_text=self._field("seniority"),
            industry_text=self._joined(self.plan.joined["industry"], "; "),
            workplace_text=self._workplace(),
            source_id=self._field("source_id"),
        )

    def _written(self, columns: Iterable[str]) -> str:
        """What the first of ``columns`` that holds something holds, as found."""
        blank = read_vocabulary().blank
        for column in columns:
            value = self.values.get(column)
            if value is None:
                continue
            text = value if type(value) is str else as_text(value)
            if text and (len(text) > 9 or text.strip().lower() not in blank):
                return text
        return ""

    def _field(self, name: str) -> str:
        return self._short(self._written(self.plan.fields[name]), name)

    def _short(self, raw: str, name: str) -> str:
        if len(raw) > self.limits.field_chars:
            self.problems.append(
                Problem(f"The {name} is too long and was left out.", self.where, "too_large")
            )
            return ""
        return clean_field(raw)

    def _title(self) -> str:
        for column in self.plan.fields["title"]:
            title = self._written((column,))
            if len(title) > self.limits.title_chars:
                raise Refused(Problem(f"The title has {len(title):,} characters.", "", "too_large"))
            if _LETTER.search(title):
                return clean_field(title)
        raise Refused(Problem("The posting has no title.", "", "no_title"))

    def _text(self) -> str:
        parts: list[str] = []
        for group in self.plan.text:
            raw = self._written(group.names)
            part = clean_text(raw, self.limits) if raw else ""
            if part and not any(part in other for other in parts):
                parts.append(_headed(part, group.heading))
        text = "\n\n".join(parts)
        if len(text) < self.limits.text_least:
            raise Refused(Problem(f"The posting has no text ({len(text)} characters).", "", "no_text"))
        if len(text) > self.limits.text_chars:
            what = f"The text is too long for a posting ({len(text):,} characters)."
            raise Refused(Problem(what, "", "too_large"))
        return text

    def _source(self) -> str:
        if self.options.source is not None:
            return self.options.source
        return to_feed(self._field("source")) or self.stem

    def _employer(self) -> str:
        # one board writes its rating under the employer's name
        raw = self._written(self.plan.fields["employer"])
        return self._short(_RATING.sub("", raw) if "\n" in raw else raw, "employer")

    def _joined(self, groups: Iterable[tuple[str, ...]], mark: str) -> str:
        found = (self._short(self._written(columns), columns[0]) for columns in groups)
        return mark.join(dict.fromkeys(filter(None, found)))

    def _date(self) -> str:
        raw = self._field("date_posted")
        found = read_date(raw, self.latest)
        if found is None:
            shown = raw if len(raw) <= 30 else raw[:30] + "…"
            self.problems.append(Problem(f"{shown!r} is no date of a posting.", self.where, "bad_date"))
        return found or ""

    def _language(self) -> str:
        raw = self._field("language").lower()
        return raw[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", raw) else "en"

    def _pay(self) -> str:
        for column in self.plan.fields["pay"]:
            value = self.values.get(column)
            if isinstance(value, Mapping):
                return self._short(pay_text_of(value), "pay")
        text = self._field("pay")
        period, currency = self._field("pay_period"), self._field("pay_currency")
        # a bare nought stands for "not said"
        if text.strip("0., "):
            return add_words(text, currency, period)
        return compose_pay(self._field("pay_low"), self._field("pay_high"), currency, period)

    def _workplace(self) -> str:
        raw = self._field("workplace")
        vocabulary = read_vocabulary()
        if raw.lower() in vocabulary.remote_yes:
            return "remote"
        return "" if raw.lower() in vocabulary.remote_no else raw


def _headed(part: str, heading: str) -> str:
    """A part under its group's heading, unless it begins with one of its words anyway."""
    begins = part[:80].lower()
    if not heading or any(word in begins for word in heading.lower().split()):
        return part
    return f"{heading}\n{part}"
