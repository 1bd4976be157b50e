"""Rows one by one: each is checked, screened, counted and handed on or refused.

This is the road that every row may take, and the words of every finding come from it. Rows that are
accepted many at once (`api.intake.bulk`) must come to the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from api.intake.accepted import Accepted, Values
from api.intake.identifying.screen import screen, screen_identifier
from api.intake.reading.rows import Header, Unreadable
from api.intake.reading.term_maps import Strangers
from api.intake.setting import Setting
from api.intake.tally import Examination, Tally
from api.intake.watches.numbers import MonthOf
from api.intake.watches.watch import Watch
from schemas.checking import Checked, Plan, check
from schemas.codes import MISSING_REASONS
from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.fast.loader import checker
from schemas.fields import CellMap, Code, Opaque, PersonRef, PersonRefs, Text
from schemas.findings import Finding
from schemas.period import Period
from schemas.reference import check_reference
from schemas.terms import fills

FEW: Final = 40  # rows of a month before a function made for their check pays (measured)


class Keep(Protocol):
    """Takes the good rows of a file."""

    def row(self, month: str, number: int, values: Values) -> None:
        """A row: its month, its number and its flat values."""

    def rows(self, month: str, accepted: Accepted) -> None:
        """Rows of a month that were accepted together."""


class Nothing:
    """Keeps nothing: the file is only looked at."""

    def row(self, month: str, number: int, values: Values) -> None:
        """A row goes."""

    def rows(self, month: str, accepted: Accepted) -> None:
        """Rows go."""


NOTHING: Final[Keep] = Nothing()


class Reader:
    """Takes the rows of one file in turn; of a file that is not `complete` it keeps none.

    Args:
        setting: what the file is read against.
        header: its columns.
        complete: whether it has all columns that a file must have.
        keep: takes the good rows.
        watches: what sees every good row besides.
    """

    def __init__(
        self,
        setting: Setting,
        header: Header,
        *,
        complete: bool,
        keep: Keep,
        watches: tuple[Watch, ...],
    ) -> None:
        self.setting, self.complete, self.keep, self.watches = setting, complete, keep, watches
        self.plans = {
            str(month): self._plan(month, header.present) for month in setting.period.months()
        }
        self.plan = self.plans[str(setting.period.months()[-1])]
        self.result = Examination({month: Tally() for month in self.plans})
        self.month_of = MonthOf(list(self.plans))
        self._checks = Counter[str]()
        self._made: dict[str, Callable[[Any], Checked]] = {}
        self.strangers = Strangers(setting.terms, setting.dataset)
        own = setting.dataset.period_field
        self.telling = (own,) if own else ("covers_to", "as_at")
        all_columns = columns(setting.dataset)
        self.texts = tuple(c for c in all_columns if isinstance(c.field, Text))
        self.opaque = tuple(c for c in all_columns if isinstance(c.field, Opaque | CellMap))
        self.people = tuple(c for c in all_columns if isinstance(c.field, PersonRef | PersonRefs))
        self.reasoned = tuple(c for c in all_columns if c.block and _reasoned(c))
        self.other_areas = _areas(setting.dataset) - {setting.area} if setting.area else frozenset()

    def _plan(self, month: Period, present: frozenset[str]) -> Plan:
        context = {
            **self.setting.context,
            "envelope.month": str(month),
            "envelope.last_day": month.end,
        }
        dataset, missing = (
            self.setting.dataset,
            fills(self.setting.terms, dataset=self.setting.dataset),
        )
        return Plan(dataset, present, context, {**self.setting.fills, **missing})

    def take(self, number: int, record: Any) -> None:
        """Check one row, count it, and keep it if it is good."""
        result = self.result
        month = self.month(record)
        tally = result.months[month]
        tally.received += 1
        if self._elsewhere(record):
            tally.out_of_area += 1
            return
        values, findings = self._checked(record, month)
        for found in findings:
            result.add(found.at(number))
        if not self.complete or any(found.severity == "error" for found in findings):
            tally.refused += 1
            result.refused_rows.add(number)
            return
        self.month_of.note(month, (number,))
        self._count(tally, values)
        for watch in self.watches:
            watch.see(number, values)
        self.keep.row(month, number, values)

    def _elsewhere(self, record: Any) -> bool:
        """Whether a record names another local authority: what else it says is not asked, since
        the partnership's code lists (its wards) are not made for it.
        """
        named = record.get(self.setting.dataset.lad_field) if isinstance(record, dict) else None
        return isinstance(named, str) and named in self.other_areas

    def month(self, record: Any) -> str:
        """The month a record belongs to as far as it can be told before it is checked."""
        for name in self.telling:
            value = record.get(name) if isinstance(record, dict) else None
            month = value[:7] if isinstance(value, str) else ""
            if month in self.plans:
                return month
        return str(self.setting.period.months()[-1])

    def _checked(self, record: Any, month: str) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
        if isinstance(record, Unreadable):
            return {}, (record.finding,)
        checked = self._check(record, month)
        found = self.strangers.judged(record, checked.findings)
        return checked.values, (*found, *self._screened(checked.values))

    def _check(self, record: Any, month: str) -> Checked:
        """The check of a row; of many rows, by a function made for their plan, which says the
        same.
        """
        made = self._made.get(month)
        if made is not None:
            return made(record)
        self._checks[month] += 1
        if self._checks[month] >= FEW:
            self._made[month] = checker(self.plans[month])
        return check(record, plan=self.plans[month])

    def _screened(self, values: Mapping[str, Any]) -> Iterator[Finding]:
        for column in self.texts:
            value = values.get(column.name)
            if value is not None and screen(value):
                yield _identifier(column)
        for column in self.opaque:
            value = values.get(column.name)
            words = value.values() if isinstance(value, dict) else () if value is None else (value,)
            if any(screen_identifier(word) for word in words):
                yield _identifier(column)
        for column in self.people:
            value = values.get(column.name)
            references = value if isinstance(value, tuple) else () if value is None else (value,)
            wrong = [check_reference(r, environment=self.setting.environment) for r in references]
            if any(wrong):
                yield Finding(
                    "person_ref", "error", f"{column.name} {_REFERENCE_WORDS}", field=column.name
                )

    def _count(self, tally: Tally, values: Mapping[str, Any]) -> None:
        tally.kept += 1
        block = self.setting.dataset.counted_person
        linked = values.get(f"{block}.person_ref") is not None
        tally.linked += linked and values.get(f"{block}.sharing") != "counts_only"
        for column in self.reasoned:
            value = values.get(column.name)
            if value is None and not column.optional_block:
                value = column.field.fill  # a blank where a reason stands in for a whole column
            if value is not None:
                known = not (isinstance(value, str) and value in MISSING_REASONS)
                tally.fields[column.name]["known" if known else value] += 1


_REFERENCE_WORDS: Final = (
    "is not a person reference of this environment: make it with `safershare ref`"
    " (with --sandbox for test data)."
)


def _identifier(column: Column) -> Finding:
    return Finding(
        "identifier",
        "error",
        f"{column.name} holds what looks like a direct identifier of a person: take it out.",
        field=column.name,
    )


def _areas(dataset: type[Dataset]) -> frozenset[str]:
    """The local authorities that a record of the dataset may name; none where it names none."""
    column = columns_by_name(dataset).get(dataset.lad_field)
    return column.field.values if column and isinstance(column.field, Code) else frozenset()


def _reasoned(column: Column) -> bool:
    """Whether a column of a person block may give a reason for having no value."""
    return column.key == "age_years" or bool(getattr(column.field, "reasons", False))
