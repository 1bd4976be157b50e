"""CSV and SDMX-CSV read back by other programs, and held against the JSON of the same answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from pysdmx.io.csv.sdmx20.reader import read as read_data
from pysdmx.io.json.sdmxjson2.reader.structure import read as read_structure
from pysdmx.model import Codelist, DataStructureDefinition

from api.reports.formats import aggregates, indicators, returns, structures
from api.reports.formats.message import message
from api.reports.formats.shape import TOTAL, code
from api.reports.indicators import INDICATORS
from api.services import aggregates as questions
from api.services import indicators as values
from api.services.participation import participation
from api.v1.indicators import document_of
from schemas.datasets import DATASETS
from schemas.wire.aggregates import Aggregate
from schemas.wire.indicators import IndicatorValues
from schemas.wire.participation import Participation
from tests.integration.callers import lead
from tests.integration.participation.conftest import MARCH
from tests.integration.sealing import AFTER, Place

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")

Document = Mapping[str, Any]
Row = dict[str, str]

QUESTIONS: list[tuple[str, tuple[str, ...], dict[str, list[str]]]] = [
    ("incident", (), {}),
    ("incident", ("ward",), {}),
    ("incident.crimes", ("ward",), {}),
    ("incident", ("ward",), {"is_crime": ["true"]}),
    ("health_contact", ("result",), {}),
    ("housing_support", ("decision",), {}),
]


def _answer(place: Place, measure: str, by: Iterable[str], filters: Any) -> Document:
    with place.reading() as session:
        answer = questions.aggregate(
            session, lead(), measure=measure, period=str(MARCH), by=tuple(by), filters=filters,
            unit="records", today=AFTER,
        )  # fmt: skip
        document: Document = Aggregate().dump(answer)
    return document


def _values(place: Place, indicator: str) -> Document:
    with place.reading() as session:
        answer = values.values(
            session, lead(), indicator_id=indicator, period=str(MARCH), today=AFTER
        )
        document: Document = IndicatorValues().dump(document_of(answer))
    return document


def _sdmx(text: str) -> list[Row]:
    """The observations as pysdmx reads them; every one is of a structure of ours."""
    [dataset] = read_data(text)
    definition = _definition(str(dataset.structure))
    rows: list[Row] = dataset.data.to_dict("records")
    for row in rows:
        _permitted(row, definition)
    return rows


@cache
def _definition(reference: str) -> DataStructureDefinition:
    """What the structure message of a reference says, as pysdmx reads and validates it."""
    [name] = [
        each
        for each in structures.names()
        if reference.endswith(structures.structure(each).reference)
    ]
    written = message(structures.structure(name), prepared=datetime(2026, 5, 1, tzinfo=UTC))
    read = read_structure(written, validate=True)
    [definition] = read.get_data_structure_definitions()
    return definition


def _permitted(row: Row, definition: DataStructureDefinition) -> None:
    """Hold a row against its structure: its columns, its codes, its key."""
    assert set(row) == {each.id for each in definition.components}
    for each in definition.components:
        if isinstance(each.enumeration, Codelist) and row[each.id]:
            assert row[each.id] in {item.id for item in each.enumeration.items}, each.id
    assert all(row[each.id] for each in definition.components.dimensions)


def _csv(text: str) -> tuple[list[tuple[str, str]], list[Row]]:
    lines = list(csv.reader(io.StringIO(text, newline="")))
    block = [(line[0], line[1]) for line in lines if line[0].startswith("#")]
    columns, *rows = lines[len(block) :]
    return block, [dict(zip(columns, row, strict=True)) for row in rows]


def _told(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize(("measure", "by", "filters"), QUESTIONS)
def test_an_answer_reads_back_as_it_is_in_json(
    place: Place, measure: str, by: tuple[str, ...], filters: dict[str, list[str]]
) -> None:
    document = _answer(place, measure, by, filters)
    seen = [(*(o[name] for name in by), _told(o["value"]), o["status"])
            for o in document["observations"]]  # fmt: skip
    block, rows = _csv(aggregates.table(document).csv())
    assert [(*(r[n] for n in by), r["value"], r["status"]) for r in rows] == seen
    assert dict(block)["#release"] == document["release"]["release_id"]
    back = _sdmx(aggregates.sdmx(document))
    upper = [name.upper() for name in by]
    coded = [(*map(code, line[:-2]), *line[-2:]) for line in seen]
    assert [(*(r[n] for n in upper), r["OBS_VALUE"], r["OBS_STATUS"]) for r in back] == coded
    assert {r["MEASURE"] for r in back} == {code(measure)}
    assert {r["TIME_PERIOD"] for r in back} == {"2026-03"}
    if measure == "incident":
        assert {r["IS_CRIME"] for r in back} == {code(*filters.get("is_crime", [TOTAL]))}
    assert {r["EPOCH"] for r in back} == {str(document["release"]["epoch"])}


def test_what_is_hidden_is_empty_in_every_form_and_never_nought(place: Place) -> None:
    document = _answer(place, "incident", ("ward",), {})
    hidden = [o for o in document["observations"] if o["value"] is None]
    assert hidden
    _, rows = _csv(aggregates.table(document).csv())
    back = _sdmx(aggregates.sdmx(document))
    for form, name in ((rows, "value"), (back, "OBS_VALUE")):
        assert sum(row[name] == "" for row in form) == len(hidden)
        assert "0" not in {row[name] for row in form}


def test_every_indicator_reads_back_with_its_pairs(place: Place) -> None:
    for name in INDICATORS:
        document = _values(place, name)
        expected = [*_figures(document["id"], "value", document["values"])]
        for pair in document["paired"]:
            expected += _figures(pair["id"], "pair", pair["values"])
        text = indicators.sdmx(document)
        back = _sdmx(text) if expected or document["bands"] or document["returns"] else []
        got = [
            (r["INDICATOR"], r["ROLE"], r["LINE"], r["OBS_VALUE"], r["OBS_STATUS"])
            for r in back
            if r["ROLE"] in ("value", "pair")
        ]
        assert got == expected, name
        inside = {agency for each in document["coverage"] for agency in each["included"]}
        assert {r["CONTRIBUTORS"] for r in back} <= {";".join(sorted(inside))}
        _, rows = _csv(indicators.table(document).csv())
        assert [r["value"] for r in rows] == [r["OBS_VALUE"] for r in back], name
        assert sum(r["role"] == "band" for r in rows) == len(document["bands"])


def _figures(indicator: str, role: str, held: Iterable[Document]) -> Iterator[tuple[str, ...]]:
    for each in held:
        line = each["line"] or TOTAL
        yield indicator, role, line, _told(each["value"]), each["status"]


def test_participation_reads_back_return_by_return(place: Place) -> None:
    with place.reading() as session:
        view = participation(session, lead(), period=str(MARCH), today=AFTER)
        document = Participation().dump(view)
    seen = [
        (r["agency"], r["dataset"], r["status"], _told(r["days"]), str(r["late"]).lower())
        for r in document["returns"]
    ]
    block, rows = _csv(returns.table(document).csv())
    names = ("agency", "dataset", "status", "days", "late")
    assert [tuple(r[n] for n in names) for r in rows] == seen
    assert sum(name == "#timeliness" for name, _ in block) == len(document["timeliness"])
    back = _sdmx(returns.sdmx(document))
    upper = ("AGENCY", "DATASET", "RETURN_STATUS", "OBS_VALUE", "LATE")
    assert [(*(r[n] for n in upper[:-1]), r["LATE"].lower()) for r in back] == seen


def test_every_structure_is_valid_and_holds_what_may_be_asked(engine_name: str) -> None:
    for name in structures.names():
        definition = _definition(structures.structure(name).reference)
        assert definition.components.measures[0].id == "OBS_VALUE"
    for dataset in DATASETS.values():
        if dataset.measures:
            split = _definition(structures.structure(dataset.name).reference).components
            assert {each.name.upper() for each in dataset.breakdowns} <= {e.id for e in split}
