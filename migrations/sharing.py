"""The shared views on PostgreSQL: another agency's rows, as an agreement in force lets them leave.

What belongs here: the one form of such a view, and what its owner and its reader may do. What does
not: which columns a view has; the step that makes it says so. On SQLite nothing happens. A released
step relies on these words, so a form is added here, never changed.

A view decides by itself, from the settings of the transaction: the caller's agency, agreement and
purpose, and the business day. Without any one of them there are no rows. It runs with the rights of
the role that migrates, which owns the tables and whom row-level security holds as well (FORCE):
hence `let_views_read`. The conditions stand in the view itself, so that they hold whoever that role
is. The reader may look at the views and at nothing behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from alembic import op
from sqlalchemy import DDL

from migrations.access import PARTNERSHIP, on_postgresql
from migrations.roles import READER

_SAYS: Final = "(SELECT nullif(current_setting('safershare.{}', true), ''))"
PARTNER: Final = _SAYS.format("partnership_id")
AGENCY: Final = _SAYS.format("agency_id")
AGREEMENT: Final = _SAYS.format("agreement_id")
PURPOSE: Final = _SAYS.format("purpose")
TODAY: Final = "(SELECT nullif(current_setting('safershare.today', true), '')::date)"

GRANTED: Final = (
    f"held.partnership_id = {PARTNER} AND held.agreement_id = {AGREEMENT}"
    f" AND held.purpose = {PURPOSE} AND {TODAY} BETWEEN held.starts_on AND held.ends_on"
)
"""Rows `held` of `agreement_grants` that hold today for the agreement and purpose of the caller."""

_VIEW: Final = """
CREATE VIEW shared_{dataset} WITH (security_barrier) AS
SELECT {columns}, delivered.received_at
FROM {dataset}_records AS kept
JOIN agreement_grants AS held
  ON held.provider = kept.agency_id AND held.recipient = {agency} AND held.dataset = '{dataset}'
 AND held.action = 'retrieve' AND {granted}
JOIN returns AS owed
  ON owed.partnership_id = kept.partnership_id AND owed.agency_id = kept.agency_id
 AND owed.dataset = '{dataset}' AND owed.month = kept.month
 AND owed.submission_id = kept.submission_id
JOIN submissions AS delivered
  ON delivered.partnership_id = kept.partnership_id
 AND delivered.submission_id = kept.submission_id
WHERE {conditions}
"""

FIXED: Final = ("partnership_id", "submission_id", "row_no", "agency_id", "month", "record_id")
"""Columns that no agreement withholds: what a row is found and named by."""

UNRESTRICTED_FOR: Final = "statutory_review"
"""The purpose that reaches restricted persons (design)."""


def let_views_read(table: str) -> None:
    """Let whoever owns the views see the rows of the context's partnership through them."""
    _run(f"CREATE POLICY views ON {table} FOR SELECT TO CURRENT_USER USING ({PARTNERSHIP})")


def share_rows(
    dataset: str,
    *,
    columns: Iterable[str],
    judged: Iterable[str] = (),
    persons: Iterable[str] = (),
    places: Iterable[str] = (),
    only: str = "",
    blank: str = "",
) -> None:
    """Make the shared view of a dataset and let the reader read it.

    Args:
        dataset: its name; its record table must be there.
        columns: the columns of the record table that may leave at all, in order; among them the
            persons' digests, from which pairwise references are made.
        judged: those of them by which the service judges; no agreement withholds them.
        persons: the person blocks, the counted person first.
        places: the columns that say where, for agreements on a part of the partnership.
        only: which rows leave at all, as a condition on `kept`.
        blank: in which rows no other column has a value, as a condition on `kept`.
    """
    people, fixed = tuple(persons), {*FIXED, *judged}
    if people:
        fixed.add(f"{people[0]}_person_id")
    shown = [f"NOT ({blank})"] if blank else []
    let_views_read(f"{dataset}_records")
    _run(
        _VIEW.format(
            dataset=dataset,
            agency=AGENCY,
            granted=GRANTED,
            columns=",\n       ".join(
                f"kept.{name}" if name in fixed else _column(name, shown=shown, others=people[1:])
                for name in columns
            ),
            conditions="\n  AND ".join(
                [*_conditions(people, places=tuple(places)), *([f"({only})"] if only else [])]
            ),
        )
    )
    _run(f"GRANT SELECT ON shared_{dataset} TO {READER}")


def _column(name: str, *, shown: Iterable[str], others: Iterable[str]) -> str:
    """A column that is empty where the agreement withholds it or its person may not be shown.

    The counted person's sharing has decided about the whole row.
    """
    so = [*shown, f"strpos(held.withheld, '\"{name}\"') = 0"]
    so += [f"kept.{who}_sharing = 'may_be_shared'" for who in others if name.startswith(f"{who}_")]
    return f"CASE WHEN {' AND '.join(so)} THEN kept.{name} END AS {name}"


def _conditions(persons: tuple[str, ...], *, places: tuple[str, ...]) -> Iterator[str]:
    yield f"kept.partnership_id = {PARTNER}"
    yield f"kept.agency_id <> {AGENCY}"
    inside = [f"strpos(held.areas, '\"' || kept.{place} || '\"') > 0" for place in places]
    yield f"({' OR '.join(['held.everywhere', *inside])})"
    if persons:
        yield f"kept.{persons[0]}_sharing = 'may_be_shared'"
        free = " OR ".join(f"kept.{block}_restricted" for block in persons)
        yield f"({PURPOSE} = '{UNRESTRICTED_FOR}' OR ({free}) IS NOT TRUE)"


def _run(statement: str) -> None:
    if on_postgresql():
        op.execute(DDL(statement))  # type: ignore[no-untyped-call]
