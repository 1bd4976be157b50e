"""A rule's breach as a Python condition over local variables.

Each operator has its words for "the answer is True" and "the answer is False"; unknown is neither.
An operator without words here, or of operands without a known kind, is asked of the rules' own
evaluator, by name. What every row answers alike is asked of it beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any, Final

from schemas import rules
from schemas.codes import MISSING_REASONS, code_list
from schemas.evaluate import judge
from schemas.fast.claims import Claim, Every, Node, meets
from schemas.fast.operands import Scope, Side

Words = tuple[str, str] | None
"""The conditions that an answer is True and that it is False; None where there are no words."""

_NEVER: Final = ("False", "False")
_OPPOSITE: Final = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})\Z", re.ASCII)


def condition(node: Node, scope: Scope) -> str:
    """The condition that claims are so; `False` where they never are."""
    if isinstance(node, Claim):
        return _claim(node, scope)
    every = isinstance(node, Every)
    parts = dict.fromkeys(condition(part, scope) for part in node.parts)
    if ("False" if every else "True") in parts:
        return "False" if every else "True"
    told = [part for part in parts if part != str(every)]
    if len(told) < 2:
        return told[0] if told else str(every)
    return f"({(' and ' if every else ' or ').join(told)})"


def parted(node: Node, scope: Scope) -> tuple[str, ...]:
    """The same condition line by line, to be read: each part after the first begins by its word."""
    if isinstance(node, Claim) or condition(node, scope) in {"True", "False"}:
        return (condition(node, scope),)
    every = isinstance(node, Every)
    told = [condition(part, scope) for part in node.parts]
    first, *others = dict.fromkeys(part for part in told if part != str(every))
    return (first, *(f"{'and' if every else 'or'} {part}" for part in others))


def _claim(claim: Claim, scope: Scope) -> str:
    if not rules.named(claim.test) & scope.fields.keys():  # every row says the same
        return str(meets(claim)(scope.row))
    words = _WORDS[type(claim.test)](claim.test, scope) or _asked(claim.test, scope)
    text = words[0] if claim.verdict else words[1]
    if claim.so:
        return text
    return {"True": "False", "False": "True"}.get(text, f"not {text}")


def _joined(*parts: str) -> str:
    told = [part for part in parts if part]
    return told[0] if len(told) == 1 else f"({' and '.join(told)})"


def _compare(test: rules.Compare, scope: Scope) -> Words:
    left, right = scope.side(test.left), scope.side(test.right)
    kinds = {left.kind, right.kind}
    if "none" in kinds:
        return _NEVER
    if "other" in kinds or "list" in kinds:
        return None
    if "count or reason" in kinds and kinds != {"count or reason", "number"}:
        return None
    numbers, days = {"count or reason", "number"}, {"day", "moment"}
    if len(kinds) > 1 and not kinds <= numbers and not kinds <= days:
        return _NEVER
    by_day = kinds == days
    texts = (left.day, right.day) if by_day else (left.text, right.text)
    return _ordered(test.op, left, right, texts)


def _ordered(op: str, left: Side, right: Side, texts: tuple[str, str]) -> tuple[str, str]:
    known = (left.has, right.has)
    true, false = (f"{texts[0]} {word} {texts[1]}" for word in (op, _OPPOSITE[op]))
    if op == "==" and right.known and left.kind != "count or reason":
        return true, _joined(*known, false)  # nothing is not equal to a constant
    return _joined(*known, true), _joined(*known, false)


def _in(test: rules.In, scope: Scope) -> Words:
    side = scope.side(test.field)
    if side.kind in {"other", "list"}:
        return None
    values = scope.names.of("among", test.values - {None})
    return f"{side.text} in {values}", f"({side.text} is not None and {side.text} not in {values})"


def _holds(test: rules.Holds, scope: Scope) -> Words:
    side, item = scope.side(test.field), scope.side(test.value)
    if "none" in {side.kind, item.kind}:
        return _NEVER
    if item.kind != "text":
        return None
    known = (side.has, item.has)
    inside, outside = (f"{item.text} {word} {side.text}" for word in ("in", "not in"))
    return _joined(*known, inside), _joined(*known, outside)


def _present(test: rules.Present, scope: Scope) -> Words:
    side = scope.side(test.field)
    excused = scope.is_absent(test.field.name) and not test.needed
    return f"{side.text} is not None", "False" if excused else f"{side.text} is None"


def _within(test: rules.Within, scope: Scope) -> Words:
    end, start = scope.side(test.later), scope.side(test.earlier)
    if "none" in {end.kind, start.kind}:
        return _NEVER
    if not {end.kind, start.kind} <= {"day", "moment"}:
        return None
    apart = f"{test.low} <= ({end.day} - {start.day}).days <= {test.high}"
    return _joined(end.has, start.has, apart), _joined(end.has, start.has, f"not {apart}")


def _in_month(test: rules.InMonth, scope: Scope) -> Words:
    day, month = scope.side(test.day), scope.row.get(test.month.name)
    if test.month.name in scope.fields or not isinstance(month, str):
        return None
    named = _MONTH.match(month)
    if day.kind == "text":
        wanted = scope.names.of("month", month)
        return _joined(day.has, f"{day.text} == {wanted}"), _joined(
            day.has, f"{day.text} != {wanted}"
        )
    if day.kind != "day" or named is None:
        return None
    wanted = scope.names.of("month", (int(named[1]), int(named[2])))
    own = f"({day.text}.year, {day.text}.month)"
    return _joined(day.has, f"{own} == {wanted}"), _joined(day.has, f"{own} != {wanted}")


def _member(test: rules.Member, scope: Scope) -> Words:
    code, parent, on = (scope.side(part) for part in (test.code, test.parent, test.on))
    if (code.kind, parent.kind, on.kind) != ("text", "text", "day") or code.known:
        return None
    entries = scope.names.of("entries", _entries(test.codes))
    entry = f"{entries}[{code.text}]"
    known = (f"{code.text} in {entries}", parent.has, on.has)
    inside = f"({entry}[0] == {parent.text} and {entry}[1] <= {on.text} <= {entry}[2])"
    return _joined(*known, inside), _joined(*known, f"not {inside}")


@cache
def _entries(name: str) -> dict[str, tuple[str | None, date, date]]:
    """The parent of each code of a list and the days on which it was in use."""
    return {
        entry.code: (entry.parent, entry.valid_from or date.min, entry.valid_to or date.max)
        for entry in code_list(name)
        if entry.code not in MISSING_REASONS
    }


def _age(test: rules.AgeAt, scope: Scope) -> Words:
    side = scope.side(test.age)
    if side.kind != "count or reason":
        return None
    inside = f"{test.low} <= {side.text} <= {test.high}"
    return _joined(side.has, inside), _joined(side.has, f"not {inside}")


def _share(test: rules.ShareAtLeast, scope: Scope) -> Words:
    part, whole = scope.side(test.part), scope.side(test.whole)
    if "none" in {part.kind, whole.kind}:
        return _NEVER
    if not {part.kind, whole.kind} <= {"number", "count or reason"}:
        return None
    some, of = f"{part.text} * 100", f"{whole.text} * {test.percent}"
    known = (part.has, whole.has)
    return _joined(*known, f"{some} >= {of}"), _joined(*known, f"{some} < {of}")


def _asked(test: rules.Expression, scope: Scope) -> tuple[str, str]:
    """The evaluator's answer for the columns that the test names, beside what every row says."""
    named = sorted(rules.named(test) & set(scope.fields))
    answer = scope.names.of("asked", partial(_answer, judge(test), scope.row, tuple(named)))
    values = "".join(f", {scope.side(rules.Field(name)).text}" for name in named)
    return f"{answer}({values[2:]}) is True", f"{answer}({values[2:]}) is False"


def _answer(
    answer: Callable[[Any], bool | None], row: Mapping[str, Any], names: tuple[str, ...],
    *values: Any,
) -> bool | None:  # fmt: skip
    own = {n: value for n, value in zip(names, values, strict=True) if value is not None}
    return answer({**row, **own})


_WORDS: Final[Mapping[type, Callable[[Any, Scope], Words]]] = {
    rules.Compare: _compare,
    rules.In: _in,
    rules.Holds: _holds,
    rules.Present: _present,
    rules.Within: _within,
    rules.InMonth: _in_month,
    rules.Member: _member,
    rules.AgeAt: _age,
    rules.ShareAtLeast: _share,
}
