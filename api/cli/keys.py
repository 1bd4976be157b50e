"""Commands about keys: a client's own, the key agencies share for references, the service's."""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.failures import Failure
from api.cli.installation import looking, settings, writing
from api.cli.options import json_option
from api.cli.tables import print_rows

if TYPE_CHECKING:
    from auth.keys import ServerKey

ALGORITHMS = ("ES256", "PS256", "Ed25519")
REFERENCE_KEY_BYTES = 32  # the size of the hash's output, RFC 2104 section 3


@click.command()
@click.option(
    "--alg",
    type=click.Choice(ALGORITHMS),
    default="ES256",
    show_default=True,
    help="The algorithm the client signs with.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("client-key.json"),
    show_default=True,
    help="Where to write the private key; readable by its owner alone.",
)
@click.option(
    "--references",
    is_flag=True,
    help="Make the key that agencies share for references to persons instead.",
)
def keygen(*, alg: str, out: Path, references: bool) -> None:
    """Make a client's key pair and print its public half.

    The private key goes into a file and is never shown. The public half, a JWK (RFC 7517), is what
    the service registers: hand it to whoever runs the partnership's service.
    """
    if out.exists():
        raise Failure(f"{out} is there already. Name another file with --out, or move it away.")
    if references:
        _make_reference_key(out)
        return
    # Imported here: the library of keys is slow to load and `--help` does not need it.
    from api.cli.client.credentials import write_private
    from api.cli.client.keys import ClientKey
    from auth.fingerprints import spoken

    key = ClientKey.generate(alg)
    write_private(out, key.private_jwk())
    click.echo(json.dumps(key.public_jwk, indent=2))
    click.echo(f"Its fingerprint, to be read out: {spoken(key.thumbprint)}", err=True)
    click.echo(f"The private key is in {out}. Keep it to this machine.", err=True)


def _make_reference_key(out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(REFERENCE_KEY_BYTES) + "\n")
    click.echo(
        f"The key is in {out}. Share it with the other agencies by a safe way, never with the"
        " service, and agree on a name for it (person_ref_key).",
        err=True,
    )


@click.group()
def keys() -> None:
    """Look after the keys that the service signs tokens with."""


@keys.command()
@click.option(
    "--at-once",
    is_flag=True,
    help="Withdraw the present keys now: for a key that others may know. All tokens stop.",
)
def rotate(*, at_once: bool) -> None:
    """Make a new signing key that follows the present one.

    It is published at once and signs ten minutes later, when everyone has seen it; the one before
    is published until its last token has ended. No request fails.
    """
    # Imported here: the database's library is slow to load.
    from auth import audit
    from auth import keys as ring
    from auth.audit import Event
    from auth.caller import OPERATOR

    using, now = settings(), datetime.now(UTC)
    turn = ring.replace_at_once if at_once else ring.rotate
    with writing() as session:
        kid = turn(session, folder=using.key_dir, now=now)
        tag = "keys:replace" if at_once else "keys:rotate"
        audit.record(session, Event(tag, client_id=OPERATOR, subject=kid), now=now)
    click.echo(f"The new key is {kid}.")


@keys.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Show every signing key with its state and its times."""
    from auth import keys as ring

    now = datetime.now(UTC)
    with looking() as session:
        rows = [_shown(key, now=now) for key in ring.listed(session)]
    print_rows(rows, noun="keys", as_json=as_json)


def _shown(key: ServerKey, *, now: datetime) -> dict[str, str | datetime | None]:
    return {
        "kid": key.kid,
        "state": str(key.state(now=now)),
        "active_from": key.active_from,
        "active_until": key.active_until,
        "gone_at": key.gone_at,
    }
