"""Records of the dataset aggregate return."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0012_aggregate_return"
down_revision: Final = "0011_health_contact"
branch_labels: Final = None
depends_on: Final = None

AGGREGATE_RETURN_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("family", sa.String(length=64), nullable=True),
    sa.Column("measure", sa.String(length=64), nullable=True),
    sa.Column("breakdown", sa.Text(), nullable=True),
    sa.Column("value", sa.Numeric(precision=21, scale=6), nullable=True),
    sa.Column("unit", sa.String(length=64), nullable=True),
    sa.Column("numerator", sa.Integer(), nullable=True),
    sa.Column("denominator", sa.Integer(), nullable=True),
    sa.Column("as_at", sa.Date(), nullable=True),
    sa.Column("covers_from", sa.Date(), nullable=True),
    sa.Column("covers_to", sa.Date(), nullable=True),
    sa.Column("counting_rule", sa.String(length=64), nullable=True),
    sa.Column("status", sa.String(length=64), nullable=True),
    sa.Column("benchmark_source", sa.Text(), nullable=True),
    sa.Column("already_published", sa.Boolean(), nullable=True),
    sa.Column("published_source", sa.Text(), nullable=True),
    sa.Column("statement_text", sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_aggregate_return_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("aggregate_return_records", *AGGREGATE_RETURN_RECORDS)
    by_agency("aggregate_return_records", verbs=APPEND)
    load_records("aggregate_return_records", parts=AGGREGATE_RETURN_RECORDS)
