"""Sealings that are done later: jobs of an agency, which a worker changes, and which go in time."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import EXPIRE, by_agency, change_columns

revision: Final = "0038_release_jobs"
down_revision: Final = "0037_linked_cells"
branch_labels: Final = None
depends_on: Final = None

RELEASE_JOBS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("job_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("client_id", sa.String(length=80), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("purpose", sa.String(length=40), nullable=False),
    sa.Column("datatypes", sa.Text(), nullable=False),
    sa.Column("jti", sa.String(length=80), nullable=False),
    sa.Column("jkt", sa.String(length=64), nullable=True),
    sa.Column("period", sa.String(length=10), nullable=False),
    sa.Column("accept_missing", sa.Boolean(), nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status", sa.String(length=7), nullable=False),
    sa.Column("attempts", sa.SmallInteger(), nullable=False),
    sa.Column("worker", sa.String(length=36), nullable=True),
    sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("progress", sa.Text(), nullable=False),
    sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("outcome", sa.Text(), nullable=False),
    sa.Column("under_way", sa.String(length=10), nullable=True),
    sa.CheckConstraint(
        "status IN ('waiting', 'running', 'done', 'failed')", name="ck_release_jobs_status"
    ),
    sa.PrimaryKeyConstraint("partnership_id", "job_id", name="pk_release_jobs"),
)

CHANGING: Final = (
    "status", "attempts", "worker", "beat_at", "progress", "ended_at", "outcome",
    "under_way",
)  # fmt: skip


def upgrade() -> None:
    """Take this step."""
    op.create_table("release_jobs", *RELEASE_JOBS)
    op.create_index(
        "ix_release_jobs_partnership_id_agency_id_under_way",
        "release_jobs",
        ["partnership_id", "agency_id", "under_way"],
        unique=True,
    )
    by_agency("release_jobs", verbs=EXPIRE)
    change_columns("release_jobs", columns=CHANGING)
