"""Rows of a person whom the coordinator has listed as restricted: views on PostgreSQL, one per
dataset of which a timeline tells.

What belongs here: their names and columns. What does not: which rows come back; the view decides
that from the case, agreement and day of the session. On SQLite there are none, and rows are read as
anybody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import Column, MetaData, Table

from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.leaving import PLACES
from schemas.tables.records import RECORDS, person_columns
from schemas.timeline import MONTH, TIMELINE, persons

_views: Final = MetaData()


def case_rows(dataset: str) -> Table:
    """The view of a dataset.

    Raises:
        KeyError: its rows are never found by the person in one of their own blocks.
    """
    return _VIEWS[dataset]


def case_columns(dataset: str) -> tuple[str, ...]:
    """The columns of the record table that the view has, in its order."""
    return tuple(dict.fromkeys(_named(dataset)))


def _named(dataset: str) -> Iterator[str]:
    yield from ("partnership_id", "agency_id", "month", "record_id")
    yield from person_columns(DATASETS[dataset])
    yield f"{persons()[dataset]}_sharing"
    yield from (place for place in PLACES if place in columns_by_name(DATASETS[dataset]))
    for each in TIMELINE:
        if each.dataset == dataset:
            yield from sorted((each.fields | {*each.shown.values()}) - {MONTH})


def _view(dataset: str) -> Table:
    table = RECORDS[dataset]
    own = [Column(name, table.c[name].type) for name in case_columns(dataset)]
    return Table(f"case_{dataset}", _views, *own)


_VIEWS: Final[Mapping[str, Table]] = {dataset: _view(dataset) for dataset in persons()}
