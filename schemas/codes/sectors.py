"""Code lists of who is involved: sectors of agencies, ways a report arrives, types of service."""

from schemas.codes.lists import Code, CodeList


def _of(group: str, *pairs: tuple[str, str]) -> tuple[Code, ...]:
    return tuple(Code(code, label, group=group) for code, label in pairs)


SECTOR = CodeList(
    "sector",
    "CL-16",
    "Sector",
    "design",
    (
        *_of("police", ("police", "Police")),
        *_of(
            "justice",
            ("probation", "Probation"),
            ("prison", "Prison"),
            ("cps", "Crown Prosecution Service"),
            ("courts", "Courts"),
            ("youth_justice", "Youth justice"),
        ),
        *_of(
            "council",
            ("council_community_safety", "Council: community safety"),
            ("children_social_care", "Children's social care"),
            ("early_help", "Early help"),
            ("adult_social_care", "Adult social care"),
        ),
        *_of(
            "housing",
            ("housing_options", "Housing options"),
            ("housing_association", "Housing association"),
        ),
        *_of(
            "health",
            ("nhs_gp", "General practice"),
            ("nhs_acute", "Hospital trust"),
            ("nhs_mental_health", "Mental health trust"),
            ("nhs_community", "Community health"),
            ("nhs_maternity", "Maternity"),
            ("pharmacy", "Pharmacy"),
            ("substance_misuse", "Drug and alcohol service"),
        ),
        *_of("education", ("education", "Schools and education")),
        *_of(
            "voluntary",
            ("vcs_da_specialist", "Specialist domestic abuse charity"),
            ("vcs_victim_support", "Victim support charity"),
            ("vcs_other", "Other charity"),
            ("legal_advice", "Legal advice"),
        ),
        *_of(
            "other",
            ("jobcentre", "Jobcentre"),
            ("self", "The person themselves"),
            ("family_friend", "Family or friend"),
            ("other", "Other"),
        ),
    ),
)

SOURCE_CHANNEL = CodeList(
    "source_channel",
    "CL-16b",
    "How the report reached the agency",
    "design",
    (
        *_of("call", ("999", "Emergency call"), ("101", "Non-emergency call")),
        *_of(
            "other",
            ("front_counter", "Front counter"),
            ("online", "Online"),
            ("third_party_site", "Third-party reporting site"),
            ("officer_generated", "Found by an officer"),
            ("partner_referral", "Referred by another agency"),
            ("codeword_scheme", "Codeword scheme"),
        ),
    ),
)


def _part(parent: str, *pairs: tuple[str, str]) -> tuple[Code, ...]:
    return tuple(Code(code, label, parent=parent) for code, label in pairs)


SERVICE_TYPE = CodeList(
    "service_type",
    "CL-19",
    "Type of service",
    "design, after services named in published partnership reports",
    (
        Code("idva", "Independent domestic abuse adviser (IDVA)"),
        Code("idsva", "Independent domestic and sexual abuse adviser (IDSVA)"),
        Code("outreach", "Outreach"),
        Code("outreach_nrpf", "Outreach for people with no recourse to public funds"),
        Code("one_stop_shop", "One stop shop"),
        Code("helpline", "Helpline"),
        Code("drop_in", "Drop-in"),
        Code("group_programme", "Group programme"),
        *_part(
            "group_programme",
            ("freedom", "Freedom programme"),
            ("never_too_late", "Never Too Late programme"),
            ("imatter", "iMatter programme"),
            ("support_group", "Support group"),
        ),
        Code("child_programme", "Programme for children"),
        *_part(
            "child_programme",
            ("coda", "Children Overcoming Domestic Abuse"),
            ("safer_space", "Safer Space"),
        ),
        Code("counselling", "Counselling"),
        Code("court_support", "Support at court"),
        Code("crisis_worker", "Crisis worker"),
        Code("refuge", "Refuge"),
        Code("second_stage", "Second-stage accommodation"),
        Code("sanctuary", "Sanctuary scheme"),
        Code("safebeds", "Emergency beds"),
        Code("legal_advice", "Legal advice"),
        Code("sarc", "Sexual assault referral centre"),
        Code("iris", "General practice identification and referral scheme"),
        Code("hospital_idva", "Hospital-based adviser"),
        Code("stac", "STAC programme"),
        Code("womens_justice", "Women in the justice system"),
        Code("perpetrator_programme", "Perpetrator programme"),
        Code("safety_equipment", "Safety equipment"),
        Code("other", "Other service"),
    ),
)

LISTS = (SECTOR, SOURCE_CHANNEL, SERVICE_TYPE)
