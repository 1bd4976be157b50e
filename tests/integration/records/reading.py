"""Reading records through the services, as the door does it, with no HTTP between.

What belongs here: a partnership whose agreements let rows be read, what its agencies send, and one
agency's reading. What does not: what should come of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import update

from api.db import Context, Database
from api.service import Service
from api.services.records.page import Desk, Page
from api.services.records.reach import Question
from api.services.records.reading import Reading
from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.terms import Terms
from schemas.codes.places import BROMLEY as AREA
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.purposes import PURPOSES
from schemas.tables.returns import returns
from synth.partnership import LEAD, PartnershipPlan
from tests import rows
from tests.deliveries import Row
from tests.integration.returns.sending import Sender
from tests.partnership import NOW, TESTED, caller

POLICE, HOSPITAL, HOUSING = "met-bromley", "kings-pruh", "bromley-housing"
PROBATION, CHARITY = "probation-bromley", "bcwa"
EVERYTHING, LESS, WARD_ONLY, REFERRALS = (
    "DSA-2026-0201", "DSA-2026-0202", "DSA-2026-0203", "DSA-2026-0204",
)  # fmt: skip
OWN, FIGURES = "DSA-2026-0007", "DSA-2026-0001"
WARD: Final = "E05013991"
MARCH: Final = "2026-03"
TESTING: Final = "system_testing_and_training"
WITHHELD: Final = ("incident.victim.sex", "incident.offence_group", "incident.victim.person_ref")

SENDERS: Final[Mapping[str, str]] = {
    "aggregate_return": LEAD,
    "child_contact": LEAD,
    "health_contact": HOSPITAL,
    "housing_support": HOUSING,
    "incident": POLICE,
    "justice_outcome": POLICE,
    "marac_case": POLICE,
    "perpetrator_intervention": PROBATION,
    "protective_order": POLICE,
    "referral": HOSPITAL,
    "review_action": LEAD,
    "risk_assessment": POLICE,
    "service_episode": HOUSING,
}
"""An agency other than the charity that sends each dataset."""

_BESIDES: Final[Mapping[str, Mapping[str, Any]]] = {
    "aggregate_return": {"level": "aggregate"},
    "incident": {"explanations": {"EVT-V13": "Two calls on one evening, each with its report."}},
    "risk_assessment": {"explanations": {"RSK-V03": "The tool was not at hand on that evening."}},
}
"""What the envelope of a good row says besides the usual."""

SHARED: Final = {"sharing": "may_be_shared", "sharing_basis": "consent"}


def _terms(number: str, purpose: str, **changes: Any) -> dict[str, Any]:
    agencies = [each.agency_id for each in TESTED.agencies]
    return {
        **TESTED.agreements[0],
        "agreement": number,
        "title": "Rows of others",
        "parties": [{"agency": name, "roles": ["provider", "recipient"]} for name in agencies],
        "purposes": [purpose],
        "lawful_basis": list(PURPOSES[purpose].pointers),
        "actions": ["retrieve"],
        "areas": [AREA],
        "permissions": {"show_alone": {}},
        **changes,
    }


def plan() -> PartnershipPlan:
    """The invented partnership with agreements under which rows are read one after another.

    One is on all there is; one withholds fields; one is about one ward; one is on referrals.
    """
    return replace(
        TESTED,
        agreements=(
            *TESTED.agreements,
            _terms(EVERYTHING, TESTING),
            _terms(LESS, TESTING, datasets=["incident"], withheld_fields=list(WITHHELD)),
            _terms(WARD_ONLY, TESTING, datasets=["incident", "health_contact"], areas=[WARD]),
            _terms(REFERRALS, "referral_coordination", datasets=["referral"]),
        ),
    )


PLAN: Final = plan()


def reader(
    agency: str = CHARITY, *, under: str = EVERYTHING, person: str | None = "idva-7"
) -> Caller:
    """An agency's casework system under an agreement, for somebody and a reason, or for nobody."""
    terms = next(each for each in PLAN.agreements if each["agreement"] == under)
    return replace(
        caller(agency),
        client_id=f"{agency}-casework",
        scopes=frozenset({"records:read"}),
        agreement=AgreementInForce(Terms.parse(terms)),
        purpose=terms["purposes"][0],
        datatypes=frozenset(terms["datasets"]),
        actions=frozenset(terms["actions"]),
        acting_person=person,
        access_reason="case-9" if person else None,
    )


def good(dataset: str, number: int = 1, **changes: Any) -> Row:
    """A good row whose persons may be shared; `person__name` in changes means a block's member."""
    told = {name.replace("__", "."): value for name, value in changes.items()}
    shared = {
        column.name: SHARED[column.key]
        for column in columns(DATASETS[dataset])
        if column.block and column.key in SHARED
    }
    return rows.row(dataset, {"record_id": f"{dataset}-{number}", **shared, **told})


@dataclass(frozen=True)
class World:
    """A partnership and its service, and what is sent and read in it."""

    service: Service
    now: datetime = NOW

    @property
    def database(self) -> Database:
        return self.service.database

    def at(self, now: datetime) -> World:
        """The same on another day."""
        return replace(self, now=now)

    def send(
        self,
        dataset: str,
        sent: Sequence[Row],
        *,
        agency: str = "",
        month: str = MARCH,
        **said: Any,
    ) -> None:
        """Put an agency's month, in place of whatever it sent before."""
        said |= _BESIDES.get(dataset, {})
        self._sender(dataset, agency).send(sent, month, **said)

    def withdraw(self, dataset: str, *, agency: str = "", month: str = MARCH) -> None:
        """Take an agency's month back."""
        self._sender(dataset, agency).withdraw(month)

    def clear(self) -> None:
        """Take everything back that is in force."""
        none = {"status": "withdrawn", "submission_id": None, "etag": None}
        with self.database.writing(Context("bromley", "", "partnership")) as session:
            session.execute(update(returns).values(none))

    def _sender(self, dataset: str, agency: str) -> Sender:
        name = agency or SENDERS[dataset]
        sending = Sender(self.database, caller(name, dataset=dataset), dataset)
        return sending.on(self.now.date().isoformat())

    def reading(self, by: Caller, dataset: str, **asked: Any) -> Reading:
        """An agency's reading of a dataset."""
        period = asked.pop("period", None)
        question = Question(dataset, Period.parse(period) if period else None, **asked)
        desk = Desk(
            self.database,
            self.service.auth,
            secret=self.service.vault.pairwise,
            now=lambda: self.now,
            business_now=lambda: self.now,
        )
        return Reading(desk, by, question)

    def pages(self, by: Caller, dataset: str, *, most: int = 100, **asked: Any) -> list[Page]:
        """Every page of a reading."""
        return list(self.reading(by, dataset, **asked).pages(None, most=most))

    def items(self, by: Caller, dataset: str, *, most: int = 100, **asked: Any) -> list[Any]:
        """Everything that a reading gives."""
        pages = self.pages(by, dataset, most=most, **asked)
        return [item for page in pages for item in page.items]

    def others(self, by: Caller, dataset: str, **asked: Any) -> list[Any]:
        """What a reading gives of others' rows."""
        return [item for item in self.items(by, dataset, **asked) if not item.own]


def opened(service: Service) -> Iterator[World]:
    """A world over a service, which is closed afterwards."""
    yield World(service)
    service.database.close()
