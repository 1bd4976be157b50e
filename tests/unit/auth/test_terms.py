import hashlib
import json
from datetime import date
from typing import Any

import pytest

from auth import terms
from auth.refusals import Unprocessable
from auth.terms import Terms
from schemas.wire.agreements import TermsSchema
from tests import papers
from tests.oauth_client import canonical


def refused(document: Any) -> set[tuple[str, str | None]]:
    with pytest.raises(Unprocessable) as caught:
        Terms.parse(document)
    return {(item.code, item.pointer) for item in caught.value.errors}


def test_terms_are_read_as_values() -> None:
    read = Terms.parse(papers.document())
    assert read.parties["kings-pruh"] == {"provider", "recipient"}
    assert read.starts_on == date(2025, 1, 1)
    assert read.datasets == {"incident", "health_contact"}
    assert read.show_alone["met-bromley"] == {"incident"}
    assert read.document == papers.document()


def test_equal_terms_have_one_spelling_and_its_hash() -> None:
    shuffled = dict(reversed(papers.document().items()))
    assert Terms.parse(shuffled).canonical == canonical(papers.document())
    expected = hashlib.sha256(canonical(papers.document())).hexdigest()
    assert Terms.parse(shuffled).sha256 == expected
    assert hash(Terms.parse(shuffled)) == hash(Terms.parse(papers.document()))


def test_what_may_be_left_out_is_filled_in_before_it_is_signed() -> None:
    short = papers.document()
    del short["withheld_fields"], short["permissions"]
    full = papers.document(withheld_fields=[], permissions={"show_alone": {}})
    assert Terms.parse(short).canonical == canonical(full)


@pytest.mark.parametrize(
    "name", sorted(set(papers.document()) - {"withheld_fields", "permissions"})
)
def test_every_other_member_is_needed(name: str) -> None:
    short = papers.document()
    del short[name]
    assert refused(short) == {("invalid", f"/{name}")}


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"agreement": "x y"}, {("invalid", "/agreement")}),
        ({"version": 0}, {("invalid", "/version")}),
        ({"version": "1"}, {("invalid", "/version")}),
        ({"partnership": "Bromley!"}, {("invalid", "/partnership")}),
        ({"title": "two\nlines"}, {("invalid", "/title")}),
        ({"title": "\ud800"}, {("invalid", "/title")}),
        ({"parties": []}, {("invalid", "/parties")}),
        ({"purposes": []}, {("invalid", "/purposes")}),
        ({"purposes": ["curiosity"]}, {("invalid", "/purposes/0")}),
        ({"datasets": ["incident", "incident"]}, {("invalid", "/datasets")}),
        ({"actions": ["delete"]}, {("invalid", "/actions/0")}),
        ({"areas": ["Bromley"]}, {("invalid", "/areas/0")}),
        ({"withheld_fields": ["incident"]}, {("invalid", "/withheld_fields/0")}),
        ({"starts_on": "01/01/2025"}, {("invalid", "/starts_on")}),
        ({"starts_on": "2029-01-01"}, {("dates_order", "/ends_on")}),
        ({"review_on": "2029-01-01"}, {("dates_order", "/ends_on")}),
        ({"retention_months": 0}, {("invalid", "/retention_months")}),
        ({"retention_months": True}, {("invalid", "/retention_months")}),
        ({"actions": ["retrieve"]}, {("action_beyond_purpose", "/actions")}),
        ({"secret plan": 1}, {("invalid", "")}),
        ({"permissions": {"share": {}}}, {("invalid", "/permissions")}),
        (
            {"permissions": {"show_alone": {"bromley-da-lead": ["incident"]}}},
            {("permission_foreign", "/permissions/show_alone")},
        ),
        (
            {"permissions": {"show_alone": {"No Slug": ["incident"]}}},
            {("invalid", "/permissions/show_alone/key")},
        ),
    ],
)
def test_terms_that_cannot_stand_are_refused_where_they_are_wrong(
    change: dict[str, Any], errors: set[tuple[str, str]]
) -> None:
    assert refused(papers.document(**change)) == errors


@pytest.mark.parametrize(
    ("parties", "codes"),
    [
        ({"a": ["provider"], "b": ["provider"]}, {"role_missing"}),
        ({"a": ["recipient"], "b": ["recipient"]}, {"role_missing"}),
        ({"a": ["provider"], "b": []}, {"invalid"}),
        ({"a": ["provider", "provider"], "b": ["recipient"]}, {"invalid"}),
        ({"a": ["owner"], "b": ["recipient"]}, {"invalid"}),
    ],
)
def test_parties_provide_and_receive(parties: dict[str, list[str]], codes: set[str]) -> None:
    listed = [{"agency": agency, "roles": roles} for agency, roles in parties.items()]
    wrong = papers.document(parties=listed, permissions={"show_alone": {}})
    assert {code for code, _ in refused(wrong)} == codes


def test_an_agency_is_a_party_once() -> None:
    twice = [{"agency": "a", "roles": ["provider"]}, {"agency": "a", "roles": ["recipient"]}]
    wrong = papers.document(parties=twice, permissions={"show_alone": {}})
    assert refused(wrong) == {("party_repeated", "/parties")}


@pytest.mark.parametrize("document", [None, [], "terms", 7])
def test_what_is_no_object_is_refused(document: Any) -> None:
    assert refused(document) == {("invalid", "")}
    with pytest.raises(Unprocessable):
        terms.read_draft(document)


def test_no_error_repeats_what_was_sent() -> None:
    marker = "Agnes Marker"
    wrong = dict.fromkeys(papers.document(), marker) | {marker: marker}
    with pytest.raises(Unprocessable) as caught:
        Terms.parse(wrong)
    said = [f"{item.code} {item.message} {item.pointer}" for item in caught.value.errors]
    assert len(said) > 10
    assert not any(marker in text for text in [*said, caught.value.detail, str(caught.value)])


def test_a_draft_is_filled_in_and_knows_no_number() -> None:
    short = papers.draft()
    del short["permissions"]
    assert terms.read_draft(short)["permissions"] == {"show_alone": {}}
    with pytest.raises(Unprocessable):
        terms.read_draft(papers.document())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        json.dumps(papers.document()),
        canonical(papers.document()).decode() + " ",
        canonical({**papers.document(), "version": 0}).decode(),
    ],
)
def test_only_the_canonical_spelling_lies_on_file(text: str) -> None:
    with pytest.raises(Unprocessable):
        terms.stored(text)
    assert terms.stored(canonical(papers.document()).decode()) == Terms.parse(papers.document())


def test_the_wire_shape_writes_the_same_document() -> None:
    assert TermsSchema().dump(Terms.parse(papers.document()).loaded) == papers.document()
