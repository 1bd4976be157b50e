"""Every operator of a rule has words that a person can mend a row by."""

from __future__ import annotations

from datetime import date

import pytest

from schemas import rules
from schemas.conditions import equals, exactly_where, given, in_order, one_of
from schemas.datasets import DATASETS
from schemas.phrases import phrase
from schemas.rules import Field, Rule, Value

INCIDENT = DATASETS["incident"]


def said(test: rules.Test | None) -> str:
    rule = Rule("X-V01", "row", "error", "The rule's own words.", test, "record_id")
    return phrase(rule, dataset=INCIDENT)


def companion(low: int, high: int, **more: object) -> rules.Companion:
    match = ((Field("victim.person_ref"), Field("subject.person_ref")), (Field("a"), Field("a")))
    return rules.Companion(
        equals("is_crime", True),
        match,
        "referral",
        Field("reported_on"),
        Field("referred_on"),
        low,
        high,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (None, "The rule's own words."),
        (equals("is_crime", True), "is_crime is true."),
        (rules.Not(equals("is_crime", True)), "is_crime is not true."),
        (rules.Not(rules.Not(given("ward_code"))), "ward_code has a value."),
        (one_of("arrest_made", "none", "one"), "arrest_made is none or one."),
        (rules.Not(one_of("arrest_made", "none")), "arrest_made is not none."),
        (rules.Not(given("ward_code")), "ward_code is empty."),
        (rules.Compare(">=", Field("child_count"), Value(1)), "child_count is at least 1."),
        (
            rules.Compare("<", Field("reported_on"), Value(date(2013, 1, 1))),
            "reported_on is before 2013-01-01.",
        ),
        (rules.Holds(Field("abuse_types"), Value("PHY")), "abuse_types holds PHY."),
        (
            rules.Not(rules.Holds(Field("abuse_types"), Field("ward_code"))),
            "abuse_types does not hold ward_code.",
        ),
        (in_order("occurred_from", "reported_on"), "reported_on is not before occurred_from."),
        (
            rules.Within(Field("reported_on"), Field("occurred_to"), 1, 9),
            "reported_on is 1 to 9 days after occurred_to.",
        ),
        (
            rules.InMonth(Field("reported_on"), Field("envelope.month")),
            "reported_on is in the month of the return.",
        ),
        (
            rules.Member(Field("ward_code"), Field("lad_code"), Field("reported_on"), "ward"),
            (
                "ward_code is a code of /v1/code-lists/ward that belongs to lad_code and is in"
                " use on reported_on."
            ),
        ),
        (rules.AgeAt(Field("victim.age_years"), 0, 15), "victim.age_years is from 0 to 15."),
        (
            rules.ShareAtLeast(Field("call_count"), Field("child_count"), 70),
            "call_count is at least 70 % of child_count.",
        ),
        (
            exactly_where("offence_group", equals("is_crime", True)),
            (
                "Where is_crime is true, offence_group has a value; where is_crime is not true,"
                " offence_group is empty."
            ),
        ),
        (
            rules.AnyOf(
                (equals("is_crime", True), rules.All((given("lad_code"), given("children"))))
            ),
            "is_crime is true or (lad_code has a value and children has a value).",
        ),
        (
            rules.Not(rules.All((given("lad_code"), equals("is_crime", True)))),
            "lad_code is empty or is_crime is not true.",
        ),
        (
            rules.Not(rules.Within(Field("reported_on"), Field("occurred_to"), 0, 3)),
            "It is not so that reported_on is 0 to 3 days after occurred_to.",
        ),
        (
            rules.Unique((Field("record_id"), Field("reported_on"))),
            "No two rows agree in record_id and reported_on.",
        ),
        (
            companion(0, 30),
            (
                "Where is_crime is true, there is a row of referral with subject.person_ref the"
                " victim.person_ref, the same a, whose referred_on is 0 to 30 days after"
                " reported_on."
            ),
        ),
        (
            companion(-7, 7, wanted=False, meets=equals("side", "sender")),
            (
                "Where is_crime is true, there is no row of referral with subject.person_ref the"
                " victim.person_ref, the same a, for which side is sender, whose referred_on is"
                " within 7 days of reported_on."
            ),
        ),
        (
            rules.Apart((Field("record_id"),), Field("occurred_from"), Field("occurred_to")),
            (
                "The times from occurred_from to occurred_to of rows that agree in record_id do not"
                " overlap."
            ),
        ),
        (
            rules.Forward(
                (Field("record_id"),), Field("children"), ("a", "b"), Field("reported_on")
            ),
            (
                "Of rows that agree in record_id, one with a later reported_on has no earlier"
                " children in the order a, b."
            ),
        ),
    ],
)
def test_a_test_is_said_in_words(test: rules.Test | None, words: str) -> None:
    assert said(test) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 0, "the same day as"),
        (0, 36_500, "on or after"),
        (5, 36_500, "5 days or more after"),
        (-36_500, 0, "on or before"),
        (-36_500, -1, "1 days or more before"),
        (-28, 0, "0 to 28 days before"),
        (-365, 60, "from 365 days before to 60 days after"),
    ],
)
def test_a_span_of_days_is_said_without_a_minus(low: int, high: int, words: str) -> None:
    assert f"whose referred_on is {words} reported_on." in said(companion(low, high))


def test_what_is_no_operator_has_no_words() -> None:
    with pytest.raises(TypeError):
        said("no operator")  # type: ignore[arg-type]
