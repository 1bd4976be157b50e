"""Bytes as text, one text for the same bytes: base64 of RFC 4648 section 4, read strictly.

What does not belong here: what the bytes are.
"""

from __future__ import annotations

import base64


def text(raw: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(raw).decode()


def raw(said: str) -> bytes:
    """The bytes of a text.

    Raises:
        ValueError: it is not what `text` writes: the spare bits of the last character are set, say,
            which could be changed without changing what is read (RFC 4648 section 3.5).
    """
    found = base64.b64decode(said, validate=True)
    if text(found) != said:
        raise ValueError("not written as base64 is")
    return found
