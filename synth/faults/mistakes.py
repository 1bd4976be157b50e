"""Mistakes in one record: where each can be made, what is done, and the finding that names it.

A mistake breaks one rule and no other, so that the key can name what is found and nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from schemas.codes.places import FIRST_DAY_OF_NEW_WARDS
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.reference import has_nhs_check_digit
from synth.faults.fault import Seen
from synth.formats import Row

Maker = Callable[[Row, Random, Period], Any]
"""Gives the wrong value for a row of a return for a period; an empty word takes the value away."""

OLD_WARD: Final = "E05000109"
NEW_WARD: Final = "E05013991"
"""Bromley Town until the elections of May 2022, and since: each is unknown in the other's days."""
_HEX: Final = "0123456789abcdef"
_MONTHS: Final = 12  # a year has so many: an age in months is no age in years
_OLDEST_IN_YEARS: Final = 10  # from this age on, the age in months is above any age of a person
_THREEFOLD: Final = 3  # a change above the half of the month before, at which a reason is asked


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way to go wrong in one dataset.

    Attributes:
        kind: its name on the command line.
        field: the dotted name of the value that is spoilt.
        code: the finding that names it; "" where none does, for the reason in `why`.
        can: the rows in which it can be made.
        make: gives the wrong value.
        found: the field that the finding points at, where it is another.
        seen: where it shows.
    """

    kind: str
    field: str
    code: str
    can: Callable[[Row], bool]
    make: Maker
    found: str = ""
    seen: Seen = "file"
    why: str | None = None


def always(row: Row) -> bool:  # noqa: ARG001 - any row will do
    """Any row will do."""
    return True


def word(said: Any) -> Maker:
    """Puts one value, whatever stood there."""
    return lambda row, chance, period: said


def _too_late(row: Row, chance: Random, period: Period) -> str:  # noqa: ARG001 - as all makers
    """The first day after the return's period."""
    return period.next().start.isoformat()


def nhs_number(row: Row, chance: Random, period: Period) -> str:  # noqa: ARG001 - as all makers
    """Ten digits with a right check digit from the 999 range, which is never issued to anybody.

    Source: NHS England Digital, the NHS Number range 999 000 0000 to 999 999 9999 for tests.
    """
    while True:
        start = f"999{chance.randrange(1_000_000):06d}"
        for last in "0123456789":
            if has_nhs_check_digit(start + last):
                return start + last


def _in_prose(row: Row, chance: Random, period: Period) -> str:
    number = nhs_number(row, chance, period)
    return (
        f"{row['statement_text']} One person, {number[:3]} {number[3:6]} {number[6:]}, was missed."
    )


def _unlinked(row: Row) -> bool:
    """Whether the day of a report can move on without anything else going wrong."""
    return "first_arrest_at" not in row and "child_notification_on" not in row


def _powerless(row: Row) -> bool:
    return (row["power_of_arrest"], row["arrest_made"]) == ("yes", "none")


def _without(*fields: str) -> Callable[[Row], bool]:
    return lambda row: not row.keys() & set(fields)


def _having(*fields: str) -> Callable[[Row], bool]:
    return lambda row: row.keys() >= set(fields)


def _figure(measure: str) -> Callable[[Row], bool]:
    """The row is the total of a figure."""
    return lambda row: row["measure"] == measure and "breakdown" not in row


def _said(block: str, name: str) -> Callable[[Row], bool]:
    return lambda row: name in row.get(block, {})


def _aged(block: str) -> Callable[[Row], bool]:
    def aged(row: Row) -> bool:
        age = row.get(block, {}).get("age_years")
        return isinstance(age, int) and age > _OLDEST_IN_YEARS

    return aged


def _in_months(block: str) -> Maker:
    return lambda row, chance, period: row[block]["age_years"] * _MONTHS


def _mistyped(block: str) -> Maker:
    """The reference with one of its digits another."""

    def mistyped(row: Row, chance: Random, period: Period) -> str:  # noqa: ARG001 - as all makers
        said = row[block]["person_ref"]
        place = chance.randrange(len("syn_"), len(said))
        other = chance.choice([digit for digit in _HEX if digit != said[place]])
        return f"{said[:place]}{other}{said[place + 1 :]}"

    return mistyped


def _about_people(dataset: type[Dataset]) -> Iterator[Mistake]:
    """What can go wrong wherever a record is about somebody."""
    block = dataset.counted_person
    if not block:
        return
    yield Mistake("missing-value", f"{block}.sex", "missing", _said(block, "sex"), word(""))
    yield Mistake("unit-change", f"{block}.age_years", "range", _aged(block), _in_months(block))
    yield Mistake(
        "mistyped-reference", f"{block}.person_ref", "person_ref",
        _said(block, "person_ref"), _mistyped(block),
    )  # fmt: skip


def _wrong_month(field: str, code: str, can: Callable[[Row], bool] = always) -> Mistake:
    return Mistake("wrong-month", field, code, can, _too_late)


def _wrong_code(field: str, said: str) -> Mistake:
    return Mistake("wrong-code", field, "code", always, word(said))


def _planted(field: str, can: Callable[[Row], bool] = always) -> Mistake:
    return Mistake("planted-nhs-number", field, "identifier", can, nhs_number)


def _other_ward(code: str) -> Mistake:
    def other(row: Row, chance: Random, period: Period) -> str:  # noqa: ARG001 - as all makers
        return OLD_WARD if period.start >= FIRST_DAY_OF_NEW_WARDS else NEW_WARD

    return Mistake("broken-reference", "ward_code", code, _having("ward_code"), other)


_OWN: Final[Mapping[str, tuple[Mistake, ...]]] = {
    "incident": (
        _wrong_code("source_channel", "telephone"),
        _wrong_month("reported_on", "EVT-V02", _unlinked),
        Mistake("missing-reason", "no_arrest_reason", "EVT-V05", _powerless, word("")),
        _planted("risk_assessment_ref"),
        _other_ward("EVT-V12"),
    ),
    "health_contact": (
        _wrong_code("setting", "a_and_e"),
        Mistake("wrong-month", "contact_month", "HLT-V00", always,
                lambda row, chance, period: str(period.next().months()[0])),
        _planted("risk_assessment_ref"),
    ),
    "housing_support": (
        _wrong_code("decision", "approved"),
        _wrong_month("requested_on", "HOU-V00", _without("surveyed_on")),
        _planted("record_id"),
    ),
    "perpetrator_intervention": (
        _wrong_code("programme", "anger_management"),
        _wrong_month("referred_on", "PRP-V00", _without("start_on", "end_on")),
    ),
    "referral": (
        _wrong_code("to_service", "safe_house"),
        _wrong_month("referred_on", "REF-V00", _without("first_contact_on", "received_on")),
        _other_ward("REF-V11"),
        Mistake("dangling-reference", "incident_ref", "", _having("incident_ref"),
                word("in-nobodys"), why=(
                    "Rules look for a record of another dataset by the person and the day, never"
                    " by its identifier: a referral may follow a report that was not flagged, or"
                    " came before the first month sent."
                )),
    ),
    "risk_assessment": (
        _wrong_code("tool", "form_124"),
        _wrong_month("assessed_on", "RSK-V00", _without("supervised_on")),
    ),
    "marac_case": (
        _wrong_code("referring_sector", "hospital"),
        _wrong_month("meeting_on", "MAR-V00", _without("further_incident_12m_on")),
        _planted("record_id"),
    ),
    "justice_outcome": (
        _wrong_code("stage", "appeal"),
        _wrong_month("outcome_on", "JUS-V00", _without("victim_notified_on", "sentence_type")),
        _planted("offence_ref"),
    ),
    "protective_order": (
        _wrong_code("applicant", "neighbour"),
        _wrong_month("applied_on", "ORD-V00", _without("decided_on", "in_force_from")),
    ),
    "service_episode": (
        _wrong_code("service_type", "advocacy"),
        _wrong_month("start_on", "SVC-V00", _without("end_on")),
        _planted("record_id"),
    ),
    "child_contact": (
        _wrong_code("step", "visit"),
        _wrong_month("contact_on", "CHD-V00"),
    ),
    "review_action": (
        _wrong_code("review_type", "inquiry"),
    ),
    "aggregate_return": (
        Mistake("planted-nhs-number", "statement_text", "identifier",
                lambda row: "statement_text" in row, _in_prose),
        Mistake("unit-change", "unit", "AGG-V00", _figure("staff_in_scope"), word("days"),
                found="measure"),
        Mistake("off-trend", "value", "AGG-V09", _figure("refuge_capacity"),
                lambda row, chance, period: row["value"] * _THREEFOLD, seen="stored"),
        Mistake("rule-change", "counting_rule", "AGG-V16",
                lambda row: row["measure"] == "population", word("safershare-2026"),
                seen="stored"),
    ),
}  # fmt: skip

MISTAKES: Final[Mapping[str, tuple[Mistake, ...]]] = {
    name: (*_OWN.get(name, ()), *_about_people(dataset)) for name, dataset in DATASETS.items()
}
"""Ways to go wrong, by the dataset of the rows."""

_LEANT_ON: Final[Mapping[str, Callable[[Row], bool]]] = {
    "risk_assessment": lambda row: row.get("stage") != "initial",
    "review_action": _having("action_no"),
}


def leant_on(dataset: str, row: Row) -> bool:
    """Whether a rule may want this record beside another, which would be found wrong without it."""
    return dataset in _LEANT_ON and _LEANT_ON[dataset](row)


def stands_alone(dataset: str) -> bool:
    """Whether no rule wants a record of the dataset beside another."""
    return dataset not in _LEANT_ON
