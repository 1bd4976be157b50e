"""Commands that file terms: a template, drafts, changed and renewed versions."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import click

from api.cli.agreements.sides import Side, side_options
from api.cli.installation import settings, today, writing
from api.cli.options import partnership_option, read_object

_GIVEN: Final = ("agreement", "version", "partnership")
"""Members of terms that the service adds to what the parties choose."""

_DAY: Final = click.DateTime(formats=["%Y-%m-%d"])

terms_file = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))


@click.command()
def terms() -> None:
    r"""Print terms to fill in, with every choice explained: TOML, for `draft` and `redraft`.

    Nothing is read and nothing is sent:

    \b
        safershare agreement terms > terms.toml
    """
    # Imported here: the datasets are slow to load, and `--help` does not need them.
    from schemas.templates.agreement import template

    click.echo(template(), nl=False)


@click.command()
@side_options
@terms_file
def draft(*, side: Side, file: Path) -> None:
    """File the terms in FILE (TOML or JSON) under the next number; nobody has signed them yet."""
    number = side.draft(read_terms(file))
    click.echo(f"{number} is filed, version 1. It is in force when all its parties have signed.")


@click.command()
@side_options
@click.argument("number")
@terms_file
def redraft(*, side: Side, number: str, file: Path) -> None:
    """File the terms in FILE as a new version of the agreement NUMBER.

    What was signed before holds until all parties have signed this one.
    """
    version = side.redraft(number, read_terms(file))
    click.echo(f"{number} has version {version}, which nobody has signed yet.")


@click.command()
@side_options
@click.argument("number")
@click.option("--until", "ends_on", type=_DAY, required=True, help="Its new last day.")
@click.option("--review", "review_on", type=_DAY, required=True, help="The day of its review.")
@click.option("--from", "starts_on", type=_DAY, help="Its first day; default: as it is.")
def renew(
    *,
    side: Side,
    number: str,
    ends_on: datetime,
    review_on: datetime,
    starts_on: datetime | None,
) -> None:
    """File the newest terms of the agreement NUMBER again with other dates, to be signed.

    The signed version holds until all have signed, or until its own last day.
    """
    held = side.shown(number)["terms"]
    days = {"ends_on": ends_on, "review_on": review_on, "starts_on": starts_on}
    chosen = {name: value for name, value in held.items() if name not in _GIVEN}
    changed = {name: day.date().isoformat() for name, day in days.items() if day}
    version = side.redraft(number, chosen | changed)
    click.echo(f"{number} has version {version}, which nobody has signed yet.")


@click.command()
@partnership_option
@click.argument("terms", type=click.File("r", encoding="utf-8"))
def add(*, partnership: str, terms: Any) -> None:
    """File whole TERMS (JSON) with a number and a version of their own, as the operator."""
    from api.services import agreements

    with writing(partnership) as session:
        number = agreements.add(
            session,
            partnership_id=partnership,
            document=read_object(terms),
            now=datetime.now(UTC),
            today=today(settings()),
        )
    click.echo(f"{number} is filed. It is in force when all its parties have signed.")


def read_terms(file: Path) -> dict[str, Any]:
    """The terms in a file of TOML or JSON, with days as text.

    Raises:
        UsageError: it is neither.
    """
    text = file.read_text(encoding="utf-8")
    try:
        found = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except ValueError as problem:
        raise click.UsageError(f"{file.name} cannot be read: {problem}.") from problem
    if not isinstance(found, dict):
        raise click.UsageError(f"{file.name} holds no terms.")
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
    }
