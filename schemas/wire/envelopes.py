"""The envelope: what an agency says about a delivery as a whole.

One shape serves the envelope sent with a body and the standing envelope that goes with a bare file.
What may stand in it given who sends what is decided by `api.policies.envelopes`.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

from marshmallow import Schema, fields

from schemas.codes import Code as Entry
from schemas.codes import CodeList
from schemas.dataset import Block
from schemas.fields import Code, Count, Day, Domain, Flag, Many, Month, Opaque, Text
from schemas.fields.base import Words
from schemas.period import Period, PeriodError
from schemas.purposes import PURPOSES

SHORTEST_EXPLANATION: Final = 20  # characters: a sentence, not a word (design)
LONGEST_EXPLANATION: Final = 1000  # characters (design)
PURPOSE_CODES: Final = CodeList(
    "purpose",
    "CL-D3",
    "Purposes",
    "design",
    tuple(Entry(name, purpose.title) for name, purpose in PURPOSES.items()),
)


_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\Z", re.ASCII)
_SENTENCE: Final = Text(
    "explanation", low=SHORTEST_EXPLANATION, high=LONGEST_EXPLANATION, mandatory=True
)


class PeriodText(Domain):
    """A month, financial quarter or financial year in its text form."""

    words: ClassVar[Words] = {
        "type": ("type", "must be text"),
        "format": ("format", "must be a period as 2026-03, 2025-26-Q4 or 2025-26"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("type")
        try:
            return str(Period.parse(value))
        except PeriodError as error:
            raise self.make_error("format") from error

    @property
    def expected(self) -> str:
        return "a period as 2026-03, 2025-26-Q4 or 2025-26"


class Explanations(Domain):
    """Finding codes and the sentence that explains each."""

    words: ClassVar[Words] = {
        "type": ("type", "must map the codes of findings to sentences"),
        "length": ("length", "must have at most {most} sentences"),
    }
    most: ClassVar[int] = 100  # more than a dataset has queries (design)

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, str]:
        if not isinstance(value, dict) or not all(map(_CODE.match, value)):
            raise self.make_error("type")
        if len(value) > self.most:
            raise self.make_error("length", most=self.most)
        return {code: str(_SENTENCE.deserialize(text)) for code, text in value.items()}

    @property
    def expected(self) -> str:
        return (
            f"an object of finding codes, each with a sentence of {SHORTEST_EXPLANATION} to"
            f" {LONGEST_EXPLANATION} characters"
        )

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "maxProperties": self.most,
            "propertyNames": {"pattern": "^" + _CODE.pattern.replace("\\Z", "$")},
            "additionalProperties": {
                "type": "string",
                "minLength": SHORTEST_EXPLANATION,
                "maxLength": LONGEST_EXPLANATION,
            },
        }


class Envelope(Block):
    """What an agency says about a delivery. Agency, agreement and purpose come from the token."""

    agency = Opaque("sending agency; if sent, the token's")
    dataset = Opaque("dataset; if sent, the path's")
    month = PeriodText("period; if sent, the path's")
    schema_version = Text("version of the dataset's definition", high=20)
    level = Code("level of detail", codes="level")
    return_status = Code("what this return is", codes="return_status")
    explanation = Text(
        "how the figures were produced, their coverage and known faults",
        low=SHORTEST_EXPLANATION,
        high=LONGEST_EXPLANATION,
        mandatory=True,
    )
    explanations = Explanations("a sentence for each query, by its code")
    permission_incorporate = Flag("may be combined with others' figures", mandatory=True)
    permission_publish = Code("how far figures may go", codes="permission_publish", mandatory=True)
    counting_rule_set = Code("counting rules in force", codes="counting_rule")
    agreement_ref = Opaque("agreement; if sent, the token's")
    purpose_codes = Many(
        "purposes the agency allows; if sent, the token's is among them",
        of=Code("purpose", codes=PURPOSE_CODES),
    )
    source_system = Text("system of origin", high=100)
    extracted_on = Day("day the data were taken from the source")
    definition_version = Code("definition of domestic abuse in force", codes="definition_version")
    covers_from = Day("first day covered, where not the whole period")
    covers_to = Day("last day covered, where not the whole period")
    person_ref_key = Opaque("name of the key that person references were made with")
    nil_months = Many("months of a quarter with nothing to report", of=Month("month"))
    row_count = Count("number of rows in the body")
    reason = Text(
        "why a return is revised late", low=SHORTEST_EXPLANATION, high=LONGEST_EXPLANATION
    )


def standing_members() -> frozenset[str]:
    """Members a standing envelope may hold: those that do not change with every delivery."""
    passing = {
        "month",
        "extracted_on",
        "covers_from",
        "covers_to",
        "row_count",
        "reason",
        "nil_months",
    }
    return frozenset(Envelope().fields) - passing - {"return_status"}


class StandingEnvelope(Schema):
    """An envelope as it is kept: the members that stay the same from delivery to delivery."""

    schema_version = fields.String()
    level = fields.String()
    explanation = fields.String(required=True)
    explanations = fields.Dict(keys=fields.String(), values=fields.String())
    permission_incorporate = fields.Boolean(required=True)
    permission_publish = fields.String(required=True)
    counting_rule_set = fields.String()
    agreement_ref = fields.String()
    agency = fields.String()
    dataset = fields.String()
    purpose_codes = fields.List(fields.String())
    source_system = fields.String()
    definition_version = fields.String()
    person_ref_key = fields.String()
