"""One pass over a file: every row is read, checked, screened and handed on or refused.

The pass depends on the body, the catalogue and what the caller's own watches know, and on nothing
else, so that the answer tells nothing about other agencies' people. Good rows are handed to `keep`
one by one; this module holds counts and findings, never rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from api.intake import batch
from api.intake.formats import Header, Source, Unreadable
from api.intake.screen import screen, screen_identifier
from api.intake.tally import Examination, Tally
from api.intake.term_maps import Strangers
from schemas.checking import Plan, check
from schemas.codes import MISSING_REASONS
from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.fields import CellMap, Code, Opaque, PersonRef, PersonRefs, Text
from schemas.findings import Finding
from schemas.period import Period
from schemas.reference import check_reference
from schemas.terms import NONE, TermMap, fills

Keep = Callable[[str, int, Mapping[str, Any]], None]
"""Takes a good row: its month, its number and its flat values."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file is read against.

    Attributes:
        dataset: the definition of its rows.
        period: the period of the return; a quarter's rows are split by month.
        context: values that rules may name (`agency.sector`, `envelope.extracted_on`).
        fills: what stands in for absent columns, where that is not the field's own default.
        area: the partnership's local authority; rows elsewhere are counted and not kept. "" where
            it is not known, and no row is elsewhere then.
        environment: `sandbox` or `live`, which decides the form of person references.
        terms: the agency's own words, which the source has put into the common ones already; what
            its systems cannot hold stands in for absent columns.
    """

    dataset: type[Dataset]
    period: Period
    context: Mapping[str, Any]
    fills: Mapping[str, Any]
    area: str
    environment: Literal["sandbox", "live"]
    terms: TermMap = NONE


def examine(
    source: Source, *, setting: Setting, keep: Keep, watches: tuple[batch.Watch, ...] = ()
) -> Examination:
    """Read a file once and give every good row to `keep`.

    A row that a watch refuses afterwards (a repeated record id) has been kept by then: its number
    stands in `refused_rows`, and whoever loads the rows passes it over.

    Raises:
        BadRequest: the file breaks off in the middle (not UTF-8, not CSV).
    """
    header = source.header()
    result = Examination({str(month): Tally() for month in setting.period.months()})
    missing = tuple(_missing_columns(header, setting.dataset))
    for found in (*header.findings, *(missing if header.present else ())):
        result.add(found)
    reader = _Reader(setting, header, complete=not missing)
    watching = (
        *batch.watches(setting.dataset.rules, present=header.present, facts=setting.context),
        *watches,
    )
    for number, record in source.rows():
        reader.take(number, record, result=result, keep=keep, watches=watching)
    for found in (found for watch in watching for found in watch.findings()):
        _late(found, result, reader.month_of)
    for found in source.notes():
        result.add(found)
    if result.rows:
        for found in (*_absent(reader.plan), *(() if header.present else missing)):
            result.add(found)
        for found in _held(header, setting.terms):
            result.add(found)
    result.words = reader.strangers.counts
    return result


def _late(found: Finding, result: Examination, months: Mapping[int, str]) -> None:
    """Take a finding that a watch makes when all rows have been seen."""
    result.add(found)
    row = found.row
    if found.severity != "error" or row is None or row in result.refused_rows:
        return
    result.refused_rows.add(row)
    tally = result.months[months[row]]
    tally.refused, tally.kept = tally.refused + 1, tally.kept - 1


def _missing_columns(header: Header, dataset: type[Dataset]) -> Iterator[Finding]:
    """An error for each column of the minimum row that the file does not have."""
    for wanted in dataset.minimum:
        if not header.present & set(wanted.split("|")):
            name = wanted.partition("|")[0]
            yield Finding(
                "missing_column",
                "error",
                f"The file has no column {wanted.replace('|', ' or ')}: every file needs it.",
                field=name,
            )


def _absent(plan: Plan) -> Iterator[Finding]:
    """A note for each column that the file does not have and something stands in for."""
    for column, value in plan.filled:
        words = str(value).lower() if isinstance(value, bool) else value
        yield Finding(
            "absent_column",
            "note",
            f"The file has no column {column.name}; it is taken as {words}.",
            field=column.name,
        )


def _held(header: Header, terms: TermMap) -> Iterator[Finding]:
    """A note for each column that the file has and the agency has said it cannot hold."""
    for name in sorted(header.present & terms.not_held):
        yield Finding(
            "held_after_all",
            "note",
            f"The file has a column {name}, which your term map says your source cannot hold.",
            field=name,
        )


class _Reader:
    """Takes the rows of one file in turn; of a file that is not `complete` it keeps none."""

    def __init__(self, setting: Setting, header: Header, *, complete: bool) -> None:
        self.setting, self.complete = setting, complete
        self.plans = {
            str(month): self._plan(month, header.present) for month in setting.period.months()
        }
        self.plan = self.plans[str(setting.period.months()[-1])]
        self.month_of: dict[int, str] = {}
        self.strangers = Strangers(setting.terms, setting.dataset)
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

    def take(
        self,
        number: int,
        record: Any,
        *,
        result: Examination,
        keep: Keep,
        watches: tuple[batch.Watch, ...],
    ) -> None:
        """Check one row, count it, and keep it if it is good."""
        month = self._month(record)
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
        self.month_of[number] = month
        self._count(tally, values)
        for watch in watches:
            watch.see(number, values)
        keep(month, number, values)

    def _elsewhere(self, record: Any) -> bool:
        """Whether a record names another local authority: what else it says is not asked, since
        the partnership's code lists (its wards) are not made for it.
        """
        named = record.get(self.setting.dataset.lad_field) if isinstance(record, dict) else None
        return isinstance(named, str) and named in self.other_areas

    def _month(self, record: Any) -> str:
        """The month a record belongs to as far as it can be told before it is checked."""
        own = self.setting.dataset.period_field
        for name in (own,) if own else ("covers_to", "as_at"):
            value = record.get(name) if isinstance(record, dict) else None
            month = value[:7] if isinstance(value, str) else ""
            if month in self.plans:
                return month
        return str(self.setting.period.months()[-1])

    def _checked(self, record: Any, month: str) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
        if isinstance(record, Unreadable):
            return {}, (record.finding,)
        checked = check(record, plan=self.plans[month])
        found = self.strangers.judged(record, checked.findings)
        return checked.values, (*found, *self._screened(checked.values))

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
