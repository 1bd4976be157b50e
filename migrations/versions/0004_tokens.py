"""Tokens issued and revoked, the service's public keys, and what may be used once.

Revocations can be read whoever asks: if they could not be seen, a revoked token would pass for a
good one. On SQLite the replay keys lie in a file of their own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import (
    APPEND,
    EXPIRE,
    before_the_caller,
    by_partnership,
    change_columns,
    on_postgresql,
    without_partnership,
)

revision: Final = "0004_tokens"
down_revision: Final = "0003_agreements"
branch_labels: Final = None
depends_on: Final = None

SERVER_KEYS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("kid", sa.String(length=200), nullable=False),
    sa.Column("jwk", sa.Text(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("active_from", sa.DateTime(timezone=True), nullable=False),
    sa.Column("active_until", sa.DateTime(timezone=True), nullable=True),
    sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint(
        "(active_until IS NULL) = (gone_at IS NULL)", name="ck_server_keys_retirement"
    ),
    sa.PrimaryKeyConstraint("kid", name="pk_server_keys"),
)

ISSUED_TOKENS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("jti", sa.String(length=36), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("scopes", sa.Text(), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=60), nullable=False),
    sa.Column("jkt", sa.String(length=43), nullable=False),
    sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "jti", name="pk_issued_tokens"),
)

REVOKED_TOKENS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("jti", sa.String(length=36), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "jti", name="pk_revoked_tokens"),
)

REPLAY_KEYS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("key", sa.String(length=64), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("key", name="pk_replay_keys"),
)


def upgrade() -> None:
    """Take this step."""
    _server_keys()
    _issued_tokens()
    _revoked_tokens()
    _replay_keys()


def _server_keys() -> None:
    op.create_table("server_keys", *SERVER_KEYS)
    without_partnership("server_keys", verbs=APPEND)
    change_columns("server_keys", columns=["active_from", "active_until", "gone_at"])


def _issued_tokens() -> None:
    op.create_table("issued_tokens", *ISSUED_TOKENS)
    op.create_index("ix_issued_tokens_expires_at", "issued_tokens", ["expires_at"], unique=False)
    by_partnership("issued_tokens", verbs=EXPIRE)


def _revoked_tokens() -> None:
    op.create_table("revoked_tokens", *REVOKED_TOKENS)
    op.create_index("ix_revoked_tokens_expires_at", "revoked_tokens", ["expires_at"], unique=False)
    before_the_caller("revoked_tokens", verbs=EXPIRE)


def _replay_keys() -> None:
    if on_postgresql():
        op.create_table("replay_keys", *REPLAY_KEYS)
        op.create_index("ix_replay_keys_expires_at", "replay_keys", ["expires_at"], unique=False)
        without_partnership("replay_keys", verbs=EXPIRE)
