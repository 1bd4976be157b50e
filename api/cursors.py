"""Cursors: where the next page begins, sealed so that only its reader and question can use it.

A cursor is a list of words, encrypted and bound to a client and a question (AES-SIV, RFC 5297): a
reader sees neither where in an order it stands nor what was passed over on the way there. It holds
places in an order, never a value of a record.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from auth.refusals import BadRequest

_LONGEST: Final = 4096
"""Characters of a cursor; a full one has under 500 (design)."""


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
    sealed = _cipher(secret).encrypt(said, _bound(of, client_id))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def opened(cursor: str | None, *, of: str, client_id: str, secret: bytes) -> list[str] | None:
    """The place of a cursor, None where none was sent.

    Raises:
        BadRequest: it is not one that was made for this client and question.
    """
    if cursor is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4))
        said = _cipher(secret).decrypt(raw, _bound(of, client_id))
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise _refused() from error
    place: list[str] = json.loads(said)
    return place


def _bound(of: str, client_id: str) -> list[bytes]:
    return [b"cursor", client_id.encode(), of.encode()]


@lru_cache(maxsize=4)
def _cipher(secret: bytes) -> AESSIV:
    """Keyed for cursors alone; the secret keys other things as well."""
    return AESSIV(hmac.digest(secret, b"cursor", hashlib.sha512))


def _refused() -> BadRequest:
    return BadRequest(
        "cursor", detail="The cursor is not one of this list. Start from the first page."
    )
