"""Sealed releases: what went in, the cells that are shown, and the figures agencies declared.

None of it is ever written again.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.access import APPEND, by_partnership

revision: Final = "0013_releases"
down_revision: Final = "0012_aggregate_return"
branch_labels: Final = None
depends_on: Final = None

RELEASES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("period", sa.String(length=10), nullable=False),
    sa.Column("kind", sa.String(length=7), nullable=False),
    sa.Column("epoch", sa.SmallInteger(), nullable=False),
    sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("sealing_id", sa.String(length=36), nullable=False),
    sa.Column("policy_version", sa.String(length=20), nullable=False),
    sa.Column("sealed_by", sa.String(length=80), nullable=False),
    sa.Column("agreement_id", sa.String(length=40), nullable=False),
    sa.Column("accepted_missing", sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('month', 'quarter', 'year')", name="ck_releases_kind"),
    sa.CheckConstraint("epoch BETWEEN 1 AND 4", name="ck_releases_epoch"),
    sa.PrimaryKeyConstraint("partnership_id", "release_id", name="pk_releases"),
)

RELEASE_INPUTS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("status", sa.String(length=16), nullable=False),
    sa.Column("level", sa.String(length=10), nullable=False),
    sa.Column("late", sa.Boolean(), nullable=False),
    sa.Column("counted", sa.Boolean(), nullable=False),
    sa.Column("submission_id", sa.String(length=36), nullable=True),
    sa.Column("received_on", sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_release_inputs_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "agency_id", "dataset", "month", name="pk_release_inputs"
    ),
)

RELEASE_MEASURES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("unit", sa.String(length=7), nullable=False),
    sa.Column("status", sa.String(length=20), nullable=False),
    sa.Column("reason", sa.String(length=40), nullable=False),
    sa.Column("coverage", sa.Text(), nullable=False),
    sa.CheckConstraint("unit IN ('persons', 'records')", name="ck_release_measures_unit"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_release_measures_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "dataset", "unit", name="pk_release_measures"
    ),
)

RELEASE_COMPLETENESS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("field", sa.String(length=80), nullable=False),
    sa.Column("band", sa.String(length=8), nullable=False),
    sa.Column("main_reason", sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_release_completeness_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id",
        "release_id",
        "dataset",
        "agency_id",
        "field",
        name="pk_release_completeness",
    ),
)

CELLS: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("dataset", sa.String(length=64), nullable=False),
    sa.Column("unit", sa.String(length=7), nullable=False),
    sa.Column("shape", sa.String(length=200), nullable=False),
    sa.Column("cell", sa.String(length=200), nullable=False),
    sa.Column("value", sa.Integer(), nullable=False),
    sa.CheckConstraint("unit IN ('persons', 'records')", name="ck_cells_unit"),
    sa.CheckConstraint("value >= 5", name="ck_cells_threshold"),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_cells_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "dataset", "unit", "shape", "cell", name="pk_cells"
    ),
)

DECLARED_FIGURES: Final[tuple[SchemaItem, ...]] = (
    sa.Column("partnership_id", sa.String(length=40), nullable=False),
    sa.Column("release_id", sa.String(length=36), nullable=False),
    sa.Column("figure_no", sa.Integer(), nullable=False),
    sa.Column("agency_id", sa.String(length=40), nullable=False),
    sa.Column("measure", sa.String(length=64), nullable=False),
    sa.Column("month", sa.String(length=7), nullable=False),
    sa.Column("breakdown", sa.Text(), nullable=False),
    sa.Column("unit", sa.String(length=16), nullable=False),
    sa.Column("value", sa.Numeric(precision=21, scale=6), nullable=True),
    sa.Column("numerator", sa.Integer(), nullable=True),
    sa.Column("denominator", sa.Integer(), nullable=True),
    sa.Column("as_at", sa.Date(), nullable=True),
    sa.Column("covers_from", sa.Date(), nullable=True),
    sa.Column("covers_to", sa.Date(), nullable=True),
    sa.Column("counting_rule", sa.String(length=64), nullable=False),
    sa.Column("provisional", sa.Boolean(), nullable=False),
    sa.Column("exact", sa.Boolean(), nullable=False),
    sa.Column("source", sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(
        ["partnership_id", "release_id"],
        ["releases.partnership_id", "releases.release_id"],
        name="fk_declared_figures_partnership_id_release_id_releases",
    ),
    sa.PrimaryKeyConstraint(
        "partnership_id", "release_id", "figure_no", name="pk_declared_figures"
    ),
)


def upgrade() -> None:
    """Take this step."""
    _releases()
    _release_inputs()
    _release_measures()
    _release_completeness()
    _cells()
    _declared_figures()


def _releases() -> None:
    op.create_table("releases", *RELEASES)
    op.create_index(
        "ix_releases_partnership_id_period_epoch",
        "releases",
        ["partnership_id", "period", "epoch"],
        unique=True,
    )
    by_partnership("releases", verbs=APPEND)


def _release_inputs() -> None:
    op.create_table("release_inputs", *RELEASE_INPUTS)
    by_partnership("release_inputs", verbs=APPEND)


def _release_measures() -> None:
    op.create_table("release_measures", *RELEASE_MEASURES)
    by_partnership("release_measures", verbs=APPEND)


def _release_completeness() -> None:
    op.create_table("release_completeness", *RELEASE_COMPLETENESS)
    by_partnership("release_completeness", verbs=APPEND)


def _cells() -> None:
    op.create_table("cells", *CELLS)
    by_partnership("cells", verbs=APPEND)


def _declared_figures() -> None:
    op.create_table("declared_figures", *DECLARED_FIGURES)
    by_partnership("declared_figures", verbs=APPEND)
