from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest

from api.disclosure.nesting import Impossible, joined, nested
from schemas.dataset import Dataset, columns_by_name
from schemas.datasets import DATASETS
from schemas.datasets.incident import Incident
from schemas.evaluate import judge
from schemas.fields import Code
from schemas.groupings import age, coded

Cell = tuple[str, str]

INCIDENT = {breakdown.name: breakdown for breakdown in Incident.breakdowns}
ZEROS = Impossible(Incident.breakdowns, never=Incident.never)


def test_wider_ages_hold_the_finer_and_not_the_other_way_round() -> None:
    finest, four, _ = age("years")
    assert nested(finest, wider=four)
    assert not nested(four, wider=finest)
    assert ("65-plus", "65-plus") in joined(finest, wider=four)


def test_any_two_categories_of_other_fields_may_meet() -> None:
    sex, other = coded("sex", "a", "sex"), coded("other", "b", "sex")
    assert len(joined(sex, wider=other)) == len(sex.codes) * len(other.codes)


@pytest.mark.parametrize(
    ("arrest", "reason", "impossible"),
    [
        (("arrest_when", "both_parties"), ("no_arrest_reason", "medical"), True),
        (("arrest", "any"), ("no_arrest_reason", "medical"), True),
        (("arrest", "any"), ("no_arrest_reason_recorded", "yes"), True),
        (("arrest", "any"), ("no_arrest_reason_recorded", "missing"), False),
        (("arrest", "none"), ("no_arrest_reason", "power_used"), True),
        (("arrest", "none"), ("no_arrest_reason", "medical"), False),
        (("arrest", "none"), ("power_of_arrest", "yes"), False),
        (("arrest", "any"), ("power_of_arrest", "yes"), False),
        (("arrest", "missing"), ("no_arrest_reason", "medical"), False),
    ],
)
def test_wider_categories_never_meet_where_none_of_what_they_hold_can(
    arrest: tuple[str, str], reason: tuple[str, str], *, impossible: bool
) -> None:
    names, key = zip(arrest, reason, strict=True)
    assert ZEROS.key(tuple(INCIDENT[name] for name in names), key) is impossible


def _meet(dataset: type[Dataset], row: Mapping[str, object], pair: Sequence[Cell]) -> bool:
    """Whether a row is in both categories."""
    known = {breakdown.name: breakdown for breakdown in dataset.breakdowns}
    return all(
        known[name].category(*(row.get(field) for field in known[name].fields)) == category
        for name, category in pair
    )


def _rows(dataset: type[Dataset], names: Sequence[str]) -> Iterator[Mapping[str, object]]:
    """Every combination of the values of coded fields; days and moments are left out."""
    fields = columns_by_name(dataset)
    lists = {name: fields[name].field for name in names}
    values = [[None, *sorted(f.values)] if isinstance(f, Code) else [None] for f in lists.values()]
    for chosen in product(*values):
        yield dict(zip(names, chosen, strict=True))


@pytest.mark.parametrize("name", [name for name, dataset in DATASETS.items() if dataset.never])
def test_no_good_row_is_in_two_categories_that_never_meet(name: str) -> None:
    dataset = DATASETS[name]
    finest = {b.name: b for b in dataset.breakdowns}
    tests = [judge(r.test) for r in dataset.rules if (r.kind, r.severity) == ("row", "error")]
    for pair in dataset.never:
        fields = list(dict.fromkeys(f for each, _ in pair for f in finest[each].fields))
        met = [row for row in _rows(dataset, fields) if _meet(dataset, row, pair)]
        assert all(any(test(row) is False for test in tests) for row in met), pair
