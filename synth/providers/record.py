"""A row of any dataset, drawn from its definition alone: `fake.record("incident")`.

Where a dataset has a provider of its own, that one knows how often things happen; here every value
is as likely as any other, and only the rules of the schema bind. So a dataset has invented rows
from the day on which it is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from schemas.checking import Plan, check
from schemas.codes import MISSING_REASONS
from schemas.codes.places import BROMLEY
from schemas.dataset import Column, Dataset, columns
from schemas.datasets import DATASETS
from schemas.fields import (
    Amount,
    CellMap,
    Code,
    Count,
    Day,
    Flag,
    Instant,
    LinkedRef,
    Many,
    Month,
    Opaque,
    PersonRef,
    Text,
)
from schemas.findings import Finding
from schemas.period import Period
from schemas.rules import EXPRESSIONS, named
from synth.formats import Row
from synth.providers.base import MONTH, drawn_on
from synth.providers.person import PersonProvider

SECTORS: Final[Mapping[str, str]] = {"incident": "police", "health_contact": "nhs_acute"}
"""The sector whose habits a person block follows, where rules leave no other."""
USUAL_SECTOR: Final = "probation"
TRIES: Final = 1_000  # steps until a row keeps every rule; a dozen are usual (measured)
CHOICES: Final = 4  # values tried at one step, of which the best is kept (measured)
ASTRAY: Final = 0.2  # of steps go anywhere, so that no dead end holds the walk (measured)
_SENTENCE: Final = "Counted by hand from the service's own list."
_SOMETIMES: Final = 0.4  # of optional fields that are first drawn (assumed)
_SPREAD: Final = 40  # how far above its lowest value a count is drawn (assumed)
_UNTIL: Final = 200  # days before the month in which other dates lie (assumed)


class _Drawn(NamedTuple):
    """A row as far as it has come: values by dotted name, the record, and what is wrong with it."""

    values: dict[str, Any]
    row: Row
    wrong: tuple[Finding, ...]


class RecordProvider(PersonProvider):
    """Rows of whatever dataset is declared."""

    def record(self, dataset: str, month: str = MONTH, *, sector: str | None = None) -> Row:
        """One row of the month, in which nothing is found.

        Args:
            dataset: the dataset's name.
            month: `2026-03`.
            sector: the sector of the agency that sends it; the usual one where it is left out.

        Raises:
            KeyError: there is no such dataset.
            RuntimeError: no row was found that keeps every rule: they contradict each other.
        """
        definition = DATASETS[dataset]
        plan = _plan(definition, month, sector or SECTORS.get(dataset, USUAL_SECTOR))
        found = self._checked({c.name: self._first(c, plan) for c in columns(definition)}, plan)
        for _ in range(TRIES):
            if not found.wrong:
                return found.row
            tried = tuple(self._mended(found, plan))
            best = min(*tried, found, key=lambda each: len(each.wrong))
            found = tried[0] if self._happens(ASTRAY) else best
        raise RuntimeError(f"no row of {dataset} keeps every rule")

    def _checked(self, values: dict[str, Any], plan: Plan) -> _Drawn:
        optional = {c.block for c in columns(plan.dataset) if c.optional_block}
        row = _nested(values, without={b for b in sorted(optional) if self._happens(_SOMETIMES)})
        return _Drawn(values, row, check(row, plan=plan).findings)

    def _first(self, column: Column, plan: Plan) -> Any:
        """A value to begin with; an optional field has one now and then."""
        wanted = column.field.mandatory or self._happens(_SOMETIMES)
        return self._value(column, plan) if wanted else None

    def _mended(self, found: _Drawn, plan: Plan) -> Iterator[_Drawn]:
        """The row with other values in a field that one of the broken rules is about."""
        rules = {(rule.id, rule.field): rule for rule in plan.dataset.rules}
        broken = self._chance.choice(found.wrong)
        about = _about(rules.get((broken.code, broken.field or "")), broken.field)
        known = [c for c in columns(plan.dataset) if c.name in about]
        for _ in range(CHOICES):
            column = self._chance.choice(known)
            empty = not column.field.mandatory and self._happens(0.5)
            value = None if empty else self._value(column, plan)
            yield self._checked({**found.values, column.name: value}, plan)

    def _value(self, column: Column, plan: Plan) -> Any:
        field = column.field
        if column.name == plan.dataset.lad_field:
            return BROMLEY
        if column.name == plan.dataset.period_field:
            return self._in_period(field, plan)
        maker = next(make for kind, make in _MAKERS if isinstance(field, kind))
        return maker(self, field, plan)

    def _in_period(self, field: Any, plan: Plan) -> Any:
        month = Period.parse_month(plan.context["envelope.month"])
        return str(month) if isinstance(field, Month) else self._day_in(month).isoformat()

    def _code(self, field: Code, plan: Plan) -> str:
        on = Period.parse_month(plan.context["envelope.month"]).start
        held = [code.code for code in field.code_list.valid_on(on)]
        if field.code_list.name == "ward":
            return self.ward(on=on)
        if field.reasons and self._happens(0.1):
            held = sorted(MISSING_REASONS)
        return str(self._chance.choice(held))

    def _count(self, field: Count, plan: Plan) -> int:
        return self._chance.randint(field.low, min(field.high, field.low + _SPREAD))

    def _date(self, field: Day, plan: Plan) -> str:
        end = Period.parse_month(plan.context["envelope.month"]).end
        return (end - timedelta(days=self._chance.randrange(_UNTIL))).isoformat()

    def _instant(self, field: Instant, plan: Plan) -> str:
        month = Period.parse_month(plan.context["envelope.month"])
        at = time(self._chance.randrange(24), self._chance.randrange(60), tzinfo=UTC)
        return datetime.combine(self._day_in(month), at).isoformat()

    def _several(self, field: Many, plan: Plan) -> list[Any]:
        inner = next(make for kind, make in _MAKERS if isinstance(field.of, kind))
        drawn = (inner(self, field.of, plan) for _ in range(self._chance.randint(1, 3)))
        return list(dict.fromkeys(drawn))

    def _cell(self, field: CellMap, plan: Plan) -> dict[str, str]:
        dimension = self._chance.choice(sorted(field.dimensions))
        return {dimension: self._chance.choice(sorted(field.dimensions[dimension] or {"own-1"}))}


_MAKERS: Final[tuple[tuple[type, Callable[[RecordProvider, Any, Plan], Any]], ...]] = (
    (Code, RecordProvider._code),  # noqa: SLF001 - the table of this class's own makers
    (LinkedRef, lambda provider, field, plan: provider.person_ref()),
    (Many, RecordProvider._several),  # noqa: SLF001
    (Count, RecordProvider._count),  # noqa: SLF001
    (Day, RecordProvider._date),  # noqa: SLF001
    (Instant, RecordProvider._instant),  # noqa: SLF001
    (CellMap, RecordProvider._cell),  # noqa: SLF001
    (PersonRef, lambda provider, field, plan: provider.person_ref()),
    (Opaque, lambda provider, field, plan: provider._number("r")),  # noqa: SLF001
    (Flag, lambda provider, field, plan: provider._happens(0.5)),  # noqa: SLF001
    (Amount, lambda provider, field, plan: provider._chance.randrange(1000)),  # noqa: SLF001
    (Month, lambda provider, field, plan: plan.context["envelope.month"]),
    (Text, lambda provider, field, plan: _SENTENCE[: field.high]),
)


def _plan(dataset: type[Dataset], month: str, sector: str) -> Plan:
    period = Period.parse_month(month)
    context = {
        "envelope.month": month,
        "envelope.last_day": period.end,
        "envelope.extracted_on": drawn_on(period),
        "envelope.definition_version": "daa_2021",
        "envelope.level": "record" if dataset.persons else "aggregate",
        "agency.sector": sector,
        "partnership.area": BROMLEY,
        "return.dataset": dataset.name,
    }
    return Plan(dataset, frozenset(c.name for c in columns(dataset)), context)


def _about(rule: Any, field: str | None) -> frozenset[str]:
    """The fields that a broken rule names; the field alone where it is wrong by itself."""
    own = frozenset({field or ""})
    return named(rule.test) | own if rule and isinstance(rule.test, EXPRESSIONS) else own


def _nested(values: Mapping[str, Any], *, without: set[str]) -> Row:
    row: Row = {}
    for name, value in values.items():
        block, _, key = name.rpartition(".")
        if value is not None and block not in without:
            (row.setdefault(block, {}) if block else row)[key] = value
    return row
