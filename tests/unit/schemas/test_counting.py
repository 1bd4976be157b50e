"""The register of counting rules: named once, said in plain words, dated where a rule changed."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.codes import code_list
from schemas.codes.counting import COUNTING_RULES, CountingRule
from schemas.codes.sectors import LISTS as SECTOR_LISTS
from schemas.datasets import DATASETS

SERVICES = next(codes for codes in SECTOR_LISTS if codes.name == "service_type")


@pytest.mark.parametrize("rule", COUNTING_RULES.values(), ids=list(COUNTING_RULES))
def test_a_rule_says_in_a_sentence_what_it_counts_and_for_what(rule: CountingRule) -> None:
    assert rule.words[0].isupper()
    assert rule.words.endswith(".")
    assert len(rule.words.split()) >= 5
    assert rule.applies_to in {"", *DATASETS} | SERVICES.values
    assert rule.source


def test_the_list_that_is_published_holds_every_rule_with_its_words_and_dates() -> None:
    published = code_list("counting_rule")
    assert [code.code for code in published] == list(COUNTING_RULES)
    for rule in COUNTING_RULES.values():
        code = published.get(rule.id)
        assert code is not None
        assert (code.label, code.valid_from, code.valid_to) == (
            rule.words, rule.valid_from, rule.valid_to,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "changed_on"),
    [
        ("session_attendance", "any_support_line_call", date(2021, 4, 1)),
        ("arrests-with-incidents", "arrests-of-offences", date(2007, 4, 1)),
        ("injury-levels-before-2008", "injury-levels-from-2008", date(2008, 4, 1)),
    ],
)
def test_a_rule_that_took_anothers_place_begins_on_the_day_after_it_ended(
    before: str, after: str, changed_on: date
) -> None:
    old, new = COUNTING_RULES[before], COUNTING_RULES[after]
    assert old.applies_to == new.applies_to
    assert old.valid_to is not None
    assert (new.valid_from, (changed_on - old.valid_to).days) == (changed_on, 1)
    assert old.words != new.words
