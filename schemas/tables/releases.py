"""Sealed releases as stored: what went in, what may be shown, and nothing that was hidden.

What belongs here: the frozen pointers of a release, its shown cells, its declared figures and what
is said of each measure. What does not: a raw count, a noise key or a secret; a permitted cell
without a row is suppressed, so that zero and a small count are alike on disk. No row here is ever
changed.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
)

from schemas.tables.base import Json, Slug, UtcDateTime, Uuid, metadata

_Name = String(64)
_Month = String(7)
_Shape = String(200)


def _release() -> ForeignKeyConstraint:
    """The release a row belongs to."""
    return ForeignKeyConstraint(
        ["partnership_id", "release_id"], ["releases.partnership_id", "releases.release_id"]
    )


releases = Table(
    "releases",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("period", String(10), nullable=False),
    Column("kind", String(7), nullable=False),
    Column("epoch", SmallInteger, nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
    # Releases sealed together share a sealing, and its secret, which is kept nowhere.
    Column("sealing_id", Uuid, nullable=False),
    Column("policy_version", String(20), nullable=False),
    Column("sealed_by", String(80), nullable=False),
    Column("agreement_id", String(40), nullable=False),
    Column("accepted_missing", Boolean, nullable=False),
    # Two sealings at once: the second meets this and is refused.
    Index(None, "partnership_id", "period", "epoch", unique=True),
    CheckConstraint("kind IN ('month', 'quarter', 'year')", name="kind"),
    CheckConstraint("epoch BETWEEN 1 AND 4", name="epoch"),
)

release_inputs = Table(
    "release_inputs",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("agency_id", Slug, primary_key=True),
    Column("dataset", _Name, primary_key=True),
    Column("month", _Month, primary_key=True),
    Column("status", String(16), nullable=False),
    Column("level", String(10), nullable=False),
    Column("late", Boolean, nullable=False),
    # Whether its records are counted: sent as records, and permitted to be combined with others'.
    Column("counted", Boolean, nullable=False),
    Column("submission_id", Uuid),
    Column("received_on", Date),
    _release(),
)
"""The return pointers as they stood when the release was frozen."""

cells = Table(
    "cells",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("dataset", _Name, primary_key=True),
    Column("unit", String(7), primary_key=True),
    Column("shape", _Shape, primary_key=True),
    Column("cell", _Shape, primary_key=True),
    Column("value", Integer, nullable=False),
    _release(),
    CheckConstraint("unit IN ('persons', 'records')", name="unit"),
    # The database is the last judge: nothing below the threshold can be on disk.
    CheckConstraint("value >= 5", name="threshold"),
)
"""Shown cells. `shape` names the breakdowns and `cell` their categories, in the same order."""

linked_cells = Table(
    "linked_cells",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("family", _Name, primary_key=True),
    Column("unit", String(7), primary_key=True),
    Column("shape", _Shape, primary_key=True),
    Column("cell", _Shape, primary_key=True),
    Column("value", Integer, nullable=False),
    # The datasets that the cell is told from, a space between: whoever reads it may see them all.
    Column("rests_on", String(200), nullable=False),
    _release(),
    CheckConstraint("unit IN ('persons', 'records')", name="unit"),
    CheckConstraint("value >= 5", name="threshold"),
    CheckConstraint("rests_on <> ''", name="rests_on"),
)
"""Shown cells of linked measures, by the name of their family; else as `cells`."""

release_measures = Table(
    "release_measures",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("dataset", _Name, primary_key=True),
    Column("unit", String(7), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
    # Who is in and who is missing, agencies alone whose consent a showing needs; never a count.
    Column("coverage", Json, nullable=False),
    _release(),
    CheckConstraint("unit IN ('persons', 'records')", name="unit"),
)
"""What is said of a dataset's measures as a whole, decided once for a period and a unit."""

release_completeness = Table(
    "release_completeness",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("dataset", _Name, primary_key=True),
    # Empty for all agencies together.
    Column("agency_id", Slug, primary_key=True),
    Column("field", String(80), primary_key=True),
    Column("band", String(8), nullable=False),
    # The commonest reason for having no value, where one stands out.
    Column("main_reason", String(20)),
    _release(),
)
"""Shares of known values in bands, where the base is large enough."""

declared_figures = Table(
    "declared_figures",
    metadata,
    Column("partnership_id", Slug, primary_key=True),
    Column("release_id", Uuid, primary_key=True),
    Column("figure_no", Integer, primary_key=True),
    Column("agency_id", Slug, nullable=False),
    Column("measure", _Name, nullable=False),
    Column("month", _Month, nullable=False),
    Column("breakdown", Json, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("value", Numeric(21, 6)),
    Column("numerator", Integer),
    Column("denominator", Integer),
    Column("as_at", Date),
    Column("covers_from", Date),
    Column("covers_to", Date),
    Column("counting_rule", _Name, nullable=False),
    Column("provisional", Boolean, nullable=False),
    # Whether the figure is as declared; else it has been protected like a cell.
    Column("exact", Boolean, nullable=False),
    Column("source", Text),
    _release(),
)
"""Declared figures that may be shown, each for the span it was declared for."""
