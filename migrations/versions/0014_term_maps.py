"""An agency's own words for its columns and codes, and which revision a submission was read by."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency

revision: Final = "0014_term_maps"
down_revision: Final = "0013_releases"
branch_labels: Final = None
depends_on: Final = None

TERM_MAPS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("revision", sa.Integer(), nullable=False),
    sa.Column("said", sa.Text(), nullable=False),
    sa.Column("terms", sa.Text(), nullable=False),
    sa.Column("etag", sa.String(length=64), nullable=False),
    sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agency_id", "dataset", "revision", name="pk_term_maps"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("term_maps", *TERM_MAPS)
    by_agency("term_maps", verbs=APPEND)
    op.add_column("submissions", sa.Column("term_map_revision", sa.Integer(), nullable=True))
