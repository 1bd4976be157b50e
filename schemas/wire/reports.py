"""Message shapes of reports: sections of prose, and the figures that each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from marshmallow import Schema, fields

from schemas.wire.aggregates import number
from schemas.wire.indicators import DatasetCoverage


class ReportQuery(Schema):
    """Which period, and of which release."""

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    )
    release = fields.String(metadata={"description": "a release by its id"})
    as_of = fields.Date(
        metadata={
            "description": "write it as on that day: from the newest release sealed by then, with "
            "the statements that both sides had released"
        }
    )


class ReportPeriod(Schema):
    """The period a report is about."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)


class ReportRelease(Schema):
    """The release a report was written from."""

    release_id = fields.String(required=True)
    epoch = fields.Integer(required=True)
    sealed_on = fields.Date(required=True)
    policy_version = fields.String(required=True)


class ReportObservation(Schema):
    """One category of a split."""

    category = fields.String(required=True)
    label = fields.String(required=True)
    value = fields.Integer(required=True, allow_none=True)
    status = fields.String(required=True)


class ReportPoint(Schema):
    """One period of a trend, and how it follows the one before.

    From `low` to `high` noise and chance may have moved its value.
    """

    period = fields.String(required=True)
    title = fields.String(required=True)
    start = fields.String(required=True)
    end = fields.String(required=True)
    value = number(required=True, allow_none=True)
    status = fields.String(required=True)
    reason = fields.String(required=True)
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    low = number(required=True, allow_none=True)
    high = number(required=True, allow_none=True)
    follows = fields.String(
        required=True,
        metadata={
            "description": "ok where it may be set beside the point before it; else why not: "
            "series_break, coverage_changed or not_available"
        },
    )
    agencies = fields.List(
        fields.String(), required=True, metadata={"description": "those that joined or left"}
    )
    note = fields.String(required=True)


class ReportUpdate(Schema):
    """The line of a commitment for one quarter."""

    quarter = fields.String(required=True)
    start = fields.String(required=True)
    end = fields.String(required=True)
    standing = fields.String(
        required=True,
        metadata={"description": "given, not_requested, not_provided; empty: no register came"},
    )
    text = fields.String(required=True)


class ReportValue(Schema):
    """A figure with the counts it is made of, and why there is none."""

    value = number(allow_none=True)
    unit = fields.String()
    status = fields.String()
    reason = fields.String()
    numerator = fields.Integer(allow_none=True)
    denominator = fields.Integer(allow_none=True)
    margin = fields.Integer(allow_none=True)
    band = fields.String()


class ReportEarlier(ReportValue):
    """The same figure of an earlier span, with its parts."""

    per = fields.Integer()
    covers_from = fields.String()
    covers_to = fields.String()
    source = fields.String(allow_none=True)
    source_no = fields.Integer(allow_none=True)
    rule = fields.String()


class ReportTarget(Schema):
    """A target of a figure's days, and whether it is reached."""

    area = fields.String()
    value = number()
    bound = fields.String()
    start = fields.String()
    end = fields.String()
    source = fields.String()
    source_no = fields.Integer(allow_none=True)
    reached = fields.String(allow_none=True)


class ReportFigure(ReportValue):
    """A figure of a section; which members it has depends on what it is."""

    id = fields.String()
    version = fields.String()
    line = fields.String()
    measure = fields.String()
    title = fields.String()
    direction = fields.String()
    by = fields.String()
    period = fields.String()
    start = fields.String()
    end = fields.String()
    categories = fields.Integer()
    not_shown = fields.Integer()
    observations = fields.List(fields.Nested(ReportObservation))
    points = fields.List(fields.Nested(ReportPoint))
    table = fields.String(metadata={"description": "the title of the table that says it again"})
    dataset = fields.String()
    agency = fields.String(allow_none=True)
    agency_name = fields.String()
    field = fields.String()
    main_reason = fields.String(allow_none=True)
    cell = fields.List(fields.String())
    covers_from = fields.String()
    covers_to = fields.String()
    exact = fields.Boolean()
    source = fields.String(allow_none=True)
    month = fields.String()
    late = fields.Boolean()
    expected = fields.Integer()
    received = fields.Integer()
    on_time = fields.Integer()
    share_on_time = fields.Integer(allow_none=True)
    agencies_heard = fields.Integer()
    agencies = fields.List(fields.String())
    names = fields.List(fields.String())
    median_days = fields.Integer(allow_none=True)
    blocked_by = fields.List(fields.String())
    statements = fields.Integer()
    theme = fields.String()
    per = fields.Integer()
    commitment = fields.String()
    objective = fields.Integer()
    wording = fields.String()
    lifecycle = fields.String(allow_none=True)
    rating = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_on = fields.String(allow_none=True)
    completed_on = fields.String(allow_none=True)
    overdue = fields.Boolean()
    updates = fields.List(fields.Nested(ReportUpdate))
    bears_on = fields.List(fields.String())
    commitments = fields.Integer()
    statement_id = fields.String()
    text = fields.String()
    released = fields.Integer()
    held_back = fields.Integer()
    printed_here = fields.Integer()
    feedback = fields.Integer(metadata={"description": "statements that tell what survivors said"})
    answering = fields.Integer(
        metadata={"description": "statements that stand under a question of the scrutiny brief"}
    )
    question = fields.String(metadata={"description": "of the scrutiny brief, by its name"})
    asked = fields.String()
    answered = fields.Boolean()
    answers = fields.Integer()
    in_statements_alone = fields.Integer()
    questions = fields.Integer()
    who = fields.String(metadata={"description": "who could answer"})
    why_not = fields.String(metadata={"description": "why there is no answer, or no comparison"})
    category = fields.String()
    caution = fields.String()
    split_by = fields.List(fields.String())
    labels = fields.List(fields.String())
    rule = fields.String()
    counted_by = fields.String()
    area = fields.String()
    note = fields.String()
    source_no = fields.Integer(allow_none=True)
    before = fields.Nested(ReportEarlier, allow_none=True)
    period_before = fields.String()
    movement = fields.String()
    verdict = fields.String()
    targets = fields.List(fields.Nested(ReportTarget))


class ReportTable(Schema):
    """Figures of a section side by side, as they are read."""

    title = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)
    rows = fields.List(fields.List(fields.String()), required=True)


class ReportSection(Schema):
    """A section: paragraphs, every figure that they name, and the parts below it."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    shows = fields.Boolean(required=True)
    paragraphs = fields.List(fields.String(), required=True)
    figures = fields.List(fields.Nested(ReportFigure), required=True)
    tables = fields.List(fields.Nested(ReportTable), required=True)
    parts = fields.List(fields.Nested("ReportSection"), required=True)


class BoardReport(Schema):
    """The board report as data."""

    report = fields.String(required=True)
    title = fields.String(required=True)
    written_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "the only part that its day moves"}
    )
    partnership = fields.String(required=True)
    period = fields.Nested(ReportPeriod, required=True)
    release = fields.Nested(ReportRelease, required=True)
    purpose = fields.String(required=True, allow_none=True)
    agreement = fields.String(required=True, allow_none=True)
    additive = fields.Boolean(required=True)
    coverage = fields.List(fields.Nested(DatasetCoverage), required=True)
    sections = fields.List(fields.Nested(ReportSection), required=True)


class ScrutinyBrief(BoardReport):
    """The scrutiny brief as data: prose alone, so no section has a table."""


SHAPES: Final[Mapping[str, type[BoardReport]]] = {"board": BoardReport, "scrutiny": ScrutinyBrief}
"""The shape of each report, by its name in addresses."""
