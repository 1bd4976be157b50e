"""What is owed, what was delivered, and what was found in it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)

from schemas.tables.base import Digest, Json, Slug, UtcDateTime, Uuid, metadata

Month = String(7)
Name = String(64)

expectations = Table(
    "expectations",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", Name, nullable=False),
    Column("level", String(10), nullable=False),
    Column("cadence", String(10), nullable=False),
    Column("due_day", SmallInteger, nullable=False),
    Column("from_month", Month, nullable=False),
    Column("to_month", Month),
    Column("changed_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "dataset"),
    CheckConstraint("level IN ('record', 'aggregate', 'statement')", name="level"),
    CheckConstraint("cadence IN ('monthly', 'quarterly')", name="cadence"),
    CheckConstraint("due_day BETWEEN 1 AND 31", name="due_day"),
)

periods = Table(
    "periods",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("month", Month, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "month"),
)

returns = Table(
    "returns",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", Name, nullable=False),
    Column("month", Month, nullable=False),
    Column("expected", Boolean, nullable=False),
    Column("level", String(10), nullable=False),
    Column("due_on", Date),
    Column("status", String(16), nullable=False),
    Column("submission_id", Uuid),
    Column("revision", Integer, nullable=False),
    Column("etag", String(64)),
    Column("first_received_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "dataset", "month"),
    CheckConstraint(
        "(submission_id IS NULL) = (etag IS NULL)",
        name="pointer_has_etag",
    ),
)
"""One row per agency, dataset and month; `submission_id` points at the delivery in force."""

submissions = Table(
    "submissions",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("submission_id", Uuid, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", Name, nullable=False),
    Column("month", Month, nullable=False),
    Column("delivery_id", Uuid, nullable=False),
    Column("period", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("level", String(10), nullable=False),
    Column("schema_version", String(20), nullable=False),
    Column("counting_rule_set", Name, nullable=False),
    Column("replaces_submission_id", Uuid),
    Column("rows_received", Integer, nullable=False),
    Column("rows_stored", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    Column("rows_out_of_area", Integer, nullable=False),
    Column("rows_linked", Integer, nullable=False),
    Column("body_sha256", Digest, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("envelope", Json, nullable=False),
    Column("completeness", Json, nullable=False),
    Column("finding_counts", Json, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("jti", String(80), nullable=False),
    Column("jkt", String(64)),
    Column("term_map_revision", Integer),
    PrimaryKeyConstraint("partnership_id", "submission_id"),
    Index(None, "partnership_id", "agency_id", "dataset", "month", "revision", unique=True),
)
"""Deliveries, numbered per return, never overwritten. A quarter's file makes three.
`term_map_revision` names the term map it was read by, where the agency had one.
"""

findings = Table(
    "findings",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("submission_id", Uuid, nullable=False),
    Column("finding_no", Integer, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("code", String(32), nullable=False),
    Column("severity", String(5), nullable=False),
    Column("row_no", Integer),
    Column("field", String(80)),
    Column("message", Text, nullable=False),
    PrimaryKeyConstraint("partnership_id", "submission_id", "finding_no"),
)

envelopes = Table(
    "envelopes",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", Name, nullable=False),
    Column("envelope", Json, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "dataset"),
)
"""The agency's standing envelope, used where a bare file is sent."""

series_breaks = Table(
    "series_breaks",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", Name, nullable=False),
    Column("month", Month, nullable=False),
    Column("before_rule", Name, nullable=False),
    Column("after_rule", Name, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "dataset", "month"),
)
"""Months from which an agency counts by another rule: figures on either side do not compare."""
