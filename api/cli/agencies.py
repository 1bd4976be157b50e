"""`safershare agency`: the agencies of a partnership and the keys they sign with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from api.cli.installation import looking, settings, writing
from api.cli.options import json_option, partnership_option, public_key
from api.cli.tables import print_one, print_rows


@click.group()
def agency() -> None:
    """Write down agencies and their signing keys, and show them."""


@agency.command()
@partnership_option
@click.argument("name")
@click.option("--title", required=True, help="Its name for people.")
@click.option("--sector", required=True, help="A code of the list `sector`, as police.")
def add(*, partnership: str, name: str, title: str, sector: str) -> None:
    """Write down the agency NAME, a slug."""
    from api.services import agencies

    with writing(partnership) as session:
        agencies.add(
            session,
            partnership_id=partnership,
            agency_id=name,
            name=title,
            sector=sector,
            now=datetime.now(UTC),
        )
    click.echo(f"The agency {name} is written down.")


@agency.command("trust-key")
@partnership_option
@click.argument("name")
@click.argument("key", type=click.File("r", encoding="utf-8"))
def trust_key(*, partnership: str, name: str, key: Any) -> None:
    """Let the agency NAME sign agreements with the public JWK in the file KEY.

    Compare the printed thumbprint with the agency, by another way than the one the key came by.
    """
    from api.services import agencies

    with writing(partnership) as session:
        kid = agencies.trust_key(
            session,
            partnership_id=partnership,
            agency_id=name,
            jwk=public_key(key),
            environment=settings().environment,
            now=datetime.now(UTC),
        )
    click.echo(f"{name} may sign with the key {kid}.")


@agency.command("list")
@partnership_option
@json_option
def list_(*, partnership: str, as_json: bool) -> None:
    """List the agencies of the partnership."""
    from api.services import agencies

    with looking(partnership) as session:
        rows = agencies.listed(session, partnership_id=partnership)
    print_rows(rows, noun="agencies", as_json=as_json)


@agency.command()
@partnership_option
@click.argument("name")
@json_option
def show(*, partnership: str, name: str, as_json: bool) -> None:
    """Show the agency NAME and its signing keys."""
    from api.services import agencies

    with looking(partnership) as session:
        found = agencies.shown(session, partnership_id=partnership, agency_id=name)
    print_one(found, as_json=as_json)
