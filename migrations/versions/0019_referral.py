"""Records of the dataset referral."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0019_referral"
down_revision: Final = "0018_protective_order"
branch_labels: Final = None
depends_on: Final = None

REFERRAL_RECORDS: Final[tuple[SchemaItem, ...]] = (
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
    sa.Column("side", sa.String(length=64), nullable=True),
    sa.Column("referred_on", sa.Date(), nullable=True),
    sa.Column("received_on", sa.Date(), nullable=True),
    sa.Column("from_sector", sa.String(length=64), nullable=True),
    sa.Column("from_role", sa.String(length=64), nullable=True),
    sa.Column("to_partner", sa.Text(), nullable=True),
    sa.Column("to_service", sa.String(length=64), nullable=True),
    sa.Column("consent_basis", sa.String(length=64), nullable=True),
    sa.Column("risk_level", sa.String(length=64), nullable=True),
    sa.Column("criteria_met", sa.String(length=64), nullable=True),
    sa.Column("decision", sa.String(length=64), nullable=True),
    sa.Column("decline_reason", sa.String(length=64), nullable=True),
    sa.Column("first_contact_on", sa.Date(), nullable=True),
    sa.Column("contact_attempts", sa.Integer(), nullable=True),
    sa.Column("route", sa.String(length=64), nullable=True),
    sa.Column("incident_ref", sa.Text(), nullable=True),
    sa.Column("marac_ref", sa.Text(), nullable=True),
    sa.Column("lad_code", sa.String(length=64), nullable=True),
    sa.Column("ward_code", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_referral_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("referral_records", *REFERRAL_RECORDS)
    by_agency("referral_records", verbs=APPEND)
    load_records("referral_records", parts=REFERRAL_RECORDS)
