"""The charity's part: its advisers read whom the police referred to them, under an agreement."""

from __future__ import annotations

from typing import Final

from api.cli.client.problems import checked
from api.cli.client.session import Agency
from api.cli.demo.journal import Journal

READER: Final = {"Acting-Person": "adviser-7", "Access-Reason": "new-referrals"}
"""The charity's own references of who reads and why; both are audited."""


def referrals(journal: Journal, charity: Agency) -> None:
    """Read the referrals of one month, and be refused without a reader."""
    path = "/v1/records/referral?period=2026-03&agency=met-bromley"
    refused = charity.call("GET", path)
    journal.say(f"without a reader: {refused.status_code} {refused.json()['code']}")
    page = checked(charity.call("GET", path, headers=READER)).json()
    risks = [each["record"].get("risk_level") for each in page["records"]]
    journal.say(
        f"{len(risks)} referrals by other agencies, {risks.count('high')} at high risk;"
        f" no name, no place, no identifier of theirs ({page['agreement']}, {page['purpose']})"
    )
