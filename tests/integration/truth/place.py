"""A partnership for the truth table: an agreement in every state, rows of every dataset, figures.

What belongs here: putting it into a store, as agencies and operators would where agreements are
concerned, and straight into the tables otherwise. What does not: asking anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.db import Context, Database
from api.policies.people import Digester
from api.queries.making import RowMaker
from api.services import agreements, seeding
from auth import agreement_store
from auth.agreements import Filed
from auth.scopes import DATA_SCOPES
from schemas.codes.places import BROMLEY as AREA
from schemas.datasets import DATASETS
from schemas.leaving import ROWLESS
from schemas.period import Period
from schemas.purposes import PURPOSES
from schemas.tables.releases import cells, releases
from schemas.tables.restrictions import restrictions
from schemas.tables.returns import periods
from synth.partnership import Client, PartnershipPlan
from tests.databases import Databases
from tests.integration.borough import deliver, expect
from tests.integration.truth.table import (
    AGREED,
    BOTH,
    ELSEWHERE,
    FOREIGN,
    LEFT_OUT,
    NUMBERS,
    PARTNERSHIP,
    PROVIDER,
    RECIPIENT,
    TODAY,
    WITHDRAWN,
    WITHHELD,
)
from tests.partnership import NOW, TESTED, Partnership, founding, raised, signing_key
from tests.rows import checked
from tests.rows.people import ADA, BEN, CAT

RELEASE: Final = "a-release-that-holds-one-cell-of-each-dataset"
SHAPE: Final = "ward"
MONTH: Final = Period.parse("2026-03")
PARTIES: Final = (PROVIDER, BOTH, RECIPIENT, WITHDRAWN)
YESTERDAY: Final = datetime.now(UTC) - timedelta(days=1)
"""Tokens are cut off by the real clock, and those of the table are made after it."""

SEALED_APART: Final = {
    name: Period.parse(f"{2023 + number // 12}-{number % 12 + 1:02d}")
    for number, name in enumerate(DATASETS)
}
"""A month in which nothing but one dataset is owed, so that to seal it needs that dataset alone."""

_DIGESTER: Final = Digester(b"k" * 32, PARTNERSHIP)
_MAY_GO: Final = {"sharing": "may_be_shared", "sharing_basis": "consent", "restricted": False}

_PLAN: Final[PartnershipPlan] = replace(
    TESTED,
    agreements=(),
    expectations=(),
    clients=tuple(
        Client(f"{each.agency_id}-all", each.agency_id, frozenset(DATA_SCOPES))
        for each in TESTED.agencies
    ),
)
_ABROAD: Final = replace(
    _PLAN,
    partnership_id=ELSEWHERE,
    agencies=(TESTED.agency(FOREIGN),),
    clients=(Client("foreign-all", FOREIGN, frozenset(DATA_SCOPES)),),
)


@dataclass(frozen=True)
class Place:
    """Where the table is asked about, and what is on file of each agreement, by its state."""

    partnership: Partnership
    filed: Mapping[str, Filed]


def client_of(agency: str) -> str:
    """The client by which an agency asks."""
    return "foreign-all" if agency == FOREIGN else f"{agency}-all"


def placed(databases: Databases, *, folder: Path) -> Place:
    """Put everything into an empty, migrated store."""
    partnership = raised(databases, folder=folder, plan=_PLAN)
    store = Database(databases.app_url, operating=True)
    with store.writing(Context(ELSEWHERE, reach="operator")) as session:
        seeding.raise_partnership(
            session, founding(_ABROAD), environment="sandbox", now=NOW, today=TODAY
        )
    with store.writing(Context(PARTNERSHIP, reach="operator")) as session:
        for state, number in NUMBERS.items():
            _agree(session, number, state=state)
        for dataset in DATASETS:
            _fill(session, dataset)
        _seal(session)
        filed = {state: _filed(session, number) for state, number in NUMBERS.items()}
    store.close()
    return Place(partnership, filed)


def _filed(session: Session, number: str) -> Filed:
    return agreement_store.filed_of(
        session, partnership_id=PARTNERSHIP, agency_id=PROVIDER, agreement_id=number
    )[0]


def _agree(session: Session, number: str, *, state: str) -> None:
    first, last = _days(state)
    signed_on = min(first, TODAY)
    named: dict[str, Any] = {"partnership_id": PARTNERSHIP, "agreement_id": number}
    when: dict[str, Any] = {"now": YESTERDAY, "today": signed_on}
    terms = _terms(number, first=first, last=last)
    agreements.add(session, partnership_id=PARTNERSHIP, document=terms, **when)
    for party in PARTIES:
        if state != "draft" or party != RECIPIENT:
            key = signing_key(party)
            agreements.sign(
                session, **named, agency_id=party, key=key, environment="sandbox", **when
            )
    for party, change in _changes(state):
        agreements.change(session, **named, agency_id=party, what=change, **when)


def _days(state: str) -> tuple[date, date]:
    if state == "signed":
        return date(2027, 1, 1), date(2028, 12, 31)
    return date(2025, 1, 1), date(2025, 12, 31) if state == "expired" else date(2028, 12, 31)


def _changes(state: str) -> Iterator[tuple[str, str]]:
    yield WITHDRAWN, "withdraw"
    if state == "suspended":
        yield RECIPIENT, "suspend"
    if state == "ended":
        yield BOTH, "end"
    if state == "withdrawn":
        yield RECIPIENT, "withdraw"
        yield BOTH, "withdraw"


def _terms(number: str, *, first: date, last: date) -> dict[str, Any]:
    roles = {PROVIDER: ["provider"], RECIPIENT: ["recipient"]}
    both = ["provider", "recipient"]
    return {
        "agreement": number,
        "version": 1,
        "partnership": PARTNERSHIP,
        "title": "Everything that an agreement can hold",
        "parties": [{"agency": each, "roles": roles.get(each, both)} for each in PARTIES],
        "purposes": list(AGREED),
        "datasets": sorted(set(DATASETS) - LEFT_OUT),
        "actions": ["submit", "retrieve", "aggregate", "seal"],
        "withheld_fields": WITHHELD,
        "areas": [AREA],
        "disclosure_profile": "partnership",
        "lawful_basis": list(PURPOSES[AGREED[0]].pointers),
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "review_on": last.isoformat(),
        "retention_months": 36,
        "permissions": {"show_alone": {}},
    }


def _fill(session: Session, dataset: str) -> None:
    """What the provider sent: rows that may go, and one of somebody whom an order restricts."""
    session.execute(
        insert(periods),
        {"partnership_id": PARTNERSHIP, "month": str(SEALED_APART[dataset]), "opened_at": NOW},
    )
    expect(session, PROVIDER, dataset, SEALED_APART[dataset])
    if dataset in ROWLESS:
        return
    expect(session, PROVIDER, dataset, MONTH, level="record")
    rows = [_row(dataset, reader) for reader in (BOTH, RECIPIENT)]
    deliver(session, PROVIDER, dataset, MONTH, rows=[*rows, _hidden(dataset)])


def _row(dataset: str, reader: str, **people: str) -> dict[str, Any]:
    """A good row that may go to another agency; a referral is made to its reader."""
    kind = DATASETS[dataset]
    names = {0: ADA, 1: BEN}
    said: dict[str, Any] = {
        f"{block}.{name}": value for block in kind.persons for name, value in _MAY_GO.items()
    }
    for number, block in enumerate(kind.persons):
        said[f"{block}.person_ref"] = people.get(block, names[number])
    if dataset == "referral":
        said |= {"to_partner": reader, "side": "sender"}
    maker = RowMaker(kind, _DIGESTER)
    values = checked(dataset, {**said, "record_id": f"{dataset}-{reader}"}).values
    return dict(zip(maker.names, maker.row(values), strict=True))


def _hidden(dataset: str) -> dict[str, Any]:
    counted = DATASETS[dataset].counted_person
    return _row(dataset, BOTH, **{counted: CAT} if counted else {}) | {"record_id": "hidden"}


def _seal(session: Session) -> None:
    """An order that restricts a person, and a release with a cell of every dataset."""
    order = {"person_id": _DIGESTER.person_id(CAT), "source_id": str(uuid.uuid4())}
    own = {"partnership_id": PARTNERSHIP}
    session.execute(insert(restrictions), {**own, **order, "agency_id": PROVIDER, "made_at": NOW})
    session.execute(
        insert(releases),
        {**own, "release_id": RELEASE[:36], "period": "2022-01", **RELEASED},
    )
    for dataset in DATASETS:
        session.execute(insert(cells), cell_of(dataset))


RELEASED: Final = {
    "kind": "month", "epoch": 1, "sealed_at": NOW, "sealing_id": "s", "policy_version": "p",
    "sealed_by": "x", "agreement_id": "", "accepted_missing": True,
}  # fmt: skip


def cell_of(dataset: str, *, name: str = "E05013991") -> dict[str, Any]:
    """One cell of the release."""
    return {
        "partnership_id": PARTNERSHIP, "release_id": RELEASE[:36], "dataset": dataset,
        "unit": "records", "shape": SHAPE, "cell": name, "value": 9,
    }  # fmt: skip
