"""Records of the dataset child contact."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_agency, load_records

revision: Final = "0023_child_contact"
down_revision: Final = "0022_service_episode"
branch_labels: Final = None
depends_on: Final = None

CHILD_CONTACT_RECORDS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=False),
    sa.Column("row_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("unit_key", sa.LargeBinary(length=32), nullable=False),
    sa.Column("record_key", sa.BigInteger(), nullable=False),
    sa.Column("child_person_id", sa.LargeBinary(length=32), nullable=True),
    sa.Column("record_id", sa.Text(), nullable=True),
    sa.Column("child_sharing", sa.String(length=64), nullable=True),
    sa.Column("child_sharing_basis", sa.String(length=64), nullable=True),
    sa.Column("child_age_years", sa.Integer(), nullable=True),
    sa.Column("child_age_years_reason", sa.String(length=64), nullable=True),
    sa.Column("child_age_band", sa.String(length=64), nullable=True),
    sa.Column("child_sex", sa.String(length=64), nullable=True),
    sa.Column("child_gender_identity", sa.String(length=64), nullable=True),
    sa.Column("child_ethnicity_self", sa.String(length=64), nullable=True),
    sa.Column("child_ethnicity_observed", sa.String(length=64), nullable=True),
    sa.Column("child_religion", sa.String(length=64), nullable=True),
    sa.Column("child_sexual_orientation", sa.String(length=64), nullable=True),
    sa.Column("child_disability", sa.String(length=64), nullable=True),
    sa.Column("child_impairments", sa.Text(), nullable=True),
    sa.Column("child_mental_health_need", sa.String(length=64), nullable=True),
    sa.Column("child_substance_need", sa.String(length=64), nullable=True),
    sa.Column("child_language_support", sa.String(length=64), nullable=True),
    sa.Column("child_nrpf", sa.String(length=64), nullable=True),
    sa.Column("child_pregnant_or_recent_birth", sa.String(length=64), nullable=True),
    sa.Column("child_restricted", sa.Boolean(), nullable=True),
    sa.Column("unborn", sa.Boolean(), nullable=True),
    sa.Column("contact_on", sa.Date(), nullable=True),
    sa.Column("source", sa.String(length=64), nullable=True),
    sa.Column("step", sa.String(length=64), nullable=True),
    sa.Column("da_factors", sa.Text(), nullable=True),
    sa.Column("da_role", sa.String(length=64), nullable=True),
    sa.Column("outcome", sa.String(length=64), nullable=True),
    sa.Column("idva_consulted", sa.Boolean(), nullable=True),
    sa.Column("referred_to_child_programme", sa.Boolean(), nullable=True),
    sa.Column("parent_victim_ref", sa.Text(), nullable=True),
    sa.Column("incident_ref", sa.Text(), nullable=True),
    sa.Column("household_children", sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint(
        "partnership_id", "submission_id", "row_no", name="pk_child_contact_records"
    ),
)


def upgrade() -> None:
    """Take this step."""
    op.create_table("child_contact_records", *CHILD_CONTACT_RECORDS)
    by_agency("child_contact_records", verbs=APPEND)
    load_records("child_contact_records", parts=CHILD_CONTACT_RECORDS)
