"""`safershare report`: the two reports, asked for as a client or read by the operator."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import click

from api.cli.installation import settings, today, writing
from api.cli.options import Command, agency, under_options

FORMATS: Final = {
    "markdown": "text/markdown",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


_OPTIONS: Final = (
    click.option(
        "--credentials",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="SAFERSHARE_CREDENTIALS",
        show_envvar=True,
        help="Ask the service as this client; without it, read this installation's database.",
    ),
    under_options,
    click.option(
        "--partnership",
        envvar="SAFERSHARE_PARTNERSHIP",
        show_envvar=True,
        help="Whose report it is, where the database is read.",
    ),
    click.option("--period", required=True, help="A sealed period, as 2025-26-Q4."),
    click.option(
        "--format",
        "form",
        type=click.Choice(list(FORMATS)),
        default="markdown",
        show_default=True,
        help="As prose, as a page, as a document to edit, or as data.",
    ),
    click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Write it as on that day: from what was sealed and released by then.",
    ),
    click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write it into this file; a document needs one.",
    ),
)


@click.group()
def report() -> None:
    """Write reports from sealed figures."""


def _asked_for(command: Command) -> Command:
    """The options of every report, in their order."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@report.command()
@_asked_for
def board(**asked: Any) -> None:
    """Print the partnership's report to its board: the quarterly update.

    As a client of the service with --credentials; as the operator of this installation with
    --partnership. The same release gives the same bytes, but for the line that dates it.
    """
    _write("board", **asked)


@report.command()
@_asked_for
def scrutiny(**asked: Any) -> None:
    """Print the scrutiny brief: a board's questions, answered in prose alone.

    As a client of the service with --credentials; as the operator of this installation with
    --partnership. The same release gives the same bytes, but for the line that dates it.
    """
    _write("scrutiny", **asked)


def _write(
    kind: str,
    *,
    credentials: Path | None,
    partnership: str | None,
    period: str,
    form: str,
    as_of: datetime | None,
    out: Path | None,
    **under: Any,
) -> None:
    if form == "docx" and out is None:
        raise click.UsageError("Give --out FILE for a document.")
    on = as_of.date() if as_of else None
    if credentials is not None:
        query = {"period": period, **({"as_of": on.isoformat()} if on else {})}
        made = _asked(kind, credentials, query=query, form=form, under=under)
    elif partnership:
        made = _read(kind, partnership, period=period, form=form, as_of=on)
    else:
        raise click.UsageError("Give --credentials, or --partnership.")
    if out is None:
        click.echo(made.decode().rstrip())
    else:
        out.write_bytes(made)
        click.echo(f"Wrote {out}.")


def _asked(
    kind: str, credentials: Path, *, query: dict[str, str], form: str, under: dict[str, str | None]
) -> bytes:
    """The report as the service answers it."""
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    path = f"/v1/reports/{kind}?{urlencode(query)}"
    with agency(credentials) as session:
        answer = session.call("GET", path, headers={"Accept": FORMATS[form]}, **under)
        return checked(answer).content


def _read(kind: str, partnership: str, *, period: str, form: str, as_of: date | None) -> bytes:
    """The report from the database, recorded as the operator's reading."""
    # Imported here: the rules of disclosure are slow to load.
    from api.reports import rendering
    from api.services import reports
    from auth import uses
    from auth.audit import Event
    from auth.caller import operator
    from schemas.wire.reports import SHAPES

    using, actor = settings(), operator(partnership)
    write = {"board": reports.board_report, "scrutiny": reports.scrutiny_report}[kind]
    with writing(partnership) as session:
        written, owners = write(session, actor, period=period, as_of=as_of, today=today(using))
        event = Event.by(actor, tag="reports:read", period=period, release=written.facts.release_id)
        uses.record(session, event, owners=owners, kind="report", now=datetime.now(UTC))
    if form == "docx":
        return rendering.document(written)
    if form == "html":
        return rendering.page(written).encode()
    if form == "markdown":
        return written.markdown().encode()
    return json.dumps(SHAPES[kind]().dump(written.document())).encode()
