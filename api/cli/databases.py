"""`safershare db`: bring the database to the form this version needs."""

from __future__ import annotations

import click

from api.cli.failures import Failure
from api.cli.installation import database, settings


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
    """Clear replay keys, counts and tokens that have expired: a daily job, apart from requests."""
    # Imported here: the database is slow to load.
    from api.clock import now
    from api.services.tidying import clear

    with database(settings()) as opened:
        cleared = clear(opened, now=now())
    click.echo(f"Cleared {cleared} replay keys, and the counts and tokens that have expired.")


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
