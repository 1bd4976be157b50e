"""Records of the dataset risk assessment."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0021_risk_assessment"
down_revision: Final = "0020_review_action"
branch_labels: Final = None
depends_on: Final = None

RISK_ASSESSMENT_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("subject_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("subject_sharing", sa.String(length=64), nullable=True),
    sa.Column("subject_sharing_basis", sa.String(length=64), nullable=True),
    sa.Column("subject_age_years", sa.Integer(), nullable=True),
    sa.Column("subject_age_years_reason", sa.String(length=64), nullable=True),
    sa.Column("subject_age_band", sa.String(length=64), nullable=True),
    sa.Column("subject_sex", sa.String(length=64), nullable=True),
    sa.Column("subject_gender_identity", sa.String(length=64), nullable=True),
    sa.Column("subject_ethnicity_self", sa.String(length=64), nullable=True),
    sa.Column("subject_ethnicity_observed", sa.String(length=64), nullable=True),
    sa.Column("subject_religion", sa.String(length=64), nullable=True),
    sa.Column("subject_sexual_orientation", sa.String(length=64), nullable=True),
    sa.Column("subject_disability", sa.String(length=64), nullable=True),
    sa.Column("subject_impairments", sa.Text(), nullable=True),
    sa.Column("subject_mental_health_need", sa.String(length=64), nullable=True),
    sa.Column("subject_substance_need", sa.String(length=64), nullable=True),
    sa.Column("subject_language_support", sa.String(length=64), nullable=True),
    sa.Column("subject_nrpf", sa.String(length=64), nullable=True),
    sa.Column("subject_pregnant_or_recent_birth", sa.String(length=64), nullable=True),
    sa.Column("subject_restricted", sa.Boolean(), nullable=True),
    sa.Column("subject_role", sa.String(length=64), nullable=True),
    sa.Column("assessed_on", sa.Date(), nullable=True),
    sa.Column("tool", sa.String(length=64), nullable=True),
    sa.Column("stage", sa.String(length=64), nullable=True),
    sa.Column("yes_count", sa.Integer(), nullable=True),
    sa.Column("risk_level", sa.String(length=64), nullable=True),
    sa.Column("level_basis", sa.String(length=64), nullable=True),
    sa.Column("factors", sa.Text(), nullable=True),
    sa.Column("rara_strategy", sa.Text(), nullable=True),
    sa.Column("safety_plan", sa.Boolean(), nullable=True),
    sa.Column("urgent_response_marker", sa.Boolean(), nullable=True),
    sa.Column("supervised_on", sa.Date(), nullable=True),
    sa.Column("supervision_result", sa.String(length=64), nullable=True),
    sa.Column("marac_threshold_met", sa.Boolean(), nullable=True),
    sa.Column("marac_referred_on", sa.Date(), nullable=True),
    sa.Column("marac_not_referred_reason", sa.String(length=64), nullable=True),
    sa.Column("incident_ref", sa.Text(), nullable=True),
    sa.Column("next_review_due", sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_risk_assessment_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("risk_assessment_records", *RISK_ASSESSMENT_RECORDS)
    by_agency("risk_assessment_records", verbs=APPEND)
    load_records("risk_assessment_records", parts=RISK_ASSESSMENT_RECORDS)
