"""What agencies have said of their own words, revision by revision."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table

from schemas.tables.base import Json, Slug, UtcDateTime, metadata

term_maps = Table(
    "term_maps",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("said", Json, nullable=False),
    Column("terms", Json, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("client_id", String(80), nullable=False),
    PrimaryKeyConstraint("partnership_id", "agency_id", "dataset", "revision"),
)
"""Numbered per agency and dataset, never overwritten: the last is in force, and a submission names
the one it was read by. `said` is what the agency wrote, `terms` the same with presets resolved.
"""
