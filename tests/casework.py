"""A partnership that works on cases: safeguarding agreements, a coordinator, and casework clients.

What belongs here: the plan, the calls such clients make, and rows about one person at many
agencies. What does not: what should come of them.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from schemas.codes.places import BROMLEY as AREA
from schemas.datasets import DATASETS
from schemas.dictionary import dictionary
from schemas.purposes import PURPOSES
from synth.partnership import DUE_DAY, LEAD, Agency, Client, Expectation, PartnershipPlan
from tests import rows
from tests.deliveries import Row, document
from tests.journeys.systems import JSON, System, Systems
from tests.oauth_client import Response, details
from tests.partnership import TESTED

PURPOSE: Final = "high_risk_safeguarding"
POLICE, HOSPITAL, HOUSING, CHARITY = "met-bromley", "kings-pruh", "bromley-housing", "bcwa"
PROBATION, CHILDREN, ADVICE = "probation-bromley", "children-bromley", "advice-bromley"
OUTSIDER: Final = "oxleas"
SAFEGUARDING, NARROW = "DSA-2026-0101", "DSA-2026-0102"
LESS, WARD_ONLY = "DSA-2026-0103", "DSA-2026-0104"
WITHHELD: Final = (
    "incident.reported_on",
    "risk_assessment.risk_level",
    "referral.subject.person_ref",
)
WARD: Final = "E05013991"
MARCH: Final = "2026-03"

_NEW: Final = (
    Agency(CHILDREN, "Children's services, Bromley (invented)", "children_social_care"),
    Agency(ADVICE, "Court advocates, Bromley (invented)", "vcs_victim_support"),
    Agency(OUTSIDER, "Mental health trust, Bromley (invented)", "nhs_mental_health"),
)
_OWED: Final = {
    POLICE: ("justice_outcome", "marac_case", "protective_order", "risk_assessment"),
    CHARITY: ("service_episode", "referral"),
    CHILDREN: ("child_contact",),
    OUTSIDER: ("health_contact", "risk_assessment"),
}
_SCOPES: Final = frozenset({"cases:read", "cases:write", "records:read", "disclosures:read"})
_MEMBERS: Final = (POLICE, HOSPITAL, HOUSING, CHARITY, PROBATION, CHILDREN, ADVICE, LEAD)


def _terms(number: str, agencies: Sequence[str], **changes: Any) -> dict[str, Any]:
    usual = TESTED.agreements[0]
    both = ["provider", "recipient"]
    return {
        **usual,
        "agreement": number,
        "title": "Safeguarding of people at high risk",
        "parties": [
            {"agency": name, "roles": [*both, "coordinator"] if name == LEAD else both}
            for name in agencies
        ],
        "purposes": [PURPOSE],
        "lawful_basis": list(PURPOSES[PURPOSE].pointers),
        "actions": ["submit", "retrieve"],
        "areas": [AREA],
        "permissions": {"show_alone": {}},
        **changes,
    }


def plan() -> PartnershipPlan:
    """The invented partnership with advocates, children's services, and a trust that stays out.

    The trust shares figures with all and has a safeguarding agreement with the police alone. Two
    more agreements withhold fields, and are about one ward.
    """
    agencies = (*TESTED.agencies, *_NEW)
    shared = TESTED.agreements[0]
    names = [each.agency_id for each in agencies]
    everybody = {
        **shared,
        "parties": [{"agency": name, "roles": ["provider", "recipient"]} for name in names],
    }
    return replace(
        TESTED,
        agencies=agencies,
        clients=(*TESTED.clients, *_clients()),
        agreements=(
            everybody,
            *TESTED.agreements[1:],
            _terms(SAFEGUARDING, _MEMBERS),
            _terms(NARROW, (POLICE, OUTSIDER)),
            _terms(LESS, (POLICE, CHARITY, LEAD), withheld_fields=list(WITHHELD)),
            _terms(WARD_ONLY, (POLICE, CHARITY, LEAD), areas=[WARD]),
        ),
        expectations=(*TESTED.expectations, *_owed()),
    )


def _clients() -> tuple[Client, ...]:
    names = [each.agency_id for each in (*TESTED.agencies, *_NEW)]
    cases = [Client(f"{name}-cases", name, _SCOPES) for name in names]
    listing = Client(f"{LEAD}-listing", LEAD, frozenset({"cases:read", "cases:write"}))
    sending = frozenset({"returns:read", "returns:write", "aggregates:read"})
    return (
        *cases,
        listing,
        *(Client(f"{each.agency_id}-returns", each.agency_id, sending) for each in _NEW),
    )


def _owed() -> tuple[Expectation, ...]:
    words = "Every record of the month, as the case system holds it (invented)."
    return tuple(
        Expectation(agency, dataset, "record", "monthly", DUE_DAY, "json", words, "Case system")
        for agency, datasets in _OWED.items()
        for dataset in datasets
    )


@dataclass
class Casework:
    """The casework clients of a partnership, and what they say of who reads and why."""

    systems: Systems
    reader: str = "worker-1"
    reason: str = "case-work"
    agreement: str = SAFEGUARDING
    extra: Mapping[str, str] = field(default_factory=dict)

    def system(self, agency: str) -> System:
        return self.systems(agency, client_id=f"{agency}-cases")

    @property
    def coordinator(self) -> System:
        return self.systems(LEAD, client_id=f"{LEAD}-listing")

    def by(self, reader: str) -> "Casework":
        """The same, read by another person."""
        return replace(self, reader=reader)

    def under(self, agreement: str) -> "Casework":
        """The same, under another agreement."""
        return replace(self, agreement=agreement)

    def call(
        self, system: System, method: str, path: str, *, scope: str, body: Any = None
    ) -> Response:
        said = {"Acting-Person": self.reader, "Access-Reason": self.reason, **self.extra}
        return system.call(
            method,
            path,
            scope=scope,
            asked=details(self.agreement, PURPOSE),
            headers={name: value for name, value in said.items() if value},
            media_type=JSON if body is not None else None,
            body=b"" if body is None else json.dumps(body).encode(),
        )

    def put(
        self, case: str, *, by: System | None = None, members: Sequence[str] = (), **said: Any
    ) -> Response:
        """List a case; the coordinator does unless another does."""
        usual = {"members": list(members) or [CHARITY], "ends_on": "2026-09-30"}
        body = {name: value for name, value in {**usual, **said}.items() if value is not None}
        path = f"/v1/cases/{case}"
        return self.call(by or self.coordinator, "PUT", path, scope="cases:write", body=body)

    def listed(self, *, members: Sequence[str] = (), **said: Any) -> str:
        """A case that must be listed."""
        case = str(uuid.uuid4())
        answer = self.put(case, members=members, **said)
        assert answer.status == 201, answer.body
        return case

    def write(
        self, path: str, *, method: str = "PUT", by: System | None = None, **said: Any
    ) -> Response:
        """What a lister does about a case besides."""
        body = said if method in ("PUT", "POST") and said else None
        return self.call(
            by or self.coordinator, method, f"/v1/cases/{path}", scope="cases:write", body=body
        )

    def read(self, agency: str, path: str) -> Response:
        return self.call(self.system(agency), "GET", f"/v1/cases{path}", scope="cases:read")

    def timeline(self, agency: str, case: str) -> Response:
        return self.read(agency, f"/{case}/timeline")

    def events(self, agency: str, case: str) -> list[dict[str, Any]]:
        """The events of a timeline that must be open."""
        answer = self.timeline(agency, case)
        assert answer.status == 200, answer.body
        listed: list[dict[str, Any]] = answer.json["events"]
        return listed

    def kinds(self, agency: str, case: str) -> list[str]:
        return [each["event"] for each in self.events(agency, case)]

    def break_glass(self, agency: str, **said: Any) -> Response:
        usual = {"reason": "threat_to_life", "approver": "manager-9"}
        body = {**usual, **said}
        system = self.system(agency)
        return self.call(system, "POST", "/v1/cases/break-glass", scope="cases:write", body=body)

    def notices(self, agency: str) -> list[dict[str, Any]]:
        answer = self.system(agency).call("GET", "/v1/cases/notices", scope="disclosures:read")
        assert answer.status == 200, answer.body
        found: list[dict[str, Any]] = answer.json["notices"]
        return found

    def send(self, agency: str, dataset: str, *sent: Row, month: str = MARCH) -> None:
        """A month's return that must be taken."""
        body = document(
            list(sent), person_ref_key="invented-2026", explanations=_explained(dataset)
        )
        answer = self.systems(agency).put(dataset, month, body)
        assert answer.status in (200, 201), answer.body


def _explained(dataset: str) -> dict[str, str]:
    why = "We looked at each of these again, and they are as our system has them."
    asked = dictionary(DATASETS[dataset])["rules"]
    return {rule["id"]: why for rule in asked if rule["severity"] == "query"}


def about(dataset: str, block: str, person: str | None = None, **changes: Any) -> Row:
    """The full good row of a dataset, about a person or its own, free to be shared."""
    said = {f"{block}.sharing": "may_be_shared", f"{block}.sharing_basis": "no_consent_risk"}
    if person is not None:
        said[f"{block}.person_ref"] = person
    return rows.row(dataset, {**said, **{n.replace("__", "."): v for n, v in changes.items()}})
