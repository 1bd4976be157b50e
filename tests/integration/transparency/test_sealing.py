"""Sealing: every event gets one place, none is passed over, and sealers do not clash."""

import base64
import threading
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from api.db import Context
from api.services.transparency import sealing
from api.services.transparency.sealing import BATCH, LOOKED_BACK, ROUND, UnderWay, seal
from auth import audit
from auth.audit import Event
from auth.refusals import Conflict, Unavailable
from auth.seals import keys
from schemas.tables.audit import audit_events
from tests.integration.transparency.logs import BROMLEY, NOW, STRANGERS, Log, _row


def test_what_was_sealed_is_whole_and_seals_continue_each_other(log: Log) -> None:
    for count in (3, 1, BATCH + 5):
        log.add(count)
        log.seal()
    verdict = log.verified()
    assert verdict.fault is None
    assert (verdict.size, verdict.seals, verdict.waiting) == (BATCH + 9, 4, 0)
    assert verdict.origin == "safershare.example/audit/bromley"


def test_nothing_is_sealed_where_nothing_waits(log: Log) -> None:
    log.add(2)
    assert [done.events for done in log.seal()] == [2]
    assert log.seal() == []


def test_events_of_nobody_known_have_a_tree_of_their_own(log: Log) -> None:
    log.add(2)
    with log.database.writing(STRANGERS) as session:
        audit.record(session, Event("token:issue", "refused", reason="invalid_client"), now=NOW)
    done = {each.partnership_id: each.events for each in log.seal()}
    assert done == {"bromley": 2, "": 1}
    verdict = log.verified(partnership_id="")
    assert (verdict.fault, verdict.size, verdict.origin) == (None, 1, "safershare.example/audit")


def test_an_event_that_is_committed_late_is_sealed_later(log: Log) -> None:
    log.add(2, at=NOW)
    log.seal()
    # Its transaction began before the seal, and ended after it.
    log.add(1, at=NOW - timedelta(minutes=1))
    log.seal(thorough=False)
    verdict = log.verified()
    assert (verdict.fault, verdict.size, verdict.waiting, verdict.late) == (None, 3, 0, 0)


def test_a_thorough_round_finds_what_a_quick_one_does_not_look_at(log: Log) -> None:
    log.add(1, at=NOW - 2 * LOOKED_BACK)
    assert log.seal(thorough=False) == []
    assert log.verified().waiting == 1
    assert [done.events for done in log.seal()] == [1]


def test_an_event_entered_into_the_past_stands_after_what_was_sealed_and_shows(log: Log) -> None:
    log.add(3)
    log.seal()
    log.add(1, at=NOW - timedelta(days=90))
    log.seal()
    verdict = log.verified()
    assert (verdict.fault, verdict.late) == (None, 1)
    assert log.at(3) == log.added[-1]


def test_of_two_sealers_at_once_each_event_gets_one_place(log: Log) -> None:
    log.add(BATCH * 3)
    start, failures = threading.Barrier(4), list[Exception]()

    def work() -> None:
        start.wait()
        try:
            for _ in range(3):
                log.seal()
        except Exception as problem:  # noqa: BLE001 - the test tells of it
            failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.seal()
    assert failures == []
    verdict = log.verified()
    assert (verdict.fault, verdict.size, verdict.waiting) == (None, BATCH * 3, 0)


def test_a_sealer_that_comes_second_does_nothing(log: Log) -> None:
    log.add(4)
    with log.database.writing(BROMLEY) as session:
        known = tuple(each.verifier for each in keys.known(session))
        before = sealing._standing(session, "bromley", verifiers=known)
    log.seal()
    waiting = [(event_id, b"x" * 32) for event_id in log.added]
    with log.database.reading(BROMLEY) as session:
        signers = keys.signers(session, folder=log.folder, before=before[2])
    made = list(sealing._seals(before[0], 0, waiting, origin="o", signers=signers, now=log.now))
    with log.database.writing(BROMLEY) as session:
        with pytest.raises(UnderWay):
            sealing._store(session, "bromley", seals=made, waiting=waiting, first=0)
        session.rollback()
    assert log.verified().size == 4


def test_a_sealer_that_is_killed_leaves_nothing_behind(log: Log) -> None:
    log.add(5)
    with pytest.raises(KeyboardInterrupt):
        _interrupted(log)
    assert log.verified().waiting == 5
    log.seal()
    assert log.verified().size == 5


def _interrupted(log: Log) -> None:
    with log.database.writing(BROMLEY) as session:
        assert seal(session, partnership_id="bromley", folder=log.folder, now=log.now)
        raise KeyboardInterrupt


def test_a_large_backlog_is_sealed_in_several_transactions(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    monkeypatch.setattr(sealing, "ROUND", 2)
    log.add(19)
    assert [done.events for done in log.seal()] == [8, 8, 3]
    assert (log.verified().fault, log.verified().seals) == (None, 5)
    assert BATCH * ROUND >= 10_000


def test_a_log_whose_last_seal_was_altered_is_not_sealed_over(log: Log) -> None:
    log.add(2)
    log.seal()
    log.tamper("UPDATE audit_seals SET peaks = :peaks", peaks=b"\x00" * 32)
    log.add(1)
    with pytest.raises(Conflict, match="log_altered"):
        log.seal()


def test_a_new_key_follows_the_old_one_and_both_sign_where_they_meet(log: Log) -> None:
    log.add(1)
    log.seal()
    [old] = log.keys()
    with log.database.writing(Context()) as session:
        new = keys.rotate(session, folder=log.folder, now=log.now)
    for _ in range(2):
        log.add(1)
        log.seal()
    assert log.keys() == (new, old)
    signed = [
        sum(each.key_id.hex() in _ids(log, number) for each in (old, new)) for number in (1, 2, 3)
    ]
    assert signed == [1, 2, 1]
    assert log.verified().fault is None


def _ids(log: Log, number: int) -> set[str]:
    note = str(log.one("SELECT checkpoint FROM audit_seals WHERE seal_no = :n", n=number))
    lines = note.split("\n\n")[1].strip().split("\n")
    return {base64.b64decode(line.split(" ")[2])[:4].hex() for line in lines}


def test_a_compromised_key_signs_nothing_beside_the_new_one(log: Log) -> None:
    log.add(1)
    log.seal()
    with log.database.writing(Context()) as session:
        new = keys.rotate(session, folder=log.folder, now=log.now, compromised=True)
    log.add(1)
    log.seal()
    assert _ids(log, 2) == {new.key_id.hex()}


def test_without_its_key_nothing_is_sealed_and_nothing_is_lost(log: Log) -> None:
    log.add(1)
    for path in log.folder.glob("audit-*.pem"):
        path.unlink()
    with pytest.raises(Unavailable, match="seal_key_missing"):
        log.seal()
    assert log.verified().waiting == 1


def test_the_key_is_a_file_of_its_owner_alone(log: Log) -> None:
    [path] = log.folder.glob("audit-*.pem")
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_event_of_an_open_transaction_is_left_for_the_next_seal(log: Log) -> None:
    """PostgreSQL alone lets two write at once; on SQLite the second waits, and is refused."""
    log.add(1)
    if log.databases.engine_name == "sqlite":
        with log.database.writing(BROMLEY) as session:
            session.execute(insert(audit_events), [_row(9, at=NOW, partnership_id="bromley")])
        log.seal()
        assert log.verified().size == 2
        return
    with log.database.writing(BROMLEY) as session:
        session.execute(insert(audit_events), [_row(9, at=NOW, partnership_id="bromley")])
        log.seal()
    log.seal(thorough=False)
    verdict = log.verified()
    assert (verdict.fault, verdict.size, verdict.seals) == (None, 2, 2)


def test_the_store_refuses_that_a_place_is_given_twice(log: Log) -> None:
    log.add(2)
    log.seal()
    with pytest.raises(Exception, match=r"UNIQUE|unique") as refused:
        log.tamper(
            "INSERT INTO audit_leaves SELECT partnership_id, 7, event_id, leaf FROM audit_leaves"
        )
    assert not isinstance(refused.value, OperationalError)
