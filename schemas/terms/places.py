"""Where an agency's words may go: the columns of a dataset, and which of them take codes.

What belongs here: the places of a map's columns, codes and missing fields. What does not: what an
agency has said of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas.codes import MISSING_REASONS, CodeList
from schemas.dataset import Dataset, columns
from schemas.fields import CellMap, Code, CountOrReason, Domain, Flag, Many
from schemas.terms.mapping import TermMap

TRUTH = frozenset({"true", "false"})
"""What a field of true or false takes, in the form of a CSV cell."""
NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Place:
    """A column that a term map may name.

    Attributes:
        name: the dotted name, `breakdown.<dimension>` for a part of a map.
        field: the field, which knows how a cell encodes a value.
        words: the codes it takes, reasons among them; None where it takes no codes.
        codes: the list those codes are of, where they are of one.
        many: whether it takes several at a time.
        reasons: whether it takes a reason for having no value.
    """

    name: str
    field: Domain
    words: frozenset[str] | None = None
    codes: CodeList | None = None
    many: bool = False
    reasons: bool = False


@cache
def places(dataset: type[Dataset]) -> Mapping[str, Place]:
    """Every column of a dataset that a map may name, by dotted name."""
    found: dict[str, Place] = {}
    for column in columns(dataset):
        if isinstance(column.field, CellMap):
            for dimension, words in column.field.dimensions.items():
                name = f"{column.name}.{dimension}"
                found[name] = Place(name, column.field, words)
        else:
            found[column.name] = _place(column.name, column.field)
    return found


def _place(name: str, field: Domain) -> Place:
    of = field.of if isinstance(field, Many) else field
    many = of is not field
    if isinstance(of, Code):
        return Place(name, field, of.values, of.code_list, many, of.reasons and not many)
    if isinstance(field, Flag):
        return Place(name, field, TRUTH)
    if isinstance(field, CountOrReason):
        return Place(name, field, MISSING_REASONS, reasons=True)
    return Place(name, field)


@cache
def needed(dataset: type[Dataset]) -> frozenset[str]:
    """The columns that every file must have: those of the minimum row with no other in their
    place.
    """
    return frozenset(name for name in dataset.minimum if "|" not in name)


def fills(terms: TermMap, *, dataset: type[Dataset]) -> dict[str, str]:
    """What absent columns are taken as that the agency's source cannot hold: `not_held`, where the
    field takes a reason at all.
    """
    known = places(dataset)
    return {
        name: NOT_HELD for name in sorted(terms.not_held) if name in known and known[name].reasons
    }
