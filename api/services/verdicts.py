"""Whether a delivery may stand, given its errors and what its sender wants done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from api.services.deliveries import Delivery
from api.services.receipts import counted
from auth.refusals import ErrorItem, Unprocessable
from schemas.findings import Finding

MOST_ERRORS: Final = 1000  # findings listed in one refusal; all are counted (design)


@dataclass(eq=False)
class ReturnRefused(Unprocessable):
    """The delivery has errors; `extension` counts its findings by code."""

    extension: Mapping[str, Any] = field(default_factory=dict, kw_only=True)


def check_errors(delivery: Delivery, *, quarantine: bool) -> None:
    """Refuse a delivery with errors, naming them and the call that would keep the good rows.

    Raises:
        ReturnRefused: there are errors and they were not to be set aside, or they concern the file,
            or no row is good: a month is not replaced by nothing.
    """
    found = delivery.examination
    if not found.errors or (quarantine and not found.whole_file and _good(delivery)):
        return
    errors = [finding for finding in found.findings if finding.severity == "error"]
    raise ReturnRefused(
        "return_refused",
        detail=_refusal_words(delivery),
        errors=tuple(_item(finding) for finding in errors[:MOST_ERRORS]),
        extension={"findings": counted(found.counts)},
    )


def _refusal_words(delivery: Delivery) -> str:
    found, good = delivery.examination, _good(delivery)
    if found.whole_file:
        return "The file as a whole has errors. Nothing was stored; mend them and send it again."
    words = f"{len(found.refused_rows)} of {found.rows} rows have errors. Nothing was stored."
    if not good:
        return f"{words} Correct them and send the file again."
    return (
        f"{words} Correct them, or keep the other {good}:"
        f" PUT /v1/returns/{delivery.dataset}/{delivery.period}?on_error=quarantine"
    )


def _good(delivery: Delivery) -> int:
    """How many rows have no error."""
    return delivery.examination.rows - len(delivery.examination.refused_rows)


def _item(finding: Finding) -> ErrorItem:
    return ErrorItem(finding.code, finding.message, row=finding.row, field=finding.field)


def status(delivery: Delivery, *, refused: int) -> str:
    """The status a delivery gives its return: partial where rows were set aside."""
    said = str(delivery.envelope["return_status"])
    return "partial" if refused and said == "received" else said
