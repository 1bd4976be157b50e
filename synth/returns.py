"""The returns of the invented partnership: what each agency sends for each month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period
from synth import formats
from synth.agencies import (
    charity,
    children,
    council,
    hospital,
    housing,
    justice,
    police,
    probation,
    reviews,
    risk,
    support,
)
from synth.agencies.desk import Desk, Written
from synth.borough import FIRST_MONTH, Borough
from synth.chance import child
from synth.figures.profiles import BROMLEY, Profile
from synth.partnership import Expectation, PartnershipPlan
from synth.providers.base import Row

REFERENCE_KEY: Final = "invented-2026"
"""The name of the key of invented references; no real key has it."""
DRAWN_AFTER: Final = (5, 9)  # days from the end of the month, earliest and latest (assumed)

_FILES: Final[Mapping[tuple[str, str, str], Callable[[Desk], tuple[Written, ...]]]] = {
    ("police", "incident", "record"): police.incidents,
    ("police", "referral", "record"): police.referrals,
    ("police", "risk_assessment", "record"): risk.assessments,
    ("police", "marac_case", "record"): risk.conferences,
    ("police", "justice_outcome", "record"): justice.outcomes,
    ("police", "protective_order", "record"): justice.orders,
    ("nhs_acute", "health_contact", "record"): hospital.health_contacts,
    ("nhs_gp", "health_contact", "record"): hospital.health_contacts,
    ("children_social_care", "child_contact", "record"): children.contacts,
    ("vcs_da_specialist", "referral", "record"): support.referrals,
    ("vcs_da_specialist", "service_episode", "record"): support.episodes,
    ("council_community_safety", "review_action", "record"): reviews.register,
    ("nhs_acute", "incident", "aggregate"): hospital.security_counts,
    ("housing_options", "housing_support", "record"): housing.requests,
    ("vcs_da_specialist", "housing_support", "record"): housing.requests,
    ("vcs_da_specialist", "aggregate_return", "statement"): charity.statement,
    ("probation", "perpetrator_intervention", "record"): probation.referrals,
    ("council_community_safety", "aggregate_return", "aggregate"): council.capacity,
}
"""What makes a file, by sector, dataset and level."""


@dataclass(frozen=True)
class InventedReturn:
    """One agency's return of one dataset for one month (or, joined, for one quarter).

    Attributes:
        level: the detail; at `aggregate` and `statement` the rows are those of `aggregate_return`.
        envelope: what is said of the delivery as a whole, as JSON.
        written: the records with whom they are truly about.
        sends: the format that the agency's system writes.
    """

    agency_id: str
    dataset: str
    month: str
    level: str
    envelope: dict[str, Any]
    written: tuple[Written, ...]
    sends: formats.Format

    @property
    def rows(self) -> list[Row]:
        """The records as JSON objects, in the order of the file."""
        return [each.row for each in self.written]

    @property
    def row_dataset(self) -> type[Dataset]:
        """The definition of the rows."""
        return DATASETS[self.dataset if self.level == "record" else "aggregate_return"]

    def json(self) -> bytes:
        """Envelope and records as one document."""
        return formats.json_bytes({"envelope": self.envelope, "records": self.rows})

    def ndjson(self) -> bytes:
        """The records, one a line."""
        return formats.ndjson_bytes(self.rows)

    def csv(self) -> bytes:
        """The records as a table with dotted names."""
        return formats.csv_bytes(self.rows, dataset=self.row_dataset)

    def encoded(self, encoding: formats.Format) -> bytes:
        """The records in one of the formats; JSON holds the envelope too."""
        return {"json": self.json, "ndjson": self.ndjson, "csv": self.csv}[encoding]()

    def with_rows(self, written: Iterable[Written]) -> InventedReturn:
        """The same return with other records, counted anew."""
        held = tuple(written)
        return replace(self, written=held, envelope={**self.envelope, "row_count": len(held)})

    def smallest(self) -> InventedReturn:
        """The same return with nothing but the columns of the smallest row, six at most."""
        dataset = self.row_dataset
        return self.with_rows(
            replace(each, row=formats.smallest_row(each.row, dataset=dataset))
            for each in self.written
        )


def returns(
    plan: PartnershipPlan,
    months: Iterable[Period],
    *,
    seed: int,
    profile: Profile = BROMLEY,
    today: date | None = None,
) -> Iterator[InventedReturn]:
    """Every return of the months, month by month, in the order of the plan.

    A return that is missing by the plan's habits is not among them. A month's bytes depend on the
    plan, the seed, the profile and `today`, never on the other months.

    Args:
        plan: who sends what.
        months: the months.
        seed: of the borough.
        profile: its rates.
        today: the day on which everything is sent; no file is drawn later.

    Raises:
        ValueError: a month has not ended by `today`, or lies before the present wards.
    """
    borough = Borough(seed, profile=profile)
    for month in months:
        if today is not None and month.end >= today:
            raise ValueError(f"{month} has not ended by {today}")
        if month < FIRST_MONTH:
            raise ValueError(f"the invented borough begins in {FIRST_MONTH}")
        for expectation in plan.expectations:
            lapse = plan.lapse(expectation, month, today=today)
            if lapse != "missing":
                yield _made(plan, expectation, month, borough, nil=lapse == "nil", today=today)


def joined(parts: Sequence[InventedReturn]) -> InventedReturn:
    """The months of one quarter by one agency as one return for the quarter.

    Raises:
        ValueError: they are not one agency's returns of one dataset for months of one quarter.
    """
    first, *others = parts
    quarter = Period.parse_month(first.month).quarter()
    if {(p.agency_id, p.dataset, p.level) for p in parts} != {
        (first.agency_id, first.dataset, first.level)
    } or any(Period.parse_month(p.month).quarter() != quarter for p in others):
        raise ValueError("a quarter is made of one agency's months")
    drawn = max(part.envelope["extracted_on"] for part in parts)
    envelope = {**first.envelope, "month": str(quarter), "extracted_on": drawn}
    nil = [part.month for part in parts if not part.written]
    if 0 < len(nil) < len(parts):
        envelope |= {"return_status": "received", "nil_months": nil}
    whole = replace(first, month=str(quarter), envelope=envelope)
    return whole.with_rows(each for part in parts for each in part.written)


def _made(
    plan: PartnershipPlan,
    expectation: Expectation,
    month: Period,
    borough: Borough,
    *,
    nil: bool,
    today: date | None,
) -> InventedReturn:
    agency = plan.agency(expectation.agency_id)
    drawn = _drawn_on(expectation, month, seed=borough.seed, today=today)
    desk = Desk(borough, agency.agency_id, agency.sector, month, drawn)
    make = _FILES[agency.sector, expectation.dataset, expectation.level]
    written = () if nil else make(desk)
    return InventedReturn(
        agency_id=agency.agency_id,
        dataset=expectation.dataset,
        month=str(month),
        level=expectation.level,
        envelope=_envelope(expectation, month, drawn=drawn, rows=len(written)),
        written=written,
        sends=expectation.sends,
    )


def _drawn_on(expectation: Expectation, month: Period, *, seed: int, today: date | None) -> date:
    chance = child(seed, expectation.agency_id, expectation.dataset, str(month), "drawn")
    drawn = month.end + timedelta(days=chance.randint(*DRAWN_AFTER))
    return drawn if today is None else min(drawn, today)


def _envelope(expectation: Expectation, month: Period, *, drawn: date, rows: int) -> dict[str, Any]:
    """What the agency says; who it is and under which agreement it sends come from its token."""
    records = expectation.level == "record"
    return {
        "dataset": expectation.dataset,
        "month": str(month),
        "schema_version": DATASETS[expectation.dataset].version,
        "level": expectation.level,
        "return_status": "received" if rows else "nil",
        "explanation": expectation.explanation,
        "permission_incorporate": True,
        "permission_publish": "partnership",
        "counting_rule_set": "safershare-2026" if records else "as-declared",
        "source_system": expectation.source,
        "extracted_on": drawn.isoformat(),
        "definition_version": "daa_2021",
        "row_count": rows,
        "explanations": dict(expectation.answers),
    } | ({"person_ref_key": REFERENCE_KEY} if records else {})
