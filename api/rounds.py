"""What a server does by itself from time to time, beside answering: it seals periods that somebody
asked for, seals the log and tidies.

What belongs here: a thread of each worker that begins rounds of work, and goes on when one fails.
What does not: the work. Two workers may begin the same round at once; the work has to bear that.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from api.db import Database
from api.ledger import Ledger
from api.service import Service
from api.services.releases.taking import Worker, work
from api.services.rights.erasing import Tools
from api.services.tidying import tidy
from api.services.transparency.sealing import seal_all
from auth.refusals import Refusal

SEALED_EVERY: Final = timedelta(minutes=1)
"""How long an event waits to be sealed at most, where a server runs: until then its leaf alone
guards it (design)."""

LOOKED_THROUGH_EVERY: Final = timedelta(days=1)
"""How often the whole log is looked through for events that quick rounds did not look at."""

ASKED_EVERY: Final = timedelta(seconds=2)
"""How often each worker looks whether a sealing was asked for: a question by a key (design)."""

TIDIED_EVERY: Final = timedelta(days=1)
FIRST_TIDIED: Final = timedelta(minutes=10)
"""Retention counts in months and acts by the day; a server that starts has more urgent work."""

_LOG: Final = logging.getLogger("safershare.rounds")


@dataclass(frozen=True)
class Round:
    """Work that is begun again and again, `every` so often, the first time after `first`; it is
    told the time.
    """

    every: timedelta
    work: Callable[[datetime], None]
    first: timedelta | None = None


def rounds(running: Service) -> tuple[Round, ...]:
    """What a server of this service does by itself."""

    def sealing(*, thorough: bool) -> Callable[[datetime], None]:
        def work(now: datetime) -> None:
            folder = running.settings.key_dir
            for _ in seal_all(running.database, folder=folder, now=now, thorough=thorough):
                pass

        return work

    worker = Worker(
        running.database, running.auth, running.now, running.business_now, running.today
    )
    return (
        Round(ASKED_EVERY, partial(_seal_asked, worker)),
        Round(SEALED_EVERY, sealing(thorough=False)),
        # Commands may have left events while no server ran.
        Round(LOOKED_THROUGH_EVERY, sealing(thorough=True), first=SEALED_EVERY),
        Round(TIDIED_EVERY, partial(_tidy, running), first=FIRST_TIDIED),
    )


def _seal_asked(worker: Worker, _: datetime) -> None:
    """Do the sealings that were asked for; each looks at the clock for itself."""
    work(worker)


def _tidy(running: Service, now: datetime) -> None:
    """Clear what has expired and apply retention, on a connection that no request ever uses."""
    folder = running.settings.key_dir
    tools = Tools(running.vault.person, Ledger.beside_keys(folder))
    with closing(
        Database(running.settings.database_url, today=running.today, operating=True)
    ) as database:
        tidy(database, tools=tools, today=running.today(), now=now)


def begin(work: Sequence[Round], *, now: Callable[[], datetime]) -> list[threading.Event]:
    """Begin each round in a thread that ends with the process.

    Returns:
        What ends each thread once it is set.
    """
    ends = []
    for each in work:
        end = threading.Event()
        thread = threading.Thread(target=_go, args=(each, now, end), daemon=True)
        thread.start()
        ends.append(end)
    return ends


def _go(each: Round, now: Callable[[], datetime], end: threading.Event) -> None:
    # Workers begin together; a round begun at once by all would be done by one and tried by all.
    spread = random.uniform(1, 1.2)  # noqa: S311 - no secret
    wait = each.first or each.every
    while not end.wait(wait.total_seconds() * spread):
        wait = each.every
        try:
            each.work(now())
        except Refusal as refusal:
            _LOG.warning("a round was refused", extra={"code": refusal.code})
        except Exception:  # noqa: BLE001 - a thread that ended would do nothing more
            _LOG.exception("a round failed")
