"""Records of NDJSON judged by lines: a parser with types, and one generated function over each.

The parser is not the strict reader of `auth.strict_json`, and this makes up for it: of a member
that is named twice the parser keeps one, and an escape by number may bring in a comma or what no
text can hold. A line with either is not accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from marshmallow import ValidationError
from msgspec import UNSET, UnsetType

from schemas.checking import Plan
from schemas.dataset import Column, columns
from schemas.evaluate import ABSENT
from schemas.fast.breaches import parted
from schemas.fast.claims import claimed
from schemas.fast.operands import Scope
from schemas.fast.structs import Refused, Typed, typed
from schemas.fast.wording import Lines, Names, indented, variable

_ESCAPE: Final = b"\\u"
_STRICT: Final[Any] = {"forbid_unknown_fields": True, "kw_only": True, "gc": False}
_NOT_ACCEPTED: Final = (msgspec.MsgspecError, ValueError, RecursionError, Refused)


class JsonLines:
    """What the lines of one file are held against.

    Args:
        plan: the members in the file, the context and the fills, as `schemas.checking` takes them.
    """

    def __init__(self, plan: Plan) -> None:
        written = Written(plan)
        code = compile(written.text, f"<lines of {plan.dataset.name}>", "exec")
        exec(code, written.bound)  # noqa: S102 - the text is made of the schema's declarations
        self._take: Callable[[bytes, Any], dict[str, Any] | None] = written.bound["take"]
        # A number without a type is read by Python, as the strict reader does.
        self._decode = msgspec.json.Decoder(written.record, float_hook=float).decode

    def values(self, line: bytes) -> dict[str, Any] | None:
        """The flat values of a line, as `schemas.checking.check` would give them without a finding.

        None says only that the line must take the exact road.
        """
        if _ESCAPE in line:
            return None
        try:
            return self._take(line, self._decode(line))
        except _NOT_ACCEPTED:
            return None


class Written:
    """The text of the function that takes a parsed line, and the type that the line is parsed to.

    A comma stands between two members or two entries, or in a text. A member that is named twice
    brings one more than there are in the record as the parser keeps it, whatever it holds.

    Attributes:
        text: the module that holds the function `take`.
        bound: the values that it names.
        record: the type of a line.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan, self._names = plan, Names()
        self._fills = {column.name: value for column, value in plan.filled}
        self._asked = frozenset[str]().union(*(fields for _, _, fields in plan.judges))
        self._columns = columns(plan.dataset)
        self._types: dict[str, Typed] = {}
        for column in self._columns:
            made = typed(column.field, self._names) if column.name in plan.present else None
            if made:
                self._types[column.name] = made
        self.record = self._struct()
        self.text = "\n".join(self._lines()) + "\n"
        self.bound = {**self._names.bound, "UNSET": UNSET, "COMMA": b","}

    def _struct(self) -> Any:
        """The type of a line: the members in the file, and no other."""
        fields = [self._field(c) for c in self._columns if not c.block and c.name in self._types]
        for block, inner in self._blocks():
            own = [self._field(c) for c in inner if c.name in self._types]
            if own:
                kind = msgspec.defstruct(block, own, **_STRICT)
                optional = inner[0].optional_block
                fields.append(
                    (block, kind | None | UnsetType, UNSET) if optional else (block, kind)
                )
        return msgspec.defstruct(self._plan.dataset.name, fields, **_STRICT)

    def _field(self, column: Column) -> tuple[Any, ...]:
        own = self._types[column.name].type
        mandatory = column.field.mandatory
        return (column.key, own) if mandatory else (column.key, own | None | UnsetType, UNSET)

    def _blocks(self) -> Iterator[tuple[str, list[Column]]]:
        for block in dict.fromkeys(c.block for c in self._columns if c.block):
            yield block, [c for c in self._columns if c.block == block]

    def _lines(self) -> Lines:
        yield "def take(_line, _row):"
        yield f'    """Give the values of one line of {self._plan.dataset.name}, or None."""'
        yield "    _values, _commas = {}, -1"
        yield from indented(self._members([c for c in self._columns if not c.block], "_row"))
        for block, inner in self._blocks():
            yield from indented(self._block(block, inner))
        yield "    if _line.count(COMMA) != len(_values) + _commas:  # a member named twice"
        yield "        return None"
        yield from indented(self._rules())
        yield "    return _values"

    def _block(self, block: str, inner: list[Column]) -> Lines:
        """A block of the record: what becomes of it where it is there, null or left out."""
        used = "".join(f"{variable(c.name)} = " for c in inner if self._is_used(c))
        if not any(c.name in self._types for c in inner):
            if not inner[0].optional_block:
                yield from self._members(inner, "")
            return
        yield ""
        yield f"_part = _row.{block}"
        if not inner[0].optional_block:
            yield from self._members(inner, "_part")
            return
        yield "if _part is UNSET or _part is None:"
        yield "    if _part is None:"
        yield f"        _values[{block!r}] = None"
        if used:
            yield f"    {used}None"
        yield "else:"
        yield from indented(self._members(inner, "_part"))

    def _members(self, inner: list[Column], holder: str) -> Lines:
        """The members of the record or of a block that is there, and what fills the others."""
        if not any(c.name in self._types or c.name in self._fills for c in inner):
            yield "return None  # a block that no record has"
        for column in inner:
            if column.name in self._types:
                yield from self._member(column, self._types[column.name], holder)
            elif column.name in self._fills:
                yield from self._fill(column)
            elif column.name in self._plan.present and column.field.mandatory:
                yield f"return None  # nothing is known of {column.name}"

    def _member(self, column: Column, own: Typed, holder: str) -> Lines:
        """The lines that take a member; a value that needs no more is kept as it was parsed."""
        local = variable(column.name) if self._is_used(column) else ""
        plain = own.loaded == "{}" and not own.faulty and not own.commas
        if not local and not plain:
            local = "_loaded"
        keep = f"_values[{column.name!r}] = {f'{local} = ' if local else ''}"
        if column.field.mandatory:
            yield f"{keep}{own.loaded.format(f'{holder}.{column.key}')}"
            yield from _tested(own, local)
            return
        yield f"_value = {holder}.{column.key}"
        yield "if _value is UNSET:"
        yield f"    {f'{local} = None' if local else 'pass'}"
        if not plain:
            yield "elif _value is None:"
            yield f"    {keep}None"
        yield "else:"
        yield f"    {keep}{own.loaded.format('_value')}"
        yield from indented(_tested(own, local))

    def _fill(self, column: Column) -> Lines:
        """The value that stands in for a column, as its field loads it."""
        try:
            loaded = column.field.deserialize(self._fills[column.name])
        except ValidationError:
            yield f"return None  # what stands in for {column.name} is wrong"
            return
        local = f" = {variable(column.name)}" if self._is_used(column) else ""
        yield f"_values[{column.name!r}]{local} = {self._names.of('fill', loaded)}"
        yield "_commas -= 1"

    def _is_used(self, column: Column) -> bool:
        """Whether a rule asks for what the column holds."""
        own = column.name in self._types or column.name in self._fills
        return own and column.name in self._asked and column.name not in self._plan.unsaid

    def _rules(self) -> Lines:
        plan = self._plan
        fields = {c.name: c.field for c in self._columns if self._is_used(c)}
        row = {**plan.context, **plan.unsaid, ABSENT: plan.absent_names}
        scope = Scope(fields, row, self._names)
        for rule, _, _ in plan.judges:
            breach = parted(claimed(rule.test, verdict=False), scope)
            yield f"# {rule.id}"
            if breach != ("False",):
                yield "if ("
                yield from indented(breach)
                yield "):"
                yield "    return None"


def _tested(own: Typed, local: str) -> Lines:
    """What is left to ask of a member, and its commas."""
    if own.faulty:
        yield f"if {own.faulty.format(*[local] * own.faulty.count('{}'))}:"
        yield "    return None"
    if own.commas:
        yield f"_commas += {own.commas.format(local)}"
