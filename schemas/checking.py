"""Row by row validation: the marshmallow schema first, then the rules over one row.

This is the reference that every faster path must agree with. What belongs here: how a record of a
body becomes typed values or findings. What does not: reading bytes, rules that need the whole file
or the store, and who may send what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from marshmallow import ValidationError

from schemas.codes import MISSING_REASONS
from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.evaluate import ABSENT, judge
from schemas.findings import Finding, Said
from schemas.rules import EXPRESSIONS, named


@cache
def _judges(dataset: type[Dataset]) -> tuple[tuple[Any, Any, frozenset[str]], ...]:
    return tuple(
        (rule, judge(rule.test), named(rule.test))
        for rule in dataset.rules
        if rule.kind in ("row", "policy") and isinstance(rule.test, EXPRESSIONS)
    )


@dataclass(frozen=True)
class Plan:
    """How the rows of one file are read: which columns it has, and what stands in for the others.

    Attributes:
        dataset: the definition.
        present: dotted names of the columns in the file.
        context: the values rules may name besides the row's own (`envelope.month`,
        `agency.sector`).
        fills: what an absent column is taken as, where that is not the field's own default
            (`sharing` by the agency's sector, `not_held` by its capability).
    """

    dataset: type[Dataset]
    present: frozenset[str]
    context: Mapping[str, Any] = field(default_factory=dict)
    fills: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def schema(self) -> Dataset:
        """The marshmallow schema, excusing columns that are absent and have nothing to stand in."""
        excused = {c.name for c in self.absent if self.fill(c) is None and c.field.mandatory}
        return self.dataset(partial=excused) if excused else self.dataset()

    @cached_property
    def absent(self) -> tuple[Column, ...]:
        """The columns not in the file, save those of an optional block absent as a whole."""
        blocks = {name.partition(".")[0] for name in self.present}
        return tuple(
            c
            for c in columns(self.dataset)
            if c.name not in self.present and not (c.optional_block and c.block not in blocks)
        )

    @cached_property
    def absent_names(self) -> frozenset[str]:
        """Dotted names of every column that is not in the file."""
        return frozenset(c.name for c in columns(self.dataset)) - self.present

    @cached_property
    def unsaid(self) -> Mapping[str, None]:
        """The absent columns that a reason stands in for, as rules see them: without a value.

        The reason is the service's word; a rule judges what the sender said.
        """
        return {c.name: None for c, value in self.filled if value in MISSING_REASONS}

    @cached_property
    def filled(self) -> tuple[tuple[Column, Any], ...]:
        """The absent columns with what stands in for each."""
        return tuple((c, self.fill(c)) for c in self.absent if self.fill(c) is not None)

    def fill(self, column: Column) -> Any:
        """What an absent column is taken as: by its dotted name, its name in the block, or the
        field.
        """
        for name in (column.name, column.key):
            if name in self.fills:
                return self.fills[name]
        return column.field.fill

    @property
    def judges(self) -> tuple[tuple[Any, Any, frozenset[str]], ...]:
        """The row and policy rules with their evaluators and the fields they name."""
        return _judges(self.dataset)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one record: flat values by dotted name, and what was found.

    `values` holds what could be read even when there are errors; only a record without errors may
    be kept (`good`).
    """

    values: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether no finding is an error."""
        return all(found.severity != "error" for found in self.findings)


def check(record: Any, *, plan: Plan) -> Checked:
    """Validate one record of a body.

    Args:
        record: the decoded JSON object (blocks nested); anything else is a finding.
        plan: the file's columns, context and fills.
    """
    if not isinstance(record, dict):
        return Checked({}, (Finding("type", "error", "A record must be an object."),))
    values, findings = _loaded(_completed(record, plan), plan)
    broken = frozenset(found.field for found in findings)
    row = {**plan.context, **values, **plan.unsaid, ABSENT: plan.absent_names}
    for rule, holds, fields in plan.judges:
        if not (broken and _names_broken(fields, broken)) and holds(row) is False:
            findings.append(Finding(rule.id, rule.severity, rule.sentence, field=rule.field))
    return Checked(values, tuple(findings))


def faults(error: ValidationError, *, name: str) -> list[Finding]:
    """The findings about one column, by its dotted name, of what its own field said."""
    return [
        Finding(said.code, "error", f"{name} {said}.", field=name)
        for _, said in _said({name: error.messages}, "")
    ]


def _names_broken(fields: frozenset[str], broken: frozenset[str | None]) -> bool:
    """Whether a rule names a field that failed, or one of a block that failed as a whole."""
    return bool(fields & broken) or any(name.partition(".")[0] in broken for name in fields)


def _completed(record: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """The record with what stands in for absent columns; the record itself is left as it was."""
    full = {name: dict(part) if isinstance(part, dict) else part for name, part in record.items()}
    for column, value in plan.filled:
        block = (
            full.setdefault(column.block, {})
            if column.block and not column.optional_block
            else full
        )
        holder = full.get(column.block) if column.block else block
        if isinstance(holder, dict):
            holder.setdefault(column.key, value)
    return full


def _loaded(record: dict[str, Any], plan: Plan) -> tuple[dict[str, Any], list[Finding]]:
    try:
        return _flat(plan.schema.load(record)), []
    except ValidationError as error:
        messages = (
            error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        )
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        known = columns_by_name(plan.dataset)
        return _flat(valid), [_finding(name, said, known) for name, said in _said(messages, "")]


def _flat(loaded: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in loaded.items():
        if isinstance(value, dict) and name != "breakdown":
            flat.update({f"{name}.{key}": part for key, part in value.items()})
        else:
            flat[name] = value
    return flat


def _said(messages: Mapping[Any, Any], prefix: str) -> Iterator[tuple[str, Said]]:
    """Each message with its dotted field; an item of a list speaks for the whole field."""
    for key, part in messages.items():
        name = (
            prefix
            if key == "_schema" or isinstance(key, int)
            else f"{prefix}.{key}"
            if prefix
            else str(key)
        )
        if isinstance(part, Mapping):
            yield from _said(part, name)
        else:
            yield from (
                (name, said if isinstance(said, Said) else Said("type", str(said))) for said in part
            )


def _finding(name: str, said: Said, known: Mapping[str, Column]) -> Finding:
    where = name if name in known or any(k.startswith(name + ".") for k in known) else None
    return Finding(said.code, "error", f"{where or 'A field'} {said}.", field=where)
