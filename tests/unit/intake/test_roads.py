"""A file comes to the same in blocks and row by row: findings, counts, and the rows kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from api.intake import bulk, exact
from api.intake.reading import lines, pieces, tables
from api.intake.reading.formats import Header, Lines, Row, Source, Table
from schemas.datasets import DATASETS
from schemas.findings import Finding
from schemas.terms import TermMap
from synth.formats import csv_bytes, ndjson_bytes
from tests import nasty
from tests.counts import SEED, whole_or_sample
from tests.unit.intake.examining import Examined, examined, many

ROWS = whole_or_sample(5_000, sample=300)
PROSE = {"wording", "update_status", "update_text"}
NEVER = 10**9
each_dataset = pytest.mark.parametrize("name", DATASETS)


@dataclass(frozen=True)
class ByRows:
    """A file that cannot be read in blocks."""

    source: Source

    def header(self) -> Header:
        return self.source.header()

    def rows(self) -> Iterator[Row]:
        return self.source.rows()

    def notes(self) -> Iterator[Finding]:
        return self.source.notes()


def both(
    name: str, source: Source, monkeypatch: pytest.MonkeyPatch, **said: Any
) -> tuple[Examined, Examined]:
    """What becomes of a file row by row by the schema itself, and in blocks, however small."""
    monkeypatch.setattr(exact, "FEW", NEVER)
    plain = examined(name, ByRows(source), **said)
    for module, constant, value in (
        (exact, "FEW", 4),
        (bulk, "ENOUGH_CELLS", 1),
        (bulk, "ENOUGH_LINES", 1),
        (pieces, "PIECE", 20_000),
        (tables, "EXACTLY", 2_000),
        (lines, "PIECE", 20_000),
    ):
        monkeypatch.setattr(module, constant, value)
    return plain, examined(name, source, **said)


def assert_alike(plain: Examined, fast: Examined) -> None:
    assert fast.found.findings == plain.found.findings
    assert fast.found.counts == plain.found.counts
    assert fast.found.groups == plain.found.groups
    assert fast.found.words == plain.found.words
    assert list(fast.found.refused_rows) == list(plain.found.refused_rows)
    assert fast.found.whole_file == plain.found.whole_file
    for month, tally in plain.found.months.items():
        assert fast.found.months[month] == tally
    assert [(m, n, dict(v)) for m, n, v in fast.kept] == [(m, n, dict(v)) for m, n, v in plain.kept]


def table(name: str, drawn: Sequence[nasty.Drawn]) -> Table:
    cells = [nasty.cells(each, dataset=DATASETS[name]) for each in drawn]
    text, heads = io.StringIO(newline=""), sorted({head for each in cells for head in each})
    writer = csv.DictWriter(text, heads, restval="")
    writer.writeheader()
    writer.writerows(cells)
    return Table(io.BytesIO(text.getvalue().encode("utf-8", "replace")), DATASETS[name])


def ndjson(name: str, drawn: Sequence[nasty.Drawn], *, seed: int) -> Lines:
    chance = Random(seed)
    return Lines(
        io.BytesIO(b"\n".join(nasty.line(each, chance=chance) for each in drawn)), DATASETS[name]
    )


def drawn(name: str, *, seed: int) -> list[nasty.Drawn]:
    rows = nasty.rows(name, seed=seed)
    return [next(rows) for _ in range(ROWS)]


@pytest.mark.prove
@pytest.mark.parametrize("period", ["2026-03", "2025-26-Q4"])
@each_dataset
def test_a_table_comes_to_the_same_on_both_roads(
    name: str, period: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = table(name, drawn(name, seed=SEED))
    assert_alike(*both(name, source, monkeypatch, period=period))


@pytest.mark.prove
@pytest.mark.parametrize("period", ["2026-03", "2025-26-Q4"])
@each_dataset
def test_lines_come_to_the_same_on_both_roads(
    name: str, period: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ndjson(name, drawn(name, seed=SEED), seed=SEED)
    assert_alike(*both(name, source, monkeypatch, period=period))


def written(name: str, rows: Sequence[dict[str, Any]], *, encoding: str) -> Source:
    """A file of records, as agencies write them."""
    if encoding == "csv":
        return Table(io.BytesIO(csv_bytes(rows, dataset=DATASETS[name])), DATASETS[name])
    return Lines(io.BytesIO(ndjson_bytes(rows)), DATASETS[name])


@pytest.mark.parametrize("encoding", ["csv", "ndjson"])
@each_dataset
def test_good_rows_are_accepted_together(
    name: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**each, "record_id": f"r-{n}"} for n, each in enumerate(many(name, 50), start=1)]
    if name == "aggregate_return":
        rows = [{**each, "value": "40"} for each in rows]
    if name == "review_action":  # prose is screened row by row
        rows = [{k: v for k, v in each.items() if k not in PROSE} for each in rows]
    plain, fast = both(name, written(name, rows, encoding=encoding), monkeypatch)
    assert_alike(plain, fast)
    assert (plain.together, fast.together) == (0, 50)


def spoilt(name: str, share: float) -> list[dict[str, Any]]:
    """Rows of which a share have an error, and some of those another."""
    chance, rows = Random(SEED), many(name, 200)
    for row in rows:
        if chance.random() < share:
            row["record_id"] = chance.choice(["not an id!", "", 5, "r-1", "ada@example.org"])
        if chance.random() < share / 2:
            row["strange"] = "x"
    return rows


@pytest.mark.parametrize("share", [0.02, 1.0])
@pytest.mark.parametrize("name", ["incident", "health_contact"])
def test_what_is_wrong_is_found_in_the_same_order(
    name: str, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    for encoding in ("csv", "ndjson"):
        plain, fast = both(name, written(name, spoilt(name, share), encoding=encoding), monkeypatch)
        assert_alike(plain, fast)
        assert plain.found.errors > 0


@pytest.mark.parametrize("encoding", ["csv", "ndjson"])
def test_identifiers_and_other_areas_are_found_among_good_rows(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many("incident", 40)
    rows[3]["record_id"] = "943-476-5919"
    rows[9]["lad_code"] = "E09000008"
    rows[9]["ward_code"] = "nowhere"
    rows[11]["risk_assessment_ref"] = "0" * 64
    rows[17]["victim"]["person_ref"] = "syn_" + "0" * 60
    rows[23]["suspect"]["person_ref"] = "0" * 64
    rows[29]["record_id"] = rows[2]["record_id"]
    plain, fast = both("incident", written("incident", rows, encoding=encoding), monkeypatch)
    assert_alike(plain, fast)
    assert [(code, row) for code, row, _ in plain.codes] == [
        ("identifier", 4), ("identifier", 12), ("person_ref", 18), ("person_ref", 24),
        ("duplicate_record_id", 30),
    ]  # fmt: skip
    assert plain.tally() == (40, 34, 5, 1)


def test_a_file_without_a_column_that_it_needs_keeps_nothing_on_either_road(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [{k: v for k, v in row.items() if k != "arrest_made"} for row in many("incident", 20)]
    plain, fast = both("incident", written("incident", rows, encoding="csv"), monkeypatch)
    assert_alike(plain, fast)
    assert (fast.tally(), fast.kept) == ((20, 0, 20, 0), [])


def test_an_agencys_own_words_come_to_the_same_on_both_roads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terms = TermMap({"ref": "record_id"}, {"victim.sex": {"female": "F", "male": "M"}})
    rows = many("incident", 60)
    for place, row in enumerate(rows):
        row["victim"]["sex"] = ("female", "M", "male", "unmapped")[place % 4]
    incident = DATASETS["incident"]
    for reader, sent in (
        (Table, csv_bytes(rows, dataset=incident)),
        (Lines, ndjson_bytes(rows)),
    ):
        source = reader(io.BytesIO(sent.replace(b"record_id", b"ref")), incident, terms=terms)
        plain, fast = both("incident", source, monkeypatch, terms=terms)
        assert_alike(plain, fast)
        assert plain.found.words == {("victim.sex", "unmapped"): 15}
        assert plain.tally() == (60, 45, 15, 0)
