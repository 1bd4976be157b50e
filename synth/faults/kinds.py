"""The kinds of fault by name, each with a sentence, as the command line and the key know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from synth.faults.published import CONTRADICTIONS

REPEATED_RECORD: Final = "repeated-record"
REPEATED_EVENT: Final = "repeated-event"
ROWS_LOST: Final = "rows-lost"
FEW_RECORDS: Final = "few-records"
LOSSES: Final = (ROWS_LOST, FEW_RECORDS)

IN_ROWS: Final[Mapping[str, str]] = {
    "wrong-code": "A word of an old list stands where a code should.",
    "wrong-month": "A record of the next month is in the file.",
    "missing-value": "A value that every record needs is left out.",
    "missing-reason": "A power of arrest was not used, and nothing says why.",
    "unit-change": "An age is in months, or a figure in another unit.",
    "mistyped-reference": "A digit of a reference to a person is another.",
    "broken-reference": "A ward was not in use on the day of the record.",
    "dangling-reference": "A record refers to another that nobody has.",
    "planted-nhs-number": "A number that could be a patient's stands in a field of text.",
    "off-trend": "A declared figure is three times that of the month before.",
    "rule-change": "A declared figure is counted by another rule than in the month before.",
    REPEATED_RECORD: "Two records have one identifier.",
    REPEATED_EVENT: "One report is told twice, under two identifiers.",
}
"""Faults of single records; the last two need a second one."""

KINDS: Final[Mapping[str, str]] = {
    **IN_ROWS,
    "late": "A return is sent after the day on which it is due.",
    "missing": "A return that is owed is never sent.",
    "nil": "A return says that there is nothing to report.",
    ROWS_LOST: "The last records of a file are lost on the way; its envelope still counts them.",
    FEW_RECORDS: "The last records were never in the file, and nothing in it says so.",
    **{name: each.sentence for name, each in CONTRADICTIONS.items()},
}
"""Every kind of fault, with what is wrong."""


class UnknownFaultError(ValueError):
    """There is no fault of that name; the text names those that there are."""


def chosen(names: Iterable[str]) -> frozenset[str]:
    """The kinds of these names; of none, all.

    Raises:
        UnknownFaultError: there is none of one of the names.
    """
    wanted = frozenset(names)
    if unknown := sorted(wanted - KINDS.keys()):
        raise UnknownFaultError(f"there is no fault {unknown[0]}; there is {', '.join(KINDS)}")
    return wanted or frozenset(KINDS)
