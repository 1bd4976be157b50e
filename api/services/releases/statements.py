"""Statements of a release: each agency's own words, kept for it and for the lead to release.

What belongs here: which statements a release holds, and by what each is known. What does not: who
has let which be printed.
"""

from __future__ import annotations

import hashlib

from api.queries import participation, wordings
from api.queries.statements import Kept
from api.services.releases import freezing
from api.services.releases.counting import Sealer
from api.services.releases.planning import Target

_LENGTH = 40
"""Hexadecimal digits of an identifier: 160 bits, past any chance of two alike (design)."""


def kept(sealer: Sealer, target: Target) -> list[Kept]:
    """The statements whose agencies let them be shown in reports at all."""
    sent = participation.sent(
        sealer.session,
        partnership_id=sealer.partnership_id,
        submission_ids=freezing.submissions(each for each in target.inputs if each.counted),
    )
    found = wordings.statements(
        sealer.session,
        partnership_id=sealer.partnership_id,
        submission_ids=[each.submission_id for each in sent.values() if each.publish != "none"],
    )
    partnership = sealer.partnership_id
    return [
        Kept(
            _named(partnership, agency, month, measure, text), agency, dataset, measure, month, text
        )
        for agency, dataset, measure, month, text in found
    ]


def _named(*parts: str) -> str:
    """What a statement is known by: whose it is, its month and its very text."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:_LENGTH]
