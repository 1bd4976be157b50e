"""Indicators of what came of crimes: detections, outcomes, prosecutions, orders, who was told when.

Sanction detections ended with March 2014 and are never shown without their share of cautions; the
outcomes that took their place are another series.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from api.reports.indicators.model import (
    Break,
    Count,
    Indicator,
    Line,
    Stated,
    Target,
    Unavailable,
)
from api.reports.indicators.sources import BROMLEY, DAPO, HOME_OFFICE
from schemas.breakdowns import PeriodKind

_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_LAST_DETECTIONS: Final = date(2014, 3, 31)
_OUTCOMES_FROM: Final = date(2014, 4, 1)
_DETECTED: Final = Count("justice_outcome.sanction_detections")
_POLICE: Final = Count("justice_outcome.police")
_OF_POLICE: Final = (("stage", "police"),)
_RESULTS: Final = (
    "police_charge", "police_caution", "police_out_of_court", "police_no_action_victim_supports",
    "police_no_action_victim_does_not", "police_other",
)  # fmt: skip
_NEW_OUTCOMES: Final = Break(
    _OUTCOMES_FROM, "Outcomes took the place of sanction detections from April 2014.", HOME_OFFICE
)


def _rate(measure: str) -> tuple[Stated, Stated]:
    return Stated(measure, role="numerator"), Stated(measure, role="denominator")


def _gravest(measure: str, *, unit: str = "records") -> Count:
    return Count(f"justice_outcome.{measure}", unit="persons" if unit == "persons" else "records")


JUSTICE: Final = (
    Indicator(
        "IND-10", "sanction_detection_rate", "Sanction detection rate", "percent",
        ("justice_outcome", "incident"),
        (
            Line("crimes", "sanction detections, of crimes recorded", _DETECTED,
                 Count("incident.crimes"), periods=_LONGER, valid_to=_LAST_DETECTIONS,
                 stated=Stated("sanction_detections"), stated_of=Stated("crimes")),
            Line("stated", "sanction detections, of the base that the agency held them against",
                 *_rate("sanction_detection_rate"), valid_to=_LAST_DETECTIONS),
        ),
        "neither",
        "A caution counts as a detection, so this is never read without the share of cautions. "
        "Detections of a period are held against crimes of the same period, which need not be the "
        "same crimes. A rate as published may have a base of its own.",
        paired=("IND-11",),
        versions=True,
        breaks=(_NEW_OUTCOMES,),
    ),
    Indicator(
        "IND-11", "caution_share_of_sanction_detections",
        "Share of sanction detections that are cautions", "percent", ("justice_outcome",),
        (
            Line("", "cautions, of sanction detections", Count("justice_outcome.sanction_cautions"),
                 _DETECTED, periods=_LONGER, valid_to=_LAST_DETECTIONS,
                 stated=Stated("caution_detections"), stated_of=Stated("sanction_detections")),
            Line("stated", "cautions, of sanction detections as the agency counts them",
                 *_rate("caution_share"), valid_to=_LAST_DETECTIONS),
        ),
        "less_is_better",
        "Some boroughs held cautions against charges instead, which is another figure.",
        versions=True,
        breaks=(_NEW_OUTCOMES,),
    ),
    Indicator(
        "IND-12", "police_outcome_mix", "What came of crimes at the police", "mixed",
        ("justice_outcome",),
        (
            Line("mix", "outcomes of the police in the period, by result",
                 Count("justice_outcome"), _POLICE, periods=_LONGER, mix="outcome_detail",
                 mixed=_RESULTS, valid_from=_OUTCOMES_FROM),
            Line("cps", "decisions to charge, of all decisions of the Crown Prosecution Service",
                 Count("justice_outcome", (("outcome_detail", "court_charge"),)),
                 Count("justice_outcome", (("stage", "cps"),)), periods=_LONGER),
            Line("people", "people whom the police charged, and those cautioned where the counting "
                 "rule says so", Stated("people_charged")),
            Line("offences", "offences charged or cautioned", Stated("offences_charged")),
            Line("cohort", "crimes of a month by what came of them three, six and twelve months "
                 "later",
                 Unavailable("cohort_not_released",
                             "A cohort is followed past the end of its period, and a sealed period "
                             "does not change."),
                 valid_from=_OUTCOMES_FROM),
        ),
        "neither",
        "These are outcomes given in the period, of whichever month the crime is; crimes that are "
        "still open are not among them. People, offences and detections are three counts.",
        breaks=(_NEW_OUTCOMES,),
    ),
    Indicator(
        "IND-13", "victim_withdrawal_share", "Outcomes where the victim withdrew support",
        "percent", ("justice_outcome",),
        (
            Line("a", "outcomes of the police where support was withdrawn, of all outcomes of the "
                 "police", Count("justice_outcome.withdrawn", _OF_POLICE), _POLICE,
                 known=("victim_supported",), periods=_LONGER),
            Line("b", "withdrawals that a supervisor or an adviser had looked at, of all "
                 "withdrawals",
                 Count("justice_outcome.withdrawn_reviewed"), Count("justice_outcome.withdrawn"),
                 periods=_LONGER),
        ),
        "neither",
        "Withdrawing is never the victim's fault, and can be the safer choice; what matters is "
        "whether somebody asked why. Outcomes without an identified suspect are in the base.",
    ),
    Indicator(
        "IND-14", "gbh_and_above_share", "Grievous bodily harm or graver brought to justice",
        "mixed", ("justice_outcome",),
        (
            Line("share", "offences of grievous bodily harm or graver, of all offences brought to "
                 "justice by the police", _gravest("gbh_brought_to_justice"),
                 _gravest("brought_to_justice"), periods=_LONGER,
                 stated=Stated("offences_charged_gravest"), stated_of=Stated("offences_charged")),
            Line("offences", "offences of grievous bodily harm or graver brought to justice by "
                 "the police", _gravest("gbh_brought_to_justice"), periods=_LONGER,
                 stated=Stated("offences_charged_gravest")),
            Line("cases", "cases brought to justice with a charge of grievous bodily harm or "
                 "graver", Stated("cases_charged_gravest")),
            Line("people", "people brought to justice by the police for grievous bodily harm or "
                 "graver", _gravest("gbh_brought_to_justice", unit="persons"), periods=_LONGER,
                 stated=Stated("people_charged_gravest")),
            Line("people_share", "people brought to justice for grievous bodily harm or graver, of "
                 "all people brought to justice by the police",
                 _gravest("gbh_brought_to_justice", unit="persons"),
                 _gravest("brought_to_justice", unit="persons"), periods=_LONGER,
                 stated=Stated("people_charged_gravest"), stated_of=Stated("people_charged")),
        ),
        "neither",
        "People, cases and offences are three counts and are never compared.",
        breaks=(
            Break(date(2008, 4, 1),
                  "Levels of injury are classified anew from April 2008, so that more are grave.",
                  BROMLEY),
        ),
    ),
    Indicator(
        "IND-18", "prosecution_success_rate", "Prosecutions that end in a conviction", "percent",
        ("justice_outcome",),
        (Line("", "convictions, of prosecutions that came to an end",
              Count("justice_outcome.convicted"), Count("justice_outcome.finalised"),
              periods=_LONGER, stated=Stated("prosecutions_won", role="numerator"),
              stated_of=Stated("prosecutions_won", role="denominator")),),
        "more_is_better",
        "Cases with an adviser and all cases are two bases; a conviction for each offence is not "
        "one for each case.",
        breakdowns=("sex",),
        targets=(
            Target("", 35, "at_least", date(2007, 1, 1), date(2008, 11, 4), "Bromley", BROMLEY),
        ),
    ),
    Indicator(
        "IND-33", "protective_orders", "Protective orders granted and kept", "percent",
        ("protective_order",),
        (
            Line("a", "orders and notices granted, of those applied for",
                 Count("protective_order.granted"), Count("protective_order")),
            Line("b", "orders breached, of those that came into force",
                 Count("protective_order.in_force_breached"), Count("protective_order.in_force"),
                 periods=_LONGER),
        ),
        "neither",
        "More breaches found can mean that more people look. Orders are counted by the month in "
        "which they were applied for, and those of late months have had less time to be breached.",
        breakdowns=("order_type", "applicant", "legal_aid"),
        breaks=(
            Break(date(2024, 11, 1),
                  "Domestic abuse protection orders take the place of domestic violence protection "
                  "orders from November 2024.", DAPO,
                  areas=("E09000006", "E09000008", "E09000029")),
        ),
    ),
    Indicator(
        "IND-34", "justice_notification_timeliness", "How soon results and releases are told",
        "mixed", ("justice_outcome", "perpetrator_intervention"),
        (
            Line("recorded", "days from a hearing to the record of its result",
                 Count("justice_outcome"), median="result_recorded", periods=_LONGER),
            Line("told", "days from a hearing until the victim was told",
                 Count("justice_outcome"), median="victim_told", periods=_LONGER),
            Line("released", "releases from custody of which the person abused was told by their "
                 "day, of all releases",
                 Count("perpetrator_intervention.told_before_release"),
                 Count("perpetrator_intervention.released"), periods=_LONGER,
                 direction="more_is_better"),
            Line("police", "releases from custody of which the police were told by their day, of "
                 "all releases",
                 Unavailable("not_registered",
                             "It is stored and not among the variables that are released.")),
        ),
        "less_is_better",
        "Records carry days and no hours. Where nothing says that somebody was told, it counts as "
        "not told.",
    ),
)  # fmt: skip
