"""Commitments and statements: words of the register, what a release holds of both, and decisions.

A release keeps the entries of the register that may be known, for whoever may see its figures, and
each agency's statements, for that agency and the lead. Decisions about statements are added.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, by_partnership, load_records
from migrations.deciding import figures_of_a_release, part_of_a_release

revision: Final = "0036_commitments"
down_revision: Final = "0035_replay_together"
branch_labels: Final = None
depends_on: Final = None

WORDS: Final = (
    sa.Column("wording", sa.Text(), nullable=True),
    sa.Column("update_status", sa.String(length=64), nullable=True),
    sa.Column("update_text", sa.Text(), nullable=True),
    sa.Column("bears_on", sa.Text(), nullable=True),
)

COMMITMENTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("entry_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("kind", sa.String(length=6), nullable=False),
    sa.Column("entry", sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('entry', 'closed')", name="ck_release_commitments_kind"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_release_commitments_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "entry_no", name="pk_release_commitments"
    ),
)

STATEMENTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("statement_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("measure", sa.String(length=64), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_release_statements_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "statement_id", name="pk_release_statements"
    ),
)

DECISIONS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("statement_id", sa.String(length=40), nullable=False),
    sa.Column("side", sa.String(length=6), nullable=False),
    sa.Column("decision_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("decision", sa.String(length=8), nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.CheckConstraint("side IN ('agency', 'lead')", name="ck_statement_decisions_side"),
    sa.CheckConstraint(
        "decision IN ('release', 'withdraw')", name="ck_statement_decisions_decision"
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "statement_id", "side", "decision_no", name="pk_statement_decisions"
    ),
)


def upgrade() -> None:
    """Take this step."""
    for column in WORDS:
        op.add_column("review_action_records", column)
    load_records("review_action_records", parts=WORDS)
    op.create_table("release_commitments", *COMMITMENTS)
    by_partnership("release_commitments", verbs=APPEND)
    part_of_a_release("release_commitments")
    figures_of_a_release("release_commitments")
    op.create_table("release_statements", *STATEMENTS)
    by_agency("release_statements", verbs=APPEND)
    part_of_a_release("release_statements")
    op.create_table("statement_decisions", *DECISIONS)
    by_agency("statement_decisions", verbs=APPEND)
