"""What is written of the agencies' voices: each one's files, and the map that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from schemas.period import Period
from synth.formats import json_bytes
from synth.labels import LABEL
from synth.lives.households import Borough
from synth.partnership import PLAN, PartnershipPlan
from synth.placing import plan_of
from synth.returns import InventedReturn, returns
from synth.voices.spoken import Extract, extract
from synth.voices.systems import VOICES
from synth.voices.voice import Voice

Piece = tuple[str, bytes, dict[str, Any]]
"""A file's name, its bytes, and what is to be said of it."""


def pieces(borough: Borough, months: Sequence[Period], *, today: date | None) -> Iterator[Piece]:
    """The files of all voices: `synthetic-{month}-{voice}.{suffix}`, and a term map for each voice.

    Those of a spreadsheet's own headings, which the service refuses, end with `-as-kept`.
    """
    plan = plan_of(borough.profile)
    sent = returns(
        plan, months, seed=borough.seed, profile=borough.profile, today=today, number=borough.number
    )
    for each, said in voices_of(sent, plan=plan):
        kept = "-as-kept" if said.untidy else ""
        name = f"{LABEL}-{each.month}-{said.voice.name}{kept}.{said.suffix}"
        about = {
            "agency": each.agency_id, "dataset": each.dataset, "voice": said.voice.name,
            "level": "record", "media_type": said.media_type, "month": each.month,
            "rows": len(each.written),
        }  # fmt: skip
        yield name, said.body, about
    for (agency, dataset), voice in _speaking(plan).items():
        about = {"agency": agency, "dataset": dataset}
        yield f"{LABEL}-{voice.name}-term-map.json", json_bytes(voice.term_map()) + b"\n", about


def _speaking(plan: PartnershipPlan) -> dict[tuple[str, str], Voice]:
    """The voices by the agency of the plan that has it, and by dataset."""
    names = {(each.seat, each.dataset): each.agency_id for each in plan.expectations}
    return {
        (names[voice.agency_id, voice.dataset], voice.dataset): voice for voice in VOICES.values()
    }


def voices_of(
    sent: Iterable[InventedReturn], *, plan: PartnershipPlan = PLAN
) -> Iterator[tuple[InventedReturn, Extract]]:
    """The returns of those that have a voice, in it; one with headings comes both ways."""
    speaking = _speaking(plan)
    for each in sent:
        voice = speaking.get((each.agency_id, each.dataset))
        if voice is None or not each.written:
            continue
        yield each, extract(voice, each.rows)
        if voice.groups:
            yield each, extract(voice, each.rows, untidy=True)
