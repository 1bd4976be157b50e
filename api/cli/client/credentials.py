"""A credentials file: who the client is, where the service is, and which agreements it holds.

What belongs here: the file's form, reading it and writing it so that only its owner can read it.
What does not: requests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from api.cli.client.keys import ClientKey, KeyFault

_OWNER_ONLY: Final = 0o600
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class CredentialsFault(Exception):  # noqa: N818 - names what is wrong with the file
    """The file is not a credentials file; the message says what to mend and repeats no secret."""


@dataclass(frozen=True)
class Grant:
    """One agreement and one purpose that the client may name, and how far they reach."""

    agreement: str
    purpose: str
    datatypes: tuple[str, ...]
    actions: tuple[str, ...]

    def permits(self, *, action: str, datatype: str | None) -> bool:
        """Whether this action on this dataset (None: on any) lies within the agreement."""
        return action in self.actions and (datatype is None or datatype in self.datatypes)


@dataclass(frozen=True)
class Credentials:
    """What an agency's system needs to speak to the service.

    `issuer` is the authorization server as one exact string; `api` ends in `/v1`.
    """

    issuer: str
    api: str
    client_id: str
    agency: str
    key: ClientKey
    agreements: tuple[Grant, ...]

    @property
    def origin(self) -> str:
        """Where paths such as `/v1/returns` start."""
        return self.api.removesuffix("/v1")

    def grant(
        self, *, action: str, datatype: str | None, purpose: str | None = None
    ) -> Grant | None:
        """The first agreement that permits this (for that purpose, where one is given), or None."""
        fitting = (g for g in self.agreements if g.permits(action=action, datatype=datatype))
        return next((g for g in fitting if purpose in {None, g.purpose}), None)

    def at(self, url: str) -> Credentials:
        """The same credentials for the same service at another address."""
        return Credentials(url, f"{url}/v1", self.client_id, self.agency, self.key, self.agreements)

    def document(self) -> dict[str, Any]:
        """The file's content; holds the private key."""
        return {
            "issuer": self.issuer,
            "api": self.api,
            "client_id": self.client_id,
            "agency": self.agency,
            "jwk": self.key.private_jwk(),
            "agreements": [
                {
                    "agreement": grant.agreement,
                    "purpose": grant.purpose,
                    "datatypes": list(grant.datatypes),
                    "actions": list(grant.actions),
                }
                for grant in self.agreements
            ],
        }


def read(path: Path) -> Credentials:
    """Read a credentials file.

    Raises:
        CredentialsFault: there is none, or it is not one.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CredentialsFault(f"There is no credentials file {path}.") from None
    except (OSError, ValueError) as problem:
        raise CredentialsFault(f"{path} cannot be read as JSON.") from problem
    if not isinstance(document, dict):
        raise CredentialsFault(f"{path} is not a credentials file: it must be a JSON object.")
    try:
        return parse(document)
    except (CredentialsFault, KeyFault) as problem:
        raise CredentialsFault(f"{path}: {problem}") from problem


def parse(document: Mapping[str, Any]) -> Credentials:
    """Read the content of a credentials file.

    Raises:
        CredentialsFault, KeyFault: a member is missing or of another form.
    """
    jwk, agreements = document.get("jwk"), document.get("agreements", [])
    if not isinstance(jwk, dict):
        raise CredentialsFault("The member jwk, the private key, is missing.")
    if not isinstance(agreements, list):
        raise CredentialsFault("The member agreements must be a list.")
    issuer, api = _address(document, "issuer"), _address(document, "api")
    if not api.endswith("/v1"):
        raise CredentialsFault("The member api must end in /v1.")
    return Credentials(
        issuer,
        api,
        _text(document, "client_id"),
        _text(document, "agency"),
        ClientKey.from_jwk(jwk),
        tuple(_grant(each) for each in agreements),
    )


def write_private(path: Path, document: Mapping[str, Any]) -> None:
    """Write JSON to a file that only its owner can read, replacing one that is there.

    It has its name when it is whole, so that no key is lost where the writing ends early.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}")
    making.unlink(missing_ok=True)
    # Created with its mode, so that it is never readable by others, not even for a moment.
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.write("\n")
    making.replace(path)


def _grant(value: Any) -> Grant:
    if not isinstance(value, dict):
        raise CredentialsFault("Each of the agreements must be an object.")
    datatypes, actions = value.get("datatypes", []), value.get("actions", [])
    if not (isinstance(datatypes, list) and isinstance(actions, list)):
        raise CredentialsFault("The datatypes and actions of an agreement are lists.")
    return Grant(
        _text(value, "agreement"),
        _text(value, "purpose"),
        tuple(map(str, datatypes)),
        tuple(map(str, actions)),
    )


def _address(document: Mapping[str, Any], name: str) -> str:
    address = _text(document, name)
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise CredentialsFault(f"The member {name} must start with https://.")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CredentialsFault(f"The member {name} must be an address, https://...")
    return address.rstrip("/") if name == "api" else address


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise CredentialsFault(f"The member {name} is missing.")
    return value
