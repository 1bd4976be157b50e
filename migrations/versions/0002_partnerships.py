"""Partnerships, their agencies and the agencies' clients.

All three are read before the caller is known, to find out who asks: a token request names a client
and no partnership. They hold names, standings and public keys, and are written in their own
partnership alone. Nearly everything else waits until the client is known and the transaction is
bound to its partnership.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, before_the_caller, change_columns

revision: Final = "0002_partnerships"
down_revision: Final = "0001_installation"
branch_labels: Final = None
depends_on: Final = None

PARTNERSHIPS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("name", sa.String(length=200), nullable=False),
    sa.Column("lad_code", sa.String(length=9), nullable=False),
    sa.Column("lead_agency_id", sa.String(length=40), nullable=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", name="pk_partnerships"),
)

AGENCIES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("name", sa.String(length=200), nullable=False),
    sa.Column("sector", sa.String(length=60), nullable=False),
    sa.Column("status", sa.String(length=20), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('active', 'closed')", name="ck_agencies_status"),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", name="pk_agencies"),
)

CLIENTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("jwks", sa.Text(), nullable=False),
    sa.Column("scopes", sa.Text(), nullable=False),
    sa.Column("dpop_required", sa.Boolean(), nullable=False),
    sa.Column("status", sa.String(length=20), nullable=False),
    sa.Column("tokens_valid_after", sa.DateTime(timezone=True), nullable=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('active', 'revoked')", name="ck_clients_status"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agency_id"],
        ["agencies.partnership_id", "agencies.agency_id"],
        name="fk_clients_partnership_id_agency_id_agencies",
    ),
    sa.PrimaryKeyConstraint("partnership_id", "client_id", name="pk_clients"),
    sa.UniqueConstraint("client_id", name="uq_clients_client_id"),
)


def upgrade() -> None:
    """Take this step."""
    _partnerships()
    _agencies()
    _clients()


def _partnerships() -> None:
    op.create_table("partnerships", *PARTNERSHIPS)
    before_the_caller("partnerships", verbs=APPEND)


def _agencies() -> None:
    op.create_table("agencies", *AGENCIES)
    before_the_caller("agencies", verbs=APPEND)
    change_columns("agencies", columns=["name", "sector", "status"])


def _clients() -> None:
    op.create_table("clients", *CLIENTS)
    before_the_caller("clients", verbs=APPEND)
    change_columns(
        "clients", columns=["jwks", "scopes", "dpop_required", "status", "tokens_valid_after"]
    )
