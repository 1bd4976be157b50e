"""Statements of agencies as a release holds them, and who has let which be printed.

What belongs here: the text as it stood when the period was sealed, for its agency and the lead
alone, and each decision about it. What does not: what a report prints; it asks for both decisions.
No row here is ever changed: who thinks again adds a decision.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, String, Table, Text

from schemas.tables.base import Slug, UtcDateTime, Uuid, metadata

_Name = String(64)
_Statement = String(40)

release_statements = Table(
    "release_statements",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("statement_id", _Statement, primary_key=True),
    Column("agency_id", Slug, nullable=False),
    Column("dataset", _Name, nullable=False),
    Column("measure", _Name, nullable=False),
    Column("month", String(7), nullable=False),
    Column("text", Text, nullable=False),
    Column("question", _Name),
    ForeignKeyConstraint(
        ["partnership_id", "release_id"], ["releases.partnership_id", "releases.release_id"]
    ),
)
"""`statement_id` is made of whose it is, its month, its very text and the question that it answers:
a changed text is another, and so is the same text under another question."""

statement_decisions = Table(
    "statement_decisions",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("statement_id", _Statement, primary_key=True),
    # For which of the two sides, and who decided for it.
    Column("side", String(6), primary_key=True),
    Column("decision_no", Integer, primary_key=True),
    Column("agency_id", Slug, nullable=False),
    Column("decision", String(8), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("client_id", String(80), nullable=False),
    CheckConstraint("side IN ('agency', 'lead')", name="side"),
    CheckConstraint("decision IN ('release', 'withdraw')", name="decision"),
)
"""Releases of statements and withdrawals, by the agency and by the lead; the latest one counts."""
