"""Commands that show agreements: in a list, in full, and as a page for people."""

from __future__ import annotations

import click

from api.cli.agreements.sides import Side, side_options
from api.cli.options import json_option
from api.cli.tables import print_one, print_rows


@click.command("list")
@side_options
@click.option("--due", is_flag=True, help="Only those whose review or end is near or over.")
@json_option
def list_(*, side: Side, due: bool, as_json: bool) -> None:
    """List agreements, the state of each today, and whether its review is due."""
    rows = [row for row in side.listed() if row["review_due"] or not due]
    print_rows(rows, noun="agreements", as_json=as_json)
    late = [row["agreement"] for row in rows if row["review_due"]]
    if late and not as_json:
        click.echo(f"To be reviewed or renewed soon: {', '.join(late)}.", err=True)


@click.command()
@side_options
@click.argument("number")
@json_option
def show(*, side: Side, number: str, as_json: bool) -> None:
    """Show the agreement NUMBER: state, terms, signatures, history."""
    print_one(side.shown(number), as_json=as_json)


@click.command()
@side_options
@click.argument("number")
def page(*, side: Side, number: str) -> None:
    r"""Print the agreement NUMBER as a page for people (HTML), to keep, print or hand round.

    \b
        safershare agreement page DSA-2026-0001 > agreement.html
    """
    click.echo(side.page(number), nl=False)
