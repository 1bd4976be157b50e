"""The screen over rows that were accepted together: which of them certainly hold no identifier and
no reference to a person of another environment.

Free text is never cleared here, nor are the few ids that look like something else and are: such
rows take the exact road, where the findings are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from api.intake.accepted import Accepted
from api.intake.identifying.screen import SUSPECT, screen_identifier
from schemas.dataset import Column, columns
from schemas.fields import CellMap, Opaque, PersonRef, PersonRefs, Text
from schemas.reference import Environment, may_be_sent


def clean(rows: Accepted, *, environment: Environment) -> pl.Series:
    """Whether each row is clear of what the screen looks for."""
    clear = pl.repeat(True, len(rows), dtype=pl.Boolean, eager=True)
    for each in _cleared(rows, environment):
        clear &= each
    return clear


def _cleared(rows: Accepted, environment: Environment) -> Iterator[pl.Series]:
    for column in columns(rows.dataset):
        if isinstance(column.field, PersonRef | PersonRefs):
            texts = rows.text(column.name)
            if texts.null_count() < len(texts):
                yield _references(texts, environment)
        else:
            for kind, cleared in _BY_FIELD.items():
                if isinstance(column.field, kind):
                    yield cleared(rows, column)


def _without_text(rows: Accepted, column: Column) -> pl.Series:
    return rows.text(column.name).is_null()


def _opaque(rows: Accepted, column: Column) -> pl.Series:
    texts = rows.text(column.name)
    suspect = texts.str.contains(SUSPECT).fill_null(value=False)
    held = [
        suspected and bool(screen_identifier(text))
        for text, suspected in zip(texts, suspect, strict=True)
    ]
    return ~pl.Series(held, dtype=pl.Boolean) if suspect.any() else ~suspect


def _categories(rows: Accepted, column: Column) -> pl.Series:
    cells: Any = rows.loaded(column.name)
    return pl.Series(
        [not any(map(screen_identifier, (cell or {}).values())) for cell in cells],
        dtype=pl.Boolean,
    )


def _references(texts: pl.Series, environment: Environment) -> pl.Series:
    return pl.Series(may_be_sent(texts.to_list(), environment=environment), dtype=pl.Boolean)


_BY_FIELD: Final[Mapping[type, Callable[[Accepted, Column], pl.Series]]] = {
    Text: _without_text,
    Opaque: _opaque,
    CellMap: _categories,
}
