"""One member of a typed line: the type that the parser holds it to, and what is left to ask of it.

The parser's types say all that they can say exactly; a test follows where they cannot, and a
conversion where the loaded value is another. A field of a class that stands not here takes nothing:
a line that has it takes the exact road.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from marshmallow import ValidationError
from msgspec import Meta

from schemas.codes import MISSING_REASONS
from schemas.fast.learned import MOST_CELLS
from schemas.fast.wording import Names
from schemas.fields import (
    UNSAFE_TEXT,
    Amount,
    CellMap,
    Code,
    Count,
    CountOrReason,
    Day,
    Domain,
    Flag,
    Instant,
    LinkedRef,
    Many,
    Month,
    Opaque,
    PersonRef,
    PersonRefs,
    Text,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a member must be.

    Attributes:
        type: the parser's type.
        loaded: the expression that loads the local variable, which `{}` stands for.
        faulty: a test that a value of the type is wrong; empty where the type says all.
        commas: how many commas the value has beyond one for the member; empty for none.
    """

    type: Any
    loaded: str = "{}"
    faulty: str = ""
    commas: str = ""


class Refused(Exception):  # noqa: N818 - reads as what it says
    """Raised by a conversion: the line takes the exact road."""


class Loading(dict[Any, Any]):
    """What a field makes of a value; texts are remembered, so many and no more."""

    def __init__(self, field: Domain) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, value: str) -> Any:
        loaded = self.load(value)
        if len(self) < MOST_CELLS:
            self[value] = loaded
        return loaded

    def load(self, value: Any) -> Any:
        """What the field makes of any value.

        Raises:
            Refused: it does not take it.
        """
        try:
            return self._field.deserialize(value)
        except ValidationError as error:
            raise Refused from error


def typed(field: Domain, names: Names) -> Typed | None:
    """What a member with this field must be; None for a class of field that is not known."""
    maker = _TYPED.get(type(field))
    return maker(field, names) if maker else None


def _code(field: Code, _names: Names) -> Typed | None:
    plain = not any("," in code for code in field.values)
    return Typed(_one_of(field.values)) if plain else None


def _one_of(codes: frozenset[str]) -> Any:
    return Literal[tuple(sorted(codes))]


def _flag(_field: Flag, _names: Names) -> Typed:
    return Typed(bool)


def _count(field: Count, _names: Names) -> Typed:
    return Typed(Annotated[int, Meta(ge=field.low, le=field.high)])


def _count_or_reason(field: CountOrReason, names: Names) -> Typed:
    return Typed(_count(field, names).type | _one_of(MISSING_REASONS))


def _amount(field: Amount, names: Names) -> Typed:
    return Typed(Any, loaded=f"{names.of('load', Loading(field).load)}({{}})")


def _learned(field: Domain, names: Names) -> Typed:
    return Typed(str, loaded=f"{names.of('loaded', Loading(field))}[{{}}]")


def _patterned(field: Opaque | PersonRef, names: Names) -> Typed:
    return Typed(str, faulty=f"not {names.of('matches', field.pattern.match)}({{}})")


def _linked(_field: LinkedRef, names: Names) -> Typed:
    matches = names.of("matches", PersonRef.pattern.match)
    return Typed(str, loaded="({},)", faulty=f"not {matches}({{}}[0])")


def _text(field: Text, names: Names) -> Typed:
    short = f"len({{}}.strip()) < {field.low} or len({{}}) > {field.high}"
    unsafe = f"{names.of('unsafe', UNSAFE_TEXT.search)}({{}})"
    return Typed(str, faulty=f"{short} or {unsafe}", commas="{}.count(',')")


def _several(field: Many, names: Names) -> Typed | None:
    if type(field.of) is Opaque:
        return _matching(field, names.of("matches", field.of.pattern.match))
    if type(field.of) is not Code or any("," in code for code in field.of.values):
        return None
    return Typed(_entries(field, _one_of(field.of.values)), faulty=_ALIKE, commas=_BETWEEN)


def _references(field: PersonRefs, names: Names) -> Typed:
    return _matching(field, names.of("matches", PersonRef.pattern.match))


def _matching(field: Many, matches: str) -> Typed:
    """Different entries of a pattern that has no comma in it."""
    faulty = f"{_ALIKE} or not all(map({matches}, {{}}))"
    return Typed(_entries(field, str), faulty=faulty, commas=_BETWEEN)


def _entries(field: Many, of: Any) -> Any:
    return Annotated[tuple[of, ...], Meta(min_length=1, max_length=field.longest)]


def _cell_map(field: CellMap, names: Names) -> Typed:
    load = names.of("load", Loading(field).load)
    return Typed(dict[str, str], loaded=f"{load}({{}})", commas=_BETWEEN)


_BETWEEN: Final = "len({}) - 1"
_ALIKE: Final = "len(set({})) != len({})"

_TYPED: Final[Mapping[type[Domain], Callable[[Any, Names], Typed | None]]] = {
    Amount: _amount,
    CellMap: _cell_map,
    Code: _code,
    Count: _count,
    CountOrReason: _count_or_reason,
    Day: _learned,
    Flag: _flag,
    Instant: _learned,
    LinkedRef: _linked,
    Many: _several,
    Month: _learned,
    Opaque: _patterned,
    PersonRef: _patterned,
    PersonRefs: _references,
    Text: _text,
}
