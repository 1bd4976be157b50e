"""Records of the dataset protective order."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0018_protective_order"
down_revision: Final = "0017_marac_case"
branch_labels: Final = None
depends_on: Final = None

PROTECTIVE_ORDER_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("victim_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("respondent_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("order_type", sa.String(length=64), nullable=True),
    sa.Column("applicant", sa.String(length=64), nullable=True),
    sa.Column("applied_on", sa.Date(), nullable=True),
    sa.Column("decided_on", sa.Date(), nullable=True),
    sa.Column("decision", sa.String(length=64), nullable=True),
    sa.Column("in_force_from", sa.Date(), nullable=True),
    sa.Column("in_force_to", sa.Date(), nullable=True),
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
    sa.Column("respondent_sharing", sa.String(length=64), nullable=True),
    sa.Column("respondent_sharing_basis", sa.String(length=64), nullable=True),
    sa.Column("respondent_age_years", sa.Integer(), nullable=True),
    sa.Column("respondent_age_years_reason", sa.String(length=64), nullable=True),
    sa.Column("respondent_age_band", sa.String(length=64), nullable=True),
    sa.Column("respondent_sex", sa.String(length=64), nullable=True),
    sa.Column("respondent_gender_identity", sa.String(length=64), nullable=True),
    sa.Column("respondent_ethnicity_self", sa.String(length=64), nullable=True),
    sa.Column("respondent_ethnicity_observed", sa.String(length=64), nullable=True),
    sa.Column("respondent_religion", sa.String(length=64), nullable=True),
    sa.Column("respondent_sexual_orientation", sa.String(length=64), nullable=True),
    sa.Column("respondent_disability", sa.String(length=64), nullable=True),
    sa.Column("respondent_impairments", sa.Text(), nullable=True),
    sa.Column("respondent_mental_health_need", sa.String(length=64), nullable=True),
    sa.Column("respondent_substance_need", sa.String(length=64), nullable=True),
    sa.Column("respondent_language_support", sa.String(length=64), nullable=True),
    sa.Column("respondent_nrpf", sa.String(length=64), nullable=True),
    sa.Column("respondent_pregnant_or_recent_birth", sa.String(length=64), nullable=True),
    sa.Column("respondent_restricted", sa.Boolean(), nullable=True),
    sa.Column("conditions", sa.Text(), nullable=True),
    sa.Column("breach_count", sa.Integer(), nullable=True),
    sa.Column("first_breach_on", sa.Date(), nullable=True),
    sa.Column("breach_result", sa.String(length=64), nullable=True),
    sa.Column("incident_ref", sa.Text(), nullable=True),
    sa.Column("justice_ref", sa.Text(), nullable=True),
    sa.Column("legal_aid", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_protective_order_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("protective_order_records", *PROTECTIVE_ORDER_RECORDS)
    by_agency("protective_order_records", verbs=APPEND)
    load_records("protective_order_records", parts=PROTECTIVE_ORDER_RECORDS)
