"""Clients as values: the programs of agencies, and the keys they prove themselves with.

What belongs here: what is known of one client, its key set, and what one may be registered with.
What does not: look-ups, and how a client authenticates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from auth import jose, scopes
from auth.jose import BadToken, PublicKey
from auth.refusals import Unprocessable

CLIENT_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")

MOST_KEYS: Final = 2
"""Two, so that a new key can be registered before the old one is taken away (design)."""


@dataclass(frozen=True)
class Client:
    """One client of one agency. `active` is false once it is revoked or its agency has closed."""

    partnership_id: str
    agency_id: str
    agency_name: str
    sector: str
    client_id: str
    keys: tuple[PublicKey, ...]
    scopes: frozenset[str]
    dpop_required: bool
    active: bool
    tokens_valid_after: datetime | None = None

    def accepts(self, issued_at: datetime) -> bool:
        """Whether a token issued to it then still counts."""
        cut_off = self.tokens_valid_after
        return self.active and (cut_off is None or issued_at >= cut_off)

    def may_go_unbound(self, asked: Collection[str]) -> bool:
        """Whether a token with these scopes may be issued to it without a proof of possession."""
        return not self.dpop_required and scopes.may_be_unbound(asked)


@lru_cache(maxsize=4096)
def stored_keys(jwks: str) -> tuple[PublicKey, ...]:
    """The keys of a JWK Set as it was stored; equal text is read once."""
    return tuple(jose.public_key(jwk) for jwk in json.loads(jwks)["keys"])


@lru_cache(maxsize=4096)
def stored_key(jwk: str) -> PublicKey:
    """A single JWK as it was stored; equal text is read once."""
    return jose.public_key(json.loads(jwk))


def read_jwks(document: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Take a JWK Set (RFC 7517) in as it will be stored: public members and `kid` alone.

    An `alg` is dropped, since clients name Ed25519 in two ways (RFC 9864).

    Raises:
        Unprocessable: no key, more than two, two alike, or one that is not fit to verify with.
    """
    listed = document.get("keys")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_KEYS:
        raise Unprocessable("jwks_form", detail="A key set holds one or two public keys.")
    try:
        keys = [jose.public_key(jwk if isinstance(jwk, Mapping) else {}) for jwk in listed]
    except BadToken as refusal:
        raise Unprocessable(refusal.code, detail="A key is not fit to verify with.") from refusal
    names = {key.kid or key.thumbprint for key in keys}
    if len(set(keys)) != len(keys) or len(names) != len(keys):
        raise Unprocessable("jwks_repeated", detail="Keys and their names must differ.")
    return {"keys": [{**key.jwk, "kid": key.kid or key.thumbprint} for key in keys]}


def check_registration(*, client_id: str, held: Collection[str], dpop_required: bool) -> None:
    """Make sure that a client may be registered so.

    Raises:
        Unprocessable: its name or scopes are malformed, it would sign and send, or it would read
            others' data without a bound token.
    """
    if not CLIENT_ID.fullmatch(client_id):
        raise Unprocessable("client_id_form", detail="A client's name is a slug of 80 characters.")
    if not held or not scopes.SCOPES.issuperset(held):
        raise Unprocessable("scope_unknown", detail="A scope does not exist here.")
    if not scopes.may_be_held_together(held):
        raise Unprocessable(
            "scope_signing_apart", detail="A client that signs agreements handles no data."
        )
    if not dpop_required and not scopes.may_be_unbound(held):
        raise Unprocessable(
            "scope_needs_binding", detail="Only a client that sends returns may go without DPoP."
        )
