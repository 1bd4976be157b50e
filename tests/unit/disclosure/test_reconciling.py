"""Records without a counterpart, as one cell."""

from __future__ import annotations

from api.disclosure.reconciling import Unmatched, cell

ADA, BEN = Unmatched(b"a" * 32, 7, linked=True), Unmatched(b"b" * 32, 11, linked=True)
NOBODY = Unmatched(b"c" * 32, 13, linked=False)


def test_a_cell_counts_records_people_and_units_and_sums_their_keys() -> None:
    counted = cell([ADA, BEN, ADA, NOBODY])
    assert (counted.records, counted.persons, counted.units) == (4, 2, 3)
    assert counted.record_key_sum == 7 + 11 + 7 + 13
    assert counted.unit_key_sum == 7 + 11 + 13
    assert counted.person_key_sum == 7 + 11


def test_a_cell_knows_how_many_records_are_about_one_and_about_two() -> None:
    counted = cell([ADA, ADA, ADA, BEN, BEN, NOBODY])
    assert (counted.top, counted.top_two) == (3, 5)


def test_the_order_of_records_does_not_matter() -> None:
    assert cell([ADA, BEN, NOBODY, ADA]) == cell([NOBODY, ADA, ADA, BEN])


def test_no_record_is_an_empty_cell() -> None:
    assert cell([])[1:] == (0,) * 8
