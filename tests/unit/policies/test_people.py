"""A person is a digest inside and another reference for every recipient outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policies.people import Digester, record_key

SECRET = b"s" * 32
DIGESTER = Digester(SECRET, "bromley")


def test_one_reference_is_one_digest_of_thirty_two_bytes() -> None:
    assert DIGESTER.person_id("ada") == DIGESTER.person_id("ada") == DIGESTER.unaliased("ada")
    assert len(DIGESTER.person_id("ada")) == 32
    assert DIGESTER.person_id("ada") != DIGESTER.person_id("ben")


def test_another_secret_or_partnership_gives_another_digest() -> None:
    others = {
        Digester(SECRET, "croydon").person_id("ada"),
        Digester(b"t" * 32, "bromley").person_id("ada"),
        DIGESTER.person_id("ada"),
    }
    assert len(others) == 3


def test_an_alias_leads_to_the_digest_a_person_is_kept_under() -> None:
    earlier, later = DIGESTER.unaliased("ada"), DIGESTER.unaliased("ada under the new key")
    aliased = Digester(SECRET, "bromley", {later: earlier})
    assert aliased.person_id("ada under the new key") == earlier == aliased.person_id("ada")
    assert aliased.unaliased("ada under the new key") == later
    assert aliased.person_id("ben") == DIGESTER.person_id("ben")


def test_neither_secret_nor_aliases_are_ever_printed() -> None:
    said = repr(Digester(SECRET, "bromley", {b"later-digest": b"earlier-digest"}))
    assert "sss" not in said
    assert "digest" not in said


@given(st.binary(min_size=32, max_size=32))
def test_the_record_key_is_the_low_thirty_two_bits(unit: bytes) -> None:
    assert record_key(unit) == int.from_bytes(unit, "big") % 2**32


@pytest.mark.parametrize("length", [1, 32, 64, 65, 200])
def test_many_digests_are_those_of_each(length: int) -> None:
    aliases = {Digester(b"k" * length, "bromley").unaliased("ada"): b"an earlier digest"}
    made = Digester(b"k" * length, "bromley", aliases)
    several = ["ada", "ben", None, "é", "x" * 300]
    expected = [None if each is None else made.person_id(each) for each in several]
    assert list(made.person_ids(several)) == expected
    assert expected[0] == b"an earlier digest"
