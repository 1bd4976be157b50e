"""`safershare audit`: sealing the log, taking it along, and proving that it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.installation import database, settings, writing
from api.cli.options import partnership_option
from api.cli.progress import counter
from api.cli.verifying import verify

if TYPE_CHECKING:
    from auth.seals.records import Record


@click.group()
def audit() -> None:
    """Seal the log of events, and prove that nothing in it was changed, removed or reordered."""


audit.add_command(verify)


@audit.command()
def seal() -> None:
    """Seal the events that wait, in every tree; a server does so by itself each minute."""
    # Imported here: the database is slow to load.
    from api.reports.words import counted
    from api.services.transparency.sealing import seal_all

    using, count = settings(), 0
    with database(using) as opened:
        now = datetime.now(UTC)
        for done in seal_all(opened, folder=using.key_dir, now=now, thorough=True):
            count += done.events
            name = done.partnership_id or "the installation"
            said = f"{counted(done.events, 'event')} in {counted(done.seals, 'seal')}"
            click.echo(f"{name}: {said}.")
    click.echo(f"Sealed {counted(count, 'event')}.")


@audit.command()
@partnership_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where to write it: one JSON document a line.",
)
def export(*, partnership: str, out: Path) -> None:
    """Write the sealed log of a partnership to a file that can be verified anywhere.

    It holds every event of the partnership: keep it as you would keep the database. The export is
    recorded as the operator's deed.
    """
    # Imported here: the database is slow to load.
    from api.db import Context
    from api.services.transparency import logs
    from auth import audit as events
    from auth.audit import Event
    from auth.caller import operator
    from auth.seals import logfile

    with writing(partnership) as session:
        event = Event.by(operator(partnership), tag="audit:export")
        events.record(session, event, now=datetime.now(UTC))
    with (
        database(settings()) as opened,
        opened.reading(Context(partnership, reach="partnership")) as session,
        out.open("wb") as file,
    ):
        size = logs.size(session, partnership_id=partnership)
        records = logs.records(session, partnership_id=partnership)
        with counter(size, label="Writing the log") as tick:
            for line in logfile.lines(_counted(records, tick), origin=partnership):
                file.write(line)
    click.echo(f"Wrote {size} events to {out}.")


@audit.command()
@partnership_option
@click.argument("event_ids", nargs=-1, required=True, metavar="EVENT...")
def erase(*, partnership: str, event_ids: tuple[str, ...]) -> None:
    """Erase the bodies of these events for good; their places in the log stay provable."""
    # Imported here: the database is slow to load.
    from api.services.transparency import erasing
    from auth.caller import operator

    with writing(partnership) as session:
        actor = operator(partnership)
        erasing.erase_bodies(session, actor, event_ids=event_ids, now=datetime.now(UTC))
    click.echo(f"Erased {len(event_ids)}. Seal the log to seal the record of it.")


@audit.command()
def keys() -> None:
    """Print the public keys that sign the log, the newest first: all that a verifier needs."""
    # Imported here: the database is slow to load.
    from api.cli.installation import looking
    from api.services.transparency import logs

    with looking() as session:
        for each in logs.verifiers(session):
            click.echo(str(each))


@audit.command("rotate-key")
@click.option(
    "--compromised",
    is_flag=True,
    help="Others may know the key: destroy it now, and let it sign nothing beside the new one.",
)
def rotate_key(*, compromised: bool) -> None:
    """Let a new key sign the log, or make the first one; print its public half.

    The next seal of each log is signed by both, so that whoever holds the old key sees the change.
    """
    # Imported here: the database is slow to load.
    from api.services.transparency.sealing import turn_key

    using = settings()
    with writing() as session:
        made = turn_key(
            session,
            folder=using.key_dir,
            public_url=using.public_url,
            compromised=compromised,
            now=datetime.now(UTC),
        )
    click.echo(str(made))


def _counted(records: Iterable[Record], tick: Callable[[int], None]) -> Iterator[Record]:
    # Imported here: `--help` needs no cryptography.
    from auth.seals.records import Seal

    for each in records:
        if isinstance(each, Seal):
            tick(len(each.leaves))
        yield each
