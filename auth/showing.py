"""How an agreement is shown to its parties.

What belongs here: the values behind the wire shapes of an agreement, worked out from what is on
file. What does not: who may see them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from auth import agreements, states
from auth.agreements import Filed
from auth.states import State
from auth.terms import Terms

REMINDER: Final = timedelta(days=92)
"""How long before its review or its end an agreement is due: a board that meets every quarter has a
meeting within it (design)."""

_OPEN: Final = frozenset({State.SIGNED, State.IN_FORCE, State.SUSPENDED, State.EXPIRED})


def newest(filed: Filed) -> Terms | None:
    """The newest readable version on file."""
    return next(agreements.versions_of(filed), None)


def summary(filed: Filed, *, today: date) -> dict[str, Any] | None:
    """One line of a list (AgreementSummarySchema), of the version in force or else the newest.

    None where nothing on file is readable.
    """
    state, held = states.now(filed, today=today)
    terms = held.terms if held else newest(filed)
    if terms is None:
        return None
    return {
        "agreement": terms.agreement_id,
        "version": terms.version,
        "title": terms.title,
        "state": state.value,
        "purposes": sorted(terms.purposes),
        "datasets": sorted(terms.datasets),
        "parties": sorted(terms.parties),
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "review_on": terms.review_on,
        "review_due": state in _OPEN and _is_due(terms, today=today),
    }


def _is_due(terms: Terms, *, today: date) -> bool:
    return min(terms.review_on, terms.ends_on) - REMINDER <= today


def whole(
    filed: Filed,
    *,
    terms: Terms,
    today: date,
    names: Mapping[str, str],
    agency_id: str | None = None,
) -> dict[str, Any]:
    """An agreement in full (AgreementSchema), with these terms shown.

    `names` are what agencies are called; `agency_id` is the party that looks, if one does.
    """
    _, held = states.now(filed, today=today)
    steps = states.possible(filed, agency_id=agency_id, today=today) if agency_id else []
    return {
        **(summary(filed, today=today) or {}),
        "version": terms.version,
        "title": terms.title,
        "terms": terms.loaded,
        "terms_sha256": terms.sha256,
        "in_force_version": held.version if held else None,
        "awaiting": sorted(agreements.awaiting(filed, terms=terms)),
        "agencies": {name: names.get(name, name) for name in sorted(terms.parties)},
        "signatures": [_signature(each, filed=filed) for each in filed.signatures],
        "history": history(filed),
        "possible": [step.value for step in steps],
    }


def history(filed: Filed) -> list[dict[str, Any]]:
    """What was done about an agreement, oldest first, as HistoryItem has it.

    A version's signature by a key that was revoked since is told twice: when it was given and when
    it fell.
    """
    return sorted(_events(filed), key=lambda each: (each["at"], each["version"] or 0))


def _events(filed: Filed) -> Iterator[dict[str, Any]]:
    for draft in filed.drafts:
        yield _event("draft", draft.drafted_by, at=draft.at, version=draft.version)
    for signed in filed.signatures:
        yield _event("sign", signed.agency_id, at=signed.received_at, version=signed.version)
        if signed.fell_at:
            yield _event("revoke_key", signed.agency_id, at=signed.fell_at, version=signed.version)
    for change in filed.changes:
        yield _event(change.change, change.agency_id, at=change.at, version=None)


def _event(event: str, agency_id: str, *, at: Any, version: int | None) -> dict[str, Any]:
    return {"event": event, "agency": agency_id, "version": version, "at": at}


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
