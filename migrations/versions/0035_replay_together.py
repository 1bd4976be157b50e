"""What may be used once lies with the rest on SQLite as well, so that one commit keeps both.

A file of its own made every request wait for the disk twice: once for the key, and once for the
event, which is written to the main file in any case. Counts of requests stay beside it.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import on_postgresql

revision: Final = "0035_replay_together"
down_revision: Final = "0034_keeper"
branch_labels: Final = None
depends_on: Final = None

REPLAY_KEYS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("key", sa.String(length=64), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("key", name="pk_replay_keys"),
)


def upgrade() -> None:
    """Take this step."""
    if not on_postgresql():
        op.create_table("replay_keys", *REPLAY_KEYS)
        op.create_index("ix_replay_keys_expires_at", "replay_keys", ["expires_at"], unique=False)
