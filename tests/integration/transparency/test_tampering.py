"""Whoever holds the database may change it, and is found out by the public key alone.

The counts of `make prove` are those of a log of 100,000 events.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.services.transparency import erasing
from auth.caller import operator
from auth.refusals import Conflict, NotFound
from auth.seals import logfile
from auth.seals.records import Verdict
from auth.seals.verifying import verify
from tests.counts import SEED, whole_or_sample
from tests.integration.transparency.logs import BROMLEY, Log, changed

EVENTS = 600
AT = 300
"""Where it is tampered with: within the second of three seals."""

WHOLE_LOG = whole_or_sample(100_000, sample=3_000)
SECONDS = 15
"""Far above the seconds that a log of 100,000 takes: a machine may be busy."""


@pytest.fixture
def sealed(log: Log) -> Log:
    log.add(EVENTS)
    log.seal()
    return log


SWAP = """
UPDATE audit_events SET {columns} FROM
 (SELECT event_id AS other_id, {named} FROM audit_events WHERE event_id IN (:one, :two)) AS other
 WHERE event_id IN (:one, :two) AND event_id <> other_id
"""
COLUMNS = ("body", "salt", "leaf", "at", "tag", "agency_id")
SWAPPED = SWAP.format(
    columns=", ".join(f"{name} = other.other_{name}" for name in COLUMNS),
    named=", ".join(f"{name} AS other_{name}" for name in COLUMNS),
)

CHANGED_BODY = "UPDATE audit_events SET body = :other WHERE event_id = :one"
CHANGED_SALT = "UPDATE audit_events SET salt = :leaf WHERE event_id = :one"
CUT = (
    "DELETE FROM audit_events WHERE event_id IN"
    " (SELECT event_id FROM audit_leaves WHERE position >= 520)"
)
RENAMED = (
    "UPDATE audit_seals SET checkpoint = replace(checkpoint, 'bromley', 'sutton') WHERE seal_no = 2"
)

TAMPERED: dict[str, tuple[str, int | None, tuple[str, ...]]] = {
    "a changed body": ("altered", AT, (CHANGED_BODY,)),
    "a changed body with a leaf to fit": (
        "altered",
        AT,
        ("UPDATE audit_events SET body = :other, leaf = :leaf WHERE event_id = :one",),
    ),
    "a changed salt": ("altered", AT, (CHANGED_SALT,)),
    "a changed column beside the body": (
        "altered",
        AT,
        ("UPDATE audit_events SET agency_id = 'other' WHERE event_id = :one",),
    ),
    "a changed instant": (
        "altered",
        AT,
        ("UPDATE audit_events SET at = (SELECT max(at) FROM audit_events) WHERE event_id = :one",),
    ),
    "a removed event": ("missing", AT, ("DELETE FROM audit_events WHERE event_id = :one",)),
    "a removed event and its place": (
        "missing",
        AT,
        (
            "DELETE FROM audit_events WHERE event_id = :one",
            "DELETE FROM audit_leaves WHERE event_id = :one",
        ),
    ),
    "two events in each other's place": ("reordered", AT, (SWAPPED,)),
    "two places given to each other's event": (
        "reordered",
        AT,
        (
            "UPDATE audit_leaves SET event_id = 'x' WHERE event_id = :one",
            "UPDATE audit_leaves SET event_id = :one WHERE event_id = :two",
            "UPDATE audit_leaves SET event_id = :two WHERE event_id = 'x'",
        ),
    ),
    "a changed leaf of the tree": (
        "altered",
        AT,
        ("UPDATE audit_leaves SET leaf = :leaf WHERE event_id = :one",),
    ),
    "the newest events": (
        "missing",
        520,
        (CUT,),
    ),
    "the last seal": ("added", 512, ("DELETE FROM audit_seals WHERE seal_no = 3",)),
    "a seal in the middle": ("seal", 256, ("DELETE FROM audit_seals WHERE seal_no = 2",)),
    "the name of a checkpoint's log": (
        "seal",
        256,
        (RENAMED,),
    ),
    "an erased body": (
        "erased",
        AT,
        ("UPDATE audit_events SET body = :none, salt = :none WHERE event_id = :one",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_the_first_event_that_is_not_as_it_was_is_named(sealed: Log, what: str) -> None:
    kind, position, statements = TAMPERED[what]
    one, two = sealed.at(AT), sealed.at(AT + 7)
    values = {"one": one, "two": two, "other": b'{"v":1}', "leaf": b"\x01" * 32, "none": b""}
    for statement in statements:
        named = {name: value for name, value in values.items() if f":{name}" in statement}
        sealed.tamper(statement, **named)
    fault = sealed.verified().fault
    assert fault is not None
    assert (fault.kind, fault.position) == (kind, position)
    if kind in ("altered", "erased") and "leaf of the tree" not in what:
        assert fault.event_id == one


def test_a_log_that_was_cut_with_its_seals_is_told_from_a_kept_checkpoint(sealed: Log) -> None:
    held = sealed.checkpoint()
    sealed.tamper(
        "DELETE FROM audit_events WHERE event_id IN"
        " (SELECT event_id FROM audit_leaves WHERE position >= 512)",
        "DELETE FROM audit_leaves WHERE position >= 512",
        "DELETE FROM audit_seals WHERE seal_no = 3",
    )
    assert sealed.verified().fault is None
    fault = sealed.verified(held).fault
    assert fault is not None
    assert (fault.kind, fault.position) == ("cut", 512)


def test_a_history_that_was_rewritten_and_sealed_again_is_told_from_a_kept_checkpoint(
    sealed: Log,
) -> None:
    """Whoever holds the database and the key makes a whole log of his own."""
    held = sealed.checkpoint()
    gone = sealed.at(AT)
    sealed.tamper(
        "DELETE FROM audit_events WHERE event_id = :gone",
        gone=gone,
    )
    sealed.tamper("DELETE FROM audit_leaves", "DELETE FROM audit_seals")
    sealed.seal()
    sealed.add(2)
    sealed.seal()
    assert sealed.verified().fault is None
    fault = sealed.verified(held).fault
    assert fault is not None
    assert fault.kind == "forked"


def test_a_kept_checkpoint_holds_while_the_log_goes_on(sealed: Log) -> None:
    held = sealed.checkpoint()
    sealed.add(5)
    sealed.seal()
    assert sealed.verified(held).fault is None


def test_a_checkpoint_that_nobody_signed_is_not_kept_but_made(sealed: Log) -> None:
    held = sealed.checkpoint().replace("600", "601", 1)
    fault = sealed.verified(held).fault
    assert fault is not None
    assert (fault.kind, "signature" in fault.sentence) == ("forked", True)


def test_an_erased_body_still_verifies(sealed: Log, tmp_path: Path) -> None:
    actor, gone = operator("bromley"), sealed.at(AT)
    with sealed.database.writing(BROMLEY) as session:
        erasing.erase_bodies(session, actor, event_ids=[gone, gone], now=sealed.now)
    verdict = sealed.verified()
    assert (verdict.fault, verdict.erased, verdict.waiting) == (None, 1, 1)
    sealed.seal()
    exported = sealed.exported(tmp_path / "log")
    assert gone.encode() in exported.read_bytes()
    found = of_file(exported, sealed)
    assert (found.fault, found.erased, found.size) == (None, 1, EVENTS + 1)


def test_the_record_of_an_erasure_is_not_erased(sealed: Log) -> None:
    actor = operator("bromley")
    with sealed.database.writing(BROMLEY) as session:
        erasing.erase_bodies(session, actor, event_ids=[sealed.at(AT)], now=sealed.now)
    record = str(sealed.one("SELECT event_id FROM audit_events WHERE tag = 'audit:erase'"))
    for event_id, refusal in ((record, Conflict), ("no-such-event", NotFound)):
        with sealed.database.writing(BROMLEY) as session, pytest.raises(refusal):
            erasing.erase_bodies(session, actor, event_ids=[event_id], now=sealed.now)


def test_an_event_altered_before_it_was_sealed_is_found_while_its_leaf_stays(log: Log) -> None:
    log.add(3)
    log.tamper("UPDATE audit_events SET body = :other WHERE event_id = :one",
               other=b"{}", one=log.added[1])  # fmt: skip
    fault = log.verified().fault
    assert fault is not None
    assert (fault.kind, fault.event_id) == ("altered", log.added[1])
    log.seal()
    fault = log.verified().fault
    assert fault is not None
    assert (fault.kind, fault.position) == ("altered", 1)


def of_file(path: Path, log: Log) -> Verdict:
    return verify(lambda: logfile.read(path), verifiers=log.keys())


Change = Callable[[list[bytes], int], list[bytes]]


def flip(lines: list[bytes], at: int) -> list[bytes]:
    line = bytearray(lines[at])
    line[random.Random(SEED).randrange(len(line) - 2)] ^= 1
    return [*lines[:at], bytes(line), *lines[at + 1 :]]


def drop(lines: list[bytes], at: int) -> list[bytes]:
    return lines[:at] + lines[at + 1 :]


def swap(lines: list[bytes], at: int) -> list[bytes]:
    changed = [*lines]
    changed[at], changed[-2] = changed[-2], changed[at]
    return changed


def add(lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[:at], b'{"position":1,"event_id":"x","salt":"","body":"{}"}\n', *lines[at:]]


@pytest.mark.prove
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_long_log_is_verified_from_its_export_in_seconds(
    log: Log, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    log.add(WHOLE_LOG)
    log.seal()
    path = log.exported(tmp_path / "log")
    lines = path.read_bytes().splitlines(keepends=True)
    [at] = [n for n, line in enumerate(lines) if b'"position":%d,' % (WHOLE_LOG // 2) in line]
    cases: dict[str, tuple[Change, str]] = {
        "whole": (lambda same, _: same, ""),
        "one flipped byte": (flip, "altered"),
        "one dropped event": (drop, "missing"),
        "two swapped events": (swap, "reordered"),
        "one added event": (add, "added"),
    }
    for name, (change, kind) in cases.items():
        path.write_bytes(b"".join(change(lines, at)))
        start = time.perf_counter()
        verdict = of_file(path, log)
        took = time.perf_counter() - start
        record_property(name, f"{WHOLE_LOG} events in {took:.2f} s")
        found = verdict.fault
        assert (found.kind if found else "") == kind, name
        assert found is None or found.position == WHOLE_LOG // 2, name
        assert took < SECONDS


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_no_byte_of_an_export_can_be_changed_unseen(log: Log, tmp_path: Path) -> None:
    log.add(2)
    log.seal()
    path = log.exported(tmp_path / "log")
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    seen = set[str]()
    for at in range(first, len(whole)):
        if whole[at : at + 1] == b"\n" or whole[at - 1 : at] == b"\n":
            continue
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        fault = of_file(path, log).fault
        assert fault is not None, whole[at - 20 : at + 20]
        seen.add(fault.kind)
    assert {"altered", "seal"} <= seen


def test_two_events_of_an_export_that_took_each_others_place_are_named(
    sealed: Log, tmp_path: Path
) -> None:
    path = sealed.exported(tmp_path / "log")
    lines = path.read_bytes().splitlines(keepends=True)
    at = {n: line for line in lines for n in (AT, AT + 50) if b'"position":%d,' % n in line}
    # the places are written over as well, so that the file looks whole
    one, two = (
        at[there].replace(b'"position":%d,' % there, b'"position":%d,' % here)
        for there, here in ((AT, AT + 50), (AT + 50, AT))
    )
    lines[lines.index(at[AT])], lines[lines.index(at[AT + 50])] = two, one
    path.write_bytes(b"".join(lines))
    fault = of_file(path, sealed).fault
    assert fault is not None
    assert (fault.kind, fault.position) == ("reordered", AT)


def test_another_key_verifies_nothing(sealed: Log, tmp_path: Path) -> None:
    path = sealed.exported(tmp_path / "log")
    verdict = verify(lambda: logfile.read(path), verifiers=())
    assert verdict.fault is not None
    assert "none of the known keys" in verdict.fault.sentence


def test_a_file_that_is_no_log_is_none(tmp_path: Path) -> None:
    path = tmp_path / "other"
    for text in ("", "{}", '{"v":2}', "nonsense"):
        path.write_text(text)
        with pytest.raises(logfile.BadLogError):
            list(logfile.read(path))


def test_a_seal_that_cannot_be_read_is_named(sealed: Log, tmp_path: Path) -> None:
    path = sealed.exported(tmp_path / "log")
    changed(path, 1, leaves="not base64!")
    fault = of_file(path, sealed).fault
    assert fault is not None
    assert (fault.kind, fault.position) == ("seal", 0)
