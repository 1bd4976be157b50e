"""People whom several agencies know: listed for the conference, and told as their timelines tell.

The lead lists a case, and another agency's caseworker reads it, both over HTTP under the agreement
on people at high risk. Whom the records are truly about is known, since they are invented.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from api.cli.client.problems import checked
from api.cli.partners import Partners
from schemas.codes import code_list
from schemas.period import Period
from schemas.timeline import EVENTS
from synth.partnership import PartnershipPlan
from synth.returns import InventedReturn

KNOWN_TO: Final = 4
"""Agencies that a person is known to whose story is told."""

LISTED_FOR: Final = timedelta(days=90)  # between two conferences and a quarter (design)
PURPOSE: Final = "high_risk_safeguarding"
READER: Final = "children_social_care"
"""The sector whose caseworkers read."""

ABUSED: Final[Mapping[str, str]] = {
    "health_contact": "subject", "housing_support": "lead", "incident": "victim",
    "marac_case": "victim", "protective_order": "victim", "referral": "subject",
    "risk_assessment": "subject", "service_episode": "subject",
}  # fmt: skip
"""The block of the person abused, by dataset."""

SHAREABLE: Final = "may_be_shared"
"""The word on sharing with which a row may stand in a timeline."""

_SAID: Final = {"Acting-Person": "invented-worker-1", "Access-Reason": "invented-story"}


@dataclass
class Known:
    """Who is known to whom, by the references that were sent."""

    agencies: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    datasets: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    records: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    restricted: set[str] = field(default_factory=set)

    def note(self, sent: InventedReturn) -> None:
        """Take note of the persons abused whom a return names."""
        block = ABUSED.get(sent.dataset, "")
        for each in sent.written:
            if block in each.people and each.row[block].get("restricted"):
                self.restricted.add(each.people[block])
            if block in each.people and each.row[block].get("sharing") == SHAREABLE:
                self.agencies[each.people[block]].add(sent.agency_id)
                self.datasets[each.people[block]].add(sent.dataset)
                self.records[each.people[block]] += 1

    def chosen(self, count: int) -> list[str]:
        """The persons known to most agencies in most ways, and of these with fewest records."""
        known = {who for who, held in self.agencies.items() if len(held) >= KNOWN_TO}
        held = list(known - self.restricted)
        held.sort(key=self._place)
        return held[:count]

    def _place(self, who: str) -> tuple[int, int, int, str]:
        agencies, datasets = len(self.agencies[who]), len(self.datasets[who])
        return -agencies, -datasets, self.records[who], who


def told(
    partners: Partners, plan: PartnershipPlan, references: list[str], *, today: date
) -> Iterator[list[str]]:
    """The story of each person, line by line.

    Raises:
        Declined: the case cannot be listed or read.
    """
    reader = next(each.agency_id for each in plan.agencies if each.sector == READER)
    titles = {each.agency_id: each.name for each in plan.agencies}
    for reference in references:
        # The same for the same person, so that a run that is repeated lists nobody twice.
        drawn = hashlib.sha256(f"{plan.partnership_id} {reference}".encode()).digest()
        case = str(uuid.UUID(bytes=drawn[:16], version=4))
        said = {
            "person_ref": reference,
            "members": [each.agency_id for each in plan.agencies],
            "ends_on": (today + LISTED_FOR).isoformat(),
        }
        path = f"/v1/cases/{case}"
        lead = partners.casework(plan.lead)
        checked(lead.call("PUT", path, headers=_SAID, purpose=PURPOSE, json=said))
        read = partners.casework(reader)
        answer = checked(read.call("GET", f"{path}/timeline", headers=_SAID, purpose=PURPOSE))
        yield [f"Case {case}", *(_line(each, titles) for each in answer.json()["events"])]


def _line(event: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """An event in words."""
    when = _day(event["on"]) if event["on"] else _month(event["month"])
    kind = code_list("order_type").get(event["order"]) if event["order"] else None
    more = [
        f"risk {event['risk_level'].replace('_', ' ')}" if event["risk_level"] else "",
        kind.label if kind else "",
        titles.get(event["agency"] or "", _sector(event["sector"])),
    ]
    return f"{when}: {'; '.join([EVENTS[event['event']], *filter(None, more)])}"


def _sector(sector: str | None) -> str:
    return sector.replace("_", " ") if sector else ""


def _day(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def _month(month: str) -> str:
    return f"{Period.parse_month(month).start:%B %Y}"
