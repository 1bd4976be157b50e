"""Checkpoints are notes that tools of transparency logs read, and need their signatures."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.seals import checkpoints, notes
from auth.seals.checkpoints import Checkpoint
from auth.seals.notes import BadNoteError, Signer, Verifier

NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n"
)
"""The example of Go's note package, whose form signed-note writes down."""

NOW = datetime(2026, 4, 20, 9, 30, 15, 123456, tzinfo=UTC)
ONE = Signer("example.org/audit", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer("example.org/audit", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
MADE = Checkpoint("example.org/audit/bromley", 7, bytes(32), NOW)
NOTE = MADE.signed([ONE])


def opened(note: str, *signers: Signer) -> tuple[Checkpoint, tuple[Verifier, ...]]:
    return Checkpoint.opened(note, verifiers=[each.verifier for each in signers])


def test_a_published_note_is_read_by_its_published_key() -> None:
    verifier = Verifier.parse(NEUMANN)
    assert str(verifier) == NEUMANN
    text, by = notes.opened(PUBLISHED, verifiers=[verifier])
    assert text.endswith("problem is.\n")
    assert by == (verifier,)


def test_a_checkpoint_says_what_log_how_long_and_when() -> None:
    assert NOTE.split("\n")[:5] == [
        "example.org/audit/bromley",
        "7",
        base64.b64encode(bytes(32)).decode(),
        "sealed 2026-04-20T09:30:15Z",
        "",
    ]
    read, by = opened(NOTE, ONE)
    assert (read.origin, read.size, read.root) == (MADE.origin, 7, bytes(32))
    assert read.sealed_at == NOW.replace(microsecond=0)
    assert by == (ONE.verifier,)


def test_two_keys_may_sign_so_that_one_can_follow_the_other() -> None:
    both = MADE.signed([ONE, OTHER])
    assert opened(both, ONE)[1] == (ONE.verifier,)
    assert opened(both, OTHER)[1] == (OTHER.verifier,)
    assert opened(both, OTHER, ONE)[1] == (ONE.verifier, OTHER.verifier)


def test_no_byte_of_a_checkpoint_can_be_changed() -> None:
    raw = NOTE.encode()
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        try:
            text = changed.decode()
        except UnicodeDecodeError:
            continue
        with pytest.raises(BadNoteError):
            opened(text, ONE)


def test_an_unknown_key_is_no_signature() -> None:
    with pytest.raises(BadNoteError, match="none of the known keys"):
        opened(NOTE, OTHER)
    with pytest.raises(BadNoteError, match="none of the known keys"):
        opened(NOTE)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\nno signature\n",
        "text\n\n\u2014 name\n",
        "text\n\n\u2014 name not-base64!\n",
        "text\n\n\u2014 name AAAA\n",
        NOTE.rstrip("\n"),
        "x" * 10_000 + "\n\n",
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(BadNoteError):
        notes.opened(note, verifiers=[ONE.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "name\n7\nAAAA\nsealed 2026-04-20T09:30:15Z\n",
        "name\n07\n" + base64.b64encode(bytes(32)).decode() + "\nsealed 2026-04-20T09:30:15Z\n",
        "name\n7\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "name\n7\n" + base64.b64encode(bytes(32)).decode() + "\nsealed yesterday\n",
        "name\n7\n!\nsealed 2026-04-20T09:30:15Z\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNoteError):
        opened(notes.signed(text, signers=[ONE]), ONE)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "name",
        "name+00000000+AAAA",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("Peter", "Petra"),
        NEUMANN[:-4],
        "two words+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_key_whose_parts_do_not_belong_together_is_refused(line: str) -> None:
    with pytest.raises(BadNoteError):
        Verifier.parse(line)


def test_each_partnership_has_a_log_of_its_own_name() -> None:
    assert checkpoints.origin("example.org/audit", partnership_id="bromley") == MADE.origin
    assert checkpoints.origin("example.org/audit", partnership_id="") == "example.org/audit"
