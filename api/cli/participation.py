"""`safershare participation`: who sent what, and what is overdue; asked for or read here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from api.cli.installation import settings, today, writing
from api.cli.operators import operator_option
from api.cli.options import agency, credentials_option, json_option, under_options
from api.cli.tables import print_rows


@click.group()
def participation() -> None:
    """See who sent what, and which returns are overdue."""


def _whose(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--credentials FILE` to ask the service, or `--partnership NAME` to read its database."""
    for option in (
        click.option(
            "--partnership",
            envvar="SAFERSHARE_PARTNERSHIP",
            show_envvar=True,
            help="Read this installation's database as its operator.",
        ),
        click.option(
            "--credentials",
            type=click.Path(path_type=Path, dir_okay=False),
            envvar="SAFERSHARE_CREDENTIALS",
            show_envvar=True,
            help="Ask the service as this client.",
        ),
    ):
        command = option(command)
    return under_options(operator_option(command))


@participation.command()
@_whose
@click.option("--period", required=True, help="A month, quarter or year: 2025-26-Q4.")
@json_option
def show(
    *, credentials: Path | None, partnership: str | None, period: str, as_json: bool, **under: Any
) -> None:
    """Print how the returns of a period stand, how soon they came, and how complete they are."""
    path = f"/v1/participation?{urlencode({'period': period})}"
    if credentials is not None:
        text = _called(credentials, path, under=under)
    else:
        text = _read(_named(partnership), period=period)
    if as_json:
        click.echo(text)
        return
    for line in _lines(json.loads(text)):
        click.echo(line)


@participation.command()
@_whose
@click.option("--period", help="A month, quarter or year; without it every open month.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for a spreadsheet.")
@json_option
def overdue(
    *,
    credentials: Path | None,
    partnership: str | None,
    period: str | None,
    as_csv: bool,
    as_json: bool,
    **under: Any,
) -> None:
    """Print the owed returns that have not come, whom to ask, and which indicators wait."""
    form = "csv" if as_csv else "json"
    query = {"format": form, **({"period": period} if period else {})}
    if credentials is not None:
        text = _called(credentials, f"/v1/overdue?{urlencode(query)}", under=under)
    else:
        text = _register(_named(partnership), period=period, form=form)
    if as_csv or as_json:
        click.echo(text, nl=not text.endswith("\n"))
        return
    rows = [
        {
            "agency": each["agency_name"],
            "dataset": each["dataset"],
            "month": each["month"],
            "status": each["status"],
            "since": each["overdue_since"],
            "days": str(each["days_overdue"]),
            "blocks": each["blocks"],
        }
        for each in json.loads(text)["overdue"]
    ]
    print_rows(rows, noun="overdue returns", as_json=False)


@participation.command()
@credentials_option
@under_options
@click.option("--period", required=True, help="A month, quarter or year: 2025-26-Q4.")
@json_option
def own(*, credentials: Path, period: str, as_json: bool, **under: Any) -> None:
    """Print your agency's own figures, completeness and timeliness beside the partnership's."""
    text = _called(credentials, f"/v1/contribution?{urlencode({'period': period})}", under=under)
    if as_json:
        click.echo(text)
        return
    for line in _own_lines(json.loads(text)):
        click.echo(line)


def _named(partnership: str | None) -> str:
    if not partnership:
        raise click.UsageError("Give --credentials, or --partnership.")
    return partnership


def _called(credentials: Path, path: str, *, under: Mapping[str, Any]) -> str:
    """What the service answers."""
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    with agency(credentials) as session:
        answer: str = checked(session.call("GET", path, **under)).text
        return answer


def _read(partnership: str, *, period: str) -> str:
    """The same from the database, recorded as the operator's reading."""
    # Imported here: the rules of disclosure are slow to load.
    from api.services.participation import participation as view_of
    from auth import uses
    from auth.audit import Event
    from auth.caller import operator
    from schemas.wire.participation import Participation

    actor = operator(partnership)
    with writing(partnership) as session:
        view = view_of(session, actor, period=period, today=today(settings()))
        event = Event.by(actor, tag="participation:read", period=view.period)
        uses.record(session, event, owners=view.used, kind="aggregate", now=datetime.now(UTC))
    return str(Participation().dumps(view))


def _register(partnership: str, *, period: str | None, form: str) -> str:
    """The overdue register from the database, recorded as the operator's reading."""
    # Imported here: the rules of disclosure are slow to load.
    from api.reports.formats.overdue import overdue_table
    from api.services.participation import overdue as register_of
    from auth import audit
    from auth.audit import Event
    from auth.caller import operator
    from schemas.wire.overdue import OverdueList

    actor = operator(partnership)
    with writing(partnership) as session:
        found = register_of(session, actor, period=period, today=today(settings()))
        event = Event.by(actor, tag="participation:overdue", period=found.period or "")
        audit.record(session, event, now=datetime.now(UTC))
    if form == "csv":
        return overdue_table(found.overdue, period=found.period, as_of=found.as_of).csv()
    return str(OverdueList().dumps({**vars(found), "next": None}))


def _lines(said: Mapping[str, Any]) -> Iterator[str]:
    """A view of participation in lines."""
    statuses = ", ".join(f"{name} {count}" for name, count in said["statuses"].items())
    yield f"{said['period']}: {statuses}; late {said['late']}."
    for each in said["returns"]:
        late = ", late" if each["late"] else ""
        yield f"  {each['month']} {each['agency']} {each['dataset']}: {each['status']}{late}"
    for each in said["timeliness"]:
        median = each["median_days"] or "none came"
        whole = each["dataset"] or "all"
        yield f"  {whole}: {each['came']} of {each['owed']} came, days to receipt {median}"
    for each in said["equality"]:
        if each["agency"] is None:
            yield f"  {each['dataset']} {each['field']}: {each['band']} per cent known"
    for each in said["gaps"]:
        known = ", ".join(each["said"])
        yield f"  {each['agency']} cannot hold {each['dataset']} {each['field']} ({known})"


def _own_lines(said: Mapping[str, Any]) -> Iterator[str]:
    """A contributor's own view in lines."""
    for each in said["figures"]:
        yield each["title"]
        for pair in each["periods"]:
            mine = "-" if pair["records"] is None else str(pair["records"])
            shown = pair["status"] if pair["released"] is None else str(pair["released"])
            yield f"  {pair['period']}: own {mine}, released {shown}"
    yield said["why"]
    for each in said["completeness"]:
        whole = each["partnership"] or "-"
        yield f"  {each['dataset']} {each['field']}: own {each['own']}, partnership {whole}"
    for each in said["timeliness"]:
        mine, median = each["median_days"] or "-", each["partnership_median_days"] or "-"
        yield f"  {each['dataset']}: days to receipt own {mine}, partnership {median}"
    for each in said["uses"]:
        why = each["purpose"] or "office"
        yield f"  {each['dataset']} used by {each['agency']} for {why}: {each['uses']}"
