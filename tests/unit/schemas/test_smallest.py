"""The smallest row of every dataset is accepted alone, from every kind of agency that sends it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import pytest

from api.intake.alone import Asked, judged
from api.intake.deliveries import Place
from api.intake.reading.body import Limits
from api.policies.sharing import default_sharing
from schemas import senders
from schemas.checking import Plan, check
from schemas.codes import code_list
from schemas.codes.places import BROMLEY
from schemas.dataset import Dataset, columns_by_name
from schemas.datasets import DATASETS
from schemas.examples import example, nested
from schemas.fields import Code
from schemas.period import Period
from schemas.senders import SENDERS
from tests.rows import MONTH, context

SECTORS: Final[Mapping[str, frozenset[str]]] = {
    senders.POLICE: frozenset({"police"}),
    senders.PROBATION: frozenset({"probation", "prison", "youth_justice"}),
    senders.COURTS: frozenset({"cps", "courts"}),
    senders.HEALTH: code_list("sector").in_group("health"),
    senders.HOUSING: code_list("sector").in_group("housing"),
    senders.CHILDREN: frozenset({"children_social_care", "early_help", "education"}),
    senders.CHARITIES: code_list("sector").in_group("voluntary"),
    senders.COUNCIL: frozenset({"council_community_safety", "adult_social_care"}),
}
"""Sectors of each kind of agency that custom names."""

INSTEAD: Final[Mapping[str, Mapping[str, Any]]] = {
    "age_band": {"age_band": "16-24"},
    "statement_text": {"measure": "statement", "statement_text": "All who asked were seen."},
    "numerator": {"measure": "records_checked", "numerator": 3, "denominator": 4},
}
"""Values where the smallest row has the one column in place of the other."""

AGES: Final = (34, 16, 10, 61)
ASKS_FOR_MORE: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("risk_assessment", "tool"): frozenset({"sara", "oasys", "sash", "specss_plus"}),
    ("perpetrator_intervention", "programme"): frozenset({"idap"}),
    ("justice_outcome", "outcome_code"): code_list("sanction_detection").values,
}
"""Codes that no smallest row has in 2026: tools for perpetrators need subject_role, the others have
ended."""

LIMITS: Final = Limits(sent=1_000_000, inflated=1_000_000)


def _sectors(name: str) -> Iterator[str]:
    """The sectors that usually send the dataset; of counts, those that send them."""
    usual = SENDERS[name]
    for kind in usual.records or usual.counts:
        yield from sorted(SECTORS[kind])


def _rows(dataset: type[Dataset]) -> Iterator[dict[str, Any]]:
    """The smallest row, and once more with each column that may stand in for another."""
    row = dict(example(dataset))
    yield row
    for entry in dataset.minimum:
        first, *others = entry.split("|")
        for other in others:
            block, dot, key = other.rpartition(".")
            told = {f"{block}{dot}{name}": value for name, value in INSTEAD[key].items()}
            yield {n: v for n, v in row.items() if n != first} | told


EVERY: Final = tuple(
    pytest.param(name, sector, row, id=f"{name}-{sector}-{number}")
    for name, dataset in DATASETS.items()
    for number, row in enumerate(_rows(dataset))
    for sector in _sectors(name)
)


def _file(row: Mapping[str, Any]) -> io.BytesIO:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(row)
    writer.writerow("true" if v is True else "false" if v is False else v for v in row.values())
    return io.BytesIO(text.getvalue().encode())


def _plan(dataset: type[Dataset], row: Mapping[str, Any], *, sector: str) -> Plan:
    said = context(dataset.name) | {"agency.sector": sector}
    fills = {"sharing": default_sharing(sector), "lad_code": BROMLEY}
    return Plan(dataset, frozenset(row), said, fills)


def test_custom_names_every_kind_of_agency_and_every_dataset() -> None:
    assert set(SECTORS) == set(senders.ALL)
    assert set(SENDERS) == set(DATASETS)


@pytest.mark.parametrize(("name", "sector", "row"), EVERY)
def test_nothing_is_found_in_the_smallest_row(
    name: str, sector: str, row: Mapping[str, Any]
) -> None:
    dataset = DATASETS[name]
    assert len(row) <= 6
    assert check(nested(row), plan=_plan(dataset, row, sector=sector)).findings == ()


@pytest.mark.parametrize(("name", "sector", "row"), EVERY)
def test_a_file_of_the_smallest_row_is_accepted_with_notes_on_absent_columns_alone(
    name: str, sector: str, row: Mapping[str, Any]
) -> None:
    said = judged(
        _file(row),
        Asked(
            name, "text/csv", Place(sector, BROMLEY, "sandbox"), LIMITS, date(2026, 4, 20),
            period=Period.parse(MONTH),
        ),
    )  # fmt: skip
    assert {(each["code"], each["severity"]) for each in said["summary"]} <= {
        ("absent_column", "note")
    }
    assert (said["rows"], said["refused"], said["out_of_area"]) == (1, 0, 0)


def _codes(name: str) -> Iterator[tuple[str, str]]:
    known = columns_by_name(DATASETS[name])
    for column in (entry.partition("|")[0] for entry in DATASETS[name].minimum):
        field = known[column].field
        if isinstance(field, Code):
            yield from ((column, code.code) for code in field.code_list)


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [(name, *each) for name in DATASETS for each in _codes(name) if name != "aggregate_return"],
)
def test_every_code_may_stand_in_a_smallest_row(name: str, column: str, code: str) -> None:
    dataset = DATASETS[name]
    aged = f"{dataset.counted_person}.age_years"
    rows = [{**example(dataset), column: code} | ({aged: n} if dataset.persons else {})
            for n in AGES]  # fmt: skip
    plan = _plan(dataset, rows[0], sector=next(_sectors(name)))
    accepted = any(check(nested(row), plan=plan).good for row in rows)
    assert accepted == (code not in ASKS_FOR_MORE.get((name, column), ()))
