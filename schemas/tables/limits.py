"""Counts of requests, where rates are limited.

What belongs here: how often somebody has asked and until when that counts. What does not: who; a
key is a digest of a client's name or of an address, and its row is of no use once it expires.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table

from schemas.tables.base import UtcDateTime, metadata

# Holds no partnership's data, as the replay keys.
rate_counts = Table(
    "rate_counts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("hits", BigInteger, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)
