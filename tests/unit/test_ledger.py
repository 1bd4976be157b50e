"""The ledger is on the disk before it is believed, and believes nothing else."""

import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from api.ledger import Entry, Ledger, LedgerError

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)


def entry(number: int, *, through: str = "2026-04") -> Entry:
    return Entry("bromley", "met", bytes([number]) * 32, through, NOW)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.beside_keys(tmp_path)


def test_what_is_appended_is_read_back(ledger: Ledger) -> None:
    assert ledger.entries() == {}
    ledger.append([entry(1), entry(2)])
    ledger.append([entry(3)])
    assert list(ledger.entries().values()) == [entry(1), entry(2), entry(3)]


def test_of_two_lines_about_a_person_the_later_month_holds(ledger: Ledger) -> None:
    ledger.append([entry(1, through="2026-04"), entry(1, through="2026-02")])
    assert [each.through_month for each in ledger.entries().values()] == ["2026-04"]


def test_a_line_that_a_crash_cut_off_does_not_count_and_is_taken_away(ledger: Ledger) -> None:
    ledger.append([entry(1)])
    with ledger.path.open("ab") as file:
        file.write(b'{"agency":"me')
    assert len(ledger.entries()) == 1
    ledger.append([entry(2)])
    assert len(ledger.entries()) == 2
    assert b'"me{' not in ledger.path.read_bytes()


@pytest.mark.parametrize("line", [b"x", b"[]", b"{}", b'{"agency": 1}', b"\xff"])
def test_a_line_of_something_else_is_refused(ledger: Ledger, line: bytes) -> None:
    ledger.path.write_bytes(line + b"\n")
    with pytest.raises(LedgerError, match=r"erasures\.ledger has a line"):
        ledger.entries()


def test_many_at_once_lose_nothing(ledger: Ledger) -> None:
    threads = [Thread(target=ledger.append, args=([entry(n)],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.entries()) == 20


def test_the_file_is_its_owners_alone(ledger: Ledger) -> None:
    ledger.append([entry(1)])
    assert ledger.path.stat().st_mode & 0o777 == 0o600


def test_a_ledger_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="Nothing was erased"):
        Ledger(tmp_path / "none" / "ledger").append([entry(1)])


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_ledger_that_cannot_be_read_says_so(ledger: Ledger) -> None:
    ledger.append([entry(1)])
    ledger.path.chmod(0)
    with pytest.raises(LedgerError, match="cannot be read"):
        ledger.entries()


def test_a_folder_in_its_place_says_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be read"):
        Ledger(tmp_path).entries()
