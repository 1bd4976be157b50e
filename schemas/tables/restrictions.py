"""Whom a row, or an order, restricts: kept out of every shared answer and of figures by small area.

A row that says so restricts its person everywhere and in every period while its delivery is the one
in force; an order (of a court, or at the person's own wish) does until it is lifted. What does not
belong here: which rows are the person's, and who may see them all the same.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, String, Table

from schemas.tables.base import Digest, Slug, UtcDateTime, Uuid, metadata

restrictions = Table(
    "restrictions",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("person_id", Digest, nullable=False),
    # The submission whose rows say so, or the order.
    Column("source_id", Uuid, nullable=False),
    # Who sent the rows, or entered the order.
    Column("agency_id", Slug, nullable=False),
    # The return of the submission; an order has none.
    Column("dataset", String(64)),
    Column("month", String(7)),
    Column("made_at", UtcDateTime, nullable=False),
    # When an order ended; a submission ends with its return's pointer.
    Column("lifted_at", UtcDateTime),
    PrimaryKeyConstraint("partnership_id", "person_id", "source_id"),
    Index(None, "partnership_id", "source_id"),
    CheckConstraint("(dataset IS NULL) = (month IS NULL)", name="of_a_return"),
)
"""A row that is sent to be counted alone keeps no reference to its person and still restricts them:
the person stands here, and nothing says which row it was.
"""
