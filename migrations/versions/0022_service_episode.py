"""Records of the dataset service episode."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0022_service_episode"
down_revision: Final = "0021_risk_assessment"
branch_labels: Final = None
depends_on: Final = None

SERVICE_EPISODE_RECORDS: Final[tuple[SchemaItem, ...]] = (
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
    sa.Column("service_type", sa.String(length=64), nullable=True),
    sa.Column("counting_rule", sa.String(length=64), nullable=True),
    sa.Column("start_on", sa.Date(), nullable=True),
    sa.Column("end_on", sa.Date(), nullable=True),
    sa.Column("delivery_mode", sa.String(length=64), nullable=True),
    sa.Column("setting", sa.String(length=64), nullable=True),
    sa.Column("contacts", sa.Integer(), nullable=True),
    sa.Column("sessions_offered", sa.Integer(), nullable=True),
    sa.Column("sessions_attended", sa.Integer(), nullable=True),
    sa.Column("needs", sa.Text(), nullable=True),
    sa.Column("children_in_household", sa.Integer(), nullable=True),
    sa.Column("risk_level_start", sa.String(length=64), nullable=True),
    sa.Column("risk_level_end", sa.String(length=64), nullable=True),
    sa.Column("engagement", sa.String(length=64), nullable=True),
    sa.Column("closure_reason", sa.String(length=64), nullable=True),
    sa.Column("safety_equipment", sa.Text(), nullable=True),
    sa.Column("satisfaction_asked", sa.Boolean(), nullable=True),
    sa.Column("sat_reporting", sa.Integer(), nullable=True),
    sa.Column("sat_contact", sa.Integer(), nullable=True),
    sa.Column("sat_informed", sa.Integer(), nullable=True),
    sa.Column("funder", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_service_episode_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("service_episode_records", *SERVICE_EPISODE_RECORDS)
    by_agency("service_episode_records", verbs=APPEND)
    load_records("service_episode_records", parts=SERVICE_EPISODE_RECORDS)
