"""References that one recipient knows under one agreement, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policies.pairwise import Pairwise

ADA, BEN = b"\x01" * 32, b"\x02" * 32
CHARITY = Pairwise(b"s" * 32, "bromley", "DSA-1", "bcwa")

words = st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=1, max_size=8)


def test_a_recipient_knows_a_person_by_one_reference_under_one_agreement() -> None:
    assert CHARITY.person(ADA) == CHARITY.person(ADA)
    assert len(CHARITY.person(ADA)) == 64
    assert int(CHARITY.person(ADA), 16)


@pytest.mark.parametrize(
    "other",
    [
        replace(CHARITY, agreement_id="DSA-2").person(ADA),
        replace(CHARITY, recipient="met-bromley").person(ADA),
        replace(CHARITY, partnership_id="havering").person(ADA),
        replace(CHARITY, secret=b"t" * 32).person(ADA),
        CHARITY.person(BEN),
        ADA.hex(),
    ],
    ids=["agreement", "recipient", "partnership", "secret", "person", "digest"],
)
def test_no_two_recipients_agreements_or_persons_share_a_reference(other: str) -> None:
    assert CHARITY.person(ADA) != other


@given(st.lists(st.tuples(words, words, words), min_size=2, max_size=6, unique=True))
def test_no_two_records_share_a_reference(records: list[tuple[str, str, str]]) -> None:
    made = {CHARITY.record(agency_id=a, dataset=d, record_id=r) for a, d, r in records}
    assert len(made) == len(records)


@given(words, words, words)
def test_a_record_a_return_and_a_thing_of_the_same_words_are_not_confused(
    a: str, b: str, c: str
) -> None:
    made = {
        CHARITY.record(agency_id=a, dataset=b, record_id=c),
        CHARITY.of_a_return(agency_id=a, dataset=b, month=c),
        CHARITY.other(a, b),
    }
    assert len(made) == 3


def test_the_secret_is_not_printed() -> None:
    assert "ssss" not in repr(CHARITY)
