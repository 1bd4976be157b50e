"""`safershare partnership`: the partnerships of this installation."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from api.cli.installation import looking, writing
from api.cli.operators import operator_option
from api.cli.options import json_option
from api.cli.tables import print_one, print_rows


@click.group()
def partnership() -> None:
    """Write down partnerships, and show them."""


@partnership.command()
@click.argument("name")
@click.option("--title", required=True, help="Its name for people.")
@click.option("--area", required=True, help="The local authority, a GSS code as E09000006.")
@click.option("--lead", help="The agency that opens and seals its periods.")
@operator_option
def add(*, name: str, title: str, area: str, lead: str | None) -> None:
    """Write down the partnership NAME, a slug that stands in keys and paths."""
    from api.services import partnerships

    with writing(name) as session:
        partnerships.add(
            session,
            partnership_id=name,
            name=title,
            area=area,
            lead=lead,
            now=datetime.now(UTC),
        )
    click.echo(f"The partnership {name} is written down.")


@partnership.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List the partnerships of this installation."""
    from api.services import partnerships

    with looking() as session:
        rows = partnerships.listed(session)
    print_rows(rows, noun="partnerships", as_json=as_json)


@partnership.command()
@click.argument("name")
@json_option
def show(*, name: str, as_json: bool) -> None:
    """Show the partnership NAME."""
    from api.services import partnerships

    with looking(name) as session:
        found = partnerships.shown(session, partnership_id=name)
    print_one(found, as_json=as_json)
