"""`safershare client`: the programs of agencies, and their public keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from api.cli.installation import looking, settings, today, writing
from api.cli.options import json_option, partnership_option, public_key
from api.cli.tables import print_one, print_rows


@click.group()
def client() -> None:
    """Write down the clients of agencies, renew their keys, revoke them, show them."""


@client.command()
@partnership_option
@click.argument("name")
@click.option("--agency", required=True, help="The agency it acts for.")
@click.option(
    "--key",
    type=click.File("r", encoding="utf-8"),
    required=True,
    help="A file with its public JWK, as `safershare keygen` prints it.",
)
@click.option(
    "--scope", "scopes", multiple=True, required=True, help="What it may do; give it several times."
)
@click.option(
    "--without-dpop",
    is_flag=True,
    help="Let its tokens go unbound; only for one that sends returns and reads nothing else.",
)
@json_option
def add(
    *,
    partnership: str,
    name: str,
    agency: str,
    key: Any,
    scopes: tuple[str, ...],
    without_dpop: bool,
    as_json: bool,
) -> None:
    """Write down the client NAME, and print what its agency needs to know.

    What is printed, and the agency's private key as the member `jwk`, makes a credentials file.
    """
    from api.services import agreements, clients

    using, now = settings(), datetime.now(UTC)
    with writing(partnership) as session:
        clients.add(
            session,
            partnership_id=partnership,
            agency_id=agency,
            client_id=name,
            jwk=public_key(key),
            scopes=scopes,
            dpop_required=not without_dpop,
            now=now,
        )
        grants = agreements.grants(
            session, partnership_id=partnership, agency_id=agency, today=today(using)
        )
    told = {
        "issuer": using.public_url,
        "api": using.resource,
        "client_id": name,
        "agency": agency,
        "agreements": grants,
    }
    print_one(told, as_json=as_json)


@client.command("add-key")
@partnership_option
@click.argument("name")
@click.argument("key", type=click.File("r", encoding="utf-8"))
def add_key(*, partnership: str, name: str, key: Any) -> None:
    """Let the client NAME use the public JWK in the file KEY as well.

    A client has two keys at most: the newest one stays beside the new one, an older one goes.
    """
    from api.services import clients

    with writing(partnership) as session:
        clients.add_key(
            session,
            partnership_id=partnership,
            client_id=name,
            jwk=public_key(key),
            now=datetime.now(UTC),
        )
    click.echo(f"{name} may use the key.")


@client.command()
@partnership_option
@click.argument("name")
def revoke(*, partnership: str, name: str) -> None:
    """Shut the client NAME out, with every token it has."""
    from api.services import clients

    with writing(partnership) as session:
        clients.revoke(session, partnership_id=partnership, client_id=name, now=datetime.now(UTC))
    click.echo(f"{name} is revoked.")


@client.command("list")
@partnership_option
@json_option
def list_(*, partnership: str, as_json: bool) -> None:
    """List the clients of the partnership's agencies."""
    from api.services import clients

    with looking(partnership) as session:
        rows = clients.listed(session, partnership_id=partnership)
    print_rows(rows, noun="clients", as_json=as_json)


@client.command()
@partnership_option
@click.argument("name")
@json_option
def show(*, partnership: str, name: str, as_json: bool) -> None:
    """Show the client NAME."""
    from api.services import clients

    with looking(partnership) as session:
        found = clients.shown(session, partnership_id=partnership, client_id=name)
    print_one(found, as_json=as_json)
