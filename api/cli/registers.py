"""`safershare register`: the register of uses of a month, from this installation's database."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from api.cli.installation import writing
from api.cli.options import partnership_option

FORMATS = ("markdown", "html", "json")


@click.command()
@partnership_option
@click.option("--month", required=True, help="A month, as 2026-03.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="markdown",
    show_default=True,
    help="As a text, as a page, or as data.",
)
def register(*, partnership: str, month: str, form: str) -> None:
    """Print who used which data in a month, for what purpose, under which agreement, how often.

    It names no person, no case and no exact count, so that it can be published. An agency asks the
    service for the same: GET /v1/register?month=2026-03.
    """
    # Imported here: the database is slow to load.
    from api.services.transparency import register as registers
    from auth import audit
    from auth.audit import Event
    from auth.caller import operator
    from schemas.evaluate import LONDON

    actor, now = operator(partnership), datetime.now(UTC)
    with writing(partnership) as session:
        today = now.astimezone(LONDON).date()
        found = registers.register(session, actor, month=month, today=today)
        audit.record(session, Event.by(actor, tag="register:read", period=month), now=now)
    if form == "json":
        click.echo(json.dumps(found.document()))
    else:
        click.echo(found.markdown() if form == "markdown" else found.html(), nl=False)
