"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    # httpx takes a third of a second to load, which `--help` need not pay.
    from api.cli.client.session import Agency

Command = TypeVar("Command", bound=Callable[..., Any])


def credentials_option(command: Command) -> Command:
    """`--credentials FILE`, required; `SAFERSHARE_CREDENTIALS` names it as well."""
    return click.option(
        "--credentials",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="SAFERSHARE_CREDENTIALS",
        show_envvar=True,
        required=True,
        help="The client's credentials file.",
    )(command)


def under_options(command: Command) -> Command:
    """`--agreement`, `--purpose` and `--scope`: what a token is asked for."""
    for option in (
        click.option("--scope", metavar="SCOPE", help="Default: what the route needs."),
        click.option("--purpose", metavar="NAME", help="Default: that of the agreement."),
        click.option(
            "--agreement",
            metavar="ID",
            help="Default: the first in the credentials that permits the route.",
        ),
    ):
        command = option(command)
    return command


def json_option(command: Command) -> Command:
    """`--json`: print JSON instead of words."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")(
        command
    )


def agency(credentials: Path) -> Agency:
    """The session of the client in a credentials file, by this machine's clock."""
    # Imported here: the file is read only when a command runs.
    from api.cli.client.credentials import read
    from api.cli.client.session import Agency

    return Agency(read(credentials), clock=lambda: datetime.now(UTC))
