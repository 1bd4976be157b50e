"""Labelled faults: what goes wrong in an invented return, and the key of what must be found.

A fault is planted in a copy of a clean return, one to a record, and the key names the row, the
field and the code of the finding that catches it. Returns that are late, missing or nil are in the
key too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from datetime import date
from random import Random
from typing import Any, Final

from schemas.period import Period
from schemas.reference import has_nhs_check_digit
from synth.chance import child
from synth.formats import Row
from synth.partnership import PartnershipPlan
from synth.returns import InventedReturn
from synth.written import Written


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of the answer key.

    Attributes:
        kind: what was done: `wrong_code`, `late`, ...
        row: the record's number from 1; None where the fault is about the whole return.
        field: its dotted name, None likewise.
        code: the finding that must name it; None where there is no finding but a status.
    """

    kind: str
    agency: str
    dataset: str
    month: str
    row: int | None = None
    field: str | None = None
    code: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The entry as a JSON object."""
        return asdict(self)


_Maker = Callable[[Row, Random, Period], Any]
"""Gives the wrong value for a row of a return for a period; an empty word takes the value away."""


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One way to go wrong in one dataset: where it can, what is done, and what finds it."""

    kind: str
    field: str
    code: str
    can: Callable[[Row], bool]
    make: _Maker


def _always(row: Row) -> bool:  # noqa: ARG001 - any row will do
    return True


def _word(word: str) -> _Maker:
    return lambda row, chance, period: word


def _too_late(row: Row, chance: Random, period: Period) -> str:  # noqa: ARG001 - as all makers
    """The first day after the return's period."""
    return period.next().start.isoformat()


def _nhs_number(row: Row, chance: Random, period: Period) -> str:  # noqa: ARG001 - as all makers
    """Ten digits with a right check digit from the 999 range, which is never issued to anybody."""
    while True:
        start = f"999{chance.randrange(1_000_000):06d}"
        for last in "0123456789":
            if has_nhs_check_digit(start + last):
                return start + last


def _in_prose(row: Row, chance: Random, period: Period) -> str:
    number = _nhs_number(row, chance, period)
    return (
        f"{row['statement_text']} One person, {number[:3]} {number[3:6]} {number[6:]}, was missed."
    )


def _unlinked(row: Row) -> bool:
    """Whether the day of a report can move on without anything else going wrong."""
    return "first_arrest_at" not in row and "child_notification_on" not in row


def _powerless(row: Row) -> bool:
    return (row["power_of_arrest"], row["arrest_made"]) == ("yes", "none")


_MISTAKES: Final[Mapping[str, tuple[_Mistake, ...]]] = {
    "incident": (
        _Mistake("wrong_code", "source_channel", "code", _always, _word("telephone")),
        _Mistake("date_outside_month", "reported_on", "EVT-V02", _unlinked, _too_late),
        _Mistake("missing_arrest_reason", "no_arrest_reason", "EVT-V05", _powerless, _word("")),
        _Mistake("missing_value", "victim.sex", "missing", _always, _word("")),
        _Mistake("planted_identifier", "risk_assessment_ref", "identifier", _always, _nhs_number),
    ),
    "health_contact": (
        _Mistake("wrong_code", "setting", "code", _always, _word("a_and_e")),
        _Mistake("missing_value", "subject.sex", "missing", _always, _word("")),
        _Mistake("planted_identifier", "risk_assessment_ref", "identifier", _always, _nhs_number),
    ),
    "housing_support": (
        _Mistake("wrong_code", "decision", "code", _always, _word("approved")),
        _Mistake("date_outside_month", "requested_on", "HOU-V00",
                 lambda row: "surveyed_on" not in row, _too_late),
        _Mistake("missing_value", "lead.sex", "missing", _always, _word("")),
        _Mistake("planted_identifier", "record_id", "identifier", _always, _nhs_number),
    ),
    "perpetrator_intervention": (
        _Mistake("wrong_code", "programme", "code", _always, _word("anger_management")),
        _Mistake("date_outside_month", "referred_on", "PRP-V00",
                 lambda row: "start_on" not in row and "end_on" not in row, _too_late),
        _Mistake("missing_value", "subject.sex", "missing", _always, _word("")),
    ),
    "referral": (
        _Mistake("wrong_code", "to_service", "code", _always, _word("safe_house")),
        _Mistake("date_outside_month", "referred_on", "REF-V00",
                 lambda row: not {"first_contact_on", "received_on"} & row.keys(), _too_late),
        _Mistake("missing_value", "subject.sex", "missing", _always, _word("")),
    ),
    "risk_assessment": (
        _Mistake("wrong_code", "tool", "code", _always, _word("form_124")),
        _Mistake("date_outside_month", "assessed_on", "RSK-V00",
                 lambda row: "supervised_on" not in row, _too_late),
        _Mistake("missing_value", "subject.sex", "missing", _always, _word("")),
    ),
    "marac_case": (
        _Mistake("wrong_code", "referring_sector", "code", _always, _word("hospital")),
        _Mistake("missing_value", "victim.sex", "missing", _always, _word("")),
        _Mistake("planted_identifier", "record_id", "identifier", _always, _nhs_number),
    ),
    "justice_outcome": (
        _Mistake("wrong_code", "stage", "code", _always, _word("appeal")),
        _Mistake("missing_value", "subject.sex", "missing", _always, _word("")),
        _Mistake("planted_identifier", "offence_ref", "identifier", _always, _nhs_number),
    ),
    "protective_order": (
        _Mistake("wrong_code", "applicant", "code", _always, _word("neighbour")),
        _Mistake("missing_value", "respondent.sex", "missing", _always, _word("")),
    ),
    "service_episode": (
        _Mistake("wrong_code", "service_type", "code", _always, _word("advocacy")),
        _Mistake("missing_value", "subject.sex", "missing", _always, _word("")),
        _Mistake("planted_identifier", "record_id", "identifier", _always, _nhs_number),
    ),
    "child_contact": (
        _Mistake("wrong_code", "step", "code", _always, _word("visit")),
        _Mistake("date_outside_month", "contact_on", "CHD-V00", _always, _too_late),
        _Mistake("missing_value", "child.sex", "missing", _always, _word("")),
    ),
    "review_action": (
        _Mistake("wrong_code", "review_type", "code", _always, _word("inquiry")),
    ),
    "aggregate_return": (
        _Mistake("planted_identifier", "statement_text", "identifier",
                 lambda row: "statement_text" in row, _in_prose),
    ),
}  # fmt: skip
"""Ways to go wrong, by the dataset of the rows."""
_REPEATED: Final = "duplicate_record_id"


def planted(clean: InventedReturn, *, seed: int) -> tuple[InventedReturn, tuple[Fault, ...]]:
    """A copy of the return with every mistake its dataset knows, each in a record of its own.

    All other rows are those of the clean return, in the same places. A return in which nothing can
    go wrong comes back with an empty key.
    """
    chance = child(seed, clean.agency_id, clean.dataset, clean.month, "faults")
    period, written, key = Period.parse(clean.month), list(clean.written), list[Fault]()
    whole = set(range(len(written)))
    for mistake in _MISTAKES[clean.row_dataset.name]:
        places = sorted(place for place in whole if mistake.can(written[place].row))
        if places:
            place = chance.choice(places)
            whole.discard(place)
            wrong = mistake.make(written[place].row, chance, period)
            written[place] = _spoilt(written[place], mistake.field, wrong)
            key.append(_entry(clean, mistake.kind, place, field=mistake.field, code=mistake.code))
    if clean.level == "record" and len(whole) > 1:
        first, again = sorted(chance.sample(sorted(whole), k=2))
        identifier = written[first].row["record_id"]
        written[again] = _spoilt(written[again], "record_id", identifier)
        key.append(_entry(clean, _REPEATED, again, field="record_id", code=_REPEATED))
    return clean.with_rows(written), tuple(key)


def faulty(
    sent: Iterable[InventedReturn], *, seed: int
) -> Iterator[tuple[InventedReturn, tuple[Fault, ...]]]:
    """The returns in which something can go wrong, each with its mistakes and their key."""
    made = (planted(each, seed=seed) for each in sent)
    return ((bad, key) for bad, key in made if key)


def lapses(
    plan: PartnershipPlan, months: Iterable[Period], *, today: date | None
) -> tuple[Fault, ...]:
    """What the key says of whole returns: late, missing or nil."""
    return tuple(
        Fault(lapse, expectation.agency_id, expectation.dataset, str(month))
        for month in months
        for expectation in plan.expectations
        if (lapse := plan.lapse(expectation, month, today=today)) is not None
    )


def _spoilt(written: Written, field: str, value: Any) -> Written:
    row = deepcopy(written.row)
    block, _, name = field.rpartition(".")
    holder = row[block] if block else row
    if value == "":
        holder.pop(name)
    else:
        holder[name] = value
    return replace(written, row=row)


def _entry(of: InventedReturn, kind: str, place: int, *, field: str, code: str) -> Fault:
    return Fault(kind, of.agency_id, of.dataset, of.month, place + 1, field, code)
