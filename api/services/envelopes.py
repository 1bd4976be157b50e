"""Envelopes: read from what was sent, kept as the agency's standing one, and found again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.intake.envelopes import load_envelope
from api.intake.identifying.screen import screen
from api.queries import envelopes
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import ErrorItem, NotFound, Unprocessable
from schemas.wire.envelopes import standing_members


def standing(session: Session, caller: Caller, *, dataset: str) -> dict[str, Any]:
    """The envelope on file for bare files.

    Raises:
        Unprocessable: the agency has set none.
    """
    standing = envelopes.find(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        dataset=dataset,
    )
    if standing is None:
        raise Unprocessable(
            "no_envelope",
            detail=(
                "A bare file goes with your standing envelope: PUT /v1/envelopes/{dataset} first."
            ),
        )
    return load_envelope(standing)


def keep(
    session: Session, caller: Caller, *, dataset: str, envelope: Any, now: datetime
) -> dict[str, Any]:
    """Set the agency's standing envelope for a dataset; the one before is replaced.

    Args:
        session: a writing transaction.
        caller: the agency.
        dataset: the dataset it goes with.
        envelope: the decoded JSON object.
        now: when it is set.

    Returns:
        The envelope as kept.

    Raises:
        BadRequest: it is no object.
        Unprocessable: a member is wrong, changes with every delivery, or looks like a person's.
    """
    load_envelope(envelope)
    passing = sorted(set(envelope) - standing_members())
    if passing:
        raise Unprocessable(
            "not_standing",
            detail="A standing envelope holds what stays the same from delivery to delivery.",
            errors=tuple(
                ErrorItem(
                    "not_standing", f"{name} changes with every delivery: leave it out.", field=name
                )
                for name in passing
            ),
        )
    _check_screened(envelope)
    envelopes.put(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        dataset=dataset,
        envelope=envelope,
        now=now,
    )
    audit.record(session, Event.by(caller, tag="envelopes:set", dataset=dataset), now=now)
    return dict(envelope)


def _check_screened(envelope: dict[str, Any]) -> None:
    explanations = envelope.get("explanations") or {}  # null is taken for an optional member
    sentences = (envelope.get("explanation"), *explanations.values())
    if any(screen(sentence) for sentence in sentences if sentence):
        raise Unprocessable(
            "identifier",
            detail=(
                "The envelope holds what looks like a direct identifier of a person: take it out."
            ),
        )


def read(session: Session, caller: Caller, *, dataset: str) -> dict[str, Any]:
    """The agency's standing envelope for a dataset.

    Raises:
        NotFound: it has set none.
    """
    found = envelopes.find(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        dataset=dataset,
    )
    if found is None:
        raise NotFound("no_envelope", detail="No standing envelope is set for this dataset.")
    return dict(found)
