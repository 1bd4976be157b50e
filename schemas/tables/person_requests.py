"""What data subjects asked for, and whom agencies have forgotten, as stored.

A request has one row for each agency whose records it concerns, so that an agency sees its own part
and nobody else's. What does not belong here: references to persons. A request that is closed keeps
no person at all, and an erasure knows its person by a keyed digest that fits no record.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
)

from schemas.tables.base import Digest, Json, Slug, UtcDateTime, Uuid, metadata

person_requests = Table(
    "person_requests",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("request_id", Uuid, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("status", String(12), nullable=False),
    # The person's digest while the request is open.
    Column("person_id", Digest),
    Column("opened_by", String(80), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("checked_at", UtcDateTime),
    Column("checked_by", String(80)),
    # Datasets whose records the owner keeps out of an answer.
    Column("left_out", Json, nullable=False),
    Column("reason", String(40)),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(80)),
    PrimaryKeyConstraint("partnership_id", "request_id", "agency_id"),
    Index(None, "partnership_id", "agency_id", "received_at"),
    CheckConstraint("kind IN ('access', 'restriction', 'lifting', 'erasure')", name="kind"),
    CheckConstraint("status IN ('received', 'held', 'cleared', 'done', 'refused')", name="status"),
    CheckConstraint("(checked_at IS NULL) = (checked_by IS NULL)", name="checked"),
    CheckConstraint("(status IN ('done', 'refused')) = (closed_at IS NOT NULL)", name="closed"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("person", Digest, nullable=False),
    # The last month whose rows are erased; what happens to the person later is new.
    Column("through_month", String(7), nullable=False),
    Column("erased_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "person"),
)
"""Who was erased from which agency's rows. The ledger beside the keys says the same, and is what a
restored database is held against.
"""
