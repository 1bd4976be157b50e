"""What an agency can verify by itself: its own events, and how the log has grown.

What belongs here: answers of the service as files, each event proven to be in the log by its path,
each seal to continue the one before. What does not: whole logs (`verifying`); an agency may not see
others' events, and needs none of them for this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from auth.audit import leaf_hash
from auth.seals import encoding
from auth.seals.checkpoints import Checkpoint
from auth.seals.logfile import BadLogError
from auth.seals.merkle import NotProvenError, check_consistency, check_inclusion
from auth.seals.notes import BadNoteError, Verifier
from auth.seals.records import Fault, Verdict

EVENTS: Final = "audit_events"
SEALS: Final = "audit_seals"

_ENOUGH: Final = 64
"""Bytes in which an answer shows its first member, and an export the name of its form."""

_TOLD: Final = {
    **{name: name for name in ("event_id", "tag", "outcome", "dataset")},
    "agency_id": "agency",
    "client_id": "client",
    "agreement_id": "agreement",
}
"""Members of a body that stand beside it as well, and what they are called there."""

_Page = Mapping[str, Any]


def is_page(path: Path) -> bool:
    """Whether a file is an answer of the service, and not an export of a whole log."""
    with path.open("rb") as file:
        start = file.read(_ENOUGH)
    return any(f'"{name}"'.encode() in start for name in (EVENTS, SEALS)) and b'"v"' not in start


def verify(path: Path, *, verifiers: Sequence[Verifier], held: Sequence[str] = ()) -> Verdict:
    """Prove each event, or each seal, of an answer, and name the first that is not proven.

    Args:
        path: the answer of `/v1/audit-events` or `/v1/audit-seals`, as it came.
        verifiers: the public keys.
        held: checkpoints that somebody has kept; each must be among the seals.

    Raises:
        BadLogError: a member is missing or of another form.
    """
    said = msgspec.json.decode(path.read_bytes())
    verdict = Verdict()
    try:
        if EVENTS in said:
            _events(said, verdict, verifiers)
            _seals(said["seals"], verdict, verifiers, chained=False)
        else:
            _seals(said[SEALS], verdict, verifiers, chained=True)
            _held(said[SEALS], verdict, verifiers, held)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadLogError("a member is missing or of another form") from problem
    return verdict


def _events(page: _Page, verdict: Verdict, verifiers: Sequence[Verifier]) -> None:
    seals = {each["seal"]: each for each in page["seals"]}
    for each in page[EVENTS]:
        if each["position"] is None:
            verdict.waiting += 1
            continue
        verdict.size += 1
        verdict.erased += each["body"] is None
        try:
            _prove(each, seals[each["seal"]], verifiers)
        except (BadNoteError, NotProvenError) as problem:
            sentence = f"The event at place {each['position']} is not proven: {problem}."
            verdict.fault = Fault("altered", each["position"], each["event_id"], sentence)
            return


def _prove(event: _Page, seal: _Page, verifiers: Sequence[Verifier]) -> None:
    checkpoint, _ = Checkpoint.opened(seal["checkpoint"], verifiers=verifiers)
    leaf = _bytes(event["leaf"])
    if event["body"] is not None:
        body = event["body"].encode()
        if leaf_hash(body, salt=_bytes(event["salt"])) != leaf:
            raise NotProvenError("its body and salt do not make its leaf")
        _check_told(event, msgspec.json.decode(body))
    check_inclusion(
        leaf,
        position=event["position"],
        size=checkpoint.size,
        path=[_bytes(part) for part in event["path"]],
        root=checkpoint.root,
    )


def _check_told(event: _Page, body: _Page) -> None:
    """What an answer says beside a body is what the body says."""
    told = {name: event[_TOLD[name]] for name in _TOLD}
    said = {name: body.get(name) for name in _TOLD}
    moments = [datetime.fromisoformat(each) for each in (event["at"], body["at"])]
    if told != said or moments[0] != moments[1]:
        raise NotProvenError("what stands beside its body is not what it says")


def _seals(
    seals: Sequence[_Page], verdict: Verdict, verifiers: Sequence[Verifier], *, chained: bool
) -> None:
    """The checkpoints count, and, in a chain, each continues the one before."""
    before: Checkpoint | None = None
    for each in seals if verdict.fault is None else ():
        try:
            said, _ = Checkpoint.opened(each["checkpoint"], verifiers=verifiers)
            if chained and before is not None:
                _continues(before, said, each)
        except (BadNoteError, NotProvenError) as problem:
            sentence = f"Seal {each['seal']} is not proven: {problem}."
            verdict.fault = Fault("seal", None, "", sentence)
            return
        before = said
        verdict.origin, verdict.sealed_at = said.origin, said.sealed_at
        verdict.checkpoint = each["checkpoint"]
        verdict.seals += 1
        if chained:
            verdict.size = said.size


def _continues(before: Checkpoint, after: Checkpoint, seal: _Page) -> None:
    if before.origin != after.origin:
        raise NotProvenError("it is a seal of another log")
    check_consistency(
        before=(before.size, before.root),
        after=(after.size, after.root),
        proof=[_bytes(part) for part in seal["consistency"]],
    )


def _held(
    seals: Sequence[_Page], verdict: Verdict, verifiers: Sequence[Verifier], held: Sequence[str]
) -> None:
    if verdict.fault is not None:
        return
    opened = [Checkpoint.opened(each["checkpoint"], verifiers=verifiers)[0] for each in seals]
    known = {(each.origin, each.size, each.root) for each in opened}
    for note in held:
        try:
            said, _ = Checkpoint.opened(note, verifiers=verifiers)
        except BadNoteError as problem:
            sentence = f"A checkpoint that is held does not count: {problem}."
            verdict.fault = Fault("forked", None, "", sentence)
            return
        if (said.origin, said.size, said.root) not in known:
            sentence = (
                f"These seals do not contain the checkpoint of {said.size} events that is held:"
                " the log was rewritten or cut, or the page begins after it."
            )
            verdict.fault = Fault("forked", None, "", sentence)
            return


def _bytes(text: str) -> bytes:
    try:
        return encoding.raw(text)
    except ValueError as problem:
        raise NotProvenError("a hash is not written as one") from problem
