"""`safershare init`: the first partnership, its lead agency and the lead's office client, once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from api.cli.installation import settings, writing
from api.cli.operators import operator_option
from api.cli.options import json_option, public_key
from api.cli.tables import print_one


@click.command()
@operator_option
@click.argument("partnership")
@click.option("--title", required=True, help="The partnership's name for people.")
@click.option("--area", required=True, help="The local authority, a GSS code as E09000006.")
@click.option("--lead", required=True, help="The agency that leads it, a slug.")
@click.option("--lead-title", required=True, help="The lead agency's name for people.")
@click.option(
    "--sector",
    default="council_community_safety",
    show_default=True,
    help="The lead agency's, a code of the list `sector`.",
)
@click.option("--client", help="The name of the lead's office client; default: LEAD-office.")
@click.option(
    "--key",
    type=click.File("r", encoding="utf-8"),
    required=True,
    help="A file with that client's public JWK, as `safershare keygen` prints it.",
)
@json_option
def init(
    *,
    partnership: str,
    title: str,
    area: str,
    lead: str,
    lead_title: str,
    sector: str,
    client: str | None,
    key: Any,
    as_json: bool,
) -> None:
    """Begin with the PARTNERSHIP: make the first administrator of an empty database, once.

    The office client of the lead drafts agreements, opens periods and reads the log; it handles no
    data and signs nothing. The command works on an empty database and never again on the same one.
    What it prints, and the private key as the member `jwk`, makes the client's credentials file.
    """
    from api.services import beginning
    from api.services.beginning import Beginning

    using, name = settings(), client or f"{lead}-office"
    begun = Beginning(partnership, title, area, lead, lead_title, sector, name, public_key(key))
    with writing(partnership) as session:
        beginning.begin(session, begun, now=datetime.now(UTC))
    told = {
        "issuer": using.public_url,
        "api": using.resource,
        "client_id": name,
        "agency": lead,
        "agreements": [],
    }
    print_one(told, as_json=as_json)
