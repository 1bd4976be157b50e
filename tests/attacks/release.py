"""Releases to attack: the real one, and doubles that lack one protection each.

A release is a plain mapping, `{(breakdowns, period, unit): {key: value or None}}`, which is also
what can be read of a running service, so the attacks take nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from api.disclosure.cellkey import Table
from api.disclosure.lattice import Key, Shape, shape_keys, shapes
from api.disclosure.nesting import Impossible
from api.disclosure.protect import THRESHOLD, CountedCell, shown_cells
from schemas.breakdowns import Unit
from schemas.datasets.incident import Incident
from schemas.period import Period
from tests.attacks.borough import AREA, YEAR, Row, counted

Question = tuple[tuple[str, ...], str, str]
Release = Mapping[Question, Mapping[Key, int | None]]
Guard = Callable[[Sequence[CountedCell], Shape, Table, Unit], Mapping[Key, int]]

UNITS: tuple[Unit, ...] = ("persons", "records")
SECRET = b"an epoch's secret, 32 bytes long"


def cell_keys(
    cells: Sequence[CountedCell], shape: Shape, table: Table, unit: Unit
) -> Mapping[Key, int]:
    """The service's own protection."""
    shown = shown_cells(cells, shape=shape, table=table, unit=unit)
    return {cell.key: cell.value for cell in shown}


def threshold_only(
    cells: Sequence[CountedCell], shape: Shape, table: Table, unit: Unit
) -> Mapping[Key, int]:
    """A double that hides small counts, zeros too, and shows the rest as they are."""
    values = truth(cells, shape, table, unit)
    return {key: value for key, value in values.items() if value >= THRESHOLD}


def zeros_shown(release: Release, *, truth: Mapping[Question, Mapping[Key, int]]) -> Release:
    """A release of the commonest kind of threshold: a zero is seen, as an empty row or none."""
    return {
        question: {key: 0 if truth[question][key] == 0 else cells[key] for key in cells}
        for question, cells in release.items()
    }


def same_people_same_noise(
    cells: Sequence[CountedCell], shape: Shape, table: Table, unit: Unit
) -> Mapping[Key, int]:
    """A double with the textbook cell key: noise fixed by the people alone, in every epoch too."""
    plain = replace(table, secret=SECRET, variables=(), period="")
    return cell_keys(cells, shape, plain, unit)


def truth(
    cells: Sequence[CountedCell], shape: Shape, table: Table, unit: Unit
) -> Mapping[Key, int]:
    """The true counts: what the attacks are scored against."""
    del shape, table
    return {cell.key: cell.persons if unit == "persons" else cell.records for cell in cells}


def periods() -> tuple[Period, ...]:
    """The year, its quarters and its months."""
    return (*YEAR.months(), *YEAR.quarters(), YEAR)


def every_shape(period: Period) -> tuple[Shape, ...]:
    """Every table the dataset releases for the period."""
    return shapes(Incident, period_kind=period.kind)


def structural_zeros(release: Release) -> frozenset[tuple[Question, Key]]:
    """The cells that can hold nobody, by the dataset's own declaration."""
    impossible = Impossible(Incident.breakdowns, never=Incident.never)
    known = {breakdown.name: breakdown for breakdown in Incident.breakdowns}
    return frozenset(
        (question, key)
        for question, cells in release.items()
        for key in cells
        if impossible.key(tuple(known[name] for name in question[0]), key)
    )


def finest_groupings() -> frozenset[str]:
    """The finest grouping of every variable, and every particular."""
    found: dict[str, str] = {}
    for breakdown in Incident.breakdowns:
        found.setdefault(breakdown.name if breakdown.particular else breakdown.base, breakdown.name)
    return frozenset(found.values())


def cube(period: Period) -> tuple[Shape, ...]:
    """The tables of ward, age and ethnicity, in their finest groupings: at most eight."""
    finest = {"ward", "age_band", "ethnicity_group"}
    return tuple(shape for shape in every_shape(period) if set(shape.names) <= finest)


def sealed(
    found: Sequence[Row],
    *,
    guard: Guard,
    choose: Callable[[Period], Iterable[Shape]] = every_shape,
    over: Iterable[Period] | None = None,
    secret: bytes = SECRET,
) -> Release:
    """Seal rows: every key of every chosen shape and unit, `None` where it is not shown."""
    release: dict[Question, dict[Key, int | None]] = {}
    for period in over or periods():
        inside = [row for row in found if period.covers(row.month)]
        for shape in choose(period):
            cells = list(counted(inside, shape=shape))
            table = Table(secret, "bromley", "incident", shape.variables, str(period))
            keys = list(shape_keys(shape, period=period, area=AREA))
            for unit in UNITS:
                shown = guard(cells, shape, table, unit)
                release[shape.names, str(period), unit] = {key: shown.get(key) for key in keys}
    return release


def true_counts(
    found: Sequence[Row],
    *,
    choose: Callable[[Period], Iterable[Shape]] = every_shape,
    over: Iterable[Period] | None = None,
) -> Mapping[Question, Mapping[Key, int]]:
    """The true count of every cell of the same release, zeros included."""
    release = sealed(found, guard=truth, choose=choose, over=over)
    return {
        question: {key: value or 0 for key, value in cells.items()}
        for question, cells in release.items()
    }
