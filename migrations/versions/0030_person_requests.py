"""What data subjects asked for, and whom agencies have forgotten.

An agency reads and writes its own part of a request. Neither table holds a reference to a person.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, change_columns

revision: Final = "0030_person_requests"
down_revision: Final = "0029_agreement_grants"
branch_labels: Final = None
depends_on: Final = None

PERSON_REQUESTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("request_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("status", sa.String(length=12), nullable=False),
    sa.Column("person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("opened_by", sa.String(length=80), nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_on", sa.Date(), nullable=False),
    sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("checked_by", sa.String(length=80), nullable=True),
    sa.Column("left_out", sa.Text(), nullable=False),
    sa.Column("reason", sa.String(length=40), nullable=True),
    sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("closed_by", sa.String(length=80), nullable=True),
    sa.CheckConstraint(
        "kind IN ('access', 'restriction', 'lifting', 'erasure')", name="ck_person_requests_kind"
    ),
    sa.CheckConstraint(
        "status IN ('received', 'held', 'cleared', 'done', 'refused')",
        name="ck_person_requests_status",
    ),
    sa.CheckConstraint(
        "(checked_at IS NULL) = (checked_by IS NULL)", name="ck_person_requests_checked"
    ),
    sa.CheckConstraint(
        "(status IN ('done', 'refused')) = (closed_at IS NOT NULL)",
        name="ck_person_requests_closed",
    ),
    sa.PrimaryKeyConstraint("partnership_id", "request_id", "agency_id", name="pk_person_requests"),
)
DECIDED: Final = (
    "status", "person_id", "checked_at", "checked_by", "left_out", "reason", "closed_at",
    "closed_by",
)  # fmt: skip

ERASURES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("person", sa.LargeBinary(length=32), nullable=False),
    sa.Column("through_month", sa.String(length=7), nullable=False),
    sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", "person", name="pk_erasures"),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("person_requests", *PERSON_REQUESTS)
    op.create_index(
        "ix_person_requests_partnership_id_agency_id_received_at",
        "person_requests",
        ["partnership_id", "agency_id", "received_at"],
    )
    by_agency("person_requests", verbs=APPEND)
    change_columns("person_requests", columns=DECIDED)
    op.create_table("erasures", *ERASURES)
    by_agency("erasures", verbs=APPEND)
    change_columns("erasures", columns=("through_month", "erased_at"))
