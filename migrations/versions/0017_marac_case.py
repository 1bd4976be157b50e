"""Records of the dataset marac case."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0017_marac_case"
down_revision: Final = "0016_justice_outcome"
branch_labels: Final = None
depends_on: Final = None

MARAC_CASE_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("victim_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
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
    sa.Column("perpetrator_refs", sa.Text(), nullable=True),
    sa.Column("meeting_on", sa.Date(), nullable=True),
    sa.Column("referring_sector", sa.String(length=64), nullable=True),
    sa.Column("criteria", sa.Text(), nullable=True),
    sa.Column("repeat_case", sa.Boolean(), nullable=True),
    sa.Column("repeat_rule", sa.String(length=64), nullable=True),
    sa.Column("last_heard_on", sa.Date(), nullable=True),
    sa.Column("children_count", sa.Integer(), nullable=True),
    sa.Column("idva_contact_before", sa.Boolean(), nullable=True),
    sa.Column("agencies_present", sa.Text(), nullable=True),
    sa.Column("actions_set", sa.Integer(), nullable=True),
    sa.Column("actions_completed", sa.Integer(), nullable=True),
    sa.Column("linked_panels", sa.Text(), nullable=True),
    sa.Column("victim_consent", sa.String(length=64), nullable=True),
    sa.Column("further_incident_12m_on", sa.Date(), nullable=True),
    sa.Column("emergency_meeting", sa.Boolean(), nullable=True),
    sa.Column("transfer", sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_marac_case_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("marac_case_records", *MARAC_CASE_RECORDS)
    by_agency("marac_case_records", verbs=APPEND)
    load_records("marac_case_records", parts=MARAC_CASE_RECORDS)
