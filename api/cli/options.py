"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from api.cli.operators import operator_option
from schemas.period import Period, PeriodError

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


class Months(click.ParamType[tuple[Period, ...]]):
    """One month (2026-03), or a first and a last one (2026-01..2026-03)."""

    name = "months"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Period, ...]:
        """Read the option."""
        if isinstance(value, tuple):
            return value
        first, _, last = str(value).partition("..")
        try:
            months = [Period.parse_month(first)]
            end = Period.parse_month(last or first)
            while months[-1] < end:
                months.append(months[-1].next())
        except PeriodError:
            self.fail("is written 2026-03 or 2026-01..2026-03", param, ctx)
        if end < months[0]:
            self.fail("ends before it begins", param, ctx)
        return tuple(months)


def months_option(command: Command) -> Command:
    """`--months FIRST..LAST`."""
    return click.option(
        "--months",
        type=Months(),
        default="2026-01..2026-03",
        show_default=True,
        metavar="FIRST..LAST",
        help="The months, as 2026-01..2026-03.",
    )(command)


def profile_options(command: Command) -> Command:
    """`--seed`, `--profile` and `--scale`: which borough is invented."""
    for option in (
        click.option("--scale", type=float, default=1.0, show_default=True, help="Its size."),
        click.option(
            "--profile", default="modern-borough", show_default=True, help="Its rates, by name."
        ),
        click.option(
            "--seed", type=int, default=42, show_default=True, help="What it is drawn from."
        ),
    ):
        command = option(command)
    return command


def partnership_option(command: Command) -> Command:
    """`--partnership NAME`, required, and `--operator REF`; variables name them as well."""
    return click.option(
        "--partnership",
        envvar="SAFERSHARE_PARTNERSHIP",
        show_envvar=True,
        required=True,
        help="The partnership's name in keys and paths.",
    )(operator_option(command))


def read_object(file: TextIO) -> dict[str, Any]:
    """The JSON object in a file."""
    try:
        found = json.load(file)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise click.UsageError(f"{file.name} holds no JSON object.")
    return found


def public_key(file: TextIO) -> dict[str, Any]:
    """The public JWK in a file; a private one is refused, since it should never have come here."""
    jwk = read_object(file)
    if "d" in jwk:
        raise click.UsageError(f"{file.name} holds a private key; only the public half is needed.")
    return jwk
