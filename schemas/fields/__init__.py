"""The domain's marshmallow fields: strict about types, silent about values.

Each field knows four things: how a JSON value becomes a Python value (marshmallow), how a CSV cell
becomes the JSON value it stands for (`from_text`) and back (`to_text`), which stored columns it
fills (`storage`, `stored`), and its JSON Schema. What a field does not know: other fields, the
agency, the database engine.

A cell is decoded only when it is an exact encoding of the type; anything else is handed on as text,
so that the field itself says what is wrong, with the same words for every format.
"""

from schemas.fields.base import NOT_RECORDED, Domain
from schemas.fields.coded import CellMap, Code, LinkedRef, Many, PersonRefs
from schemas.fields.numbers import Amount, Count, CountOrReason, Flag
from schemas.fields.text import UNSAFE_TEXT, Opaque, PersonRef, Text
from schemas.fields.time import Day, Instant, Month

__all__ = [
    "NOT_RECORDED",
    "UNSAFE_TEXT",
    "Amount",
    "CellMap",
    "Code",
    "Count",
    "CountOrReason",
    "Day",
    "Domain",
    "Flag",
    "Instant",
    "LinkedRef",
    "Many",
    "Month",
    "Opaque",
    "PersonRef",
    "PersonRefs",
    "Text",
]
