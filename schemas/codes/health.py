"""Code lists of a health contact: where it took place, who asked, what was found."""

from schemas.codes.lists import CodeList, plain

HEALTH_SETTING = CodeList(
    "health_setting",
    "CL-32",
    "Health setting",
    "design",
    plain(
        ("gp_iris", "General practice in the identification and referral scheme"),
        ("gp_other", "Other general practice"),
        ("ed", "Emergency department"),
        ("maternity", "Maternity"),
        ("mental_health", "Mental health"),
        ("sexual_health", "Sexual health"),
        ("health_visiting", "Health visiting"),
        ("school_nursing", "School nursing"),
        ("community", "Community health"),
        ("ward", "Hospital ward"),
        ("pharmacy", "Pharmacy"),
        ("dental", "Dental"),
        ("sarc", "Sexual assault referral centre"),
    ),
)

HEALTH_ENQUIRY = CodeList(
    "health_enquiry",
    "CL-53",
    "Whether abuse was asked about",
    "design",
    plain(
        ("routine", "Asked as everyone is asked"),
        ("targeted", "Asked because of signs"),
        ("none", "Not asked"),
    ),
)

HEALTH_RESULT = CodeList(
    "health_result",
    "CL-54",
    "What was said or seen",
    "design",
    plain(
        ("disclosed_current", "Current abuse disclosed"),
        ("disclosed_past", "Past abuse disclosed"),
        ("suspected", "Abuse suspected"),
        ("denied", "Abuse denied"),
        ("not_asked", "Not asked"),
    ),
)

HEALTH_PERSON_TYPE = CodeList(
    "health_person_type",
    "CL-55",
    "Who the person is to the service",
    "design",
    plain(
        ("patient", "Patient"),
        ("staff", "Member of staff"),
        ("carer", "Carer"),
        ("child", "Child"),
    ),
)

LISTS = (HEALTH_SETTING, HEALTH_ENQUIRY, HEALTH_RESULT, HEALTH_PERSON_TYPE)
