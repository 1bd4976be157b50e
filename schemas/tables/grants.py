"""What agreements in force grant, spelled out for the database's own rules.

What belongs here: one row for everything an agency may do under a version of an agreement, with the
days on which it holds. What does not: the judgement itself. Every row is derived again from the
signed terms whenever something about them changes (`auth.grants`), and nobody else writes one.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from schemas.tables.base import Json, Slug, metadata

agreement_grants = Table(
    "agreement_grants",
    metadata,
    Column("partnership_id", Slug, nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("action", String(10), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("recipient", Slug, nullable=False),
    Column("provider", Slug, nullable=False),
    Column("version", Integer, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("everywhere", Boolean, nullable=False),
    Column("at_large", Boolean, nullable=False),
    Column("areas", Json, nullable=False),
    Column("withheld", Json, nullable=False),
    PrimaryKeyConstraint(
        "partnership_id",
        "agreement_id",
        "action",
        "purpose",
        "dataset",
        "recipient",
        "provider",
        "version",
    ),
    ForeignKeyConstraint(
        ["partnership_id", "agreement_id", "version"],
        [
            "agreement_versions.partnership_id",
            "agreement_versions.agreement_id",
            "agreement_versions.version",
        ],
        name="fk_agreement_grants_version",
    ),
    CheckConstraint("action IN ('submit', 'retrieve', 'aggregate', 'seal')", name="action"),
    CheckConstraint("starts_on <= ends_on", name="days"),
)
"""`provider` is the agency whose data it is and `recipient` the one that uses it: "" where the
action is not about one (a submission has no recipient, a figure no provider). Both days count.
`everywhere` says that the areas hold the whole partnership, and `at_large` that rows may be read
one after another and not in a case alone; `areas` are the areas' codes, and `withheld` the names of
stored columns that the recipient does not get."""
