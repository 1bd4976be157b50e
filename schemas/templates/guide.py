"""What a template says of each column: what it is, whether it is needed, what may stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.codes import MISSING_REASONS, code_list
from schemas.codes.lists import CodeList
from schemas.dataset import Column, Dataset, columns
from schemas.fields import (
    Amount,
    CellMap,
    Code,
    Count,
    CountOrReason,
    Day,
    Domain,
    Flag,
    Instant,
    Many,
    Month,
    PersonRef,
)

_FORMS: Final[tuple[tuple[type[Domain], str], ...]] = (
    (CountOrReason, "a whole number, or a reason why there is none"),
    (Count, "a whole number"),
    (Amount, "a number"),
    (Flag, "true or false"),
    (Month, "a month as 2026-03"),
    (Day, "a date as 2026-03-31"),
    (Instant, "a date and time with offset, as 2026-03-31T21:05:00+01:00"),
    (PersonRef, "a reference made by safershare ref"),
)
_FLAGS: Final = (("true", "yes"), ("false", "no"))
_SAID: Final = {True: "needed", False: "may be left empty"}


@dataclass(frozen=True, slots=True)
class Guide:
    """One column of a template.

    Attributes:
        name: of the column in a file.
        title: what it is.
        need: whether every file has it, every row of a file that has it, or neither.
        form: what stands in a cell, in words.
        codes: what may stand in it, with labels; empty where that is no closed list.
        list_name: the name of those codes.
        several: whether a cell may hold several, joined by `;`.
        is_date: whether it holds a day.
        is_number: whether it holds a number.
    """

    name: str
    title: str
    need: str
    form: str
    codes: tuple[tuple[str, str], ...] = ()
    list_name: str = ""
    several: bool = False
    is_date: bool = False
    is_number: bool = False


def guides(dataset: type[Dataset], *, smallest: bool = False) -> Iterator[Guide]:
    """The columns of a dataset's template, in order; `smallest` gives those of the smallest row."""
    least = {name.partition("|")[0] for name in dataset.minimum}
    for column in columns(dataset):
        if isinstance(column.field, CellMap):
            yield from () if smallest else _dimensions(column)
        elif not smallest or column.name in least:
            yield _guide(column, dataset)


def _guide(column: Column, dataset: type[Dataset]) -> Guide:
    field = column.field.of if isinstance(column.field, Many) else column.field
    codes, list_name = _codes(field)
    form = next((words for kind, words in _FORMS if isinstance(field, kind)), "text")
    several = isinstance(column.field, Many)
    return Guide(
        name=column.name,
        title=column.field.title,
        need=_need(column, dataset),
        form=f"{'several' if several else 'one'} of the codes" if codes and list_name else form,
        codes=codes,
        list_name=list_name,
        several=several,
        is_date=isinstance(field, Day),
        is_number=isinstance(field, Count | Amount) and not isinstance(field, CountOrReason),
    )


def _need(column: Column, dataset: type[Dataset]) -> str:
    alternatives = next((n for n in dataset.minimum if column.name in n.split("|")), "")
    if alternatives:
        others = [name for name in alternatives.split("|") if name != column.name]
        return f"every file needs it, or {' or '.join(others)}" if others else "every file needs it"
    return _SAID[column.field.mandatory]


def _codes(field: Domain) -> tuple[tuple[tuple[str, str], ...], str]:
    if isinstance(field, Flag):
        return _FLAGS, "true or false"
    if not isinstance(field, Code):
        return (), ""
    name = field.code_list.name
    shown = f"{name}, or why none" if field.reasons else name
    return _pairs(field.code_list, reasons=field.reasons), shown


def _pairs(codes: CodeList, *, reasons: bool) -> tuple[tuple[str, str], ...]:
    listed = tuple((code.code, code.label) for code in codes)
    known = {code for code, _ in listed}
    why = ((reason, _REASON) for reason in sorted(MISSING_REASONS) if reason not in known)
    return (*listed, *why) if reasons else listed


_REASON: Final = "why there is no value"


def _dimensions(column: Column) -> Iterator[Guide]:
    """A column for each dimension of a map."""
    if not isinstance(column.field, CellMap):
        return
    for dimension, listed in column.field.lists.items():
        codes = _pairs(code_list(listed), reasons=True) if listed else ()
        yield Guide(
            name=f"{column.name}.{dimension}",
            title=f"category of {dimension}; left empty for the total",
            need=_SAID[False],
            form="one of the codes" if codes else "the agency's own word, without spaces",
            codes=codes,
            list_name=f"{listed}, or why none" if codes else "",
        )
