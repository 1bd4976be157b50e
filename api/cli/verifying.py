"""`safershare audit verify`: whether a log is whole, from files alone or in this database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.failures import Failure
from api.cli.installation import database, settings
from api.cli.options import json_option
from api.cli.progress import counter

if TYPE_CHECKING:
    from api.db import Database
    from auth.seals.notes import Verifier
    from auth.seals.records import Record, Verdict

_log = click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="An export, or a page of your own events as the service answered it.",
)
_key = click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The public keys, one a line (`audit keys`); nothing else is believed.",
)
_held = click.option(
    "--checkpoint",
    "held",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    help="A checkpoint that you have kept, or a receipt that bears one; may be repeated.",
)


@click.command()
@_log
@_key
@_held
@json_option
def verify(*, log: Path | None, key: Path | None, held: tuple[Path, ...], as_json: bool) -> None:
    """Prove a log whole, or name the first event that was changed, removed or reordered.

    With --log and --key from these files alone, on any machine. Without, every log of this
    installation's database where it stands, by the keys it knows or by those of --key.
    """
    if log is not None and key is None:
        raise click.UsageError("A log is verified by the public keys: give --key.")
    keys = _keys(key) if key else None
    kept = [_checkpoint(path) for path in held]
    found = _of_file(log, keys or (), kept) if log else _of_database(keys, kept)
    if as_json:
        click.echo(json.dumps([{"log": name, **asdict(each)} for name, each in found], default=str))
    else:
        for name, verdict in found:
            click.echo(_told(name, verdict))
    if any(verdict.fault for _, verdict in found):
        raise Failure("The log is not as it was signed.")


def _keys(path: Path) -> tuple[Verifier, ...]:
    # Imported here: `--help` needs no cryptography.
    from auth.seals.notes import BadNoteError, Verifier

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Verifier.parse(line) for line in lines if line.strip())
    except (BadNoteError, UnicodeDecodeError) as problem:
        raise Failure(f"{path} holds no public keys of a log: {problem}.") from problem


def _checkpoint(path: Path) -> str:
    """A checkpoint that was kept by itself, or on a receipt."""
    text = path.read_text(encoding="utf-8")
    try:
        said = json.loads(text)
        return str(said["gives_back"]["checkpoint"])
    except ValueError:
        return text
    except (KeyError, TypeError) as problem:
        raise Failure(f"{path} is neither a checkpoint nor a receipt that bears one.") from problem


def _of_file(path: Path, keys: tuple[Verifier, ...], held: list[str]) -> list[tuple[str, Verdict]]:
    # Imported here: `--help` needs no cryptography.
    from auth.seals import logfile, pages
    from auth.seals.verifying import verify as proved

    try:
        if pages.is_page(path):
            return [(path.name, pages.verify(path, verifiers=keys, held=held))]
        with counter(0, label="Verifying") as tick:
            verdict = proved(lambda: logfile.read(path), verifiers=keys, held=held, tick=tick)
    except logfile.BadLogError as problem:
        raise Failure(f"{path} cannot be verified: {problem}.") from problem
    return [(path.name, verdict)]


def _of_database(keys: tuple[Verifier, ...] | None, held: list[str]) -> list[tuple[str, Verdict]]:
    # Imported here: the database is slow to load.
    from api.db import NOBODY
    from api.services.transparency import logs
    from auth.seals.checkpoints import origin_of

    with database(settings()) as opened:
        with opened.reading(NOBODY) as session:
            names, known = logs.trees(session), logs.verifiers(session)
        found = [(name, *_of_tree(opened, name, keys=keys or known, held=held)) for name in names]
    if {origin_of(each) for each in held} - {origin for _, origin, _ in found}:
        raise Failure("A checkpoint that is held is of none of these logs.")
    return [(name or "the installation", verdict) for name, _, verdict in found]


def _of_tree(
    opened: Database, name: str, *, keys: tuple[Verifier, ...], held: list[str]
) -> tuple[str, Verdict]:
    """What a tree is called in its checkpoints, and whether it is whole."""
    # Imported here: the database is slow to load.
    from api.db import Context
    from api.services.transparency import logs
    from auth.seals.checkpoints import origin_of
    from auth.seals.verifying import verify as proved

    with opened.reading(Context(name, reach="partnership")) as session:
        origin = logs.origin(session, partnership_id=name)
        size = logs.size(session, partnership_id=name)
        own = [each for each in held if origin_of(each) == origin]

        def records() -> Iterable[Record]:
            return logs.records(session, partnership_id=name)

        with counter(size, label=f"Verifying {name or 'the installation'}") as tick:
            return origin, proved(records, verifiers=keys, held=own, tick=tick)


def _told(name: str, verdict: Verdict) -> str:
    if verdict.fault is not None:
        which = f" It is event {verdict.fault.event_id}." if verdict.fault.event_id else ""
        return f"{name}: {verdict.fault.sentence}{which}"
    seals = "1 seal" if verdict.seals == 1 else f"{verdict.seals} seals"
    said = [f"{name}: {verdict.size} events in {seals}, all as they were signed."]
    if verdict.sealed_at is not None:
        said.append(f"The last seal is of {verdict.sealed_at:%Y-%m-%d %H:%M} UTC.")
    if verdict.waiting:
        said.append(f"{verdict.waiting} wait to be sealed.")
    if verdict.erased:
        said.append(f"{verdict.erased} bodies were erased, as recorded.")
    if verdict.late:
        said.append(f"{verdict.late} are dated over two days before the seal ahead of them.")
    return " ".join(said)
