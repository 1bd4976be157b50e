"""Cases: who may read whose timeline, who never may, and what was opened in an emergency.

A lister writes its cases, their members and conflicts of interest; a member sees the cases it is
in, and what names itself. An owner of rows reads what it is told of an emergency. Rows of a person
whom the coordinator lists as restricted are read in views of their own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import (
    APPEND,
    EXPIRE,
    by_agency,
    by_lister,
    change_columns,
    seen_by_members,
    told_to_owners,
)
from migrations.listed import rows_of_a_case
from migrations.sharing import let_views_read

revision: Final = "0032_cases"
down_revision: Final = "0031_restrictions"
branch_labels: Final = None
depends_on: Final = None

CASES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("case_id", sa.String(length=36), nullable=False),
    sa.Column("token", sa.String(length=36), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("listed_as", sa.String(length=11), nullable=False),
    sa.Column("person_id", sa.LargeBinary(length=32), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("restricted", sa.Boolean(), nullable=False),
    sa.Column("status", sa.String(length=5), nullable=False),
    sa.Column("ends_on", sa.Date(), nullable=False),
    sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("listed_as IN ('owner', 'coordinator')", name="ck_cases_listed_as"),
    sa.CheckConstraint("status IN ('open', 'ended')", name="ck_cases_status"),
    sa.PrimaryKeyConstraint("partnership_id", "case_id", "agency_id", name="pk_cases"),
)

MEMBERS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("listed_by", sa.String(length=40), nullable=False),
    sa.Column("case_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint(
        "partnership_id", "case_id", "listed_by", "agency_id", name="pk_case_members"
    ),
)

CONFLICTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("listed_by", sa.String(length=40), nullable=False),
    sa.Column("case_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("acting_person", sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint(
        "partnership_id",
        "case_id",
        "listed_by",
        "agency_id",
        "acting_person",
        name="pk_case_conflicts",
    ),
)

BREAK_GLASS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("asked_on", sa.Date(), nullable=False),
    sa.Column("number", sa.SmallInteger(), nullable=False),
    sa.Column("case_id", sa.String(length=36), nullable=False),
    sa.Column("token", sa.String(length=36), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("acting_person", sa.String(length=64), nullable=False),
    sa.Column("approver", sa.String(length=64), nullable=False),
    sa.Column("reason", sa.String(length=40), nullable=False),
    sa.Column("person_id", sa.LargeBinary(length=32), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("number BETWEEN 1 AND 5", name="ck_break_glass_number"),
    sa.PrimaryKeyConstraint(
        "partnership_id", "agency_id", "asked_on", "number", name="pk_break_glass"
    ),
)

NOTICES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("token", sa.String(length=36), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("recipient", sa.String(length=40), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("reason", sa.String(length=40), nullable=False),
    sa.Column("acting_person", sa.String(length=64), nullable=False),
    sa.Column("approver", sa.String(length=64), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("partnership_id", "agency_id", "token", name="pk_break_glass_notices"),
)

ROWS: Final = (
    ("incident", "victim", ("suspect",), "", "reported_on"),
    (
        "risk_assessment",
        "subject",
        (),
        "subject_role",
        "assessed_on marac_referred_on risk_level",
    ),
    ("marac_case", "victim", (), "", "meeting_on"),
    ("referral", "subject", (), "", "referred_on risk_level"),
    ("service_episode", "subject", (), "service_type setting", "start_on end_on"),
    (
        "protective_order",
        "victim",
        ("respondent",),
        "",
        "applied_on decided_on in_force_from in_force_to order_type",
    ),
    ("child_contact", "child", (), "", "contact_on"),
    ("health_contact", "subject", (), "", "contact_month"),
    ("housing_support", "lead", (), "decision support_type", ""),
)
"""Dataset, the person whose timeline its rows belong to, others in a row, what a row is judged by
besides, and what may be told of it, as of this step."""

PLACES: Final = {
    "incident": ("ward_code", "lad_code"),
    "referral": ("ward_code", "lad_code"),
    "housing_support": ("ward_code",),
}


def upgrade() -> None:
    """Take this step."""
    # The policy of `cases` looks at its members.
    op.create_table("case_members", *MEMBERS)
    by_lister("case_members", verbs=EXPIRE)
    op.create_index(
        "ix_case_members_partnership_id_agency_id", "case_members", ["partnership_id", "agency_id"]
    )
    op.create_table("cases", *CASES)
    seen_by_members("cases", verbs=EXPIRE)
    change_columns("cases", columns=("restricted", "status", "ends_on", "changed_at"))
    op.create_index("ix_cases_partnership_id_agency_id", "cases", ["partnership_id", "agency_id"])
    op.create_index("ix_cases_partnership_id_person_id", "cases", ["partnership_id", "person_id"])
    op.create_table("case_conflicts", *CONFLICTS)
    by_lister("case_conflicts", verbs=EXPIRE)
    _break_glass()
    for table in ("cases", "case_members"):
        let_views_read(table)
    for dataset, block, others, judged, fields in ROWS:
        places = PLACES.get(dataset, ())
        rows_of_a_case(
            dataset,
            block=block,
            columns=[
                *("partnership_id", "agency_id", "month", "record_id"),
                *(f"{person}_person_id" for person in (block, *others)),
                *(f"{block}_sharing", *places, *judged.split()),
            ],
            fields=fields.split(),
            others=others,
            places=places,
        )


def _break_glass() -> None:
    op.create_table("break_glass", *BREAK_GLASS)
    by_agency("break_glass", verbs=APPEND)
    change_columns("break_glass", columns=("expires_at",))
    op.create_index(
        "ix_break_glass_partnership_id_case_id",
        "break_glass",
        ["partnership_id", "case_id"],
        unique=True,
    )
    op.create_index(
        "ix_break_glass_partnership_id_person_id", "break_glass", ["partnership_id", "person_id"]
    )
    op.create_table("break_glass_notices", *NOTICES)
    told_to_owners("break_glass_notices")
    op.create_index(
        "ix_break_glass_notices_partnership_id_agency_id_at",
        "break_glass_notices",
        ["partnership_id", "agency_id", "at"],
    )
