"""Code lists of what came of an offence: outcomes in three frameworks, and how they are grouped.

A code stands in one framework alone, so that an outcome names its framework; `crosswalk` of an old
code holds the newer ones it is read as.
"""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.codes.lists import Code, CodeList, plain

_RULES = "Home Office counting rules, crime outcomes"
_NUMBER = f"{_RULES} (number to be confirmed)"
_NAMED = f"{_RULES}; HMICFRS glossary"
_CPS = "CPS domestic abuse data (to be confirmed)"


def _old(code: str, label: str, *newer: str) -> Code:
    crosswalk: Mapping[str, str] = {"police_outcome": ";".join(newer)} if newer else {}
    return Code(code, label, crosswalk=MappingProxyType(crosswalk))


SANCTION_DETECTION = CodeList(
    "sanction_detection",
    "CL-23",
    "Detection, before April 2014",
    "Home Office counting rules before 2013, as used in reports to the Metropolitan Police"
    " Authority; read as newer outcomes by design",
    (
        _old("SD1", "Charge", "1"),
        _old("SD2", "Summons", "1"),
        _old("SD3", "Caution", "2", "3"),
        _old("SD4", "Penalty notice for disorder", "6"),
        _old("SD5", "Taken into consideration", "4"),
        _old("NSD", "Detected without a sanction"),
        _old("WARN", "Warning for a first harassment"),
    ),
)


def _outcome(group: str, code: str, label: str, source: str = _NUMBER) -> Code:
    return Code(code, label, source=source, group=group)


POLICE_OUTCOME = CodeList(
    "police_outcome",
    "CL-24",
    "Police outcome",
    _RULES,
    (
        _outcome("charged", "1", "Charge or summons"),
        _outcome("charged", "1A", "Charge or summons for another offence"),
        _outcome("out_of_court_formal", "2", "Youth caution"),
        _outcome("out_of_court_formal", "2A", "Youth caution for another offence"),
        _outcome("out_of_court_formal", "3", "Adult caution"),
        _outcome("out_of_court_formal", "3A", "Adult caution for another offence"),
        _outcome("taken_into_consideration", "4", "Taken into consideration"),
        _outcome("prevented_or_not_in_public_interest", "5", "Offender has died"),
        _outcome("out_of_court_formal", "6", "Penalty notice for disorder"),
        _outcome("out_of_court_informal", "7", "Warning for cannabis or khat"),
        _outcome("out_of_court_informal", "8", "Community resolution"),
        _outcome(
            "prevented_or_not_in_public_interest",
            "9",
            "Prosecution not in the public interest: decided by the CPS",
        ),
        _outcome(
            "prevented_or_not_in_public_interest",
            "10",
            "Formal action not in the public interest: decided by the police",
        ),
        _outcome("prevented_or_not_in_public_interest", "11", "Suspect under the age of crime"),
        _outcome("prevented_or_not_in_public_interest", "12", "Suspect too ill"),
        _outcome("prevented_or_not_in_public_interest", "13", "Victim or witness dead or too ill"),
        _outcome(
            "evidential_victim_does_not_support",
            "14",
            "Suspect not identified, victim does not support action",
        ),
        _outcome(
            "evidential_victim_supports",
            "15",
            "Suspect identified, victim supports action, evidence is wanting",
            _NAMED,
        ),
        _outcome(
            "evidential_victim_does_not_support",
            "16",
            "Suspect identified, victim does not support action",
            _NAMED,
        ),
        _outcome("prevented_or_not_in_public_interest", "17", "Time limit for prosecution passed"),
        _outcome("no_suspect", "18", "Investigated, no suspect identified"),
        _outcome("transferred", "19", "Fraud, passed to the national bureau"),
        _outcome("transferred", "20", "Passed to another body"),
        _outcome(
            "further_investigation_not_in_public_interest",
            "21",
            "Further investigation not in the public interest; seldom fit for domestic abuse",
            "Home Office, outcome 21, in use since January 2016",
        ),
        _outcome(
            "diversionary",
            "22",
            "Diversion, education or intervention instead of prosecution",
            "Home Office, outcome 22, in use since April 2019",
        ),
    ),
)

_NO_CHARGE, _CONVICTED, _NOT_CONVICTED = "not_charged", "convicted", "not_convicted"
PROSECUTION_OUTCOME = CodeList(
    "prosecution_outcome",
    "CL-25",
    "Outcome at the CPS or in court",
    _CPS,
    (
        Code("charged", "CPS: charge authorised", group="charged"),
        Code("nfa_evidential", "CPS: no action, evidence", group=_NO_CHARGE),
        Code("nfa_public_interest", "CPS: no action, public interest", group=_NO_CHARGE),
        Code("convicted_guilty_plea", "Convicted on a plea of guilty", group=_CONVICTED),
        Code("convicted_trial", "Convicted after trial", group=_CONVICTED),
        Code("acquitted", "Acquitted", group=_NOT_CONVICTED),
        Code("discontinued", "Discontinued", group=_NOT_CONVICTED),
        Code("no_evidence_offered", "No evidence offered", group=_NOT_CONVICTED),
        Code("dismissed", "Dismissed", group=_NOT_CONVICTED),
        Code(
            "restraining_order_on_acquittal",
            "Acquitted with a restraining order",
            source="Protection from Harassment Act 1997 s.5A",
            group=_NOT_CONVICTED,
        ),
        Code("bind_over", "Bound over", group=_NOT_CONVICTED),
        Code("other", "Another outcome", group="other"),
    ),
)

JUSTICE_FRAMEWORK = CodeList(
    "justice_framework",
    "CL-83",
    "Framework of an outcome",
    "Home Office, Crime outcomes in England and Wales, technical annex",
    plain(
        ("sanction_detection", "Detections, before April 2014"),
        ("outcomes_2013", "Police outcomes framework, from April 2013"),
        ("cps_court", "CPS and court"),
    ),
)


OUTCOME_RESULT = CodeList(
    "outcome_result",
    "CL-84b",
    "Outcome in any framework, grouped for release",
    "design, after the groups of Home Office crime outcomes",
    plain(
        ("charge", "Charge or summons"),
        ("caution", "Caution"),
        ("out_of_court", "Other out-of-court disposal"),
        ("no_action_victim_supports", "No action for want of evidence, victim supports it"),
        ("no_action_victim_does_not", "No action for want of evidence, victim does not support it"),
        ("convicted", "Convicted"),
        ("not_convicted", "Prosecuted and not convicted"),
        ("other", "Other outcome"),
    ),
)
_RESULTS: Mapping[str, str] = {
    **dict.fromkeys(("SD1", "SD2", "charged"), "charge"),
    **dict.fromkeys(("SD3", "2", "2A", "3", "3A"), "caution"),
    **dict.fromkeys(("SD4", "SD5"), "out_of_court"),
    "out_of_court_formal": "out_of_court",
    "out_of_court_informal": "out_of_court",
    "taken_into_consideration": "out_of_court",
    "diversionary": "out_of_court",
    "evidential_victim_supports": "no_action_victim_supports",
    "evidential_victim_does_not_support": "no_action_victim_does_not",
    _CONVICTED: "convicted",
    _NOT_CONVICTED: "not_convicted",
}
"""Codes, and groups of codes, with the result they are released as; the others are `other`."""


def _in_framework(framework: str, listed: CodeList) -> tuple[Code, ...]:
    return tuple(
        Code(
            entry.code,
            entry.label,
            source=entry.source or listed.source,
            group=framework,
            parent=_RESULTS.get(entry.code) or _RESULTS.get(entry.group or "", "other"),
        )
        for entry in listed
    )


JUSTICE_OUTCOME = CodeList(
    "justice_outcome",
    "CL-84",
    "Outcome in any framework",
    "the lists of detections, police outcomes, and outcomes at the CPS or in court",
    (
        *_in_framework("sanction_detection", SANCTION_DETECTION),
        *_in_framework("outcomes_2013", POLICE_OUTCOME),
        *_in_framework("cps_court", PROSECUTION_OUTCOME),
    ),
)
"""Each outcome with its framework as `group` and its result as `parent`."""

LISTS = (
    SANCTION_DETECTION,
    POLICE_OUTCOME,
    PROSECUTION_OUTCOME,
    JUSTICE_FRAMEWORK,
    OUTCOME_RESULT,
    JUSTICE_OUTCOME,
)
