"""Commands about keys: a client's own, the key agencies share for references, the service's."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

import click

from api.cli.failures import Failure

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

    key = ClientKey.generate(alg)
    write_private(out, key.private_jwk())
    click.echo(json.dumps(key.public_jwk, indent=2))
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
