"""Peers that invent records field by field: plain Faker and plain Mimesis, a call for each value.

    python synthesis.py PEER FORM ROWS DESCRIPTION FOLDER

Prints the seconds from the first record to the last byte; loading the library is not counted.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import polars as pl
from faker import Faker
from mimesis import Generic
from mimesis.locales import Locale

Draw = Callable[[], Any]
Kind = Callable[[dict[str, Any]], Draw]
Names = dict[str, list[str]]
Record = list[tuple[dict[str, Any], Any]]
SEED = 42
REFERENCE = "syn_" + "0" * 36  # how an invented person's reference begins
DIGITS = 24  # that follow in it
AGES = 120  # a number without a bound of its own is drawn up to here


def by_faker(first: date, last: date) -> dict[str, Kind]:
    """The calls of Faker's by the kind of column that they fill, as they are written in a program.

    References have the form that the schema asks for.
    """
    fake = Faker("en_GB")
    fake.seed_instance(SEED)
    return {
        "code": lambda column: lambda: fake.random_element(column["values"]),
        "number": lambda column: lambda: fake.random_int(*bounds(column)),
        "boolean": lambda _: fake.boolean,
        "date": lambda _: lambda: fake.date_between(first, last).isoformat(),
        "instant": lambda _: lambda: fake.date_time_between(first, last).isoformat(),
        "reference": lambda _: lambda: fake.hexify(REFERENCE + "^" * DIGITS),
        "text": lambda _: fake.uuid4,
    }


def by_mimesis(first: date, last: date) -> dict[str, Kind]:
    """The calls of Mimesis's by the kind of column that they fill."""
    generic = Generic(Locale.EN_GB, seed=SEED)
    years = first.year, last.year
    return {
        "code": lambda column: lambda: generic.random.choice(column["values"]),
        "number": lambda column: lambda: generic.numeric.integer_number(*bounds(column)),
        "boolean": lambda _: generic.development.boolean,
        "date": lambda _: lambda: generic.datetime.date(*years).isoformat(),
        "instant": lambda _: lambda: generic.datetime.datetime(*years).isoformat(),
        "reference": lambda _: lambda: REFERENCE + generic.cryptographic.token_hex(DIGITS // 2),
        "text": lambda _: generic.cryptographic.uuid,
    }


def bounds(column: dict[str, Any]) -> tuple[int, int]:
    """Between which numbers a column lies."""
    return column["low"], min(column["high"] or AGES, AGES)


def kind(column: dict[str, Any]) -> str:
    """Which call fills a column."""
    told = column["kind"]
    if told in ("integer", "integer_or_reason"):
        return "number"
    if told in ("code", "codes") and column["values"]:
        return "code"
    if told in ("text", "codes"):
        return "reference" if "syn_" in column["pattern"] else "text"
    return str(told)


def draw_of(column: dict[str, Any], kinds: dict[str, Kind]) -> Draw:
    """What draws a column: a list of one where it holds a list."""
    draw = kinds[kind(column)](column)
    return (lambda: [draw()]) if column["kind"] == "codes" else draw


def drawn(described: dict[str, Any], kinds: dict[str, Kind]) -> Iterator[tuple[str, Record]]:
    """Records without end, with a value in each field; the datasets take turns as they are told."""
    draws = {
        dataset: [(column, draw_of(column, kinds)) for column in columns]
        for dataset, columns in described["columns"].items()
    }
    for dataset in cycle(described["turns"]):
        yield dataset, [(column, draw()) for column, draw in draws[dataset]]


def cells(record: Record) -> dict[str, Any]:
    """A record as a line of a table."""
    return {
        column["name"]: ";".join(value) if isinstance(value, list) else value
        for column, value in record
    }


def nested(record: Record) -> dict[str, Any]:
    """A record as a JSON object."""
    made: dict[str, Any] = {}
    for column, value in record:
        block = column["block"]
        (made.setdefault(block, {}) if block else made)[column["key"]] = value
    return made


def write_lines(records: Iterator[tuple[str, Record]], names: Names, out: Path) -> None:
    """Write a file of JSON objects, one a line, for each dataset."""
    with ExitStack() as held:
        files = {name: held.enter_context((out / name).open("w")) for name in names}
        for dataset, record in records:
            files[dataset].write(json.dumps(nested(record)) + "\n")


def write_tables(records: Iterator[tuple[str, Record]], names: Names, out: Path) -> None:
    """Write a CSV file for each dataset."""
    with ExitStack() as held:
        files = {name: held.enter_context((out / name).open("w", newline="")) for name in names}
        tables = {name: csv.DictWriter(files[name], columns) for name, columns in names.items()}
        for table in tables.values():
            table.writeheader()
        for dataset, record in records:
            tables[dataset].writerow(cells(record))


def write_columns(records: Iterator[tuple[str, Record]], names: Names, out: Path) -> None:
    """Write a Parquet file for each dataset; so few rows can be held until all are there."""
    held: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for dataset, record in records:
        held[dataset].append(cells(record))
    for name, rows in held.items():
        pl.DataFrame(rows, infer_schema_length=None).write_parquet(out / name)


PEERS = {"faker": by_faker, "mimesis": by_mimesis}
FORMS = {"csv": write_tables, "ndjson": write_lines, "parquet": write_columns}


def main(peer: str, form: str, rows: str, described: str, out: str) -> None:
    """Measure one peer."""
    told = json.loads(Path(described).read_text(encoding="utf-8"))
    first, last = (date.fromisoformat(told[end]) for end in ("from", "to"))
    records = drawn(told, PEERS[peer](first, last))
    names = {name: [each["name"] for each in columns] for name, columns in told["columns"].items()}
    next(records)  # what is loaded late is loaded now
    begun = time.perf_counter()
    FORMS[form](islice(records, int(rows)), names, Path(out))
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
