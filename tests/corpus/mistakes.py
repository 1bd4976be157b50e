"""One file of forty mistakes, each another, each in a row of its own."""

import csv
import io
from typing import Any

from tests.corpus.nasty import CSV, of
from tests.rows import GOOD

MISTAKES: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"record_id": "hc 2"}, "format", "record_id"),
    ({"record_id": ""}, "missing", "record_id"),
    ({"record_id": "943-476-5919"}, "identifier", "record_id"),
    ({"record_id": "hc-1"}, "duplicate_record_id", "record_id"),
    ({"contact_month": "March 2026"}, "format", "contact_month"),
    ({"contact_month": ""}, "missing", "contact_month"),
    ({"contact_month": "2026-02"}, "HLT-V00", "contact_month"),
    ({"subject.person_ref": "Jane"}, "person_ref", "subject.person_ref"),
    ({"subject.sharing": "everybody"}, "code", "subject.sharing"),
    ({"subject.sharing": ""}, "missing", "subject.sharing"),
    ({"subject.age_years": "thirty"}, "type", "subject.age_years"),
    ({"subject.age_years": "340"}, "range", "subject.age_years"),
    ({"subject.age_years": ""}, "missing", "subject.age_years"),
    ({"subject.sex": "female"}, "code", "subject.sex"),
    ({"subject.sex": ""}, "missing", "subject.sex"),
    ({"subject.gender_identity": "x"}, "code", "subject.gender_identity"),
    ({"subject.ethnicity_self": "White"}, "code", "subject.ethnicity_self"),
    ({"subject.ethnicity_self": ""}, "missing", "subject.ethnicity_self"),
    ({"subject.religion": "none"}, "code", "subject.religion"),
    ({"subject.sexual_orientation": "x"}, "code", "subject.sexual_orientation"),
    ({"subject.disability": "maybe"}, "code", "subject.disability"),
    ({"subject.impairments": "MOB;MOB"}, "length", "subject.impairments"),
    ({"subject.impairments": "leg"}, "code", "subject.impairments"),
    ({"subject.mental_health_need": "some"}, "code", "subject.mental_health_need"),
    ({"subject.substance_need": "some"}, "code", "subject.substance_need"),
    ({"subject.language_support": "French"}, "code", "subject.language_support"),
    ({"subject.nrpf": "unsure"}, "code", "subject.nrpf"),
    ({"subject.restricted": "no"}, "type", "subject.restricted"),
    ({"setting": "A&E"}, "code", "setting"),
    ({"setting": ""}, "missing", "setting"),
    ({"enquiry_made": "yes"}, "code", "enquiry_made"),
    ({"enquiry_made": ""}, "missing", "enquiry_made"),
    ({"result": "disclosed"}, "code", "result"),
    ({"result": ""}, "missing", "result"),
    ({"person_type": "visitor"}, "code", "person_type"),
    ({"person_type": "staff"}, "HLT-V06", "subject.restricted"),
    ({"injury_presentation": "1"}, "type", "injury_presentation"),
    ({"referral_offered": "true", "to_service": ""}, "HLT-V02", "referral_accepted"),
    ({"to_service": "the IDVA"}, "code", "to_service"),
    ({"child_safeguarding_raised": "Y"}, "type", "child_safeguarding_raised"),
)
"""What is written in place of what is right, and the code and field of what must be said."""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)


def forty() -> bytes:
    """A good row, and forty that differ from it by a mistake and their record id."""
    good = {name: _text(value) for name, value in GOOD["health_contact"].items()}
    wrong = [
        {**good, "record_id": f"hc-{number}", **change}
        for number, (change, _, _) in enumerate(MISTAKES, start=2)
    ]
    held = io.StringIO(newline="")
    writer = csv.DictWriter(held, list(good))
    writer.writeheader()
    writer.writerows([good, *wrong])
    return held.getvalue().encode()


FILES = (
    of(
        "forty mistakes",
        forty,
        CSV,
        *((code, row, field) for row, (_, code, field) in enumerate(MISTAKES, start=2)),
    ),
)
