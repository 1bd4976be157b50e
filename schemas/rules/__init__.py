"""Cross-field rules as values.

A rule is an expression over named fields from a closed set of operators, with an id, a kind, a
severity and a sentence. No rule holds a function: whatever can evaluate these operators can run
every rule, so that a compiled path can be added without touching a dataset.

Logic has three values. A comparison with a blank field, or with a reason in place of a number, is
unknown, and an unknown rule holds: what is missing is reported by its own field, once. `Present` of
a field whose column is not in the file at all is unknown too, and so is every comparison with a
reason that stands in for such a column, so that a short file is not punished for columns that its
sender does not have.
"""

from schemas.rules.expressions import (
    EXPRESSIONS,
    AgeAt,
    All,
    AnyOf,
    Compare,
    Expression,
    Field,
    Holds,
    Implies,
    In,
    InMonth,
    Member,
    Not,
    Operand,
    Present,
    ShareAtLeast,
    Value,
    Within,
)
from schemas.rules.rule import Kind, Rule, Test, named, named_beside, placed
from schemas.rules.wider import (
    Apart,
    AtMostBeside,
    BatchTest,
    Beside,
    ChangeAtMost,
    Companion,
    Forward,
    NightsWithinCapacity,
    NoRecords,
    PartsSum,
    SameAsBefore,
    ShareAtMost,
    Steady,
    SteadyAge,
    StoredTest,
    SumBeside,
    Unique,
)

__all__ = [
    "EXPRESSIONS",
    "AgeAt",
    "All",
    "AnyOf",
    "Apart",
    "AtMostBeside",
    "BatchTest",
    "Beside",
    "ChangeAtMost",
    "Companion",
    "Compare",
    "Expression",
    "Field",
    "Forward",
    "Holds",
    "Implies",
    "In",
    "InMonth",
    "Kind",
    "Member",
    "NightsWithinCapacity",
    "NoRecords",
    "Not",
    "Operand",
    "PartsSum",
    "Present",
    "Rule",
    "SameAsBefore",
    "ShareAtLeast",
    "ShareAtMost",
    "Steady",
    "SteadyAge",
    "StoredTest",
    "SumBeside",
    "Test",
    "Unique",
    "Value",
    "Within",
    "named",
    "named_beside",
    "placed",
]
