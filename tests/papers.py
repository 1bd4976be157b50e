"""Agreements for tests: terms, keys of agencies, and files with signatures."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from auth import jose
from auth.agreements import Filed, Signature
from auth.standing import Change
from auth.terms import Terms
from tests.oauth_client import Key, signature

NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
TODAY = date(2026, 4, 1)
PURPOSE = "strategic_needs_assessment"
AGREEMENT = "DSA-2026-0001"


def document(**changes: Any) -> dict[str, Any]:
    """A terms document: police provide, the council's lead receives, the hospital does both."""
    usual: dict[str, Any] = {
        "agreement": AGREEMENT,
        "version": 1,
        "partnership": "bromley",
        "title": "One picture of domestic abuse for Bromley: coöperation of its services",
        "parties": [
            {"agency": "met-bromley", "roles": ["provider"]},
            {"agency": "bromley-da-lead", "roles": ["recipient"]},
            {"agency": "kings-pruh", "roles": ["provider", "recipient"]},
        ],
        "purposes": [PURPOSE],
        "datasets": ["incident", "health_contact"],
        "actions": ["submit", "aggregate", "seal"],
        "withheld_fields": ["incident.connection"],
        "areas": ["E09000006"],
        "disclosure_profile": "partnership",
        "lawful_basis": ["UK GDPR Article 6(1)(e)"],
        "starts_on": "2025-01-01",
        "ends_on": "2028-12-31",
        "review_on": "2026-12-31",
        "retention_months": 36,
        "permissions": {"show_alone": {"met-bromley": ["incident"]}},
    }
    if "incident" not in changes.get("datasets", ["incident"]):
        usual |= {"withheld_fields": [], "permissions": {"show_alone": {}}}
    return {**usual, **changes}


def draft(**changes: Any) -> dict[str, Any]:
    """The same, as the parties draft it: without partnership, number and version."""
    given = {"agreement", "version", "partnership"}
    return {name: value for name, value in document(**changes).items() if name not in given}


@cache
def agency_key(agency: str) -> Key:
    """The key an agency signs with, one for each in a run."""
    return Key.make("ES256")


def signed(
    terms: Mapping[str, Any],
    *,
    agency: str,
    key: Key | None = None,
    false: Mapping[str, Any] | None = None,
) -> Signature:
    """An agency's signature as it lies on file."""
    used = key or agency_key(agency)
    return Signature(
        version=terms["version"],
        agency_id=agency,
        kid=used.thumbprint,
        jws=signature(terms, agency=agency, key=used, false=false),
        received_at=NOW,
        key=jose.public_key(used.jwk),
    )


def filed(
    *documents: Mapping[str, Any],
    unsigned: Iterable[str] = (),
    changes: Iterable[Change] = (),
    **more: Any,
) -> Filed:
    """A file with these versions, signed by every party but the `unsigned` ones."""
    papers = documents or (document(),)
    return Filed(
        partnership_id=papers[0]["partnership"],
        agreement_id=papers[0]["agreement"],
        versions={each["version"]: Terms.parse(each).canonical.decode() for each in papers},
        signatures=tuple(
            signed(each, agency=party["agency"])
            for each in papers
            for party in each["parties"]
            if party["agency"] not in set(unsigned)
        ),
        changes=tuple(changes),
        **more,
    )
