"""What would be right: for each finding a sentence derived from what was declared.

A finding says what is wrong; this says what to send in its place, from the field's own declaration
or from the rule's test. What belongs here: the words for each kind of finding. What does not: the
findings themselves, and any value that was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from schemas.dataset import Dataset, columns_by_name
from schemas.envelope import ENVELOPE_RULES
from schemas.fields import Domain
from schemas.findings import Finding
from schemas.phrases import phrase
from schemas.rules import Rule
from schemas.wire.envelopes import Envelope

LONGEST: Final = 400  # characters of a rule in words; a longer one is looked up (design)
ENVELOPE: Final = "envelope."


def expected(finding: Finding, *, dataset: type[Dataset]) -> str:
    """What would be right in place of what was found, as one or two sentences.

    Args:
        finding: as found; its row is not looked at.
        dataset: whose rows the file holds.
    """
    said = _expected(finding.code, finding.field, dataset)
    if said == finding.message:
        # a rule without a test says what must hold already; the field says what it takes
        said = _expected("", finding.field, dataset)
    if finding.severity == "query":
        return f"{said} Where the rows are right, say why in envelope.explanations.{finding.code}."
    return said


@cache
def _expected(code: str, field: str | None, dataset: type[Dataset]) -> str:
    if code in _BY_CODE:
        return _BY_CODE[code].format(dataset=dataset.name, field=field)
    rule = _rule(code, field, dataset)
    if rule is not None:
        return _of_rule(rule, dataset)
    if field is not None and field.startswith(ENVELOPE):
        return _of_envelope(field.removeprefix(ENVELOPE))
    return _of_field(field, dataset)


def _rule(code: str, field: str | None, dataset: type[Dataset]) -> Rule | None:
    """The rule behind a finding; several rules may share an id and differ in their field."""
    if code in ENVELOPE_RULES:
        return ENVELOPE_RULES[code]
    found = [rule for rule in dataset.rules if rule.id == code]
    return next((rule for rule in found if rule.field == field), found[0] if found else None)


def _of_rule(rule: Rule, dataset: type[Dataset]) -> str:
    words = phrase(rule, dataset=dataset)
    return words if len(words) <= LONGEST else _LOOK_UP.format(id=rule.id, dataset=dataset.name)


def _of_field(name: str | None, dataset: type[Dataset]) -> str:
    column = columns_by_name(dataset).get(name or "")
    if column is not None:
        return f"{_sentence(column.field)} {_blank(column.field)}"
    if name in dataset.persons:
        least = [entry for entry in dataset.minimum if entry.startswith(f"{name}.")]
        told = " and ".join(entry.replace("|", " or ") for entry in least)
        return f"A person, in CSV the columns {name}.<field>{f': at least {told}' if told else ''}."
    return (
        f"Records as /v1/datasets/{dataset.name}/dictionary has them, in a file as"
        f" /v1/datasets/{dataset.name}/template shows it."
    )


def _of_envelope(name: str) -> str:
    field = Envelope().fields.get(name)
    if not isinstance(field, Domain):  # pragma: no cover - findings name members of the envelope
        return "An envelope as the interface has it: /docs."
    return f"{_sentence(field)} {_blank(field)}"


def _sentence(field: Domain) -> str:
    return f"{field.expected[:1].upper()}{field.expected[1:]}."


def _blank(field: Domain) -> str:
    return "It must be there." if field.mandatory else "It may be left out."


_LOOK_UP: Final = "What rule {id} of /v1/datasets/{dataset}/dictionary says in words."
_BY_CODE: Final[Mapping[str, str]] = {
    "absent_column": "Nothing, if the source does not hold it; otherwise a column {field}.",
    "cells": "As many cells in every row as in the header; quotes around a cell with a comma.",
    "duplicate_record_id": "A record_id of its own for each record, the same each time it is sent.",
    "explanation_needed": "The rows corrected, or a sentence of 20 to 1000 characters on why they"
    " are right.",
    "held_after_all": "A term map that says what the source holds: take {field} out of not_held.",
    "identifier": "No name, address, postcode, phone number, e-mail address, NHS number or vehicle"
    " mark; a reference that means nothing outside the agency.",
    "level": "level aggregate or statement, with rows of aggregate_return.",
    "line_too_long": "One record a line, shorter than 1 MiB.",
    "missing_column": "A column {field} in the header; see"
    " /v1/datasets/{dataset}/template?smallest=true.",
    "not_json": "One JSON object (RFC 8259) with no member named twice and no NaN.",
    "not_utf8": "Text in UTF-8.",
    "person_ref": "A reference as `safershare ref` makes it: with the shared key in live, with"
    " --sandbox for test data.",
    "record_id_elsewhere": "A record_id of its own for each record: an id is not used again in"
    " another month.",
    "repeated_field": "One column or member for each field.",
    "remarks_passed_over": "Nothing: rows that begin with # are not read.",
    "schema_version": "The version that /v1/datasets/{dataset} names.",
    "unknown_field": "Columns of /v1/datasets/{dataset}/template, in small letters, with a dot"
    " before a person's field.",
    "unmapped_word": "A code of the field's list, or a word that the agency's term map"
    " (PUT /v1/term-maps/{dataset}) gives a code.",
}
