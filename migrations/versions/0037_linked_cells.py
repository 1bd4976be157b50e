"""Linked cells: shown counts that are told from records of several datasets joined together.

A cell is for whoever may see the figures of every dataset that it rests on.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_partnership
from migrations.deciding import linked_cells

revision: Final = "0037_linked_cells"
down_revision: Final = "0036_commitments"
branch_labels: Final = None
depends_on: Final = None

LINKED_CELLS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("family", sa.String(length=64), nullable=False),
    sa.Column("unit", sa.String(length=7), nullable=False),
    sa.Column("shape", sa.String(length=200), nullable=False),
    sa.Column("cell", sa.String(length=200), nullable=False),
    sa.Column("value", sa.Integer(), nullable=False),
    sa.Column("rests_on", sa.String(length=200), nullable=False),
    sa.CheckConstraint("unit IN ('persons', 'records')", name="ck_linked_cells_unit"),
    sa.CheckConstraint("value >= 5", name="ck_linked_cells_threshold"),
    sa.CheckConstraint("rests_on <> ''", name="ck_linked_cells_rests_on"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_linked_cells_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "family", "unit", "shape", "cell", name="pk_linked_cells"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("linked_cells", *LINKED_CELLS)
    by_partnership("linked_cells", verbs=APPEND)
    linked_cells("linked_cells")
