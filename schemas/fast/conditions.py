"""Rules over one row as questions to a frame of coded columns.

Claims about one column whose values are known one by one are answered by the rules' own evaluator,
once for each value; so are claims about several such columns, once for each combination that
occurs. Days, moments, whole numbers and references are compared by the engine of columns. A claim
beyond all this counts as met: a rule may then seem broken where it is not, and the row takes the
exact road.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, Final, Protocol

import polars as pl

from schemas import rules
from schemas.evaluate import Row
from schemas.fast.cells import Cells, Filled, Judged
from schemas.fast.claims import Claim, Every, Node, Some, meets, named
from schemas.fast.kinds import Kind, constant

_OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_KINDS: Final[tuple[Kind, ...]] = ("instant", "day", "number", "text")
_ROOM: Final = 15  # bits for the number of a value: `learned.MOST_CELLS` and a blank fit
_TOGETHER: Final = 4  # columns whose numbers fit into one of 64 bits
_MOST_COMBINATIONS: Final = 50_000  # judged of one claim (design)


class Question(Protocol):
    """A claim or several, put to the frames of one plan."""

    def prepare(self, frame: pl.DataFrame) -> bool:
        """Take in what a coded frame holds that was not seen before; whether there was any."""

    def met(self) -> pl.Expr:
        """Whether the claims are so, or cannot be worked out."""


class Sure:
    """Claims that are so, or not, for every row."""

    def __init__(self, so: bool) -> None:  # noqa: FBT001 - it is the one thing to say
        self._so = so

    def prepare(self, frame: pl.DataFrame) -> bool:
        return False

    def met(self) -> pl.Expr:
        return pl.lit(self._so)


class OfOne:
    """Claims about one column, answered for each of its values."""

    def __init__(self, node: Node, cells: Judged | Filled, row: Row) -> None:
        self._meets, self._cells, self._row = meets(node), cells, row
        self._answers: list[bool] = []

    def prepare(self, frame: pl.DataFrame) -> bool:
        name = self._cells.column.name
        fresh = self._cells.table.values[len(self._answers) :]
        for value in fresh:
            row = self._row if value is None else {**self._row, name: value}
            self._answers.append(self._meets(row))
        return bool(fresh)

    def met(self) -> pl.Expr:
        if len(set(self._answers)) == 1:
            return pl.lit(self._answers[0])
        return pl.lit(pl.Series(self._answers)).gather(self._cells.number)


class OfSeveral:
    """Claims about a few columns, answered for each combination of values that occurs."""

    def __init__(self, node: Node, cells: tuple[Judged | Filled, ...], row: Row) -> None:
        self._meets, self._cells, self._row = meets(node), cells, row
        self._unmet: set[int] = set()
        self._judged: set[int] = set()

    def prepare(self, frame: pl.DataFrame) -> bool:
        known = len(self._judged)
        places = frame.select(self._place().unique()).to_series().to_list()
        fresh = (place for place in places if place not in self._judged)
        for place in islice(fresh, _MOST_COMBINATIONS - len(self._judged)):
            self._judged.add(place)
            if not self._meets({**self._row, **self._values(place)}):
                self._unmet.add(place)
        return len(self._judged) > known

    def met(self) -> pl.Expr:
        unmet = pl.lit(pl.Series([sorted(self._unmet)], dtype=pl.List(pl.Int64)))
        return ~self._place().is_in(unmet)

    def _place(self) -> pl.Expr:
        place = pl.lit(0, pl.Int64)
        for cells in self._cells:
            place = place * (1 << _ROOM) + cells.number.cast(pl.Int64)
        return place

    def _values(self, place: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for cells in reversed(self._cells):
            place, number = divmod(place, 1 << _ROOM)
            if number:
                found[cells.column.name] = cells.table.values[number]
        return found


class Compared:
    """A claim that the engine of columns answers."""

    def __init__(self, claim: Claim, answer: Callable[[], pl.Expr | None]) -> None:
        self._claim, self._answer = claim, answer

    def prepare(self, frame: pl.DataFrame) -> bool:
        return False

    def met(self) -> pl.Expr:
        answer = self._answer()
        if answer is None:
            return pl.lit(True)
        is_verdict = (answer if self._claim.verdict else ~answer).fill_null(False)
        return is_verdict if self._claim.so else ~is_verdict


class Joined:
    """Questions that must all be met, or one of them."""

    def __init__(self, parts: tuple[Question, ...], *, every: bool) -> None:
        self._parts, self._every = parts, every

    def prepare(self, frame: pl.DataFrame) -> bool:
        changed = [part.prepare(frame) for part in self._parts]
        return any(changed)

    def met(self) -> pl.Expr:
        join = pl.all_horizontal if self._every else pl.any_horizontal
        return join([part.met() for part in self._parts])


class Answers:
    """What makes questions of claims, for one plan.

    Args:
        cells: the columns that may hold a value, by dotted name.
        row: what every row says besides: the context, and which columns the file does not have.
    """

    def __init__(self, cells: Mapping[str, Cells], row: Row) -> None:
        self._cells, self._row = cells, row

    def question(self, node: Node) -> Question:
        """The question that claims are."""
        concerned = self._concerned(node)
        if not concerned:
            return Sure(meets(node)(self._row))
        numbered = tuple(c for c in concerned if isinstance(c, Judged | Filled))
        if len(concerned) == len(numbered) == 1:
            return OfOne(node, numbered[0], self._row)
        if not isinstance(node, Claim):
            return Joined(tuple(self._parts(node)), every=isinstance(node, Every))
        if self._answer(node.test) is not None:
            return Compared(node, lambda: self._answer(node.test))
        if len(concerned) == len(numbered) <= _TOGETHER:
            return OfSeveral(node, numbered, self._row)
        return Sure(True)

    def _parts(self, node: Every | Some) -> Iterable[Question]:
        """The parts, those about the same one column as a single question."""
        alone: dict[str, list[Node]] = {}
        for part in node.parts:
            concerned = self._concerned(part)
            if len(concerned) == 1:
                alone.setdefault(concerned[0].column.name, []).append(part)
            else:
                yield self.question(part)
        for parts in alone.values():
            yield from self._alone(type(node), tuple(parts))

    def _alone(self, join: type[Every | Some], parts: tuple[Node, ...]) -> Iterable[Question]:
        (cells,) = self._concerned(parts[0])
        if isinstance(cells, Judged | Filled):
            yield OfOne(join(parts), cells, self._row)
        else:
            yield from (self.question(part) for part in parts)

    def _concerned(self, node: Node) -> tuple[Cells, ...]:
        return tuple(self._cells[name] for name in sorted(named(node)) if name in self._cells)

    def _answer(self, test: rules.Expression) -> pl.Expr | None:
        """True, False or null by the engine of columns; None where it has no words for the test."""
        match test:
            case rules.Compare(op, left, right):
                return self._compared(op, left, right)
            case rules.Within(later, earlier, low, high):
                end, start = self._seen(later, "day"), self._seen(earlier, "day")
                return None if end is None or start is None else (end - start).is_between(low, high)
            case rules.Present(field):
                return ~self._cells[field.name].blank()
            case rules.In(field, values):
                texts = self._seen(field, "text")
                among = sorted(value for value in values if isinstance(value, str))
                return None if texts is None else texts.is_in(among)
            case rules.Holds(field, value):
                texts, text = self._seen(field, "texts"), self._seen(value, "text")
                return None if texts is None or text is None else _among(text, texts)
            case _:
                return None

    def _compared(self, op: str, left: rules.Operand, right: rules.Operand) -> pl.Expr | None:
        sides = [
            {kind: seen for kind in _KINDS if (seen := self._seen(side, kind)) is not None}
            for side in (left, right)
        ]
        kind = next((kind for kind in _KINDS if kind in sides[0] and kind in sides[1]), None)
        if kind is None:  # values that never compare, or of no kind that is known
            return pl.lit(None, pl.Boolean) if all(sides) else None
        answer: pl.Expr = _OPERATORS[op](sides[0][kind], sides[1][kind])
        return answer  # texts too: UTF-8 puts them in the order that Python does

    def _seen(self, operand: rules.Operand, kind: Kind) -> pl.Expr | None:
        """A side of a comparison as that kind; a side that never has a value, as null."""
        if isinstance(operand, rules.Field) and operand.name in self._cells:
            return self._cells[operand.name].seen(kind)
        value = operand.value if isinstance(operand, rules.Value) else self._row.get(operand.name)
        if value is None:
            return pl.lit(None, pl.String if kind in {"text", "texts"} else pl.Int64)
        known = constant(value, kind)
        return None if known is None else pl.lit(known)


def _among(text: pl.Expr, texts: pl.Expr) -> pl.Expr:
    """Whether a reference is one of several: all are of one length and none holds a `;`."""
    return texts.str.contains(text, literal=True)
