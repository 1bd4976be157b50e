"""References to persons: the published examples, one form for real and one for invented persons."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference import (
    AgreedIdentifier,
    Environment,
    IdentifierError,
    Identifiers,
    NameAndBirth,
    canonical,
    check_reference,
    has_nhs_check_digit,
    is_synthetic,
    make_reference,
    may_be_sent,
    synthetic_reference,
)

VECTORS: dict[str, Any] = json.loads(
    files("schemas").joinpath("reference_vectors.json").read_text()
)
PUBLISHED_KEY = bytes.fromhex(VECTORS["key_hex"])
KEY = b"k" * 32
BORN = date(1990, 2, 3)

names = st.text(min_size=1, max_size=30)
keys = st.binary(min_size=32, max_size=64)


def _identifiers(given_: Mapping[str, str]) -> Identifiers:
    if "scheme" in given_:
        return AgreedIdentifier(given_["scheme"], given_["value"])
    born = date.fromisoformat(given_["date_of_birth"])
    return NameAndBirth(given_["family_name"], given_["given_name"], born)


@pytest.mark.parametrize("case", VECTORS["references"], ids=lambda case: case["note"])
def test_every_published_example_holds(case: dict[str, Any]) -> None:
    identifiers = _identifiers(case["identifiers"])
    assert canonical(identifiers).decode() == case["canonical"]
    assert make_reference(identifiers, key=PUBLISHED_KEY) == case["reference"]
    assert check_reference(case["reference"], environment="live") is None


@pytest.mark.parametrize("case", VECTORS["invented_persons"], ids=lambda case: case["reference"])
def test_every_published_invented_person_holds(case: dict[str, str]) -> None:
    assert synthetic_reference(bytes.fromhex(case["seed_hex"])) == case["reference"]
    assert check_reference(case["reference"], environment="sandbox") is None


@pytest.mark.parametrize("reference", VECTORS["wrong_check_value"])
def test_every_published_wrong_check_value_is_caught(reference: str) -> None:
    assert not is_synthetic(reference)
    assert check_reference(reference, environment="sandbox") == "wrong_check_value"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("O'Neill", "Mary"), ("O\u2019NEILL", "mary")),
        (("Smith Jones", "Ann Marie"), ("Smith-Jones", "Ann")),
        (("Muñoz", "Zoë"), ("Munoz", "Zoe")),
        (("Ægir", "Ødegård"), ("Aegir", "Odegard")),
        (("Smith", "- Ann"), ("Smith", "Ann")),
    ],
)
def test_spellings_of_one_person_give_one_reference(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = (NameAndBirth(*name, BORN) for name in (one, other))
    assert make_reference(first, key=KEY) == make_reference(second, key=KEY)


@pytest.mark.parametrize(
    "other",
    [
        NameAndBirth("Okafor", "Amara", date(1990, 3, 2)),
        NameAndBirth("Amara", "Okafor", BORN),
        NameAndBirth("Okaforamara", "A", BORN),
        AgreedIdentifier("agreed-id", "OkaforAmara19900203"),
    ],
)
def test_different_people_give_different_references(other: Identifiers) -> None:
    person = NameAndBirth("Okafor", "Amara", BORN)
    assert make_reference(person, key=KEY) != make_reference(other, key=KEY)


@given(names, names, st.dates(), keys)
def test_a_reference_is_the_keyed_hash_of_the_canonical_bytes(
    family: str, first: str, born: date, key: bytes
) -> None:
    person = NameAndBirth(family, first, born)
    try:
        reference = make_reference(person, key=key)
    except IdentifierError:
        return
    assert reference == hmac.new(key, canonical(person), hashlib.sha256).hexdigest()
    assert re.fullmatch("[0-9a-f]{64}", reference)
    assert canonical(person).count(b"|") == 5


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=20))
def test_upper_case_and_spacing_of_a_name_make_no_difference(family: str) -> None:
    spaced = NameAndBirth(f"  {'- '.join(family)}\u200b", "Ann", BORN)
    assert canonical(spaced) == canonical(NameAndBirth(family, "ANN", BORN))


@pytest.mark.parametrize(
    "identifiers",
    [
        NameAndBirth("", "Amara", BORN),
        NameAndBirth("Okafor", " - ", BORN),
        NameAndBirth("...", "Amara", BORN),
        AgreedIdentifier("agreed-id", " / "),
        AgreedIdentifier("", "1234"),
        AgreedIdentifier("Agreed", "1234"),
        AgreedIdentifier("a|b", "1234"),
        AgreedIdentifier("name-birth", "1234"),
        AgreedIdentifier("nhs-number", "943 476 5918"),
        AgreedIdentifier("nhs-number", "9434765"),
        AgreedIdentifier("nhs-number", "٩٤٣٤٧٦٥٩١٩"),
    ],
)
def test_identifiers_that_name_nobody_are_refused(identifiers: Identifiers) -> None:
    with pytest.raises(IdentifierError):
        make_reference(identifiers, key=KEY)


@pytest.mark.parametrize("key", [b"", b"k" * 31])
def test_a_short_key_is_refused(key: bytes) -> None:
    with pytest.raises(IdentifierError):
        make_reference(NameAndBirth("Okafor", "Amara", BORN), key=key)


def test_neither_print_nor_refusal_shows_an_identifier() -> None:
    people: list[Identifiers] = [
        NameAndBirth("Okafor", "Amara", BORN),
        AgreedIdentifier("nhs-number", "9434765918"),
    ]
    printed = "".join(map(repr, people))
    with pytest.raises(IdentifierError) as refusal:
        canonical(people[1])
    assert not re.search("Okafor|Amara|1990|9434765918", printed + str(refusal.value))


@given(st.binary(max_size=40))
def test_an_invented_person_is_known_by_form_and_check_value(seed: bytes) -> None:
    reference = synthetic_reference(seed)
    assert re.fullmatch("syn_[0-9a-f]{60}", reference)
    assert reference == synthetic_reference(seed)
    assert is_synthetic(reference)
    assert check_reference(reference, environment="sandbox") is None
    assert check_reference(reference, environment="live") == "invented_in_live"


@given(st.binary(max_size=8), st.integers(4, 63), st.sampled_from("0123456789abcdef"))
def test_one_mistyped_digit_is_always_caught(seed: bytes, place: int, digit: str) -> None:
    right = synthetic_reference(seed)
    typed = right[:place] + digit + right[place + 1 :]
    assert is_synthetic(typed) == (typed == right)


@given(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64))
def test_a_real_reference_stays_out_of_a_sandbox(reference: str) -> None:
    assert not is_synthetic(reference)
    assert check_reference(reference, environment="live") is None
    assert check_reference(reference, environment="sandbox") == "real_in_sandbox"


@pytest.mark.parametrize("environment", ["sandbox", "live"])
@pytest.mark.parametrize(
    "text", ["", "a" * 63, "A" * 64, "a" * 64 + "\n", "syn_" + "a" * 59, "SYN_" + "a" * 60]
)
def test_anything_else_is_no_reference(text: str, environment: Any) -> None:
    assert check_reference(text, environment=environment) == "not_a_reference"


@pytest.mark.parametrize("digits", ["9434765919", "4010232137", "0000000000"])
def test_the_nhs_check_digit_is_modulus_11(digits: str) -> None:
    assert has_nhs_check_digit(digits)
    stem, last = digits[:9], int(digits[9])
    others = [f"{stem}{digit}" for digit in range(10) if digit != last]
    assert not any(map(has_nhs_check_digit, others))


@pytest.mark.parametrize("text", ["", "943476591", "94347659190", "943476591X", "٩٤٣٤٧٦٥٩١٩"])
def test_only_ten_ascii_digits_can_be_an_nhs_number(text: str) -> None:
    assert not has_nhs_check_digit(text)


def test_a_number_whose_check_value_is_ten_is_never_valid() -> None:
    stem = next(
        f"{n:09d}"
        for n in range(100)
        if sum(int(d) * (10 - i) for i, d in enumerate(f"{n:09d}")) % 11 == 1
    )
    assert not any(has_nhs_check_digit(f"{stem}{digit}") for digit in range(10))


@pytest.mark.parametrize("environment", ["sandbox", "live"])
@given(several=st.lists(st.lists(st.sampled_from(range(5)), max_size=3), max_size=6))
def test_many_references_are_let_pass_as_each_is(
    environment: Environment, several: list[list[int]]
) -> None:
    known = [
        synthetic_reference(b"ada"), synthetic_reference(b"ben"), "0" * 64, "syn_" + "0" * 60,
        "syn_" + "0" * 52 + "f" * 8,
    ]  # fmt: skip
    sent = [[known[number] for number in each] for each in several]
    texts = [";".join(each) or None for each in sent]
    assert may_be_sent(texts, environment=environment) == [
        all(check_reference(each, environment=environment) is None for each in row) for row in sent
    ]
