"""Message shapes of cases: a listing, a timeline, and what is opened in an emergency."""

from __future__ import annotations

from typing import Final

from marshmallow import RAISE, Schema, fields, validate

from schemas.codes import code_list
from schemas.datasets import DATASETS
from schemas.timeline import EVENTS

_REFERENCE: Final = validate.Regexp(
    r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}\Z", error="is no opaque reference"
)
"""As the fields that name an acting person and a reason, and as records' own identifiers."""

_AGENCY: Final = validate.Regexp(r"[a-z0-9][a-z0-9-]{0,39}\Z", error="is not a name of that form")
_PERSON: Final = validate.Regexp(r"[0-9a-z_]{64}\Z", error="is no reference to a person")
REASONS: Final = ("threat_to_life", "serious_harm", "child_at_risk", "missing_person")
"""Why the glass may be broken (UK GDPR Art. 6(1)(d): vital interests)."""


class OwnRecord(Schema):
    """One of the agency's own records, whose person is meant."""

    class Meta:
        unknown = RAISE

    dataset = fields.String(required=True, validate=validate.OneOf(tuple(DATASETS)))
    record_id = fields.String(required=True, validate=_REFERENCE)


class PersonNamed(Schema):
    """A person, named in one of two ways."""

    class Meta:
        unknown = RAISE

    record = fields.Nested(
        OwnRecord, metadata={"description": "the agency's own record about the person"}
    )
    person_ref = fields.String(
        validate=_PERSON, metadata={"description": "or a reference to the person; it is not kept"}
    )


class CaseBody(PersonNamed):
    """A case to list."""

    members = fields.List(
        fields.String(validate=_AGENCY),
        required=True,
        validate=validate.Length(min=1, max=100),
        metadata={"description": "the agencies that may read the timeline"},
    )
    ends_on = fields.Date(required=True, metadata={"description": "the last day of the case"})
    restricted = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={"description": "the coordinator lists a person who is otherwise restricted"},
    )


class ConflictBody(Schema):
    """Who of an agency must not see a case."""

    class Meta:
        unknown = RAISE

    acting_persons = fields.List(
        fields.String(validate=_REFERENCE),
        required=True,
        validate=validate.Length(max=100),
        metadata={"description": "the agency's own references; empty for the whole agency"},
    )


class CaseConflict(Schema):
    """An agency, or persons of one, that must not see a case."""

    agency = fields.String(required=True)
    acting_persons = fields.List(fields.String(), required=True)


class CaseItem(Schema):
    """A case; whom it is about is never said."""

    case = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(["open", "ended"]))
    listed_by = fields.String(required=True)
    listed_as = fields.String(
        required=True,
        validate=validate.OneOf(["owner", "coordinator"]),
        metadata={"description": "owner: opens its lister's rows alone; coordinator: everybody's"},
    )
    agreement = fields.String(required=True)
    purpose = fields.String(required=True)
    listed_at = fields.AwareDateTime(required=True)
    ends_on = fields.Date(required=True)


class Case(CaseItem):
    """A case with what its lister alone is shown."""

    members = fields.List(fields.String())
    restricted = fields.Boolean()
    conflicts = fields.List(fields.Nested(CaseConflict))


class CaseQuery(Schema):
    """Which page of cases."""

    cursor = fields.String()


class CaseList(Schema):
    """The cases an agency lists or is in."""

    cases = fields.List(fields.Nested(CaseItem), required=True)
    next = fields.String(required=True, allow_none=True)


class KnownUpTo(Schema):
    """Up to when an agency's records of a dataset are known."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)
    known_up_to = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "last month with a return in force; null for none yet"},
    )
    missing = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "months before it that are owed and not there"},
    )


class TimelineEvent(Schema):
    """One event. No more is told than this, whatever the record holds."""

    month = fields.String(required=True)
    on = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "null where no more than the month is told"},
    )
    event = fields.String(required=True, validate=validate.OneOf(tuple(EVENTS)))
    agency = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "null where it would say where the person stays or is treated"},
    )
    sector = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "of health, the group of sectors alone"},
    )
    risk_level = fields.String(required=True, allow_none=True)
    order = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(sorted(code_list("order_type").values)),
        metadata={"description": "kind of order"},
    )


class Timeline(Schema):
    """One person's events across agencies, from the oldest on."""

    case = fields.String(required=True)
    notice = fields.String(required=True)
    known_up_to = fields.List(fields.Nested(KnownUpTo), required=True)
    events = fields.List(fields.Nested(TimelineEvent), required=True)
    earlier_left_out = fields.Boolean(
        required=True, metadata={"description": "there are more events than one answer holds"}
    )
    agreement = fields.String(required=True)
    purpose = fields.String(required=True)
    next = fields.String(required=True, allow_none=True)


class BreakGlassBody(PersonNamed):
    """An emergency: whom it is about, why, and who approves beside the one who asks."""

    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    approver = fields.String(
        required=True,
        validate=_REFERENCE,
        metadata={"description": "the agency's reference of another person than Acting-Person"},
    )


class BreakGlass(Schema):
    """What to read the timeline by, and until when."""

    case = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
    left_today = fields.Integer(
        required=True, metadata={"description": "how many more the agency may open today"}
    )


class GlassNotice(Schema):
    """Rows of the agency were opened in an emergency; about whom is not said."""

    notice = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    agency = fields.String(required=True, metadata={"description": "who opened them"})
    agreement = fields.String(required=True)
    purpose = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    acting_person = fields.String(required=True)
    approver = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class GlassNoticeList(Schema):
    """What an agency was told, the latest first."""

    notices = fields.List(fields.Nested(GlassNotice), required=True)
    next = fields.String(required=True, allow_none=True)
