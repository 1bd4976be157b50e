"""`safershare ref`: references to persons, made on the agency's own machine.

What belongs here: reading rows and writing them with a reference in place of the identifiers. What
does not: the normalisation and the hash, which `schemas.reference` publishes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import click

from api.cli.failures import Failure
from schemas.reference import (
    NAME_AND_BIRTH,
    AgreedIdentifier,
    IdentifierError,
    Identifiers,
    NameAndBirth,
    make_reference,
    synthetic_reference,
)

NAME_COLUMNS = ("family_name", "given_name", "date_of_birth")
AGREED_COLUMN = "identifier"

Row = Mapping[str, Any]


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8-sig"), default="-")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="The key the agencies share, in hex digits (`safershare keygen --references`).",
)
@click.option(
    "--scheme",
    default=NAME_AND_BIRTH,
    show_default=True,
    help=f"{NAME_AND_BIRTH}, nhs-number, or another identifier the agencies have agreed on.",
)
@click.option(
    "--as",
    "column",
    default="person_ref",
    show_default=True,
    metavar="COLUMN",
    help="The name of the new column, for example victim.person_ref.",
)
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Default: stdout.")
@click.option(
    "--sandbox", is_flag=True, help="Make references of invented persons, which a sandbox takes."
)
def ref(
    *, file: TextIO, key_file: Path, scheme: str, column: str, out: TextIO, sandbox: bool
) -> None:
    """Replace the identifiers in FILE by references to persons.

    FILE is CSV with a header or NDJSON (default: stdin) with the columns family_name, given_name
    and date_of_birth, or for an agreed scheme the column `identifier`. The same rows are written
    in the same form, with the reference in place of those columns. Nothing is sent anywhere.

    A row whose identifiers cannot be used keeps an empty reference; it is named on stderr and the
    command ends with 1.
    """
    key, opening = _key(key_file), file.readline()
    made = _Maker(key, scheme=scheme, column=column, sandbox=sandbox)
    faults = (
        _ndjson(opening, rest=file, out=out, made=made)
        if opening.lstrip().startswith("{")
        else _csv(opening, rest=file, out=out, made=made)
    )
    if faults:
        raise Failure(f"{faults} of the rows have no reference.")


class _Maker:
    """Turns one row into the row that leaves: identifiers out, reference in."""

    def __init__(self, key: bytes, *, scheme: str, column: str, sandbox: bool) -> None:
        self.key = key
        self.scheme = scheme
        self.column = column
        self.sandbox = sandbox
        self.identifying = NAME_COLUMNS if scheme == NAME_AND_BIRTH else (AGREED_COLUMN,)

    def row(self, row: Row, *, number: int) -> tuple[dict[str, Any], bool]:
        """The row with its reference, and whether it has one."""
        kept = {name: value for name, value in row.items() if name not in self.identifying}
        try:
            return {**kept, self.column: self._reference(row)}, True
        except IdentifierError as problem:
            click.echo(f"row {number}: {problem}", err=True)
            return {**kept, self.column: ""}, False

    def _reference(self, row: Row) -> str:
        found = make_reference(self._identifiers(row), key=self.key)
        return synthetic_reference(found.encode("ascii")) if self.sandbox else found

    def _identifiers(self, row: Row) -> Identifiers:
        if self.scheme != NAME_AND_BIRTH:
            return AgreedIdentifier(self.scheme, str(row.get(AGREED_COLUMN) or ""))
        family, given, birth = (str(row.get(name) or "") for name in NAME_COLUMNS)
        try:
            return NameAndBirth(family, given, date.fromisoformat(birth))
        except ValueError:
            raise IdentifierError("the date of birth is not written YYYY-MM-DD") from None

    def check(self, columns: tuple[str, ...]) -> None:
        """Refuse a file without the identifiers, before anything is written."""
        missing = [name for name in self.identifying if name not in columns]
        if missing:
            raise Failure(f"The file has no column {', '.join(missing)}.")


def _csv(opening: str, *, rest: TextIO, out: TextIO, made: _Maker) -> int:
    rows = csv.DictReader(_lines(opening, rest=rest))
    columns = tuple(rows.fieldnames or ())
    made.check(columns)
    kept = [name for name in columns if name not in made.identifying]
    writer = csv.DictWriter(out, [*kept, made.column], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    return _each(rows, made=made, write=writer.writerow)


def _ndjson(opening: str, *, rest: TextIO, out: TextIO, made: _Maker) -> int:
    return _each(
        _objects(_lines(opening, rest=rest)),
        made=made,
        write=lambda row: out.write(json.dumps(row, ensure_ascii=False) + "\n"),
    )


def _each(rows: Any, *, made: _Maker, write: Callable[[dict[str, Any]], object]) -> int:
    """Write every row; how many have no reference."""
    faults = 0
    for number, row in enumerate(rows, start=1):
        replaced, found = made.row(row, number=number)
        write(replaced)
        faults += not found
    return faults


def _objects(lines: Iterator[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found = json.loads(line)
            except ValueError:
                found = None
            if not isinstance(found, dict):
                raise Failure(f"Line {number} is not a JSON object.")
            yield found


def _lines(opening: str, *, rest: TextIO) -> Iterator[str]:
    yield opening
    yield from rest


def _key(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        raise Failure(f"{path} does not hold a key in hex digits.") from None
