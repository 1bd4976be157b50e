"""Drafting: what the terms of an agreement may name, held against what there is.

What belongs here: faults of terms that make sense by themselves but name an agency, dataset, field,
area, measure or purpose that is not here or reaches less far. What does not: the form of terms
(`auth.terms`), and looking up what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from auth.refusals import ErrorItem
from auth.scopes import AGGREGATE, SEAL, SUBMIT
from auth.terms import Terms
from schemas.codes.places import WARD
from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.linked import MEASURES, resting_on
from schemas.purposes import PURPOSES

_WHOLE: Final = frozenset({AGGREGATE, SEAL})
"""Released figures have one population, so that no agreement asks for a part of the area."""


@dataclass(frozen=True)
class Place:
    """Where terms are drafted: the partnership's agencies and area, and whether its data are real.

    `area` is None for a partnership that is not written down.
    """

    agencies: frozenset[str]
    area: str | None
    live: bool


def faults(terms: Terms, *, place: Place, today: date) -> Iterator[ErrorItem]:
    """What is wrong with terms here, each fault at the member that has it."""
    if not place.agencies.issuperset(terms.parties):
        yield ErrorItem("agency_unknown", "names an agency that is not here", pointer="/parties")
    if not terms.datasets <= DATASETS.keys():
        yield ErrorItem("dataset_unknown", "names a dataset that is not here", pointer="/datasets")
    if terms.ends_on < today:
        yield ErrorItem("already_over", "lies in the past", pointer="/ends_on")
    yield from _purposes(terms, live=place.live)
    yield from _fields(terms)
    yield from _areas(terms, area=place.area)
    yield from _permissions(terms)


def _purposes(terms: Terms, *, live: bool) -> Iterator[ErrorItem]:
    if live and any(PURPOSES[name].invented_data_only for name in terms.purposes):
        yield ErrorItem(
            "purpose_invented_only", "holds a purpose for invented data alone", pointer="/purposes"
        )
    for name in sorted(terms.datasets & DATASETS.keys()):
        if not _reached(terms, dataset=name):
            yield ErrorItem(
                "dataset_beyond_purpose",
                "holds a dataset that none of the purposes can use",
                pointer="/datasets",
            )
            return


def _reached(terms: Terms, *, dataset: str) -> bool:
    """Whether something may be done with the dataset that it is collected for."""
    uses = (terms.actions - {SUBMIT}) or {SUBMIT}
    return any(
        PURPOSES[purpose].reaches(dataset, action=action)
        for purpose in terms.purposes
        for action in uses
    )


def _fields(terms: Terms) -> Iterator[ErrorItem]:
    for dotted in sorted(terms.withheld_fields):
        dataset, _, name = dotted.partition(".")
        known = dataset in terms.datasets and dataset in DATASETS
        if not known or name not in columns_by_name(DATASETS[dataset]):
            yield ErrorItem(
                "field_unknown",
                "names a field that no dataset of these terms has",
                pointer="/withheld_fields",
            )
            return


def _areas(terms: Terms, *, area: str | None) -> Iterator[ErrorItem]:
    if area is None or not terms.areas <= {area, *wards_of(area)}:
        yield ErrorItem("area_outside", "lies outside the partnership", pointer="/areas")
    elif terms.actions & _WHOLE and area not in terms.areas:
        yield ErrorItem(
            "area_in_part", "must be the whole area, where figures are asked for", pointer="/areas"
        )


def wards_of(area: str) -> Collection[str]:
    """The wards of a local authority that are known here."""
    return frozenset(code.code for code in WARD.codes if code.parent == area)


def _permissions(terms: Terms) -> Iterator[ErrorItem]:
    named = frozenset[str]().union(*terms.show_alone.values())
    if not all(_is_measure(name, datasets=terms.datasets) for name in named):
        yield ErrorItem(
            "measure_unknown",
            "names a dataset or measure that is not in these terms",
            pointer="/permissions/show_alone",
        )


def _is_measure(name: str, *, datasets: Collection[str]) -> bool:
    if name in MEASURES:
        return {*resting_on(name)} <= {*datasets}
    dataset = name.partition(".")[0]
    if dataset not in datasets or dataset not in DATASETS:
        return False
    return name == dataset or name in {each.name for each in DATASETS[dataset].measures}
