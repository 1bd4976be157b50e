"""Four systems: a police force's, a hospital's, a council's housing service's and a charity's.

The names of columns and codes are invented in the manner of such systems; national code sets are
those of the service's presets, which name their sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.voices.voice import Voice

Words = Mapping[str, str]

_YN: Final[Words] = {"true": "Y", "false": "N"}
_YES_NO: Final[Words] = {"true": "Yes", "false": "No"}
_UNSAID: Final[Words] = {
    "not_known": "NK", "not_recorded": "NR", "not_asked": "Not asked", "declined": "Refused",
}  # fmt: skip
_ASKED: Final[Words] = {"yes": "Y", "no": "N", **_UNSAID}
_SEXES: Final[Words] = {"F": "Female", "M": "Male", "not_known": "Unknown"}
_LIMITED: Final[Words] = {
    "yes_limited_a_lot": "Y - a lot", "yes_limited_a_little": "Y - a little", "no": "N", **_UNSAID,
}  # fmt: skip
_IMPAIRMENTS: Final[Words] = {
    "VIS": "Sight", "HEA": "Hearing", "MOB": "Mobility", "DEX": "Dexterity", "LEA": "Learning",
    "MEN": "Mental health", "STA": "Stamina", "OTH": "Other",
}  # fmt: skip
_SUBSTANCES: Final[Words] = {
    "none": "No need", "alcohol": "Alcohol", "drugs": "Drugs", "both": "Alcohol and drugs",
    **_UNSAID,
}  # fmt: skip
_LANGUAGES: Final[Words] = {
    "none": "Not needed", "interpreter": "Interpreter", "bsl": "BSL", "easy_read": "Easy read",
    **_UNSAID,
}  # fmt: skip
_PERSON: Final[Words] = {
    "person_ref": "Ref", "sharing": "Share", "sharing_basis": "Share Basis", "age_years": "Age",
    "sex": "Sex", "gender_identity": "Gender Identity", "ethnicity_self": "Ethnicity",
    "religion": "Religion", "sexual_orientation": "Orientation", "disability": "Disability",
    "impairments": "Impairments", "mental_health_need": "MH Need", "substance_need": "Substances",
    "language_support": "Language", "pregnant_or_recent_birth": "Maternity",
    "restricted": "Restricted",
}  # fmt: skip


def _person(block: str, prefix: str, **other: str) -> dict[str, str]:
    """The columns of a person; `other` has further ones, and other words for these."""
    return {f"{block}.{name}": f"{prefix}{own}" for name, own in {**_PERSON, **other}.items()}


def _said(block: str, flags: Words, **other: Words) -> dict[str, Words]:
    """The codes of a person."""
    held = {
        "sex": _SEXES, "disability": _LIMITED, "impairments": _IMPAIRMENTS,
        "mental_health_need": _ASKED, "pregnant_or_recent_birth": _ASKED,
        "substance_need": _SUBSTANCES, "language_support": _LANGUAGES, "restricted": flags,
        **other,
    }  # fmt: skip
    return {f"{block}.{name}": words for name, words in held.items() if words}


POLICE: Final = Voice(
    "police",
    "A police force's crime and incident system",
    "met-bromley",
    "incident",
    "csv",
    columns={
        "record_id": "Crime Ref", "reported_on": "Date Reported", "occurred_from": "Comm From",
        "occurred_to": "Comm To", "lad_code": "Borough", "ward_code": "Ward",
        "source_channel": "How Reported", "call_count": "CAD Calls", "is_crime": "Notifiable",
        "offence_group": "Offence", "da_flag": "DA Flag", "specialist_flags": "Qualifiers",
        "abuse_types": "Abuse Types", "connection": "Relationship", "children": "Kids",
        "child_count": "No Kids", "power_of_arrest": "Powers", "arrest_made": "Arrests",
        "first_arrest_at": "Arrest Time", "no_arrest_reason": "Why No Arrest",
        "cross_allegation": "Counter Alleg", "prior_incidents_12m": "Priors 12M",
        "evidence_captured": "Evidence", "risk_assessment_ref": "RA Ref",
        **_person("victim", "Vic ", ethnicity_self="SDE", ethnicity_observed="IC"),
        **_person("suspect", "Sus ", ethnicity_self="SDE", ethnicity_observed="IC"),
    },
    words={
        "source_channel": {"front_counter": "Station", "online": "Web form", "999": "999",
                           "101": "101", "officer_generated": "Officer", "partner_referral":
                           "Partner agency", "third_party_site": "TPR site",
                           "codeword_scheme": "Ask for ANI"},
        "is_crime": _YN, "da_flag": _YN, "cross_allegation": _YN,
        "offence_group": {"common_assault": "Common Assault", "abh": "ABH", "gbh": "GBH",
                          "harassment_stalking": "Harassment", "criminal_damage": "Crim Damage",
                          "threats": "Threats", "strangulation": "NFS"},
        "abuse_types": {"PHY": "Physical", "COE": "Coercive", "PSY": "Verbal", "ECO": "Financial",
                        "SEX": "Sexual", "VIO": "Threatening"},
        "children": {"none": "No kids", "present": "Kids present",
                     "resident_absent": "Kids elsewhere", "not_known": "NK"},
        "power_of_arrest": {"yes": "Y", "no": "N", "not_assessed": "NA"},
        "arrest_made": {"none": "Nil", "one_party": "Single", "both_parties": "Dual"},
        "no_arrest_reason": {"suspect_absent": "Made off", "insufficient_grounds": "No grounds"},
        **_said("victim", _YN), **_said("suspect", _YN),
    },
    presets={f"{who}.{name}": preset for who in ("victim", "suspect") for name, preset in (
        ("ethnicity_self", "police_16_plus_1"), ("ethnicity_observed", "police_identity_codes"))},
)  # fmt: skip
"""Self-defined ethnicity in the 16+1 set, and the officer's view in identity codes."""

NHS: Final = Voice(
    "nhs",
    "A hospital trust's patient system",
    "kings-pruh",
    "health_contact",
    "csv",
    columns={
        "record_id": "Attendance ID", "contact_month": "Activity Month",
        "setting": "Department Type", "enquiry_made": "Routine Enquiry", "result": "Outcome",
        "person_type": "Patient Type", "injury_presentation": "Injury",
        "referral_offered": "Referral Offered", "referral_accepted": "Referral Accepted",
        "to_service": "Referred To", "child_safeguarding_raised": "Child Safeguarding Raised",
        **_person("subject", "Patient ", sex="Stated Gender Code", ethnicity_self=
                  "Ethnic Category", age_years="Age At Contact"),
    },
    words={
        "setting": {"ed": "ED", "maternity": "Maternity Unit", "ward": "Inpatient",
                    "sexual_health": "GUM", "mental_health": "Liaison Psychiatry"},
        "enquiry_made": {"routine": "All patients asked", "targeted": "Clinical concern",
                         "none": "None", "not_recorded": "NR"},
        "result": {"disclosed_current": "Current abuse", "disclosed_past": "Past abuse",
                   "suspected": "Suspected", "denied": "Not disclosed", "not_asked": "Not asked"},
        "person_type": {"patient": "Patient", "staff": "Staff", "carer": "Carer",
                        "child": "Child"},
        "injury_presentation": _YN, "referral_offered": _YN, "referral_accepted": _YN,
        "child_safeguarding_raised": _YN,
        "to_service": {"idva": "IDVA", "hospital_idva": "IDVA (on site)", "refuge": "Refuge",
                       "one_stop_shop": "OSS"},
        **_said("subject", _YN, sex={}, ethnicity_self={"not_recorded": "NR",
                "not_asked": "Not asked"}),
    },
    presets={"subject.ethnicity_self": "nhs_ethnicity_2001",
             "subject.sex": "nhs_person_stated_gender"},
)  # fmt: skip
"""Ethnic category and stated gender as the NHS Data Dictionary codes them."""

HOUSING: Final = Voice(
    "housing",
    "A council's housing case system",
    "bromley-housing",
    "housing_support",
    "csv",
    columns={
        "record_id": "CASE_NO", "requested_on": "APPROACH_DATE", "support_type": "ACCOM_TYPE",
        "decision": "DECISION", "unable_reason": "NFA_REASON", "start_on": "PLACED_FROM",
        "end_on": "PLACED_TO", "adults": "ADULTS", "children": "DEP_CHILDREN",
        "origin_lad": "LAST_SETTLED_LA", "placement_lad": "PLACED_LA", "commissioned": "FUNDED_BY",
        "tenure": "LAST_TENURE", "homelessness_duty": "HRA_DUTY", "da_priority_need":
        "PRIORITY_NEED_DA", "sanctuary_measures": "SANCTUARY_WORKS",
        "perpetrator_resident": "ABUSER_RESIDENT", "victim_choice": "APPLICANT_CHOICE",
        "surveyed_on": "SURVEY_DATE", "completed_on": "WORKS_DATE",
        "specialist_need": "SUPPORT_NEEDS", "move_on": "MOVE_ON",
        **{name: own.upper().replace(" ", "_") for name, own in
           _person("lead", "App ", nrpf="NRPF").items()},
    },
    words={
        "support_type": {"temporary_accommodation": "TA", "bed_and_breakfast": "B&B",
                         "rehousing_transfer": "MT", "contractor_visit": "CONTR",
                         "refuge": "REF", "sanctuary": "SANC", "dispersed": "DISP",
                         "supported_move_on": "SMO"},
        "decision": {"provided": "P", "declined": "R", "waiting": "W", "withdrawn": "X"},
        "unable_reason": {"no_space": "NOVAC", "needs_not_met": "NEEDS", "no_contact": "NOCON",
                          "area_unsafe": "UNSAFE", "household_size": "SIZE", "other": "OTH",
                          "nrpf": "NRPF"},
        "tenure": {"private_rent": "PRS", "rsl": "RSL", "council": "LA", "owner": "OO",
                   "other": "OTH"},
        "homelessness_duty": {"prevention": "S195", "relief": "S189B", "main": "S193",
                              "none": "NONE"},
        "da_priority_need": _YN, "perpetrator_resident": _YN, "victim_choice": _YN,
        **_said("lead", _YN, nrpf=_ASKED),
    },
)  # fmt: skip
"""Duties by the section of the Housing Act 1996 that they rest on."""

CHARITY: Final = Voice(
    "charity",
    "A charity's spreadsheet of its clients",
    "bcwa",
    "service_episode",
    "xlsx",
    columns={
        "record_id": "Client no.",
        **_person("subject", "", person_ref="Client ref", nrpf="NRPF?"),
        "service_type": "Service", "counting_rule": "Counted by", "start_on": "Started",
        "end_on": "Ended", "delivery_mode": "How", "setting": "Where", "contacts": "Contacts",
        "needs": "Came for", "children_in_household": "Children at home",
        "risk_level_start": "Risk at start", "risk_level_end": "Risk at end",
        "engagement": "Engagement", "closure_reason": "Why closed",
        "satisfaction_asked": "Asked how it was?", "funder": "Paid by",
    },
    words={
        "service_type": {"idva": "Adviser", "outreach": "Outreach", "counselling": "Counselling",
                         "freedom": "Freedom group", "one_stop_shop": "Drop-in desk",
                         "refuge": "House"},
        "delivery_mode": {"face_to_face": "In person", "phone": "Phone", "video": "Video",
                          "mixed": "Mix", "messaging": "Text"},
        "risk_level_start": {"high": "Red", "medium": "Amber", "standard": "Green",
                             "not_known": "?"},
        "risk_level_end": {"high": "Red", "medium": "Amber", "standard": "Green",
                           "not_known": "?"},
        "engagement": {"engaged": "Came", "partial": "Came sometimes", "declined": "Said no",
                       "lost_contact": "Lost touch"},
        "satisfaction_asked": _YES_NO,
        "needs": {"safety_planning": "Safety", "emotional": "Someone to talk to",
                  "housing": "A home", "legal": "Law", "finance": "Money"},
        **_said("subject", _YES_NO, nrpf=_ASKED),
    },
    groups=(("Client", 18), ("Support", 8), ("Outcome", 6)),
)  # fmt: skip
"""A workbook whose first line groups the columns; the service takes it once that line is gone."""

VOICES: Final = {each.name: each for each in (POLICE, NHS, HOUSING, CHARITY)}
"""The voices by name."""
