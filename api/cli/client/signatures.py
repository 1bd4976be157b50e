"""An agency's signature of an agreement, made on its own machine.

What belongs here: the canonical form of terms, their hash, and the JWS over it, as the service's
documentation gives them. What does not: which terms are signed, and sending the signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from api.cli.client.keys import ClientKey

TYPE: Final = "agreement-signature+jwt"
"""The media type in the header, so that the signature can pass for nothing else (RFC 8725)."""


def canonical(terms: Mapping[str, Any]) -> bytes:
    """Terms in their one spelling: sorted members, no spaces, UTF-8."""
    return json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(terms: Mapping[str, Any]) -> str:
    """The hash that is signed, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(terms)).hexdigest()


def signed(terms: Mapping[str, Any], *, agency: str, key: ClientKey) -> str:
    """An agency's signature of terms: a compact JWS (RFC 7515)."""
    claims = {
        "partnership": terms["partnership"],
        "agreement": terms["agreement"],
        "version": terms["version"],
        "agency": agency,
        "terms_sha256": sha256(terms),
    }
    return key.sign(claims, header={"typ": TYPE, "kid": key.thumbprint})
