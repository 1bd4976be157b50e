"""The score of one run: everything that is said of it, as one JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from synth.figures.profiles import PROFILES
from synth.partnership import PLAN
from synth.scoring import histories
from synth.scoring.declared import declared
from synth.scoring.questions import Answers, answered
from synth.scoring.reading import ScoreError, files, manifest
from synth.scoring.shapes import marginals, pairs
from synth.scoring.structure import structure
from synth.scoring.targets import Target, held_against, targets

KEY = "synthetic-answer-key.json"


def score(folder: Path) -> dict[str, Any]:
    """Score the files of a run.

    Args:
        folder: what `safershare synth` wrote.

    Returns:
        `profile`, `targets` (a list of `{target, source, expected, found, tolerance, within}`),
        `within` and `measured` (how many of them), `gaps` (figures that the profile sets aside,
        each with its `reason`), `structure`, `marginals`, `pairs`, `delays`, `repeats`, `overlap`,
        and `faults`, how many entries the answer key has of each kind.

    Raises:
        ScoreError: it holds no whole run of a profile that is known.
    """
    told = manifest(folder)
    profile = str(told.get("profile"))
    if profile not in PROFILES:
        raise ScoreError(f"{folder} is of a profile that is not known: {profile}")
    held, written = files(folder, told), frozenset(told["months"])
    size = float(told.get("scale", 1)) * int(told.get("boroughs", 1))
    kept, aside = targets(profile), targets(profile, "gaps")
    shapes, tables = marginals(profile), pairs(profile)
    reported, waits = histories.reports(written), histories.waits(written)
    wanted = {
        reported,
        *chain.from_iterable(each.asks() for each in (*kept, *aside)),
        *chain.from_iterable((*each.asks.values(), each.base) for each in shapes),
        *chain.from_iterable(chain.from_iterable(each.asks) for each in tables),
        *chain.from_iterable(steps.values() for steps in waits.values()),
    }
    answers, stated = answered(held, wanted), declared(held)
    sectors = {agency.agency_id: agency.sector for agency in PLAN.agencies}

    def judged(which: Iterable[Target]) -> list[dict[str, Any]]:
        return list(
            held_against(list(which), written=written, size=size, answers=answers, declared=stated)
        )

    found = judged(kept)
    return {
        "synthetic": True,
        "profile": profile,
        "title": PROFILES[profile].title,
        "seed": told["seed"],
        "scale": told.get("scale", 1),
        "months": sorted(written),
        "measured": sum(each["within"] is not None for each in found),
        "within": sum(each["within"] is True for each in found),
        "targets": found,
        "gaps": judged(aside),
        "structure": structure(held, sectors=sectors, area=PROFILES[profile].area).document(),
        **_shapes(answers, shapes, tables),
        "delays": histories.delays(answers, waits),
        "repeats": histories.repeats(answers, reported),
        "overlap": histories.overlap(held),
        "faults": _faults(folder),
    }


def _shapes(answers: Answers, shapes: list[Any], tables: list[Any]) -> dict[str, Any]:
    return {
        "marginals": [each.scored(answers) for each in shapes],
        "pairs": [each.scored(answers) for each in tables],
    }


def _faults(folder: Path) -> dict[str, int] | None:
    """How many entries the answer key has of each kind; None without a key."""
    path = folder / KEY
    if not path.exists():
        return None
    entries = msgspec.json.decode(path.read_bytes())["faults"]
    return dict(sorted(Counter(each["fault"] for each in entries).items()))
