"""Tokens as stored: that one was issued or revoked, and what may not be used twice.

What belongs here: identifiers and instants. What does not: a token, an assertion or a proof; none
is ever stored.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from schemas.tables.base import Slug, UtcDateTime, Uuid, metadata

issued_tokens = Table(
    "issued_tokens",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("jti", Uuid, primary_key=True),
    Column("client_id", String(80), nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("scopes", Text, nullable=False),
    # Empty for office tokens.
    Column("agreement_id", String(40), nullable=False),
    Column("purpose", String(60), nullable=False),
    # The thumbprint (RFC 7638) of the key the token is bound to; empty for an unbound one.
    Column("jkt", String(43), nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)

revoked_tokens = Table(
    "revoked_tokens",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("jti", Uuid, primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)

# Holds no partnership's data: a digest of what was used once, and until when that matters.
replay_keys = Table(
    "replay_keys",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)
