"""The service's own secrets: made once, read by use, never printed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from api.vault import LENGTH, Vault, VaultError, opened, prepare


def test_secrets_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys" / "sandbox"
    prepare(folder)
    first = opened(folder)
    prepare(folder)
    assert opened(folder) == first
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_every_use_has_a_secret_of_its_own(tmp_path: Path) -> None:
    prepare(tmp_path)
    vault = opened(tmp_path)
    assert vault.person != vault.pairwise
    assert len(vault.person) == len(vault.pairwise) == LENGTH


def test_a_secret_that_is_gone_is_not_made_anew_by_reading(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "person.secret").unlink()
    with pytest.raises(VaultError, match=r"person\.secret cannot be read") as error:
        opened(tmp_path)
    assert "backup" in str(error.value)
    assert not (tmp_path / "person.secret").exists()


def test_a_secret_that_is_too_short_is_refused_without_being_told(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "pairwise.secret").write_bytes(b"short-secret")
    with pytest.raises(VaultError, match="shorter than 32 bytes") as error:
        opened(tmp_path)
    assert "short-secret" not in str(error.value)


def test_secrets_are_never_printed() -> None:
    assert "sss" not in repr(Vault(b"s" * 32, b"s" * 32))
