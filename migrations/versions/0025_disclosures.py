"""Uses of agencies' data by others: each owner reads those of its own."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import told_to_owners

revision: Final = "0025_disclosures"
down_revision: Final = "0024_housing_ward"
branch_labels: Final = None
depends_on: Final = None

DISCLOSURES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("event_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("day", sa.Date(), nullable=False),
    sa.Column("recipient", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("kind", sa.String(length=9), nullable=False),
    sa.Column("rows", sa.Integer(), nullable=False),
    sa.CheckConstraint(
        "kind IN ('records', 'case', 'aggregate', 'report')", name="ck_disclosures_kind"
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "event_id", "agency_id", "dataset", name="pk_disclosures"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("disclosures", *DISCLOSURES)
    op.create_index(
        "ix_disclosures_partnership_id_agency_id_day",
        "disclosures",
        ["partnership_id", "agency_id", "day"],
        unique=False,
    )
    op.create_index(
        "ix_disclosures_partnership_id_day", "disclosures", ["partnership_id", "day"], unique=False
    )
    told_to_owners("disclosures")
