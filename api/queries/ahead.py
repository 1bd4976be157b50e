"""Rows of one month into the store while the rest of their file is still judged.

Only PostgreSQL can: its rows go in beside every other writer's, and until the transaction of the
return commits they are nobody's. They stand behind a savepoint of that transaction, so that what is
loaded in vain is gone without it. SQLite's one lock is held for loading alone, and nothing goes
ahead there.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Full, Queue
from typing import Any, Final

import polars as pl
from sqlalchemy.orm import Session

from api.db import loading
from api.queries.loading import Into, copy_statement, rendered

WAITING: Final = 2  # frames between the one who judges and the one who loads
_TURN_SECONDS: Final = 0.5  # after which the one who judges looks whether the other still works


class GivenUpError(Exception):
    """What is being loaded is not wanted after all."""


class Ahead:
    """Loads frames in a thread of its own, which alone uses the session until it is done.

    Args:
        session: the writing session of the return, on PostgreSQL.
        dataset: name of the record table's dataset.
        names: stored columns.
        owner: partnership_id, agency_id and submission_id.
        month: the month the rows belong to.
    """

    def __init__(
        self,
        session: Session,
        *,
        dataset: str,
        names: tuple[str, ...],
        owner: dict[str, str],
        month: str,
    ) -> None:
        self._session = session
        self._into = Into(session, dataset, ("row_no", "month", *names), owner=owner, month=month)
        self._before = session.begin_nested()
        self._coming: Queue[pl.DataFrame | GivenUpError | None] = Queue(WAITING)
        self._thread = ThreadPoolExecutor(1)
        self._loading: Future[None] | None = None

    @staticmethod
    def may(session: Session) -> bool:
        """Whether rows can go ahead into this store."""
        return session.get_bind().dialect.name == "postgresql"

    @property
    def owner(self) -> Mapping[str, str]:
        """Whose the rows are, the submission included."""
        return self._into.owner

    def add(self, frame: pl.DataFrame) -> None:
        """Hand over rows; waits while enough of them wait already.

        Raises:
            Exception: whatever went wrong with those before.
        """
        if self._loading is None:
            self._loading = self._thread.submit(self._load)
        self._put(frame)

    def finish(self) -> None:
        """Wait until all rows are loaded; the session is the caller's again.

        Raises:
            Exception: whatever went wrong with them.
        """
        if self._loading is not None:
            self._put(None)
            self._loading.result()
        self._thread.shutdown()

    def give_up(self) -> None:
        """Undo what was loaded, and whatever else was done in the session since the beginning."""
        if self._loading is not None and not self._loading.done():
            self._put(GivenUpError())
            self._loading.exception()
        self._thread.shutdown()
        if self._before.is_active:
            self._before.rollback()

    def _put(self, item: Any) -> None:
        while self._loading is not None:
            try:
                return self._coming.put(item, timeout=_TURN_SECONDS)
            except Full:
                if self._loading.done():
                    if isinstance(item, GivenUpError):
                        return None
                    self._loading.result()
        return None

    def _load(self) -> None:
        into = self._into
        names = [*(name for name in into.names if name != "month"), "month"]
        with (
            loading(self._session, submission_id=into.owner["submission_id"]) as connection,
            connection.cursor().copy(copy_statement(into, names, csv=True)) as copy,
        ):
            while (item := self._coming.get()) is not None:
                if isinstance(item, GivenUpError):
                    raise item
                for _, text in rendered(into, (item,)):
                    copy.write(text)
