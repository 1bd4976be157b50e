"""`safershare db`: bring the database to the form this version needs."""

from __future__ import annotations

import click

from api.cli.failures import Failure
from api.cli.installation import database, settings, today, tools


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the form this version needs; all steps or none.

    Uses SAFERSHARE_MIGRATION_DATABASE_URL, the owner's address, and SAFERSHARE_DATABASE_URL where
    that is not set. A database that is up to date is left as it is.
    """
    # Imported here: Alembic is slow to load.
    from migrations.run import CURRENT
    from migrations.run import upgrade as run

    using = settings()
    run(
        using.migration_database_url,
        environment=using.environment,
        progress=lambda step: click.echo(f"  {step}"),
    )
    click.echo(f"The database is at {CURRENT} ({using.environment}).")


@db.command()
def tidy() -> None:
    """Clear what has expired, and let rows leave whose agreement's time is over.

    A server does this by itself every day; the command is for those who would rather do it at an
    hour of their own. A database restored from before an erasure is put right.
    """
    # Imported here: the database is slow to load.
    from datetime import UTC, datetime

    from api.services import tidying

    using = settings()
    with database(using) as opened:
        done = tidying.tidy(opened, tools=tools(using), today=today(using), now=datetime.now(UTC))
    said = ", ".join(f"{name} {count}" for name, count in sorted(done.items())) or "nothing"
    click.echo(f"Removed: {said}.")


@db.command()
@click.argument("dataset")
def draft(dataset: str) -> None:
    """Write the step that makes the record table of a new DATASET, in a checkout of the code.

    Look it over, run `safershare db upgrade`, and commit it with the dataset's module.
    """
    # Imported here: Alembic is slow to load.
    from migrations.draft import draft as write
    from schemas.datasets import DATASETS

    if dataset not in DATASETS:
        raise click.BadParameter(f"There is no such dataset; there is {', '.join(DATASETS)}.")
    try:
        made = write(dataset)
    except FileExistsError as problem:
        raise Failure(f"{problem} makes it already.") from problem
    click.echo(f"Wrote {made}.")
