"""Lists and single things printed for people, or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

Row = Mapping[str, Any]


def print_rows(rows: Sequence[Row], *, noun: str, as_json: bool) -> None:
    """Print rows as aligned columns, or as `{noun: [...]}`."""
    if as_json:
        click.echo(json.dumps({noun: [_plain(row) for row in rows]}))
        return
    if not rows:
        click.echo(f"No {noun}.")
        return
    names = list(rows[0])
    cells = [names, *([_cell(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names))]
    for line in cells:
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def print_one(row: Row, *, as_json: bool) -> None:
    """Print one thing, a line for each member, or as a JSON object."""
    if as_json:
        click.echo(json.dumps(_plain(row)))
        return
    width = max(map(len, row))
    for name, value in row.items():
        click.echo(f"{name.ljust(width)}  {_cell(value)}")


def _plain(value: Any) -> Any:
    """The value in JSON types."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value) or "-"
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain)
