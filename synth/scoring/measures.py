"""What a target measures: the questions that it asks of the files, and the figure made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from synth.scoring.questions import Answers, Persons, Question, asked


@dataclass(frozen=True)
class Measure:
    """A way to a figure.

    Attributes:
        asks: the questions, in an order that `made` knows.
        made: the figure; None where its base is empty.
        counts: whether it grows with the borough.
    """

    asks: tuple[Question | Persons, ...]
    made: Callable[[Answers], float | None]
    counts: bool = False


Spec = Mapping[str, Any]
"""A target as it is written, with its `months` as a set of texts."""


def measure(spec: Spec) -> Measure:
    """The measure of a target.

    Raises:
        KeyError: there is no such measure, or it lacks a part.
    """
    if "measure" in spec:
        return _KINDS[spec["measure"]](spec)
    return _share(spec) if "base" in spec else _count(spec)


def _rows(spec: Spec, *parts: str, dataset: str = "dataset", **rest: Any) -> Question:
    where = {name: told for part in parts for name, told in spec[part].items()}
    agency = spec.get("agency", "")
    return asked(spec[dataset], where, spec["months"], agency=agency, **rest)


def _persons(spec: Spec, *, day: str = "") -> Persons:
    return Persons(_rows(spec, "where"), spec["block"], day)


def _of(part: Question, base: Question, *, times: float = 100) -> Callable[[Answers], float | None]:
    def made(answers: Answers) -> float | None:
        whole = answers.numbers[base]
        return times * answers.numbers[part] / whole if whole else None

    return made


def _count(spec: Spec) -> Measure:
    """Rows."""
    rows = _rows(spec, "where")
    return Measure((rows,), lambda answers: answers.numbers[rows], counts=True)


def _share(spec: Spec) -> Measure:
    """Rows that meet both conditions, for a hundred of those that meet the base."""
    part, base = _rows(spec, "base", "where"), _rows(spec, "base")
    return Measure((part, base), _of(part, base))


def _against(spec: Spec) -> Measure:
    """Rows, for a hundred rows of another dataset."""
    part, base = _rows(spec, "where"), _rows(spec, "base", dataset="other")
    return Measure((part, base), _of(part, base))


def _conversion(spec: Spec) -> Measure:
    """Reports made of calls, for a hundred calls."""
    by_call = {**spec, "where": spec["where"] | {"call_count": {"missing": False}}}
    reports, calls = _rows(by_call, "where"), _rows(by_call, "where", summed="call_count")
    return Measure((reports, calls), _of(reports, calls))


def _mean(spec: Spec) -> Measure:
    """The mean of a column."""
    held = {**spec, "where": spec["where"] | {spec["column"]: {"missing": False}}}
    total, rows = _rows(held, "where", summed=spec["column"]), _rows(held, "where")
    return Measure((total, rows), _of(total, rows, times=1))


def _within(spec: Spec) -> Measure:
    """Rows with both days no further apart than so many days, for a hundred with both."""
    since, until = spec["since"], spec["until"]
    near = _rows(spec, "where", span=(since, until, spec["upto"]))
    both = _rows(spec, "where", span=(since, until, 1 << 30))
    return Measure((near, both), _of(near, both))


def _times(answers: Answers, asking: Persons) -> pl.Series:
    """How often each person comes up."""
    held: pl.Series = answers.persons[asking]["person"].value_counts()["count"]
    return held


def _of_persons(
    spec: Spec, figure: Callable[[pl.Series], float | None], *, counts: bool = False
) -> Measure:
    asking = _persons(spec)
    return Measure((asking,), lambda answers: figure(_times(answers, asking)), counts)


def _portion(part: float, whole: float, *, times: float = 100) -> float | None:
    return times * part / whole if whole else None


def _repeated(times: pl.Series) -> int:
    return int((times > 1).sum())


def _persons_again(spec: Spec) -> Measure:
    """Persons with two rows or more, for a hundred rows of another dataset."""
    asking, base = _persons(spec), _rows(spec, "base", dataset="other")
    return Measure(
        (asking, base),
        lambda answers: _portion(_repeated(_times(answers, asking)), answers.numbers[base]),
    )


def _quiet_after(spec: Spec) -> Measure:
    """Persons with no report after the first meeting on them, for a hundred persons heard."""
    heard = _persons(spec, day="meeting_on")
    reports = Persons(
        asked(spec["other"], {"da_flag": "true"}, spec["months"]), "victim", "reported_on"
    )

    def made(answers: Answers) -> float | None:
        first = answers.persons[heard].group_by("person").agg(pl.col("day").min().alias("met"))
        last = answers.persons[reports].group_by("person").agg(pl.col("day").max())
        after = first.join(last, on="person").filter(pl.col("day") > pl.col("met"))
        return _portion(len(first) - len(after), len(first))

    return Measure((heard, reports), made)


_KINDS: Final[Mapping[str, Callable[[Spec], Measure]]] = {
    "against": _against,
    "conversion": _conversion,
    "mean": _mean,
    "within": _within,
    "quiet_after": _quiet_after,
    "repeat_persons_against": _persons_again,
    "persons": lambda spec: _of_persons(spec, lambda times: float(len(times)), counts=True),
    "repeat_persons": lambda spec: _of_persons(
        spec, lambda times: float(_repeated(times)), counts=True
    ),
    "repeat_share": lambda spec: _of_persons(
        spec, lambda times: _portion(_repeated(times), len(times))
    ),
    "repeat_incidents": lambda spec: _of_persons(
        spec, lambda times: _portion(float(times.sum()) - len(times), float(times.sum()))
    ),
    "reports_of_repeaters": lambda spec: _of_persons(
        spec,
        lambda times: _portion(float(times.filter(times > 1).sum()), _repeated(times), times=1),
    ),
}
"""Measures by name; a target without one counts rows, or takes their share of a base."""
