"""Rules in words, from their tests: what must hold, said so that a person can mend a row by it.

What belongs here: one wording for each operator of a rule. What does not: the sentence of a rule
(that says what is wrong and stands with the rule), and fields (each says its own values).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import singledispatchmethod
from typing import Any, Final

from schemas import rules
from schemas.conditions import ANY_LATER
from schemas.dataset import Dataset, columns_by_name
from schemas.fields import Day, Instant, Month

_TIMES: Final = {
    "<": "is before", "<=": "is on or before", "==": "is", "!=": "is not",
    ">=": "is on or after", ">": "is after",
}  # fmt: skip
_SIZES: Final = {
    "<": "is less than", "<=": "is at most", "==": "is", "!=": "is not",
    ">=": "is at least", ">": "is more than",
}  # fmt: skip
_AGAINST: Final = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
_CONTEXT_TIMES: Final = frozenset({"envelope.month", "envelope.last_day", "envelope.extracted_on"})


def phrase(rule: rules.Rule, *, dataset: type[Dataset]) -> str:
    """What must hold for a rule to be met, as one sentence; the rule's own where it has no test."""
    if rule.test is None:
        return rule.sentence
    times = _CONTEXT_TIMES | {
        name
        for name, column in columns_by_name(dataset).items()
        if isinstance(column.field, Day | Instant | Month)
    }
    words = _Speaker(times).said(rule.test)
    named = words.partition(" ")[0].strip("(,;") in columns_by_name(dataset)
    return f"{words}." if named else f"{words[:1].upper()}{words[1:]}."


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _operand(operand: rules.Operand) -> str:
    return operand.name if isinstance(operand, rules.Field) else _value(operand.value)


def _choice(values: Iterable[Any]) -> str:
    told = sorted(map(_value, values))
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"


def _names(fields: Iterable[rules.Field]) -> str:
    told = [field.name for field in fields]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _times(factor: int) -> str:
    return "" if factor == 1 else f", times {factor},"


def _bracketed(words: str, part: rules.Expression) -> str:
    """A joined part in brackets, so that nobody has to guess what belongs to what."""
    turned = part.part if isinstance(part, rules.Not) else part
    joined = isinstance(turned, rules.All | rules.AnyOf | rules.Implies)
    return f"({words})" if joined else words


def _span(low: int, high: int) -> str:
    """Where a day lies that is `low` to `high` days after another: "on or after", for one."""
    if low == -high:
        return f"within {high} days of" if high else "the same day as"
    if high >= ANY_LATER:
        return "on or after" if low == 0 else f"{low} days or more after"
    if low <= -ANY_LATER:
        return "on or before" if high == 0 else f"{-high} days or more before"
    if low >= 0:
        return f"{low} to {high} days after"
    if high <= 0:
        return f"{-high} to {-low} days before"
    return f"from {-low} days before to {high} days after"


_NEGATED: Final[Mapping[type, Callable[[Any], str]]] = {
    rules.Present: lambda part: f"{part.field.name} is empty",
    rules.In: lambda part: f"{part.field.name} is not {_choice(part.values)}",
    rules.Holds: lambda part: f"{part.field.name} does not hold {_operand(part.value)}",
}


class _Speaker:
    """The words of each operator.

    Args:
        times: names of fields that are days, months or moments: one is before another, not less.
    """

    def __init__(self, times: frozenset[str]) -> None:
        self.times = times

    @singledispatchmethod
    def said(self, test: Any) -> str:
        """The words of a test.

        Raises:
            TypeError: the test is none of a rule's operators.
        """
        raise TypeError(f"{type(test).__name__} has no words")

    @said.register
    def _(self, test: rules.Compare) -> str:
        sides = (test.left, test.right)
        timed = any(isinstance(side, rules.Field) and side.name in self.times for side in sides)
        words = (_TIMES if timed else _SIZES)[test.op]
        return f"{_operand(test.left)} {words} {_operand(test.right)}"

    @said.register
    def _(self, test: rules.In) -> str:
        return f"{test.field.name} is {_choice(test.values)}"

    @said.register
    def _(self, test: rules.Holds) -> str:
        return f"{test.field.name} holds {_operand(test.value)}"

    @said.register
    def _(self, test: rules.Present) -> str:
        return f"{test.field.name} has a value"

    @said.register
    def _(self, test: rules.Within) -> str:
        later, earlier = _operand(test.later), _operand(test.earlier)
        if (test.low, test.high) == (0, ANY_LATER):
            return f"{later} is not before {earlier}"
        return f"{later} is {_span(test.low, test.high)} {earlier}"

    @said.register
    def _(self, test: rules.InMonth) -> str:
        month = (
            "the month of the return" if test.month.name == "envelope.month" else test.month.name
        )
        return f"{test.day.name} is in {month}"

    @said.register
    def _(self, test: rules.Member) -> str:
        return (
            f"{test.code.name} is a code of /v1/code-lists/{test.codes} that belongs to"
            f" {test.parent.name} and is in use on {test.on.name}"
        )

    @said.register
    def _(self, test: rules.AgeAt) -> str:
        return f"{test.age.name} is from {test.low} to {test.high}"

    @said.register
    def _(self, test: rules.ShareAtLeast) -> str:
        return f"{test.part.name} is at least {test.percent} % of {test.whole.name}"

    @said.register
    def _(self, test: rules.Not) -> str:
        part = test.part
        if isinstance(part, rules.Not):
            return self.said(part.part)
        if isinstance(part, rules.Compare):
            return self.said(rules.Compare(_AGAINST[part.op], part.left, part.right))  # type: ignore[arg-type]
        if isinstance(part, rules.All | rules.AnyOf):
            # none of several is each of them not; not all of several is one of them not
            turned = tuple(rules.Not(each) for each in part.parts)
            other = rules.AnyOf if isinstance(part, rules.All) else rules.All
            return self.said(other(turned))
        words = _NEGATED.get(type(part))
        return words(part) if words else f"it is not so that {self.said(part)}"

    @said.register
    def _(self, test: rules.All) -> str:
        told = [self.said(part) for part in test.parts]
        whole = any(isinstance(part, rules.Implies) for part in test.parts)
        return "; ".join(told) if whole else " and ".join(map(_bracketed, told, test.parts))

    @said.register
    def _(self, test: rules.AnyOf) -> str:
        return " or ".join(_bracketed(self.said(part), part) for part in test.parts)

    @said.register
    def _(self, test: rules.Implies) -> str:
        return f"where {self.said(test.given)}, {_bracketed(self.said(test.then), test.then)}"

    @said.register
    def _(self, test: rules.Unique) -> str:
        return f"no two rows agree in {_names(test.fields)}"

    @said.register
    def _(self, test: rules.ShareAtMost) -> str:
        return (
            f"of a file of {test.base} rows or more, at most {test.share:.0%} give one and the same"
            f" reason in {test.field.name}"
        )

    @said.register
    def _(self, test: rules.PartsSum) -> str:
        return (
            f"rows that agree in {_names(test.figure)} and differ in {test.cell.name} sum, in"
            f" {test.value.name}, to the row without {test.cell.name}"
        )

    @said.register
    def _(self, test: rules.AtMostBeside) -> str:
        return (
            f"{test.value.name} of {test.lower}{_times(test.times)} is at most that of"
            f" {test.upper}, where {_names(test.match)} agree"
        )

    @said.register
    def _(self, test: rules.SumBeside) -> str:
        return (
            f"{test.value.name} of {' and '.join(test.parts)} sum to that of {test.whole}, where"
            f" {_names(test.match)} agree"
        )

    @said.register
    def _(self, test: rules.Steady) -> str:
        return f"{test.field.name} is the value last sent for the same {test.person.name}"

    @said.register
    def _(self, test: rules.SteadyAge) -> str:
        return (
            f"{test.age.name} is the age last sent for the same {test.person.name}, and the years"
            " since, give or take one"
        )

    @said.register
    def _(self, test: rules.ChangeAtMost) -> str:
        return (
            f"{test.value.name} is within {test.share:.0%} of the month before, where"
            f" {_names((*test.figure, test.like))} agree"
        )

    @said.register
    def _(self, test: rules.SameAsBefore) -> str:
        return f"{test.field.name} is that of the month before, where {_names(test.figure)} agree"

    @said.register
    def _(self, test: rules.NoRecords) -> str:
        return f"no records of the dataset in {test.dataset.name} were sent for the same month"

    @said.register
    def _(self, test: rules.NightsWithinCapacity) -> str:
        return (
            f"nights from {test.start.name} to {test.end.name} are at most the days of the month"
            f" times the {test.measure} declared for it"
        )

    @said.register
    def _(self, test: rules.Companion) -> str:
        pairs = [
            f"the same {own.name}" if own.name == other.name else f"{other.name} the {own.name}"
            for own, other in test.match
        ]
        meets = f", for which {self.said(test.meets)}" if test.meets is not None else ""
        there = "there is a row" if test.wanted else "there is no row"
        return (
            f"where {self.said(test.where)}, {there} of {test.dataset} with {', '.join(pairs)}"
            f"{meets}, whose {test.other_day.name} is {_span(test.low, test.high)} {test.day.name}"
        )

    @said.register
    def _(self, test: rules.Apart) -> str:
        return (
            f"the times from {test.start.name} to {test.end.name} of rows that agree in"
            f" {_names(test.match)} do not overlap"
        )

    @said.register
    def _(self, test: rules.Forward) -> str:
        return (
            f"of rows that agree in {_names(test.match)}, one with a later {test.day.name} has no"
            f" earlier {test.stage.name} in the order {', '.join(test.order)}"
        )
