"""Code lists of orders and notices that protect people: kinds, applicants, conditions, breaches."""

from schemas.codes.lists import Code, CodeList, plain

_FLA = "Family Law Act 1996"
_CSA = "Crime and Security Act 2010 ss.24-33"
_DAA = "Domestic Abuse Act 2021 Part 3"


def _kind(group: str, code: str, label: str, source: str) -> Code:
    return Code(code, label, source=source, group=group)


ORDER_TYPE = CodeList(
    "order_type",
    "CL-26",
    "Kind of order or notice",
    "statutes named at each code",
    (
        _kind("family", "non_molestation", "Non-molestation order", f"{_FLA} s.42"),
        _kind("family", "occupation", "Occupation order", f"{_FLA} ss.33-38"),
        _kind(
            "criminal",
            "restraining",
            "Restraining order",
            "Sentencing Act 2020 s.360; Protection from Harassment Act 1997 s.5A",
        ),
        _kind("notice", "dvpn", "Domestic violence protection notice", _CSA),
        _kind("police_order", "dvpo", "Domestic violence protection order", _CSA),
        _kind("notice", "dapn", "Domestic abuse protection notice", _DAA),
        _kind("police_order", "dapo", "Domestic abuse protection order", _DAA),
        _kind(
            "police_order",
            "stalking_protection",
            "Stalking protection order",
            "Stalking Protection Act 2019",
        ),
        _kind(
            "family", "forced_marriage_protection", "Forced marriage protection order",
            f"{_FLA} Part 4A",
        ),
        _kind(
            "family",
            "fgm_protection",
            "Female genital mutilation protection order",
            "Female Genital Mutilation Act 2003 s.5A and Sch. 2",
        ),
        _kind("criminal", "bail_condition", "Condition of bail", "Bail Act 1976"),
        _kind(
            "criminal",
            "licence_condition",
            "Condition of a licence",
            "Criminal Justice Act 2003 s.250 (to be confirmed)",
        ),
        _kind("other", "injunction_other", "Other injunction", "design"),
    ),
)  # fmt: skip

ORDER_APPLICANT = CodeList(
    "order_applicant",
    "CL-93",
    "Who asked for the order",
    "Home Office guidance on domestic abuse protection orders; council by design",
    plain(
        ("police", "Police"),
        ("victim", "The person protected"),
        ("third_party", "Somebody on their behalf"),
        ("council", "Council"),
        ("court_own_motion", "The court, unasked"),
    ),
)

ORDER_DECISION = CodeList(
    "order_decision",
    "CL-94",
    "What was decided",
    "design",
    plain(
        ("granted", "Granted"),
        ("refused", "Refused"),
        ("withdrawn", "Application withdrawn"),
        ("undertaking", "Undertaking given instead"),
    ),
)

ORDER_CONDITION = CodeList(
    "order_condition",
    "CL-95",
    "Condition of an order",
    "Home Office guidance on domestic abuse protection orders",
    plain(
        ("non_contact", "No contact"),
        ("exclusion", "Keep away from a place"),
        ("leave_home", "Leave the home"),
        ("programme", "Attend a programme"),
        ("substance", "Treatment or testing for alcohol or drugs"),
        ("tag", "Electronic monitoring"),
        ("notification", "Tell the police of name and address"),
    ),
)

BREACH_RESULT = CodeList(
    "breach_result",
    "CL-96",
    "What came of the breach",
    "design, after published police practice",
    plain(
        ("arrest", "Arrest"),
        ("charge", "Charge"),
        ("warning", "Warning"),
        ("none", "Nothing"),
    ),
)

LEGAL_AID = CodeList(
    "legal_aid",
    "CL-97",
    "Whether legal aid was granted",
    "design",
    plain(("yes", "Yes"), ("no", "No"), ("not_known", "Not known")),
)

LISTS = (ORDER_TYPE, ORDER_APPLICANT, ORDER_DECISION, ORDER_CONDITION, BREACH_RESULT, LEGAL_AID)
