"""A restored database held against the ledger of erasures, before it serves.

A backup from before an erasure has the person again. The ledger lies outside the database, so it
knows: whatever it has and the store lacks is erased again, each agency's in a transaction of its
own. What the store has and the ledger lacks (another host's, or of a ledger that was lost) is
entered in the ledger.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from api.db import NOBODY, Context, Database
from api.ledger import Entry, Ledger
from api.policies.erasing import Eraser
from api.queries import partnerships
from api.queries.rights import person_requests as stored
from api.services.rights.erasing import Tools, replayed
from auth import audit
from auth.audit import Event
from auth.caller import OPERATOR

TAG: Final = "rights:replay"

Key = tuple[str, str, bytes]


def pending(database: Database, ledger: Ledger) -> int:
    """How many erasures of the ledger the store lacks; a store with any must not serve."""
    entries = ledger.entries()
    if not entries:
        return 0
    names = _names(database)
    return len(_lacking(entries.values(), known=_known(database, names), names=names))


def replay(database: Database, tools: Tools, *, now: datetime) -> Counter[str]:
    """Make store and ledger agree.

    Args:
        database: the store, as an operator opens it.
        tools: the secret and the ledger.
        now: the present moment.

    Returns:
        How many `persons` were erased again, what was removed with them, and how many were
        `entered` in the ledger.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    entries, names = tools.ledger.entries(), _names(database)
    known = _known(database, names)
    done: Counter[str] = Counter()
    for (partnership_id, agency_id), lacking in _by_agency(
        _lacking(entries.values(), known=known, names=names)
    ):
        done += _agency(database, tools, partnership_id, agency_id, lacking, now=now)
    unwritten = [
        entry
        for entry in known.values()
        if entry.key not in entries or entries[entry.key].through_month < entry.through_month
    ]
    if unwritten:
        tools.ledger.append(unwritten)
    return done + Counter(entered=len(unwritten))


def _agency(
    database: Database,
    tools: Tools,
    partnership_id: str,
    agency_id: str,
    lacking: Iterable[Entry],
    *,
    now: datetime,
) -> Counter[str]:
    through = {entry.person: entry.through_month for entry in lacking}
    eraser = Eraser(tools.secret, partnership_id, agency_id, through)
    with database.writing(Context(partnership_id, agency_id, reach="operator")) as session:
        done = replayed(session, eraser, now=now) + Counter(persons=len(through))
        event = Event(
            TAG,
            partnership_id=partnership_id,
            agency_id=agency_id,
            client_id=OPERATOR,
            counts=dict(done),
        )
        audit.record(session, event, now=now)
    return done


def _names(database: Database) -> list[str]:
    with database.reading(NOBODY) as session:
        return list(partnerships.names(session))


def _known(database: Database, names: Iterable[str]) -> dict[Key, Entry]:
    """Every erasure that the store has."""
    known = {}
    for name in names:
        with database.reading(Context(name, reach="operator")) as session:
            for row in stored.all_erased(session, partnership_id=name):
                entry = Entry(
                    name, row["agency_id"], row["person"], row["through_month"], row["erased_at"]
                )
                known[entry.key] = entry
    return known


def _lacking(
    entries: Iterable[Entry], *, known: Mapping[Key, Entry], names: Collection[str]
) -> list[Entry]:
    """Entries that the store lacks, or has for an earlier month; of its own partnerships alone."""
    return [
        entry
        for entry in entries
        if entry.partnership_id in names
        if entry.key not in known or known[entry.key].through_month < entry.through_month
    ]


def _by_agency(entries: Iterable[Entry]) -> list[tuple[tuple[str, str], list[Entry]]]:
    found: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.partnership_id, entry.agency_id].append(entry)
    return sorted(found.items())
