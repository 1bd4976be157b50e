"""Persons' aliases: keyed digests under a later key, and those under which the rows are kept."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_partnership

revision: Final = "0007_people"
down_revision: Final = "0006_returns"
branch_labels: Final = None
depends_on: Final = None

PERSON_ALIASES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("person_id", sa.LargeBinary(length=32), nullable=False),
    sa.Column("same_as", sa.LargeBinary(length=32), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "person_id", name="pk_person_aliases"),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("person_aliases", *PERSON_ALIASES)
    by_partnership("person_aliases", verbs=APPEND)
