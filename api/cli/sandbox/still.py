"""A process in which nothing is left to chance or to the clock, so that what it makes is the same.

Ids, secrets and keys of this process follow a name, and its clocks stand, for as long as a block
lasts. It is for building sandboxes alone: the service has no place where anybody could put chance
of their own in, and this replaces what it calls, in a process that serves nobody. Whoever knows the
name knows the keys.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from hashlib import shake_256
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc._rfc7518 import jws_algs
from joserfc.jwk import ECKey

from api import service
from api.cli.client.keys import ClientKey
from auth import jose
from auth.seals import keys as seals

_ORDER: Final = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
"""Of the group of P-256 (NIST SP 800-186, 3.2.1.3)."""
_SPARE: Final = 40  # bytes of which a scalar is made, so that none is likelier (FIPS 186-5, A.2.1)
_TOKEN: Final = 32  # bytes of a secret whose length is not said (Python manual, secrets)


class _Stream:
    """Bytes that follow a name, one draw after another."""

    def __init__(self, name: str) -> None:
        self._name, self._drawn = name, 0

    def __call__(self, size: int | None = None) -> bytes:
        self._drawn += 1
        return shake_256(f"{self._name}\x1f{self._drawn}".encode()).digest(size or _TOKEN)

    def identifier(self) -> uuid.UUID:
        """A random UUID (RFC 9562, version 4)."""
        return uuid.UUID(bytes=self(16), version=4)

    def scalar(self) -> int:
        """A private key of P-256."""
        return int.from_bytes(self(_SPARE), "big") % (_ORDER - 1) + 1


@contextmanager
def still(name: str, *, clock: Callable[[], datetime]) -> Iterator[None]:
    """Let everything drawn by this process follow a name, and its clock be this one."""
    stream = _Stream(name)

    def pem() -> bytes:
        key = ec.derive_private_key(stream.scalar(), ec.SECP256R1())
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def client_key(alg: str) -> ClientKey:  # noqa: ARG001 - the sandbox's clients are all ES256
        return ClientKey.from_jwk(ECKey.import_key(pem()).as_dict(private=True))

    with ExitStack() as kept:
        for owner, what, put in (
            (uuid, "uuid4", stream.identifier),
            (secrets, "token_bytes", stream),
            (secrets, "token_hex", lambda size=None: stream(size).hex()),
            (jose, "generate_key", lambda: jose.private_key(pem())),
            (ClientKey, "generate", staticmethod(client_key)),
            (seals, "Ed25519PrivateKey", _edwards(stream)),
            (jws_algs, "ECDSA", partial(ec.ECDSA, deterministic_signing=True)),
            (service, "real_now", clock),
        ):
            kept.enter_context(_replaced(owner, what, put))
        yield


def _edwards(stream: _Stream) -> type[Ed25519PrivateKey]:
    """The class of keys of Ed25519, with new ones out of the stream."""

    class Followed(Ed25519PrivateKey):
        @classmethod
        def generate(cls) -> Ed25519PrivateKey:
            return Ed25519PrivateKey.from_private_bytes(stream(_TOKEN))

    # What is read from a file is a key of the library's own class, and is one of these too.
    Followed.register(type(Ed25519PrivateKey.from_private_bytes(bytes(_TOKEN))))
    return Followed


@contextmanager
def _replaced(owner: Any, name: str, other: Any) -> Iterator[None]:
    before = owner.__dict__[name]
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, before)
