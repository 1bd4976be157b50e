"""What agreements in force grant, and the role that reads other agencies' rows by it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import EXPIRE, by_partnership, on_postgresql
from migrations.roles import make

revision: Final = "0029_agreement_grants"
down_revision: Final = "0028_audit_seals"
branch_labels: Final = None
depends_on: Final = None

AGREEMENT_GRANTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("action", sa.String(length=10), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("recipient", sa.String(length=40), nullable=False),
    sa.Column("provider", sa.String(length=40), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("starts_on", sa.Date(), nullable=False),
    sa.Column("ends_on", sa.Date(), nullable=False),
    sa.Column("everywhere", sa.Boolean(), nullable=False),
    sa.Column("at_large", sa.Boolean(), nullable=False),
    sa.Column("areas", sa.Text(), nullable=False),
    sa.Column("withheld", sa.Text(), nullable=False),
    sa.CheckConstraint(
        "action IN ('submit', 'retrieve', 'aggregate', 'seal')", name="ck_agreement_grants_action"
    ),
    sa.CheckConstraint("starts_on <= ends_on", name="ck_agreement_grants_days"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version"],
        [
            "agreement_versions.partnership_id",
            "agreement_versions.agreement_id",
            "agreement_versions.version",
        ],
        name="fk_agreement_grants_version",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id",
        "agreement_id",
        "action",
        "purpose",
        "dataset",
        "recipient",
        "provider",
        "version",
        name="pk_agreement_grants",
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("agreement_grants", *AGREEMENT_GRANTS)
    by_partnership("agreement_grants", verbs=EXPIRE)
    if on_postgresql():
        make(op.get_bind())
