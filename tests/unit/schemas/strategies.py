"""Values for property tests: any JSON, and good values of each field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from schemas.codes import MISSING_REASONS
from schemas.dataset import Dataset, columns
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
    LinkedRef,
    Many,
    Month,
    Opaque,
    PersonRef,
    Text,
)
from schemas.reference import synthetic_reference
from tests.rows import nested

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)

_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_ANY_DAY = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
_ANY_MOMENT = st.datetimes(
    datetime(1900, 1, 2),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(2099, 12, 30),  # noqa: DTZ001
    timezones=_ZONES,
).map(datetime.isoformat)
_ANY_MONTH = st.builds("{:04d}-{:02d}".format, st.integers(1970, 2099), st.integers(1, 12))
_PLAIN = st.characters(codec="ascii", categories=["L", "N"])


def _counts(field: Count) -> st.SearchStrategy[Any]:
    return st.integers(field.low, field.high)


def _texts(field: Text) -> st.SearchStrategy[Any]:
    return st.text(_PLAIN, min_size=field.low, max_size=field.high)


_GOOD: Sequence[tuple[type[Domain], Callable[[Any], st.SearchStrategy[Any]]]] = (
    (CountOrReason, lambda field: _counts(field) | st.sampled_from(sorted(MISSING_REASONS))),
    (Count, _counts),
    (Flag, lambda field: st.booleans()),
    (Amount, lambda field: st.integers(0, 10**9) | st.integers(0, 99).map("{}.25".format)),
    (Code, lambda field: st.sampled_from(sorted(field.values))),
    (LinkedRef, lambda field: good(field.of)),
    (Many, lambda field: st.lists(good(field.of), min_size=1, max_size=3, unique=True)),
    (CellMap, lambda field: st.just({"sex": "F"}) | st.just({"role": "idva"})),
    (Day, lambda field: _ANY_DAY),
    (Instant, lambda field: _ANY_MOMENT),
    (Month, lambda field: _ANY_MONTH),
    (Opaque, lambda field: st.text(_PLAIN, min_size=1, max_size=64)),
    (PersonRef, lambda field: st.binary(max_size=4).map(synthetic_reference)),
    (Text, _texts),
)


def good(field: Domain) -> st.SearchStrategy[Any]:
    """JSON values that a field takes."""
    return next(made(field) for kind, made in _GOOD if isinstance(field, kind))


def records(dataset: type[Dataset]) -> st.SearchStrategy[dict[str, Any]]:
    """Records of which every value by itself is one that its field takes."""
    wanted = {c.name: good(c.field) for c in columns(dataset) if c.field.mandatory}
    others = {c.name: good(c.field) | st.none() for c in columns(dataset) if not c.field.mandatory}
    return st.fixed_dictionaries(wanted, optional=others).map(nested)
