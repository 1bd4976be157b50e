"""How often somebody has asked in the present span of time, where rates are limited.

On SQLite the counts lie in a file beside the database, and wait for no long load.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import CHANGE, on_postgresql, without_partnership

revision: Final = "0026_rate_counts"
down_revision: Final = "0025_disclosures"
branch_labels: Final = None
depends_on: Final = None

RATE_COUNTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("key", sa.String(length=64), nullable=False),
    sa.Column("hits", sa.BigInteger(), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("key", name="pk_rate_counts"),
)


def upgrade() -> None:
    """Take this step."""
    if on_postgresql():
        op.create_table("rate_counts", *RATE_COUNTS)
        op.create_index("ix_rate_counts_expires_at", "rate_counts", ["expires_at"], unique=False)
        without_partnership("rate_counts", verbs=f"{CHANGE}, DELETE")
