from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from api.intake.examine import Setting, examine
from api.intake.reading.formats import source
from api.intake.tally import Examination
from schemas.checking import Plan
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.formats import MEDIA_TYPES, Format, ndjson_bytes
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns

SEED = 20260331
YEAR = Period.parse("2025-26").months()
QUARTER = Period.parse("2025-26-Q4").months()

Examine = Callable[..., Examination]


def _context(each: InventedReturn) -> dict[str, Any]:
    period = Period.parse(each.month)
    return {
        "envelope.month": each.month,
        "envelope.last_day": period.end,
        "envelope.extracted_on": date.fromisoformat(each.envelope["extracted_on"]),
        "envelope.definition_version": each.envelope["definition_version"],
        "agency.sector": PLAN.agency(each.agency_id).sector,
        "partnership.area": PLAN.area,
        "return.dataset": each.dataset,
        "envelope.level": each.level,
    }


@pytest.fixture(scope="session")
def year() -> list[InventedReturn]:
    return list(returns(PLAN, YEAR, seed=SEED))


@pytest.fixture(scope="session")
def quarter(year: list[InventedReturn]) -> list[InventedReturn]:
    months = {str(month) for month in QUARTER}
    return [each for each in year if each.month in months]


@pytest.fixture(scope="session")
def plan_of() -> Callable[[InventedReturn], Plan]:
    """The plan by which a return's rows are checked, as if every column were in the file."""

    def plan(each: InventedReturn) -> Plan:
        present = frozenset(column.name for column in columns(each.row_dataset))
        return Plan(each.row_dataset, present, _context(each))

    return plan


@pytest.fixture(scope="session")
def examined() -> Examine:
    """What the intake says of a return sent in a format."""

    def examined(each: InventedReturn, *, encoding: Format = "ndjson") -> Examination:
        body = each.csv() if encoding == "csv" else ndjson_bytes(each.rows)
        setting = Setting(
            dataset=each.row_dataset,
            period=Period.parse(each.month),
            context=_context(each),
            fills={"sharing": "counts_only", "lad_code": PLAN.area},
            area=PLAN.area,
            environment="sandbox",
        )
        media_type = MEDIA_TYPES["csv" if encoding == "csv" else "ndjson"]
        file = source(BytesIO(body), media_type=media_type, dataset=each.row_dataset)
        return examine(file, setting=setting)

    return examined


@pytest.fixture(scope="session")
def examined_body() -> Callable[..., int]:
    """How many rows of a bare CSV file the intake keeps, where it finds no error."""

    def examined(body: bytes, *, dataset: str, month: str, sector: str) -> int:
        period = Period.parse(month)
        context = {
            "envelope.month": month,
            "envelope.last_day": period.end,
            "envelope.extracted_on": period.end + timedelta(days=5),
            "envelope.definition_version": "daa_2021",
            "agency.sector": sector,
            "partnership.area": PLAN.area,
            "return.dataset": dataset,
            "envelope.level": "record",
        }
        setting = Setting(
            dataset=DATASETS[dataset],
            period=period,
            context=context,
            fills={"sharing": "counts_only", "lad_code": PLAN.area},
            area=PLAN.area,
            environment="sandbox",
        )
        file = source(BytesIO(body), media_type=MEDIA_TYPES["csv"], dataset=DATASETS[dataset])
        result = examine(file, setting=setting)
        assert "error" not in {severity for _, severity in result.counts}
        return result.months[month].kept

    return examined
