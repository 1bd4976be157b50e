"""A dataset of the tests' own, with a field of every class, and rules of every operator for it.

No dataset of the schema has a rule for each pair of operands; here any may meet, as far as the
rules' evaluator takes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from schemas import rules
from schemas.checking import Plan
from schemas.codes.places import BROMLEY
from schemas.dataset import Block, Dataset, columns, person
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
    PersonRefs,
    Text,
)
from schemas.rules import Expression, Field, Operand, Rule, Value
from tests.nasty import Drawn, plausible
from tests.rows import MONTH


class Strange(Domain):
    """A field of a class that no compiled validator has heard of: text without an x."""

    words = {"type": ("type", "must be text without an x")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or "x" in value:
            raise self.make_error("type")
        return value.upper()


class Somebody(Block):
    """A block with a field of most classes."""

    person_ref = PersonRef("person")
    sex = Code("sex", codes="sex", reasons=True, mandatory=True)
    age_years = CountOrReason("age", low=0, high=120, mandatory=True)
    other_age = CountOrReason("another age", low=0, high=120)
    born_on = Day("a day")


class Trial(Dataset):
    """A field of every class at the top, and two blocks."""

    name = "trial"
    title = "Trial"
    grain = "one trial"
    persons = ("subject", "other")
    minimum = ("record_id",)

    record_id = Opaque("record", mandatory=True)
    other_id = Opaque("another record")
    begun_on = Day("first day", mandatory=True)
    ended_on = Day("last day")
    begun_at = Instant("first moment")
    ended_at = Instant("last moment")
    month = Month("month")
    lad_code = Code("place", codes="local_authority", mandatory=True)
    ward_code = Code("ward", codes="ward", reasons=True)
    is_crime = Flag("crime", mandatory=True)
    was_crime = Flag("another crime")
    count = Count("some", low=0, high=50)
    total = Count("all", low=0, high=1000)
    amount = Amount("sum")
    note = Text("words", high=40)
    breakdown = CellMap("cell", dimensions={"sex": "sex", "role": ""})
    kinds = Many("kinds", of=Code("kind", codes="abuse_type"))
    linked = PersonRefs("others")
    twin = LinkedRef("another")
    strange = Strange("strange")
    subject = person(Somebody, title="subject")
    other = person(Somebody, title="other", mandatory=False)


CONTEXT: Final = {
    "envelope.month": MONTH,
    "envelope.last_day": date(2026, 3, 31),
    "envelope.extracted_on": None,
    "envelope.sent_at": datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    "agency.sector": "police",
}
_DAYS: Final = ("begun_on", "ended_on", "subject.born_on", "other.born_on", "envelope.last_day",
                "envelope.extracted_on")  # fmt: skip
_MOMENTS: Final = ("begun_at", "ended_at", "envelope.sent_at")
_NUMBERS: Final = ("count", "total", "amount", "is_crime", "was_crime")
_AGES: Final = ("subject.age_years", "other.age_years", "other.other_age")
_TEXTS: Final = ("record_id", "other_id", "lad_code", "ward_code", "month", "note", "strange",
                 "subject.sex", "other.sex", "subject.person_ref", "other.person_ref",
                 "agency.sector")  # fmt: skip
_LISTS: Final = ("kinds", "linked", "twin", "breakdown")
_CONSTANTS: Final[Sequence[Any]] = (
    0, 1, 2, 34, True, False, Decimal("7.25"), "F", "not_known", "yes", BROMLEY, MONTH, "a", None,
    date(2026, 3, 14), datetime(2026, 3, 14, 23, 30, tzinfo=UTC),
)  # fmt: skip


def _fields(*names: str) -> st.SearchStrategy[Field]:
    return st.sampled_from([Field(name) for name in names])


_SCALARS: Final = _fields(*_DAYS, *_MOMENTS, *_NUMBERS, *_AGES, *_TEXTS, "nowhere")
_TIMES: Final = _fields(*_DAYS, *_MOMENTS)
_WHOLES: Final = _fields("count", "total", "amount", *_AGES)
_ANY_FIELD: Final = st.one_of(_SCALARS, _fields(*_LISTS))
_OPERANDS: Final[st.SearchStrategy[Operand]] = _SCALARS | st.sampled_from(
    [Value(value) for value in _CONSTANTS]
)
_ALIKE: Final = st.sampled_from([_TIMES, _fields(*_NUMBERS, *_AGES), _fields(*_TEXTS)]).flatmap(
    lambda kind: st.tuples(kind, kind)
)
_OP: Final = st.sampled_from(["<", "<=", "==", "!=", ">=", ">"])
_LEAVES: Final[st.SearchStrategy[Expression]] = st.one_of(
    st.builds(rules.Compare, _OP, _OPERANDS, _OPERANDS),
    st.builds(lambda op, sides: rules.Compare(op, *sides), _OP, _ALIKE),
    st.builds(rules.In, _SCALARS, st.frozensets(st.sampled_from(_CONSTANTS), max_size=4)),
    st.builds(rules.Holds, _fields(*_LISTS), _fields("subject.person_ref", "subject.sex")),
    st.builds(rules.Holds, _fields(*_LISTS), st.sampled_from([Value("PHY"), Value("sex")])),
    st.builds(rules.Present, _ANY_FIELD, st.booleans()),
    st.builds(rules.Within, _TIMES, _TIMES, st.integers(-9, 1), st.integers(2, 20)),
    st.builds(rules.InMonth, _fields("begun_on", "ended_at", "month", "envelope.last_day"),
              _fields("envelope.month", "month")),
    st.builds(rules.Member, _fields("ward_code"), _fields("lad_code"), _TIMES, st.just("ward")),
    st.builds(rules.AgeAt, _fields(*_AGES, "count"), st.integers(0, 30), st.integers(31, 99)),
    st.builds(rules.ShareAtLeast, _WHOLES, _WHOLES, st.integers(1, 120)),
)  # fmt: skip


def _wider(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(rules.Not, inner),
        st.builds(rules.All, several),
        st.builds(rules.AnyOf, several),
        st.builds(rules.Implies, inner, inner),
    )


TESTS: Final = st.recursive(_LEAVES, _wider, max_leaves=6)
"""Expressions over the fields of `Trial` and the context."""


def plan(tests: Sequence[Expression], *, absent: frozenset[str], fills: dict[str, Any]) -> Plan:
    """The plan of a file of trials that has all columns but some, under rules of these tests."""
    made = tuple(
        Rule(f"TRY-V{number:02}", "row", "query", "Try again.", test, "record_id")
        for number, test in enumerate(tests, start=1)
    )
    ruled: type[Dataset] = type("Ruled", (Trial,), {"rules": made})
    present = frozenset(c.name for c in columns(ruled)) - absent
    return Plan(ruled, present, CONTEXT, fills)


def rows(count: int, *, within: Plan, seed: int) -> list[Drawn]:
    """Rows of the columns of a plan, each optional value there or not."""
    chance = Random(seed)
    return [Drawn(_row(within, chance), plain=True) for _ in range(count)]


def _row(within: Plan, chance: Random) -> dict[str, Any]:
    lone = chance.random() < 0.3
    found: dict[str, Any] = {}
    for column in columns(within.dataset):
        left_out = not column.field.mandatory and chance.random() < 0.4
        if column.name in within.present and not left_out and not (lone and column.optional_block):
            strange = isinstance(column.field, Strange)
            found[column.name] = "ab" if strange else plausible(column.field, chance)
    return found
