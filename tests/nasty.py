"""Rows of any dataset, good, plausible and nasty, drawn without end from one seed.

What belongs here: values that tempt a validator to be lenient, and rows that hold them, as text
cells and as lines of JSON. What does not: what is right about a row; `schemas.checking` says that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import Any, Final

from faker import Faker
from marshmallow import ValidationError

from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.datasets import DATASETS
from schemas.fields import (
    Amount,
    CellMap,
    Code,
    Count,
    CountOrReason,
    Day,
    Domain,
    Flag,
    Instant,
    Many,
    Month,
    Opaque,
    PersonRef,
    Text,
)
from schemas.reference import synthetic_reference
from synth.providers import SaferShareProvider
from tests.bends import BENDS
from tests.rows import ADA, BEN, CAT, MONTH, flat, nested

Row = dict[str, Any]
"""JSON values by dotted name."""
Cells = dict[str, str]
"""Text by the names of a CSV file's columns; a blank cell is left out."""

_START: Final = date(2026, 3, 15)
_POOL: Final = 40  # invented rows of a dataset that others are made of
_KEPT: Final = 0.3  # of rows that stay as they were drawn
_NASTY: Final = 0.3  # of the others that get a nasty value

TEXTS: Final[Sequence[str]] = (
    " ", "  ", "\t", "\n", "null", "None", "NaN", "nan", "Infinity", "1e400", "-0", "0", "00",
    "007", "+1", "1.0", "1.50", "-1", "1_000", "1,000", "\u0665", "\uff11", "9" * 15, "9" * 30,
    "2147483648", "true ", "True", "TRUE", "yes", "on", "2023-02-30", "2026-02-29", "2026-3-1",
    "2026-03-14 ", " 2026-03-14", "2026-03-14\n", "2026-03-14T00:00:00", "20260314", "2026-W11-6",
    "2026-03-14T24:00:00Z", "2026-03-14T23:59:60Z", "2026-03-14T21:05:00z", "2026-03-14t21:05:00Z",
    "2026-03-14T21:05:00.1234567Z", "2026-03-14T21:05:00.123456Z", "2026-03-14T21:05:00.5+01:00",
    "2026-03-14T21:05:00.000Z", "2026-03-14T21:05:00+24:00", "2026-03-14T21:05:00+14:00",
    "2026-03-14T21:05:00-00:00", "2026-03-14T21:05:00+05:75", "2026-03-14T21:05Z",
    "2026-03-14 21:05:00Z", "2026-03-29T00:30:00-01:00", "2026-02-30T21:05:00Z",
    "1969-12-31T23:30:00-01:00", "1900-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "1899-12-31",
    "1900-01-01", "2099-12-31", "2100-01-01", "0000-00-00", "9999-12-31", "2026-13", "2026-00",
    "2025-26", "2026-03\n", ";", "PHY;", ";PHY", "PHY;PHY", "PHY; COE", "PHY;COE", "=1+1",
    "=HYPERLINK(\"x\")", "@SUM(A1)", "+44", "\ufeff", "\ufeffa", "\u200f", "\u202eabc", "a\x00b",
    "\x1f", "\x85", "a\u2028b", "\xa0", "\u3000", "\xad", "\U000e0041", "\u00e9", "e\u0301",
    "\U0001f600", "x" * 65, "x" * 64, "x" * 10_000, "{}", "[]", "{\"a\":1}", "\"", "'", "\\",
    "a\nb", "a\r\nb", "a,b", "a\tb", "-", ".", "_a", "a b", "syn_", "a" * 64, "A" * 64, "g" * 64,
    "syn_" + "a" * 60, "syn_" + "a" * 59, "SYN_" + "a" * 60, "#", "not_known", "not_known ",
    "Not_known", "F", "f", "M;F",
)  # fmt: skip
"""Texts that are some field's value, nearly one, or one to another reader."""

VALUES: Final[Sequence[Any]] = (
    None, True, False, 0, 1, -1, 2, -0.0, 0.0, 1.0, 1.5, 0.1, 12.25, 1e-7, 1e15, 1e22, 2**31, 2**53,
    2**63, 10**30, -(10**30), "", [], {}, [None], [""], [[]], [{}], [1], [True], [1, True], ["a"],
    ["a", "a"], {"a": 1}, {"": ""}, {"a": {"b": []}}, ["PHY", "COE"], ["PHY", "PHY"], [ADA, BEN],
    [ADA, ADA], {"sex": "F"}, {"sex": "F", "role": "idva"}, {"sex": None}, {"channel": "phone"},
)  # fmt: skip
"""JSON values of every shape."""

_ZONES: Final = (UTC, *(timezone(timedelta(hours=hours)) for hours in (0, 1, -5)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row, and whether nothing in it but plausible values was put there."""

    row: Row
    plain: bool


def rows(dataset: str, *, seed: int) -> Iterator[Drawn]:
    """Rows of a dataset, without end: a part as drawn, others with one to three values changed."""
    chance, pool = Random(seed), _pool(dataset, seed)
    own = columns(DATASETS[dataset])
    while True:
        row = dict(chance.choice(pool))
        nasty = False
        if chance.random() > _KEPT:
            nasty = chance.random() < _NASTY
            for column in chance.choices(own, k=chance.randint(1, 3)):
                _change(row, column, chance, nasty=nasty)
        yield Drawn(row, not nasty)


def cells(drawn: Drawn, *, dataset: type[Dataset]) -> Cells:
    """A row as the cells of a CSV file; what is no value of its field is written as it stands."""
    own, found = columns_by_name(dataset), Cells()
    for name, value in drawn.row.items():
        if isinstance(own[name].field, CellMap):
            parts = value.items() if isinstance(value, dict) else ()
            found |= {f"{name}.{key}": str(part) for key, part in parts if part}
        elif value is not None:
            found[name] = _cell(own[name].field, value)
    return {name: cell for name, cell in found.items() if cell != ""}


def record(found: Cells, *, dataset: type[Dataset]) -> dict[str, Any]:
    """The JSON record that the cells of a CSV file stand for."""
    values: Row = {}
    for name, cell in found.items():
        column = columns_by_name(dataset).get(name)
        if column is None:
            block, _, key = name.partition(".")
            values.setdefault(block, {})[key] = cell
        else:
            values[name] = column.field.from_text(cell)
    return nested(values)


def line(drawn: Drawn, *, chance: Random) -> bytes:
    """A row as a line of JSON; of one that is not plain, the text may be bent too."""
    whole = _blocked(drawn.row, chance) if not drawn.plain else nested(drawn.row)
    text = json.dumps(whole, ensure_ascii=chance.random() < 0.1, separators=(",", ":"))
    if not drawn.plain and chance.random() < 0.4:
        return chance.choice(BENDS)(text.encode("utf-8", "surrogatepass"), chance)
    return text.encode("utf-8", "surrogatepass")


@cache
def _pool(dataset: str, seed: int) -> tuple[Row, ...]:
    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    fake.seed_instance(seed)
    draw = getattr(fake, dataset, None) or (lambda month: fake.record(dataset, month=month))
    drawn = (_flat(draw(month=MONTH), dataset) for _ in range(_POOL))
    return (flat(dataset), *drawn)


def _flat(row: Mapping[str, Any], dataset: str) -> Row:
    found: Row = {}
    for column in columns(DATASETS[dataset]):
        holder = row.get(column.block) if column.block else row
        if holder and column.key in holder:
            found[column.name] = holder[column.key]
    return found


def _change(row: Row, column: Column, chance: Random, *, nasty: bool) -> None:
    if chance.random() < 0.25:
        row.pop(column.name, None)
    elif chance.random() < 0.1:
        row[column.name] = None
    elif not nasty:
        row[column.name] = plausible(column.field, chance)
    elif chance.random() < 0.5:
        row[column.name] = chance.choice(TEXTS)
    elif chance.random() < 0.5:
        row[column.name] = chance.choice(VALUES)
    else:
        row[column.name] = _bent(row.get(column.name), chance)


def _bent(value: Any, chance: Random) -> Any:
    """A value spoilt a little."""
    if not isinstance(value, str):
        return chance.choice([str(value), [value], value, {"value": value}])
    return chance.choice(
        [value + " ", " " + value, value + "\n", value.upper(), value.lower(), value[:-1],
         value + value[-1:], value.replace("1", "\u0661"), value.replace("-", "\u2010"),
         "\ufeff" + value, value + "\x00", [value], value.replace("a", "\u0430")]
    )  # fmt: skip


def plausible(field: Domain, chance: Random) -> Any:
    """A JSON value that the field takes, of a kind that agencies send."""
    return next(made(field, chance) for kind, made in _PLAUSIBLE if isinstance(field, kind))


def _count(field: Count, chance: Random) -> int:
    return chance.choice([field.low, field.high, chance.randint(field.low, min(field.high, 40))])


def _reference(chance: Random) -> str:
    other = synthetic_reference(chance.randbytes(4))
    return chance.choice([ADA, BEN, CAT, other, other.removeprefix("syn_") + "0123"])


def _several(field: Many, chance: Random) -> list[Any]:
    drawn = (plausible(field.of, chance) for _ in range(chance.randint(1, 3)))
    return list(dict.fromkeys(drawn))


def _cell_map(field: CellMap, chance: Random) -> dict[str, str]:
    names = chance.sample(
        sorted(field.dimensions), k=chance.randint(1, min(3, len(field.dimensions)))
    )
    return {name: chance.choice(sorted(field.dimensions[name] or ("a-1",))) for name in names}


def _day(chance: Random) -> date:
    return _START + timedelta(days=round(chance.gauss(0, 12)))


def _moment(chance: Random) -> str:
    seconds = timedelta(seconds=chance.randrange(86_400))
    moment = datetime.combine(_day(chance), datetime.min.time(), chance.choice(_ZONES)) + seconds
    return chance.choice([moment.isoformat(), moment.isoformat().replace("+00:00", "Z")])


_PLAUSIBLE: Final[Sequence[tuple[type[Domain], Callable[[Any, Random], Any]]]] = (
    (Flag, lambda field, chance: chance.random() < 0.5),
    (CountOrReason, lambda field, chance: chance.choice([_count(field, chance), "not_known"])),
    (Count, _count),
    (Amount, lambda field, chance: chance.choice([chance.randint(0, 99), "12.5", 7.25])),
    (Code, lambda field, chance: chance.choice(sorted(field.values))),
    (PersonRef, lambda field, chance: _reference(chance)),
    (Many, _several),
    (CellMap, _cell_map),
    (Day, lambda field, chance: _day(chance).isoformat()),
    (Instant, lambda field, chance: _moment(chance)),
    (Month, lambda field, chance: chance.choice([MONTH, MONTH, "2026-02", "2025-12"])),
    (Opaque, lambda field, chance: f"id-{chance.randrange(10**6)}"),
    (
        Text,
        lambda field, chance: chance.choice(["Some words, and more.", "caf\u00e9 \u2013 A", "a"]),
    ),
)


def _cell(field: Domain, value: Any) -> str:
    try:
        return field.to_text(field.deserialize(value))
    except (ValidationError, TypeError):
        return json.dumps(value) if not isinstance(value, str) else value


def _blocked(row: Row, chance: Random) -> Any:
    """The record, of which sometimes a whole part is of the wrong shape."""
    whole = nested(row)
    if chance.random() < 0.1:
        name = chance.choice([*whole, "victim", "suspect", "strange"] if whole else ["strange"])
        whole[name] = chance.choice(VALUES)
    return chance.choice([[whole], None, "row"]) if chance.random() < 0.02 else whole
