"""What the page of an agreement says, and that it says it for anybody."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.reports import agreements as paper
from auth import showing
from auth.agreements import Draft, Filed
from auth.standing import Change
from auth.terms import Terms
from schemas.wire.agreements import AgreementSchema
from tests import papers
from tests.papers import NOW, TODAY

NAMES = {
    "met-bromley": "Police, Bromley",
    "bromley-da-lead": "Domestic abuse lead",
    "kings-pruh": "Hospital",
}
READING: dict[str, Any] = {
    "purposes": ["high_risk_safeguarding"],
    "actions": ["submit", "retrieve"],
    "permissions": {"show_alone": {}},
}


def shown(filed: Filed, *, today: date = TODAY) -> dict[str, Any]:
    terms = showing.newest(filed)
    assert terms is not None
    whole = showing.whole(filed, terms=terms, today=today, names=NAMES)
    written: dict[str, Any] = AgreementSchema().dump(whole)
    return written


def text(page: str) -> str:
    """The page as it is read aloud."""
    body = page.partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def page(filed: Filed, **when: Any) -> str:
    return text(paper.page(shown(filed, **when)))


def test_it_says_who_shares_what_with_whom_why_and_until_when() -> None:
    said = page(papers.filed())
    assert "Police, Bromley; and Hospital provide data on incidents reported to the police" in said
    assert "Domestic abuse lead and Hospital may use them for strategic needs assessment" in said
    assert "and for nothing else, from 1 January 2025 to 31 December 2028." in said
    assert "Data kept 3 years, then removed" in said
    assert "It covers people and events in Bromley." in said
    assert "No record of a person is read by another agency" in said
    assert "Police, Bromley lets its figures on incidents reported to the police be shown" in said


def test_it_shares_nothing_where_each_agency_reads_its_own_records() -> None:
    own = READING | {"purposes": ["data_quality_assurance"], "actions": ["retrieve"]}
    said = page(papers.filed(papers.document(**own)))
    assert "may each read their own data on incidents" in said
    assert "may read its own records, as they were sent" in said
    assert "lets the recipients read" not in said
    assert "with each other" not in said
    assert "No record of a person is read by another agency under this agreement." in said
    assert "protected figures" not in said


def test_it_says_what_never_leaves_where_rows_are_read() -> None:
    said = page(papers.filed(papers.document(**READING)))
    assert "may read the timelines of persons who are listed for it" in said
    assert "one after another" not in said
    assert "no recourse to public funds (victim)" in said
    assert "Figures are shown from" not in said


def test_an_agency_that_can_read_rows_is_said_to() -> None:
    referring = papers.document(
        **{**READING, "purposes": ["referral_coordination"], "datasets": ["referral"]},
    )
    said = page(papers.filed(referring))
    assert "may read records of the providers, one after another" in said
    assert "timelines of persons" not in said


@pytest.mark.parametrize(
    ("filed", "today", "state"),
    [
        (papers.filed(unsigned=["kings-pruh"]), TODAY, "Draft."),
        (papers.filed(), date(2024, 1, 1), "Signed, not begun."),
        (papers.filed(), TODAY, "In force."),
        (papers.filed(changes=[Change("suspend", "kings-pruh", NOW)]), TODAY, "Suspended."),
        (papers.filed(changes=[Change("end", "kings-pruh", NOW)]), TODAY, "Ended."),
        (papers.filed(), date(2029, 1, 1), "Expired."),
    ],
)
def test_it_opens_with_how_the_agreement_stands(filed: Filed, today: date, state: str) -> None:
    assert state in page(filed, today=today).partition("Who shares with whom")[0]


def test_a_party_that_has_not_signed_is_named() -> None:
    rows = paper.said(shown(papers.filed(unsigned=["kings-pruh"])))["signatures"]
    assert {each["name"]: bool(each["at"]) for each in rows} == {
        "Police, Bromley": True,
        "Domestic abuse lead": True,
        "Hospital": False,
    }
    assert all(re.fullmatch(r"(\d{5} ){7}\d{5}", each["key"]) for each in rows if each["at"])


def test_a_signature_by_a_revoked_key_is_said_to_hold_no_longer() -> None:
    filed = papers.filed()
    first, *rest = filed.signatures
    fallen = replace(first, key=None, fell_at=NOW + timedelta(days=1))
    said = page(replace(filed, signatures=(fallen, *rest)))
    assert "no longer valid" in said
    assert "had its key revoked, and with it its signature of version 1" in said


def test_a_newer_version_says_which_one_holds_and_who_is_waited_for() -> None:
    both = papers.filed(papers.document(), papers.document(version=2))
    held = replace(both, signatures=both.signatures[:4])
    said = page(held)
    assert "Version 1 is in force. This page shows version 2. It waits for" in said


def test_history_is_told_in_order_with_names() -> None:
    filed = replace(
        papers.filed(changes=[Change("suspend", "kings-pruh", NOW + timedelta(hours=1))]),
        drafts=(Draft(1, "operator", NOW - timedelta(days=1)),),
    )
    words = [each["words"] for each in paper.said(shown(filed))["history"]]
    assert words[0] == "The operator, at the word of a party, filed version 1."
    assert words[-1] == "Hospital suspended the agreement."


def test_a_page_has_one_of_everything_a_reader_needs_and_nothing_from_elsewhere() -> None:
    made = paper.page(shown(papers.filed()))
    assert made.count("<h1") == made.count("<main") == 1
    assert '<html lang="en-GB">' in made
    assert re.findall(r"<script|src=|https?://", made) == []
    for target in re.findall(r'href="#([^"]+)"', made):
        assert f'id="{target}"' in made


def test_what_parties_wrote_is_text_and_never_markup() -> None:
    title = '<script>alert("x")</script>'
    terms = papers.document(title=title, lawful_basis=["<b>law</b>"])
    made = paper.page(shown(papers.filed(terms)))
    assert "<script" not in made
    assert "<b>" not in made
    assert Terms.parse(terms).title == title


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 9, 29), False),
        (date(2026, 9, 30), True),
        (date(2027, 2, 1), True),
        (date(2029, 1, 1), True),
    ],
)
def test_a_review_is_due_a_quarter_before_its_day(*, today: date, due: bool) -> None:
    assert shown(papers.filed(), today=today)["review_due"] is due
    assert ("Review due" in page(papers.filed(), today=today)) is due


def test_what_has_ended_or_is_a_draft_needs_no_review() -> None:
    ended = papers.filed(changes=[Change("end", "kings-pruh", NOW)])
    draft = papers.filed(unsigned=["kings-pruh"])
    for filed in (ended, draft):
        assert shown(filed, today=date(2027, 2, 1))["review_due"] is False


def test_what_this_agreement_withholds_stands_beside_the_dataset() -> None:
    rows = paper.said(shown(papers.filed()))["datasets"]
    withheld = {each["name"]: each["withheld"] for each in rows}
    assert withheld["health_contact"] == []
    assert withheld["incident"] == ["personal connection"]
