"""Short words for the conditions that rules are made of, so that a dataset's rules read like
sentences.
"""

from __future__ import annotations

from typing import Any, Final

from schemas.rules import All, Compare, Expression, Field, Implies, In, Not, Present, Value, Within

ANY_LATER: Final = 36_500  # days, a century: in order, with no bound meant


def equals(name: str, value: Any) -> Compare:
    """The field has this value."""
    return Compare("==", Field(name), Value(value))


def one_of(name: str, *values: Any) -> In:
    """The field has one of these values."""
    return In(Field(name), frozenset(values))


def given(name: str, *, needed: bool = False) -> Present:
    """The field has a value; where it is `needed`, a file without the column has none."""
    return Present(Field(name), needed)


def needs(condition: Expression, name: str) -> Implies:
    """Where the condition holds, the field has a value."""
    return Implies(condition, given(name))


def only_where(name: str, condition: Expression) -> Implies:
    """The field has a value only where the condition holds."""
    return Implies(given(name), condition)


def exactly_where(name: str, condition: Expression) -> All:
    """The field has a value where the condition holds, and nowhere else."""
    return All((needs(condition, name), Implies(Not(condition), Not(given(name)))))


def in_order(*names: str) -> All:
    """The days or moments follow each other, equal ones allowed, whichever of them are known."""
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return All(
        tuple(Within(Field(later), Field(earlier), 0, ANY_LATER) for earlier, later in pairs)
    )
