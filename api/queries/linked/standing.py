"""What tells the people of a linked family apart, as SQL: one way for each family.

Each gives the rows that are counted, one for each record, with the person, the record key, the
categories of the splits, and the standing under its own name. What a standing means is declared in
`schemas.linked`; how cells are counted of it stands in `counting`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union_all,
)

from api.queries.expressions import DaysBetween
from api.queries.linked.records import Conditions, Records, Window
from schemas import linked
from schemas.services import GROUPS
from schemas.tables.agencies import agencies

Splits = Collection[str]

STANDING: Final = "standing"
"""The column that says how a person, or of some families a record, stands."""

BESIDE: Final = literal(1).label("beside")
COUNTED: Final = literal(0).label("beside")
"""Whether a row is counted, or tells of the people who are. Both are read in one go and sorted by
person: a join of two such sets is guessed badly by a store that has not looked at its tables lately
(PostgreSQL manual, planner statistics).
"""

_POLICE: Final = "police"


def _reports(window: Window, splits: Splits) -> Select[Any]:
    """Incidents, each with how often its person reported in the window, and to whom."""
    held = Records.of(window, "incident")
    rows = held.people(held.column("agency_id"), splits=splits).subquery()
    first, last = (
        which(rows.c.agency_id).over(partition_by=rows.c.person) for which in (func.min, func.max)
    )
    times = func.count().over(partition_by=rows.c.person)
    found = case((first != last, linked.ACROSS), (times > 1, linked.WITHIN), else_=linked.ONCE)
    return select(rows, found.label(STANDING))


def _again(window: Window, splits: Splits) -> Select[Any]:
    """Incidents, each with whether its person has an earlier one in the window.

    Of one day, that of the agency whose name comes first is the earlier one, and then by what the
    agency calls it: sent again, they stand as before.
    """
    held = Records.of(window, "incident")
    own = [held.column(name) for name in ("reported_on", "agency_id", "record_id")]
    rows = held.people(*own, splits=splits).subquery()
    place = func.row_number().over(
        partition_by=rows.c.person,
        order_by=[rows.c.reported_on, rows.c.agency_id, rows.c.record_id],
    )
    found = case((place > 1, linked.AGAIN), else_=linked.FIRST)
    return select(rows, found.label(STANDING))


def _elsewhere(window: Window, splits: Splits) -> Select[Any]:
    """Records of agencies other than the police, each with whether its person reported to them."""
    police = select(agencies.c.agency_id).where(
        agencies.c.partnership_id == window.partnership_id, agencies.c.sector == _POLICE
    )
    others = (Records.of(window, name) for name in linked.KNOWN_ELSEWHERE.counted)
    counted = (
        each.people(COUNTED, splits=splits, where=[each.column("agency_id").not_in(police)])
        for each in others
    )
    reports = Records.of(window, "incident", part=True).people(BESIDE, splits=splits)
    rows = union_all(*counted, reports).subquery()
    known = func.max(rows.c[BESIDE.name]).over(partition_by=rows.c.person)
    return _counted(rows, case((known == 1, "known"), else_="not_known"))


def _high_risk(window: Window, splits: Splits) -> Select[Any]:
    """Assessments of high risk, each with whether its person's case was heard from then on."""
    held, heard = (
        Records.of(window, "risk_assessment"),
        Records.of(window, "marac_case", part=True),
    )
    high = held.people(
        COUNTED,
        held.column("assessed_on").label("day"),
        splits=splits,
        where=[held.column("risk_level") == "high"],
    )
    cases = heard.people(BESIDE, heard.column("meeting_on").label("day"), splits=splits)
    rows = union_all(high, cases).subquery()
    beside = rows.c[BESIDE.name] == 1
    first = func.min(case((not_(beside), rows.c.day))).over(partition_by=rows.c.person)
    last = func.max(case((beside, rows.c.day))).over(partition_by=rows.c.person)
    return _counted(rows, case((last >= first, "heard"), else_="not_heard"))


def _eligible(window: Window, splits: Splits) -> Select[Any]:
    """Crimes and incidents of some risk, each with whether its person was referred at once."""
    held, risks = Records.of(window, "incident"), Records.of(window, "risk_assessment")
    referred = Records.of(window, "referral", part=True)
    due = held.people(
        COUNTED,
        held.column("reported_on").label("day"),
        splits=splits,
        where=[_due(held, risks)],
    )
    referrals = referred.people(
        BESIDE,
        referred.column("referred_on").label("day"),
        splits=splits,
        where=[referred.column("to_service").in_(GROUPS["advocacy"])],
    )
    rows = union_all(due, referrals).subquery()
    # The next referral of the person, from the day of the report on.
    following = func.min(case((rows.c[BESIDE.name] == 1, rows.c.day))).over(
        partition_by=rows.c.person,
        order_by=[rows.c.day, rows.c[BESIDE.name]],
        rows=(0, None),
    )
    days = DaysBetween(following, rows.c.day)
    return _counted(rows, case((days <= linked.REFERRED_WITHIN, "yes"), else_="no"))


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


def _counted(rows: Subquery, standing: ColumnElement[str]) -> Select[Any]:
    """The rows that are counted, each with its standing, which those beside them help to tell."""
    told = select(rows, standing.label(STANDING)).subquery()
    return select(told).where(told.c[BESIDE.name] == 0)


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
