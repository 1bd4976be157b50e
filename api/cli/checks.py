"""`safershare check`: a file against the common schema, on the agency's own machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from api.cli.failures import Failure
from api.cli.findings import to_know, to_mend
from api.cli.options import json_option
from api.cli.returns import media_type
from schemas.findings import number_of
from schemas.period import Period, PeriodError

FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
LONDON: Final = ZoneInfo("Europe/London")
CLOCK: Final = "SAFERSHARE_SANDBOX_NOW"
"""The fixed clock of a sandbox: what is checked for it is checked as of its day."""
BESIDE: Final = ("sector", "area")
"""What FILE of --envelope may hold besides an envelope's members."""


@click.command()
@click.option("--dataset", required=True, help="The dataset's name, for example incident.")
@click.option(
    "--period",
    help="A month (2026-03) or a quarter (2025-26-Q4); default: the month of all its rows.",
)
@click.option(
    "--envelope",
    type=FILE,
    help="A JSON file with the envelope that goes with it; may also name sector and area.",
)
@click.option(
    "--map", "--term-map", "term_map", type=FILE, help="A JSON file with the agency's own words."
)
@click.option("--sector", help="The agency's sector; some fields are for one alone.")
@click.option("--area", help="The partnership's local authority, as E09000006.")
@click.option("--sheet", help="The sheet of a workbook; default: records, or its only one.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it would be sent; default: today, or after the period if that is to come.",
)
@click.option("--live", is_flag=True, help="Expect real references to persons, not invented ones.")
@json_option
@click.argument("file", type=FILE)
def check(*, file: Path, as_json: bool, **asked: Any) -> None:
    """Check FILE against the common schema without sending it anywhere.

    FILE is CSV, NDJSON, JSON (a list of records, or an object of `envelope` and `records`), an
    Excel workbook or Parquet, plain or `.gz`. Says what the service would say of it, the commonest
    mistake first; only what needs the agency's earlier returns is left out. Errors end the command
    with 1.
    """
    # Imported here: the schema's library is slow to load, and `--help` does not need it.
    from api.intake.findings import text

    said = _judged(file, asked)
    if as_json:
        click.echo(text(said))
    else:
        for line in lines(said, named=asked["period"] is not None):
            click.echo(line)
    errors = sum(each["count"] for each in said["summary"] if each["severity"] == "error")
    if errors:
        raise Failure(
            f"{number_of(errors, 'error')}; {number_of(said['refused'], 'row')} would be refused."
        )


def _judged(file: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    from api.intake.alone import Asked, NoOneMonth, judged
    from api.intake.deliveries import Place
    from api.intake.reading.body import Limits
    from api.settings import BODY_LIMIT, INFLATED_LIMIT
    from schemas.datasets import DATASETS

    if asked["dataset"] not in DATASETS:
        raise click.BadParameter(f"There is no such dataset; there is {', '.join(DATASETS)}.")
    envelope, beside = _envelope(asked)
    sector, area = (asked[name] or beside.get(name) or "" for name in BESIDE)
    with file.open("rb") as content:
        try:
            return judged(
                content,
                Asked(
                    dataset=asked["dataset"],
                    media_type=media_type(file),
                    place=Place(
                        sector, area, "live" if asked["live"] else "sandbox", _terms(asked)
                    ),
                    limits=Limits(BODY_LIMIT, INFLATED_LIMIT),
                    today=_today(asked["today"]),
                    exact=asked["today"] is not None,
                    period=_period(asked["period"]),
                    envelope=envelope,
                    packed=file.suffix == ".gz",
                    sheet=asked["sheet"],
                ),
            )
        except NoOneMonth as problem:
            raise click.UsageError(f"{problem} Name the period with --period.") from problem


def _period(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except PeriodError as problem:
        raise click.BadParameter(f"--period: {problem}.") from problem


def _envelope(asked: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    """The envelope, None where there is none, and what stands beside its members."""
    if asked["envelope"] is None:
        return None, {}
    said = _json(asked["envelope"])
    if not isinstance(said, dict):
        raise click.UsageError("The file of --envelope must hold a JSON object.")
    beside = {name: said.pop(name) for name in BESIDE if name in said}
    if not all(isinstance(value, str) for value in beside.values()):
        raise click.UsageError("sector and area are text.")
    return said, beside


def _terms(asked: Mapping[str, Any]) -> Any:
    """The agency's own words, checked as the service checks them."""
    from schemas.datasets import DATASETS
    from schemas.terms import NONE, read

    if asked["term_map"] is None:
        return NONE
    found = read(_json(asked["term_map"]), dataset=DATASETS[asked["dataset"]])
    if found.faults:
        told = "\n".join(f"  {fault.message}" for fault in found.faults)
        raise click.UsageError(f"The term map has entries that are wrong.\n{told}")
    return found.terms


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as problem:
        raise click.UsageError(f"{file} is not well-formed JSON in UTF-8.") from problem


def _today(asked: datetime | None) -> date:
    """The day as asked, or a sandbox's own, or that of this machine's clock, in London."""
    if asked is not None:
        return asked.date()
    fixed = os.environ.get(CLOCK)
    now = datetime.fromisoformat(fixed) if fixed else datetime.now(LONDON)
    return (now.astimezone(LONDON) if now.tzinfo else now).date()


def lines(said: Mapping[str, Any], *, named: bool) -> Iterator[str]:
    """What was found, for a person: what to mend, the commonest first, and what to know last.

    Args:
        said: the document of `api.intake.findings.examination`.
        named: whether the period was named by whoever asked.
    """
    how = "" if named or not said["period"] else ", the month of all its rows"
    elsewhere = f", {said['out_of_area']:,} of other areas" if said["out_of_area"] else ""
    rows = number_of(said["rows"], "row")
    yield (
        f"{said['dataset']} {said['period'] or '(no period)'}{how}: {rows},"
        f" {said['refused']:,} with errors{elsewhere}."
    )
    yield from to_mend(said["summary"])
    yield from to_know(said["summary"])
    for word in said["unmapped_words"]:
        seen = number_of(word["rows"], "row")
        yield f"not in the term map: {word['word']} ({word['field']}, {seen})"
    if said["listed"] < said["total"]:
        yield f"{said['listed']:,} of {said['total']:,} findings are listed one by one in --json."
