"""Arrow schemas of all tables: the only contract between annotate, store, engines and analyse.

Every row carries ``batch_id``. Producers cast to these at the border, once.
"""

from __future__ import annotations

import pyarrow as pa

_s = pa.string()
_f = pa.float64()
_i = pa.int32()


def _schema(*fields: tuple[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in (*fields, ("batch_id", _s))])


DOCUMENTS = _schema(
    ("document_id", _s),
    ("kind", _s),
    ("source", _s),
    ("url", _s),
    ("title", _s),
    ("employer", _s),
    ("location", _s),
    ("date_posted", pa.date32()),
    ("date_precision", _s),
    ("language", _s),
    ("text", _s),
    ("cluster", _s),
    # structured fields as written, kept so that a reread sees what the first reading saw
    ("pay_text", _s),
    ("employment_text", _s),
    ("seniority_text", _s),
    ("industry_text", _s),
    ("workplace_text", _s),
    ("source_id", _s),
)
ANNOTATIONS = _schema(
    ("document_id", _s),
    ("generation", _s),
    ("role", _s),
    ("role_confidence", _f),
    ("level", _s),
    ("workplace", _s),
    ("employment_types", pa.list_(_s)),
    ("education_minimum", _s),
    ("education_preferred", _s),
    ("experience_years", _f),
    ("pay_low", _f),
    ("pay_high", _f),
    ("pay_currency", _s),
    ("pay_period", _s),
    ("annual_usd_low", _f),
    ("annual_usd_high", _f),
    ("country", _s),
    ("countable", pa.bool_()),
)
MENTIONS = _schema(
    ("document_id", _s),
    ("generation", _s),
    ("kind", _s),
    ("concept", _s),
    ("start", _i),
    ("end", _i),
    ("strength", _s),
    ("section", _s),
    ("extractor", _s),
)
STATEMENTS = _schema(
    ("document_id", _s),
    ("role", _s),  # packaged role id, "" where none fits
    ("role_text", _s),  # the name as the guide writes it; null when bundled
    ("level", _s),
    ("section", _s),
    ("ordinal", _i),
    ("start", _i),
    ("end", _i),
)
PAY_REPORTS = _schema(
    ("report_id", _s),
    ("source", _s),
    ("role", _s),
    ("level", _s),
    ("employment_type", _s),
    ("year", _i),
    ("low", _f),
    ("high", _f),
    ("currency", _s),
    ("annual_usd_low", _f),
    ("annual_usd_high", _f),
    ("country", _s),
    ("copies", _i),
)
OFFICIAL = _schema(
    ("source", _s),
    ("edition", _s),
    ("code", _s),
    ("title", _s),
    ("measure", _s),
    ("value", _f),
    ("text", _s),
    ("kind", _s),
    ("concept", _s),
    ("hot", pa.bool_()),
    ("in_demand", pa.bool_()),
)
SIGHTINGS = _schema(
    ("document_id", _s),
    ("source", _s),
    ("seen_at", pa.timestamp("us", tz="UTC")),
)
SIGNATURES = _schema(
    ("document_id", _s),
    ("signature", pa.list_(pa.uint32())),
    ("title_key", _s),
    ("employer_key", _s),
    ("date_posted", pa.date32()),
    ("cluster", _s),
)
RUNS = _schema(
    ("action", _s),  # add, reread, remove, compact, official
    ("generation", _s),
    ("started_at", pa.timestamp("us", tz="UTC")),
    ("finished_at", pa.timestamp("us", tz="UTC")),
    ("counts", _s),  # JSON
)

# one Parquet file per taxonomy, replaced whole; edition and time stand in the file's metadata
TAXONOMY = pa.schema(
    [("id", _s), ("kind", _s), ("label", _s), ("alt_labels", pa.list_(_s)), ("description", _s)]
)

TABLES: dict[str, pa.Schema] = {
    "documents": DOCUMENTS,
    "annotations": ANNOTATIONS,
    "mentions": MENTIONS,
    "statements": STATEMENTS,
    "pay_reports": PAY_REPORTS,
    "official": OFFICIAL,
    "sightings": SIGHTINGS,
    "signatures": SIGNATURES,
    "runs": RUNS,
}
