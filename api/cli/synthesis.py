"""`safershare synth`: files of an invented borough, without a service."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.failures import Failure
from api.cli.options import json_option, months_option, profile_options

if TYPE_CHECKING:
    from schemas.period import Period

FORMATS = ("own", "csv", "ndjson", "json")


@click.command()
@months_option
@profile_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="own",
    show_default=True,
    help="Of all returns; own is what each agency's system writes.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day all is sent; what was due before is late.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write to.",
)
@json_option
def synth(
    *,
    months: tuple[Period, ...],
    seed: int,
    profile: str,
    scale: float,
    form: str,
    today: datetime | None,
    out: Path,
    as_json: bool,
) -> None:
    """Write the returns of an invented borough as files, with faults and an answer key.

    Every person in them is invented. The same options give the same bytes on any day.
    """
    # Imported here: inventing a borough loads much that `--help` does not need.
    from synth.files import write

    try:
        manifest = write(
            out,
            months=months,
            seed=seed,
            profile=profile,
            scale=scale,
            format=form,  # type: ignore[arg-type]  # click has checked the choice
            today=today.date() if today else None,
        )
    except ValueError as problem:
        raise Failure(f"{problem}.") from problem
    if as_json:
        click.echo(json.dumps(manifest))
        return
    rows = sum(each.get("rows", 0) for each in manifest["files"] if "rows" in each)
    click.echo(f"Wrote {len(manifest['files'])} files with {rows} rows to {out}.")
