"""Commands that speak to the service as one client: `token` and `call`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.failures import Failure
from api.cli.options import agency, credentials_option, under_options

if TYPE_CHECKING:
    import httpx

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@click.command()
@credentials_option
@under_options
@click.option(
    "--headers",
    "shown",
    is_flag=True,
    help="Print the header lines for one request instead, as `curl -H @FILE` reads them.",
)
@click.argument("method", type=click.Choice(METHODS, case_sensitive=False), default="GET")
@click.argument("path", default="/v1/returns")
def token(
    *,
    credentials: Path,
    agreement: str | None,
    purpose: str | None,
    scope: str | None,
    shown: bool,
    method: str,
    path: str,
) -> None:
    r"""Get an access token and print the answer of the token endpoint.

    METHOD and PATH (default: GET /v1/returns) say what it is for. The token lives for minutes and
    is bound to the client's key: whoever shows it must prove the key on every request, which
    `safershare call` does, and `--headers` does once:

    \b
        safershare token --headers PUT /v1/returns/incident/2026-03 > headers
        curl -H @headers -H 'Content-Type: text/csv' -T incidents.csv URL
    """
    with agency(credentials) as session:
        wanted = session.wanted(method, path, agreement=agreement, purpose=purpose, scope=scope)
        if wanted is None:
            raise Failure(f"{method} {path} is public and needs no token.")
        got = session.token(wanted)
        if not shown:
            click.echo(json.dumps(dict(got.answer), indent=2))
            return
        for line in _header_lines(session, got=got, method=method, path=path):
            click.echo(line)


def _header_lines(session: Any, *, got: Any, method: str, path: str) -> list[str]:
    # Imported here: a token without its headers does not need it.
    import httpx

    from api.cli.client.session import bare
    from api.cli.client.tokens import proof

    lines = [f"Authorization: {got.kind} {got.value}"]
    if got.kind == "DPoP":
        made = proof(
            session.credentials,
            method=method,
            url=bare(httpx.URL(session.credentials.origin + path)),
            now=session.clock(),
            token=got.value,
            nonce=session.nonce,
        )
        lines.append(f"DPoP: {made}")
    return lines


@click.command()
@credentials_option
@under_options
@click.option(
    "-H", "--header", "headers", multiple=True, metavar="NAME:VALUE", help="A field more."
)
@click.option(
    "--body", type=click.File("rb"), help="What to send; JSON unless a Content-Type says otherwise."
)
@click.option(
    "--acting-person", metavar="REF", help="Your reference of who reads: others' rows need it."
)
@click.option(
    "--access-reason", metavar="REF", help="Your reference of a case or reason: likewise."
)
@click.option("-i", "--include", is_flag=True, help="Print the status and fields to stderr.")
@click.argument("method", type=click.Choice(METHODS, case_sensitive=False))
@click.argument("path")
def call(
    *,
    credentials: Path,
    agreement: str | None,
    purpose: str | None,
    scope: str | None,
    headers: tuple[str, ...],
    body: Any,
    acting_person: str | None,
    access_reason: str | None,
    include: bool,
    method: str,
    path: str,
) -> None:
    """Send one request as this client; its body goes to stdout.

    PATH starts at the origin: `safershare call GET /v1/returns`. The token is got with the scope
    that the route needs and, where it needs an agreement, under the first one in the credentials
    that permits it. An answer of 4xx or 5xx ends the command with 1, and so does a stream of
    records that broke off.
    """
    if not path.startswith("/"):
        raise click.UsageError("PATH starts with a slash, for example /v1/returns.")
    said = {"Acting-Person": acting_person, "Access-Reason": access_reason}
    fields = {name: value for name, value in said.items() if value is not None}
    fields |= dict(_field(each) for each in headers)
    if not all(f"{name}{value}".isascii() for name, value in fields.items()):
        raise click.UsageError("A header holds plain ASCII alone, and so does a reference.")
    if body is not None:
        fields.setdefault("Content-Type", "application/json")
    with agency(credentials) as session:
        response = session.call(
            method,
            path,
            agreement=agreement,
            purpose=purpose,
            scope=scope,
            headers=fields,
            content=body.read() if body is not None else None,
        )
        _show(response, include=include)


def _show(response: httpx.Response, *, include: bool) -> None:
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    if include:
        click.echo(f"{response.status_code} {response.reason_phrase}", err=True)
        for name, value in response.headers.items():
            click.echo(f"{name}: {value}", err=True)
    if response.content:
        click.echo(response.content, nl=not response.content.endswith(b"\n"))
    checked(response)
    if "Records-As-Of" in response.headers and not whole(response.content):
        raise Failure("The stream broke off: what was printed is not all there is.")


def whole(stream: bytes) -> bool:
    """Whether a stream of records says at its end that it is whole, in lines or as a table."""
    last = stream.rstrip().rpartition(b"\n")[2]
    return last.startswith(b"end,") or last == b'{"state": "end"}'


def _field(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise click.UsageError("A header is written NAME:VALUE.")
    return name.strip(), value.strip()
