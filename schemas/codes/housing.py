"""Code lists of housing support: safe accommodation, sanctuary work, needs, homelessness duties."""

from schemas.codes.lists import Code, CodeList, plain

_SI_2021_991 = "SI 2021/991 reg. 2"
_MHCLG = "MHCLG, support in safe accommodation, data specification"


def _counts(code: str, label: str) -> Code:
    return Code(code, label, group="safe_accommodation")


def _never_counts(code: str, label: str) -> Code:
    return Code(code, label, group="not_safe_accommodation", source="design")


SAFE_ACCOMMODATION = CodeList(
    "safe_accommodation",
    "CL-28",
    "Type of housing support",
    f"{_SI_2021_991}; types that do not count as safe accommodation are design",
    (
        _counts("refuge", "Refuge"),
        _counts("specialist_safe", "Specialist safe accommodation"),
        _counts("dispersed", "Dispersed accommodation"),
        _counts("second_stage", "Second-stage accommodation"),
        _counts("other_designated", "Other designated accommodation"),
        _counts("sanctuary", "Sanctuary scheme"),
        _never_counts("safebeds", "Emergency beds"),
        _never_counts("supported_move_on", "Supported move-on"),
        _never_counts("temporary_accommodation", "Temporary accommodation"),
        _never_counts("bed_and_breakfast", "Bed and breakfast"),
        _never_counts("rehousing_transfer", "Rehousing or transfer"),
        _never_counts("contractor_visit", "Visit by a security contractor"),
    ),
)

CAPACITY_UNIT = CodeList(
    "capacity_unit",
    "CL-28d",
    "What room in safe accommodation is counted in",
    "design; published reports count units, bed spaces and spaces for children side by side",
    plain(
        ("unit", "Self-contained unit"),
        ("adult_bedspace", "Bed space for an adult"),
        ("child_bedspace", "Bed space for a child"),
        ("household_space", "Space for a household"),
    ),
)

SANCTUARY_MEASURE = CodeList(
    "sanctuary_measure",
    "CL-28b",
    "Sanctuary measure",
    "design",
    plain(
        ("door_reinforcement", "Door reinforcement"),
        ("locks", "Locks"),
        ("window_locks", "Window locks"),
        ("letterbox_fireproof", "Fireproof letter box"),
        ("fire_check", "Fire safety check"),
        ("safe_room", "Safe room"),
        ("alarm", "Alarm"),
        ("other", "Other measure"),
    ),
)

SPECIALIST_NEED = CodeList(
    "specialist_need",
    "CL-28c",
    "Specialist need",
    _MHCLG,
    plain(
        ("black_minoritised", "Black or minoritised"),
        ("disabled", "Disabled"),
        ("mental_health", "Mental health"),
        ("substance", "Alcohol or drugs"),
        ("lgbt", "LGBT+"),
        ("male", "Male"),
        ("nrpf", "No recourse to public funds"),
        ("large_family", "Large family"),
        ("older", "Older person"),
        ("religion", "Religion"),
        ("trans", "Trans"),
        ("multiple", "Several needs"),
    ),
)

HOMELESSNESS_DUTY = CodeList(
    "homelessness_duty",
    "CL-29",
    "Homelessness duty owed",
    "MHCLG, homelessness case level collection (H-CLIC)",
    plain(
        ("none", "None"),
        ("prevention", "Prevention duty"),
        ("relief", "Relief duty"),
        ("main", "Main duty"),
    ),
)

HOUSING_DECISION = CodeList(
    "housing_decision",
    "CL-56",
    "What became of the request",
    _MHCLG,
    plain(
        ("provided", "Provided"),
        ("declined", "Declined"),
        ("waiting", "Waiting"),
        ("withdrawn", "Withdrawn"),
    ),
)

HOUSING_UNABLE_REASON = CodeList(
    "housing_unable_reason",
    "CL-57",
    "Why support could not be given",
    _MHCLG,
    plain(
        ("no_space", "No space"),
        ("needs_not_met", "Needs could not be met"),
        ("nrpf", "No recourse to public funds"),
        ("household_size", "Size of the household"),
        ("area_unsafe", "Area not safe for the household"),
        ("no_contact", "Contact lost"),
        ("other", "Other reason"),
    ),
)

HOUSING_COMMISSIONED = CodeList(
    "housing_commissioned",
    "CL-58",
    "Who pays for the place",
    "design",
    plain(("council", "Council"), ("unfunded", "Not funded"), ("other", "Another funder")),
)

HOUSING_TENURE = CodeList(
    "housing_tenure",
    "CL-59",
    "Tenure of the home",
    "design",
    plain(
        ("council", "Council tenancy"),
        ("rsl", "Housing association tenancy"),
        ("private_rent", "Private rent"),
        ("owner", "Owned"),
        ("other", "Other"),
    ),
)

HOUSING_MOVE_ON = CodeList(
    "housing_move_on",
    "CL-60",
    "Where the household moved on to",
    _MHCLG,
    plain(
        ("own_home", "Own home"),
        ("social", "Social housing"),
        ("private", "Private rent"),
        ("second_stage", "Second-stage accommodation"),
        ("friends_family", "Friends or family"),
        ("other_refuge", "Another refuge"),
        ("returned_to_perpetrator", "Returned to the perpetrator"),
        ("unknown", "Not known"),
    ),
)

LISTS = (
    SAFE_ACCOMMODATION,
    CAPACITY_UNIT,
    SANCTUARY_MEASURE,
    SPECIALIST_NEED,
    HOMELESSNESS_DUTY,
    HOUSING_DECISION,
    HOUSING_UNABLE_REASON,
    HOUSING_COMMISSIONED,
    HOUSING_TENURE,
    HOUSING_MOVE_ON,
)
