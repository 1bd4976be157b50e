"""The terms of a data-sharing agreement: read, checked, and turned into the bytes that are signed.

What belongs here: one version's terms as a value, whether they make sense together, and their
canonical form. What does not: signatures, standing and dates seen from today.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from marshmallow import ValidationError

from auth import strict_json
from auth.refusals import ErrorItem, Refusal, Unprocessable
from schemas.purposes import PURPOSES
from schemas.wire.agreements import DraftSchema, TermsSchema

PROVIDER: Final = "provider"
RECIPIENT: Final = "recipient"
COORDINATOR: Final = "coordinator"
"""Lists cases of persons at high risk, under this agreement and for all its providers."""

_MEMBER: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")

_SCHEMA: Final = TermsSchema()
_DRAFT: Final = DraftSchema()


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one spelling of a terms document: sorted members, no spaces, UTF-8 (design)."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Terms:
    """What the parties agreed, in one version.

    `parties` maps each agency to its roles, `show_alone` an agency to the measures and datasets
    that may be shown with fewer than three contributors. Dates are whole days, the last included.
    """

    partnership_id: str
    agreement_id: str
    version: int
    title: str
    parties: Mapping[str, frozenset[str]]
    purposes: frozenset[str]
    datasets: frozenset[str]
    actions: frozenset[str]
    withheld_fields: frozenset[str]
    areas: frozenset[str]
    disclosure_profile: str
    lawful_basis: tuple[str, ...]
    starts_on: date
    ends_on: date
    review_on: date
    retention_months: int
    show_alone: Mapping[str, frozenset[str]]
    canonical: bytes = field(repr=False)

    def __hash__(self) -> int:
        return hash(self.canonical)

    @property
    def sha256(self) -> str:
        """The hash that a signature is over, in lower-case hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def document(self) -> dict[str, Any]:
        """The terms as the JSON object they were signed as."""
        read: dict[str, Any] = json.loads(self.canonical)
        return read

    @property
    def loaded(self) -> dict[str, Any]:
        """The document with its dates as dates, as TermsSchema writes it."""
        loaded: dict[str, Any] = _SCHEMA.load(self.document)
        return loaded

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Terms:
        """Read a terms document.

        Raises:
            Unprocessable: a member is missing, unknown or malformed, or they contradict each
                other; `errors` points at each.
        """
        try:
            loaded = _SCHEMA.load(document)
        except ValidationError as problem:
            raise _refusal(list(_flat(problem.messages))) from problem
        wrong = list(_contradictions(loaded))
        if wrong:
            raise _refusal(wrong)
        return _terms(loaded, spelled=canonical(_SCHEMA.dump(loaded)))


def read_draft(document: object) -> dict[str, Any]:
    """Check the form of terms without partnership, number and version; fill what may be left out.

    Raises:
        Unprocessable: a member is missing, unknown or malformed.
    """
    try:
        loaded = _DRAFT.load(document if isinstance(document, Mapping) else {})
    except ValidationError as problem:
        raise _refusal(list(_flat(problem.messages))) from problem
    filled: dict[str, Any] = _DRAFT.dump(loaded)
    return filled


@lru_cache(maxsize=1024)
def stored(text: str) -> Terms:
    """Read terms as they were filed; the text is immutable, so that reading it once is enough.

    Raises:
        Unprocessable: what is on file is not the canonical form of valid terms.
    """
    try:
        terms = Terms.parse(strict_json.read_object(text.encode()))
    except Refusal as refusal:
        raise Unprocessable("terms_on_file_unreadable") from refusal
    if terms.canonical != text.encode():
        raise Unprocessable("terms_on_file_unreadable")
    return terms


def _terms(loaded: Mapping[str, Any], *, spelled: bytes) -> Terms:
    alone = loaded["permissions"]["show_alone"]
    return Terms(
        partnership_id=loaded["partnership"],
        agreement_id=loaded["agreement"],
        version=loaded["version"],
        title=loaded["title"],
        purposes=frozenset(loaded["purposes"]),
        datasets=frozenset(loaded["datasets"]),
        actions=frozenset(loaded["actions"]),
        withheld_fields=frozenset(loaded["withheld_fields"]),
        areas=frozenset(loaded["areas"]),
        disclosure_profile=loaded["disclosure_profile"],
        starts_on=loaded["starts_on"],
        ends_on=loaded["ends_on"],
        review_on=loaded["review_on"],
        parties=MappingProxyType(
            {each["agency"]: frozenset(each["roles"]) for each in loaded["parties"]}
        ),
        lawful_basis=tuple(loaded["lawful_basis"]),
        retention_months=loaded["retention_months"],
        show_alone=MappingProxyType({name: frozenset(alone[name]) for name in alone}),
        canonical=spelled,
    )


def _refusal(errors: list[ErrorItem]) -> Unprocessable:
    return Unprocessable(
        "terms_invalid", detail="The terms of the agreement cannot stand.", errors=tuple(errors)
    )


def _flat(messages: Any, pointer: str = "") -> Iterator[ErrorItem]:
    """Marshmallow's tree of messages as single errors.

    What has a name that came from outside is reported at its parent.
    """
    if isinstance(messages, Mapping):
        for name, below in messages.items():
            ours = _MEMBER.fullmatch(str(name)) and below != ["Unknown field."]
            yield from _flat(below, f"{pointer}/{name}" if ours else pointer)
    else:
        for message in messages:
            yield ErrorItem("invalid", str(message), pointer=pointer)


def _contradictions(loaded: Mapping[str, Any]) -> Iterator[ErrorItem]:
    yield from _party_errors(loaded["parties"])
    yield from _purpose_errors(loaded)
    if not loaded["starts_on"] <= loaded["review_on"] <= loaded["ends_on"]:
        yield ErrorItem("dates_order", "starts, is reviewed and ends in that order", "/ends_on")
    providers = {each["agency"] for each in loaded["parties"] if PROVIDER in each["roles"]}
    if not providers.issuperset(loaded["permissions"]["show_alone"]):
        yield ErrorItem(
            "permission_foreign", "only a provider permits", pointer="/permissions/show_alone"
        )


def _party_errors(parties: list[dict[str, Any]]) -> Iterator[ErrorItem]:
    names = [each["agency"] for each in parties]
    if len(set(names)) != len(names):
        yield ErrorItem("party_repeated", "names an agency twice", pointer="/parties")
    for role in (PROVIDER, RECIPIENT):
        if not any(role in each["roles"] for each in parties):
            yield ErrorItem("role_missing", f"has no {role}", pointer="/parties")


def _purpose_errors(loaded: Mapping[str, Any]) -> Iterator[ErrorItem]:
    """An action that none of the purposes can justify is a mistake of drafting."""
    justified = frozenset[str]().union(*(PURPOSES[name].actions for name in loaded["purposes"]))
    if not justified.issuperset(loaded["actions"]):
        yield ErrorItem(
            "action_beyond_purpose",
            "holds an action that none of the purposes can justify",
            pointer="/actions",
        )
