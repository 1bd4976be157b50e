"""The agencies send their months: each by its own system, and nothing twice.

What belongs here: what is there already, and the request that a query is answered by. What does
not: the partnership, and the way to the service.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import httpx

from api.cli import borough
from api.cli.client.problems import Declined, checked
from api.cli.client.session import Agency
from api.cli.failures import Failure
from api.cli.partners import Partners
from schemas.period import Period
from synth.figures.profiles import Profile
from synth.partnership import PartnershipPlan
from synth.returns import InventedReturn, returns

UNEXPLAINED: Final = "explanation_needed"
WHY: Final = "Each of these was looked at again, and is as our system has it."


@dataclass(frozen=True)
class Wish:
    """What is invented: the borough by its seed, rates and number, and the day it is sent on."""

    plan: PartnershipPlan
    seed: int
    profile: Profile
    number: int

    def owed(self, months: Sequence[Period], *, today: date) -> int:
        """How many returns there are of some months."""
        every = ((month, each) for month in months for each in self.plan.expectations)
        lapses = (self.plan.lapse(each, month, today=today) for month, each in every)
        return sum(lapse != "missing" for lapse in lapses)

    def returns(self, months: Sequence[Period], *, today: date) -> Iterator[InventedReturn]:
        """The returns of some months, of which one month at a time is in memory."""
        for month in months:
            yield from returns(
                self.plan,
                [month],
                seed=self.seed,
                profile=self.profile,
                today=today,
                number=self.number,
            )


@dataclass(frozen=True)
class Outcome:
    """What became of a return: how many records are stored, and whether it was there already."""

    records: int
    known: bool


@dataclass(frozen=True)
class Sender:
    """Sends returns as their agencies, and asks each of them once what is there already."""

    partners: Partners
    _known: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def send(self, invented: InventedReturn) -> Outcome:
        """Send a return that is not there yet.

        Raises:
            Failure: another file is there.
            Declined: the service does not take it.
        """
        agency = self.partners.agency(invented.agency_id)
        if (invented.dataset, invented.month) in self._in_force(agency, invented.agency_id):
            return Outcome(_stored(_same(agency, invented)), known=True)
        answer = borough.put(agency, invented)
        if _asked(answer):
            answered = _explained(invented, answer.json())
            answer = borough.put(agency, answered, encoding="json")
        return Outcome(_stored(checked(answer).json()), known=False)

    def _in_force(self, agency: Agency, agency_id: str) -> frozenset[tuple[str, str]]:
        """The returns of an agency in which something is in force, by dataset and month."""
        if agency_id not in self._known:
            self._known[agency_id] = frozenset(_listed(agency, agency_id))
        return self._known[agency_id]


def _listed(agency: Agency, agency_id: str) -> Iterator[tuple[str, str]]:
    path = "/v1/returns"
    while True:
        page = checked(agency.call("GET", path)).json()
        for each in page["returns"]:
            if each["agency"] == agency_id and each["etag"]:
                yield each["dataset"], each["period"]
        if not page["next"]:
            return
        path = f"/v1/returns?cursor={page['next']}"


def _same(agency: Agency, invented: InventedReturn) -> dict[str, Any]:
    """The receipt of the return that is there, which must be this one."""
    path = f"/v1/returns/{invented.dataset}/{invented.month}"
    receipt: dict[str, Any] = checked(agency.call("GET", path)).json()
    bodies = (invented.encoded(borough.spelt(invented)), _explained(invented, receipt).json())
    if receipt["sha256"] not in {hashlib.sha256(body).hexdigest() for body in bodies}:
        said = invented.agency_id, invented.dataset, invented.month
        raise Failure(
            f"Another file is there of {' '.join(said)}: give the options of the run before, or"
            " another database."
        )
    return receipt


def _stored(receipt: dict[str, Any]) -> int:
    return int(receipt["rows"]["stored"])


def _asked(answer: httpx.Response) -> bool:
    """Whether a return was refused for nothing but queries without an explanation."""
    if answer.status_code != httpx.codes.UNPROCESSABLE_ENTITY:
        return False
    errors = Declined(answer).document.get("errors") or []
    return bool(errors) and all(each.get("code") == UNEXPLAINED for each in errors)


def _explained(invented: InventedReturn, told: Mapping[str, Any]) -> InventedReturn:
    """The return with a sentence for each query that the service tells of."""
    queries = [each["code"] for each in told["findings"] if each["severity"] == "query"]
    said = dict.fromkeys(sorted(queries), WHY) | invented.envelope["explanations"]
    return replace(invented, envelope={**invented.envelope, "explanations": said})
