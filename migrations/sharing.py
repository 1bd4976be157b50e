"""The shared views on PostgreSQL: another agency's rows, as an agreement in force lets them leave.

What belongs here: the one form of such a view, and what its owner and its reader may do. What does
not: which columns a view has; the step that makes it says so. On SQLite nothing happens. A released
step relies on these words, so a form is added here, never changed.

A view decides by itself, from the settings of the transaction: the caller's agency, agreement and
purpose, the business day, and the case where one is read. Without any one of the first four there
are no rows. It runs with the rights of the role that migrates, which owns the tables and whom
row-level security holds as well (FORCE): hence `let_views_read`. The conditions stand in the view
itself, so that they hold whoever that role is. The reader may look at the shared views and at
nothing behind them.
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
CASE: Final = _SAYS.format("case_id")
TODAY: Final = "(SELECT nullif(current_setting('safershare.today', true), '')::date)"

GRANTED: Final = (
    f"held.partnership_id = {PARTNER} AND held.agreement_id = {AGREEMENT}"
    f" AND held.purpose = {PURPOSE} AND {TODAY} BETWEEN held.starts_on AND held.ends_on"
)
"""Rows `held` of `agreement_grants` that hold today for the agreement and purpose of the caller."""

# Made of constants alone.
_OPENED: Final = f"""
CREATE VIEW opened_persons AS
SELECT listed.person_id, CASE WHEN listed.listed_as = 'owner' THEN listed.agency_id END AS owner_id
FROM cases AS listed
JOIN case_members AS member
  ON member.partnership_id = listed.partnership_id AND member.case_id = listed.case_id
 AND member.listed_by = listed.agency_id AND member.agency_id = {AGENCY}
WHERE listed.partnership_id = {PARTNER} AND listed.case_id = {CASE}
  AND listed.agreement_id = {AGREEMENT} AND listed.purpose = {PURPOSE}
  AND listed.status = 'open' AND listed.ends_on >= {TODAY}
UNION ALL
SELECT broken.person_id, NULL
FROM break_glass AS broken
WHERE broken.partnership_id = {PARTNER} AND broken.case_id = {CASE}
  AND broken.agency_id = {AGENCY} AND broken.agreement_id = {AGREEMENT}
  AND broken.purpose = {PURPOSE} AND broken.asked_on >= {TODAY} - 1
"""  # noqa: S608
"""The persons whom the case of the transaction opens to the caller's agency, and whose rows: those
of one owner or, where it names none, of every provider. What was opened in an emergency ends to the
hour by the service's own clock; here it ends with the following day."""

_RESTRICTED: Final = f"""
CREATE VIEW restricted_persons AS
SELECT kept.person_id
FROM restrictions AS kept
WHERE kept.partnership_id = {PARTNER}
  AND (kept.dataset IS NULL AND kept.lifted_at IS NULL OR EXISTS (
    SELECT FROM returns AS owed
    WHERE owed.partnership_id = kept.partnership_id AND owed.agency_id = kept.agency_id
      AND owed.dataset = kept.dataset AND owed.month = kept.month
      AND owed.submission_id = kept.source_id))
"""  # noqa: S608
"""Who is restricted now, by whomever and in whichever period."""

# No security barrier: it would keep a page of rows from being read in the order of the table's key
# (2 s in place of 6 ms at 300,000 rows, measured), and what it hides, the effects of functions that
# a statement calls on rows it is not given, only somebody sees who writes statements of their own.
_VIEW: Final = """
CREATE VIEW shared_{dataset} AS
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

_IN_A_CASE: Final = (
    "(held.at_large OR EXISTS (SELECT FROM opened_persons AS opened"
    " WHERE coalesce(opened.owner_id, kept.agency_id) = kept.agency_id AND ({listed})))"
)

_STANDING: Final = """
CREATE VIEW standing_{dataset} WITH (security_barrier) AS
SELECT kept.partnership_id, kept.agency_id, kept.month, {persons}
FROM {dataset}_records AS kept
JOIN agreement_grants AS held
  ON held.provider = kept.agency_id AND held.recipient = {agency} AND held.dataset = '{dataset}'
 AND held.action = 'retrieve' AND held.at_large AND {granted}
JOIN returns AS owed
  ON owed.partnership_id = kept.partnership_id AND owed.agency_id = kept.agency_id
 AND owed.dataset = '{dataset}' AND owed.month = kept.month
 AND owed.submission_id = kept.submission_id
WHERE kept.partnership_id = {partnership} AND held.provider <> {agency}
"""

FIXED: Final = ("partnership_id", "submission_id", "row_no", "agency_id", "month", "record_id")
"""Columns that no agreement withholds: what a row is found and named by."""

UNRESTRICTED_FOR: Final = "statutory_review"
"""The purpose that reaches restricted persons (design)."""


def let_views_read(table: str) -> None:
    """Let whoever owns the views see the rows of the context's partnership through them."""
    _run(f"CREATE POLICY views ON {table} FOR SELECT TO CURRENT_USER USING ({PARTNERSHIP})")


def let_readers_read(table: str, *, columns: Iterable[str]) -> None:
    """Let the reader see these columns of the context's partnership, for the service's own checks.

    They are the service's and the view's both: whoever forgets them still meets the view's.
    """
    _run(f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {READER}")
    _run(f"CREATE POLICY reader ON {table} FOR SELECT TO {READER} USING ({PARTNERSHIP})")


def open_persons() -> None:
    """Make the two views that the shared ones stand on: who is opened by a case, who is restricted.

    Nobody but their owner may look at them.
    """
    for table in ("agreement_grants", "returns", "submissions", "restrictions", "break_glass"):
        let_views_read(table)
    _run(_OPENED)
    _run(_RESTRICTED)


def share_rows(
    dataset: str,
    *,
    columns: Iterable[str],
    judged: Iterable[str] = (),
    persons: Iterable[str] = (),
    places: Iterable[str] = (),
    listed: str = "false",
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
        listed: whether a row is that of an `opened` person, where an agreement lets rows be read
            in cases alone.
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
                [
                    *_conditions(people, places=tuple(places)),
                    _IN_A_CASE.format(listed=listed),
                    *([f"({only})"] if only else []),
                ]
            ),
        )
    )
    _run(f"GRANT SELECT ON shared_{dataset} TO {READER}")


def tell_where_persons_stand(dataset: str, *, persons: Iterable[str]) -> None:
    """Make the view that says in which returns a person stands, restricted ones too, and no more.

    The service needs it to have a reader read a return again once somebody in it is restricted.
    """
    blocks = ", ".join(f"kept.{block}_person_id" for block in persons)
    _run(
        _STANDING.format(
            dataset=dataset, persons=blocks, agency=AGENCY, partnership=PARTNER, granted=GRANTED
        )
    )
    _run(f"GRANT SELECT ON standing_{dataset} TO {READER}")


def _column(name: str, *, shown: Iterable[str], others: Iterable[str]) -> str:
    """A column that is empty where the agreement withholds it or its person may not be shown.

    The counted person's sharing has decided about the whole row.
    """
    so = [*shown, f"strpos(held.withheld, '\"{name}\"') = 0"]
    so += [f"kept.{who}_sharing = 'may_be_shared'" for who in others if name.startswith(f"{who}_")]
    return f"CASE WHEN {' AND '.join(so)} THEN kept.{name} END AS {name}"


def _conditions(persons: tuple[str, ...], *, places: tuple[str, ...]) -> Iterator[str]:
    yield f"kept.partnership_id = {PARTNER}"
    yield f"held.provider <> {AGENCY}"
    inside = [f"strpos(held.areas, '\"' || kept.{place} || '\"') > 0" for place in places]
    yield f"({' OR '.join(['held.everywhere', *inside])})"
    if persons:
        yield f"kept.{persons[0]}_sharing = 'may_be_shared'"
        who = ", ".join(f"kept.{block}_person_id" for block in persons)
        barred = " OR ".join(f"kept.{block}_restricted" for block in persons)
        barred += f" OR EXISTS (SELECT FROM restricted_persons AS it WHERE it.person_id IN ({who}))"
        yield f"({PURPOSE} = '{UNRESTRICTED_FOR}' OR ({barred}) IS NOT TRUE)"


def _run(statement: str) -> None:
    if on_postgresql():
        op.execute(DDL(statement))  # type: ignore[no-untyped-call]
