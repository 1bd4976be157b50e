from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from auth import agreements, jose, signatures
from auth.agreements import AgreementInForce, Filed
from auth.refusals import Forbidden, Unprocessable
from auth.standing import Change, Status
from auth.terms import Terms
from schemas.purposes import PURPOSES
from tests import papers
from tests.oauth_client import Key, signature
from tests.papers import NOW, PURPOSE, TODAY


def refused(filed: Filed, today: date = TODAY) -> str:
    with pytest.raises(Forbidden) as caught:
        agreements.current(filed, today=today)
    return caught.value.code


def changed(*steps: tuple[str, str]) -> list[Change]:
    return [
        Change(what, agency, NOW + timedelta(minutes=n)) for n, (what, agency) in enumerate(steps)
    ]


class TestSignatures:
    TERMS = Terms.parse(papers.document())
    KEY = papers.agency_key("met-bromley")

    def verify(self, jws: str) -> None:
        keys = [jose.public_key(self.KEY.jwk)]
        signatures.verify_signature(jws, terms=self.TERMS, agency_id="met-bromley", keys=keys)

    def test_an_agency_signs_the_hash_of_the_terms(self) -> None:
        self.verify(signature(papers.document(), agency="met-bromley", key=self.KEY))

    @pytest.mark.parametrize(
        "claims",
        [
            {"agency": "kings-pruh"},
            {"agreement": "DSA-2026-0002"},
            {"partnership": "lewisham"},
            {"version": 2},
            {"version": "1"},
            {"terms_sha256": "0" * 64},
            {"terms_sha256": None},
        ],
    )
    def test_a_signature_of_something_else_is_refused(self, claims: dict[str, Any]) -> None:
        with pytest.raises(Unprocessable) as caught:
            self.verify(
                signature(papers.document(), agency="met-bromley", key=self.KEY, false=claims)
            )
        assert caught.value.code == "signature_of_other_terms"

    def test_another_key_or_another_kind_of_document_is_refused(self) -> None:
        honest = signature(papers.document(), agency="met-bromley", key=self.KEY)
        claims = signatures.signature_claims(self.TERMS, agency_id="met-bromley")
        others = [
            signature(papers.document(), agency="met-bromley", key=Key.make()),
            self.KEY.jws({"typ": "JWT"}, claims),
            self.KEY.jws({"typ": "at+jwt"}, claims),
            honest[:-4],
            "",
        ]
        for jws in others:
            with pytest.raises(Unprocessable):
                self.verify(jws)

    @pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
    def test_each_kind_of_key_signs(self, alg: str) -> None:
        key = Key.make(alg)
        jws = signature(papers.document(), agency="met-bromley", key=key)
        signatures.verify_signature(
            jws, terms=self.TERMS, agency_id="met-bromley", keys=[jose.public_key(key.jwk)]
        )


class TestInForce:
    def test_an_agreement_signed_by_all_holds_within_its_dates(self) -> None:
        held = agreements.current(papers.filed(), today=TODAY)
        assert (held.agreement_id, held.version) == (papers.AGREEMENT, 1)

    @pytest.mark.parametrize(
        ("today", "code"),
        [
            (date(2024, 12, 31), "agreement_not_started"),
            (date(2025, 1, 1), None),
            (date(2028, 12, 31), None),
            (date(2029, 1, 1), "agreement_expired"),
        ],
    )
    def test_its_first_and_last_day_count(self, today: date, code: str | None) -> None:
        if code is None:
            assert agreements.current(papers.filed(), today=today).version == 1
        else:
            assert refused(papers.filed(), today) == code

    @pytest.mark.parametrize("agency", ["met-bromley", "bromley-da-lead", "kings-pruh"])
    def test_one_missing_signature_is_enough_to_hold_it_up(self, agency: str) -> None:
        assert refused(papers.filed(unsigned=[agency])) == "agreement_unsigned"

    def test_a_signature_that_does_not_hold_is_a_missing_one(self) -> None:
        document = papers.document()
        honest = papers.filed()
        forgeries = [
            papers.signed(document, agency="kings-pruh", false={"terms_sha256": "0" * 64}),
            papers.signed(document, agency="kings-pruh", false={"version": 2}),
            replace(
                papers.signed(document, agency="kings-pruh", key=Key.make()),
                key=honest.signatures[2].key,
            ),
            replace(papers.signed(document, agency="kings-pruh"), key=None),
            replace(papers.signed(document, agency="met-bromley"), agency_id="kings-pruh"),
            replace(papers.signed(document, agency="kings-pruh"), version=2),
        ]
        for forged in forgeries:
            assert forged.agency_id == "kings-pruh"
            filed = replace(honest, signatures=(*honest.signatures[:2], forged))
            assert refused(filed) == "agreement_unsigned"

    @pytest.mark.parametrize(
        ("steps", "code"),
        [
            ([("suspend", "met-bromley")], "agreement_suspended"),
            ([("end", "kings-pruh")], "agreement_ended"),
            ([("withdraw", "met-bromley"), ("withdraw", "kings-pruh")], "agreement_withdrawn"),
        ],
    )
    def test_what_its_parties_did_counts_at_once(
        self, steps: list[tuple[str, str]], code: str
    ) -> None:
        assert refused(papers.filed(changes=changed(*steps))) == code

    def test_who_withdraws_leaves_the_others_bound(self) -> None:
        filed = papers.filed(changes=changed(("withdraw", "met-bromley")))
        held = agreements.current(filed, today=TODAY)
        assert held.providers == {"kings-pruh"}
        assert not held.actions_for("met-bromley", purpose=PURPOSE)
        assert not held.shows_alone("met-bromley", name="incident")

    def test_terms_filed_under_another_number_do_not_count(self) -> None:
        filed = papers.filed()
        for other in (
            replace(filed, agreement_id="DSA-2026-0002"),
            replace(filed, partnership_id="lewisham"),
            replace(filed, versions={2: filed.versions[1]}),
        ):
            assert refused(other) == "agreement_unsigned"

    def test_damaged_terms_do_not_count(self) -> None:
        filed = papers.filed()
        damaged = filed.versions[1].replace("incident", "incidenx")
        for text in (damaged, filed.versions[1] + " ", "", "{}"):
            assert refused(replace(filed, versions={1: text})) == "agreement_unsigned"

    def test_every_fault_counts_by_itself(self) -> None:
        terms = Terms.parse(papers.document())
        filed = papers.filed()
        signatures = {each.agency_id: each.jws for each in filed.signatures}
        keys = {each.agency_id: [each.key] for each in filed.signatures if each.key}
        held = agreements.in_force(
            terms,
            signatures=signatures,
            keys=keys,
            status=Status.ACTIVE,
            withdrawals=(),
            today=TODAY,
        )
        assert isinstance(held, AgreementInForce)
        for status, signed, known in product(Status, (signatures, {}), (keys, {})):
            if (status, signed, known) == (Status.ACTIVE, signatures, keys):
                continue
            with pytest.raises(Forbidden):
                agreements.in_force(
                    terms,
                    signatures=signed,
                    keys=known,
                    status=status,
                    withdrawals=(),
                    today=TODAY,
                )


class TestVersions:
    NEXT = papers.document(version=2, datasets=["incident"], starts_on="2026-06-01")

    def both(self, **more: Any) -> Filed:
        return papers.filed(papers.document(), self.NEXT, **more)

    def held(self, filed: Filed, today: date) -> int:
        return agreements.current(filed, today=today).version

    def test_a_signed_version_follows_when_it_begins(self) -> None:
        assert self.held(self.both(), date(2026, 5, 31)) == 1
        assert self.held(self.both(), date(2026, 6, 1)) == 2

    def test_an_unsigned_version_changes_nothing(self) -> None:
        filed = self.both()
        first = tuple(each for each in filed.signatures if each.version == 1)
        unsigned = replace(filed, signatures=first)
        assert self.held(unsigned, date(2026, 6, 1)) == 1
        newest = next(agreements.versions_of(unsigned))
        assert agreements.awaiting(unsigned, terms=newest) == set(newest.parties)

    def test_an_earlier_version_does_not_revive(self) -> None:
        short = papers.document(
            version=2, starts_on="2026-01-01", review_on="2026-02-01", ends_on="2026-03-01"
        )
        filed = papers.filed(papers.document(), short)
        assert self.held(filed, date(2026, 3, 1)) == 2
        assert refused(filed, date(2026, 3, 2)) == "agreement_expired"

    def test_a_file_without_versions_is_not_in_force(self) -> None:
        assert refused(Filed("bromley", "DSA-2026-0009", {})) == "agreement_unsigned"


@pytest.mark.parametrize(
    ("agency", "code"),
    [
        ("kings-pruh", None),
        ("met-bromley", "agreement_withdrawn"),
        ("bcwa", "agreement_not_in_force"),
    ],
)
def test_an_agreement_holds_for_its_own_parties(agency: str, code: str | None) -> None:
    filed = papers.filed(changes=changed(("withdraw", "met-bromley")))
    if code is None:
        assert agreements.for_party(filed, agency_id=agency, today=TODAY).version == 1
        return
    with pytest.raises(Forbidden) as caught:
        agreements.for_party(filed, agency_id=agency, today=TODAY)
    assert caught.value.code == code


class TestPermits:
    HELD = agreements.current(papers.filed(), today=TODAY)

    @pytest.mark.parametrize(
        ("agency", "actions"),
        [
            ("met-bromley", {"submit"}),
            ("bromley-da-lead", {"aggregate", "seal"}),
            ("kings-pruh", {"submit", "aggregate", "seal"}),
            ("bcwa", set()),
        ],
    )
    def test_a_role_says_what_an_agency_may_do(self, agency: str, actions: set[str]) -> None:
        assert self.HELD.actions_for(agency, purpose=PURPOSE) == actions

    def test_a_purpose_it_does_not_name_permits_nothing(self) -> None:
        for purpose in (*PURPOSES, "curiosity"):
            permitted = self.HELD.actions_for("kings-pruh", purpose=purpose)
            assert bool(permitted) == (purpose == PURPOSE)

    @pytest.mark.parametrize("purpose", PURPOSES)
    def test_no_purpose_permits_more_than_it_can_justify(self, purpose: str) -> None:
        terms = papers.document(
            purposes=[purpose, "system_testing_and_training", PURPOSE],
            actions=["submit", "retrieve", "aggregate", "seal"],
        )
        terms["purposes"] = list(dict.fromkeys(terms["purposes"]))
        held = agreements.current(papers.filed(terms), today=TODAY)
        assert held.actions_for("kings-pruh", purpose=purpose) == PURPOSES[purpose].actions

    @pytest.mark.parametrize(
        ("action", "dataset", "permitted"),
        [
            ("submit", "incident", True),
            ("submit", None, True),
            ("submit", "housing_support", False),
            ("aggregate", "incident", False),
            ("retrieve", None, False),
            ("delete", None, False),
        ],
    )
    def test_a_dataset_must_be_covered(
        self, *, action: str, dataset: str | None, permitted: bool
    ) -> None:
        asked = {"action": action, "purpose": PURPOSE, "dataset": dataset}
        assert self.HELD.permits("met-bromley", **asked) is permitted  # type: ignore[arg-type]

    def test_a_provider_may_let_its_figures_stand_alone(self) -> None:
        assert self.HELD.shows_alone("met-bromley", name="incident")
        assert self.HELD.shows_alone("met-bromley", name="incident.crimes")
        assert not self.HELD.shows_alone("met-bromley", name="health_contact")
        assert not self.HELD.shows_alone("kings-pruh", name="incident")
