"""What agencies call the common fields, persons and answers: the vocabulary for proposing a map.

Names as they stand in extracts of police, health, housing and voluntary systems, in small letters
and single spaces. A proposal is for a person to look at, so a name may be missing here without
harm, and one that could mean two fields stands with neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "record_id": (
        "id", "reference", "ref", "ref no", "reference number", "record number", "unique id",
        "urn", "incident number", "incident ref", "crime number", "crime ref", "crime reference",
        "crime reference number", "contact id", "contact number", "case number", "case ref",
        "case id", "case reference", "attendance id", "attendance ref", "attendance number",
        "contact ref", "application number", "application ref",
    ),
    "reported_on": ("date reported", "report date", "reported date", "date recorded"),
    "occurred_from": ("date from", "incident date", "committed from", "date occurred"),
    "occurred_to": ("date to", "committed to"),
    "contact_month": ("month", "month of contact", "attendance month", "activity month"),
    "requested_on": ("request date", "date of request", "application date", "date applied"),
    "setting": ("department", "department type", "clinic", "care setting", "service setting"),
    "result": ("outcome", "enquiry outcome", "outcome of enquiry"),
    "enquiry_made": ("enquiry", "routine enquiry", "enquiry type"),
    "referral_offered": ("offered referral", "referral offer"),
    "referral_accepted": ("accepted referral", "referral taken up"),
    "support_type": ("type of support", "support", "service requested"),
    "age_years": (
        "age", "age in years", "age at contact", "age at attendance", "age at event",
        "age at incident",
    ),
    "age_band": ("age group", "age range"),
    "sex": (
        "gender", "sex code", "gender code", "sex at birth", "person stated gender code",
        "person phenotypic sex",
    ),
    "gender_identity": ("gender identity code",),
    "ethnicity_self": (
        "ethnicity", "ethnic category", "ethnic category code", "ethnic group", "ethnic origin",
        "ethnic code", "ethnicity code", "self defined ethnicity", "self defined ethnicity code",
        "sde", "sde code", "self ethnicity",
    ),
    "ethnicity_observed": (
        "observed ethnicity", "ic", "ic code", "identity code", "officer defined ethnicity",
        "officer observed ethnicity", "visual appearance",
    ),
    "religion": ("faith", "religion or belief", "religious affiliation"),
    "sexual_orientation": ("sexuality", "sexual orientation code"),
    "disability": ("disabled", "has disability", "disability flag"),
    "impairments": ("impairment", "disability type", "disability types", "type of disability"),
    "language_support": ("interpreter", "interpreter needed", "communication support"),
    "nrpf": ("no recourse to public funds", "no recourse"),
    "pregnant_or_recent_birth": ("pregnant", "pregnancy"),
    "is_crime": ("crime", "crimed", "notifiable", "notifiable crime", "recorded crime"),
    "arrest_made": ("arrest", "arrested", "arrests"),
    "offence_group": ("offence", "offence type", "offence category", "crime type"),
    "source_channel": ("how reported", "method of report", "call source"),
    "ward_code": ("ward", "ward name"),
    "lad_code": ("local authority", "borough", "district"),
    "connection": ("relationship", "relationship to victim", "relationship to suspect"),
    "abuse_types": ("abuse type", "type of abuse", "types of abuse"),
}  # fmt: skip
"""Other names of a field, by its name in a record or block."""

PERSONS: Final[Mapping[str, tuple[str, ...]]] = {
    "victim": ("vic", "aggrieved", "injured party", "ip", "complainant"),
    "suspect": ("sus", "susp", "accused", "offender", "perpetrator", "perp"),
    "subject": ("patient", "client", "person", "service user"),
    "lead": ("applicant", "main applicant", "lead applicant", "tenant"),
    "child": ("young person", "cyp"),
}
"""Other names of a person block."""

REASONS: Final[Mapping[str, str]] = {
    "unknown": "not_known",
    "nk": "not_known",
    "n k": "not_known",
    "refused": "declined",
    "prefer not to say": "declined",
    "declined": "declined",
    "missing": "not_recorded",
    "blank": "not_recorded",
}
"""Other words for a reason (list CL-34), where a field takes one."""

ANSWERS: Final[Mapping[frozenset[str], tuple[Mapping[str, str], ...]]] = {
    frozenset({"true", "false"}): (
        {"y": "true", "n": "false"},
        {"yes": "true", "no": "false"},
        {"t": "true", "f": "false"},
        {"1": "true", "0": "false"},
    ),
    frozenset({"yes", "no"}): ({"y": "yes", "n": "no"}, {"true": "yes", "false": "no"}),
    frozenset({"F", "M"}): ({"woman": "F", "man": "M"}, {"girl": "F", "boy": "M"}),
}
"""Other words for the codes of a short list, by its codes: those of one system together."""
