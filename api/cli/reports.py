"""`safershare report`: the board report, asked for as one client."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import click

from api.cli.options import agency, credentials_option, under_options

FORMATS = {"markdown": "text/markdown", "json": "application/json"}


@click.group()
def report() -> None:
    """Write reports from sealed figures."""


@report.command()
@credentials_option
@under_options
@click.option("--period", required=True, help="A sealed quarter, as 2025-26-Q4.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="markdown",
    show_default=True,
    help="As prose, or as data.",
)
def board(
    *,
    credentials: Path,
    agreement: str | None,
    purpose: str | None,
    scope: str | None,
    period: str,
    form: str,
) -> None:
    """Print the partnership's quarterly report to its board."""
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    path = f"/v1/reports/board?{urlencode({'period': period})}"
    with agency(credentials) as session:
        answer = session.call(
            "GET",
            path,
            agreement=agreement,
            purpose=purpose,
            scope=scope,
            headers={"Accept": FORMATS[form]},
        )
        click.echo(checked(answer).text)
