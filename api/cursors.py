"""Cursors: where the next page begins, sealed so that only its reader and question can use it.

A cursor is a signed list of words bound to a client and a question. It holds places in an order,
never a value of a record.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Final

from auth.refusals import BadRequest

_TAG: Final = 16  # bytes of the seal: half a SHA-256, beyond guessing (RFC 2104 section 5)


def made(place: Sequence[str] | None, *, of: str, client_id: str, secret: bytes) -> str | None:
    """The cursor of a place, None where there is no next page.

    Args:
        place: words that say after what the next page begins.
        of: the question that is being paged through.
        client_id: who may use it.
        secret: the service's own key.
    """
    if place is None:
        return None
    said = json.dumps(list(place), separators=(",", ":")).encode()
    seal = _seal(said, of=of, client_id=client_id, secret=secret)
    return base64.urlsafe_b64encode(seal + said).rstrip(b"=").decode()


def opened(cursor: str | None, *, of: str, client_id: str, secret: bytes) -> list[str] | None:
    """The place of a cursor, None where none was sent.

    Raises:
        BadRequest: it is not one that was made for this client and question.
    """
    if cursor is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError) as error:
        raise _refused() from error
    seal, said = raw[:_TAG], raw[_TAG:]
    if not hmac.compare_digest(seal, _seal(said, of=of, client_id=client_id, secret=secret)):
        raise _refused()
    place: list[str] = json.loads(said)
    return place


def _seal(said: bytes, *, of: str, client_id: str, secret: bytes) -> bytes:
    message = b"\x00".join((b"cursor", client_id.encode(), of.encode(), said))
    return hmac.digest(secret, message, hashlib.sha256)[:_TAG]


def _refused() -> BadRequest:
    return BadRequest(
        "cursor", detail="The cursor is not one of this list. Start from the first page."
    )
