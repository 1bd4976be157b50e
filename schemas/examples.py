"""An example row of any dataset, worked out from its definition: the smallest row that breaks no
rule.

What belongs here: one row to look at, the same for everybody, for templates and dictionaries. What
does not: invented rows in numbers (those say how often things happen).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice, product
from types import MappingProxyType
from typing import Any, Final

from schemas.checking import Plan, check
from schemas.dataset import Column, Dataset, columns_by_name
from schemas.fields import Amount, Code, Count, Day, Domain, Flag, Instant, Many, Month, Text
from schemas.period import Period

MONTH: Final = Period.parse_month("2026-03")
DAY: Final = date(2026, 3, 14)
_TRIES: Final = 20_000  # rows looked at; a dozen are usual (measured)
_AGE: Final = 34
_SENTENCE: Final = "Counted from the service's own list on the last day of the month."


@cache
def example(dataset: type[Dataset]) -> Mapping[str, Any]:
    """The smallest row by dotted names, in JSON's types, in which nothing is found.

    Raises:
        LookupError: none was found: the rules leave no such row, or hide it well.
    """
    known = columns_by_name(dataset)
    smallest = [known[name.partition("|")[0]] for name in dataset.minimum]
    plan = plan_for(dataset, smallest)
    for values in islice(product(*map(candidates, smallest)), _TRIES):
        row = {column.name: value for column, value in zip(smallest, values, strict=True)}
        if not check(nested(row), plan=plan).findings:
            return MappingProxyType(row)
    raise LookupError(f"no smallest row of {dataset.name} keeps every rule")


def example_cells(dataset: type[Dataset]) -> dict[str, str]:
    """The same as cells of a CSV file."""
    return {name: _cell(value) for name, value in example(dataset).items()}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(map(_cell, value)) if isinstance(value, list) else str(value)


def nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row by dotted names as a record of JSON."""
    record: dict[str, Any] = {}
    for name, value in row.items():
        block, _, key = name.rpartition(".")
        (record.setdefault(block, {}) if block else record)[key] = value
    return record


def plan_for(dataset: type[Dataset], present: Sequence[Column]) -> Plan:
    """What an example is checked against, in a file of these columns."""
    context = {
        "envelope.month": str(MONTH),
        "envelope.last_day": MONTH.end,
        "envelope.extracted_on": date(2026, 4, 7),
        "envelope.definition_version": "daa_2021",
        "envelope.level": "record" if dataset.persons else "aggregate",
        "return.dataset": dataset.name,
    }
    return Plan(dataset, frozenset(column.name for column in present), context)


def candidates(column: Column) -> Sequence[Any]:
    """Values to try in a column, the likeliest first."""
    field = column.field
    if isinstance(field, Code):
        return [code.code for code in field.code_list.valid_on(DAY)]
    if isinstance(field, Many):
        return [[value] for value in candidates(Column(column.name, field.of, "", False))]
    if isinstance(field, Count):
        return [min(max(_AGE, field.low), field.high), (field.low + field.high) // 2, field.low]
    return _PLAIN.get(type(field)) or ("A-0001",)


_PLAIN: Final[Mapping[type[Domain], Sequence[Any]]] = {
    Flag: (True, False),
    Month: (str(MONTH),),
    Day: (DAY.isoformat(), MONTH.end.isoformat()),
    Instant: (f"{DAY}T21:05:00+00:00",),
    Amount: (40,),
    Text: (_SENTENCE,),
}
