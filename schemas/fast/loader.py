"""The row by row check of one plan, generated: the same values and findings, in the same order.

Members of an expected shape are read inline, any other value is put to its own field, and records
of a strange shape (no object, a block that is none, an unknown member) go to `schemas.checking`
whole. The text is made of the schema's declarations alone and may be printed; what a request brings
(its context, its fills) is bound to names beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from marshmallow import missing

from schemas.checking import Checked, Plan, check
from schemas.dataset import Column, columns
from schemas.evaluate import ABSENT
from schemas.fast import members
from schemas.fast.breaches import parted
from schemas.fast.claims import claimed
from schemas.fast.members import Member
from schemas.fast.operands import Scope
from schemas.fast.wording import Lines, Names, indented, variable
from schemas.findings import Finding

Read = tuple[dict[str, Any], list[Finding]]
"""Flat values by dotted name, and what was found."""
_EMPTY: Final[dict[str, Any]] = {}


def checker(plan: Plan) -> Callable[[Any], Checked]:
    """The function that checks a record of the plan as `schemas.checking.check` would."""
    read = reader(plan)

    def checked(record: Any) -> Checked:
        values, findings = read(record)
        return Checked(values, tuple(findings))

    return checked


def reader(plan: Plan) -> Callable[[Any], Read]:
    """The generated function itself."""
    written = Written(plan)
    code = compile(written.text, f"<check of {plan.dataset.name}>", "exec")
    exec(code, written.bound)  # noqa: S102 - the text is made of the schema's declarations alone
    made: Callable[[Any], Read] = written.bound[written.name]
    return made


class Written:
    """The text of a plan's check, and the values that it names.

    Attributes:
        name: the function's name.
        text: the module that holds it.
        bound: the values by name.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan, self._names = plan, Names()
        self.name = f"read_{plan.dataset.name}"
        self._excused = {c.name for c in plan.absent if plan.fill(c) is None}
        self._fills = {column.name: value for column, value in plan.filled}
        self._asked = frozenset[str]().union(*(fields for _, _, fields in plan.judges))
        self._columns = columns(plan.dataset)
        self.text = "\n".join(self._lines()) + "\n"
        self.bound = {**self._names.bound, **self._fixed()}

    def _fixed(self) -> dict[str, Any]:
        """What every text names."""

        def exactly(record: Any) -> Read:
            checked = check(record, plan=self._plan)
            return dict(checked.values), list(checked.findings)

        return {"EXACTLY": exactly, "MISSING": missing, "EMPTY": _EMPTY}

    def _lines(self) -> Lines:
        yield f"def {self.name}(_record):"
        yield f'    """Read one record of {self.name.removeprefix("read_")}."""'
        yield "    if _record.__class__ is not dict:"
        yield "        return EXACTLY(_record)"
        yield "    _values, _findings, _broken = {}, [], set()"
        yield "    _size, _absent, _get = len(_record), 0, _record.get"
        yield "    try:"
        yield from indented(self._members(), by=2)
        yield "    except TypeError:  # a list or an object where a field has neither"
        yield "        return EXACTLY(_record)"
        blocks = {c.block for c in self._columns if c.block}
        yield f"    if _size + _absent != {len(self._columns) + len(blocks)}:  # an unknown member"
        yield "        return EXACTLY(_record)"
        yield from indented(self._rules())
        yield "    return _values, _findings"

    def _members(self) -> Lines:
        """All members in their order; the findings about them come in it."""
        done: set[str] = set()
        for column in self._columns:
            if not column.block:
                yield from self._member(column, "_get")
            elif column.block not in done:
                done.add(column.block)
                yield from self._block([c for c in self._columns if c.block == column.block])

    def _block(self, inner: list[Column]) -> Lines:
        block, optional = inner[0].block, inner[0].optional_block
        always = not optional and any(c.name in self._fills for c in inner)
        yield ""
        yield f"_part = _get({block!r}, {'EMPTY' if always else 'MISSING'})"
        yield "if _part.__class__ is dict:"
        if always:
            yield "    _absent += _part is EMPTY"
        yield "    _size, _from = _size + len(_part), _part.get"
        for column in inner:
            yield from indented(self._member(column, "_from"))
        if optional:
            yield "elif _part is MISSING or _part is None:"
            yield f"    _absent += {len(inner)} + (_part is MISSING)"
            yield "    if _part is None:"
            yield f"        _values[{block!r}] = None"
            used = [f"{variable(c.name)} = " for c in inner if c.name in self._asked]
            yield f"    {''.join(used)}None"
        yield "else:"
        yield "    return EXACTLY(_record)"
        yield ""

    def _member(self, column: Column, holder: str) -> Lines:
        name = column.name
        member = Member(
            column, self._fills.get(name), name in self._excused, used=name in self._asked
        )
        return members.lines(member, holder=holder, names=self._names)

    def _rules(self) -> Lines:
        """The rules in their order, none of which is asked where it names a broken member."""
        plan = self._plan
        fields = {c.name: c.field for c in self._columns if c.name not in plan.unsaid}
        row = {**plan.context, **plan.unsaid, ABSENT: plan.absent_names}
        scope = Scope(fields, row, self._names)
        for rule, _, concerned in plan.judges:
            breach = parted(claimed(rule.test, verdict=False), scope)
            found = Finding(rule.id, rule.severity, rule.sentence, field=rule.field)
            yield f"# {rule.id}"
            if breach != ("False",):
                yield "if ("
                yield from indented(breach)
                yield f") and {self._names.of('fields', concerned)}.isdisjoint(_broken):"
                yield f"    _findings.append({self._names.of('found', found)})"
