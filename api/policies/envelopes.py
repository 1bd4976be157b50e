"""Whether an envelope may stand: pure rules over the envelope, the caller's facts and the calendar.

Each rule gives a finding about the whole delivery (row None). What a single record must be is the
dataset's business; who may send at all is decided before an envelope is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from schemas.envelope import ENVELOPE_RULES
from schemas.findings import Finding, number_of
from schemas.period import Period

COUNTS_OR_PROSE: Final = "aggregate_return"
"""The dataset that no record is sent in."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known about a delivery before its envelope is read.

    Attributes:
        agency_id, agreement_id, purpose: as the token says.
        dataset, period: as the path says.
        schema_version: the definition in force.
        today: the business day.
        earliest: first month the agency may report, None without a bound.
    """

    agency_id: str
    agreement_id: str
    purpose: str
    dataset: str
    period: Period
    schema_version: str
    today: date
    earliest: Period | None = None


def completed(envelope: Mapping[str, Any], *, sender: Sender) -> dict[str, Any]:
    """The envelope with what it leaves out: identities from the token, the rest by custom.

    A bare file counts as records (declared figures as counts), received, taken out today, under the
    2021 Act's definition.
    """
    customary = {
        "agency": sender.agency_id,
        "agreement_ref": sender.agreement_id,
        "purpose_codes": (sender.purpose,),
        "dataset": sender.dataset,
        "month": str(sender.period),
        "schema_version": sender.schema_version,
        "level": "aggregate" if sender.dataset == COUNTS_OR_PROSE else "record",
        "return_status": "received",
        "counting_rule_set": "safershare-2026",
        "extracted_on": sender.today,
        "definition_version": "daa_2021",
        "explanations": {},
        "nil_months": (),
    }
    sent = {name: value for name, value in envelope.items() if value is not None}
    return {**customary, **sent}


def check(envelope: Mapping[str, Any], *, sender: Sender, rows: int) -> tuple[Finding, ...]:
    """All findings about a completed envelope, given how many rows came with it."""
    return (
        *_identity(envelope, sender),
        *_calendar(envelope, sender),
        *_counts(envelope, rows),
        *_permissions(envelope),
    )


def _error(code: str, message: str, field: str) -> Finding:
    return Finding(code, "error", message, field=f"envelope.{field}")


def broken(rule_id: str, member: str | None = None) -> Finding:
    """The finding of a rule of the envelope, at the member it names or at another one."""
    rule = ENVELOPE_RULES[rule_id]
    field = rule.field if member is None else f"envelope.{member}"
    return Finding(rule.id, rule.severity, rule.sentence, field=field)


def _identity(envelope: Mapping[str, Any], sender: Sender) -> Iterator[Finding]:
    agreed = {
        "agency": sender.agency_id,
        "agreement_ref": sender.agreement_id,
        "dataset": sender.dataset,
        "month": str(sender.period),
    }
    for name, expected in agreed.items():
        if envelope[name] != expected:
            yield broken("ENV-V05", name)
    if sender.purpose not in envelope["purpose_codes"]:
        yield broken("ENV-V05", "purpose_codes")
    if envelope["schema_version"].partition(".")[0] != sender.schema_version.partition(".")[0]:
        yield _error(
            "schema_version",
            "This version of the dataset is not in force; see /v1/datasets.",
            "schema_version",
        )


def _calendar(envelope: Mapping[str, Any], sender: Sender) -> Iterator[Finding]:
    period, taken = sender.period, envelope["extracted_on"]
    if period.start > sender.today:
        yield broken("ENV-V01")
    if sender.earliest is not None and period.start < sender.earliest.start:
        yield broken("ENV-V01")
    if taken > sender.today:
        yield broken("ENV-V06")
    if _reversed(envelope.get("covers_from"), envelope.get("covers_to")):
        yield broken("ENV-V10")
    if taken < period.end and envelope["return_status"] != "partial":
        yield broken("ENV-V06")


def _reversed(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _counts(envelope: Mapping[str, Any], rows: int) -> Iterator[Finding]:
    status = envelope["return_status"]
    if status not in ("received", "partial", "nil") or (status == "nil") == bool(rows):
        yield broken("ENV-V02")
    if envelope.get("row_count", rows) != rows:
        yield broken("ENV-V07")


def _permissions(envelope: Mapping[str, Any]) -> Iterator[Finding]:
    if envelope["permission_publish"] != "none" and not envelope["permission_incorporate"]:
        yield broken("ENV-V03")


def unexplained(envelope: Mapping[str, Any], queries: Mapping[str, int]) -> tuple[Finding, ...]:
    """An error for each query code of a delivery that its envelope does not explain."""
    return tuple(
        Finding(
            "explanation_needed",
            "error",
            f"{number_of(count, 'row')} {'raises' if count == 1 else 'raise'} the query {code}:"
            f" correct {'it' if count == 1 else 'them'}, or add explanations.{code}.",
            field="envelope.explanations",
        )
        for code, count in sorted(queries.items())
        if code not in envelope["explanations"]
    )


def months_told(envelope: Mapping[str, Any], *, rows: Mapping[str, int]) -> Iterator[Finding]:
    """An error where a longer period has rows for some of its months and silence about others, or
    where a month that is said to have nothing to report has rows, or is none of the period's.
    """
    if any(rows.get(month) != 0 for month in envelope["nil_months"]):
        yield broken("ENV-V09")
    if len(rows) == 1 or envelope["return_status"] == "nil":
        return
    if any(not n and month not in envelope["nil_months"] for month, n in rows.items()):
        yield broken("ENV-V09")


def wrong_level(dataset: str) -> Finding:
    """A level that the dataset cannot be sent at."""
    return _error(
        "level", f"{dataset} is sent as counts or a statement: set level accordingly.", "level"
    )


def identifying(name: str) -> Finding:
    """A member of the envelope that looks like it names a person."""
    return _error(
        "identifier",
        f"envelope.{name} holds what looks like a direct identifier of a person: take it out.",
        name,
    )
