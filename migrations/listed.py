"""The views on PostgreSQL in which a member reads the rows of a person listed as restricted.

What belongs here: the one form of such a view. What does not: which columns it has; the step that
makes it says so. On SQLite nothing happens. A released step relies on these words, so a form is
added here, never changed.

The shared views leave every restricted person out. These let the one person of one case through,
while the coordinator lists them so: the transaction says which case it reads, and the view asks
whether that case is open, lists the person as restricted, under the caller's agreement and purpose,
and has the caller's agency among its members. Everything else is asked as in the shared views.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from alembic import op
from sqlalchemy import DDL

from migrations.access import on_postgresql
from migrations.roles import READER
from migrations.sharing import AGENCY, AGREEMENT, GRANTED, PARTNER, PURPOSE, TODAY

CASE: Final = "(SELECT nullif(current_setting('safershare.case_id', true), ''))"

_VIEW: Final = """
CREATE VIEW case_{dataset} WITH (security_barrier) AS
SELECT {columns}
FROM {dataset}_records AS kept
JOIN cases AS listed
  ON listed.partnership_id = kept.partnership_id AND listed.person_id = kept.{block}_person_id
 AND listed.case_id = {case} AND listed.agreement_id = {agreement}
 AND listed.purpose = {purpose} AND listed.restricted AND listed.listed_as = 'coordinator'
 AND listed.status = 'open' AND {today} <= listed.ends_on
JOIN case_members AS member
  ON member.partnership_id = listed.partnership_id AND member.case_id = listed.case_id
 AND member.listed_by = listed.agency_id AND member.agency_id = {agency}
JOIN agreement_grants AS held
  ON held.provider = kept.agency_id AND held.recipient = {agency}
 AND held.dataset = '{dataset}' AND held.action = 'retrieve' AND {granted}
JOIN returns AS owed
  ON owed.partnership_id = kept.partnership_id AND owed.agency_id = kept.agency_id
 AND owed.dataset = '{dataset}' AND owed.month = kept.month
 AND owed.submission_id = kept.submission_id
WHERE kept.partnership_id = {partner} AND kept.agency_id <> {agency}
  AND kept.{block}_sharing = 'may_be_shared' AND ({inside}){free}
"""


_SAID: Final = {
    "case": CASE,
    "agency": AGENCY,
    "agreement": AGREEMENT,
    "purpose": PURPOSE,
    "partner": PARTNER,
    "today": TODAY,
    "granted": GRANTED,
}


def rows_of_a_case(
    dataset: str,
    *,
    block: str,
    columns: Iterable[str],
    fields: Iterable[str] = (),
    others: Iterable[str] = (),
    places: Iterable[str] = (),
) -> None:
    """Make the view of a dataset and let the reader read it.

    Args:
        dataset: its name; its record table must be there.
        block: the person whose rows they are.
        columns: what a row is found and judged by, which no agreement withholds.
        fields: what is told of it, less what the agreement withholds.
        others: the other person blocks, none of whom may be restricted.
        places: the columns that say where, for agreements on a part of the partnership.
    """
    if not on_postgresql():
        return
    told = (
        f"CASE WHEN strpos(held.withheld, '\"{name}\"') = 0 THEN kept.{name} END AS {name}"
        for name in fields
    )
    inside = (f"strpos(held.areas, '\"' || kept.{place} || '\"') > 0" for place in places)
    view = _VIEW.format(
        **_SAID,
        dataset=dataset,
        block=block,
        columns=", ".join([*(f"kept.{name}" for name in columns), *told]),
        inside=" OR ".join(["held.everywhere", *inside]),
        free="".join(f" AND kept.{other}_restricted IS NOT TRUE" for other in others),
    )
    op.execute(DDL(view))  # type: ignore[no-untyped-call]
    op.execute(DDL(f"GRANT SELECT ON case_{dataset} TO {READER}"))  # type: ignore[no-untyped-call]
