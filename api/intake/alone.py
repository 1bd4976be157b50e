"""A file judged alone: by the same readers and rules as the service, with no store and no account.

What is said here of a file is what the service says of it, except where the agency's own earlier
returns have a part in it. What belongs here: what must be assumed where nobody has said it. What
does not: finding (`api.intake.deliveries`), telling (`api.intake.findings`), files and options.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Any, Final

from api.intake.deliveries import Place, judge, rows_of
from api.intake.envelopes import load_envelope
from api.intake.findings import Said, examination, unread
from api.intake.reading.body import Limits, spool
from api.intake.reading.documents import ABSENT
from api.intake.reading.formats import Source, source
from api.intake.reading.rest import AtRest, at_rest
from api.policies.envelopes import Sender, completed
from auth.refusals import Refusal
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period

_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_UNSAID: Final[Mapping[str, Any]] = {
    "explanation": "",
    "permission_incorporate": True,
    "permission_publish": "none",
}
"""Members that every envelope has; without one, nothing of theirs is found."""


class NoOneMonth(Exception):  # noqa: N818 - an answer, not an error
    """Which period a file is for cannot be told from its rows.

    Attributes:
        months: how many months its rows lie in.
    """

    def __init__(self, months: int) -> None:
        said = (
            f"The rows lie in {months} months." if months else "No row says which month it is of."
        )
        super().__init__(said)
        self.months = months


@dataclass(frozen=True, slots=True)
class Asked:
    """How a file is to be judged.

    Attributes:
        dataset: of the return.
        media_type: of the file.
        place: sector, area, environment and the agency's own words.
        limits: largest bodies that the service takes.
        today: the day it would be sent.
        exact: whether it is that very day, and a period that has not begun by then is a mistake.
            Otherwise such a file is judged as on the day after its period.
        period: None where the rows decide.
        envelope: what would be sent with it, None where nothing is known.
        packed: whether the bytes are a gzip stream.
        sheet: of a workbook.
    """

    dataset: str
    media_type: str
    place: Place
    limits: Limits
    today: date
    exact: bool = False
    period: Period | None = None
    envelope: Any = None
    packed: bool = False
    sheet: str | None = None


def judged(file: IO[bytes], asked: Asked) -> Said:
    """All that is found in a file, as `api.intake.findings.examination` tells it.

    Raises:
        NoOneMonth: no period was named, and the rows do not lie in one month.
    """
    period = str(asked.period or "")
    try:
        with _resting(file, asked) as rest:
            return _judged(rest, asked)
    except Refusal as refusal:
        return unread(refusal, dataset=asked.dataset, period=period)


@contextmanager
def _resting(file: IO[bytes], asked: Asked) -> Iterator[AtRest]:
    body = spool(
        file,
        encoding="gzip" if asked.packed else None,
        content_digest=None,
        limits=asked.limits,
    )
    with (
        body.file,
        at_rest(
            body.file,
            media_type=asked.media_type,
            largest=asked.limits.inflated,
            sheet=asked.sheet,
        ) as rest,
    ):
        yield rest


def _judged(rest: AtRest, asked: Asked) -> Said:
    said = _envelope(rest, asked)
    defined = rows_of(asked.dataset, level=said.get("level") or "record")
    records = source(
        rest.file,
        media_type=rest.media_type,
        dataset=defined,
        notes=rest.notes,
        terms=asked.place.terms,
    )
    period = _period(said, asked) or _month(records, defined)
    sender = _sender(said, asked, period=period)
    found = judge(
        records,
        envelope=completed(said, sender=sender),
        sender=sender,
        place=asked.place,
    )
    return examination(found, dataset=asked.dataset, period=str(period), rows_of=defined)


def _envelope(rest: AtRest, asked: Asked) -> Mapping[str, Any]:
    """The envelope beside the file, or in its document; what every envelope has, where neither."""
    if asked.envelope is not None:
        return load_envelope(asked.envelope)
    if rest.whole:
        return load_envelope(None if rest.envelope is ABSENT else rest.envelope)
    return _UNSAID


def _period(said: Mapping[str, Any], asked: Asked) -> Period | None:
    """The period as it was named, or as the envelope names it."""
    return asked.period or (Period.parse(said["month"]) if said.get("month") else None)


def _sender(said: Mapping[str, Any], asked: Asked, *, period: Period) -> Sender:
    """Who sends it is what the envelope says: there is no token to hold it against."""
    purposes = said.get("purpose_codes") or ("",)
    return Sender(
        agency_id=said.get("agency") or "",
        agreement_id=said.get("agreement_ref") or "",
        purpose=purposes[0],
        dataset=asked.dataset,
        period=period,
        schema_version=DATASETS[asked.dataset].version,
        today=_day(asked, period),
    )


def _day(asked: Asked, period: Period) -> date:
    """The day that the file is judged as of."""
    begun = asked.exact or period.start <= asked.today
    return asked.today if begun else period.end + timedelta(days=1)


def _month(records: Source, defined: type[Dataset]) -> Period:
    """The month that all rows lie in, by the field that says so.

    Raises:
        NoOneMonth: there is none, or more than one.
    """
    names = (defined.period_field,) if defined.period_field else ("covers_to", "as_at")
    rows = (record for _, record in records.rows() if isinstance(record, dict))
    found = {month for row in rows if (month := _month_of(row, names))}
    if len(found) != 1:
        raise NoOneMonth(len(found))
    return Period.parse_month(found.pop())


def _month_of(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and _MONTH.match(value):
            return value[:7]
    return None
