"""What tells the people of a linked family apart, as SQL: one way for each family.

Each gives the rows that are counted, one for each record, with the person, the record key, the
categories of the splits, and the standing under its own name. What a standing means is declared in
`schemas.linked`; how cells are counted of it stands in `counting`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import CTE, Select, and_, case, func, literal, or_, select, tuple_, union_all

from api.queries.expressions import DaysBetween
from api.queries.linked.records import Conditions, Records, Window
from schemas import linked
from schemas.services import GROUPS
from schemas.tables.agencies import agencies

Splits = Collection[str]

STANDING: Final = "standing"
"""The column that says how a person, or of some families a record, stands."""

_POLICE: Final = "police"


def _reports(window: Window, splits: Splits) -> Select[Any]:
    """Incidents, each with how often its person reported in the window, and to whom."""
    held = Records.of(window, "incident")
    rows = held.people(held.column("agency_id"), splits=splits).cte("counted")
    several = func.count(rows.c.agency_id.distinct()) > 1
    found = case(
        (several, linked.ACROSS), (func.count() > 1, linked.WITHIN), else_=literal(linked.ONCE)
    )
    return _with(rows, select(rows.c.person, found.label(STANDING)).group_by(rows.c.person))


def _again(window: Window, splits: Splits) -> Select[Any]:
    """Incidents, each with whether its person has an earlier one in the window."""
    held = Records.of(window, "incident")
    own = [held.column(name) for name in ("reported_on", "submission_id", "row_no")]
    rows = held.people(*own, splits=splits).cte("counted")
    place = func.row_number().over(
        partition_by=rows.c.person,
        order_by=[rows.c.reported_on, rows.c.submission_id, rows.c.row_no],
    )
    found = case((place > 1, linked.AGAIN), else_=linked.FIRST)
    return select(rows, found.label(STANDING))


def _elsewhere(window: Window, splits: Splits) -> Select[Any]:
    """Records of agencies other than the police, each with whether its person reported to them."""
    police = select(agencies.c.agency_id).where(
        agencies.c.partnership_id == window.partnership_id, agencies.c.sector == _POLICE
    )
    others = (Records.of(window, name) for name in linked.KNOWN_ELSEWHERE.counted)
    parts = [
        each.people(splits=splits, where=[each.column("agency_id").not_in(police)])
        for each in others
    ]
    rows = union_all(*parts).cte("counted")
    known = Records.of(window, "incident", part=True).people().cte("reported")
    return _with(
        rows,
        select(
            rows.c.person,
            case((rows.c.person.in_(select(known.c.person)), "known"), else_="not_known").label(
                STANDING
            ),
        ).distinct(),
    )


def _high_risk(window: Window, splits: Splits) -> Select[Any]:
    """Assessments of high risk, each with whether its person's case was heard from then on."""
    held, heard = (
        Records.of(window, "risk_assessment"),
        Records.of(window, "marac_case", part=True),
    )
    rows = held.people(
        held.column("assessed_on"), splits=splits, where=[held.column("risk_level") == "high"]
    ).cte("counted")
    cases = heard.people(heard.column("meeting_on")).cte("heard")
    last = (
        select(cases.c.person, func.max(cases.c.meeting_on).label("last"))
        .group_by(cases.c.person)
        .cte("last_heard")
    )
    first = (
        select(rows.c.person, func.min(rows.c.assessed_on).label("first"))
        .group_by(rows.c.person)
        .cte("first_assessed")
    )
    found = case((last.c.last >= first.c.first, "heard"), else_="not_heard")
    joined = first.outerjoin(last, last.c.person == first.c.person)
    return _with(rows, select(first.c.person, found.label(STANDING)).select_from(joined))


def _eligible(window: Window, splits: Splits) -> Select[Any]:
    """Crimes and incidents of some risk, each with whether its person was referred at once."""
    held, risks = Records.of(window, "incident"), Records.of(window, "risk_assessment")
    referred = Records.of(window, "referral", part=True)
    own = ("submission_id", "row_no", "reported_on")
    rows = held.people(
        *(held.column(name) for name in own), splits=splits, where=[_due(held, risks)]
    ).cte("counted")
    referrals = referred.people(
        referred.column("referred_on"),
        where=[referred.column("to_service").in_(GROUPS["advocacy"])],
    ).cte("referred")
    days = DaysBetween(referrals.c.referred_on, rows.c.reported_on)
    in_time = (
        select(rows.c.submission_id, rows.c.row_no)
        .join(referrals, referrals.c.person == rows.c.person)
        .where(days.between(0, linked.REFERRED_WITHIN))
        .distinct()
        .cte("in_time")
    )
    same = and_(in_time.c.submission_id == rows.c.submission_id, in_time.c.row_no == rows.c.row_no)
    found = case((in_time.c.row_no.is_not(None), "yes"), else_="no").label(STANDING)
    return select(rows, found).select_from(rows.outerjoin(in_time, same))


def _due(held: Records, risks: Records) -> Any:
    """A crime, or an incident assessed as at some risk by its agency; either may name the other."""
    levels: Conditions = [
        *risks.rows(),
        risks.column("risk_level").in_(linked.ELIGIBLE_LEVELS),
    ]
    agency = held.column("agency_id")
    named = select(risks.column("agency_id"), risks.column("record_id")).where(*levels)
    naming = select(risks.column("agency_id"), risks.column("incident_ref")).where(
        *levels, risks.column("incident_ref").is_not(None)
    )
    return or_(
        held.column("is_crime").is_(True),
        tuple_(agency, held.column("risk_assessment_ref")).in_(named),
        tuple_(agency, held.column("record_id")).in_(naming),
    )


def _with(rows: CTE, standing: Select[Any]) -> Select[Any]:
    """The rows, each with how its person stands."""
    told = standing.cte("told")
    return select(rows, told.c[STANDING]).join(told, told.c.person == rows.c.person)


ROWS: Final[Mapping[str, Callable[[Window, Splits], Select[Any]]]] = MappingProxyType(
    {
        linked.VICTIMS_12M.name: _reports,
        linked.INCIDENTS_12M.name: _again,
        linked.VICTIMS_36M.name: _reports,
        linked.KNOWN_ELSEWHERE.name: _elsewhere,
        linked.HIGH_RISK.name: _high_risk,
        linked.ELIGIBLE.name: _eligible,
    }
)
"""The counted rows of each family."""
