"""The families of linked measures: each with what it joins, its window and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from schemas.breakdowns import MISSING_CATEGORY, Breakdown, Category, Measure, Unit
from schemas.linked.model import YEAR, Linked, Side

THREE_YEARS: Final = 36
"""Months over which Kingston counted people again (the Kingston police response to the Metropolitan
Police Authority's board, November 2007)."""

REFERRED_WITHIN: Final = 2  # days from the report to the referral (design)
ELIGIBLE_LEVELS: Final = ("medium", "high")
"""Levels of risk at which every incident should lead to a referral, as every crime should (design,
after the Metropolitan Police Authority Domestic Violence Board's report, 2007)."""

FAMILY: Final = "linked"
"""The first part of every linked measure's name, where a dataset's measures have the dataset's."""

_BOARD: Final = "the Metropolitan Police Authority Domestic Violence Board's report, 2007"
_KINGSTON: Final = (
    "the Kingston police response to the Metropolitan Police Authority's board, November 2007"
)
_UPDATE: Final = "the Safer Bromley Partnership's update for 2022/23 quarter 3"

ONCE, WITHIN, ACROSS = "once", "one_agency", "several_agencies"
"""How often somebody reported in a window, and to whom."""

FIRST, AGAIN = "first", "again"
"""Whether an incident is the first of its person in a window."""


def _standing(name: str, title: str, groups: Mapping[str, str], *, base: str = "") -> Breakdown:
    """What tells people apart: category -> label, of what the joining finds under that very name.

    `base` is `name` by default.
    """
    return _grouped(name, title, {code: (code,) for code in groups}, base=base, labels=groups)


def _grouped(
    name: str,
    title: str,
    groups: Mapping[str, Sequence[str]],
    *,
    labels: Mapping[str, str],
    base: str = "",
) -> Breakdown:
    categories = (Category(code, labels[code]) for code in groups)
    return Breakdown(
        name=name,
        base=base or name,
        field=f"{FAMILY}.{base or name}",
        title=title,
        categories=(*categories, MISSING_CATEGORY),
        mapping=MappingProxyType({each: code for code, held in groups.items() for each in held}),
    )


def _again(months: int) -> tuple[Breakdown, Breakdown]:
    """Whether somebody reported more than once in a window, and to how many agencies."""
    words = "in twelve months" if months == YEAR else "in thirty-six months"
    finest = _standing(
        f"repeats_{months}m",
        f"Reports of the same person {words}",
        {
            ONCE: "One report",
            WITHIN: "More than one, all to one agency",
            ACROSS: "More than one, to several agencies",
        },
        base=f"repeat_{months}m",
    )
    again = _grouped(
        f"repeat_{months}m",
        f"Reported more than once {words}",
        {"yes": (WITHIN, ACROSS), "no": (ONCE,)},
        labels={"yes": "Yes", "no": "No"},
    )
    return finest, again


def _measure(
    family: str, name: str, title: str, part: tuple[str, str] | None = None, *, unit: Unit
) -> Measure:
    return Measure(
        f"{FAMILY}.{name}", f"{FAMILY}.{family}", title, (part,) if part else (), (unit,)
    )


_AGAIN_12, _AGAIN_36 = _again(YEAR), _again(THREE_YEARS)

VICTIMS_12M: Final = Linked(
    "linked.victims_12m",
    "People who reported abuse in twelve months",
    whole=(Side(("incident",)),),
    standing=_AGAIN_12,
    measures=(
        _measure("victims_12m", "victims_12m", "People who reported in twelve months",
                 unit="persons"),
        _measure("victims_12m", "repeat_victims_12m",
                 "People who reported more than once in twelve months",
                 ("repeat_12m", "yes"), unit="persons"),
        _measure("victims_12m", "repeat_victims_in_one_agency_12m",
                 "People who reported more than once in twelve months, each time to the same "
                 "agency", ("repeats_12m", WITHIN), unit="persons"),
        _measure("victims_12m", "repeat_victims_across_agencies_12m",
                 "People who reported more than once in twelve months, to more than one agency",
                 ("repeats_12m", ACROSS), unit="persons"),
    ),
    drawn_with=("incident", ()),
    source=f"design; {_BOARD} asks for a measure of people who report again",
)  # fmt: skip

INCIDENTS_12M: Final = Linked(
    "linked.incidents_12m",
    "Incidents in twelve months, first ones and those that follow",
    whole=(Side(("incident",)),),
    standing=(
        _standing("again_12m", "Follows another incident of the same person in the year",
                  {FIRST: "First of the year", AGAIN: "Follows another"}, base="repeat_12m"),
    ),
    measures=(
        _measure("incidents_12m", "incidents_12m",
                 "Incidents in twelve months that say whom they are about", unit="records"),
        _measure("incidents_12m", "repeat_incidents_12m",
                 "Incidents about somebody who had reported before in the same financial year",
                 ("again_12m", AGAIN), unit="records"),
    ),
    drawn_with=("incident", ()),
    apart="records",
    source=_BOARD,
)  # fmt: skip

VICTIMS_36M: Final = Linked(
    "linked.victims_36m",
    "People who reported abuse in thirty-six months, and their incidents",
    whole=(Side(("incident",), THREE_YEARS),),
    standing=_AGAIN_36[1:],
    measures=(
        _measure("victims_36m", "victims_36m", "People who reported in thirty-six months",
                 unit="persons"),
        _measure("victims_36m", "repeat_victims_36m",
                 "People who reported more than once in thirty-six months",
                 ("repeat_36m", "yes"), unit="persons"),
        _measure("victims_36m", "incidents_36m",
                 "Incidents in thirty-six months that say whom they are about", unit="records"),
        _measure("victims_36m", "incidents_of_repeat_victims_36m",
                 "Incidents in thirty-six months about people who reported more than once",
                 ("repeat_36m", "yes"), unit="records"),
    ),
    drawn_with=("incident", ()),
    source=_KINGSTON,
)  # fmt: skip

KNOWN_ELSEWHERE: Final = Linked(
    "linked.known_elsewhere_12m",
    "People who came to an agency other than the police in twelve months",
    whole=(Side(("health_contact", "housing_support", "referral", "service_episode")),),
    part=(Side(("incident",), THREE_YEARS),),
    standing=(
        _standing("police_36m", "Known to the police in thirty-six months",
                  {"known": "Known", "not_known": "Not known"}),
    ),
    measures=(
        _measure("known_elsewhere_12m", "known_elsewhere_12m",
                 "People who came to an agency other than the police in twelve months",
                 unit="persons"),
        _measure("known_elsewhere_12m", "not_known_to_police_12m",
                 "People who came to an agency other than the police in twelve months, and who "
                 "reported no incident in the thirty-six that end with them",
                 ("police_36m", "not_known"), unit="persons"),
    ),
    splits=("sex",),
    source=_UPDATE,
)  # fmt: skip

HIGH_RISK: Final = Linked(
    "linked.high_risk_12m",
    "People assessed as at high risk in twelve months",
    whole=(Side(("risk_assessment",)),),
    part=(Side(("marac_case",)),),
    standing=(
        _standing("conference", "Case heard at a conference",
                  {"heard": "Heard", "not_heard": "Not heard"}),
    ),
    measures=(
        _measure("high_risk_12m", "high_risk_12m",
                 "People assessed as at high risk in twelve months", unit="persons"),
        _measure("high_risk_12m", "conferenced_high_risk",
                 "People assessed as at high risk in twelve months whose case was heard at a "
                 "conference in them, on the day of the first such assessment or later",
                 ("conference", "heard"), unit="persons"),
    ),
    drawn_with=("risk_assessment", ("risk_level",)),
    splits=("sex",),
    source=f"design, after {_BOARD}",
)  # fmt: skip

ELIGIBLE: Final = Linked(
    "linked.eligible_incidents",
    "Crimes and incidents of medium or high risk in twelve months",
    whole=(Side(("incident",)), Side(("risk_assessment",))),
    part=(Side(("referral",)),),
    standing=(
        _standing("referred_2d", "Referred to an adviser within two days",
                  {"yes": "Yes", "no": "No"}),
    ),
    measures=(
        _measure("eligible_incidents", "eligible_incidents",
                 "Crimes and incidents of medium or high risk that say whom they are about",
                 unit="records"),
        _measure("eligible_incidents", "eligible_incidents_referred_2d",
                 "Crimes and incidents of medium or high risk after which the person was referred "
                 "to an adviser within two days", ("referred_2d", "yes"), unit="records"),
    ),
    apart="records",
    splits=("sex",),
    source=_BOARD,
)  # fmt: skip
