"""The log in sealed trees, the keys that sign them, and bodies of events that may be erased."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import (
    APPEND,
    as_a_chain,
    blank_columns,
    change_columns,
    read_by_the_operator,
    without_partnership,
)

revision: Final = "0028_audit_seals"
down_revision: Final = "0027_key_persons"
branch_labels: Final = None
depends_on: Final = None

AUDIT_LEAVES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column("event_id", sa.String(length=36), nullable=False),
    sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
    sa.CheckConstraint("position >= 0", name="ck_audit_leaves_position"),
    sa.PrimaryKeyConstraint("partnership_id", "position", name="pk_audit_leaves"),
)
AUDIT_SEALS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("seal_no", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("first", sa.BigInteger(), nullable=False),
    sa.Column("size", sa.BigInteger(), nullable=False),
    sa.Column("root", sa.LargeBinary(length=32), nullable=False),
    sa.Column("peaks", sa.LargeBinary(), nullable=False),
    sa.Column("consistency", sa.LargeBinary(), nullable=False),
    sa.Column("checkpoint", sa.Text(), nullable=False),
    sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("size >= first", name="ck_audit_seals_size"),
    sa.PrimaryKeyConstraint("partnership_id", "seal_no", name="pk_audit_seals"),
)
SEAL_KEYS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("key_id", sa.String(length=8), nullable=False),
    sa.Column("name", sa.String(length=200), nullable=False),
    sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint("key_id", name="pk_seal_keys"),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("audit_leaves", *AUDIT_LEAVES)
    op.create_index(
        "ix_audit_leaves_partnership_id_event_id",
        "audit_leaves",
        ["partnership_id", "event_id"],
        unique=True,
    )
    as_a_chain("audit_leaves")
    op.create_table("audit_seals", *AUDIT_SEALS)
    as_a_chain("audit_seals")
    op.create_table("seal_keys", *SEAL_KEYS)
    without_partnership("seal_keys", verbs=APPEND)
    change_columns("seal_keys", columns=["retired_at"])
    read_by_the_operator("audit_events")
    blank_columns("audit_events", columns=["body", "salt"])
