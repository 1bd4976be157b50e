"""How persons come up again: how often, after how long, and at how many agencies.

What is known of persons comes from the truth beside the files, so that it holds where an agency
sends no reference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import polars as pl

from synth.scoring.questions import Answers, Persons, Question, asked
from synth.scoring.reading import File

TIMES: Final = ((1, 1), (2, 2), (3, 3), (4, 6), (7, 1 << 30))
"""How often a person was reported, in bands."""
WAITS: Final = (
    ("days from report to arrest", "incident", "reported_on", "first_arrest_at"),
    ("days from assessment to supervision", "risk_assessment", "assessed_on", "supervised_on"),
    ("days from referral to first contact", "referral", "referred_on", "first_contact_on"),
    ("days from request to a place", "housing_support", "requested_on", "start_on"),
    ("days from application to decision", "protective_order", "applied_on", "decided_on"),
)
"""Delays that are told of every borough: name, dataset, and its two days."""
STEPS: Final = (0, 1, 2, 7, 14, 28)
"""Days by which something has come, of which the shares are told."""


def reports(months: Iterable[str]) -> Persons:
    """The persons who were reported to the police, with the days."""
    rows = asked("incident", {"da_flag": "true"}, frozenset(months))
    return Persons(rows, "victim", "reported_on")


def repeats(answers: Answers, asking: Persons) -> dict[str, Any]:
    """How many persons came up how often, and the days between two reports of one person."""
    held = answers.persons[asking].sort("person", "day")
    times = held["person"].value_counts()["count"]
    apart = held.select(
        (pl.col("day") - pl.col("day").shift()).over("person").dt.total_days()
    ).to_series().drop_nulls()  # fmt: skip
    return {
        "persons": len(times),
        "reports": len(held),
        "by_reports": {_band(*band): int(times.is_between(*band).sum()) for band in TIMES},
        "days_between": {
            name: apart.quantile(share, "nearest") if len(apart) else None
            for name, share in (("quarter", 0.25), ("half", 0.5), ("three_quarters", 0.75))
        },
    }


def _band(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} or more" if high > 1 << 20 else f"{low}-{high}"


def waits(months: Iterable[str]) -> dict[str, dict[int, Question]]:
    """The questions of each delay: how many had come by so many days; -1 is of all that came."""
    when = frozenset(months)
    return {
        name: {
            most: asked(dataset, {}, when, span=(since, until, most if most >= 0 else 1 << 30))
            for most in (-1, *STEPS)
        }
        for name, dataset, since, until in WAITS
    }


def delays(answers: Answers, asking: Mapping[str, Mapping[int, Question]]) -> list[dict[str, Any]]:
    """Of what came, the shares that had come by so many days, in per cent."""
    found = []
    for name, steps in asking.items():
        whole = answers.numbers[steps[-1]]
        by = {
            str(most): round(100 * answers.numbers[asked_] / whole, 1)
            for most, asked_ in steps.items()
            if most >= 0 and whole
        }
        found.append({"delay": name, "came": int(whole), "by_days": by})
    return found


def overlap(files: Iterable[File]) -> dict[str, Any]:
    """How many persons are known to how many agencies, and to which two of them."""
    held: dict[str, list[pl.Series]] = {}
    for file in files:
        if file.truth is not None:
            held.setdefault(file.agency, []).append(_known(file.truth))
    known = {agency: pl.concat(each).unique() for agency, each in held.items()}
    if not known:
        return {"by_agencies": {}, "pairs": []}
    times = pl.concat(list(known.values())).value_counts()["count"]
    counts = dict(sorted(Counter(times.to_list()).items()))
    return {
        "persons": sum(counts.values()),
        "by_agencies": {str(many): persons for many, persons in counts.items()},
        "pairs": _pairs(sorted(known), known),
    }


def _known(truth: Path) -> pl.Series:
    """The persons in a file, each once."""
    table = pl.scan_csv(truth, infer_schema=False)
    names = table.collect_schema().names()
    blocks = [name for name in names[2:] if not name.endswith(".sent")]
    held = table.select(blocks).collect()
    return pl.concat([held[name].drop_nulls().hash() for name in blocks]).unique().alias("person")


def _pairs(agencies: Sequence[str], known: dict[str, pl.Series]) -> list[dict[str, Any]]:
    return [
        {"agencies": [one, other],
         "persons": int(known[one].is_in(known[other].implode()).sum())}
        for one, other in combinations(agencies, 2)
    ]  # fmt: skip
