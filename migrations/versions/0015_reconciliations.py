"""What was found between agencies when a month was frozen, as protected counts.

Each agency reads its own; none of it is ever written again.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency

revision: Final = "0015_reconciliations"
down_revision: Final = "0014_term_maps"
branch_labels: Final = None
depends_on: Final = None

RECONCILIATIONS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("rule", sa.String(length=10), nullable=False),
    sa.Column("field", sa.String(length=80), nullable=False),
    sa.Column("side", sa.String(length=5), nullable=False),
    sa.Column("value", sa.Integer(), nullable=False),
    sa.CheckConstraint("side IN ('own', 'other')", name="ck_reconciliations_side"),
    sa.CheckConstraint("value >= 5", name="ck_reconciliations_threshold"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_reconciliations_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id",
        "release_id",
        "agency_id",
        "dataset",
        "rule",
        "field",
        "side",
        name="pk_reconciliations",
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("reconciliations", *RECONCILIATIONS)
    by_agency("reconciliations", verbs=APPEND)
