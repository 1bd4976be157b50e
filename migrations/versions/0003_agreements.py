"""Agreements: versions, parties, signatures and changes, and the keys agencies sign with.

What was signed is never written again. An agreement that cannot be seen is not in force, so a
transaction that nobody bound to a partnership is refused rather than let through.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_partnership, change_columns

revision: Final = "0003_agreements"
down_revision: Final = "0002_partnerships"
branch_labels: Final = None
depends_on: Final = None

AGREEMENTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("tokens_valid_after", sa.DateTime(timezone=True), nullable=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "agreement_id", name="pk_agreements"),
)

AGREEMENT_VERSIONS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("terms", sa.Text(), nullable=False),
    sa.Column("terms_sha256", sa.String(length=64), nullable=False),
    sa.Column("drafted_by", sa.String(length=40), nullable=False),
    sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("version >= 1", name="ck_agreement_versions_version"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agreement_id"],
        ["agreements.partnership_id", "agreements.agreement_id"],
        name="fk_agreement_versions_partnership_id_agreement_id_agreements",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agreement_id", "version", name="pk_agreement_versions"
    ),
)

AGREEMENT_PARTIES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agency_id"],
        ["agencies.partnership_id", "agencies.agency_id"],
        name="fk_agreement_parties_partnership_id_agency_id_agencies",
    ),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version"],
        [
            "agreement_versions.partnership_id",
            "agreement_versions.agreement_id",
            "agreement_versions.version",
        ],
        name="fk_agreement_parties_version",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agreement_id", "version", "agency_id", name="pk_agreement_parties"
    ),
)

AGREEMENT_SIGNATURES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("kid", sa.String(length=200), nullable=False),
    sa.Column("jws", sa.Text(), nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version", "agency_id"],
        [
            "agreement_parties.partnership_id",
            "agreement_parties.agreement_id",
            "agreement_parties.version",
            "agreement_parties.agency_id",
        ],
        name="fk_agreement_signatures_party",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agreement_id", "version", "agency_id", name="pk_agreement_signatures"
    ),
)

AGREEMENT_CHANGES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("change_id", sa.String(length=36), nullable=False),
    sa.Column("change", sa.String(length=20), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(
        "change IN ('suspend', 'resume', 'end', 'withdraw')", name="ck_agreement_changes_change"
    ),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agreement_id"],
        ["agreements.partnership_id", "agreements.agreement_id"],
        name="fk_agreement_changes_partnership_id_agreement_id_agreements",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agreement_id", "change_id", name="pk_agreement_changes"
    ),
)

AGENCY_KEYS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("kid", sa.String(length=200), nullable=False),
    sa.Column("jwk", sa.Text(), nullable=False),
    sa.Column("state", sa.String(length=20), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint(
        "(state IN ('retired', 'revoked')) = (closed_at IS NOT NULL)", name="ck_agency_keys_closed"
    ),
    sa.CheckConstraint(
        "state IN ('pending', 'confirmed', 'retired', 'revoked')", name="ck_agency_keys_state"
    ),
    sa.ForeignKeyConstraint(
        ["partnership_id", "agency_id"],
        ["agencies.partnership_id", "agencies.agency_id"],
        name="fk_agency_keys_partnership_id_agency_id_agencies",
    ),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", "kid", name="pk_agency_keys"),
)


def upgrade() -> None:
    """Take this step."""
    _agreements()
    _agreement_versions()
    _agreement_parties()
    _agreement_signatures()
    _agreement_changes()
    _agency_keys()


def _agreements() -> None:
    op.create_table("agreements", *AGREEMENTS)
    by_partnership("agreements", verbs=APPEND)
    change_columns("agreements", columns=["tokens_valid_after"])


def _agreement_versions() -> None:
    op.create_table("agreement_versions", *AGREEMENT_VERSIONS)
    by_partnership("agreement_versions", verbs=APPEND)


def _agreement_parties() -> None:
    op.create_table("agreement_parties", *AGREEMENT_PARTIES)
    op.create_index(
        "ix_agreement_parties_partnership_id_agency_id",
        "agreement_parties",
        ["partnership_id", "agency_id"],
        unique=False,
    )
    by_partnership("agreement_parties", verbs=APPEND)


def _agreement_signatures() -> None:
    op.create_table("agreement_signatures", *AGREEMENT_SIGNATURES)
    by_partnership("agreement_signatures", verbs=APPEND)


def _agreement_changes() -> None:
    op.create_table("agreement_changes", *AGREEMENT_CHANGES)
    by_partnership("agreement_changes", verbs=APPEND)


def _agency_keys() -> None:
    op.create_table("agency_keys", *AGENCY_KEYS)
    by_partnership("agency_keys", verbs=APPEND)
    change_columns("agency_keys", columns=["state", "confirmed_at", "closed_at"])
