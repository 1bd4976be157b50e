"""Where a delivery's counting rule breaks the series, said before anything is stored.

The break itself is recorded with the delivery (`api.services.storing`); a dry run says the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from api.policies.envelopes import broken
from api.queries.returns import Key, counting_rule_beside
from auth.caller import Caller
from schemas.findings import Finding
from schemas.period import Period


def breaks(
    session: Session, caller: Caller, *, dataset: str, period: Period, rule: str
) -> Iterator[Finding]:
    """A note where the agency counts by another rule than in its own month in force before the
    period, and one where it does than in the month after (ENV-V08).
    """
    months = period.months()
    for month, later in ((months[0], False), (months[-1], True)):
        key = Key(caller.partnership_id, caller.agency_id, dataset, str(month))
        beside = counting_rule_beside(session, key, later=later)
        if beside is not None and beside[1] != rule:
            yield broken("ENV-V08")
