"""Fingerprints: a key's thumbprint in a form that two people can compare over the telephone.

What belongs here: turning an RFC 7638 thumbprint into digits, and digits as they were heard back.
What does not: keys themselves.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from typing import Final

DIGITS: Final = 40
"""Of a fingerprint: 10^40 is over 2^128, the strength that NIST SP 800-57 part 1 asks for beyond
2030, against somebody who looks for another key with the same digits."""

_GROUP: Final = 5
"""Digits said in one breath (design)."""


def spoken(thumbprint: str) -> str:
    """A thumbprint as eight groups of five digits: its number, less all but the last forty."""
    octets = urlsafe_b64decode(thumbprint + "=" * (-len(thumbprint) % 4))
    digits = f"{int.from_bytes(octets, 'big') % 10**DIGITS:0{DIGITS}d}"
    return " ".join(digits[n : n + _GROUP] for n in range(0, DIGITS, _GROUP))


def heard(text: str) -> str:
    """The digits of a fingerprint as somebody wrote them down, in the form of `spoken`.

    A text without forty digits gives one that no key has.
    """
    digits = re.sub(r"\D", "", text)
    return " ".join(digits[n : n + _GROUP] for n in range(0, len(digits), _GROUP))
