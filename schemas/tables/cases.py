"""Cases of persons at high risk: who may read whose timeline, who never may, and the glass broken.

What belongs here: listings, their members, conflicts of interest, and what was opened in an
emergency. What does not: any event of a person; a timeline is joined from the records when it is
asked for. A person stands here as a keyed digest, and a case by a random id. `agency_id` is the
agency that a row is about: who listed, who is a member, who is in conflict, who asked, who is told.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
)

from schemas.tables.base import Digest, Slug, UtcDateTime, Uuid, metadata

ACTING_PERSON = String(64)
"""As long as the field that names one may be."""

cases = Table(
    "cases",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("case_id", Uuid, nullable=False),
    # The name of the case in the log: the id itself is known to its members.
    Column("token", Uuid, nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("listed_as", String(11), nullable=False),
    Column("person_id", Digest, nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("status", String(5), nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("listed_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "case_id", "agency_id"),
    Index(None, "partnership_id", "agency_id"),
    Index(None, "partnership_id", "person_id"),
    CheckConstraint("listed_as IN ('owner', 'coordinator')", name="listed_as"),
    CheckConstraint("status IN ('open', 'ended')", name="status"),
)
"""Listed by `agency_id`, by its client `client_id`. The key holds the lister, so that nobody learns
from a refusal to list that an id is in use elsewhere.
"""

case_members = Table(
    "case_members",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("listed_by", Slug, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "case_id", "listed_by", "agency_id"),
    Index(None, "partnership_id", "agency_id"),
)
"""The agencies that may read a case; who was one and is no more stands in the log alone."""

case_conflicts = Table(
    "case_conflicts",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("listed_by", Slug, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("acting_person", ACTING_PERSON, nullable=False),
    PrimaryKeyConstraint("partnership_id", "case_id", "listed_by", "agency_id", "acting_person"),
)
"""Who must not see a case: a person of an agency, or, where it is empty, the whole agency."""

break_glass = Table(
    "break_glass",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("number", SmallInteger, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("token", Uuid, nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("acting_person", ACTING_PERSON, nullable=False),
    Column("approver", ACTING_PERSON, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("person_id", Digest, nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "asked_on", "number"),
    Index(None, "partnership_id", "case_id", unique=True),
    Index(None, "partnership_id", "person_id"),
    CheckConstraint("number BETWEEN 1 AND 5", name="number"),
)
"""Timelines opened in an emergency, numbered by agency and day: the numbers are the cap."""

break_glass_notices = Table(
    "break_glass_notices",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("token", Uuid, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("recipient", Slug, nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("acting_person", ACTING_PERSON, nullable=False),
    Column("approver", ACTING_PERSON, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "token"),
    Index(None, "partnership_id", "agency_id", "at"),
)
"""What the owners of rows are told at once: who opened, why and until when, and never about whom.
"""
