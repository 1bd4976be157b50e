"""Data-sharing agreements as stored: their versions, parties, signatures and changes.

What belongs here: the exact terms that were signed and what was done about them, none of it ever
overwritten. What does not: whether an agreement is in force; that is worked out from these rows at
the moment of use. Only `tokens_valid_after` is written again, to cut off tokens already issued.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from schemas.tables.base import Slug, UtcDateTime, Uuid, metadata

agreements = Table(
    "agreements",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agreement_id", String(40), primary_key=True),
    Column("tokens_valid_after", UtcDateTime, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
)

agreement_versions = Table(
    "agreement_versions",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agreement_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    # The canonical bytes of the terms, as text: what every signature is about.
    Column("terms", Text, nullable=False),
    Column("terms_sha256", String(64), nullable=False),
    Column("drafted_by", Slug, nullable=False),
    Column("drafted_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(
        ["partnership_id", "agreement_id"],
        ["agreements.partnership_id", "agreements.agreement_id"],
    ),
    CheckConstraint("version >= 1", name="version"),
)

agreement_parties = Table(
    "agreement_parties",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agreement_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("agency_id", Slug, primary_key=True),
    ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version"],
        [
            "agreement_versions.partnership_id",
            "agreement_versions.agreement_id",
            "agreement_versions.version",
        ],
        name="fk_agreement_parties_version",
    ),
    ForeignKeyConstraint(
        ["partnership_id", "agency_id"], ["agencies.partnership_id", "agencies.agency_id"]
    ),
    Index(None, "partnership_id", "agency_id"),
)

agreement_signatures = Table(
    "agreement_signatures",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agreement_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("agency_id", Slug, primary_key=True),
    Column("kid", String(200), nullable=False),
    # The whole JWS: it is verified again whenever the agreement is used.
    Column("jws", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version", "agency_id"],
        [
            "agreement_parties.partnership_id",
            "agreement_parties.agreement_id",
            "agreement_parties.version",
            "agreement_parties.agency_id",
        ],
        name="fk_agreement_signatures_party",
    ),
)

agreement_changes = Table(
    "agreement_changes",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("agreement_id", String(40), primary_key=True),
    Column("change_id", Uuid, primary_key=True),
    Column("change", String(20), nullable=False),
    Column("agency_id", Slug, nullable=False),
    Column("client_id", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(
        ["partnership_id", "agreement_id"],
        ["agreements.partnership_id", "agreements.agreement_id"],
    ),
    CheckConstraint("change IN ('suspend', 'resume', 'end', 'withdraw')", name="change"),
)
