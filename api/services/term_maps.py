"""Term maps: set, read back, looked up for a delivery, and shown as what no source can hold.

Every change is a revision of its own, so that the map a submission was read by can be named and
read afterwards. What a map may say is for `schemas.terms`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.db import bind
from api.intake.identifying.screen import screen
from api.policies.preconditions import names_tag
from api.queries import releases, term_maps
from api.queries.term_maps import Kept, Key
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, ErrorItem, NotFound, PreconditionFailed, Unprocessable
from schemas.datasets import DATASETS
from schemas.terms import NONE, TermMap
from schemas.terms import read as read_map


@dataclass(frozen=True, slots=True)
class InForce:
    """The map that a delivery is read by, and its number; none where the agency has set none."""

    terms: TermMap = NONE
    revision: int | None = None


def in_force(session: Session, caller: Caller, *, dataset: str) -> InForce:
    """The caller's map for a dataset's rows."""
    kept = term_maps.find(session, _key(caller, dataset))
    return InForce() if kept is None else InForce(TermMap.of(kept.terms), kept.revision)


def keep(
    session: Session,
    caller: Caller,
    *,
    dataset: str,
    said: Any,
    if_match: str | None,
    now: datetime,
) -> tuple[str, dict[str, Any]]:
    """Set the agency's term map for a dataset; saying the same again changes nothing.

    Args:
        session: a writing transaction.
        caller: the agency.
        dataset: the dataset it goes onto.
        said: the decoded JSON document.
        if_match: the If-Match field, None where none was sent.
        now: when it is set.

    Returns:
        Its ETag, and the map as kept.

    Raises:
        Unprocessable: it says what no map of this dataset may say, or holds what looks like a
            person's; every fault is named, and no word is repeated.
        PreconditionFailed: the caller acts on a stale copy.
        Conflict: another revision was set at the same moment.
    """
    terms = _checked(said, dataset=dataset)
    key = _key(caller, dataset)
    before = term_maps.find(session, key)
    if if_match is not None and not names_tag(if_match, etag=before.etag if before else ""):
        detail = "The term map has changed since your copy. Read it again, then decide."
        raise PreconditionFailed("stale_etag", detail=detail)
    kept = _with(before, session, caller, key=key, said=said, terms=terms, now=now)
    event = Event.by(caller, tag="term-maps:set", dataset=dataset, subject=str(kept.revision))
    audit.record(session, event, now=now)
    return kept.etag, _shown(kept)


def _checked(said: Any, *, dataset: str) -> TermMap:
    found = read_map(said, dataset=DATASETS[dataset])
    faults = [ErrorItem(f.code, f.message, f.pointer, field=f.field) for f in found.faults]
    faults += [] if faults else _screened(said)
    if faults:
        raise Unprocessable(
            "term_map_invalid",
            detail="The term map has entries that are wrong; it was not changed.",
            errors=tuple(faults),
        )
    return found.terms


def _screened(said: Mapping[str, Any]) -> Iterator[ErrorItem]:
    """A fault for each column's name and each word that looks like an identifier of a person."""
    code, words = "identifier", "holds what looks like a direct identifier of a person: take it out"
    for number, name in enumerate(said.get("columns", {}), start=1):
        if screen(name):
            yield ErrorItem(code, f"Entry {number} of columns {words}.", "/columns")
    for field, entries in said.get("codes", {}).items():
        for number, word in enumerate(entries, start=1):
            if screen(word):
                message = f"Word {number} of {field} {words}."
                yield ErrorItem(code, message, f"/codes/{field}", field=field)


def _with(
    before: Kept | None,
    session: Session,
    caller: Caller,
    *,
    key: Key,
    said: Mapping[str, Any],
    terms: TermMap,
    now: datetime,
) -> Kept:
    """The map in force when this was said: the one before where it says the same."""
    etag = _etag(said, terms)
    if before is not None and before.etag == etag:
        return before
    revision = before.revision + 1 if before else 1
    said_with = {"said": dict(said), "terms": terms.document, "etag": etag}
    values = said_with | {"set_at": now, "client_id": caller.client_id}
    term_maps.add(session, key, revision=revision, values=values)
    kept = term_maps.find(session, key, revision=revision)
    if kept is None or kept.etag != etag:
        raise Conflict(
            "changed_meanwhile",
            detail="The term map was set by another call at this moment. Read it again.",
        )
    return kept


def _etag(said: Mapping[str, Any], terms: TermMap) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode() + bytes.fromhex(terms.digest)).hexdigest()


def read(
    session: Session, caller: Caller, *, dataset: str, revision: int | None
) -> tuple[str, dict[str, Any]]:
    """The ETag and content of the agency's term map for a dataset: in force, or by its number.

    Raises:
        NotFound: it has set none, or none of that number.
    """
    kept = term_maps.find(session, _key(caller, dataset), revision=revision)
    if kept is None:
        raise NotFound("no_term_map", detail="No such term map is set for this dataset.")
    return kept.etag, _shown(kept)


def _shown(kept: Kept) -> dict[str, Any]:
    return {
        **kept.said,
        "dataset": kept.dataset,
        "revision": kept.revision,
        "set_at": kept.set_at,
        "resolved": kept.terms,
    }


def _key(caller: Caller, dataset: str) -> Key:
    return Key(caller.partnership_id, caller.agency_id, dataset)


@dataclass(frozen=True, slots=True)
class Capability:
    """What one agency's source cannot hold of one dataset."""

    agency: str
    agency_name: str
    dataset: str
    term_map_revision: int
    set_at: datetime
    not_held: tuple[str, ...]


def capabilities(session: Session, caller: Caller) -> list[Capability]:
    """What the agencies of the partnership have said that their sources cannot hold (REQ-30).

    An agency that has set no map has said nothing, and is not listed. Nothing else of a map is
    shown: an agency's own words are its own.
    """
    bind(session, caller.partnership_id, caller.agency_id, reach="partnership")
    names = releases.agency_names(session, partnership_id=caller.partnership_id)
    return [
        Capability(
            kept.agency_id,
            names.get(kept.agency_id, kept.agency_id),
            kept.dataset,
            kept.revision,
            kept.set_at,
            tuple(kept.terms["not_held"]),
        )
        for kept in term_maps.in_force(session, partnership_id=caller.partnership_id)
    ]
