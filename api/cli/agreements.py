"""`safershare agreement`: data-sharing agreements, as the operator handles them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from api.cli.installation import looking, settings, today, writing
from api.cli.options import json_option, partnership_option, read_object
from api.cli.tables import print_one, print_rows


@click.group()
def agreement() -> None:
    """File agreements, change their standing, show them."""


@agreement.command()
@partnership_option
@click.argument("terms", type=click.File("r", encoding="utf-8"))
def add(*, partnership: str, terms: Any) -> None:
    """File the agreement whose terms are in the JSON file TERMS; nobody has signed it yet."""
    from api.services import agreements

    with writing(partnership) as session:
        number = agreements.add(
            session,
            partnership_id=partnership,
            document=read_object(terms),
            now=datetime.now(UTC),
            today=today(settings()),
        )
    click.echo(f"{number} is filed. It is in force when all its parties have signed.")


@agreement.command()
@partnership_option
@click.argument("number")
@click.option("--agency", "signers", multiple=True, help="Who signs; default: all who have not.")
def sign(*, partnership: str, number: str, signers: tuple[str, ...]) -> None:
    """Sign the agreement NUMBER for invented agencies; a sandbox alone does this.

    Each signature is made with a new key that is thrown away afterwards. In live an agency signs
    by its own hand and sends the signature to POST /v1/agreements/NUMBER/signatures.
    """
    from api.services import agreements
    from auth.jose import generate_key

    using, now = settings(), datetime.now(UTC)
    with writing(partnership) as session:
        found = agreements.shown(
            session, partnership_id=partnership, agreement_id=number, today=today(using)
        )
        for signer in signers or found["awaiting"]:
            agreements.sign(
                session,
                partnership_id=partnership,
                agreement_id=number,
                agency_id=signer,
                key=generate_key(),
                environment=using.environment,
                now=now,
                today=today(using),
            )
    click.echo(f"{number} is signed.")


@agreement.command()
@partnership_option
@click.argument("number")
@click.option("--agency", required=True, help="The party at whose word it ends.")
def end(*, partnership: str, number: str, agency: str) -> None:
    """End the agreement NUMBER for good; its tokens stop at once."""
    _change("end", partnership=partnership, number=number, agency=agency)


@agreement.command()
@partnership_option
@click.argument("number")
@click.option("--agency", required=True, help="The party at whose word it rests.")
def suspend(*, partnership: str, number: str, agency: str) -> None:
    """Let the agreement NUMBER rest until the same party resumes it; its tokens stop at once."""
    _change("suspend", partnership=partnership, number=number, agency=agency)


@agreement.command()
@partnership_option
@click.argument("number")
@click.option("--agency", required=True, help="The party that had it suspended.")
def resume(*, partnership: str, number: str, agency: str) -> None:
    """Let the agreement NUMBER hold again."""
    _change("resume", partnership=partnership, number=number, agency=agency)


@agreement.command("list")
@partnership_option
@json_option
def list_(*, partnership: str, as_json: bool) -> None:
    """List the agreements of the partnership and how each stands today."""
    from api.services import agreements

    with looking(partnership) as session:
        rows = agreements.listed(session, partnership_id=partnership, today=today(settings()))
    print_rows(rows, noun="agreements", as_json=as_json)


@agreement.command()
@partnership_option
@click.argument("number")
@json_option
def show(*, partnership: str, number: str, as_json: bool) -> None:
    """Show the agreement NUMBER: terms, signatures, changes."""
    from api.services import agreements

    with looking(partnership) as session:
        found = agreements.shown(
            session, partnership_id=partnership, agreement_id=number, today=today(settings())
        )
    print_one(found, as_json=as_json)


def _change(what: str, *, partnership: str, number: str, agency: str) -> None:
    from api.services import agreements

    with writing(partnership) as session:
        agreements.change(
            session,
            partnership_id=partnership,
            agreement_id=number,
            agency_id=agency,
            what=what,
            now=datetime.now(UTC),
            today=today(settings()),
        )
    click.echo(f"{number}: {what}, at the word of {agency}.")
