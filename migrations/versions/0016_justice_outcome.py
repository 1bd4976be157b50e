"""Records of the dataset justice outcome."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0016_justice_outcome"
down_revision: Final = "0015_reconciliations"
branch_labels: Final = None
depends_on: Final = None

JUSTICE_OUTCOME_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("subject_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("offence_ref", sa.Text(), nullable=True),
    sa.Column("incident_ref", sa.Text(), nullable=True),
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
    sa.Column("stage", sa.String(length=64), nullable=True),
    sa.Column("framework", sa.String(length=64), nullable=True),
    sa.Column("outcome_code", sa.String(length=64), nullable=True),
    sa.Column("outcome_on", sa.Date(), nullable=True),
    sa.Column("offence_group", sa.String(length=64), nullable=True),
    sa.Column("gbh_or_above", sa.Boolean(), nullable=True),
    sa.Column("caution_type", sa.String(length=64), nullable=True),
    sa.Column("victim_supported", sa.String(length=64), nullable=True),
    sa.Column("withdrawal_reviewed", sa.String(length=64), nullable=True),
    sa.Column("unsuccessful_reason", sa.String(length=64), nullable=True),
    sa.Column("hearing_on", sa.Date(), nullable=True),
    sa.Column("result_recorded_on", sa.Date(), nullable=True),
    sa.Column("victim_notified_on", sa.Date(), nullable=True),
    sa.Column("victim_notified_by", sa.String(length=64), nullable=True),
    sa.Column("victim_attended", sa.Boolean(), nullable=True),
    sa.Column("plea_change_on_day", sa.Boolean(), nullable=True),
    sa.Column("special_measures", sa.Text(), nullable=True),
    sa.Column("court_type", sa.String(length=64), nullable=True),
    sa.Column("sentence_type", sa.String(length=64), nullable=True),
    sa.Column("sentence_band", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_justice_outcome_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("justice_outcome_records", *JUSTICE_OUTCOME_RECORDS)
    by_agency("justice_outcome_records", verbs=APPEND)
    load_records("justice_outcome_records", parts=JUSTICE_OUTCOME_RECORDS)
