"""The command that signs: by an agency's own key, by a signature handed over, or in a sandbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.agreements.sides import Operator, Side, side_options
from api.cli.failures import Failure
from api.cli.installation import settings, today, writing

if TYPE_CHECKING:
    from api.cli.client.keys import ClientKey


@click.command()
@side_options
@click.argument("number")
@click.option(
    "--key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The agency's private signing key, a JWK as `safershare keygen` writes it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the signature to this file instead of sending it.",
)
@click.option(
    "--signature",
    type=click.File("r", encoding="ascii"),
    help="A signature made elsewhere, which is checked and filed.",
)
@click.option("--yes", is_flag=True, help="Do not ask whether these are the right terms.")
def sign(
    *, side: Side, number: str, key: Path | None, out: Path | None, signature: Any, yes: bool
) -> None:
    """Sign the newest terms of the agreement NUMBER.

    An agency signs on its own machine: --credentials of a client that may sign, and --key, which
    never leaves it. The terms are fetched, their hash is worked out here, you are asked, and the
    signature is sent. An operator files one that was handed over: --agency and --signature. In a
    sandbox an operator also signs for invented agencies, for all that have not or for --agency.
    """
    if signature is not None:
        shown = side.shown(number)
        _told(side.sign(number, version=shown["version"], jws=signature.read().strip()), number)
    elif key is not None:
        _sign(side, number, key=_read_key(key), out=out, sure=yes)
    elif isinstance(side, Operator):
        _sign_as_invented(side, number)
    else:
        raise click.UsageError("Give --key, the agency's private signing key.")


def _sign(side: Side, number: str, *, key: ClientKey, out: Path | None, sure: bool) -> None:
    # Imported here: the library of keys is slow to load and `--help` does not need it.
    from api.cli.client.signatures import sha256, signed

    shown = side.shown(number)
    terms = shown["terms"]
    if not side.agency:
        raise click.UsageError("Say whose signature it is: --agency NAME.")
    if sha256(terms) != shown["terms_sha256"]:
        raise Failure("The terms shown are not those of the hash beside them; sign nothing.")
    if not sure:
        click.echo(_summary(terms, agencies=shown["agencies"]), err=True)
        click.confirm(f"Does {side.agency} sign version {shown['version']}?", abort=True, err=True)
    jws = signed(terms, agency=side.agency, key=key)
    if out is not None:
        out.write_text(f"{jws}\n", encoding="ascii")
        click.echo(f"The signature is in {out}. It was sent to nobody.")
        return
    _told(side.sign(number, version=shown["version"], jws=jws), number)


def _summary(terms: Mapping[str, Any], *, agencies: Mapping[str, str]) -> str:
    parties = (
        f"  {agencies[each['agency']]}: {', '.join(each['roles'])}" for each in terms["parties"]
    )
    lines = (
        f"{terms['agreement']}, version {terms['version']}: {terms['title']}",
        *parties,
        f"  purposes: {', '.join(terms['purposes'])}",
        f"  datasets: {', '.join(terms['datasets'])}",
        f"  actions: {', '.join(terms['actions'])}",
        f"  withheld: {', '.join(terms['withheld_fields']) or 'nothing besides what never leaves'}",
        f"  from {terms['starts_on']} to {terms['ends_on']}, review on {terms['review_on']}",
    )
    return "\n".join(lines)


def _read_key(file: Path) -> ClientKey:
    from api.cli.client.keys import ClientKey

    try:
        jwk = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise click.UsageError(f"{file.name} holds no key.") from problem
    return ClientKey.from_jwk(jwk if isinstance(jwk, dict) else {})


def _told(state: str, number: str) -> None:
    click.echo(f"{number} is signed. It is {state.replace('_', ' ')} now.")


def _sign_as_invented(side: Operator, number: str) -> None:
    """Sign with new keys that are thrown away; the service refuses this in live."""
    from api.services import agreements
    from auth.jose import generate_key

    using, now = settings(), datetime.now(UTC)
    signers = [side.agency] if side.agency else side.shown(number)["awaiting"]
    with writing(side.partnership) as session:
        for signer in signers:
            agreements.sign(
                session,
                partnership_id=side.partnership,
                agreement_id=number,
                agency_id=signer,
                key=generate_key(),
                environment=using.environment,
                now=now,
                today=today(using),
            )
    _told(str(side.shown(number)["state"]), number)
