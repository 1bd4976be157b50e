"""Records of the dataset incident."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0008_incident"
down_revision: Final = "0007_people"
branch_labels: Final = None
depends_on: Final = None

INCIDENT_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("victim_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("suspect_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("reported_on", sa.Date(), nullable=True),
    sa.Column("occurred_from", sa.Date(), nullable=True),
    sa.Column("occurred_to", sa.Date(), nullable=True),
    sa.Column("lad_code", sa.String(length=64), nullable=True),
    sa.Column("ward_code", sa.String(length=64), nullable=True),
    sa.Column("source_channel", sa.String(length=64), nullable=True),
    sa.Column("call_count", sa.Integer(), nullable=True),
    sa.Column("is_crime", sa.Boolean(), nullable=True),
    sa.Column("offence_group", sa.String(length=64), nullable=True),
    sa.Column("report_not_created_reason", sa.String(length=64), nullable=True),
    sa.Column("da_flag", sa.Boolean(), nullable=True),
    sa.Column("flag_removed_reason", sa.String(length=64), nullable=True),
    sa.Column("specialist_flags", sa.Text(), nullable=True),
    sa.Column("abuse_types", sa.Text(), nullable=True),
    sa.Column("connection", sa.String(length=64), nullable=True),
    sa.Column("definition_status", sa.String(length=64), nullable=True),
    sa.Column("victim_sharing", sa.String(length=64), nullable=True),
    sa.Column("victim_sharing_basis", sa.String(length=64), nullable=True),
    sa.Column("victim_age_years", sa.Integer(), nullable=True),
    sa.Column("victim_age_years_reason", sa.String(length=64), nullable=True),
    sa.Column("victim_age_band", sa.String(length=64), nullable=True),
    sa.Column("victim_sex", sa.String(length=64), nullable=True),
    sa.Column("victim_gender_identity", sa.String(length=64), nullable=True),
    sa.Column("victim_ethnicity_self", sa.String(length=64), nullable=True),
    sa.Column("victim_ethnicity_observed", sa.String(length=64), nullable=True),
    sa.Column("victim_religion", sa.String(length=64), nullable=True),
    sa.Column("victim_sexual_orientation", sa.String(length=64), nullable=True),
    sa.Column("victim_disability", sa.String(length=64), nullable=True),
    sa.Column("victim_impairments", sa.Text(), nullable=True),
    sa.Column("victim_mental_health_need", sa.String(length=64), nullable=True),
    sa.Column("victim_substance_need", sa.String(length=64), nullable=True),
    sa.Column("victim_language_support", sa.String(length=64), nullable=True),
    sa.Column("victim_nrpf", sa.String(length=64), nullable=True),
    sa.Column("victim_pregnant_or_recent_birth", sa.String(length=64), nullable=True),
    sa.Column("victim_restricted", sa.Boolean(), nullable=True),
    sa.Column("suspect_sharing", sa.String(length=64), nullable=True),
    sa.Column("suspect_sharing_basis", sa.String(length=64), nullable=True),
    sa.Column("suspect_age_years", sa.Integer(), nullable=True),
    sa.Column("suspect_age_years_reason", sa.String(length=64), nullable=True),
    sa.Column("suspect_age_band", sa.String(length=64), nullable=True),
    sa.Column("suspect_sex", sa.String(length=64), nullable=True),
    sa.Column("suspect_gender_identity", sa.String(length=64), nullable=True),
    sa.Column("suspect_ethnicity_self", sa.String(length=64), nullable=True),
    sa.Column("suspect_ethnicity_observed", sa.String(length=64), nullable=True),
    sa.Column("suspect_religion", sa.String(length=64), nullable=True),
    sa.Column("suspect_sexual_orientation", sa.String(length=64), nullable=True),
    sa.Column("suspect_disability", sa.String(length=64), nullable=True),
    sa.Column("suspect_impairments", sa.Text(), nullable=True),
    sa.Column("suspect_mental_health_need", sa.String(length=64), nullable=True),
    sa.Column("suspect_substance_need", sa.String(length=64), nullable=True),
    sa.Column("suspect_language_support", sa.String(length=64), nullable=True),
    sa.Column("suspect_nrpf", sa.String(length=64), nullable=True),
    sa.Column("suspect_pregnant_or_recent_birth", sa.String(length=64), nullable=True),
    sa.Column("suspect_restricted", sa.Boolean(), nullable=True),
    sa.Column("children", sa.String(length=64), nullable=True),
    sa.Column("child_count", sa.Integer(), nullable=True),
    sa.Column("child_notification_on", sa.Date(), nullable=True),
    sa.Column("power_of_arrest", sa.String(length=64), nullable=True),
    sa.Column("arrest_made", sa.String(length=64), nullable=True),
    sa.Column("first_arrest_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("no_arrest_reason", sa.String(length=64), nullable=True),
    sa.Column("cross_allegation", sa.Boolean(), nullable=True),
    sa.Column("prior_incidents_12m", sa.Integer(), nullable=True),
    sa.Column("evidence_captured", sa.Text(), nullable=True),
    sa.Column("risk_assessment_ref", sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_incident_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("incident_records", *INCIDENT_RECORDS)
    by_agency("incident_records", verbs=APPEND)
    load_records("incident_records", parts=INCIDENT_RECORDS)
