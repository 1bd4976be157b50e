"""A request body as bytes at rest: bounded, inflated, digested, and spooled to disk when large.

Nothing here knows what the bytes mean. Both sizes are capped while reading, so that a body that
inflates without end costs no more than its cap.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final, cast

from auth.refusals import BadRequest, ErrorItem, TooLarge, UnsupportedType
from schemas.envelope import ENVELOPE_RULES

BLOCK: Final = 1 << 16  # bytes read at a time
IN_MEMORY: Final = 1 << 20  # bytes kept in memory before a body goes to disk
_GZIP: Final = (
    16 + zlib.MAX_WBITS
)  # zlib's way to ask for a gzip header (zlib manual, inflateInit2)
_DIGEST: Final = re.compile(r"(?:^|[ \t,])sha-256=([^,;\s]*)")  # a dictionary (RFC 9530 section 2)


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest bodies taken: bytes as sent and bytes after inflation."""

    sent: int
    inflated: int


@dataclass(frozen=True, slots=True)
class Body:
    """A body at rest.

    Attributes:
        file: the inflated bytes, positioned at the start; closed by its owner.
        sha256: digest of the inflated bytes.
        size: number of inflated bytes.
    """

    file: IO[bytes]
    sha256: bytes
    size: int


def spool(
    stream: IO[bytes],
    *,
    encoding: str | None,
    content_digest: str | None,
    limits: Limits,
    length: int | None = None,
) -> Body:
    """Read a request stream to its end.

    Args:
        stream: the body as sent; it ends where the connection does, whole or not.
        encoding: the Content-Encoding: none, `identity` or `gzip`.
        content_digest: the Content-Digest field (RFC 9530), checked when it names sha-256.
        limits: caps before and after inflation.
        length: how many bytes were announced, where that was said.

    Raises:
        TooLarge: either cap is passed.
        UnsupportedType: another encoding.
        BadRequest: the body breaks off, the gzip stream is broken, or the digest is not that of
            the bytes sent.
    """
    coding = (encoding or "identity").strip().lower()
    if coding not in ("identity", "gzip"):
        raise UnsupportedType(
            "encoding", detail="Send the body plain or with Content-Encoding: gzip."
        )
    sent = None if content_digest is None else hashlib.sha256()
    blocks = _capped(stream, cap=limits.sent, length=length, digest=sent)
    if coding == "gzip":
        blocks = _inflated(blocks)
    body = _stored(blocks, cap=limits.inflated)
    if content_digest and sent and not _agrees(content_digest, sent.digest()):
        body.file.close()
        rule = ENVELOPE_RULES["ENV-V07"]
        raise BadRequest(
            "digest_differs",
            detail="Content-Digest is not that of the body received.",
            errors=(ErrorItem(rule.id, rule.sentence, field="Content-Digest"),),
        )
    return body


def names_sha256(content_digest: str | None) -> bool:
    """Whether a Content-Digest field has the digest that is checked."""
    return _DIGEST.search(content_digest or "") is not None


def _capped(
    stream: IO[bytes], *, cap: int, length: int | None, digest: hashlib._Hash | None
) -> Iterator[bytes]:
    total = 0
    while block := stream.read(BLOCK):
        total += len(block)
        if total > cap:
            raise _too_large(cap)
        if digest is not None:
            digest.update(block)
        yield block
    if length is not None and total < length:
        raise BadRequest(
            "body_incomplete",
            detail="The body broke off before its end. Nothing was stored; send it again.",
        )


def _too_large(cap: int) -> TooLarge:
    return TooLarge(
        "body_too_large",
        detail=f"The body is larger than {cap // 1_000_000} MB. Send fewer months, or gzip it.",
    )


def _inflated(blocks: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(_GZIP)
    try:
        for block in blocks:
            yield from _inflated_block(inflater, block)
            if inflater.unused_data:
                break
    except zlib.error as error:
        raise BadRequest("gzip_broken", detail="The body is not a whole gzip stream.") from error
    if not inflater.eof or inflater.unused_data:
        raise BadRequest("gzip_broken", detail="The body is not a whole gzip stream.")


def _inflated_block(inflater: zlib._Decompress, block: bytes) -> Iterator[bytes]:
    while block:
        yield inflater.decompress(block, BLOCK)
        block = inflater.unconsumed_tail


def _stored(blocks: Iterator[bytes], *, cap: int) -> Body:
    # the spooled file is handed on, so it is closed by whoever asked for the body
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    digest, total = hashlib.sha256(), 0
    try:
        for block in blocks:
            total += len(block)
            if total > cap:
                raise _too_large(cap)  # noqa: TRY301 - the file must be closed on the way out
            digest.update(block)
            file.write(block)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Body(file, digest.digest(), total)


def _agrees(field: str, digest: bytes) -> bool:
    """Whether a Content-Digest field that names sha-256 names this digest; others are ignored."""
    named = _DIGEST.search(field)
    return named is None or named.group(1) == f":{b64encode(digest).decode()}:"
