"""A body is bounded before and after inflation, whole, and the one its digest names."""

from __future__ import annotations

import gzip
import hashlib
import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.reading.body import BLOCK, Body, Limits, spool
from auth.refusals import BadRequest, Refusal, TooLarge, UnsupportedType

LIMITS = Limits(sent=1 << 20, inflated=4 << 20)
TEXT = b"record_id,sex\r\ninc-1,F\r\n" * 500


@dataclass(frozen=True)
class Taken:
    """What a body held; its file is closed."""

    content: bytes
    size: int
    sha256: bytes


def read(
    sent: bytes,
    *,
    encoding: str | None = None,
    digest: str | None = None,
    limits: Limits = LIMITS,
) -> Taken:
    body = spool(io.BytesIO(sent), encoding=encoding, content_digest=digest, limits=limits)
    with body.file:
        return Taken(body.file.read(), body.size, body.sha256)


def refused(sent: bytes, **how: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read(sent, **how)  # type: ignore[arg-type]
    return refusal.value


def named(sent: bytes, name: str = "sha-256") -> str:
    return f"{name}=:{b64encode(hashlib.new(name.replace('-', ''), sent).digest()).decode()}:"


@pytest.mark.parametrize("encoding", [None, "", "identity", " Identity "])
def test_a_plain_body_is_kept_as_it_was_sent(encoding: str | None) -> None:
    body = read(TEXT, encoding=encoding)
    assert (body.content, body.size) == (TEXT, len(TEXT))
    assert body.sha256 == hashlib.sha256(TEXT).digest()


def test_an_empty_body_is_a_body() -> None:
    body = read(b"")
    assert (body.size, body.sha256) == (0, hashlib.sha256(b"").digest())


def test_a_gzip_body_is_inflated_and_digested_after_inflation() -> None:
    body = read(gzip.compress(TEXT), encoding="GZIP")
    assert body.content == TEXT
    assert body.sha256 == hashlib.sha256(TEXT).digest()


@given(st.binary(max_size=3 * BLOCK), st.integers(0, 9))
def test_every_gzip_body_comes_out_whole(content: bytes, level: int) -> None:
    assert read(gzip.compress(content, level), encoding="gzip").content == content


def test_a_gzip_body_of_many_blocks_comes_out_whole() -> None:
    content = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(20_000))
    assert read(gzip.compress(content), encoding="gzip").content == content


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_another_coding_is_not_read(encoding: str) -> None:
    assert isinstance(refused(TEXT, encoding=encoding), UnsupportedType)


def test_a_body_may_be_as_large_as_its_limit_and_no_larger() -> None:
    limits = Limits(sent=len(TEXT), inflated=len(TEXT))
    assert read(TEXT, limits=limits).size == len(TEXT)
    assert isinstance(refused(TEXT + b"x", limits=limits), TooLarge)


class Endless:
    """A stream without an end, which counts what is taken of it."""

    def __init__(self, opening: bytes = b"") -> None:
        self.opening, self.taken = opening, 0

    def read(self, size: int) -> bytes:
        self.taken += size
        block, self.opening = self.opening[:size], self.opening[size:]
        return block or bytes(size)


def test_a_body_is_read_no_further_than_its_limit() -> None:
    stream = Endless()
    with pytest.raises(TooLarge):
        spool(cast("IO[bytes]", stream), encoding=None, content_digest=None, limits=LIMITS)
    assert stream.taken <= LIMITS.sent + 2 * BLOCK


def test_a_body_that_inflates_without_end_costs_no_more_than_its_limit() -> None:
    bomb = gzip.compress(bytes(300 << 20), 9)
    assert len(bomb) < LIMITS.sent
    assert isinstance(refused(bomb, encoding="gzip"), TooLarge)


WHOLE = gzip.compress(TEXT)


@pytest.mark.parametrize(
    "sent",
    [
        WHOLE[:-1],
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:4],
        b"",
        TEXT,
        WHOLE + b"x",
        WHOLE + WHOLE,
        WHOLE[:-8] + b"\x00" * 8,
        WHOLE[:20] + b"\xff" + WHOLE[21:],
    ],
    ids=[
        "last byte",
        "half",
        "header",
        "empty",
        "plain",
        "trailing byte",
        "two",
        "checksum",
        "middle",
    ],
)
def test_a_gzip_stream_that_is_not_whole_is_refused(sent: bytes) -> None:
    refusal = refused(sent, encoding="gzip")
    assert isinstance(refusal, BadRequest)
    assert refusal.code == "gzip_broken"


def test_what_follows_a_gzip_stream_is_not_read() -> None:
    stream = Endless(WHOLE)
    with pytest.raises(BadRequest):
        spool(cast("IO[bytes]", stream), encoding="gzip", content_digest=None, limits=LIMITS)
    assert stream.taken <= 4 * BLOCK


def test_a_digest_of_the_bytes_sent_is_checked() -> None:
    packed = gzip.compress(TEXT)
    assert read(TEXT, digest=named(TEXT)).size == len(TEXT)
    assert read(packed, encoding="gzip", digest=named(packed)).size == len(TEXT)
    assert refused(packed, encoding="gzip", digest=named(TEXT)).code == "digest_differs"
    assert refused(TEXT + b" ", digest=named(TEXT)).code == "digest_differs"


@pytest.mark.parametrize(
    "digest",
    ["sha-256=", "sha-256=:AAAA:", f"sha-256={'A' * 43}=", "sha-512=:AAAA:, sha-256=:BBBB:"],
)
def test_a_digest_that_is_none_of_the_body_is_refused(digest: str) -> None:
    assert refused(TEXT, digest=digest).code == "digest_differs"


def test_other_digests_are_passed_over() -> None:
    assert read(TEXT, digest="sha-512=:AAAA:").size == len(TEXT)
    assert read(TEXT, digest=f"{named(b'x', 'sha-512')}, {named(TEXT)}").size == len(TEXT)


def test_a_refused_body_leaves_no_file_open(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[IO[bytes]] = []
    real = io.BytesIO

    def opened(*_: object) -> IO[bytes]:
        made.append(real())
        return made[-1]

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", opened)
    refused(TEXT, digest=named(b""))
    refused(WHOLE[:-1], encoding="gzip")
    refused(TEXT * 1000)
    assert [file.closed for file in made] == [True, True, True]


@pytest.fixture
def large() -> Iterator[Body]:
    sent = io.BytesIO(bytes(3 << 20))
    body = spool(sent, encoding=None, content_digest=None, limits=Limits(4 << 20, 4 << 20))
    yield body
    body.file.close()


def test_a_large_body_goes_to_disk_and_is_read_from_its_start(large: Body) -> None:
    assert large.file.tell() == 0
    assert large.file.fileno() > 0
    assert len(large.file.read()) == large.size == 3 << 20


@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_a_body_that_is_shorter_than_announced_is_refused(encoding: str | None) -> None:
    sent = WHOLE if encoding else TEXT
    length = len(sent)

    def taken(length: int) -> Body:
        stream = io.BytesIO(sent)
        return spool(stream, encoding=encoding, content_digest=None, limits=LIMITS, length=length)

    taken(length).file.close()
    with pytest.raises(BadRequest) as broken:
        taken(length + 1)
    assert broken.value.code == "body_incomplete"
