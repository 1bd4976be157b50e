"""`safershare release`: sealing a period, on this installation's database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from api.cli.installation import business_now, looking, named, settings, today, writing
from api.cli.options import json_option, partnership_option
from api.cli.sealing import sealing_shown
from api.cli.tables import print_one

if TYPE_CHECKING:
    from api.services.releases import ReleaseView


@click.group()
def release() -> None:
    """Seal periods."""


@release.command()
@partnership_option
@click.option("--period", required=True, help="A month, quarter or year: 2025-26-Q4.")
@click.option("--accept-missing", is_flag=True, help="Seal though returns are missing.")
@click.option("--dry-run", is_flag=True, help="Show what is in and what is missing; seal nothing.")
@json_option
def seal(
    *, partnership: str, period: str, accept_missing: bool, dry_run: bool, as_json: bool
) -> None:
    """Seal a period: work out its protected figures once, for good.

    A quarter seals its months with it, and the fourth one the year. It is recorded as the
    operator's deed.
    """
    found = (
        _looked_at(partnership, period)
        if dry_run
        else _sealed(partnership, period, accept_missing=accept_missing)
    )
    if as_json:
        print_one(asdict(found), as_json=True)
        return
    for line in _lines(found):
        click.echo(line)


def _looked_at(partnership: str, period: str) -> ReleaseView:
    """What a sealing would take in."""
    # Imported here: the rules of disclosure are slow to load, and `--help` does not need them.
    from api.services import releases
    from auth.caller import operator

    using = settings()
    with looking(partnership) as session:
        return releases.seal(
            session,
            operator(partnership),
            period=period,
            dry_run=True,
            now=business_now(using),
            today=today(using),
        )


def _sealed(partnership: str, period: str, *, accept_missing: bool) -> ReleaseView:
    """Seal a period in two transactions, so that a server on the same store can go on meanwhile."""
    # Imported here, as above.
    from api.services.releases import working
    from auth.caller import operator

    using, who = settings(), operator(partnership)
    # Said before the counting, which takes long, and not after it.
    named(using)
    with sealing_shown() as shown:
        doing = working.Doing(
            reading=partial(looking, partnership),
            writing=partial(writing, partnership),
            caller=lambda _: who,
            begun=shown.begun,
            watch=shown.did,
        )
        return working.seal(
            doing,
            period=period,
            accept_missing=accept_missing,
            now=business_now(using),
            today=today(using),
        )


def _lines(found: ReleaseView) -> Iterator[str]:
    done = "would be sealed" if found.dry_run else f"is sealed as {found.release_id}"
    yield f"{found.period}, epoch {found.epoch}, {done}."
    for other in found.also_sealed:
        yield f"  {other.period}: {other.reason or f'epoch {other.epoch}'}"
    for each in found.returns:
        late = ", late" if each.late else ""
        yield f"  {each.month} {each.agency} {each.dataset}: {each.status}{late}"
    for indicator, datasets in found.blocked.items():
        yield f"  {indicator} cannot be worked out: {', '.join(datasets)}"
