"""A rule's expression as claims of two values, joined by `every` and `some` alone.

The operators answer True, False or unknown. A claim says of one operator that its answer is, or is
not, one of these, which is plainly so or not; negations move into the claims. A claim that cannot
be worked out may therefore be taken as met, and the whole is then met at least as often as it
should be: what finds breaches by it may see too many, never too few. How claims are evaluated over
columns or written as Python belongs to the modules beside this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from schemas import rules
from schemas.evaluate import Row, judge

Meets = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer of `test`, an operator that holds no other, is `verdict`; or is not, unless `so`.

    An answer that is not True may be False or unknown.
    """

    test: rules.Expression
    verdict: bool
    so: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """All the parts are so."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts is so."""

    parts: tuple[Node, ...]


Node = Claim | Every | Some


def claimed(test: rules.Expression, *, verdict: bool, so: bool = True) -> Node:
    """The claim that the answer of an expression is `verdict` (or is not), down to its leaves."""
    match test:
        case rules.Not(part):
            return claimed(part, verdict=not verdict, so=so)
        case rules.All(parts):
            return _joined(parts, verdict=verdict, so=so, every=verdict)
        case rules.AnyOf(parts):
            return _joined(parts, verdict=verdict, so=so, every=not verdict)
        case rules.Implies(given, then):
            applies = claimed(given, verdict=True, so=verdict != so)
            holds = claimed(then, verdict=verdict, so=so)
            return Some((applies, holds)) if verdict is so else Every((applies, holds))
        case _:
            return Claim(test, verdict, so)


def _joined(
    parts: tuple[rules.Expression, ...], *, verdict: bool, so: bool, every: bool
) -> Every | Some:
    """A conjunction is true by all of its parts and false by one; a denial turns this round."""
    inner = tuple(claimed(part, verdict=verdict, so=so) for part in parts)
    return Every(inner) if every is so else Some(inner)


def meets(node: Node) -> Meets:
    """The function that says of a row whether the claims are so, by the rules' one evaluator."""
    if isinstance(node, Claim):
        answer, verdict, so = judge(node.test), node.verdict, node.so
        return lambda row: (answer(row) is verdict) is so
    parts, join = tuple(meets(part) for part in node.parts), all if isinstance(node, Every) else any
    return lambda row: join(part(row) for part in parts)


def named(node: Node) -> frozenset[str]:
    """The dotted names of all fields in the claims."""
    if isinstance(node, Claim):
        return rules.named(node.test)
    return frozenset[str]().union(*(named(part) for part in node.parts))
