"""What indicators say of returns and records as such: who is in, how complete, how soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from api.policies.participation import days_taken
from api.queries import releases as stored
from api.queries.releases import Input
from api.reports.facts import Band, Participation, Standing
from api.reports.indicators import Indicator, Value
from api.services import aggregates
from api.services.answers import Book
from schemas.period import Period

EQUALITY = (
    "age_years", "sex", "gender_identity", "ethnicity_self", "religion", "sexual_orientation",
    "disability",
)  # fmt: skip
"""The fields of a person block that tell of equality (Equality Act 2010 section 4, as recorded)."""

_IN = ("received", "partial", "nil")
_SMALLEST_BASE = 20  # returns, below which a share of them is not worked out (design)


def coverage(book: Book, datasets: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """Who is in each dataset, who is missing, and who changed their way of counting."""
    seen = [dataset for dataset in datasets if book.caller.may_use(dataset)]
    book.look_up_said(seen)
    return tuple(
        {
            "dataset": dataset,
            **aggregates.coverage(book, dataset),
            "series_breaks": aggregates.series_breaks(book, dataset),
        }
        for dataset in seen
    )


def completeness(book: Book, indicator: Indicator) -> tuple[Band, ...]:
    """The completeness of equality fields, in bands, of the datasets the token covers."""
    found = stored.completeness(
        book.session,
        partnership_id=book.caller.partnership_id,
        release_id=book.release.release_id,
    )
    return tuple(
        Band(each.dataset, each.agency_id or None, each.field, each.band, each.main_reason)
        for each in found
        if each.dataset in indicator.datasets
        and book.caller.may_use(each.dataset)
        and each.field.rpartition(".")[2] in EQUALITY
    )


def shown(book: Book, bands: Sequence[Band]) -> tuple[Band, ...]:
    """The bands, noted as shown."""
    for each in bands:
        if each.agency is None:
            book.use_all(each.dataset)
        else:
            book.use(each.agency, each.dataset)
    return tuple(bands)


def participation(book: Book) -> Participation:
    """How the returns that the token covers stood; nil is a return, not requested is not owed."""
    inputs = [each for each in book.inputs if book.caller.may_use(each.dataset)]
    owed = [each for each in inputs if each.status != "not_requested"]
    came = [each for each in owed if each.status in _IN]
    on_time = [each for each in came if not each.late]
    days = [each for each in map(_days, came) if each is not None]
    return Participation(
        len(owed),
        len(on_time),
        len(came),
        sum(each.level == "statement" and each.status != "nil" for each in came),
        _share(len(on_time), base=len(owed)),
        round(median(days)) if days else None,
        tuple(
            Standing(each.agency_id, each.dataset, each.month, each.status, each.late, _days(each))
            for each in inputs
        ),
    )


def _share(part: int, *, base: int) -> Value:
    if base < _SMALLEST_BASE:
        return Value(None, "not_available", "base_too_small", part, base, unit="percent")
    return Value(round(100 * part / base), "ok", "", part, base, unit="percent")


def _days(each: Input) -> int | None:
    """Days from the end of the month to the day a return came."""
    return days_taken(Period.parse_month(each.month), received_on=each.received_on)
