"""Contradictions that published reports were found to hold, each as a return that can be sent.

Four reports are meant: the responses of the Bromley (November 2008), Havering (April 2006) and
Kingston (November 2007) police to the Metropolitan Police Authority's Domestic Violence Board, that
board's own report of 2007, and the Safer Bromley Partnership's update for 2022/23 quarter 3. The
figures are theirs; the agencies that send them here are invented. A contradiction is refused by a
rule, asked about, or accepted and then kept apart from what it does not fit, and its entry says
which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from schemas.codes.declared import DECLARED
from schemas.period import Period
from synth.faults.fault import Fault
from synth.formats import Row
from synth.making import envelope
from synth.partnership import LEAD, PLAN, Expectation, PartnershipPlan
from synth.returns import InventedReturn
from synth.written import Written

Days = tuple[str, str]
_BOARD: Final = "Metropolitan Police Authority Domestic Violence Board, annual report 2006-07"
_HAVERING: Final = "Havering police response to the board, April 2006"
_DAY: Final = "2007-11-06"
"""Of stocks as they were printed; they are sent as they stand at the end of the month."""


def _year(first: int) -> Days:
    """The days of a financial year."""
    return f"{first}-04-01", f"{first + 1}-03-31"


@dataclass(frozen=True)
class Contradiction:
    """One contradiction as rows.

    Attributes:
        sentence: what does not fit.
        rows: what is sent, without identifiers.
        code: the finding, or None where each row is right by itself.
        at: of each finding the row from 1 and the field; no row where it is about several.
        status: what the service says where a release is asked.
        why: the reason, where no rule can find it in what is sent.
        dataset: of the rows.
    """

    sentence: str
    rows: tuple[Row, ...]
    code: str | None = None
    at: tuple[tuple[int | None, str], ...] = ()
    status: str | None = None
    why: str | None = None
    dataset: Literal["aggregate_return", "review_action"] = "aggregate_return"


def _told(
    measure: str, days: str | Days, *, cell: Mapping[str, str] | None = None, **said: Any
) -> Row:
    """A declared figure of a day or a span."""
    entry = DECLARED[measure]
    row: Row = {
        "family": entry.family, "measure": measure, "unit": entry.unit,
        "counting_rule": "as-declared", "status": "final", **said,
    }  # fmt: skip
    span = {"as_at": days} if isinstance(days, str) else dict(
        zip(("covers_from", "covers_to"), days, strict=True))  # fmt: skip
    return row | span | ({"breakdown": dict(cell)} if cell else {})


def _refused(
    sentence: str, code: str, *rows: Row, field: str, row: int | None = None
) -> Contradiction:
    return Contradiction(sentence, rows, code, ((row, field),))


def _apart(sentence: str, status: str, *rows: Row, why: str) -> Contradiction:
    """Rows that are all accepted: which of them may be read together is told by a release."""
    return Contradiction(sentence, rows, status=status, why=why)


def _crimes(value: int, **cell: str) -> Row:
    return _told("crimes", _year(2007), value=value, cell=cell)


_SESSIONS: Final = {"project": "one-stop-shop", "financial_year": "2007-2008"}
_ADVOCATE: Final = {"project": "advocate", "financial_year": "2005-2006"}
_BASES: Final = "Each figure says by what it is counted, and those of two bases are two measures."
_COMMITMENT: Final[Row] = {
    "review_type": "strategy", "review_ref": "strategy", "stage": "action_plan",
    "opened_on": "2021-04-01", "stage_on": "2021-04-30", "publication": "published",
    "recommendation_no": 1, "action_no": 1, "lifecycle": "in_progress", "rag": "In process",
}  # fmt: skip

CONTRADICTIONS: Final[Mapping[str, Contradiction]] = {
    "inc-01": _apart(
        "Two arrest rates, one of all reports and one of crimes.", "separate",
        _told("incident", _year(2007), value=3098), _crimes(1780),
        _told("incidents_with_arrest", _year(2007), value=1192),
        _told("crimes_with_arrest", _year(2007), value=1056), why=_BASES),
    "inc-02": _apart(
        "As many victims as crimes, though some came again.", "separate",
        _crimes(1780), _told("victims", _year(2007), value=1780),
        why="It may be so: only records with references tell people from crimes."),
    "inc-03": _apart(
        "As many people charged as sanction detections.", "separate",
        _told("people_charged", _year(2007), value=743, counting_rule="charges-and-cautions"),
        _told("sanction_detections", _year(2007), value=743), why=_BASES),
    "inc-04": _refused(
        "Shares of a whole that they do not come to.", "AGG-V02",
        _crimes(1780), _crimes(979, ethnicity_self="W1"), _crimes(53, ethnicity_self="W9"),
        _crimes(36, ethnicity_self="B2"), field="value"),
    "inc-05": _refused(
        "A profile that mixes ethnicity as people say it and as officers see it.", "AGG-V17",
        _crimes(943, ethnicity_self="W1", ethnicity_observed="IC1"), field="breakdown", row=1),
    "inc-06": _refused(
        "Age bands of people accused unlike those of people abused.", "code",
        _told("people_charged", _year(2007), value=82, cell={"age_band": "11-20"}),
        field="breakdown", row=1),
    "inc-07": _refused(
        "A share without its base.", "AGG-V01",
        _told("records_checked", _year(2007), numerator=18), field="numerator", row=1),
    "inc-08": _apart(
        "Grave charges before and after levels of injury were told otherwise.", "series_break",
        _told("offences_charged_gravest", _year(2007), value=25,
              counting_rule="injury-levels-before-2008"),
        _told("offences_charged_gravest", ("2008-04-01", "2008-09-30"), value=47,
              counting_rule="injury-levels-from-2008"), why=_BASES),
    "inc-09": _refused(
        "Half a day of several agencies for 26 pounds.", "AGG-V06a",
        _told("spending", _year(2007), value=2_700, cell=_SESSIONS),
        _told("units_paid_for", _year(2007), value=104, cell=_SESSIONS), field="value"),
    "inc-10": _apart(
        "Fewer calls than incidents.", "separate",
        _told("calls_with_report", _year(2006), numerator=80_000, denominator=87_600),
        _told("incident", _year(2006), value=101_199), why=_BASES),
    "inc-11": _apart(
        "The same post at two prices.", "separate",
        _told("spending", _year(2005), value=17_500, cell=_ADVOCATE,
              already_published=True, published_source=_BOARD),
        why="Another agency's figure of the same post is its own, with its own source."),
    "inc-12": _refused(
        "Three cases with four outcomes, under a measure that nobody defined.", "code",
        _crimes(3) | {"measure": "employee_cases"}, field="measure", row=1),
    "inc-13": _apart(
        "A detection rate whose base is not the crimes that were printed.", "separate",
        _told("sanction_detection_rate", _year(2005), numerator=527, denominator=1258),
        _told("crimes", _year(2005), value=1452), why=_BASES),
    "inc-14": _apart(
        "A year before that has fourteen months, one of them the later year's.", "spans_overlap",
        _told("incident", ("2004-02-01", "2005-03-31"), value=2273,
              already_published=True, published_source=_HAVERING),
        _told("incident", ("2005-03-01", "2006-02-28"), value=2259,
              already_published=True, published_source=_HAVERING),
        why="A figure may cover any days; those of spans that overlap are never compared."),
    "inc-15": _apart(
        "Arrests where a power existed, held against all crimes.", "separate",
        _told("arrests_where_power", _year(2005), value=769), _told("crimes", _year(2005),
        value=1452), why="The base is another measure, which was not sent: no rate is made."),
    "inc-16": _apart(
        "Repeat victims, called a share of incidents.", "separate",
        _told("repeat_victims", _year(2005), value=364), _told("incident", _year(2005),
        value=2259), why=_BASES),
    "inc-17": _apart(
        "Arrest rates from before and after April 2007 as one series.", "series_break",
        _told("arrest_rate_mixed", _year(2006), numerator=830, denominator=1474),
        _told("crimes", _year(2007), value=791),
        _told("crimes_with_arrest", _year(2007), value=559), why=_BASES),
    "inc-18": _refused(
        "More crimes with an arrest than crimes.", "EVT-V15",
        _told("crimes", _year(2006), value=791),
        _told("crimes_with_arrest", _year(2006), value=830), field="value"),
    "inc-19": _apart(
        "Fewer people charged than the detections imply.", "separate",
        _told("people_charged", _year(2006), value=174, counting_rule="charges-alone"),
        _told("sanction_detection_rate", _year(2006), numerator=381, denominator=791),
        why=_BASES),
    "inc-20": _refused(
        "Ten agencies of which nine are named, as a figure that nobody defined.", "code",
        _crimes(10) | {"measure": "agencies"}, field="measure", row=1),
    "inc-21": _refused(
        "Posts that are not those filled and those vacant.", "AGG-V04a",
        _told("posts", _DAY, value=15), _told("posts_filled", _DAY, value=12),
        _told("posts_vacant", _DAY, value=2), field="value"),
    "inc-22": _apart(
        "Contacts with a one stop shop by two rules.", "series_break",
        _told("one_stop_shop_contacts", _year(2020), value=358, counting_rule="session_attendance"),
        _told("one_stop_shop_contacts", _year(2021), value=500,
              counting_rule="any_support_line_call"), why=_BASES),
    "inc-23": Contradiction(
        "A rating in a wording of its own.", (_COMMITMENT,), "code", ((1, "rag"),),
        dataset="review_action"),
    "inc-24": _apart(
        "Figures of a year before in an update for a quarter.", "own_days",
        _told("advocacy_referrals", _year(2021), value=855),
        why="A figure may be older than its return; reports print its own days beside it."),
    "inc-25": _apart(
        "Terms that change within one report.", "preferred_words",
        {"family": "statement", "measure": "statement", "unit": "text", "status": "final",
         "counting_rule": "as-declared", "statement_text":
         "Advisers helped more victims of domestic violence than the year before."},
        why="Prose keeps its words as sent, and is printed in the preferred ones."),
    "inc-26": _refused(
        "Places in a unit that may be rooms or beds.", "code",
        _told("refuge_capacity", _DAY, value=37, cell={"capacity_unit": "bedspaces"}),
        field="breakdown", row=1),
    "inc-27": _refused(
        "Cards printed that are not those left and those handed out.", "AGG-V18",
        _told("items_made", _year(2021), value=20_000),
        _told("items_left", _year(2021), value=5_000),
        _told("awareness_items", _year(2021), value=10_000), field="value"),
    "inc-28": _apart(
        "A rate of a year in which its measure was no longer in force.", "not_in_force",
        _told("sanction_detection_rate", _year(2014), numerator=527, denominator=1258),
        why="A figure may be of any year; an indicator is told for the years it was in force."),
    "inc-29": _apart(
        "Conferences in four boroughs or in five.", "separate",
        _told("marac_case", ("2008-03-01", "2008-10-31"), value=33),
        why="Each borough sends its own count; no return says how many boroughs have one."),
    "inc-30": _refused(
        "A benchmark without a source.", "AGG-V10",
        _told("benchmark", _year(2006), numerator=85_000, denominator=100_000,
              cell={"area": "London", "indicator": "IND-03-v1"}),
        field="benchmark_source", row=1),
    "inc-31": _apart(
        "A local share and a national one, followed for unequal times.", "spans_differ",
        _told("conference_no_repeats", ("2008-03-01", "2008-10-31"), numerator=26, denominator=33),
        _told("benchmark", _year(2007), numerator=74, denominator=100, benchmark_source=_BOARD,
              cell={"area": "England", "indicator": "IND-22-no_repeat"}),
        why="Both are right; they are held against each other only where their spans agree."),
    "inc-32": _apart(
        "Shares of men that differ between two services.", "separate",
        *(_told("one_stop_shop_people", ("2007-05-01", "2007-10-31"), value=n, cell=cell)
          for n, cell in ((191, None), (20, {"sex": "M"}), (171, {"sex": "F"}))),
        why="Services are used by different people: nothing is wrong."),
    "inc-33": _apart(
        "Flags about mental health read as if they were need.", "recorded_flags",
        _told("incidents_flagged", _year(2006), value=12, cell={"flag": "mental-health"}),
        why="A flag that few set is no error; its share is told as recorded flags."),
}  # fmt: skip
"""The contradictions by name, in the order in which they were numbered."""

_OWED: Final = Expectation(
    LEAD, "aggregate_return", "aggregate", "quarterly", 25, "json",
    "Figures as a published report printed them.", "A published report",
)  # fmt: skip


def contradictions(
    month: Period, *, names: frozenset[str], drawn: date, plan: PartnershipPlan = PLAN
) -> Iterator[tuple[InventedReturn, tuple[Fault, ...]]]:
    """A return for each of the contradictions that are asked for, sent by the lead, and its key."""
    for name, each in CONTRADICTIONS.items():
        if name in names:
            yield _sent(name, each, month, drawn=drawn, plan=plan)


def _sent(
    name: str, each: Contradiction, month: Period, *, drawn: date, plan: PartnershipPlan
) -> tuple[InventedReturn, tuple[Fault, ...]]:
    level = "record" if each.dataset == "review_action" else "aggregate"
    owed = next(
        (e for e in plan.expectations if (e.seat, e.dataset) == (LEAD, each.dataset)), _OWED
    )
    rows = tuple(
        Written({"record_id": f"{name}-{number}", **_stood(row, month)})
        for number, row in enumerate(each.rows, 1)
    )
    made = InventedReturn(
        agency_id=plan.lead,
        dataset=each.dataset,
        month=str(month),
        level=level,
        envelope=envelope(owed, month, drawn=drawn, rows=len(rows)),
        written=rows,
        sends="json",
    )
    return made, tuple(_entries(name, each, made))


def _stood(row: Row, month: Period) -> Row:
    """The row as of the month's last day, where it is of a day."""
    return row | ({"as_at": month.end.isoformat()} if "as_at" in row else {})


def _entries(name: str, each: Contradiction, made: InventedReturn) -> Iterator[Fault]:
    about = (name, made.agency_id, made.dataset, made.month)
    for row, field in each.at:
        yield Fault(*about, row=row, field=field, code=each.code)
    if not each.at:
        yield Fault(*about, seen="release", status=each.status, why=each.why)
