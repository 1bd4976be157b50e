"""`safershare statements`: read statements before they are printed, release them, withdraw them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import click

from api.cli.options import agency, credentials_option, json_option, under_options


@click.group()
def statements() -> None:
    """See and release statements, which a report prints once both sides agree."""


@statements.command("list")
@credentials_option
@under_options
@json_option
@click.option("--period", required=True, help="A sealed period, as 2025-26-Q4.")
def list_(*, credentials: Path, period: str, as_json: bool, **under: Any) -> None:
    """Print the statements of a sealed period: your own, or everybody's for the lead."""
    path = f"/v1/statements?{urlencode({'period': period})}"
    answer = _called(credentials, "GET", path, under=under)
    if as_json:
        click.echo(answer.text)
        return
    for each in answer.json()["statements"]:
        words = (each[name] for name in ("statement_id", "agency", "month", "status", "question"))
        click.echo("  ".join(filter(None, words)))
        click.echo(f"{each['printed']}\n")


@statements.command()
@credentials_option
@under_options
@click.argument("statement")
def release(*, credentials: Path, statement: str, **under: Any) -> None:
    """Let a statement be printed, by its identifier, for your side."""
    _decided(credentials, "PUT", statement, under=under)


@statements.command()
@credentials_option
@under_options
@click.argument("statement")
def withdraw(*, credentials: Path, statement: str, **under: Any) -> None:
    """Withdraw what your side released: no report prints it from then on."""
    _decided(credentials, "DELETE", statement, under=under)


def _decided(credentials: Path, method: str, statement: str, *, under: dict[str, Any]) -> None:
    path = f"/v1/statements/{quote(statement, safe='')}/release"
    answer = _called(credentials, method, path, under=under).json()
    click.echo(f"{answer['statement_id']}: {answer['status']}.")


def _called(credentials: Path, method: str, path: str, *, under: dict[str, Any]) -> Any:
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    with agency(credentials) as session:
        return checked(session.call(method, path, **under))
