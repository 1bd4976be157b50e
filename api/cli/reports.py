"""`safershare report`: the board report, asked for as a client or read by the operator."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from api.cli.installation import settings, today, writing
from api.cli.options import agency, under_options

FORMATS = {"markdown": "text/markdown", "json": "application/json"}


@click.group()
def report() -> None:
    """Write reports from sealed figures."""


@report.command()
@click.option(
    "--credentials",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="SAFERSHARE_CREDENTIALS",
    show_envvar=True,
    help="Ask the service as this client; without it, read this installation's database.",
)
@under_options
@click.option(
    "--partnership",
    envvar="SAFERSHARE_PARTNERSHIP",
    show_envvar=True,
    help="Whose report it is, where the database is read.",
)
@click.option("--period", required=True, help="A sealed period, as 2025-26-Q4.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="markdown",
    show_default=True,
    help="As prose, or as data.",
)
def board(
    *, credentials: Path | None, partnership: str | None, period: str, form: str, **under: Any
) -> None:
    """Print the partnership's report to its board.

    As a client of the service with --credentials; as the operator of this installation with
    --partnership.
    """
    if credentials is not None:
        click.echo(_asked(credentials, period=period, form=form, under=under))
    elif partnership:
        click.echo(_read(partnership, period=period, form=form))
    else:
        raise click.UsageError("Give --credentials, or --partnership.")


def _asked(credentials: Path, *, period: str, form: str, under: dict[str, str | None]) -> str:
    """The report as the service answers it."""
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    path = f"/v1/reports/board?{urlencode({'period': period})}"
    with agency(credentials) as session:
        answer = session.call("GET", path, headers={"Accept": FORMATS[form]}, **under)
        return checked(answer).text.rstrip()


def _read(partnership: str, *, period: str, form: str) -> str:
    """The report from the database, recorded as the operator's reading."""
    # Imported here: the rules of disclosure are slow to load.
    from api.services import reports
    from auth import uses
    from auth.audit import Event
    from auth.caller import operator
    from schemas.wire.reports import BoardReport

    using, actor = settings(), operator(partnership)
    with writing(partnership) as session:
        written, owners = reports.board_report(session, actor, period=period, today=today(using))
        event = Event.by(actor, tag="reports:read", period=period, release=written.facts.release_id)
        uses.record(session, event, owners=owners, kind="report", now=datetime.now(UTC))
    if form == "markdown":
        return written.markdown().rstrip()
    return json.dumps(BoardReport().dump(written.document()))
