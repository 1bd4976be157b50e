"""A figure in a report says by itself what is counted, and by whom."""

from __future__ import annotations

from datetime import date

from api.reports.facts import Figure
from api.reports.indicators import Declaration, Value
from api.reports.naming import category, named

NAMES = {"met": "Police", "trust": "Hospital"}
WHOLE = Figure("", "incidents", Value(40, "ok"))
LATER = Figure("rate", "incidents a head", Value(None, "not_available", "nothing_declared"))


def titles(*figures: Figure) -> list[str]:
    labels = {"absent": "Suspect not present"}
    return [
        each.title
        for each in named(figures, names=NAMES, label=lambda each: labels[each.category or ""])
    ]


def declared(agency: str, *, cell: tuple[tuple[str, str], ...] = ()) -> Figure:
    held = Declaration(agency, cell, date(2026, 1, 1), date(2026, 1, 31), "r1", exact=False)
    return Figure("", "incidents", Value(7, "declared", declared=held))


def test_a_released_figure_keeps_its_title() -> None:
    assert titles(WHOLE) == ["incidents"]


def test_a_declared_figure_names_who_counted_it_and_its_days() -> None:
    assert titles(WHOLE, declared("trust")) == [
        "incidents",
        "incidents, as Hospital counted them in January 2026",
    ]


def test_an_agency_without_a_name_goes_by_its_id() -> None:
    [title] = titles(declared("charity"))
    assert "as charity counted them" in title


def test_a_part_of_a_mix_is_named_by_its_category() -> None:
    part = Figure("reasons", "reasons", Value(33, "ok"), category="absent")
    assert titles(part) == ["reasons, Suspect not present"]


def test_what_tells_nothing_is_passed_over_beside_what_does() -> None:
    assert titles(WHOLE, LATER, declared("trust", cell=(("sex", "F"),))) == ["incidents"]


def test_what_tells_nothing_is_told_where_there_is_nothing_else() -> None:
    assert titles(LATER) == ["incidents a head"]


def test_an_area_goes_by_its_name_and_by_its_word_where_it_is_none_of_the_list() -> None:
    assert category("area", "E09000006") == "Bromley"
    assert category("area", "north_of_the_river") == "north of the river"


def test_a_part_of_a_population_has_words_of_its_own() -> None:
    assert category("indicator", "people_16_plus") == "people aged 16 and over"
