"""Code lists of contacts about children: who told, the step taken, factors, ages, what followed."""

from typing import Final

from schemas.codes.lists import Code, CodeList, plain

_CENSUS = "Department for Education, children in need census"


def _source(code: str, group: str, label: str) -> Code:
    return Code(code, label, group=group)


CHILD_REFERRAL_SOURCE = CodeList(
    "child_referral_source",
    "CL-17",
    "Who told children's services",
    f"{_CENSUS}, source of referral",
    (
        _source("1A", "individual", "Family member, relative or carer"),
        _source("1B", "individual", "Acquaintance"),
        _source("1C", "individual", "The child"),
        _source("1D", "individual", "Another individual"),
        _source("2A", "education", "School"),
        _source("2B", "education", "Education services"),
        _source("3A", "health", "General practice"),
        _source("3B", "health", "Health visitor"),
        _source("3C", "health", "School nurse"),
        _source("3D", "health", "Other primary health services"),
        _source("3E", "health", "Emergency department"),
        _source("3F", "health", "Other health services"),
        _source("4", "housing", "Housing"),
        _source("5A", "council", "Council: social care"),
        _source("5B", "council", "Council: other internal service"),
        _source("5C", "council", "Another council"),
        _source("5D", "council", "Council: early help"),
        _source("6", "police", "Police"),
        _source("7", "justice", "Other legal agency: courts, probation, prisons"),
        _source("8", "other", "Other"),
        _source("9", "anonymous", "Anonymous"),
        _source("10", "not_known", "Not known"),
    ),
)

CHILD_STEP = CodeList(
    "child_step",
    "CL-129",
    "Step of the work with a child",
    "design, after Working Together to Safeguard Children (to be confirmed)",
    plain(
        ("notification", "Notification by another agency"),
        ("contact", "Contact"),
        ("referral", "Referral accepted"),
        ("assessment", "Assessment"),
        ("s47", "Enquiry under the Children Act 1989 s.47"),
        ("conference", "Child protection conference"),
        ("plan", "Plan"),
        ("early_help", "Early help"),
    ),
)

CHILD_FACTOR = CodeList(
    "child_factor",
    "CL-31",
    "Factor found at assessment",
    f"{_CENSUS}, factors identified at the end of assessment",
    (
        Code("3A", "Domestic abuse of the child"),
        Code("3B", "Domestic abuse of a parent or carer"),
        Code("3C", "Domestic abuse of another person in the household"),
        Code("1A", "Alcohol: the child"),
        Code("1B", "Alcohol: a parent or carer"),
        Code("1C", "Alcohol: another person in the household"),
        Code("2A", "Drugs: the child"),
        Code("2B", "Drugs: a parent or carer"),
        Code("2C", "Drugs: another person in the household"),
        Code("4A", "Mental health: the child"),
        Code("4B", "Mental health: a parent or carer"),
        Code("4C", "Mental health: another person in the household"),
        Code("16A", "Neglect"),
        Code("17A", "Emotional abuse"),
        Code("18B", "Physical abuse by a child"),
        Code("18C", "Physical abuse by an adult"),
        Code("19B", "Sexual abuse by a child"),
        Code("19C", "Sexual abuse by an adult"),
        Code("none", "None of these", source="design"),
    ),
)

CHILD_DA_ROLE = CodeList(
    "child_da_role",
    "CL-130",
    "The child's part in the abuse",
    "design, after Domestic Abuse Act 2021 s.3",
    plain(
        ("subject", "Abused"),
        ("sees_hears_experiences", "Sees, hears or experiences the effects of the abuse"),
        ("own_relationship", "Abused in a relationship of their own"),
        ("not_known", "Not known"),
    ),
)

CHILD_OUTCOME = CodeList(
    "child_outcome",
    "CL-131",
    "What followed",
    "design, after Working Together to Safeguard Children (to be confirmed)",
    plain(
        ("nfa", "No further action"),
        ("advice", "Advice"),
        ("early_help", "Early help"),
        ("cin_plan", "Child in need plan"),
        ("cp_plan", "Child protection plan"),
        ("looked_after", "Looked after by the council"),
    ),
)

CHILD_AGE_BANDS: Final = ((0, 4, "0-4"), (5, 9, "5-9"), (10, 15, "10-15"), (16, 17, "16-17"))
"""Ages of each band in whole years, both included."""

CHILD_AGE_BAND = CodeList(
    "child_age_band",
    "CL-09d",
    "Age band of a child",
    "design; 16 is the age in the Domestic Abuse Act 2021 s.1",
    tuple(Code(code, f"{low} to {high}") for low, high, code in CHILD_AGE_BANDS),
)

LISTS = (
    CHILD_REFERRAL_SOURCE,
    CHILD_STEP,
    CHILD_FACTOR,
    CHILD_DA_ROLE,
    CHILD_OUTCOME,
    CHILD_AGE_BAND,
)
