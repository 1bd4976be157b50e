"""How an agreement is shown to its parties.

What belongs here: the values behind the wire shapes of an agreement, worked out from what is on
file. What does not: who may see them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from auth import agreements
from auth.agreements import AgreementInForce, Filed
from auth.refusals import Forbidden
from auth.terms import Terms


def status(filed: Filed, *, today: date) -> tuple[str, AgreementInForce | None]:
    """One word for how the agreement stands, and the version in force if there is one."""
    try:
        return "in_force", agreements.current(filed, today=today)
    except Forbidden as refusal:
        return refusal.code.removeprefix("agreement_"), None


def newest(filed: Filed) -> Terms | None:
    """The newest readable version on file."""
    return next(agreements.versions_of(filed), None)


def summary(filed: Filed, *, today: date) -> dict[str, Any] | None:
    """One line of a list (AgreementSummarySchema), of the version in force or else the newest.

    None where nothing on file is readable.
    """
    word, held = status(filed, today=today)
    terms = held.terms if held else newest(filed)
    if terms is None:
        return None
    return {
        "agreement": terms.agreement_id,
        "version": terms.version,
        "title": terms.title,
        "status": word,
        "purposes": sorted(terms.purposes),
        "datasets": sorted(terms.datasets),
        "parties": sorted(terms.parties),
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


def whole(filed: Filed, *, terms: Terms, today: date) -> dict[str, Any]:
    """An agreement in full (AgreementSchema), with these terms shown."""
    word, held = status(filed, today=today)
    line = summary(filed, today=today) or {}
    return {
        **line,
        "version": terms.version,
        "title": terms.title,
        "status": word,
        "terms": terms.loaded,
        "terms_sha256": terms.sha256,
        "in_force_version": held.version if held else None,
        "awaiting": sorted(agreements.awaiting(filed, terms=terms)),
        "signatures": [_signature(each, filed=filed) for each in filed.signatures],
        "changes": [
            {"change": each.change, "agency": each.agency_id, "at": each.at}
            for each in sorted(filed.changes, key=lambda change: change.at)
        ],
    }


def _signature(signature: agreements.Signature, *, filed: Filed) -> dict[str, Any]:
    terms = next(
        (each for each in agreements.versions_of(filed) if each.version == signature.version), None
    )
    unsigned = agreements.awaiting(filed, terms=terms) if terms else {signature.agency_id}
    return {
        "version": signature.version,
        "agency": signature.agency_id,
        "kid": signature.kid,
        "received_at": signature.received_at,
        "valid": signature.agency_id not in unsigned,
    }
