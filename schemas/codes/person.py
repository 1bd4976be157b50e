"""Code lists of the person block: equality, needs, ages and how far a person's row may go."""

from schemas.codes.lists import Code, CodeList, plain

_GSS_ETHNICITY = "GSS harmonised standard, ethnicity, England and Wales, 2021"


def _ethnic(code: str, group: str, police: str, nhs: str, label: str) -> Code:
    """One category with the police self-defined code and the NHS 2001 letter it is read from."""
    return Code(code, label, group=group, crosswalk={"police": police, "nhs": nhs})


ETHNICITY_SELF = CodeList(
    "ethnicity_self",
    "CL-01",
    "Ethnicity as the person defines it",
    f"{_GSS_ETHNICITY}; NHS Data Dictionary, ethnic category 2001; police self-defined codes, 16+1,"
    " and of the later 18+1 W3 and O2",
    (
        _ethnic("W1", "white", "W1", "A", "English, Welsh, Scottish, Northern Irish or British"),
        _ethnic("W2", "white", "W2", "B", "Irish"),
        _ethnic("W3", "white", "W3", "C", "Gypsy or Irish Traveller"),
        _ethnic("W4", "white", "W9", "C", "Roma"),
        _ethnic("W9", "white", "W9", "C", "Any other White background"),
        _ethnic("M1", "mixed", "M1", "D", "White and Black Caribbean"),
        _ethnic("M2", "mixed", "M2", "E", "White and Black African"),
        _ethnic("M3", "mixed", "M3", "F", "White and Asian"),
        _ethnic("M9", "mixed", "M9", "G", "Any other Mixed or Multiple background"),
        _ethnic("A1", "asian", "A1", "H", "Indian"),
        _ethnic("A2", "asian", "A2", "J", "Pakistani"),
        _ethnic("A3", "asian", "A3", "K", "Bangladeshi"),
        _ethnic("A4", "asian", "O1", "R", "Chinese"),
        _ethnic("A9", "asian", "A9", "L", "Any other Asian background"),
        _ethnic("B1", "black", "B1", "M", "Caribbean"),
        _ethnic("B2", "black", "B2", "N", "African"),
        _ethnic("B9", "black", "B9", "P", "Any other Black background"),
        _ethnic("O2", "other", "O2", "S", "Arab"),
        _ethnic("O9", "other", "O9", "S", "Any other ethnic group"),
    ),
)

ETHNICITY_GROUP = CodeList(
    "ethnicity_group",
    "CL-01b",
    "Ethnic group, five groups",
    _GSS_ETHNICITY,
    plain(
        ("white", "White"),
        ("mixed", "Mixed or Multiple ethnic groups"),
        ("asian", "Asian or Asian British"),
        ("black", "Black, Black British, Caribbean or African"),
        ("other", "Other ethnic group"),
    ),
)

ETHNICITY_OBSERVED = CodeList(
    "ethnicity_observed",
    "CL-02",
    "Ethnicity as an officer saw it",
    "Police identity codes (IC) as published by police forces in England and Wales",
    (
        *plain(
            ("IC1", "White, North European"),
            ("IC2", "White, South European"),
            ("IC3", "Black"),
            ("IC4", "South Asian"),
            ("IC5", "Chinese, Japanese or South East Asian"),
            ("IC6", "Arab or North African"),
        ),
        Code("IC9", "Not known to the officer", crosswalk={"police": "IC0"}),
    ),
)

SEX = CodeList("sex", "CL-03", "Sex", "ONS, sex", plain(("F", "Female"), ("M", "Male")))

GENDER_IDENTITY = CodeList(
    "gender_identity",
    "CL-04",
    "Gender identity, asked from 16",
    "Census 2021 (England and Wales), gender identity question; output codes are design",
    plain(
        ("same_as_registered", "Same as sex registered at birth"),
        ("trans_man", "Trans man"),
        ("trans_woman", "Trans woman"),
        ("non_binary", "Non-binary"),
        ("other_identity", "Another gender identity"),
        ("different_not_specified", "Different from sex registered at birth, not specified"),
    ),
)

SEXUAL_ORIENTATION = CodeList(
    "sexual_orientation",
    "CL-05",
    "Sexual orientation, asked from 16",
    "GSS harmonised standard, sexual orientation",
    plain(
        ("1", "Straight or heterosexual"),
        ("2", "Gay or lesbian"),
        ("3", "Bisexual"),
        ("4", "Other sexual orientation"),
    ),
)

RELIGION = CodeList(
    "religion",
    "CL-06",
    "Religion",
    "ONS, Census 2021 (England and Wales), religion",
    plain(
        ("1", "No religion"),
        ("2", "Christian, all denominations"),
        ("3", "Buddhist"),
        ("4", "Hindu"),
        ("5", "Jewish"),
        ("6", "Muslim"),
        ("7", "Sikh"),
        ("8", "Any other religion"),
    ),
)

DISABILITY = CodeList(
    "disability",
    "CL-07",
    "Long-lasting condition that limits daily activity",
    "GSS harmonised standard, activity restriction",
    plain(
        ("yes_limited_a_lot", "Yes, limited a lot"),
        ("yes_limited_a_little", "Yes, limited a little"),
        ("no", "No"),
    ),
)

IMPAIRMENT = CodeList(
    "impairment",
    "CL-08",
    "Impairment",
    "GSS harmonised standard, impairment",
    plain(
        ("VIS", "Vision"),
        ("HEA", "Hearing"),
        ("MOB", "Mobility"),
        ("DEX", "Dexterity"),
        ("LEA", "Learning, understanding or concentrating"),
        ("MEM", "Memory"),
        ("MEN", "Mental health"),
        ("STA", "Stamina, breathing or fatigue"),
        ("SOC", "Social or behavioural"),
        ("OTH", "Other"),
        ("NON", "None of these"),
    ),
)

MISSING_REASON = CodeList(
    "missing_reason",
    "CL-34",
    "Why there is no value",
    "design; NHS letters from the NHS Data Dictionary, ethnic category 2001",
    (
        Code("not_asked", "Not asked"),
        Code("declined", "Declined to say", crosswalk={"police": "NS", "nhs": "Z"}),
        Code("not_known", "Not known", crosswalk={"nhs": "99"}),
        Code("not_recorded", "Not recorded on this occasion"),
        Code("not_held", "Not held in the agency's system"),
    ),
)

YES_NO = CodeList("yes_no", "CL-40", "Yes or no", "design", plain(("yes", "Yes"), ("no", "No")))

SUBSTANCE_NEED = CodeList(
    "substance_need",
    "CL-41",
    "Need about alcohol or drugs",
    "design",
    plain(("none", "None"), ("alcohol", "Alcohol"), ("drugs", "Drugs"), ("both", "Both")),
)

LANGUAGE_SUPPORT = CodeList(
    "language_support",
    "CL-42",
    "Support to communicate",
    "design",
    plain(
        ("none", "None"),
        ("interpreter", "Interpreter"),
        ("bsl", "British Sign Language"),
        ("easy_read", "Easy read"),
    ),
)

SHARING = CodeList(
    "sharing",
    "CL-43",
    "How far this person's row may go",
    "design",
    plain(
        ("counts_only", "Counted, never linked or shown"),
        ("linked_counts", "Linked and counted, never shown"),
        ("may_be_shared", "May be shown under an agreement that permits it"),
    ),
)

SHARING_BASIS = CodeList(
    "sharing_basis",
    "CL-44",
    "Why a row may be shown",
    "design",
    plain(
        ("consent", "The person agreed"),
        ("no_consent_risk", "Without agreement: risk of serious harm"),
        ("no_consent_child", "Without agreement: a child is at risk"),
        ("statutory_duty", "A duty in law requires it"),
    ),
)

LISTS = (
    ETHNICITY_SELF,
    ETHNICITY_GROUP,
    ETHNICITY_OBSERVED,
    SEX,
    GENDER_IDENTITY,
    SEXUAL_ORIENTATION,
    RELIGION,
    DISABILITY,
    IMPAIRMENT,
    MISSING_REASON,
    YES_NO,
    SUBSTANCE_NEED,
    LANGUAGE_SUPPORT,
    SHARING,
    SHARING_BASIS,
)
