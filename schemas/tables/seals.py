"""The sealed log as stored: which event stands at which place of the tree, and the seals over it.

What belongs here: one append-only tree for each partnership, and one for events of none (an empty
name), as leaves and seals; the public keys that sign them. What does not: the events themselves,
private keys, and how a tree is hashed. Nothing here is ever changed, save when a key retires.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from schemas.tables.base import Digest, Slug, UtcDateTime, Uuid, metadata

audit_leaves = Table(
    "audit_leaves",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    # From 0. Two sealers at once meet at these keys: the second has to begin again.
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Uuid, nullable=False),
    Column("leaf", Digest, nullable=False),
    Index(None, "partnership_id", "event_id", unique=True),
    CheckConstraint("position >= 0", name="position"),
)

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    # From 1.
    Column("seal_no", Integer, primary_key=True, autoincrement=False),
    # The leaves it added: positions from `first` up to, and without, `size`.
    Column("first", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("root", Digest, nullable=False),
    # Roots of the perfect trees that make up this one, widest first: all that the next seal needs.
    Column("peaks", LargeBinary, nullable=False),
    # The proof that the tree of the seal before is a part of this one (RFC 6962 section 2.1.2).
    Column("consistency", LargeBinary, nullable=False),
    Column("checkpoint", Text, nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
    CheckConstraint("size >= first", name="size"),
)

seal_keys = Table(
    "seal_keys",
    metadata,
    # The hash of name and key that stands on a signature (C2SP signed-note), in hexadecimals.
    Column("key_id", String(8), primary_key=True),
    # What the trees of this installation are called; a new key keeps it.
    Column("name", String(200), nullable=False),
    Column("public_key", LargeBinary(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime),
)
"""Ed25519 keys that sign seals; the newest that has not retired signs."""
