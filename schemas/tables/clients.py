"""Clients as stored: the programs that act for an agency, and the keys they authenticate with.

What belongs here: a client's public keys, scopes and standing. What does not: secrets (there are
none), tokens, and the keys that sign agreements.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from schemas.tables.base import Json, Slug, UtcDateTime, metadata

clients = Table(
    "clients",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("client_id", String(80), primary_key=True),
    Column("agency_id", Slug, nullable=False),
    # A JWK Set (RFC 7517) held inline: at most two keys, so that one can follow the other.
    Column("jwks", Json, nullable=False),
    # Scope names divided by spaces, sorted.
    Column("scopes", Text, nullable=False),
    Column("dpop_required", Boolean, nullable=False),
    Column("status", String(20), nullable=False),
    # Tokens issued before this instant no longer count.
    Column("tokens_valid_after", UtcDateTime, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    # A token request names its client and nothing else.
    UniqueConstraint("client_id"),
    ForeignKeyConstraint(
        ["partnership_id", "agency_id"], ["agencies.partnership_id", "agencies.agency_id"]
    ),
    CheckConstraint("status IN ('active', 'revoked')", name="status"),
)
