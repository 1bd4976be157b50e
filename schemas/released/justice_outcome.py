"""What of outcomes of justice is released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import grouped, particulars, spans, told
from schemas.codes import code_list
from schemas.conditions import equals, one_of
from schemas.groupings import age, coded, disability, ethnicity, flag
from schemas.rules import All

_OUTCOMES: Final = code_list("justice_outcome")
_RESULTS: Final = {
    result.code: tuple(each.code for each in _OUTCOMES.children(result.code))
    for result in code_list("outcome_result")
}
_CALLED: Final = {result.code: result.label for result in code_list("outcome_result")}
_WITHIN: Final = {
    "sd": _OUTCOMES.in_group("sanction_detection"),
    "police": _OUTCOMES.in_group("outcomes_2013"),
    "court": _OUTCOMES.in_group("cps_court"),
}
_AMONG: Final = {
    "sd": " (detection, to March 2014)",
    "police": "",
    "court": " (prosecutors and courts)",
}
"""What tells the results of each framework from those of the police since April 2014."""
_DETECTED: Final = frozenset({"SD1", "SD2", "SD3", "SD4", "SD5"})
_JUSTICE: Final = ("charge", "caution", "out_of_court")
"""Results of the police that count as brought to justice (Home Office, offences brought to
justice: charged, cautioned, penalty notice, taken into consideration)."""


def _detail() -> Mapping[str, tuple[str, ...]]:
    """The results of each framework: `sd_charge`, `police_charge`, `court_convicted`."""
    parts = {
        f"{framework}_{result}": tuple(code for code in codes if code in within)
        for framework, within in _WITHIN.items()
        for result, codes in _RESULTS.items()
    }
    return {name: codes for name, codes in parts.items() if codes}


def _called_in_detail() -> Mapping[str, str]:
    """What the results of each framework are called."""
    return {
        f"{framework}_{result}": f"{label}{_AMONG[framework]}"
        for framework in _WITHIN
        for result, label in _CALLED.items()
    }


def _police(*results: str) -> tuple[str, ...]:
    """Outcomes of the police, before 2014 and since, that have one of the results."""
    of_police = _WITHIN["sd"] | _WITHIN["police"]
    return tuple(code for result in results for code in _RESULTS[result] if code in of_police)


def _rest(held: frozenset[str], *, of: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(of - held))


_BROUGHT: Final = _police(*_JUSTICE)
_FINAL: Final = (*_RESULTS["convicted"], *_RESULTS["not_convicted"])
_SUPPORT: Final = told(
    "withdrawal",
    {
        "throughout": equals("victim_supported", "throughout"),
        "withdrew_reviewed": All(
            (
                equals("victim_supported", "withdrew"),
                one_of("withdrawal_reviewed", "supervisor", "advocate"),
            )
        ),
        "withdrew_not_reviewed": equals("victim_supported", "withdrew"),
        "never": equals("victim_supported", "never"),
        "not_known": equals("victim_supported", "not_known"),
    },
    base="victim_supported",
    title="Support of the victim, and whether a withdrawal was reviewed",
    labels={
        "withdrew_reviewed": "Withdrew, and a supervisor or adviser looked at it",
        "withdrew_not_reviewed": "Withdrew, and nobody looked at it",
    },
)
DAYS: Final = {
    "same_day": (0, 0),
    "next_day": (1, 1),
    "2_to_7_days": (2, 7),
    "over_7_days": (8, None),
}
"""Bands of days from a hearing: the first two hold what was done within a day (design)."""

MEASURES: Final = (
    Measure("justice_outcome", "justice_outcome", "Outcomes of justice"),
    Measure("justice_outcome.police", "justice_outcome", "Outcomes of the police",
            (("stage", "police"),)),
    Measure("justice_outcome.charged", "justice_outcome", "Charges and summonses",
            (("outcome", "charge"),)),
    Measure("justice_outcome.convicted", "justice_outcome", "Convictions",
            (("outcome", "convicted"),)),
    Measure("justice_outcome.finalised", "justice_outcome", "Prosecutions that came to an end",
            (("finalised", "yes"),)),
    Measure("justice_outcome.sanction_detections", "justice_outcome",
            "Sanction detections (to March 2014)", (("sanction_detection", "yes"),)),
    Measure("justice_outcome.sanction_cautions", "justice_outcome",
            "Sanction detections by caution (to March 2014)", (("outcome_detail", "sd_caution"),)),
    Measure("justice_outcome.brought_to_justice", "justice_outcome",
            "Offences brought to justice by the police", (("brought_to_justice", "yes"),)),
    Measure("justice_outcome.gbh_brought_to_justice", "justice_outcome",
            "Offences of grievous bodily harm or graver brought to justice by the police",
            (("brought_to_justice", "yes"), ("gbh_or_above", "true"))),
    Measure("justice_outcome.withdrawn", "justice_outcome",
            "Outcomes where the victim withdrew support", (("victim_supported", "withdrew"),)),
    Measure("justice_outcome.withdrawn_reviewed", "justice_outcome",
            "Outcomes where a supervisor or adviser saw the victim before support was withdrawn",
            (("withdrawal", "withdrew_reviewed"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("subject.age_years", band_field="subject.age_band"),
    coded("sex", "subject.sex", "sex"),
    ethnicity("subject.ethnicity_self"),
    coded("stage", "stage", "justice_stage"),
    coded("outcome_detail", "outcome_code", "justice_outcome", base="outcome", groups=_detail(),
          labels=_called_in_detail(), rare=True, title="Outcome, by the rules it was counted by"),
    coded("outcome", "outcome_code", "justice_outcome", groups=_RESULTS, labels=_CALLED, rare=True),
    coded("sanction_detection", "outcome_code", "justice_outcome", base="outcome", rare=True,
          groups={"yes": tuple(sorted(_DETECTED)), "no": _rest(_DETECTED, of=_WITHIN["sd"])}),
    coded("brought_to_justice", "outcome_code", "justice_outcome", base="outcome", rare=True,
          groups={"yes": _BROUGHT,
                  "no": _rest(frozenset(_BROUGHT), of=_WITHIN["sd"] | _WITHIN["police"])}),
    coded("finalised", "outcome_code", "justice_outcome", base="outcome", rare=True,
          title="Prosecution ended",
          groups={"yes": _FINAL, "no": _rest(frozenset(_FINAL), of=_OUTCOMES.values)}),
    _SUPPORT,
    grouped(
        _SUPPORT,
        "victim_supported",
        {
            "throughout": ("throughout",),
            "withdrew": ("withdrew_reviewed", "withdrew_not_reviewed"),
            "never": ("never",),
            "not_known": ("not_known",),
        },
        labels={code.code: code.label for code in code_list("victim_support")},
    ),
    flag("gbh_or_above", "gbh_or_above", title="Grievous bodily harm or graver"),
    *particulars(
        spans("result_recorded", start="hearing_on", end="result_recorded_on", bands=DAYS,
              never="not_recorded", title="Days from the hearing to the record of its result"),
        spans("victim_told", start="hearing_on", end="victim_notified_on", bands=DAYS,
              never="not_told", title="Days from the hearing until the victim was told"),
        coded("court_type", "court_type", "court_type", title="Court"),
        coded("unsuccessful_reason", "unsuccessful_reason", "unsuccessful_reason", rare=True),
        flag("victim_attended", "victim_attended", title="Victim came to court"),
        disability("subject.disability"),
    ),
)  # fmt: skip

# Without the finest grouping of the outcome, those that stay must be nested in one of themselves:
# what two others have in common would be answered by no cell.
_BY_RESULT: Final = ("outcome_detail", "sanction_detection", "brought_to_justice")
_BY_JUSTICE: Final = ("outcome_detail", "sanction_detection", "outcome", "finalised")

TABLES: Final = (
    ReleaseTable(("stage",)),
    ReleaseTable(("stage", "victim_supported"), ("quarter", "year")),
    ReleaseTable(("outcome",), ("quarter", "year")),
    ReleaseTable(("gbh_or_above", "outcome"), ("quarter", "year"), without=_BY_JUSTICE),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("outcome", "sex"), ("year",), without=_BY_RESULT),
    ReleaseTable(("age", "stage"), ("year",)),
    ReleaseTable(("ethnicity", "stage"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
