"""What is owed and what was delivered against it.

The state of a return is known to its partnership; the deliveries, their findings and the standing
envelopes are an agency's own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, CHANGE, by_agency, by_partnership

revision: Final = "0006_returns"
down_revision: Final = "0005_audit_events"
branch_labels: Final = None
depends_on: Final = None

EXPECTATIONS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("level", sa.String(length=10), nullable=False),
    sa.Column("cadence", sa.String(length=10), nullable=False),
    sa.Column("due_day", sa.SmallInteger(), nullable=False),
    sa.Column("from_month", sa.String(length=7), nullable=False),
    sa.Column("to_month", sa.String(length=7), nullable=True),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("cadence IN ('monthly', 'quarterly')", name="ck_expectations_cadence"),
    sa.CheckConstraint(
        "level IN ('record', 'aggregate', 'statement')", name="ck_expectations_level"
    ),
    sa.CheckConstraint("due_day BETWEEN 1 AND 31", name="ck_expectations_due_day"),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", "dataset", name="pk_expectations"),
)

PERIODS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "month", name="pk_periods"),
)

RETURNS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("expected", sa.Boolean(), nullable=False),
    sa.Column("level", sa.String(length=10), nullable=False),
    sa.Column("due_on", sa.Date(), nullable=True),
    sa.Column("status", sa.String(length=16), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=True),
    sa.Column("revision", sa.Integer(), nullable=False),
    sa.Column("etag", sa.String(length=64), nullable=True),
    sa.Column("first_received_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(
        "(submission_id IS NULL) = (etag IS NULL)", name="ck_returns_pointer_has_etag"
    ),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", "dataset", "month", name="pk_returns"),
)

SUBMISSIONS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("delivery_id", sa.String(length=36), nullable=False),
    sa.Column("period", sa.String(length=10), nullable=False),
    sa.Column("revision", sa.Integer(), nullable=False),
    sa.Column("status", sa.String(length=16), nullable=False),
    sa.Column("level", sa.String(length=10), nullable=False),
    sa.Column("schema_version", sa.String(length=20), nullable=False),
    sa.Column("counting_rule_set", sa.String(length=64), nullable=False),
    sa.Column("replaces_submission_id", sa.String(length=36), nullable=True),
    sa.Column("rows_received", sa.Integer(), nullable=False),
    sa.Column("rows_stored", sa.Integer(), nullable=False),
    sa.Column("rows_refused", sa.Integer(), nullable=False),
    sa.Column("rows_out_of_area", sa.Integer(), nullable=False),
    sa.Column("rows_linked", sa.Integer(), nullable=False),
    sa.Column("body_sha256", sa.LargeBinary(length=32), nullable=False),
    sa.Column("etag", sa.String(length=64), nullable=False),
    sa.Column("envelope", sa.Text(), nullable=False),
    sa.Column("completeness", sa.Text(), nullable=False),
    sa.Column("finding_counts", sa.Text(), nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("jti", sa.String(length=80), nullable=False),
    sa.Column("jkt", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint("partnership_id", "submission_id", name="pk_submissions"),
)

FINDINGS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("finding_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("code", sa.String(length=32), nullable=False),
    sa.Column("severity", sa.String(length=5), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=True),
    sa.Column("field", sa.String(length=80), nullable=True),
    sa.Column("message", sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "submission_id", "finding_no", name="pk_findings"),
)

ENVELOPES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("envelope", sa.Text(), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", "dataset", name="pk_envelopes"),
)

SERIES_BREAKS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("before_rule", sa.String(length=64), nullable=False),
    sa.Column("after_rule", sa.String(length=64), nullable=False),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agency_id", "dataset", "month", name="pk_series_breaks"
    ),
)


def upgrade() -> None:
    """Take this step."""
    _expectations()
    _periods()
    _returns()
    _submissions()
    _findings()
    _envelopes()
    _series_breaks()


def _expectations() -> None:
    op.create_table("expectations", *EXPECTATIONS)
    by_partnership("expectations", verbs=CHANGE)


def _periods() -> None:
    op.create_table("periods", *PERIODS)
    by_partnership("periods", verbs=APPEND)


def _returns() -> None:
    op.create_table("returns", *RETURNS)
    by_partnership("returns", verbs=CHANGE)


def _submissions() -> None:
    op.create_table("submissions", *SUBMISSIONS)
    op.create_index(
        "ix_submissions_partnership_id_agency_id_dataset_month_revision",
        "submissions",
        ["partnership_id", "agency_id", "dataset", "month", "revision"],
        unique=True,
    )
    by_agency("submissions", verbs=APPEND)


def _findings() -> None:
    op.create_table("findings", *FINDINGS)
    by_agency("findings", verbs=APPEND)


def _envelopes() -> None:
    op.create_table("envelopes", *ENVELOPES)
    by_agency("envelopes", verbs=CHANGE)


def _series_breaks() -> None:
    op.create_table("series_breaks", *SERIES_BREAKS)
    by_partnership("series_breaks", verbs=CHANGE)
