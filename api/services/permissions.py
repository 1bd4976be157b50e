"""Permissions to see what not everybody sees: figures of one agency, and some breakdowns.

What belongs here: what a reader's agreement and purpose permit. What does not: when a permission is
needed to show an agency's figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from api.services import releases
from auth.agreement_store import filed_of
from auth.agreements import AgreementInForce, current
from auth.caller import Caller
from auth.refusals import Forbidden

COMMISSIONING: Final = "service_commissioning"

BOUND: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    dict.fromkeys(("nrpf", "advocacy_nrpf"), frozenset({COMMISSIONING}))
)
"""Breakdowns that only these purposes may ask for (SUB-V07: recourse to public funds is counted for
commissioning, and never for immigration control)."""


def reaches(purpose: str, *, breakdowns: Collection[str]) -> bool:
    """Whether a purpose may ask for these breakdowns."""
    return all(purpose in BOUND.get(name, {purpose}) for name in breakdowns)


def shown_alone(
    session: Session, caller: Caller, *, agencies: Collection[str], today: date
) -> dict[str, frozenset[str]]:
    """The measures and datasets that each agency lets be shown alone.

    By the caller's agreement; for the operator, who has none, by any of the agencies'.
    """
    if caller.agreement is not None:
        return releases.permissions(caller.agreement)
    found: dict[str, frozenset[str]] = {}
    for agency in agencies:
        for agreement in _in_force(session, caller.partnership_id, agency, today=today):
            for name, measures in releases.permissions(agreement).items():
                found[name] = found.get(name, frozenset()) | measures
    return found


def _in_force(
    session: Session, partnership_id: str, agency_id: str, *, today: date
) -> Iterator[AgreementInForce]:
    for filed in filed_of(session, partnership_id=partnership_id, agency_id=agency_id):
        try:
            yield current(filed, today=today)
        except Forbidden:
            continue
