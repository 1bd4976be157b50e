"""Whom a row, or an order, restricts: kept out of every shared answer.

Persons in rows that are stored already are entered with the step, so that nobody is without
protection until their agency sends again. Row-level security holds the owner of the tables as well;
for this step alone it is let go of, inside the step's own transaction.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_partnership, change_columns, on_postgresql

revision: Final = "0031_restrictions"
down_revision: Final = "0030_person_requests"
branch_labels: Final = None
depends_on: Final = None

RESTRICTIONS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("person_id", sa.LargeBinary(length=32), nullable=False),
    sa.Column("source_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=True),
    sa.Column("month", sa.String(length=7), nullable=True),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(dataset IS NULL) = (month IS NULL)", name="ck_restrictions_of_a_return"),
    sa.PrimaryKeyConstraint("partnership_id", "person_id", "source_id", name="pk_restrictions"),
)

BLOCKS: Final = (
    ("child_contact", "child"),
    ("health_contact", "subject"),
    ("housing_support", "lead"),
    ("incident", "victim"),
    ("incident", "suspect"),
    ("justice_outcome", "subject"),
    ("marac_case", "victim"),
    ("perpetrator_intervention", "subject"),
    ("protective_order", "victim"),
    ("protective_order", "respondent"),
    ("referral", "subject"),
    ("risk_assessment", "subject"),
    ("service_episode", "subject"),
)
"""Datasets with rows about persons, and the blocks they stand in, as of this step."""


def upgrade() -> None:
    """Take this step."""
    op.create_table("restrictions", *RESTRICTIONS)
    op.create_index(
        "ix_restrictions_partnership_id_source_id", "restrictions", ["partnership_id", "source_id"]
    )
    _enter_those_in_store()
    by_partnership("restrictions", verbs=APPEND)
    change_columns("restrictions", columns=("lifted_at",))


def _enter_those_in_store() -> None:
    stored = ["submissions", *sorted({f"{dataset}_records" for dataset, _ in BLOCKS})]
    _force(stored, security="NO FORCE")
    made = sa.table("restrictions", *(sa.column(name) for name in _NAMES))
    for dataset in dict.fromkeys(dataset for dataset, _ in BLOCKS):
        op.execute(made.insert().from_select(_NAMES, sa.union(*_restricted(dataset))))
    _force(stored, security="FORCE")


_NAMES: Final = (
    "partnership_id", "person_id", "source_id", "agency_id", "dataset", "month", "made_at",
)  # fmt: skip


def _restricted(dataset: str) -> list[sa.Select[tuple[object, ...]]]:
    """The persons of each block whom a row restricts, once per submission."""
    return [_in_block(dataset, block) for name, block in BLOCKS if name == dataset]


def _in_block(dataset: str, block: str) -> sa.Select[tuple[object, ...]]:
    who, restricted = f"{block}_person_id", f"{block}_restricted"
    key = ("partnership_id", "submission_id")
    own = (*key, "agency_id", "month", who, restricted)
    rows = sa.table(f"{dataset}_records", *(sa.column(name) for name in own))
    sent = sa.table("submissions", *(sa.column(name) for name in (*key, "dataset", "received_at")))
    return (
        sa.select(
            rows.c.partnership_id,
            rows.c[who],
            rows.c.submission_id,
            rows.c.agency_id,
            sent.c.dataset,
            rows.c.month,
            sent.c.received_at,
        )
        .join(sent, sa.and_(*(sent.c[name] == rows.c[name] for name in key)))
        .where(rows.c[restricted].is_(sa.true()), rows.c[who].is_not(None))
        .distinct()
    )


def _force(tables: list[str], *, security: str) -> None:
    if on_postgresql():
        for table in tables:
            op.execute(sa.DDL(f"ALTER TABLE {table} {security} ROW LEVEL SECURITY"))  # type: ignore[no-untyped-call]
