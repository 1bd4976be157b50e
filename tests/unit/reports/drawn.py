"""A report that has everything that pages draw, of invented figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.disclosure.showing import Status
from api.reports.facts import Part, Participation, Point, Split, Standing, Trend
from api.reports.indicators import Cell, Interval, Value
from api.reports.report import Report
from schemas.codes import code_list
from schemas.period import Period
from tests.unit.reports.test_board import Q4, facts
from tests.unit.reports.test_commitments import DAY, commitment, write

BREAK, COVERAGE, HIDDEN = 3, 7, 5
"""The places in the trend by month of a break, of a change of coverage, and of a hidden figure."""

_COUNTS = (212, 240, 231, 305, 288, None, 296, 310, 342, 318, 299, 307)
_SHARES = ((36, 112, 310), (38, 121, 318), (35, 105, 300), None, (41, 140, 341))
_STATUSES = ("received", "nil", "partial", "expected", "not_provided", "not_requested")
_DATASETS = ("incident", "housing_support", "health_contact")


def count(value: int | None) -> Value:
    if value is None:
        return Value(None, "suppressed", "part_hidden")
    ends = Interval(value - 5, value + 5), Interval(value - 30, value + 33)
    return Value(value, "ok", noise=ends[0], chance=ends[1])


def by_month() -> Trend:
    """Twelve months with a break, a change of coverage and a figure that is not shown."""
    follows: dict[int, tuple[Status, tuple[str, ...]]] = {
        BREAK: ("series_break", ()),
        COVERAGE: ("coverage_changed", ("bcwa",)),
    }
    months = [Q4.months()[-1]]
    while len(months) < len(_COUNTS):
        months.insert(0, months[0].previous())
    points = tuple(
        Point(when, count(value), *follows.get(place, ("ok", ())))
        for place, (when, value) in enumerate(zip(months, _COUNTS, strict=True))
    )
    return Trend("IND-01", "", "incidents of domestic abuse", points)


def by_quarter() -> Trend:
    """Five quarters of a percentage, the fourth of them not sealed."""
    quarters = [Q4]
    while len(quarters) < len(_SHARES):
        quarters.insert(0, quarters[0].previous())
    values = [_share(each) for each in _SHARES]
    points = tuple(Point(when, value) for when, value in zip(quarters, values, strict=True))
    return Trend("IND-04", "a", "incidents with an arrest, of all incidents", points)


def _share(parts: tuple[int, int, int] | None) -> Value:
    if parts is None:
        return Value(None, "not_available", "not_sealed", unit="percent")
    share, part, base = parts
    return Value(share, "ok", "", part, base, 6, unit="percent")


def wards(when: Period, *, first: int = 4) -> Split:
    """A value for every ward of the day and for those not known; small ones are hidden."""
    held = [c for c in code_list("ward") if c.valid_from is not None]
    cells = [
        Cell(value, "ok") if value > 4 else Cell(None, "suppressed")
        for value in range(first, first + 2 * len(held), 2)
    ]
    parts = [Part(c.code, c.label, cell) for c, cell in zip(held, cells, strict=True)]
    parts.append(Part("missing", "Not known", Cell(7, "ok")))
    return Split("incident", "Incidents", "ward", "ward", when, tuple(parts))


def standings() -> tuple[Standing, ...]:
    """Every standing of a return, over three months, datasets and agencies."""
    made = []
    for place, agency in enumerate(("met", "bcwa", "kings")):
        for row, dataset in enumerate(_DATASETS):
            for column, month in enumerate(Q4.months()):
                status = _STATUSES[(place + row * 2 + column) % len(_STATUSES)]
                late = status == "received" and row > 0
                made.append(Standing(agency, dataset, str(month), status, late, 12))
    return tuple(made)


def report(**changes: Any) -> Report:
    """The report, with commitments, statements and feedback."""
    usual = facts()
    held = Participation(27, 20, 22, 1, usual.participation.share, 12, standings())
    months = Q4.months()
    ages = ("Under 25", 182), ("25 to 44", 420), ("45 and over", 132), ("Not known", None)
    parts = tuple(
        Part(str(n), label, Cell(value, "ok" if value else "suppressed"))
        for n, (label, value) in enumerate(ages)
    )
    said: dict[str, Any] = {
        "names": {"met": "Police", "bcwa": "Women's charity", "kings": "Hospital trust"},
        "datasets": {
            "incident": "Incidents reported to the police",
            "housing_support": "Housing and safe accommodation",
            "health_contact": "Contacts with health services",
        },
        "participation": held,
        "areas": tuple(wards(each, first=4 + n) for n, each in enumerate(months)),
        "equality": (Split("incident", "Incidents", "age_band", "age band", Q4, parts),),
        "trends": {"incidents": (by_month(),), "response": (by_quarter(),)},
        **changes,
    }
    return write(commitment(), **said)


def prose_alone() -> Report:
    """The same without anything to draw or to set side by side."""
    whole = report()
    bare = tuple(replace(each, tables=(), parts=()) for each in whole.sections)
    return replace(whole, kind="scrutiny", sections=bare, written_on=DAY)
