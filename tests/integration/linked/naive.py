"""Linked measures counted record by record in plain Python: what the store must give as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.disclosure.lattice import Key, Shape
from api.disclosure.protect import CountedCell
from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.linked import ACROSS, AGAIN, FIRST, ONCE, WITHIN, Linked
from tests.integration.linked.people import SECTORS, Record, Row, stored


@dataclass(frozen=True)
class Known:
    """A record, and the name under which its person was first known, empty where it names none."""

    who: str
    agency: str
    dataset: str
    row: Row


class Naive:
    """Everything that was sent of a window, and the names that are aliases.

    `whole` and `part` are the records of either side of a family.
    """

    def __init__(self, every: Sequence[Record], *, aliases: Mapping[str, str]) -> None:
        self._aliases = aliases
        self._rows = {id(each): stored(each, number=n) for n, each in enumerate(every)}

    def cells(
        self,
        family: Linked,
        *,
        shape: Shape,
        whole: Sequence[Record],
        part: Sequence[Record],
    ) -> dict[Key, CountedCell]:
        """Every non-empty cell of a table of a family."""
        held = _COUNTED[family.name](self._known(whole), self._known(part))
        cells: dict[Key, list[Known]] = {}
        for each, standing in held:
            key = tuple(
                b.category(standing) if b.base == family.variable else _category(b.name, each)
                for b in shape.breakdowns
            )
            cells.setdefault(key, []).append(each)
        return {key: self._counted(key, found) for key, found in cells.items()}

    def _known(self, records: Sequence[Record]) -> list[Known]:
        """The records that are in their dataset's population."""
        found = []
        for each in records:
            row, population = self._rows[id(each)], DATASETS[each.dataset].population
            if all(row[name] == value for name, value in population):
                found.append(Known(self._first(each.person or ""), each.agency, each.dataset, row))
        return found

    def _first(self, name: str) -> str:
        while name in self._aliases:
            name = self._aliases[name]
        return name

    def _counted(self, key: Key, held: Sequence[Known]) -> CountedCell:
        sizes = Counter(each.who for each in held)
        keys: dict[str, int] = {}
        for each in held:
            keys[each.who] = min(each.row["record_key"], keys.get(each.who, 2**32))
        most = [size for _, size in sizes.most_common(2)]
        total = sum(keys.values())
        return CountedCell(
            key,
            len(held),
            len(sizes),
            len(sizes),
            sum(keys[each.who] for each in held),
            total,
            total,
            most[0],
            sum(most),
        )


def _category(name: str, each: Known) -> str:
    dataset = DATASETS[each.dataset]
    breakdown = next(b for b in dataset.breakdowns if b.name == name)
    places = (columns_by_name(dataset)[field].stored[0][0] for field in breakdown.fields)
    return breakdown.category(*(each.row.get(place) for place in places))


Standing = Iterator[tuple[Known, str]]


def _named(held: Sequence[Known], dataset: str = "") -> list[Known]:
    """Those that name somebody, of one dataset or of any."""
    return [each for each in held if each.who and dataset in ("", each.dataset)]


def _reports(whole: Sequence[Known], _: Sequence[Known]) -> Standing:
    reports = _named(whole)
    for each in reports:
        agencies = [other.agency for other in reports if other.who == each.who]
        yield each, ACROSS if len({*agencies}) > 1 else WITHIN if len(agencies) > 1 else ONCE


def _again(whole: Sequence[Known], _: Sequence[Known]) -> Standing:
    seen: set[str] = set()
    for each in sorted(
        _named(whole), key=lambda one: (one.row["reported_on"], one.agency, one.row["record_id"])
    ):
        yield each, AGAIN if each.who in seen else FIRST
        seen.add(each.who)


def _elsewhere(whole: Sequence[Known], part: Sequence[Known]) -> Standing:
    police = {each.who for each in _named(part)}
    for each in _named(whole):
        if SECTORS[each.agency] != "police":
            yield each, "known" if each.who in police else "not_known"


def _high_risk(whole: Sequence[Known], part: Sequence[Known]) -> Standing:
    high = [each for each in _named(whole) if each.row["risk_level"] == "high"]
    for each in high:
        first = min(other.row["assessed_on"] for other in high if other.who == each.who)
        heard = [other.row["meeting_on"] for other in _named(part) if other.who == each.who]
        yield each, "heard" if any(day >= first for day in heard) else "not_heard"


def _eligible(whole: Sequence[Known], part: Sequence[Known]) -> Standing:
    levels = ("medium", "high")
    risks = [each for each in whole if each.row.get("risk_level") in levels]
    assessed = {(each.agency, each.row["record_id"]) for each in risks}
    naming = {(each.agency, each.row["incident_ref"]) for each in risks}
    advisers = [each for each in _named(part) if each.row["to_service"] in ("idva", "idsva")]
    for each in _named(whole, "incident"):
        one = (each.agency, each.row["risk_assessment_ref"])
        other = (each.agency, each.row["record_id"])
        if each.row["is_crime"] or one in assessed or other in naming:
            days = [
                (sent.row["referred_on"] - each.row["reported_on"]).days
                for sent in advisers
                if sent.who == each.who
            ]
            yield each, "yes" if any(0 <= day <= 2 for day in days) else "no"


_COUNTED: Final[Mapping[str, Callable[[Sequence[Known], Sequence[Known]], Standing]]] = {
    "linked.victims_12m": _reports,
    "linked.incidents_12m": _again,
    "linked.victims_36m": _reports,
    "linked.known_elsewhere_12m": _elsewhere,
    "linked.high_risk_12m": _high_risk,
    "linked.eligible_incidents": _eligible,
}
