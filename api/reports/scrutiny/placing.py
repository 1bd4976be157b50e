"""Which question each declared figure answers: every measure of the register has its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from api.reports.facts import Declared
from api.reports.scrutiny.questions import QUESTIONS

BENCHMARK: Final = "benchmark"
"""Stands beside the figures of its indicator and nowhere else."""


def placed(held: Iterable[Declared]) -> Mapping[str, list[Declared]]:
    """The figures by the id of the question that they answer, in the order they come."""
    places: dict[str, list[Declared]] = {}
    for each in held:
        if each.measure != BENCHMARK:
            places.setdefault(place(each), []).append(each)
    return places


def place(figure: Declared) -> str:
    """The question a figure answers: the one that names its cell before one that names none."""
    cell = set(zip(figure.by, figure.cell, strict=True))
    fitting = [
        (len(stated.cell), question.id)
        for question in QUESTIONS.values()
        for stated in question.declared
        if stated.measure == figure.measure and set(stated.cell) <= cell
    ]
    return max(fitting)[1]
