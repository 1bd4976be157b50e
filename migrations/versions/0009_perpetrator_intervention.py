"""Records of the dataset perpetrator intervention."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0009_perpetrator_intervention"
down_revision: Final = "0008_incident"
branch_labels: Final = None
depends_on: Final = None

PERPETRATOR_INTERVENTION_RECORDS: Final[tuple[SchemaItem, ...]] = (
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
    sa.Column("programme", sa.String(length=64), nullable=True),
    sa.Column("route", sa.String(length=64), nullable=True),
    sa.Column("referred_on", sa.Date(), nullable=True),
    sa.Column("start_on", sa.Date(), nullable=True),
    sa.Column("end_on", sa.Date(), nullable=True),
    sa.Column("status", sa.String(length=64), nullable=True),
    sa.Column("sessions_planned", sa.Integer(), nullable=True),
    sa.Column("sessions_attended", sa.Integer(), nullable=True),
    sa.Column("sentence_band", sa.String(length=64), nullable=True),
    sa.Column("risk_tool", sa.String(length=64), nullable=True),
    sa.Column("risk_tool_end", sa.String(length=64), nullable=True),
    sa.Column("risk_start", sa.String(length=64), nullable=True),
    sa.Column("risk_end", sa.String(length=64), nullable=True),
    sa.Column("case_contact_made", sa.Boolean(), nullable=True),
    sa.Column("behaviours_start", sa.Text(), nullable=True),
    sa.Column("behaviours_end", sa.Text(), nullable=True),
    sa.Column("victim_support_offered", sa.Boolean(), nullable=True),
    sa.Column("linked_victim_refs", sa.Text(), nullable=True),
    sa.Column("police_check_on", sa.Date(), nullable=True),
    sa.Column("safeguarding_check_on", sa.Date(), nullable=True),
    sa.Column("release_expected_on", sa.Date(), nullable=True),
    sa.Column("release_on", sa.Date(), nullable=True),
    sa.Column("police_notified_on", sa.Date(), nullable=True),
    sa.Column("victim_notified_on", sa.Date(), nullable=True),
    sa.Column("da_incidents_6m_before", sa.Integer(), nullable=True),
    sa.Column("da_incidents_6m_after", sa.Integer(), nullable=True),
    sa.Column("mappa_level", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_perpetrator_intervention_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("perpetrator_intervention_records", *PERPETRATOR_INTERVENTION_RECORDS)
    by_agency("perpetrator_intervention_records", verbs=APPEND)
    load_records("perpetrator_intervention_records", parts=PERPETRATOR_INTERVENTION_RECORDS)
