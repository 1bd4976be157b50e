"""Aggregates: one question to one sealed release, answered by looking its cells up.

What belongs here: the answer as a value, with everything that must be said beside its numbers. What
does not: counting, noise and thresholds; they were settled when the release was sealed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.disclosure.answers import Observation
from api.disclosure.lattice import Question
from api.disclosure.showing import Showing
from api.queries import releases as stored
from api.services.answers import NOISE, Book
from api.services.opening import opened
from api.services.questions import family, measure_of, rests_on
from auth.caller import Caller
from auth.refusals import Unprocessable
from auth.uses import Owners
from schemas.codes.declared import DECLARED
from schemas.datasets import DATASETS
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.linked import resting_on


@dataclass(frozen=True)
class Answer:
    """What is said of one question.

    Attributes:
        question: the question on one line, the same for every spelling of it.
        observations: one for every key the question permits, shown or not.
        declared: figures that agencies counted themselves, each for a span of its own; never part
            of an observation and not to be added to one.
        status, reasons, agencies: what holds for the measure as a whole.
        coverage: who is in, who is missing, and how the other returns stand.
        series_breaks: agencies that changed their counting rule within the period.
        used: whose data is shown, for the event; agency -> dataset -> 1.
    """

    measure: str
    title: str
    unit: str
    period: str
    by: tuple[str, ...]
    filters: Mapping[str, str]
    question: str
    release: stored.Release
    status: str
    reasons: tuple[str, ...]
    agencies: tuple[str, ...]
    observations: Sequence[Observation]
    declared: Sequence[Mapping[str, Any]]
    coverage: Mapping[str, Any]
    series_breaks: Sequence[Mapping[str, str]]
    purpose: str | None
    agreement: str | None
    used: Owners
    additive: bool = False
    noise: str = NOISE


def aggregate(
    session: Session,
    caller: Caller,
    *,
    measure: str,
    period: str,
    by: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
    unit: str = "persons",
    release: str | None = None,
    as_of: date | None = None,
    today: date,
) -> Answer:
    """Answer one question from the newest release of its period, or from the one that is named.

    `as_of` asks for the newest that was sealed by the end of that day.

    Raises:
        Unprocessable: the question is not in the lattice; the code says why.
        Forbidden: the token does not cover every dataset that the answer rests on.
        NotFound: nothing is sealed for the period, or was by that day.
    """
    own = family(measure)
    if own is None and measure not in DECLARED:
        raise Unprocessable("unknown_measure", detail="There is no such measure.")
    for name in resting_on(measure) if own else (AggregateReturn.name,):
        caller.check_dataset(name)
    book = opened(
        session,
        caller,
        period=period,
        release_id=release,
        as_of=as_of,
        datasets=(own.name,) if own else (),
        today=today,
    )
    if own is None:
        return _declared_alone(book, measure, asked=(*by, *(filters or {})))
    asked = book.ask(measure, by=tuple(by), filters=filters, unit=unit)
    for name in rests_on(asked):
        caller.check_dataset(name)
    return _answer(book, asked, showing=book.showing(asked))


def coverage(book: Book, dataset: str, *, unit: str = "records") -> dict[str, Any]:
    """Who is in a dataset of a release and who is not, as agencies, statuses and months."""
    said = book.said(dataset, unit=unit)
    if said is None:
        return {"included": [], "returns": []}
    return {
        "included": sorted(said.coverage["contributors"]),
        "returns": [
            {"agency": agency, "status": heading, "months": months}
            for heading, agencies in sorted(said.coverage["returns"].items())
            for agency, months in sorted(agencies.items())
        ],
    }


def series_breaks(book: Book, dataset: str, *, unit: str = "records") -> list[Mapping[str, str]]:
    """The agencies that changed their counting rule within the period, and when."""
    said = book.said(dataset, unit=unit)
    return list(said.coverage["breaks"]) if said else []


def declared(book: Book, measure: str) -> list[dict[str, Any]]:
    """The declared figures of a measure that the release shows, each with its own span.

    One that was moved like a cell is hidden and rounded like one.
    """
    look_up_declared(book, [measure])
    return book.declared[measure]


def look_up_declared(book: Book, measures: Collection[str]) -> None:
    """Look up the declared figures of these measures together, those apart that are known."""
    wanted = [measure for measure in measures if measure not in book.declared]
    book.declared.update({measure: [] for measure in wanted})
    wanted = [measure for measure in wanted if measure in DECLARED]
    if not wanted:
        return
    rows = stored.figures(
        book.session,
        partnership_id=book.caller.partnership_id,
        release_id=book.release.release_id,
        measures=wanted,
    )
    for row in rows:
        seen = _as_seen(row, book=book)
        if seen is not None:
            book.declared[row["measure"]].append(_figure(seen))


def use_declared(book: Book, figure: Mapping[str, Any]) -> None:
    """Note that a declared figure is shown."""
    name = str(figure["measure"]).partition(".")[0]
    book.use(figure["agency"], name if name in DATASETS else AggregateReturn.name)


def _answer(book: Book, asked: Question, *, showing: Showing) -> Answer:
    whole = not (asked.by or asked.filters)
    return Answer(
        measure=asked.measure,
        title=measure_of(asked).title,
        unit=asked.unit,
        period=str(asked.period),
        by=asked.by,
        filters=dict(asked.filters),
        question=str(asked),
        release=book.release,
        status=showing.status,
        reasons=showing.reasons,
        agencies=showing.agencies,
        observations=book.observations(asked, showing=showing),
        declared=_shown(book, declared(book, asked.measure)) if whole else (),
        coverage=coverage(book, asked.dataset, unit=asked.unit),
        series_breaks=series_breaks(book, asked.dataset, unit=asked.unit),
        purpose=book.caller.purpose,
        agreement=book.caller.agreement.agreement_id if book.caller.agreement else None,
        used=book.used,
        noise=book.profile.said,
    )


def _shown(book: Book, figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for each in figures:
        use_declared(book, each)
    return figures


def _declared_alone(book: Book, measure: str, *, asked: Sequence[str]) -> Answer:
    """The answer for a measure that agencies only ever declare."""
    if asked:
        raise Unprocessable(
            "unknown_breakdown", detail="A declared figure is shown whole, as it was declared."
        )
    found = _shown(book, declared(book, measure))
    return Answer(
        measure=measure,
        title=DECLARED[measure].title,
        unit=DECLARED[measure].unit,
        period=book.release.period,
        by=(),
        filters={},
        question=f"{measure}|declared|{book.release.period}||",
        release=book.release,
        status="declared" if found else "not_available",
        reasons=() if found else ("nothing_declared",),
        agencies=(),
        observations=(),
        declared=found,
        coverage={"included": sorted({each["agency"] for each in found}), "returns": []},
        series_breaks=(),
        purpose=book.caller.purpose,
        agreement=book.caller.agreement.agreement_id if book.caller.agreement else None,
        used=book.used,
    )


def _as_seen(row: Mapping[str, Any], *, book: Book) -> Mapping[str, Any] | None:
    """A figure as the reader's profile shows it; None where it hides it."""
    parts = {name: row[name] for name in ("value", "numerator", "denominator")}
    held = {name: int(part) for name, part in parts.items() if part is not None}
    if row["exact"]:
        return row
    if any(part < book.least for part in held.values()):
        return None
    return {**row, **{name: book.profile.shown(part) for name, part in held.items()}}


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored figure as it is told; its empty members are left out."""
    value = row["value"]
    told = {
        "agency": row["agency_id"],
        "measure": row["measure"],
        "status": "declared",
        "value": None if value is None else int(value) if value == int(value) else float(value),
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "unit": row["unit"],
        "breakdown": row["breakdown"] or None,
        "as_at": row["as_at"],
        "covers_from": row["covers_from"],
        "covers_to": row["covers_to"],
        "delivered_for": row["month"],
        "counting_rule": row["counting_rule"],
        "provisional": row["provisional"],
        "exact": row["exact"],
        "source": row["source"],
    }
    return {name: member for name, member in told.items() if member is not None}
