"""`aggregate_return`: one declared figure or statement, for agencies that send counts or prose."""

from __future__ import annotations

from typing import Final

from schemas.codes.declared import DIMENSIONS
from schemas.conditions import equals, exactly_where, given, in_order, needs, only_where
from schemas.dataset import Dataset
from schemas.declarations import (
    FROM_THE_REGISTER,
    a_stock,
    in_unit,
    of_its_family,
    of_its_return,
    split_as_registered,
)
from schemas.fields import Amount, CellMap, Code, Count, Day, Flag, Opaque, Text
from schemas.rules import (
    All,
    AtMostBeside,
    ChangeAtMost,
    Compare,
    Field,
    Holds,
    Implies,
    NoRecords,
    Not,
    PartsSum,
    Rule,
    SumBeside,
    Value,
)

LONGEST_STATEMENT: Final = 2500  # characters (AGG-V08, design)
LARGEST_CHANGE: Final = 0.5  # of the month before (AGG-V09, design)
_FIGURE: Final = (
    Field("measure"),
    Field("counting_rule"),
    Field("as_at"),
    Field("covers_from"),
    Field("covers_to"),
)
_PROSE: Final = in_unit("text")


class AggregateReturn(Dataset):
    """One declared figure for one span and one cell, or one statement."""

    name = "aggregate_return"
    title = "Counts and statements"
    grain = "one measure, one span, one breakdown cell"
    minimum = ("record_id", "measure", "value|statement_text|numerator")

    record_id = Opaque("the agency's own identifier of the figure", mandatory=True)
    family = Code("group of figures", codes="aggregate_family", mandatory=True)
    measure = Code("the registered figure", codes="declared_measure", mandatory=True)
    breakdown = CellMap(
        "dimensions of the cell and their categories, or the question that a statement answers; "
        "left out for the total",
        dimensions=DIMENSIONS,
    )
    value = Amount("the figure")
    unit = Code("unit", codes="aggregate_unit", mandatory=True)
    numerator = Count("numerator of a rate")
    denominator = Count("denominator of a rate")
    as_at = Day("day on which a stock was counted")
    covers_from = Day("first day of the span a flow covers")
    covers_to = Day("last day of the span a flow covers")
    counting_rule = Code(
        "how it was counted", codes="counting_rule", mandatory=True, fill="as-declared"
    )
    status = Code("how final the figure is", codes="aggregate_status", mandatory=True, fill="final")
    benchmark_source = Text("where a benchmark comes from", high=200)
    already_published = Flag("the agency has published this very figure before")
    published_source = Text("where it was published", high=200)
    statement_text = Text("the statement", high=LONGEST_STATEMENT, rule="AGG-V08")

    rules = (
        Rule(
            "AGG-V00",
            "row",
            "error",
            "The measure is sent under its own family and unit; see the dictionary.",
            of_its_family(),
            "measure",
        ),
        Rule(
            "AGG-V00a",
            "row",
            "error",
            "A count, sum or duration has value, from 0; a rate numerator and denominator; prose "
            "statement_text; each only there.",
            All(
                (
                    exactly_where("value", in_unit("count", "gbp", "days")),
                    exactly_where("statement_text", _PROSE),
                    only_where("numerator", in_unit("rate_num_den")),
                    only_where("denominator", in_unit("rate_num_den")),
                    Compare(">=", Field("value"), Value(0)),
                )
            ),
            "value",
        ),
        Rule(
            "AGG-V01",
            "row",
            "error",
            "A rate has a numerator that is at most its denominator, and a denominator above 0.",
            All(
                (
                    Implies(
                        in_unit("rate_num_den"),
                        All((given("numerator", needed=True), given("denominator", needed=True))),
                    ),
                    Compare("<=", Field("numerator"), Field("denominator")),
                    Compare(">", Field("denominator"), Value(0)),
                )
            ),
            "numerator",
        ),
        Rule(
            "AGG-V02",
            "batch",
            "error",
            "The cells of a breakdown sum to the figure's total row.",
            PartsSum(_FIGURE, Field("breakdown"), Field("value")),
            "value",
        ),
        Rule(
            "AGG-V03",
            "row",
            "error",
            "A stock has as_at and no span; a flow has covers_from and covers_to, in order, and "
            "no as_at.",
            All(
                (
                    Implies(
                        a_stock(),
                        All((given("as_at"), Not(given("covers_from")), Not(given("covers_to")))),
                    ),
                    Implies(
                        All((Not(a_stock()), Not(_PROSE))),
                        All((given("covers_from"), given("covers_to"), Not(given("as_at")))),
                    ),
                    in_order("covers_from", "covers_to"),
                )
            ),
            "as_at",
        ),
        Rule(
            "AGG-V04",
            "batch",
            "error",
            "No more refuge places are taken than there are.",
            AtMostBeside(
                Field("measure"),
                "refuge_occupied",
                "refuge_capacity",
                (Field("as_at"), Field("breakdown")),
                Field("value"),
            ),
            "value",
        ),
        Rule(
            "AGG-V04a",
            "batch",
            "error",
            "Posts are those filled and those vacant.",
            SumBeside(
                Field("measure"),
                ("posts_filled", "posts_vacant"),
                "posts",
                (Field("as_at"), Field("breakdown")),
                Field("value"),
            ),
            "value",
        ),
        Rule(
            "AGG-V05",
            "batch",
            "error",
            "No more staff are trained than should be, in any role.",
            AtMostBeside(
                Field("measure"),
                "staff_trained",
                "staff_in_scope",
                (Field("as_at"), Field("breakdown")),
                Field("value"),
            ),
            "value",
        ),
        Rule(
            "AGG-V06",
            "row",
            "error",
            "A line of money names its project and financial year in the breakdown.",
            Implies(
                equals("family", "finance"),
                All(
                    (
                        given("breakdown"),
                        Holds(Field("breakdown"), Value("project")),
                        Holds(Field("breakdown"), Value("financial_year")),
                    )
                ),
            ),
            "breakdown",
        ),
        Rule(
            "AGG-V07",
            "stored",
            "error",
            "Records of the same dataset were sent for this month: send records or counts.",
            NoRecords(Field("measure")),
            "measure",
        ),
        Rule(
            "AGG-V08",
            "row",
            "error",
            f"A statement has at most {LONGEST_STATEMENT} characters and names nobody.",
            None,
            "statement_text",
        ),
        Rule(
            "AGG-V09",
            "stored",
            "query",
            "The figure moved by more than half since the month before: explain.",
            ChangeAtMost(
                (Field("measure"), Field("breakdown")),
                Field("value"),
                LARGEST_CHANGE,
                Field("counting_rule"),
            ),
            "value",
        ),
        Rule(
            "AGG-V10",
            "row",
            "error",
            "A benchmark names its area, its span and its source.",
            Implies(
                equals("family", "benchmark"),
                All(
                    (
                        given("breakdown"),
                        Holds(Field("breakdown"), Value("area")),
                        given("benchmark_source", needed=True),
                    )
                ),
            ),
            "benchmark_source",
        ),
        Rule(
            "AGG-V11",
            "row",
            "error",
            "A figure that is already published names where.",
            needs(equals("already_published", True), "published_source"),
            "published_source",
        ),
        Rule(
            "AGG-V12",
            "row",
            "error",
            "A stock was counted in the month of the return or before.",
            Compare("<=", Field("as_at"), Field("envelope.last_day")),
            "as_at",
        ),
        Rule(
            "AGG-V13",
            "policy",
            "error",
            "A return of records that is sent as counts holds counts of that dataset, or prose.",
            Implies(Not(equals("return.dataset", "aggregate_return")), of_its_return()),
            "measure",
        ),
        Rule(
            "AGG-V14",
            "policy",
            "error",
            "A return at the level of a statement holds prose alone.",
            Implies(equals("envelope.level", "statement"), _PROSE),
            "measure",
        ),
        Rule(
            "AGG-V15",
            "row",
            "error",
            "The breakdown has a dimension that this measure is not split by.",
            split_as_registered(),
            "breakdown",
        ),
        *FROM_THE_REGISTER,
    )
