"""The returns of the invented partnership: what each agency sends for each month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period
from synth import days, formats
from synth.figures.profiles import BROMLEY, Profile
from synth.formats import Row
from synth.lives.households import CHUNK, Borough
from synth.making import drawn_on, envelope, is_sheet, possible, tables
from synth.partnership import Expectation, PartnershipPlan
from synth.sheets import sheet
from synth.written import Written, written


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

    def emptied(self) -> InventedReturn:
        """The same return with nothing in it, which says so."""
        nil = self.with_rows(())
        return replace(nil, envelope={**nil.envelope, "return_status": "nil"})

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
    chunk: int = CHUNK,
    number: int = 0,
) -> Iterator[InventedReturn]:
    """Every return of the months, month by month, in the order of the plan.

    A return that is missing by the plan's habits is not among them. A month's bytes depend on the
    plan, the seed, the profile and `today`, never on the other months or on the chunk.

    Args:
        plan: who sends what.
        months: the months.
        seed: of the borough.
        profile: its rates.
        today: the day on which everything is sent; no file is drawn later.
        chunk: how many households are drawn at once.
        number: of the borough among several.

    Raises:
        ValueError: a month has not ended by `today`, or lies before the present wards.
    """
    wanted = possible(months, today=today, profile=profile)
    borough = Borough(seed, profile, number)
    held = _held(plan, wanted, borough, today=today, chunk=chunk)
    for month in wanted:
        for expectation in plan.expectations:
            lapse = plan.lapse(expectation, month, today=today)
            if lapse == "missing":
                continue
            if lapse == "nil" or is_sheet(plan, expectation):
                yield of_nobody(plan, expectation, month, borough, today=today)
            else:
                rows = held.pop((expectation.agency_id, expectation.dataset, month), ())
                yield _made(expectation, month, rows, seed=seed, today=today)


def of_nobody(
    plan: PartnershipPlan,
    expectation: Expectation,
    month: Period,
    borough: Borough,
    *,
    today: date | None,
) -> InventedReturn:
    """A return about nobody; by the plan's habits there may be nothing in it."""
    nil = plan.lapse(expectation, month, today=today) == "nil"
    rows = () if nil else sheet(plan, expectation, month, borough, today=today)
    return _made(expectation, month, rows, seed=borough.seed, today=today)


def _held(
    plan: PartnershipPlan,
    months: Sequence[Period],
    borough: Borough,
    *,
    today: date | None,
    chunk: int,
) -> dict[tuple[str, str, Period], tuple[Written, ...]]:
    """The records of each return, all in memory."""
    found: defaultdict[tuple[str, str, Period], tuple[Written, ...]] = defaultdict(tuple)
    for expectation, table in tables(plan, months, borough, today=today, chunk=chunk):
        for month in months:
            part = table.of(days.month_number(month))
            found[expectation.agency_id, expectation.dataset, month] += tuple(written(part))
    return found


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
    expectation: Expectation,
    month: Period,
    rows: tuple[Written, ...],
    *,
    seed: int,
    today: date | None,
) -> InventedReturn:
    drawn = drawn_on(expectation, month, seed=seed, today=today)
    return InventedReturn(
        agency_id=expectation.agency_id,
        dataset=expectation.dataset,
        month=str(month),
        level=expectation.level,
        envelope=envelope(expectation, month, drawn=drawn, rows=len(rows)),
        written=rows,
        sends=expectation.sends,
    )
