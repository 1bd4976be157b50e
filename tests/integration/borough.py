"""An invented borough put straight into the tables, with no agency's software between.

One police force, a hospital, three housing agencies, probation and a charity; about 258 incidents a
month over the wards of today. Seeded: the same seed gives the same rows.
"""

from __future__ import annotations

import hashlib
import random
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from schemas.codes import code_list
from schemas.codes.places import BROMLEY
from schemas.period import Period, due_date
from schemas.tables.agencies import agencies
from schemas.tables.partnerships import partnerships
from schemas.tables.records import RECORDS
from schemas.tables.returns import periods, returns, submissions

PARTNERSHIP = "bromley"
MONTHS = Period.parse("2025-26").months()
QUARTER = Period.parse("2025-26-Q4")
A_MONTH = 258
DUE_DAY = 20

SENDERS: Mapping[str, tuple[str, ...]] = {
    "incident": ("met-bromley",),
    "health_contact": ("kings-pruh", "oxleas", "bromley-gp"),
    "housing_support": ("bromley-housing", "bcwa", "clarion"),
    "perpetrator_intervention": ("probation-bromley",),
}
_SIZE = {"incident": A_MONTH, "health_contact": 24, "housing_support": 18}
_SIZE["perpetrator_intervention"] = 20
_ETHNICITY = {"W1": 68, "W9": 8, "B2": 6, "B1": 5, "A1": 4, "M1": 4, "O9": 2, "declined": 3}
_UNNAMED = 1 / 12
_AGAIN = 0.33
_RESTRICTED = 0.01

Row = dict[str, Any]


@dataclass
class Borough:
    """The dice, everyone met so far, and by submission what was put in, and whose it is."""

    seed: int = 7
    people: list[Row] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    sent: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def build(self, session: Session, *, months: Sequence[Period] = MONTHS) -> None:
        """Put the partnership, its agencies and a return of each for every month in."""
        found(session)
        for month in months:
            self.build_month(session, month)

    def build_month(
        self, session: Session, month: Period, *, leave: Collection[str] = (), **said: Any
    ) -> None:
        """Open a month and put a return of everybody in, of those apart that are left out."""
        open_month(session, month)
        for dataset, senders in SENDERS.items():
            size = max(1, _SIZE[dataset] // len(senders))
            for agency in senders:
                made = [self.row(dataset, month) for _ in range(self._about(size))]
                if agency not in leave:
                    self.send(session, agency, dataset, month, rows=made, **said)

    def send(
        self,
        session: Session,
        agency: str,
        dataset: str,
        month: Period,
        *,
        rows: Sequence[Row],
        **said: Any,
    ) -> str:
        """Put one delivery in and point its return at it; give its id."""
        submission = deliver(session, agency, dataset, month, rows=rows, **said)
        self.rows[submission] = list(rows)
        self.sent[submission] = (agency, dataset, str(month))
        return submission

    def row(self, dataset: str, month: Period) -> Row:
        """One record of a dataset in a month."""
        person = self._person()
        event = getattr(self, f"_{dataset}")(month)
        block = {"incident": "victim", "housing_support": "lead"}.get(dataset, "subject")
        about = {f"{block}_{name}": value for name, value in person.items() if name != "unit"}
        unit = person["unit"]
        return {
            "unit_key": unit,
            "record_key": int.from_bytes(unit[-4:], "big"),
            "record_id": f"r{self.dice.getrandbits(48):012x}",
            **about,
            **event,
        }

    def _about(self, size: int) -> int:
        return max(1, round(self.dice.gauss(size, size**0.5 / 2)))

    def _person(self) -> Row:
        """Somebody met before, somebody new, or a row that names nobody."""
        if self.people and self.dice.random() < _AGAIN:
            return self.dice.choice(self.people)
        unit = self.dice.randbytes(32)
        named = self.dice.random() >= _UNNAMED
        known = self.dice.random() > 0.05
        person = {
            "unit": unit,
            "person_id": unit if named else None,
            "age_years": min(95, max(16, round(self.dice.gauss(37, 14)))) if known else None,
            "age_years_reason": None if known else "not_recorded",
            "age_band": None if known else self.dice.choice(["16-24", "35-44", None]),
            "sex": self.dice.choices(["F", "M", "not_recorded"], weights=[74, 25, 1])[0],
            "ethnicity_self": self.dice.choices([*_ETHNICITY], weights=[*_ETHNICITY.values()])[0],
            "restricted": self.dice.random() < _RESTRICTED,
        }
        if named:
            self.people.append(person)
        return person

    def _incident(self, month: Period) -> Row:
        power = self.dice.choices(["yes", "no", "not_assessed"], weights=[55, 35, 10])[0]
        arrest = "none"
        if power == "yes" and self.dice.random() < 0.6:
            arrest = "both_parties" if self.dice.random() < 0.06 else "one_party"
        unused = power == "yes" and arrest == "none"
        wards = [code.code for code in code_list("ward").valid_on(month.end)]
        weights = [1 + 2 * place / len(wards) for place in range(len(wards))]
        reasons = sorted(code_list("no_arrest_reason").values)
        return {
            "reported_on": month.start.replace(day=self.dice.randint(1, 28)),
            "lad_code": BROMLEY,
            "ward_code": self.dice.choices(wards, weights=weights)[0],
            "is_crime": self.dice.random() < 0.6,
            "da_flag": self.dice.random() < 0.98,
            "power_of_arrest": power,
            "arrest_made": arrest,
            "no_arrest_reason": self.dice.choice(reasons) if unused else None,
            "suspect_restricted": False,
        }

    def _health_contact(self, month: Period) -> Row:
        offered = self.dice.random() < 0.7
        return {
            "contact_month": str(month),
            "setting": self.dice.choice(["ed", "maternity", "gp_iris"]),
            "enquiry_made": self.dice.choice(["routine", "targeted", "none"]),
            "result": self.dice.choice(["disclosed_current", "disclosed_past", "suspected"]),
            "referral_offered": offered,
            "referral_accepted": offered and self.dice.random() < 0.5,
        }

    def _housing_support(self, month: Period) -> Row:
        decision = self.dice.choice(["provided", "declined", "waiting"])
        return {
            "requested_on": month.start.replace(day=self.dice.randint(1, 28)),
            "support_type": self.dice.choice(["refuge", "sanctuary", "bed_and_breakfast"]),
            "decision": decision,
            "unable_reason": "no_space" if decision == "declined" else None,
            "lead_nrpf": self.dice.choice(["yes", "no", "not_asked"]),
        }

    def _perpetrator_intervention(self, month: Period) -> Row:
        status = self.dice.choice(["waiting", "active", "completed", "completed", "withdrawn"])
        ended = status == "completed"
        return {
            "referred_on": month.start.replace(day=self.dice.randint(1, 28)),
            "programme": self.dice.choice(["bbr", "drive"]),
            "route": self.dice.choice(["court_order", "licence", "voluntary"]),
            "status": status,
            "risk_start": self.dice.choice(["medium", "high"]),
            "risk_end": self.dice.choice(["standard", "medium"]) if ended else None,
        }


def found(session: Session) -> None:
    """Put the partnership and its agencies in."""
    at = datetime(2025, 1, 1, tzinfo=UTC)
    names = sorted({agency for senders in SENDERS.values() for agency in senders})
    session.execute(
        insert(partnerships),
        {"partnership_id": PARTNERSHIP, "name": "Bromley", "lad_code": BROMLEY, "created_at": at},
    )
    session.execute(
        insert(agencies),
        [
            {
                "partnership_id": PARTNERSHIP,
                "agency_id": name,
                "name": name.replace("-", " ").title(),
                "sector": "police" if name == "met-bromley" else "health",
                "status": "active",
                "created_at": at,
            }
            for name in names
        ],
    )


def open_month(session: Session, month: Period) -> None:
    """Open a month: a return is owed by every sender of every dataset."""
    at = datetime.combine(month.end, time(9), UTC)
    session.execute(
        insert(periods), {"partnership_id": PARTNERSHIP, "month": str(month), "opened_at": at}
    )
    for dataset, senders in SENDERS.items():
        for agency in senders:
            expect(session, agency, dataset, month)


def expect(
    session: Session,
    agency: str,
    dataset: str,
    month: Period,
    *,
    level: str = "record",
    expected: bool = True,
) -> None:
    """A return that is owed."""
    session.execute(
        insert(returns),
        {
            "partnership_id": PARTNERSHIP,
            "agency_id": agency,
            "dataset": dataset,
            "month": str(month),
            "expected": expected,
            "level": level,
            "due_on": due_date(month, day=DUE_DAY),
            "status": "expected",
            "revision": 0,
            "changed_at": datetime.combine(month.end, time(9), UTC),
        },
    )


def deliver(
    session: Session,
    agency: str,
    dataset: str,
    month: Period,
    *,
    rows: Sequence[Row],
    level: str = "record",
    status: str = "received",
    on: date | None = None,
    revision: int = 1,
    rule: str = "safershare-2026",
    incorporate: bool = True,
    publish: str = "partnership",
) -> str:
    """One delivery against a return: its rows, its envelope, and the pointer to it."""
    submission = str(uuid.uuid4())
    at = datetime.combine(on or due_date(month, day=DUE_DAY - 5), time(10), UTC)
    stored = dataset if level == "record" else "aggregate_return"
    session.execute(
        insert(submissions),
        _submission(agency, dataset, month, rows=rows)
        | {
            "submission_id": submission,
            "delivery_id": submission,
            "revision": revision,
            "status": status,
            "level": level,
            "counting_rule_set": rule,
            "received_at": at,
            "envelope": {"permission_incorporate": incorporate, "permission_publish": publish},
        },
    )
    if rows:
        session.execute(insert(RECORDS[stored]), list(_stored(submission, agency, month, rows)))
    _point(session, agency, dataset, month, submission=submission, status=status, at=at)
    return submission


def _stored(submission: str, agency: str, month: Period, rows: Sequence[Row]) -> Iterator[Row]:
    names = {name for row in rows for name in row}
    for number, row in enumerate(rows, start=1):
        yield {
            "partnership_id": PARTNERSHIP,
            "submission_id": submission,
            "row_no": number,
            "agency_id": agency,
            "month": str(month),
            **dict.fromkeys(names),
            **row,
        }


def _submission(agency: str, dataset: str, month: Period, *, rows: Sequence[Row]) -> Row:
    linked = sum(any(n.endswith("person_id") and v for n, v in row.items()) for row in rows)
    return {
        "partnership_id": PARTNERSHIP,
        "agency_id": agency,
        "dataset": dataset,
        "month": str(month),
        "period": str(month),
        "schema_version": "1.0.0",
        "rows_received": len(rows),
        "rows_stored": len(rows),
        "rows_refused": 0,
        "rows_out_of_area": 0,
        "rows_linked": linked,
        "body_sha256": hashlib.sha256(agency.encode()).digest(),
        "etag": "e",
        "completeness": {"rows": len(rows), "linked": linked, "fields": completeness(rows)},
        "finding_counts": {},
        "client_id": f"{agency}-returns",
        "agreement_id": "DSA-2026-0001",
        "purpose": "strategic_needs_assessment",
        "jti": "j",
    }


def completeness(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """How many rows know each equality field, and why the others do not."""
    counted: dict[str, dict[str, int]] = {}
    missing = code_list("missing_reason").values
    for row in rows:
        for block in ("victim", "subject", "lead"):
            for name in ("sex", "ethnicity_self", "disability"):
                if f"{block}_sex" in row:
                    value = row.get(f"{block}_{name}") or "not_recorded"
                    word = value if value in missing else "known"
                    tally = counted.setdefault(f"{block}.{name}", {})
                    tally[word] = tally.get(word, 0) + 1
    return counted


def _point(
    session: Session,
    agency: str,
    dataset: str,
    month: Period,
    *,
    submission: str,
    status: str,
    at: datetime,
) -> None:
    session.execute(
        update(returns)
        .where(
            returns.c.partnership_id == PARTNERSHIP,
            returns.c.agency_id == agency,
            returns.c.dataset == dataset,
            returns.c.month == str(month),
        )
        .values(
            submission_id=submission,
            etag="e",
            status=status,
            first_received_at=at,
            changed_at=at,
            revision=returns.c.revision + 1,
        )
    )
