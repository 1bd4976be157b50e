"""Where the good rows of a file go while it is judged: to rest, or ahead into the store.

Nothing is decided here about a row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, Final

from sqlalchemy.orm import Session

from api.intake.accepted import Accepted
from api.intake.spool import Spool
from api.policies.people import Digester
from api.queries.ahead import Ahead
from api.queries.making import FrameMaker, RowMaker
from auth.caller import Caller
from schemas.dataset import Dataset
from schemas.period import Period

AHEAD_FROM: Final = 8 << 20  # bytes of a file; a smaller one is judged and loaded in a moment


class Keeping:
    """Puts the good rows of a file where they wait, as they will be stored.

    Args:
        rows_of: the definition of the rows.
        digester: turns persons into digests.
        spool: where rows rest.
        ahead: takes rows that were accepted together, where they can go ahead.
    """

    def __init__(
        self, rows_of: type[Dataset], digester: Digester, *, spool: Spool, ahead: Ahead | None
    ) -> None:
        self._single, self._together = RowMaker(rows_of, digester), FrameMaker(rows_of, digester)
        self._spool, self._ahead = spool, ahead

    def row(self, month: str, number: int, values: Mapping[str, Any]) -> None:
        """A row by itself."""
        self._spool.add(month, number, self._single.row(values))
        for person in self._single.restricted(values):
            self._spool.add_restricted(month, number, person)

    def rows(self, month: str, accepted: Accepted) -> None:
        """Rows that were accepted together."""
        frame = self._together.frame(accepted)
        for number, person in self._together.restricted(accepted):
            self._spool.add_restricted(month, number, person)
        if self._ahead is None:
            self._spool.add_frame(month, frame)
        else:
            self._ahead.add(frame)


@contextmanager
def going_ahead(
    writing: Session | None,
    caller: Caller,
    *,
    file: IO[bytes],
    rows_of: type[Dataset],
    period: Period,
) -> Iterator[Ahead | None]:
    """What takes rows ahead, for a large file of one month; what it took is undone where the block
    raises.

    Args:
        writing: the transaction that the rows will be stored in, None where they may not go ahead.
        caller: whose rows they are.
        file: the body at rest.
        rows_of: the definition of the rows.
        period: the period of the return.
    """
    months = period.months()
    if writing is None or len(months) > 1 or _size(file) < AHEAD_FROM or not Ahead.may(writing):
        yield None
        return
    ahead = Ahead(
        writing,
        dataset=rows_of.name,
        names=RowMaker.names_of(rows_of),
        owner={
            "partnership_id": caller.partnership_id,
            "agency_id": caller.agency_id,
            "submission_id": str(uuid.uuid4()),
        },
        month=str(months[0]),
    )
    try:
        yield ahead
    except BaseException:
        ahead.give_up()
        raise


def _size(file: IO[bytes]) -> int:
    here = file.tell()
    size = file.seek(0, 2)
    file.seek(here)
    return size
