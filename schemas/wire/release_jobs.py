"""Message shapes of sealings that are done later: how to ask for one, and how it is followed."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields

from schemas.wire.releases import Release


class SealHeaders(Schema):
    """How the answer to a sealing is wanted."""

    class Meta:
        """Every other field of the request is somebody else's."""

        unknown = EXCLUDE

    prefer = fields.String(
        data_key="Prefer",
        metadata={"description": "`respond-async` asks for a job to follow (RFC 7240)"},
    )


class JobPart(Schema):
    """How far one dataset of one period is."""

    period = fields.String(required=True)
    dataset = fields.String(required=True)
    tables = fields.Integer(required=True, metadata={"description": "how many there are"})
    counted = fields.Integer(required=True, metadata={"description": "how many are done"})


class JobProblem(Schema):
    """Why a sealing failed, as the request itself would have been told."""

    code = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.String(), required=True)


class ReleaseJob(Schema):
    """A sealing that was asked for: it waits, runs, or ended with a release or a problem."""

    job_id = fields.String(required=True)
    period = fields.String(required=True)
    status = fields.String(
        required=True, metadata={"description": "`waiting`, `running`, `done` or `failed`"}
    )
    asked_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    progress = fields.List(fields.Nested(JobPart), required=True)
    release = fields.Nested(Release, required=True, allow_none=True)
    problem = fields.Nested(JobProblem, required=True, allow_none=True)
