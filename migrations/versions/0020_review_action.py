"""Records of the dataset review action."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0020_review_action"
down_revision: Final = "0019_referral"
branch_labels: Final = None
depends_on: Final = None

REVIEW_ACTION_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("review_type", sa.String(length=64), nullable=True),
    sa.Column("review_ref", sa.Text(), nullable=True),
    sa.Column("stage", sa.String(length=64), nullable=True),
    sa.Column("opened_on", sa.Date(), nullable=True),
    sa.Column("stage_on", sa.Date(), nullable=True),
    sa.Column("publication", sa.String(length=64), nullable=True),
    sa.Column("recommendation_no", sa.Integer(), nullable=True),
    sa.Column("action_no", sa.Integer(), nullable=True),
    sa.Column("owner_partner", sa.String(length=64), nullable=True),
    sa.Column("due_on", sa.Date(), nullable=True),
    sa.Column("completed_on", sa.Date(), nullable=True),
    sa.Column("rag", sa.String(length=64), nullable=True),
    sa.Column("lifecycle", sa.String(length=64), nullable=True),
    sa.Column("evidence", sa.String(length=64), nullable=True),
    sa.Column("reason", sa.String(length=64), nullable=True),
    sa.Column("learning_shared_on", sa.Date(), nullable=True),
    sa.Column("agencies_with_prior_contact", sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_review_action_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("review_action_records", *REVIEW_ACTION_RECORDS)
    by_agency("review_action_records", verbs=APPEND)
    load_records("review_action_records", parts=REVIEW_ACTION_RECORDS)
