"""Who entered, confirmed and closed a key that an agency signs with, and who began the database.

A key counts once a second person has confirmed it: never the one who entered it.
"""

from __future__ import annotations

from typing import Final

from alembic import op

from migrations.access import APPEND, change_columns, without_partnership

revision: Final = "0027_key_persons"
down_revision: Final = "0026_rate_counts"
branch_labels: Final = None
depends_on: Final = None

PERSON: Final = "ALTER TABLE agency_keys ADD COLUMN {} VARCHAR(64)"
TWO_PERSONS: Final = " CONSTRAINT ck_agency_keys_two_persons CHECK (confirmed_by <> entered_by)"


def upgrade() -> None:
    """Take this step."""
    op.execute(PERSON.format("entered_by"))
    # On SQLite a check can only be added together with a column.
    op.execute(PERSON.format("confirmed_by") + TWO_PERSONS)
    op.execute(PERSON.format("closed_by"))
    change_columns("agency_keys", columns=["confirmed_by", "closed_by"])
    # The first administrator is a fact of the installation: written once, by whoever is first.
    without_partnership("installation", verbs=APPEND)
