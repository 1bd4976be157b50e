"""An invented borough for the attacks: a year of incidents, small and seeded, made for this folder.

About 258 incidents a month over 22 wards (the base rate of the seeded borough), a third of them by
people reported before, one in twelve naming no person.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.disclosure.cellkey import record_key
from api.disclosure.lattice import Shape
from api.disclosure.protect import CountedCell
from schemas.datasets.incident import Incident
from schemas.period import Period

AREA = "E09000006"
YEAR = Period.parse("2025-26")
A_MONTH = 258
_AGAIN = 0.33
_UNNAMED = 1 / 12

_ETHNICITIES = {"W1": 68, "W9": 8, "B2": 6, "B1": 5, "A1": 4, "M1": 4, "O9": 2, "declined": 3}
_ARRESTED = (0, 0, 0, 1, 1, 3, 9)
"""Days to the first arrest."""
_CHANNELS = {"999": 55, "101": 25, "front_counter": 6, "online": 9, "partner_referral": 5}
_CONNECTIONS = {"married_current": 30, "intimate_relationship_former": 40, "relatives_child": 24,
                "none": 2, "not_known": 4}  # fmt: skip
_DISABILITIES = {"no": 70, "yes_limited_a_little": 9, "yes_limited_a_lot": 6, "not_asked": 15}
_FLAGS = {"none": 96, "hba": 1.5, "forced_marriage": 0.5, "stalking": 2}
_REASONS = (
    "suspect_absent", "insufficient_grounds", "voluntary_interview", "suspect_not_identified",
    "victim_safety_plan", "medical", "warrant_sought", "officer_error", "not_recorded",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One incident: its month, the unit it belongs to, and its category in every breakdown."""

    number: int
    month: Period
    unit: str
    named: bool
    key: int
    categories: Mapping[str, str]


def rows(seed: int, *, months: Sequence[Period] = YEAR.months()) -> list[Row]:
    """Invent the incidents of the months; the same seed gives the same rows."""
    dice = random.Random(seed)
    people: list[dict[str, object]] = []
    found: list[Row] = []
    for month in months:
        for _ in range(round(dice.gauss(A_MONTH, 12))):
            found.append(_row(len(found), month=month, dice=dice, people=people))
    return found


def new_row(number: int, *, month: Period, dice: random.Random) -> Row:
    """Invent one more incident, of somebody not met before."""
    return _row(number, month=month, dice=dice, people=[])


def counted(found: Sequence[Row], *, shape: Shape) -> Iterator[CountedCell]:
    """Count rows in the cells of a shape, as the sealing of a release does."""
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        cells.setdefault(tuple(row.categories[name] for name in shape.names), []).append(row)
    for key, held in cells.items():
        yield count(key, held)


def count(key: tuple[str, ...], held: Sequence[Row]) -> CountedCell:
    """Count the rows of one cell."""
    sizes = Counter(row.unit for row in held)
    keys = {row.unit: (row.key, row.named) for row in held}
    top = sizes.most_common(2)
    return CountedCell(
        key=key,
        records=len(held),
        persons=sum(named for _, named in keys.values()),
        units=len(keys),
        record_key_sum=sum(row.key for row in held),
        unit_key_sum=sum(k for k, _ in keys.values()),
        person_key_sum=sum(k for k, named in keys.values() if named),
        top=top[0][1],
        top_two=sum(size for _, size in top),
    )


def wards() -> list[str]:
    """The wards of the borough, the missing one left out."""
    ward = next(b for b in Incident.breakdowns if b.area)
    return [c.code for c in ward.categories_in(start=YEAR.start, end=YEAR.end, area=AREA)][:-1]


def _weights(places: int) -> list[float]:
    """Wards differ in size, the largest holding about three times the smallest."""
    return [1 + 2 * place / places for place in range(places)]


def _person(dice: random.Random) -> dict[str, object]:
    places = wards()
    ethnicity = dice.choices([*_ETHNICITIES], weights=[*_ETHNICITIES.values()])[0]
    return {
        "id": dice.randbytes(32),
        "ward_code": dice.choices(places, weights=_weights(len(places)))[0],
        "victim.age_years": min(95, max(16, round(dice.gauss(37, 14)))),
        "victim.sex": dice.choices(["F", "M", "not_recorded"], weights=[74, 25, 1])[0],
        "victim.ethnicity_self": ethnicity,
    }


def _event(dice: random.Random) -> dict[str, object]:
    power = dice.choices(["yes", "no", "not_assessed"], weights=[55, 35, 10])[0]
    arrest = "none"
    if power == "yes" and dice.random() < 0.6:
        arrest = "both_parties" if dice.random() < 0.04 else "one_party"
    unused = power == "yes" and arrest == "none"
    return {
        "is_crime": dice.random() < 0.6,
        "power_of_arrest": power,
        "arrest_made": arrest,
        "no_arrest_reason": dice.choice(_REASONS) if unused else None,
    }


def _about(person: bytes) -> dict[str, object]:
    """Particulars of a person, which stay the same; from the person alone, so that what is
    invented besides does not change with them.
    """
    dice = random.Random(person)
    return {
        "victim.mental_health_need": dice.choices(["yes", "no"], weights=[12, 88])[0],
        "victim.disability": _drawn(_DISABILITIES, dice),
    }


def _besides(number: int, *, person: bytes, arrest: object) -> dict[str, object]:
    """Particulars of an incident, likewise from the incident alone."""
    dice = random.Random(person + number.to_bytes(4))
    reported = date(2025, 7, 1)
    children = dice.choices(["none", "present", "resident_absent"], weights=[55, 30, 15])[0]
    told = dice.choices([1, 5, None], weights=[70, 20, 10])[0] if children != "none" else None
    return {
        "reported_on": reported,
        "first_arrest_at": None if arrest == "none" else reported + _days(dice.choice(_ARRESTED)),
        "children": children,
        "child_notification_on": None if told is None else reported + _days(told),
        "risk_assessment_ref": "a" if dice.random() < 0.8 else None,
        "source_channel": _drawn(_CHANNELS, dice),
        "connection": _drawn(_CONNECTIONS, dice),
        "specialist_flags": _drawn(_FLAGS, dice),
        "suspect.sex": dice.choices(["M", "F", "not_recorded"], weights=[78, 19, 3])[0],
        "suspect.age_years": min(90, max(12, round(dice.gauss(36, 12)))),
    }


def _drawn(shares: Mapping[str, float], dice: random.Random) -> str:
    return dice.choices([*shares], weights=[*shares.values()])[0]


def _days(days: int) -> timedelta:
    return timedelta(days=days)


def _row(
    number: int, *, month: Period, dice: random.Random, people: list[dict[str, object]]
) -> Row:
    known = people and dice.random() < _AGAIN
    person = dice.choice(people) if known else _person(dice)
    named = bool(known) or dice.random() >= _UNNAMED
    if named and not known:
        people.append(person)
    event, identity = _event(dice), person["id"]
    assert isinstance(identity, bytes)
    besides = _besides(number, person=identity, arrest=event["arrest_made"])
    values = person | event | _about(identity) | besides
    return Row(
        number=number,
        month=month,
        unit=identity.hex(),
        named=named,
        key=record_key(identity),
        categories={
            b.name: b.category(*(values.get(name) for name in b.fields))
            for b in Incident.breakdowns
        },
    )
