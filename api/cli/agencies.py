"""`safershare agency`: the agencies of a partnership and the keys they sign with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from api.cli.installation import looking, settings, today, writing
from api.cli.operators import operator_name
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


@agency.command("add-key")
@partnership_option
@click.argument("name")
@click.argument("key", type=click.File("r", encoding="utf-8"))
def add_key(*, partnership: str, name: str, key: Any) -> None:
    """Enter the public JWK in the file KEY as one that the agency NAME would sign with.

    It counts for nothing until a second person has confirmed it with confirm-key.
    """
    from api.services import agencies

    with writing(partnership) as session:
        kid, fingerprint = agencies.enter_key(
            session,
            partnership_id=partnership,
            agency_id=name,
            jwk=public_key(key),
            by=operator_name() or agencies.INVENTED_OPERATORS[0],
            now=datetime.now(UTC),
        )
    click.echo(f"The key {kid} waits. Its fingerprint is {fingerprint}")
    click.echo(
        f"Somebody else rings {name} on a number known before, has the fingerprint read out there,"
        f" and runs: safershare agency confirm-key {name}",
        err=True,
    )


@agency.command("confirm-key")
@partnership_option
@click.argument("name")
@click.option(
    "--fingerprint",
    prompt="The fingerprint, as the agency reads it out",
    help="Its forty digits; spaces do not matter.",
)
def confirm_key(*, partnership: str, name: str, fingerprint: str) -> None:
    """Let the agency NAME sign with the key whose fingerprint it has read out to you.

    Take the digits from the agency and not from this service: comparing them is what shows that
    nobody has put another key in between. Whoever entered the key cannot confirm it.
    """
    from api.services import agencies

    with writing(partnership) as session:
        kid = agencies.confirm_key(
            session,
            partnership_id=partnership,
            agency_id=name,
            fingerprint=fingerprint,
            by=operator_name() or agencies.INVENTED_OPERATORS[1],
            now=datetime.now(UTC),
        )
    click.echo(f"{name} may sign with the key {kid}.")


@agency.command("retire-key")
@partnership_option
@click.argument("name")
@click.argument("kid")
def retire_key(*, partnership: str, name: str, kid: str) -> None:
    """Let the agency NAME sign with the key KID no more; what it has signed stands."""
    from api.services import agencies

    with writing(partnership) as session:
        agencies.retire_key(
            session,
            partnership_id=partnership,
            agency_id=name,
            kid=kid,
            by=operator_name() or agencies.INVENTED_OPERATORS[0],
            now=datetime.now(UTC),
        )
    click.echo(f"{name} signs with {kid} no more. What it signed stands.")


@agency.command("revoke-key")
@partnership_option
@click.argument("name")
@click.argument("kid")
def revoke_key(*, partnership: str, name: str, kid: str) -> None:
    """Let the key KID of the agency NAME count no more: others may know it.

    At once every signature by it falls, and the agreements that rest on one are not in force.
    """
    from api.services import agencies

    using = settings()
    with writing(partnership) as session:
        fell = agencies.revoke_key(
            session,
            partnership_id=partnership,
            agency_id=name,
            kid=kid,
            by=operator_name() or agencies.INVENTED_OPERATORS[0],
            now=datetime.now(UTC),
            today=today(using),
        )
    click.echo(f"The key {kid} counts no more. No longer in force: {', '.join(fell) or 'none'}.")


@agency.command("trust-key")
@partnership_option
@click.argument("name")
@click.argument("key", type=click.File("r", encoding="utf-8"))
def trust_key(*, partnership: str, name: str, key: Any) -> None:
    """Let the invented agency NAME sign with the public JWK in the file KEY; a sandbox alone.

    In live one person enters the key (add-key) and another confirms it (confirm-key).
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
