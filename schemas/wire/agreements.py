"""Messages about data-sharing agreements: their terms, signatures, changes, and how one is shown.

What belongs here: the form of each message. What does not: whether terms make sense together, who
may sign, and whether an agreement is in force; those are rules of `auth`.
"""

from __future__ import annotations

from typing import Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from schemas.purposes import ACTIONS, PURPOSES

ROLES: Final = ("provider", "recipient", "coordinator")
CHANGES: Final = ("suspend", "resume", "end", "withdraw")
STATES: Final = ("draft", "signed", "in_force", "suspended", "expired", "withdrawn", "ended")
STEPS: Final = ("redraft", "sign", *CHANGES)
EVENTS: Final = ("draft", "sign", "revoke_key", *CHANGES)

PROFILES: Final = ("partnership", "publication")
"""How figures are shown under an agreement: as they are sealed, or rounded as for a publication."""

_SLUG: Final = validate.Regexp(r"[a-z0-9][a-z0-9-]{0,39}\Z", error="is not a name of that form")
_AGREEMENT: Final = validate.Regexp(
    r"[A-Za-z0-9][A-Za-z0-9-]{0,39}\Z", error="is not an agreement's number"
)
_DATASET: Final = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="is not a dataset's name")
_MEASURE: Final = validate.Regexp(
    r"[a-z][a-z0-9_]{0,39}(\.[a-z0-9_]{1,40})?\Z", error="is not a dataset or measure"
)
_FIELD: Final = validate.Regexp(
    r"[a-z][a-z0-9_]{0,39}(\.[a-z0-9_]{1,40}){1,2}\Z", error="is not dataset.field"
)
_AREA: Final = validate.Regexp(r"[A-Z][0-9]{8}\Z", error="is not the code of an area")
_PLAIN: Final = validate.Regexp(
    r"[^\x00-\x1f\x7f\ud800-\udfff]{1,300}\Z", error="must be 1 to 300 plain characters"
)


class _Unrepeated(validate.Validator):
    """No item twice."""

    def __call__(self, value: list[str]) -> list[str]:
        if len(set(value)) != len(value):
            raise ValidationError("names an item twice")
        return value


_SOME: Final = (validate.Length(min=1, max=100), _Unrepeated())


class Strict(Schema):
    """A message in which a member nobody knows is a mistake."""

    class Meta:
        unknown = RAISE


class PartySchema(Strict):
    """One agency and what it does under an agreement."""

    agency = fields.String(required=True, validate=_SLUG)
    roles = fields.List(
        fields.String(validate=validate.OneOf(ROLES)), required=True, validate=_SOME
    )


class PermissionsSchema(Strict):
    """What single agencies allow by name."""

    show_alone = fields.Dict(
        keys=fields.String(validate=_SLUG),
        values=fields.List(fields.String(validate=_MEASURE), validate=_SOME),
        load_default=dict,
    )


class DraftSchema(Strict):
    """The terms that the parties choose; the service adds partnership, number and version."""

    title = fields.String(required=True, validate=_PLAIN)
    parties = fields.List(
        fields.Nested(PartySchema), required=True, validate=validate.Length(min=2, max=100)
    )
    purposes = fields.List(
        fields.String(validate=validate.OneOf(tuple(PURPOSES))), required=True, validate=_SOME
    )
    datasets = fields.List(fields.String(validate=_DATASET), required=True, validate=_SOME)
    actions = fields.List(
        fields.String(validate=validate.OneOf(ACTIONS)), required=True, validate=_SOME
    )
    withheld_fields = fields.List(
        fields.String(validate=_FIELD),
        load_default=list,
        validate=(validate.Length(max=500), _Unrepeated()),
    )
    areas = fields.List(fields.String(validate=_AREA), required=True, validate=_SOME)
    disclosure_profile = fields.String(required=True, validate=validate.OneOf(PROFILES))
    lawful_basis = fields.List(fields.String(validate=_PLAIN), required=True, validate=_SOME)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    review_on = fields.Date(required=True)
    # A century is longer than any schedule of retention.
    retention_months = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=1200)
    )
    permissions = fields.Nested(PermissionsSchema, load_default=lambda: {"show_alone": {}})


class TermsSchema(DraftSchema):
    """An agreement's whole terms: what is hashed, signed and kept."""

    agreement = fields.String(required=True, validate=_AGREEMENT)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    partnership = fields.String(required=True, validate=_SLUG)


class AgreementQuery(Strict):
    """Which version of an agreement is wanted, and whether as a page for people."""

    version = fields.Integer(
        validate=validate.Range(min=1), metadata={"description": "default: the newest"}
    )
    format = fields.String(
        validate=validate.OneOf(["json", "html"]),
        metadata={"description": "json or html; default: what Accept prefers"},
    )


class SignatureRequestSchema(Strict):
    """One agency's signature of one version, as a compact JWS (RFC 7515)."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    signature = fields.String(required=True, validate=validate.Length(min=1, max=12 * 1024))


class AgreementPatchSchema(Strict):
    """Either a change of standing, or new terms, which make a new unsigned version."""

    change = fields.String(validate=validate.OneOf(CHANGES))
    terms = fields.Nested(DraftSchema)


class SignatureSchema(Schema):
    """A signature on file; `valid` is worked out when it is shown."""

    version = fields.Integer(required=True)
    agency = fields.String(required=True)
    kid = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    valid = fields.Boolean(required=True)


class HistoryItem(Schema):
    """What was done about an agreement, by whom and when.

    `draft` and `sign` are about a version; `revoke_key` tells when a signature of it fell.
    """

    event = fields.String(required=True, validate=validate.OneOf(EVENTS))
    agency = fields.String(required=True)
    version = fields.Integer(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)


class AgreementSummarySchema(Schema):
    """One agreement in a list."""

    agreement = fields.String(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    purposes = fields.List(fields.String(), required=True)
    datasets = fields.List(fields.String(), required=True)
    parties = fields.List(fields.String(), required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    review_on = fields.Date(required=True)
    review_due = fields.Boolean(
        required=True,
        metadata={"description": "its review or its end is at most 92 days ahead, or over"},
    )


class AgreementSchema(AgreementSummarySchema):
    """One agreement in full.

    `terms_sha256` is the hash that a signature is over, `agencies` what the parties are called, and
    `possible` what the caller's agency may do about it now.
    """

    terms = fields.Nested(TermsSchema, required=True)
    terms_sha256 = fields.String(required=True)
    in_force_version = fields.Integer(required=True, allow_none=True)
    awaiting = fields.List(fields.String(), required=True)
    agencies = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    signatures = fields.List(fields.Nested(SignatureSchema), required=True)
    history = fields.List(fields.Nested(HistoryItem), required=True)
    possible = fields.List(fields.String(validate=validate.OneOf(STEPS)), required=True)


class AgreementListSchema(Schema):
    """The agreements that the caller's agency is a party to."""

    agreements = fields.List(fields.Nested(AgreementSummarySchema), required=True)
    next = fields.String(required=True, allow_none=True)
