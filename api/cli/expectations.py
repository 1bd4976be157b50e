"""`safershare expectation` and `safershare period`: what is owed, and the months that are open."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from api.cli.installation import business_now, looking, settings, today, writing
from api.cli.options import json_option, partnership_option
from api.cli.tables import print_one, print_rows
from schemas.period import Period

LEVELS = ("record", "aggregate", "statement")
CADENCES = ("monthly", "quarterly")
DUE_DAY = 25  # of the month after the period; design


@click.group()
def expectation() -> None:
    """Set what agencies owe, and show it."""


@expectation.command()
@partnership_option
@click.argument("agency")
@click.argument("dataset")
@click.option("--level", type=click.Choice(LEVELS), required=True, help="In which detail.")
@click.option(
    "--cadence",
    type=click.Choice(CADENCES),
    default="monthly",
    show_default=True,
    help="How often.",
)
@click.option(
    "--due-day",
    type=click.IntRange(1, 31),
    default=DUE_DAY,
    show_default=True,
    help="Day of the month after the period.",
)
@click.option("--from", "first", required=True, metavar="MONTH", help="The first month owed.")
@click.option("--to", "last", metavar="MONTH", help="The last month owed; default: no end.")
def add(
    *,
    partnership: str,
    agency: str,
    dataset: str,
    level: str,
    cadence: str,
    due_day: int,
    first: str,
    last: str | None,
) -> None:
    """Set that AGENCY owes DATASET; months that are open keep what was owed then."""
    from api.services import expectations
    from auth.caller import operator

    owed = expectations.Expectation(
        agency_id=agency,
        dataset=dataset,
        level=level,
        cadence=cadence,
        due_day=due_day,
        from_month=Period.parse_month(first),
        to_month=Period.parse_month(last) if last else None,
    )
    with writing(partnership) as session:
        expectations.put(session, operator(partnership), expectation=owed, now=datetime.now(UTC))
    click.echo(f"{agency} owes {dataset} from {first}.")


@expectation.command("list")
@partnership_option
@json_option
def list_(*, partnership: str, as_json: bool) -> None:
    """List what is owed."""
    print_rows(_owed(partnership), noun="expectations", as_json=as_json)


@expectation.command()
@partnership_option
@click.argument("agency")
@click.argument("dataset")
@json_option
def show(*, partnership: str, agency: str, dataset: str, as_json: bool) -> None:
    """Show what AGENCY owes of DATASET."""
    from auth.refusals import NotFound

    for row in _owed(partnership):
        if (row["agency"], row["dataset"]) == (agency, dataset):
            print_one(row, as_json=as_json)
            return
    raise NotFound("no_expectation", detail="Nothing of the kind is owed.")


def _owed(partnership: str) -> list[dict[str, str | int | None]]:
    from api.services import expectations

    with looking(partnership) as session:
        found = expectations.listed(session, partnership_id=partnership)
    return [
        {
            "agency": each.agency_id,
            "dataset": each.dataset,
            "level": each.level,
            "cadence": each.cadence,
            "due_day": each.due_day,
            "from": str(each.from_month),
            "to": str(each.to_month) if each.to_month else None,
        }
        for each in found
    ]


@click.group()
def period() -> None:
    """Open months for returns, and show which are open."""


@period.command("open")
@partnership_option
@click.argument("name")
def open_(*, partnership: str, name: str) -> None:
    """Open the months of the period NAME (2026-03, 2025-26-Q4 or 2025-26)."""
    from api.services import periods
    from auth.caller import operator

    using = settings()
    with writing(partnership) as session:
        opened = periods.open_period(
            session,
            operator(partnership),
            period=Period.parse(name),
            now=business_now(using),
            today=today(using),
        )
    click.echo(f"Opened: {', '.join(map(str, opened)) or 'nothing, all were open'}.")


@period.command("list")
@partnership_option
@json_option
def list_periods(*, partnership: str, as_json: bool) -> None:
    """List the open months."""
    from api.services import periods

    with looking(partnership) as session:
        found = periods.listed(session, partnership_id=partnership)
    rows = [{"month": month, "opened_at": at} for month, at in found]
    print_rows(rows, noun="periods", as_json=as_json)
