"""Distributions held against those that were published: of one column, and of pairs of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synth.figures.profiles import document
from synth.scoring.questions import Answers, Question, asked
from synth.scoring.similarity import contingency_similarity, tv_complement
from synth.scoring.targets import months

_MISSING, _OTHER = "missing", "other"


@dataclass(frozen=True)
class Marginal:
    """The distribution of one column over rows that meet a base.

    Attributes:
        asks: the question of each category, but for `other`.
        base: the question of all rows.
        expected: the shares, of any sum.
    """

    name: str
    source: str
    asks: Mapping[str, Question]
    base: Question
    expected: Mapping[str, float]

    def scored(self, answers: Answers) -> dict[str, Any]:
        """What was found beside it, in per cent, and the total-variation complement."""
        counts = {name: answers.numbers[asking] for name, asking in self.asks.items()}
        if _OTHER in self.expected:
            counts[_OTHER] = answers.numbers[self.base] - sum(counts.values())
        return {
            "marginal": self.name,
            "source": self.source,
            "expected": _percent(self.expected),
            "found": _percent(counts),
            "score": round(tv_complement(counts, self.expected), 4) if sum(counts.values()) else
            None,
        }  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """The table of two columns over rows that meet a base: a question for each cell."""

    name: str
    source: str
    labels: tuple[tuple[str, ...], tuple[str, ...]]
    asks: tuple[tuple[Question, ...], ...]
    expected: list[list[float]]

    def scored(self, answers: Answers) -> dict[str, Any]:
        """What was found beside it, and the contingency similarity."""
        found = [[answers.numbers[cell] for cell in row] for row in self.asks]
        whole = sum(map(sum, found))
        score = round(contingency_similarity(found, self.expected), 4) if whole else None
        return {
            "pair": self.name, "source": self.source, "labels": [list(each) for each in
            self.labels], "expected": self.expected, "found": found, "score": score,
        }  # fmt: skip


def marginals(profile: str) -> list[Marginal]:
    """The marginals of a profile."""
    held = document(profile)
    return [_marginal(each, held["year"]) for each in held.get("marginals", [])]


def _marginal(each: Mapping[str, Any], year: str) -> Marginal:
    when, agency, column = months(each, year), each.get("agency", ""), each["column"]
    base = each.get("base", {})
    wanted = dict(_categories(each))
    asks = {
        name: asked(each["dataset"], {**base, column: told}, when, agency=agency)
        for name, told in wanted.items()
    }
    whole = asked(each["dataset"], base, when, agency=agency)
    return Marginal(each["name"], each["source"], asks, whole, each["expected"])


def _categories(each: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The condition of each category: a band of numbers, some codes, a code, or no value."""
    for low, high in each.get("bands", []):
        yield f"{low}-{high}", {"min": low, "max": high}
    groups = each.get("groups", {})
    yield from groups.items()
    if "bands" in each or groups:
        return
    for name in each["expected"]:
        if name == _MISSING:
            yield name, {"missing": True}
        elif name != _OTHER:
            yield name, name


def pairs(profile: str) -> list[Pair]:
    """The pairs of a profile."""
    held = document(profile)
    return [_pair(each, held["year"]) for each in held.get("pairs", [])]


def _pair(each: Mapping[str, Any], year: str) -> Pair:
    one, other = each["columns"]
    rows, cells = each["groups"]
    when = months(each, year)
    asks = tuple(
        tuple(
            asked(each["dataset"], {**each["base"], one: left, other: right}, when)
            for right in cells.values()
        )
        for left in rows.values()
    )
    labels = tuple(rows), tuple(cells)
    return Pair(each["name"], each["source"], labels, asks, each["expected"])


def _percent(shares: Mapping[str, float]) -> dict[str, float]:
    whole = sum(shares.values())
    return {name: round(100 * share / whole, 2) if whole else 0.0 for name, share in shares.items()}
