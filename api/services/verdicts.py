"""Whether a delivery may stand, given its errors and what its sender wants done with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from api.intake.findings import counted, examination, group_said, unread, words_said
from api.policies.reminders import EXPLAIN
from api.services.deliveries import Delivery
from auth.refusals import BadRequest, ErrorItem, TooLarge, Unprocessable, UnsupportedType
from schemas.findings import Finding, number_of
from schemas.mending import expected
from schemas.period import Period

MOST_ERRORS: Final = 1000  # findings listed in one refusal; all are counted (design)


class ReturnRefused(Unprocessable):
    """The delivery has errors; `extension` counts its findings."""

    @property
    def only_explaining(self) -> bool:
        """Whether nothing is wrong but that queries are not explained."""
        return {item.code for item in self.errors} == {EXPLAIN}


def told(delivery: Delivery, *, whole: bool = False) -> dict[str, Any]:
    """What was found in a delivery: counted by code and by kind, words that are not mapped, and,
    of one that is only looked at, the `whole` one by one.
    """
    found, rows_of = delivery.examination, delivery.rows_of
    said: dict[str, Any] = {
        "findings": counted(found.counts),
        "summary": [group_said(group, rows_of=rows_of) for group in found.summary],
    }
    words = words_said(found)
    if words:
        said["unmapped_words"] = words
    if whole:
        said["examination"] = examination(
            found, dataset=delivery.dataset, period=str(delivery.period), rows_of=rows_of
        )
    return said


@contextmanager
def unread_told(dataset: str, period: Period) -> Iterator[None]:
    """A file that is only looked at and cannot be read is told like one with an error."""
    try:
        yield
    except (BadRequest, TooLarge, UnsupportedType, Unprocessable) as refusal:
        if "examination" not in refusal.extension:
            refusal.extension = {
                **refusal.extension,
                "examination": unread(refusal, dataset=dataset, period=str(period)),
            }
        raise


def check_errors(delivery: Delivery, *, quarantine: bool, whole: bool = False) -> None:
    """Refuse a delivery with errors, naming them and the call that would keep the good rows.

    Args:
        delivery: as examined.
        quarantine: whether the good rows are to be kept alone.
        whole: whether the refusal lists every finding.

    Raises:
        ReturnRefused: there are errors and they were not to be set aside, or they concern the file,
            or no row is good: a month is not replaced by nothing.
    """
    found = delivery.examination
    if not found.errors or (quarantine and not found.whole_file and _good(delivery)):
        return
    errors = [finding for finding in found.listed if finding.severity == "error"]
    raise ReturnRefused(
        "return_refused",
        detail=_refusal_words(delivery),
        errors=tuple(_item(finding, delivery) for finding in errors[:MOST_ERRORS]),
        extension=told(delivery, whole=whole),
    )


def _refusal_words(delivery: Delivery) -> str:
    found, good = delivery.examination, _good(delivery)
    if found.whole_file:
        return "The file as a whole has errors. Nothing was stored; mend them and send it again."
    refused = len(found.refused_rows)
    has = "has" if refused == 1 else "have"
    words = f"{refused:,} of {number_of(found.rows, 'row')} {has} errors. Nothing was stored."
    if not good:
        return f"{words} Correct them and send the file again."
    return (
        f"{words} Correct them, or keep the other {good}:"
        f" PUT /v1/returns/{delivery.dataset}/{delivery.period}?on_error=quarantine"
    )


def _good(delivery: Delivery) -> int:
    """How many rows have no error."""
    return delivery.examination.rows - len(delivery.examination.refused_rows)


def _item(finding: Finding, delivery: Delivery) -> ErrorItem:
    return ErrorItem(
        finding.code,
        finding.message,
        row=finding.row,
        field=finding.field,
        expected=expected(finding, dataset=delivery.rows_of),
        count=delivery.examination.alike(finding),
    )


def status(delivery: Delivery, *, refused: int) -> str:
    """The status a delivery gives its return: partial where rows were set aside."""
    said = str(delivery.envelope["return_status"])
    return "partial" if refused and said == "received" else said
