"""`safershare agreement`: data-sharing agreements, from the side of an agency or of the operator.

Each command works on either side: as a client of the service with --credentials, or on this
installation's database with --partnership.
"""

from __future__ import annotations

import click

from api.cli.agreements.papers import add, draft, redraft, renew, terms
from api.cli.agreements.showing import list_, page, show
from api.cli.agreements.signing import sign
from api.cli.agreements.standing import end, resume, suspend, withdraw


@click.group()
def agreement() -> None:
    """Draft agreements, sign them, change their standing, show them."""


for command in (
    *(terms, draft, redraft, renew, add),
    *(sign, suspend, resume, end, withdraw),
    *(list_, show, page),
):
    agreement.add_command(command)
