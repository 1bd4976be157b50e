"""Records of the dataset housing support."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0010_housing_support"
down_revision: Final = "0009_perpetrator_intervention"
branch_labels: Final = None
depends_on: Final = None

HOUSING_SUPPORT_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("lead_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("lead_sharing", sa.String(length=64), nullable=True),
    sa.Column("lead_sharing_basis", sa.String(length=64), nullable=True),
    sa.Column("lead_age_years", sa.Integer(), nullable=True),
    sa.Column("lead_age_years_reason", sa.String(length=64), nullable=True),
    sa.Column("lead_age_band", sa.String(length=64), nullable=True),
    sa.Column("lead_sex", sa.String(length=64), nullable=True),
    sa.Column("lead_gender_identity", sa.String(length=64), nullable=True),
    sa.Column("lead_ethnicity_self", sa.String(length=64), nullable=True),
    sa.Column("lead_ethnicity_observed", sa.String(length=64), nullable=True),
    sa.Column("lead_religion", sa.String(length=64), nullable=True),
    sa.Column("lead_sexual_orientation", sa.String(length=64), nullable=True),
    sa.Column("lead_disability", sa.String(length=64), nullable=True),
    sa.Column("lead_impairments", sa.Text(), nullable=True),
    sa.Column("lead_mental_health_need", sa.String(length=64), nullable=True),
    sa.Column("lead_substance_need", sa.String(length=64), nullable=True),
    sa.Column("lead_language_support", sa.String(length=64), nullable=True),
    sa.Column("lead_nrpf", sa.String(length=64), nullable=True),
    sa.Column("lead_pregnant_or_recent_birth", sa.String(length=64), nullable=True),
    sa.Column("lead_restricted", sa.Boolean(), nullable=True),
    sa.Column("support_type", sa.String(length=64), nullable=True),
    sa.Column("requested_on", sa.Date(), nullable=True),
    sa.Column("decision", sa.String(length=64), nullable=True),
    sa.Column("unable_reason", sa.String(length=64), nullable=True),
    sa.Column("start_on", sa.Date(), nullable=True),
    sa.Column("end_on", sa.Date(), nullable=True),
    sa.Column("adults", sa.Integer(), nullable=True),
    sa.Column("children", sa.Integer(), nullable=True),
    sa.Column("origin_lad", sa.String(length=64), nullable=True),
    sa.Column("placement_lad", sa.String(length=64), nullable=True),
    sa.Column("commissioned", sa.String(length=64), nullable=True),
    sa.Column("sanctuary_measures", sa.Text(), nullable=True),
    sa.Column("surveyed_on", sa.Date(), nullable=True),
    sa.Column("completed_on", sa.Date(), nullable=True),
    sa.Column("perpetrator_resident", sa.Boolean(), nullable=True),
    sa.Column("victim_choice", sa.Boolean(), nullable=True),
    sa.Column("tenure", sa.String(length=64), nullable=True),
    sa.Column("homelessness_duty", sa.String(length=64), nullable=True),
    sa.Column("da_priority_need", sa.Boolean(), nullable=True),
    sa.Column("specialist_need", sa.Text(), nullable=True),
    sa.Column("move_on", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_housing_support_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("housing_support_records", *HOUSING_SUPPORT_RECORDS)
    by_agency("housing_support_records", verbs=APPEND)
    load_records("housing_support_records", parts=HOUSING_SUPPORT_RECORDS)
