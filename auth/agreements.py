"""Agreements in force: signatures verified, standing worked out, and what is then permitted.

What belongs here: pure rules over what is on file. Whether an agreement is in force is computed
from its signatures, dates and changes each time it is used, and is nowhere stored. What does not:
reading or writing the file, and the terms' own form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, TypedDict

from auth.jose import PublicKey
from auth.refusals import Forbidden, Unprocessable
from auth.scopes import RETRIEVE, SUBMIT
from auth.signatures import is_signed
from auth.standing import Change, Status, standing
from auth.terms import PROVIDER, RECIPIENT, Terms
from auth.terms import stored as stored_terms
from schemas.evaluate import LONDON
from schemas.purposes import PURPOSES

_FEWEST: Final = 2
"""Parties without whom nothing is shared."""


@dataclass(frozen=True)
class Signature:
    """A signature on file.

    `key` is the signer's key, or None if it may not count any more, since `fell_at`.
    """

    version: int
    agency_id: str
    kid: str
    jws: str = field(repr=False)
    received_at: datetime
    key: PublicKey | None
    fell_at: datetime | None = None


@dataclass(frozen=True)
class Draft:
    """When a version was filed, and by which agency or operator."""

    version: int
    drafted_by: str
    at: datetime


@dataclass(frozen=True)
class Filed:
    """All that is on file about one agreement; `versions` maps numbers to the text of terms."""

    partnership_id: str
    agreement_id: str
    versions: Mapping[int, str]
    signatures: tuple[Signature, ...] = ()
    changes: tuple[Change, ...] = ()
    tokens_valid_after: datetime | None = None
    drafts: tuple[Draft, ...] = ()


class _Signing(TypedDict):
    signatures: dict[str, str]
    keys: dict[str, tuple[PublicKey, ...]]


@dataclass(frozen=True)
class AgreementInForce:
    """An agreement that holds today. Only `in_force` and `current` make one."""

    terms: Terms
    withdrawn: frozenset[str] = frozenset()
    tokens_valid_after: datetime | None = None

    @property
    def agreement_id(self) -> str:
        """Its number."""
        return self.terms.agreement_id

    @property
    def version(self) -> int:
        """Which version of its terms holds."""
        return self.terms.version

    @property
    def providers(self) -> frozenset[str]:
        """The agencies whose data it covers."""
        return self._with_role(PROVIDER)

    @property
    def recipients(self) -> frozenset[str]:
        """The agencies that may use the data."""
        return self._with_role(RECIPIENT)

    def _with_role(self, role: str) -> frozenset[str]:
        held = {agency for agency, roles in self.terms.parties.items() if role in roles}
        return frozenset(held) - self.withdrawn

    def actions_for(self, agency_id: str, *, purpose: str) -> frozenset[str]:
        """What the agency may do for the purpose: what terms, purpose and role all allow."""
        if purpose not in self.terms.purposes:
            return frozenset()
        provided = {SUBMIT} if agency_id in self.providers else set()
        used = self.terms.actions - {SUBMIT} if agency_id in self.recipients else frozenset()
        return (used | provided) & self.terms.actions & PURPOSES[purpose].actions

    def permits(
        self, agency_id: str, *, action: str, purpose: str, dataset: str | None = None
    ) -> bool:
        """Whether the agency may do this for the purpose with the dataset, or with any if None."""
        if action not in self.actions_for(agency_id, purpose=purpose):
            return False
        return dataset is None or self._covers(dataset, action=action, purpose=purpose)

    def _covers(self, dataset: str, *, action: str, purpose: str) -> bool:
        reached = PURPOSES[purpose].reaches(dataset, action=action)
        return reached and dataset in self.terms.datasets

    def reads(self, agency_id: str, *, dataset: str, purpose: str) -> bool:
        """Whether the agency may read rows of others one after another, and not in a case alone."""
        permitted = self.permits(agency_id, action=RETRIEVE, purpose=purpose, dataset=dataset)
        return permitted and PURPOSES[purpose].reads(dataset)

    def shows_alone(self, agency_id: str, *, name: str) -> bool:
        """Whether the agency lets this measure, or its whole dataset, be shown without others."""
        allowed = self.terms.show_alone.get(agency_id, frozenset())
        return agency_id in self.providers and bool({name, name.partition(".")[0]} & allowed)


def unsigned_parties(
    terms: Terms,
    *,
    signatures: Mapping[str, str],
    keys: Mapping[str, Collection[PublicKey]],
    withdrawals: Collection[str] = (),
) -> frozenset[str]:
    """The parties whose verified signature of these terms is not on file, withdrawn ones apart."""

    def lacks(agency_id: str) -> bool:
        jws = signatures.get(agency_id)
        held = tuple(keys.get(agency_id, ()))
        return jws is None or not is_signed(jws, terms=terms, agency_id=agency_id, keys=held)

    return frozenset(
        agency for agency in terms.parties if agency not in withdrawals and lacks(agency)
    )


def in_force(
    terms: Terms,
    *,
    signatures: Mapping[str, str],
    keys: Mapping[str, Collection[PublicKey]],
    status: Status,
    withdrawals: Collection[str],
    today: date,
) -> AgreementInForce:
    """The agreement, if these terms hold today.

    `signatures` and `keys` are by agency; `withdrawals` are the agencies that have left.

    Raises:
        Forbidden: not signed by every party, suspended, ended, not begun, expired, or too few left.
    """
    remaining = frozenset(terms.parties) - frozenset(withdrawals)
    faults = {
        "agreement_ended": status is Status.ENDED,
        "agreement_suspended": status is Status.SUSPENDED,
        "agreement_withdrawn": len(remaining) < _FEWEST,
        "agreement_unsigned": unsigned_parties(
            terms, signatures=signatures, keys=keys, withdrawals=withdrawals
        ),
        "agreement_not_started": today < terms.starts_on,
        "agreement_expired": today > terms.ends_on,
    }
    for code, wrong in faults.items():
        if wrong:
            raise Forbidden(code, detail="The agreement is not in force.")
    return AgreementInForce(terms, frozenset(withdrawals))


def versions_of(filed: Filed) -> Iterator[Terms]:
    """The terms on file, newest first, without those that are damaged or not the file's own.

    Terms copied under another number would otherwise bring their signatures along.
    """
    for number in sorted(filed.versions, reverse=True):
        try:
            terms = stored_terms(filed.versions[number])
        except Unprocessable:
            continue
        names = (terms.partnership_id, terms.agreement_id, terms.version)
        if names == (filed.partnership_id, filed.agreement_id, number):
            yield terms


def awaiting(filed: Filed, *, terms: Terms) -> frozenset[str]:
    """The parties that have yet to sign this version."""
    return unsigned_parties(
        terms, **_signing(filed, terms), withdrawals=standing(filed.changes).withdrawn
    )


def _was_in_force(filed: Filed, *, terms: Terms) -> bool:
    """Whether the version held until a key was revoked that had signed it."""
    given = [each for each in filed.signatures if each.version == terms.version]
    fallen = {each.agency_id: each.fell_at for each in given if each.fell_at}
    if not fallen or awaiting(filed, terms=terms) - fallen.keys():
        return False
    first = min(fallen.values())
    begun = terms.starts_on <= first.astimezone(LONDON).date()
    return begun and all(each.received_at <= first for each in given)


def _signing(filed: Filed, terms: Terms) -> _Signing:
    given = [each for each in filed.signatures if each.version == terms.version]
    return {
        "signatures": {each.agency_id: each.jws for each in given},
        "keys": {each.agency_id: (each.key,) for each in given if each.key is not None},
    }


def current(filed: Filed, *, today: date) -> AgreementInForce:
    """The version that holds today: the newest that all parties signed and that has begun.

    A version that has begun ends the ones before it for good, so that nothing revives when it ends,
    nor when a key is revoked that signed it.

    Raises:
        Forbidden: none holds; the code is about the version that comes nearest.
    """
    versions = list(versions_of(filed))
    signed = [
        terms
        for terms in versions
        if not awaiting(filed, terms=terms) or _was_in_force(filed, terms=terms)
    ]
    begun = [terms for terms in signed if terms.starts_on <= today]
    nearest = next(iter(begun or signed or versions), None)
    if nearest is None:
        raise Forbidden("agreement_unsigned", detail="The agreement is not in force.")
    now = standing(filed.changes)
    held = in_force(
        nearest,
        **_signing(filed, nearest),
        status=now.status,
        withdrawals=now.withdrawn,
        today=today,
    )
    return replace(held, tokens_valid_after=filed.tokens_valid_after)


def for_party(filed: Filed, *, agency_id: str, today: date) -> AgreementInForce:
    """The version that holds today, for one of its parties.

    Raises:
        Forbidden: none holds, or not for this agency any more.
    """
    held = current(filed, today=today)
    if agency_id in held.withdrawn:
        raise Forbidden("agreement_withdrawn", detail="Your agency has withdrawn from it.")
    if agency_id not in held.terms.parties:
        raise Forbidden("agreement_not_in_force", detail="No such agreement is in force for you.")
    return held
