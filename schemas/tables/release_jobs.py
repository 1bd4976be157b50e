"""Sealings that are asked for and done later: who asked, how far each is, and how it ended.

What belongs here: what a worker of the service needs to take a sealing up, and what whoever asked
is told of it. What does not: a secret, a count, or anything of a release; that comes whole, with
the end of its job, or not at all.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    SmallInteger,
    String,
    Table,
)

from schemas.tables.base import Json, Slug, UtcDateTime, Uuid, metadata

release_jobs = Table(
    "release_jobs",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("job_id", Uuid, primary_key=True),
    # Who asked, by what token: the job is worth what that token would be worth.
    Column("agency_id", Slug, nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("datatypes", Json, nullable=False),
    Column("jti", String(80), nullable=False),
    Column("jkt", String(64)),
    Column("period", String(10), nullable=False),
    Column("accept_missing", Boolean, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("status", String(7), nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    # Which worker has taken it up, and when that was last heard of.
    Column("worker", Uuid),
    Column("beat_at", UtcDateTime),
    # Tables counted of each dataset and period; how many rows is their senders' alone.
    Column("progress", Json, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("outcome", Json, nullable=False),
    # The period until the job has ended: an agency has one sealing of it under way at a time.
    Column("under_way", String(10)),
    Index(None, "partnership_id", "agency_id", "under_way", unique=True),
    CheckConstraint("status IN ('waiting', 'running', 'done', 'failed')", name="status"),
)
"""`outcome` holds the release of a job that is done, and the problem of one that failed."""
