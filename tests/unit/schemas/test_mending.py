"""Each finding comes with what would be right, derived from what was declared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.findings import Finding
from schemas.mending import LONGEST, expected
from schemas.phrases import phrase
from schemas.rules import Rule
from schemas.wire.envelopes import Envelope

ROOT = Path(__file__).resolve().parents[3]
INCIDENT = DATASETS["incident"]
RULES = [(d, rule) for d in DATASETS.values() for rule in d.rules]


def said(code: str, field: str | None = None, severity: str = "error") -> str:
    return expected(Finding(code, severity, "Words.", 3, field), dataset=INCIDENT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("victim.sex", "A code of /v1/code-lists/sex: F (Female), M (Male)"),
        ("victim.age_years", "A whole number from 0 to 120, or why there is none: declined,"),
        ("reported_on", "A real date as 2026-03-31, from 1900 to 2099. It must be there."),
        ("first_arrest_at", "A date and time with its offset from UTC, as 2026-03-31T21:05:00+01"),
        ("is_crime", "True or false, in small letters. It must be there."),
        ("record_id", "1 to 64 letters, digits or . _ : / - that start with a letter or digit"),
        ("abuse_types", "A list, in CSV joined by ; without spaces, of 1 to 40 different entries"),
        ("victim.person_ref", "A reference of 64 characters, 0 to 9 and a to f"),
        ("victim", "A person, in CSV the columns victim.<field>: at least victim.age_years or"),
        (None, "Records as /v1/datasets/incident/dictionary has them, in a file as"),
        ("envelope.month", "A period as 2026-03, 2025-26-Q4 or 2025-26. It may be left out."),
        ("envelope.explanation", "Plain text of 20 to 1000 characters. It must be there."),
    ],
)
def test_a_field_says_which_values_are_right(field: str | None, words: str) -> None:
    assert said("type", field).startswith(words)


def test_a_field_that_may_be_blank_says_so() -> None:
    assert said("code", "ward_code").endswith("It may be left out.")
    assert re.search(r"\(Bickley\), .* and \d+ more; or", said("code", "ward_code"))


def test_a_rule_says_what_must_hold_in_words() -> None:
    assert said("EVT-V04", "call_count") == (
        "Where call_count has a value, source_channel is 101 or 999."
    )


def test_a_rule_of_the_envelope_says_what_must_hold_and_then_what_its_member_takes() -> None:
    assert said("ENV-V10", "envelope.covers_to").startswith("covers_to does not lie before")
    same = Finding("ENV-V10", "error", said("ENV-V10"), None, "envelope.covers_to")
    assert expected(same, dataset=INCIDENT).startswith("A real date as 2026-03-31")


def test_a_query_says_how_it_is_explained() -> None:
    assert said("EVT-V07", "cross_allegation", "query").endswith(
        "Where the rows are right, say why in envelope.explanations.EVT-V07."
    )


@pytest.mark.parametrize(("dataset", "rule"), RULES, ids=[f"{d.name}-{r.id}" for d, r in RULES])
def test_every_rule_has_words_that_are_not_too_long(dataset: type[Dataset], rule: Rule) -> None:
    words = expected(Finding(rule.id, rule.severity, rule.sentence, 1, rule.field), dataset=dataset)
    assert len(words) < LONGEST + 120
    assert re.search(r"\w", phrase(rule, dataset=dataset))
    assert "  " not in words


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_every_field_has_words_of_its_own(dataset: type[Dataset]) -> None:
    for column in columns(dataset):
        words = expected(Finding("type", "error", "", 1, column.name), dataset=dataset)
        assert "Text." not in words
        assert words != expected(Finding("type", "error", "", 1, None), dataset=dataset)


def test_every_member_of_the_envelope_has_words() -> None:
    for name in Envelope().fields:
        assert said("x", f"envelope.{name}").endswith(("It must be there.", "It may be left out."))


def test_no_code_that_the_readers_find_is_left_without_words() -> None:
    """Codes made in the readers and the checks of the whole; a field's own go by the field."""
    code = re.compile(r"Finding\(\s*\"([a-z_]+)\"")
    places = [*ROOT.glob("api/intake/**/*.py"), *ROOT.glob("api/queries/**/*.py")]
    places += [ROOT / "api/policies/envelopes.py"]
    made = {found for path in places for found in code.findall(path.read_text())}
    assert {"cells", "missing_column", "record_id_elsewhere"} <= made
    general = said("type")
    assert {each for each in made - {"type"} if said(each) == general} == set()
