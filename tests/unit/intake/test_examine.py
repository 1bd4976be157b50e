"""One pass over a file: what is kept, refused, counted and said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from schemas.datasets import DATASETS
from schemas.findings import Finding
from tests.rows import MONTH, checked, every_column, row
from tests.unit.intake.examining import AREA, UNKNOWN, examined, many

each_dataset = pytest.mark.parametrize("name", DATASETS)


@each_dataset
def test_good_rows_are_kept_in_their_month_with_their_number_and_typed(name: str) -> None:
    done = examined(name, many(name, 2))
    assert done.codes == []
    assert done.tally() == (2, 2, 0, 0)
    assert [(month, number) for month, number, _ in done.kept] == [(MONTH, 1), (MONTH, 2)]
    for column, value in checked(name).values.items():
        if column not in {"record_id", UNKNOWN.get(name)}:
            assert done.kept[0][2][column] == value
    assert not done.found.whole_file
    assert done.found.errors == 0


def test_a_blank_counts_as_the_reason_that_stands_in_for_a_column() -> None:
    minutes: list[dict[str, Any]] = [
        {"victim.ethnicity_self": None},
        {"victim.ethnicity_self": "declined"},
        {},
        {"victim.language_support": None},
    ]
    rows = [many("marac_case", n + 1, **each)[n] for n, each in enumerate(minutes)]
    fields = examined("marac_case", rows).found.months[MONTH].fields
    assert dict(fields["victim.ethnicity_self"]) == {"not_recorded": 1, "declined": 1, "known": 2}
    assert dict(fields["victim.language_support"]) == {"known": 3}


def test_nobody_is_not_counted_among_the_unknown() -> None:
    alone = {name: None for name in every_column("incident") if name.startswith("suspect.")}
    fields = examined("incident", many("incident", 2, **alone)).found.months[MONTH].fields
    assert not any(name.startswith("suspect.") for name in fields)


def test_a_row_with_an_error_is_refused_and_hides_no_other() -> None:
    rows = many("incident", 3)
    rows[1]["victim"]["sex"] = "female"
    done = examined("incident", rows)
    assert done.codes == [("code", 2, "victim.sex")]
    assert done.tally() == (3, 2, 1, 0)
    assert set(done.found.refused_rows) == {2}
    assert [number for _, number, _ in done.kept] == [1, 3]
    assert not done.found.whole_file


def test_a_row_with_a_query_is_kept_and_the_query_counted() -> None:
    done = examined("incident", many("incident", 3, arrest_made="both_parties"))
    assert done.found.queries == {"EVT-V07": 3}
    assert done.tally() == (3, 3, 0, 0)
    assert done.found.errors == 0


QUARTER = "2025-26-Q4"


def contact(number: int, month: str, **changes: Any) -> dict[str, Any]:
    return row("health_contact", {"record_id": f"hc-{number}", "contact_month": month, **changes})


def test_a_quarter_is_split_by_the_month_of_each_row() -> None:
    months = ["2026-01", "2026-03", "2026-01"]
    rows = [contact(n, month) for n, month in enumerate(months)]
    done = examined("health_contact", rows, period=QUARTER)
    assert done.codes == []
    assert [month for month, _, _ in done.kept] == months
    assert list(done.found.months) == ["2026-01", "2026-02", "2026-03"]
    assert [done.tally(m)[0] for m in done.found.months] == [2, 0, 1]


@pytest.mark.parametrize("month", ["2025-12", "2026-04", "2026-13", "soon"])
def test_a_row_of_no_month_of_the_quarter_is_refused_in_its_last(month: str) -> None:
    done = examined("health_contact", [contact(1, month)], period=QUARTER)
    assert done.tally("2026-03") == (1, 0, 1, 0)
    assert {code for code, _, _ in done.codes} <= {"HLT-V00", "format"}


@pytest.mark.parametrize("value", [None, 202601, ["2026-01"], {"month": "2026-01"}], ids=repr)
def test_a_row_whose_month_is_no_text_is_refused(value: Any) -> None:
    rows = [contact(1, "2026-01"), {**contact(2, "2026-01"), "contact_month": value}]
    done = examined("health_contact", rows, period=QUARTER)
    assert done.tally("2026-01") == (1, 1, 0, 0)
    assert done.tally("2026-03") == (1, 0, 1, 0)


def test_a_day_in_each_month_of_a_quarter_is_judged_by_its_own_month() -> None:
    rows = [
        row("incident", {"record_id": f"i-{n}", "reported_on": f"2026-0{n}-14",
                         "occurred_from": None, "occurred_to": None,
                         "first_arrest_at": f"2026-0{n}-14T12:00:00Z"})
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert examined("incident", rows, period=QUARTER).codes == []


@pytest.mark.parametrize(
    ("span", "month"),
    [
        ({"covers_from": "2026-01-01", "covers_to": "2026-02-28"}, "2026-02"),
        ({"covers_from": "2025-10-01", "covers_to": "2025-12-31"}, "2026-03"),
    ],
)
def test_a_figure_goes_with_the_last_month_it_covers_or_that_of_its_delivery(
    span: Mapping[str, str], month: str
) -> None:
    done = examined("aggregate_return", [row("aggregate_return", span)], period=QUARTER)
    assert done.codes == []
    assert [m for m, _, _ in done.kept] == [month]


def test_rows_of_other_areas_are_counted_and_neither_kept_nor_judged() -> None:
    rows = [
        *many("incident", 2),
        row("incident", {"record_id": "x-1", "lad_code": "E09000008", "ward_code": "E05011470"}),
        row("incident", {"record_id": "r-1", "lad_code": "outside_london", "victim.sex": "?"}),
    ]
    done = examined("incident", rows)
    assert done.codes == []
    assert done.tally() == (4, 2, 0, 2)
    assert [number for _, number, _ in done.kept] == [1, 2]


@pytest.mark.parametrize("lad", ["E07000000", "", 7, ["E09000008"], None], ids=repr)
def test_an_area_that_is_none_is_an_error(lad: Any) -> None:
    done = examined("incident", [{**row("incident"), "lad_code": lad}])
    assert [(row, field) for _, row, field in done.codes] == [(1, "lad_code")]
    assert done.tally() == (1, 0, 1, 0)


def test_a_file_that_names_no_area_is_of_the_partnerships() -> None:
    rows = many("incident", 2, lad_code=None)
    done = examined("incident", rows)
    assert done.codes == []
    assert [values["lad_code"] for _, _, values in done.kept] == [AREA, AREA]


def test_a_dataset_without_an_area_keeps_households_from_anywhere() -> None:
    rows = many("housing_support", 1, origin_lad="outside_london", placement_lad="E09000008")
    assert examined("housing_support", rows).tally() == (1, 1, 0, 0)


def test_a_repeated_record_is_refused_once_for_each_time_it_comes_again() -> None:
    rows = [*many("incident", 2), *many("incident", 2), *many("incident", 1)]
    for number, each in enumerate(rows):
        each["reported_on"] = f"2026-03-{14 + number}"
        each["first_arrest_at"] = f"2026-03-{14 + number}T12:00:00Z"
    done = examined("incident", rows)
    assert [c for c in done.codes if c[0] == "duplicate_record_id"] == [
        ("duplicate_record_id", number, "record_id") for number in (3, 4, 5)
    ]
    assert done.tally() == (5, 2, 3, 0)
    assert set(done.found.refused_rows) == {3, 4, 5}
    assert not done.found.whole_file


def test_a_row_refused_for_another_reason_does_not_use_up_its_id() -> None:
    wrong = {**row("incident"), "is_crime": "yes"}
    done = examined("incident", [wrong, row("incident")])
    assert done.codes == [("type", 1, "is_crime")]


class Late:
    """A watch that refuses rows when all have been seen, one of them twice."""

    def __init__(self, *rows: int) -> None:
        self.rows, self.seen = rows, list[int]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        self.seen.append(number)

    def findings(self) -> Iterator[Finding]:
        return (Finding("late", "error", "Too late.", row, "record_id") for row in self.rows)


def test_a_row_that_several_watches_refuse_is_refused_once() -> None:
    watch = Late(2, 2)
    done = examined("health_contact", many("health_contact", 3), watches=(watch, Late(2)))
    assert done.tally() == (3, 2, 1, 0)
    assert done.found.counts["late", "error"] == 3
    assert watch.seen == [1, 2, 3]


def test_a_watch_sees_good_rows_alone() -> None:
    watch = Late()
    rows = many("health_contact", 3)
    rows[0]["setting"] = "garage"
    examined("health_contact", rows, watches=(watch,))
    assert watch.seen == [2, 3]
