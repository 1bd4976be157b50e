"""An erased person is recognised by a digest that fits nothing else, and leaves a row readable."""

import pytest

from api.policies.erasing import Eraser, emptied, without
from schemas.dataset import Dataset, columns
from schemas.datasets import RECORD_DATASETS

SECRET, PERSON = b"s" * 32, b"p" * 32
BESIDE = [
    (dataset, block)
    for dataset in RECORD_DATASETS
    for block in dataset.persons
    if block != dataset.counted_person
]


def test_the_digest_differs_by_agency_partnership_and_secret_and_is_no_persons() -> None:
    made = {
        Eraser(secret, partnership, agency).digest(PERSON)
        for secret in (SECRET, b"t" * 32)
        for partnership in ("bromley", "sutton")
        for agency in ("met", "trust")
    }
    assert len(made) == 8
    assert PERSON not in made


def test_a_person_is_erased_through_a_month_or_not_at_all() -> None:
    digest = Eraser(SECRET, "bromley", "met").digest(PERSON)
    eraser = Eraser(SECRET, "bromley", "met", {digest: "2026-04"})
    assert eraser.erased_through(PERSON) == "2026-04"
    assert eraser.erased_through(b"q" * 32) == ""
    assert "2026" not in repr(eraser)


@pytest.mark.parametrize(("dataset", "block"), BESIDE, ids=str)
def test_an_emptied_block_says_nothing_and_every_column_of_it_is_emptied(
    dataset: type[Dataset], block: str
) -> None:
    values = emptied(dataset, block)
    own = [column for column in columns(dataset) if column.block == block]
    stored = {name for column in own for name, _ in column.stored}
    assert set(values) == {f"{block}_person_id", *stored}
    assert values[f"{block}_person_id"] is None
    assert values[f"{block}_sharing"] == "counts_only"
    assert set(values.values()) <= {None, False, "counts_only", "not_recorded", "not_held"}


@pytest.mark.parametrize(
    ("refs", "gone", "left"),
    [("aa;bb;cc", {"bb"}, "aa;cc"), ("aa", {"aa"}, None), ("aa;bb", {"cc"}, "aa;bb")],
)
def test_a_link_is_cut_and_the_others_stay(refs: str, gone: set[str], left: str | None) -> None:
    assert without(refs, persons=frozenset(gone)) == left
