"""Code lists of a police report: offence, arrest, evidence, children, the definition met."""

from schemas.codes.lists import Code, CodeList, plain

OFFENCE_GROUP = CodeList(
    "offence_group",
    "CL-21",
    "Offence group",
    "design, after Home Office crime recording (to be confirmed)",
    (
        Code("common_assault", "Common assault"),
        Code("abh", "Actual bodily harm"),
        Code("gbh", "Grievous bodily harm", group="gbh_or_above"),
        Code("homicide", "Homicide", group="gbh_or_above"),
        Code("attempted_homicide", "Attempted homicide", group="gbh_or_above"),
        # Whether rape counts as above grievous bodily harm is a counting rule of the partnership.
        Code("rape", "Rape"),
        Code("other_sexual", "Other sexual offence"),
        Code("harassment_stalking", "Harassment or stalking"),
        Code("controlling_coercive", "Controlling or coercive behaviour"),
        Code("threats", "Threats"),
        Code("criminal_damage", "Criminal damage"),
        Code("public_order", "Public order offence"),
        Code("breach_of_order", "Breach of an order"),
        Code("theft_robbery", "Theft or robbery"),
        Code("kidnap_false_imprisonment", "Kidnap or false imprisonment"),
        Code("strangulation", "Non-fatal strangulation or suffocation"),
        Code("malicious_comms", "Malicious communications"),
        Code("other_notifiable", "Other notifiable offence"),
    ),
)

NO_ARREST_REASON = CodeList(
    "no_arrest_reason",
    "CL-22",
    "Why nobody was arrested",
    "design",
    plain(
        ("no_power", "No power of arrest"),
        ("suspect_absent", "Suspect not present"),
        ("suspect_not_identified", "Suspect not identified"),
        ("victim_safety_plan", "Victim's safety plan"),
        ("medical", "Medical reasons"),
        ("voluntary_interview", "Voluntary interview instead"),
        ("warrant_sought", "Warrant sought"),
        ("insufficient_grounds", "Not enough grounds"),
        ("officer_error", "Officer's mistake"),
        ("not_recorded", "Not recorded"),
    ),
)

INCIDENT_REPORT_NOT_CREATED_REASON = CodeList(
    "incident_report_not_created_reason",
    "CL-46",
    "Why a call ended without a report",
    "design",
    plain(
        ("duplicate_call", "Another call about the same incident"),
        ("not_domestic", "Not domestic abuse"),
        ("other_force", "Passed to another force"),
        ("error", "Mistake"),
    ),
)

INCIDENT_FLAG_REMOVED_REASON = CodeList(
    "incident_flag_removed_reason",
    "CL-47",
    "Why the domestic abuse flag was removed",
    "design",
    plain(
        ("not_connected", "The two people are not personally connected"),
        ("under_age", "One of them is under the age of the definition"),
        ("wrong_entry", "Entered by mistake"),
    ),
)

INCIDENT_DEFINITION_STATUS = CodeList(
    "incident_definition_status",
    "CL-48",
    "Whether the report meets the definition",
    "design, after Domestic Abuse Act 2021 s.1 and s.2",
    plain(
        ("meets", "Meets the definition"),
        ("victim_under_16", "Victim under 16"),
        ("suspect_under_16", "Suspect under 16"),
        ("not_connected", "Not personally connected"),
        ("not_known", "Not known"),
    ),
)

INCIDENT_CHILDREN = CodeList(
    "incident_children",
    "CL-49",
    "Children of the household",
    "design",
    plain(
        ("none", "No children"),
        ("resident_absent", "Children live there and were not present"),
        ("present", "Children were present"),
        ("not_known", "Not known"),
    ),
)

INCIDENT_POWER_OF_ARREST = CodeList(
    "incident_power_of_arrest",
    "CL-50",
    "Whether there was a power of arrest",
    "design",
    plain(("yes", "Yes"), ("no", "No"), ("not_assessed", "Not assessed")),
)

INCIDENT_ARREST_MADE = CodeList(
    "incident_arrest_made",
    "CL-51",
    "Who was arrested",
    "design",
    plain(("none", "Nobody"), ("one_party", "One party"), ("both_parties", "Both parties")),
)

EVIDENCE_CAPTURED = CodeList(
    "evidence_captured",
    "CL-52",
    "Evidence captured",
    "design",
    plain(
        ("photo", "Photographs"),
        ("bwv", "Body-worn video"),
        ("forensic", "Forensic evidence"),
        ("none", "None"),
    ),
)

LISTS = (
    OFFENCE_GROUP,
    NO_ARREST_REASON,
    INCIDENT_REPORT_NOT_CREATED_REASON,
    INCIDENT_FLAG_REMOVED_REASON,
    INCIDENT_DEFINITION_STATUS,
    INCIDENT_CHILDREN,
    INCIDENT_POWER_OF_ARREST,
    INCIDENT_ARREST_MADE,
    EVIDENCE_CAPTURED,
)
