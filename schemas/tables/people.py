"""Persons as the service knows them: keyed digests, and aliases between keys."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from schemas.tables.base import Digest, Slug, UtcDateTime, metadata

person_aliases = Table(
    "person_aliases",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("person_id", Digest, nullable=False),
    Column("same_as", Digest, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("partnership_id", "person_id"),
)
"""`person_id` of a reference under a new key, and the `person_id` under which its rows are kept."""
