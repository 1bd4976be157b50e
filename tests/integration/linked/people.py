"""People whom several agencies know, put straight into the tables, and who they are.

Here belongs making the records, by hand or by dice, as they would be stored. What does not: what is
to be counted of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.policies.people import record_key
from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.terms import Terms
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.tables.agencies import agencies
from schemas.tables.partnerships import partnerships
from schemas.tables.people import person_aliases
from tests.integration.borough import PARTNERSHIP, deliver, expect
from tests.integration.callers import LEAD, lead

AT: Final = datetime(2023, 1, 1, tzinfo=UTC)
MET, RAIL = "met-bromley", "rail-police"
SECTORS: Final = {
    MET: "police", RAIL: "police", "kings-pruh": "health", "oxleas": "health",
    "bromley-gp": "health", "bromley-housing": "housing", "bcwa": "charity", "clarion": "housing",
    "coordinator": "council",
}  # fmt: skip
SENDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "incident": (MET, MET, MET, RAIL),
    "risk_assessment": (MET, "bcwa", "bromley-housing"),
    "marac_case": ("coordinator",),
    "referral": ("bcwa", "clarion", MET),
    "health_contact": ("kings-pruh", "oxleas", "bromley-gp"),
    "housing_support": ("bromley-housing", "clarion", "bcwa"),
    "service_episode": ("bcwa", "clarion"),
}
_DAY: Final = {
    "incident": "reported_on", "risk_assessment": "assessed_on", "marac_case": "meeting_on",
    "referral": "referred_on", "housing_support": "requested_on", "service_episode": "start_on",
}  # fmt: skip
_AGES: Final = (17, 30, 50, 70, None)

Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One record as sent: by whom, of what, about whom (None where it names nobody), and when."""

    agency: str
    dataset: str
    person: str | None
    day: date
    values: Row = field(default_factory=dict, hash=False)

    @property
    def month(self) -> Period:
        """The month whose return brings it."""
        return Period.month_of(self.day)


def digest(name: str) -> bytes:
    """The digest of a person by name; the same name is the same person."""
    return random.Random(name).randbytes(32)


def stored(record: Record, *, number: int) -> Row:
    """A record as it stands in its table."""
    dataset = DATASETS[record.dataset]
    block = dataset.counted_person
    unit = digest(record.person or f"nobody {number}")
    dated = {_DAY[record.dataset]: record.day} if record.dataset in _DAY else {}
    own = {"record_id": f"r{number}", **dict(dataset.population), **dated}
    about = {f"{block}_person_id": unit if record.person else None, f"{block}_restricted": False}
    return {"unit_key": unit, "record_key": record_key(unit), **own, **about, **record.values}


def found(session: Session) -> None:
    """Put the partnership and its agencies in."""
    session.execute(
        insert(partnerships),
        {"partnership_id": PARTNERSHIP, "name": "B", "lad_code": "E09000006", "created_at": AT},
    )
    own = {"partnership_id": PARTNERSHIP, "status": "active", "created_at": AT}
    session.execute(
        insert(agencies),
        [{**own, "agency_id": a, "name": a, "sector": sector} for a, sector in SECTORS.items()],
    )


def alias(session: Session, names: Sequence[tuple[str, str]]) -> None:
    """Record that the first of each pair is the second under a later key."""
    session.execute(
        insert(person_aliases),
        [
            {
                "partnership_id": PARTNERSHIP,
                "person_id": digest(new),
                "same_as": digest(old),
                "agency_id": MET,
                "recorded_at": AT,
            }
            for new, old in names
        ],
    )


def nothing(session: Session, month: Period) -> None:
    """Put a nil return in, so that the month can be sealed."""
    expect(session, MET, "incident", month)
    deliver(session, MET, "incident", month, rows=(), status="nil", on=month.end)


def send(session: Session, records: Sequence[Record]) -> dict[str, list[Record]]:
    """Put the records in, a return for each agency, dataset and month; give them by submission."""
    held: dict[tuple[str, str, Period], list[Record]] = {}
    for each in records:
        held.setdefault((each.agency, each.dataset, each.month), []).append(each)
    numbers = {id(each): number for number, each in enumerate(records)}
    sent = {}
    for (agency, dataset, month), mine in held.items():
        expect(session, agency, dataset, month)
        rows = [stored(each, number=numbers[id(each)]) for each in mine]
        sent[deliver(session, agency, dataset, month, rows=rows, on=month.end)] = mine
    return sent


def invented(seed: int, *, people: int, each: int, months: Sequence[Period]) -> Iterator[Record]:
    """Records of invented people, many of them known to several agencies and more than once."""
    dice = random.Random(seed)
    names = [f"person {seed}.{number}" for number in range(people)]
    for number in range(people * each):
        dataset, month = dice.choice([*SENDERS]), dice.choice(months)
        name = dice.choice(names) if dice.random() > 0.04 else None
        day = _day(dice, month)
        yield _record(dice, dataset, name, day, number=number)
        follows = {"incident": "referral", "risk_assessment": "marac_case"}.get(dataset)
        if follows and dice.random() < 0.6:
            later = min(day + timedelta(days=dice.randrange(4)), month.end)
            yield _record(dice, follows, name, later, number=number)


def _day(dice: random.Random, month: Period) -> date:
    return month.start + timedelta(days=dice.randrange((month.end - month.start).days + 1))


def _record(
    dice: random.Random, dataset: str, name: str | None, day: date, *, number: int
) -> Record:
    values = _values(dice, dataset, number=number)
    return Record(dice.choice(SENDERS[dataset]), dataset, name, day, values)


def _values(dice: random.Random, dataset: str, *, number: int) -> Row:
    block = DATASETS[dataset].counted_person
    values = {
        f"{block}_sex": dice.choice(["F", "F", "M", "not_recorded"]),
        f"{block}_age_years": dice.choice(_AGES),
    }
    if dataset == "incident":
        ref = f"r{dice.randrange(number + 40)}" if dice.random() < 0.5 else None
        return values | {
            "is_crime": dice.random() < 0.4,
            "da_flag": dice.random() < 0.95,
            "risk_assessment_ref": ref,
        }
    if dataset == "risk_assessment":
        ref = f"r{dice.randrange(number + 40)}" if dice.random() < 0.5 else None
        role = "victim" if dice.random() < 0.9 else "perpetrator"
        level = dice.choice(["standard", "medium", "high", "high"])
        return values | {"risk_level": level, "incident_ref": ref, "subject_role": role}
    if dataset == "referral":
        side = "receiver" if dice.random() < 0.8 else "sender"
        return values | {
            "to_service": dice.choice(["idva", "idsva", "idva", "refuge"]),
            "side": side,
        }
    return values


def reader(
    *, alone: Sequence[str] = ("incident", "marac_case"), datatypes: Sequence[str] = ()
) -> Caller:
    """The lead, under an agreement of everybody.

    `alone` are the datasets that their contributors let be shown alone; `datatypes` what the token
    covers, everything where none is named.
    """
    terms = {
        **_TERMS,
        "parties": [
            *({"agency": agency, "roles": ["provider"]} for agency in sorted(SECTORS)),
            {"agency": LEAD, "roles": ["recipient"]},
        ],
        "permissions": {
            "show_alone": {agency: [name] for name in alone for agency in {*SENDERS[name]}}
        },
    }
    held = AgreementInForce(Terms.parse(terms))
    return lead(held=held, datatypes=datatypes or DATASETS)


_TERMS: Final[Row] = {
    "agreement": "DSA-2026-0001",
    "version": 1,
    "partnership": PARTNERSHIP,
    "title": "Figures of people known to several agencies",
    "purposes": ["strategic_needs_assessment"],
    "datasets": sorted(DATASETS),
    "actions": ["submit", "aggregate", "seal"],
    "withheld_fields": [],
    "areas": ["E09000006"],
    "disclosure_profile": "partnership",
    "lawful_basis": ["UK GDPR Article 6(1)(e)"],
    "starts_on": "2023-01-01",
    "ends_on": "2028-12-31",
    "review_on": "2026-12-31",
    "retention_months": 48,
}
