"""Message shapes of releases: what is asked of a sealing, and what is told of a sealed period."""

from __future__ import annotations

from marshmallow import Schema, fields


class SealBody(Schema):
    """Which period to seal, and how."""

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    )
    accept_missing = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={"description": "seal although returns are missing"},
    )
    dry_run = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={"description": "say what would be in, and store nothing"},
    )


class SealedPeriod(Schema):
    """A period sealed in the same go, or left out of it for a reason."""

    period = fields.String(required=True)
    epoch = fields.Integer(required=True, allow_none=True)
    release_id = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class ReleaseReturn(Schema):
    """How one return stood at the freeze."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)
    month = fields.String(required=True)
    status = fields.String(required=True)
    level = fields.String(required=True)
    late = fields.Boolean(required=True)
    received_on = fields.Date(required=True, allow_none=True)


class ReleaseMeasure(Schema):
    """Whether a measure is shown in one unit, and why not."""

    measure = fields.String(required=True)
    unit = fields.String(required=True)
    status = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)


class Blocked(Schema):
    """An indicator that cannot be worked out, and the datasets that nobody has sent."""

    indicator = fields.String(required=True)
    datasets = fields.List(fields.String(), required=True)


class Release(Schema):
    """A release; a dry run has no id."""

    release_id = fields.String(required=True, allow_none=True)
    period = fields.String(required=True)
    kind = fields.String(required=True)
    epoch = fields.Integer(required=True)
    dry_run = fields.Boolean(required=True)
    sealed_at = fields.AwareDateTime(required=True, allow_none=True)
    policy_version = fields.String(required=True, allow_none=True)
    accepted_missing = fields.Boolean(required=True)
    also_sealed = fields.List(fields.Nested(SealedPeriod), required=True)
    returns = fields.List(fields.Nested(ReleaseReturn), required=True)
    measures = fields.List(fields.Nested(ReleaseMeasure), required=True)
    blocked = fields.List(fields.Nested(Blocked), required=True)


class ReleaseItem(Schema):
    """A release in a list."""

    release_id = fields.String(required=True)
    period = fields.String(required=True)
    kind = fields.String(required=True)
    epoch = fields.Integer(required=True)
    sealed_at = fields.AwareDateTime(required=True)
    policy_version = fields.String(required=True)
    accepted_missing = fields.Boolean(required=True)


class ReleaseList(Schema):
    """Releases from the newest on, a page at a time."""

    releases = fields.List(fields.Nested(ReleaseItem), required=True)
    next = fields.String(required=True, allow_none=True)


class ReleaseQuery(Schema):
    """Where the list goes on."""

    cursor = fields.String(metadata={"description": "`next` of the page before"})
