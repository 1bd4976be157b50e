"""Code lists of a period of support: how it is given, needs, engagement, its end."""

from schemas.codes.lists import CodeList, plain

_UPDATE = "the Safer Bromley Partnership's update for 2022/23 quarter 3"

SUPPORT_NEED = CodeList(
    "support_need",
    "CL-20",
    "Need for support",
    "design, after needs named in published partnership reports",
    plain(
        ("housing", "Housing"),
        ("legal", "Legal advice"),
        ("finance", "Money"),
        ("health", "Health"),
        ("mental_health", "Mental health"),
        ("substance", "Alcohol or drugs"),
        ("immigration", "Immigration"),
        ("children", "Children"),
        ("education_employment", "Education or work"),
        ("safety_planning", "Safety planning"),
        ("family_law", "Family law"),
        ("emotional", "Emotional support"),
    ),
)

DELIVERY_MODE = CodeList(
    "delivery_mode",
    "CL-123",
    "How support is given",
    f"design, after {_UPDATE}",
    plain(
        ("face_to_face", "Face to face"),
        ("phone", "By telephone"),
        ("video", "By video"),
        ("messaging", "By messages"),
        ("mixed", "In several ways"),
    ),
)

SUPPORT_SETTING = CodeList(
    "support_setting",
    "CL-124",
    "Where support is given",
    f"design, after {_UPDATE}",
    plain(
        ("community", "In the community"),
        ("refuge", "Refuge"),
        ("hospital", "Hospital"),
        ("mash", "Multi-agency safeguarding hub"),
        ("police_station", "Police station"),
        ("court", "Court"),
        ("school", "School"),
        ("pharmacy", "Pharmacy"),
        ("online", "Online"),
    ),
)

ENGAGEMENT = CodeList(
    "engagement",
    "CL-125",
    "How the person took up support",
    "design",
    plain(
        ("engaged", "Took it up"),
        ("partial", "Took up some of it"),
        ("declined", "Declined"),
        ("lost_contact", "Contact lost"),
    ),
)

CLOSURE_REASON = CodeList(
    "closure_reason",
    "CL-126",
    "Why support ended",
    "design",
    plain(
        ("planned", "Ended as planned"),
        ("risk_reduced", "The risk is lower"),
        ("moved", "The person moved away"),
        ("withdrew", "The person withdrew"),
        ("lost_contact", "Contact lost"),
        ("transferred", "Another service took over"),
        ("deceased", "The person died"),
    ),
)

SAFETY_EQUIPMENT = CodeList(
    "safety_equipment",
    "CL-127",
    "Safety equipment given",
    "design, after borough reports to the Metropolitan Police Authority, 2007 to 2009",
    plain(
        ("alarm", "Panic alarm"),
        ("phone", "Telephone on loan"),
        ("locks", "Locks"),
        ("none", "None"),
    ),
)

SERVICE_FUNDER = CodeList(
    "service_funder",
    "CL-128",
    "Who pays for the service",
    f"design, after {_UPDATE}",
    plain(
        ("council", "Council"),
        ("mopac", "Mayor's Office for Policing and Crime"),
        ("police", "Police"),
        ("health", "Health"),
        ("lottery", "Lottery"),
        ("charity", "Charity"),
        ("other", "Another funder"),
    ),
)

LISTS = (
    SUPPORT_NEED,
    DELIVERY_MODE,
    SUPPORT_SETTING,
    ENGAGEMENT,
    CLOSURE_REASON,
    SAFETY_EQUIPMENT,
    SERVICE_FUNDER,
)
