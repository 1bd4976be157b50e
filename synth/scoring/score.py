"""The score of one run: everything that is said of it, as one JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import msgspec

from synth.figures.profiles import PROFILES, Profile
from synth.placing import plan_of
from synth.scoring import histories
from synth.scoring.declared import declared
from synth.scoring.questions import Answers, Persons, Question, answered
from synth.scoring.reading import File, ScoreError, files, manifest
from synth.scoring.shapes import Marginal, Pair, marginals, pairs
from synth.scoring.structure import structure
from synth.scoring.targets import Target, held_against, targets

KEY: Final = "synthetic-answer-key.json"


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
    size = float(told.get("scale", 1))
    wanted = Wanted.of(profile, written)
    answers, stated = answered(held, wanted.questions()), declared(held)

    def judged(which: Sequence[Target]) -> list[dict[str, Any]]:
        return list(
            held_against(which, written=written, size=size, answers=answers, declared=stated)
        )

    return {
        "synthetic": True,
        "profile": profile,
        "title": PROFILES[profile].title,
        "seed": told["seed"],
        "scale": told.get("scale", 1),
        "months": sorted(written),
        **_counted(judged(wanted.kept)),
        "gaps": judged(wanted.aside),
        "structure": _structure(held, rates=PROFILES[profile]),
        **wanted.scored(answers),
        "overlap": histories.overlap(held),
        "faults": _faults(folder),
    }


@dataclass(frozen=True)
class Wanted:
    """Everything that a profile wants to know of the files."""

    kept: Sequence[Target]
    aside: Sequence[Target]
    marginals: Sequence[Marginal]
    pairs: Sequence[Pair]
    reported: Persons
    waits: Mapping[str, Mapping[int, Question]]

    @classmethod
    def of(cls, profile: str, written: frozenset[str]) -> Wanted:
        """What a profile wants to know of files of some months."""
        return cls(
            targets(profile), targets(profile, "gaps"), marginals(profile), pairs(profile),
            histories.reports(written), histories.waits(written),
        )  # fmt: skip

    def questions(self) -> set[Question | Persons]:
        """All questions, each once."""
        return {
            self.reported,
            *chain.from_iterable(each.asks() for each in (*self.kept, *self.aside)),
            *chain.from_iterable((*each.asks.values(), each.base) for each in self.marginals),
            *chain.from_iterable(chain.from_iterable(each.asks) for each in self.pairs),
            *chain.from_iterable(steps.values() for steps in self.waits.values()),
        }

    def scored(self, answers: Answers) -> dict[str, Any]:
        """What is told of distributions and of histories."""
        return {
            "marginals": [each.scored(answers) for each in self.marginals],
            "pairs": [each.scored(answers) for each in self.pairs],
            "delays": histories.delays(answers, self.waits),
            "repeats": histories.repeats(answers, self.reported),
        }


def _counted(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The targets, and how many of them were measured and met."""
    return {
        "measured": sum(each["within"] is not None for each in found),
        "within": sum(each["within"] is True for each in found),
        "targets": found,
    }


def _structure(held: Sequence[File], *, rates: Profile) -> dict[str, Any]:
    sectors = {agency.agency_id: agency.sector for agency in plan_of(rates).agencies}
    return structure(held, sectors=sectors, area=rates.area).document()


def _faults(folder: Path) -> dict[str, int] | None:
    """How many entries the answer key has of each kind; None without a key."""
    path = folder / KEY
    if not path.exists():
        return None
    entries = msgspec.json.decode(path.read_bytes())["faults"]
    return dict(sorted(Counter(each["fault"] for each in entries).items()))
