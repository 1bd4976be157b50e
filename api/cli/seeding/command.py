"""The command `safershare seed`: its options, and its steps in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from api.cli.options import json_option, months_option, profile_options

if TYPE_CHECKING:
    from schemas.period import Period

MOST: Final = 300
"""Boroughs: about all authorities with social services of England and Wales, and as many again."""


@click.command()
@months_option
@profile_options
@click.option(
    "--boroughs",
    type=click.IntRange(1, MOST),
    default=1,
    show_default=True,
    help="How many partnerships, each of its own borough.",
)
@click.option(
    "--credentials-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("credentials"),
    show_default=True,
    help="Where to write the agencies' credentials files.",
)
@click.option(
    "--via-http",
    metavar="URL",
    help="Send the returns to the service running there, as the agencies' systems would.",
)
@click.option(
    "--serve",
    "serves",
    is_flag=True,
    help="Start the service at its public address for as long as it takes, and send over HTTP.",
)
@click.option(
    "--on-time",
    is_flag=True,
    help="Let the sandbox's clock go on, so that each month comes in the month after it.",
)
@click.option("--seal", "seals", is_flag=True, help="Seal every quarter that is whole.")
@click.option(
    "--reports",
    type=click.Path(path_type=Path, file_okay=False),
    help="Seal, and write both reports into this folder: of the last quarter and of each year.",
)
@click.option(
    "--stories",
    type=click.IntRange(0, 100),
    default=0,
    help="List so many people known to four agencies for the conference, and print what is told.",
)
@json_option
def seed(*, months: tuple[Period, ...], as_json: bool, **asked: Any) -> None:
    """Raise an invented partnership in this database and send its returns.

    Eight agencies of a borough that does not exist, their clients and keys, agreements signed
    by all their parties, and the returns of some months. For a sandbox; a live service refuses.
    Without --via-http or --serve the returns pass through the same interface inside this process.

    A run that was stopped is repeated with the same options: what is there is not sent again.
    """
    # Imported here: inventing a borough loads much that `--help` does not need.
    from api.cli.seeding import going, way
    from api.cli.seeding.options import Options

    options = Options.checked(months=months, **asked)
    way.checked(options.using, via=options.via_http, serves=options.serves)
    summary = going.seeded(options)
    click.echo(json.dumps(summary) if as_json else _words(summary))


def _words(summary: Mapping[str, Any]) -> str:
    raised = (
        f"Raised {summary['partnership']}: {summary['returns']} returns,"
        f" {summary['records']} records. Credentials are in {summary['credentials']}."
    )
    lines = [raised]
    if summary["known"]:
        lines.append(f"{summary['known']} of them were there already.")
    lines += [f"Sealed {period}." for period in summary["sealed"]]
    lines += [f"Wrote {path}." for path in summary["reports"]]
    return "\n".join(lines + [line for story in summary["stories"] for line in ["", *story]])
