"""A partnership that stands before anything is sent: its keys on disk first, then in the database.

A run that was stopped between the two is repeated with the same keys. What is sent does not belong
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.cli import borough
from api.cli.client.credentials import Credentials
from api.cli.client.keys import ClientKey
from api.cli.failures import Failure
from api.cli.installation import business_now, database, today
from api.db import Context
from api.services import clients, partnerships, periods
from api.settings import Settings
from auth.caller import operator
from schemas.period import Period
from synth.partnership import PartnershipPlan


def raised(
    using: Settings,
    plan: PartnershipPlan,
    *,
    months: Sequence[Period],
    folder: Path,
    url: str,
) -> dict[str, Credentials]:
    """The credentials of a partnership that stands, with its months open.

    Args:
        using: the settings of this installation.
        plan: the partnership; it is written down unless it is there.
        months: the months to be open.
        folder: where the credentials are, or are written.
        url: the address of the service that they are for.

    Raises:
        Failure: the partnership is there, and the folder does not hold its keys.
        Refusal: it cannot stand.
        OSError: the credentials cannot be written.
    """
    held, stored = borough.read_keys(plan, folder=folder), _stored(using, plan)
    if stored is not None and (held is None or not _same(held, stored)):
        raise Failure(
            f"There is a partnership of that name ({plan.partnership_id}), and {folder} does not"
            " hold the credentials of its clients: give the folder that does, or another database."
        )
    made = borough.prepare(plan, months=months, keys=held)
    found = borough.credentials(plan, made, url=url)
    borough.write_credentials(found, folder=folder)
    if stored is None:
        borough.found(using, made.founding)
    else:
        opened(using, plan, months=months)
    return found


def opened(using: Settings, plan: PartnershipPlan, *, months: Sequence[Period]) -> None:
    """Open the months that are not open yet."""
    context = Context(plan.partnership_id, reach="operator")
    with database(using) as store, store.writing(context) as session:
        known = {m for m, _ in periods.listed(session, partnership_id=plan.partnership_id)}
        for month in months:
            if str(month) not in known:
                periods.open_period(
                    session,
                    operator(plan.partnership_id),
                    period=month,
                    now=business_now(using),
                    today=today(using),
                )


def _stored(using: Settings, plan: PartnershipPlan) -> dict[str, list[str]] | None:
    """The thumbprints of the keys of each client as they are stored; None for no partnership."""
    context = Context(plan.partnership_id, reach="operator")
    with database(using) as store, store.reading(context) as session:
        names = {each["partnership"] for each in partnerships.listed(session)}
        if plan.partnership_id not in names:
            return None
        held = clients.listed(session, partnership_id=plan.partnership_id)
    return {each["client"]: each["keys"] for each in held}


def _same(held: dict[str, ClientKey], stored: dict[str, list[str]]) -> bool:
    return all(key.thumbprint in stored.get(name, ()) for name, key in held.items())
