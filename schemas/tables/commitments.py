"""What a release says of commitments: the register of reviews as it stood when it was sealed.

What belongs here: the entries that may be known, or that there are none. What does not: rows or
numbers of reviews that are closed to others, and anything about a person; the register holds none.
No row here is ever changed.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, String, Table

from schemas.tables.base import Json, Slug, Uuid, metadata

release_commitments = Table(
    "release_commitments",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("entry_no", Integer, primary_key=True),
    Column("agency_id", Slug, nullable=False),
    Column("month", String(7), nullable=False),
    # The fields of an entry that may be known; of a register without one, `closed` and none.
    Column("kind", String(6), nullable=False),
    Column("entry", Json, nullable=False),
    ForeignKeyConstraint(
        ["partnership_id", "release_id"], ["releases.partnership_id", "releases.release_id"]
    ),
    CheckConstraint("kind IN ('entry', 'closed')", name="kind"),
)
