"""The caller: who is asking now, by which client, under which agreement and for which purpose.

What belongs here: the value that the guard makes of a verified token and everything after it reads,
and the checks a caller can answer alone. What does not: how a token is verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auth.agreements import AgreementInForce
from auth.refusals import Forbidden
from auth.scopes import ACTIONS, SCOPES
from schemas.datasets import DATASETS

OPERATOR: Final = "operator"
"""The client that events of administration name."""


@dataclass(frozen=True)
class Caller:
    """Who is asking.

    `agreement` and `purpose` are None for office work. `datatypes` and `actions` are what the token
    was granted, never more than the agreement allows. `jti` names the token and `jkt` is the
    thumbprint of the key it is bound to, None for an unbound one. `acting_person` is the agency's
    own opaque reference for the person on whose behalf its system asks, `access_reason` its own
    reference of the case or the reason for which that person looks.
    """

    partnership_id: str
    agency_id: str
    agency_name: str
    sector: str
    client_id: str
    scopes: frozenset[str]
    agreement: AgreementInForce | None
    purpose: str | None
    datatypes: frozenset[str]
    actions: frozenset[str]
    jti: str
    jkt: str | None
    acting_person: str | None = None
    access_reason: str | None = None

    def may_use(self, dataset: str) -> bool:
        """Whether the token covers the dataset."""
        return dataset in self.datatypes

    def check_dataset(self, dataset: str) -> None:
        """Make sure that the token covers the dataset.

        Raises:
            Forbidden: it does not; whether there is such a dataset is not said.
        """
        if not self.may_use(dataset):
            raise Forbidden("dataset_not_granted", detail="The token does not cover this dataset.")

    def check_reader(self) -> None:
        """Make sure that it is said who reads the rows of others, and why (design).

        Raises:
            Forbidden: the request names no person or no reason.
        """
        if self.acting_person is None:
            raise Forbidden(
                "acting_person_missing", detail="Send Acting-Person with the reader's reference."
            )
        if self.access_reason is None:
            raise Forbidden(
                "access_reason_missing",
                detail="Send Access-Reason with the reference of a case or a reason.",
            )


def operator(partnership_id: str, *, agency_id: str = "") -> Caller:
    """Whoever runs the service and acts on its database by a command, for a partnership.

    There is no token and no agreement; what is done is recorded as the operator's. `agency_id`
    says for which agency, where the deed is one agency's own.
    """
    return Caller(
        partnership_id=partnership_id,
        agency_id=agency_id,
        agency_name="",
        sector="",
        client_id=OPERATOR,
        scopes=SCOPES,
        agreement=None,
        purpose=None,
        datatypes=frozenset(DATASETS),
        actions=ACTIONS,
        jti="",
        jkt=None,
    )
