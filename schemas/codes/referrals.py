"""Code lists of a referral: who sent it, on what basis, what became of it."""

from schemas.codes.lists import Code, CodeList, plain

_MHCLG = "MHCLG, support in safe accommodation, data specification"
_UPDATE = "the Safer Bromley Partnership's update for 2022/23 quarter 3"

REFERRAL_SIDE = CodeList(
    "referral_side",
    "CL-115",
    "Which end of the referral the row comes from",
    "design",
    plain(("sender", "The agency that referred"), ("receiver", "The service referred to")),
)

REFERRER_ROLE = CodeList(
    "referrer_role",
    "CL-116",
    "Who referred",
    f"design, after {_UPDATE}",
    plain(
        ("response_officer", "Police officer who attended"),
        ("specialist_officer", "Officer of a specialist unit"),
        ("offender_manager", "Probation or prison officer"),
        ("social_worker", "Social worker"),
        ("family_worker", "Early help or family worker"),
        ("housing_officer", "Housing officer"),
        ("doctor", "Doctor"),
        ("nurse_midwife", "Nurse, midwife or health visitor"),
        ("mental_health_worker", "Mental health or substance worker"),
        ("pharmacist", "Pharmacist"),
        ("school_staff", "School or college staff"),
        ("adviser", "Domestic abuse adviser or advocate"),
        ("helpline_worker", "Helpline worker"),
        ("lawyer", "Lawyer or court staff"),
        ("self", "The person themselves"),
        ("family_friend", "Family or friend"),
        ("other", "Other"),
    ),
)

REFERRAL_CONSENT = CodeList(
    "referral_consent",
    "CL-117",
    "Basis on which the person was referred",
    "design",
    plain(
        ("consent", "The person agreed"),
        ("no_consent_risk", "Without consent, because of the risk"),
        ("no_consent_child", "Without consent, because of a child"),
        ("statutory_duty", "A duty in law to refer"),
        ("self", "The person came themselves"),
    ),
)

REFERRAL_CRITERIA_MET = CodeList(
    "referral_criteria_met",
    "CL-118",
    "Whether the service's criteria are met",
    f"design, after {_UPDATE}",
    plain(("yes", "Yes"), ("no", "No"), ("pending", "Not yet decided")),
)

REFERRAL_DECISION = CodeList(
    "referral_decision",
    "CL-119",
    "What the service decided",
    f"design, after {_UPDATE}",
    plain(
        ("accepted", "Accepted"),
        ("declined", "Declined"),
        ("waitlisted", "On a waiting list"),
        ("redirected", "Sent on to another service"),
    ),
)

REFERRAL_DECLINE_REASON = CodeList(
    "referral_decline_reason",
    "CL-120",
    "Why the service declined",
    f"design, after {_MHCLG}",
    (
        *plain(
            ("no_capacity", "No capacity"),
            ("criteria", "Criteria not met"),
            ("area", "Outside the service's area"),
            ("not_contactable", "Could not be reached"),
            ("safety", "Not safe for the person or others"),
        ),
        Code("conflict_of_interest", "Conflict of interest", source="design"),
        Code("already_supported", "Supported already", source="design"),
    ),
)

REFERRAL_ROUTE = CodeList(
    "referral_route",
    "CL-121",
    "How the referral came",
    f"design, after {_UPDATE}",
    plain(
        ("automatic", "Automatically from a police report"),
        ("officer", "By an officer"),
        ("self", "By the person themselves"),
        ("codeword", "Codeword scheme"),
        ("helpline", "Helpline"),
        ("mash", "Multi-agency safeguarding hub"),
        ("iris", "General practice identification and referral scheme"),
        ("hospital", "Hospital"),
    ),
)

LISTS = (
    REFERRAL_SIDE,
    REFERRER_ROLE,
    REFERRAL_CONSENT,
    REFERRAL_CRITERIA_MET,
    REFERRAL_DECISION,
    REFERRAL_DECLINE_REASON,
    REFERRAL_ROUTE,
)
