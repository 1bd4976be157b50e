"""Audit events, which are added and never changed."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import as_a_log

revision: Final = "0005_audit_events"
down_revision: Final = "0004_tokens"
branch_labels: Final = None
depends_on: Final = None

AUDIT_EVENTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("event_id", sa.String(length=36), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("tag", sa.String(length=60), nullable=False),
    sa.Column("outcome", sa.String(length=10), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=40), nullable=False),
    sa.Column("body", sa.LargeBinary(), nullable=False),
    sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
    sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
    sa.CheckConstraint("outcome IN ('allowed', 'refused')", name="ck_audit_events_outcome"),
    sa.PrimaryKeyConstraint("partnership_id", "event_id", name="pk_audit_events"),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("audit_events", *AUDIT_EVENTS)
    op.create_index(
        "ix_audit_events_partnership_id_agency_id_at",
        "audit_events",
        ["partnership_id", "agency_id", "at"],
        unique=False,
    )
    op.create_index(
        "ix_audit_events_partnership_id_at", "audit_events", ["partnership_id", "at"], unique=False
    )
    op.create_index(
        "ix_audit_events_partnership_id_dataset_tag_at",
        "audit_events",
        ["partnership_id", "dataset", "tag", "at"],
        unique=False,
    )
    as_a_log("audit_events")
