"""Authorization details (RFC 9396): under which agreement and for which purpose a token is asked.

What belongs here: reading the one object a request may carry, and deciding what is granted of it.
What does not: whether an agreement is in force; only those that are come in here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from auth import strict_json
from auth.agreements import AgreementInForce
from auth.refusals import Forbidden, Refusal, Unprocessable
from auth.scopes import ACTIONS

TYPE: Final = "urn:safershare:agreement-access:v1"

_MEMBERS: Final = frozenset({"type", "agreement", "purpose", "datatypes", "actions", "locations"})
"""RFC 9396 section 2.2 names the last three; agreement and purpose are this type's own."""

_LONGEST: Final = 8 * 1024
"""Octets of the parameter (design); a full one has under 1,000."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_MOST: Final = 100

MayUse = Callable[[str], bool]


class BadDetails(Unprocessable):
    """Authorization details that cannot be read."""

    default_title = "The authorization details cannot be read"


@dataclass(frozen=True)
class Asked:
    """What a request asks for; None where it leaves a list out."""

    agreement_id: str
    purpose: str
    datatypes: frozenset[str] | None = None
    actions: frozenset[str] | None = None


@dataclass(frozen=True)
class Granted:
    """What a token is granted: one agreement, one purpose."""

    agreement_id: str
    purpose: str
    datatypes: frozenset[str]
    actions: frozenset[str]

    def document(self, *, resource: str) -> list[dict[str, Any]]:
        """The granted details, as the token and the answer carry them."""
        return [
            {
                "type": TYPE,
                "agreement": self.agreement_id,
                "purpose": self.purpose,
                "datatypes": sorted(self.datatypes),
                "actions": sorted(self.actions),
                "locations": [resource],
            }
        ]


def read(text: str, *, resource: str) -> Asked:
    """Read the authorization_details parameter.

    Raises:
        BadDetails: not exactly one object of this type with these members, or for another API.
    """
    if len(text) > _LONGEST:
        raise BadDetails("details_form")
    try:
        listed = strict_json.read(text.encode("utf-8", "replace"))
    except Refusal as refusal:
        raise BadDetails("details_form") from refusal
    if not isinstance(listed, list) or len(listed) != 1 or not isinstance(listed[0], dict):
        raise BadDetails("details_not_one")
    return asked(listed[0], resource=resource)


def asked(entry: Mapping[str, Any], *, resource: str) -> Asked:
    """Read one details object.

    Raises:
        BadDetails: another type, an unknown member, a malformed one, or another API.
    """
    if entry.get("type") != TYPE:
        raise BadDetails("details_type")
    if not _MEMBERS.issuperset(entry):
        raise BadDetails("details_member_unknown")
    if entry.get("locations", [resource]) != [resource]:
        raise BadDetails("details_location")
    return Asked(
        _name(entry.get("agreement")),
        _name(entry.get("purpose")),
        _names(entry.get("datatypes")),
        _names(entry.get("actions")),
    )


def _name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise BadDetails("details_form")
    return value


def _names(value: object) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST:
        raise BadDetails("details_form")
    return frozenset(_name(item) for item in value)


def grant(
    wanted: Asked | None,
    *,
    agency_id: str,
    needed: Collection[str],
    agreements: Sequence[AgreementInForce],
    may_use: MayUse,
) -> Granted:
    """Decide what a data token is granted.

    Args:
        wanted: what was asked; None leaves the choice to the service if there is only one.
        agency_id: who asks.
        needed: the actions that the asked scopes stand for.
        agreements: those in force that the agency is a party to.
        may_use: whether this environment knows a purpose.

    Raises:
        Forbidden: nothing of the kind is possible, or, without `wanted`, more than one thing is.
            Unknown, foreign and lapsed agreements answer alike.
    """
    if wanted is None:
        return _only(
            list(_possible(agency_id, needed=needed, agreements=agreements, may_use=may_use))
        )
    agreement = next(
        (each for each in agreements if each.agreement_id == wanted.agreement_id), None
    )
    if agreement is None:
        raise Forbidden("agreement_not_in_force", detail="No such agreement is in force for you.")
    allowed = agreement.actions_for(agency_id, purpose=wanted.purpose)
    if not allowed or not may_use(wanted.purpose):
        raise Forbidden("purpose_not_granted", detail="The agreement does not grant this purpose.")
    actions = allowed if wanted.actions is None else wanted.actions
    if not allowed.issuperset(actions) or not actions.issuperset(needed):
        raise Forbidden("action_not_granted", detail="The purpose does not allow every action.")
    datatypes = agreement.terms.datasets if wanted.datatypes is None else wanted.datatypes
    if not agreement.terms.datasets.issuperset(datatypes):
        raise Forbidden("dataset_not_granted", detail="The agreement lacks a dataset asked for.")
    return Granted(agreement.agreement_id, wanted.purpose, datatypes, actions)


def _possible(
    agency_id: str,
    *,
    needed: Collection[str],
    agreements: Sequence[AgreementInForce],
    may_use: MayUse,
) -> Iterator[Granted]:
    for agreement in agreements:
        for purpose in filter(may_use, agreement.terms.purposes):
            actions = agreement.actions_for(agency_id, purpose=purpose)
            if actions and actions.issuperset(needed):
                yield Granted(agreement.agreement_id, purpose, agreement.terms.datasets, actions)


def _only(possible: Sequence[Granted]) -> Granted:
    if not possible:
        raise Forbidden("agreement_not_in_force", detail="No agreement in force allows this.")
    if len(possible) > 1:
        raise Forbidden("details_ambiguous", detail="Say which agreement and purpose this is for.")
    return possible[0]


def held(granted: Granted, *, agreement: AgreementInForce, agency_id: str) -> Granted:
    """What is left of a grant under the agreement as it stands at the moment of use."""
    return Granted(
        granted.agreement_id,
        granted.purpose,
        granted.datatypes & agreement.terms.datasets,
        granted.actions & agreement.actions_for(agency_id, purpose=granted.purpose) & ACTIONS,
    )
