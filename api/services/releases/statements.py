"""Statements of a release: each agency's own words, kept for it and for the lead to release.

What belongs here: which statements a release holds, and by what each is known. What does not: who
has let which be printed.
"""

from __future__ import annotations

import hashlib

from api.queries import participation, wordings
from api.queries.statements import Kept
from api.queries.wordings import Wording
from api.services.releases import freezing
from api.services.releases.counting import Sealer
from api.services.releases.planning import Target
from schemas.codes.scrutiny import SCRUTINY_QUESTION

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
    return [_kept(sealer.partnership_id, each) for each in found]


def _kept(partnership: str, said: Wording) -> Kept:
    question = said.question if said.question in SCRUTINY_QUESTION else None
    parts = (partnership, said.agency_id, said.month, said.measure, said.text)
    name = _named(*parts, *([question] if question else []))
    return Kept(name, said.agency_id, said.dataset, said.measure, said.month, said.text, question)


def _named(*parts: str) -> str:
    """What a statement is known by: whose it is, its month, its very text and its question."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:_LENGTH]
