"""Indicators: their values for a period, worked out from one sealed release.

Here belong the verbs: which counts are read, by what they are split, with what they are compared,
and that a paired indicator always comes along. What an indicator is stands in `api.reports`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from api.disclosure.showing import Coverage, Showing, compare
from api.queries import releases as stored
from api.queries.releases import Input
from api.reports import indicators
from api.reports.facts import Band, Figure, Participation, Standing
from api.reports.indicators import INDICATORS, Cell, Count, Indicator, Line, Source, Stated, Value
from api.services import aggregates
from api.services.answers import Book, opened
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from auth.uses import Owners
from schemas.period import Period

EQUALITY = (
    "age_years", "sex", "gender_identity", "ethnicity_self", "religion", "sexual_orientation",
    "disability",
)  # fmt: skip
"""The fields of a person block that tell of equality (Equality Act 2010 section 4, as recorded)."""

_IN = ("received", "partial", "nil")
_SMALLEST_BASE = 20  # returns, below which a share of them is not worked out (design)


@dataclass(frozen=True)
class Comparison:
    """An earlier period beside this one: its figures, or why they may not be set side by side."""

    period: str
    release_id: str
    showing: Showing
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An indicator's values, and the indicators without which it may not appear.

    `used` says whose data is shown, for the event; agency -> dataset -> 1.
    """

    indicator: Indicator
    release: stored.Release
    purpose: str | None
    agreement: str | None
    by: str = ""
    coverage: tuple[Mapping[str, Any], ...] = ()
    figures: tuple[Figure, ...] = ()
    bands: tuple[Band, ...] = ()
    participation: Participation | None = None
    comparison: Comparison | None = None
    paired: tuple[Answer, ...] = field(default=())
    used: Owners = field(default_factory=dict)


def catalogue() -> list[dict[str, Any]]:
    """The indicators in force, each with exactly what is divided by what."""
    return [_described(indicator) for indicator in INDICATORS.values()]


def values(
    session: Session,
    caller: Caller,
    *,
    indicator_id: str,
    period: str,
    by: str = "",
    compare_with: str = "",
    release: str | None = None,
    today: date,
) -> Answer:
    """Work an indicator out for a period, split and compared where that is asked for.

    Raises:
        NotFound: no such indicator, or nothing is sealed for the period.
        Forbidden: the token covers none of its datasets.
        Unprocessable: it is not split that way, or the periods are of two kinds.
    """
    indicator = INDICATORS.get(indicator_id)
    if indicator is None:
        raise NotFound("no_indicator", detail="There is no such indicator; see /v1/indicators.")
    if by and by not in indicator.breakdowns:
        names = ", ".join(indicator.breakdowns) or "nothing"
        raise Unprocessable("unknown_breakdown", detail=f"It is split by: {names}.")
    if indicator.datasets and not any(map(caller.may_use, indicator.datasets)):
        caller.check_dataset(indicator.datasets[0])
    book = opened(session, caller, period=period, release_id=release, today=today)
    if compare_with and not indicator.lines:
        raise Unprocessable("not_comparable", detail="Its periods are not set side by side.")
    earlier = _earlier(book, period=compare_with) if compare_with else None
    return of_book(book, indicator, by=by, earlier=earlier)


def of_book(
    book: Book, indicator: Indicator, *, by: str = "", earlier: Book | None = None
) -> Answer:
    """An indicator and its pairs, from a release that is open already."""
    figures = tuple(_figures(book, indicator, by=by))
    return Answer(
        indicator,
        book.release,
        book.caller.purpose,
        book.caller.agreement.agreement_id if book.caller.agreement else None,
        by,
        coverage=coverage(book, indicator.datasets),
        figures=figures,
        bands=shown(book, completeness(book, indicator)) if indicator.form == "bands" else (),
        participation=participation(book) if indicator.form == "returns" else None,
        comparison=_comparison(book, earlier, indicator, by=by) if earlier else None,
        paired=tuple(of_book(book, INDICATORS[name]) for name in indicator.paired),
        used=book.used,
    )


def coverage(book: Book, datasets: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """Who is in each dataset, who is missing, and who changed their way of counting."""
    return tuple(
        {
            "dataset": dataset,
            **aggregates.coverage(book, dataset),
            "series_breaks": aggregates.series_breaks(book, dataset),
        }
        for dataset in datasets
        if book.caller.may_use(dataset)
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
    frozen = stored.inputs(
        book.session,
        partnership_id=book.caller.partnership_id,
        release_id=book.release.release_id,
    )
    inputs = [each for each in frozen if book.caller.may_use(each.dataset)]
    owed = [each for each in inputs if each.status != "not_requested"]
    came = [each for each in owed if each.status in _IN]
    on_time = [each for each in came if not each.late]
    days = [each for each in map(_days, came) if each is not None]
    return Participation(
        len(owed),
        len(on_time),
        len(came),
        sum(each.level == "statement" for each in came),
        _share(len(on_time), base=len(owed)),
        round(median(days)) if days else None,
        tuple(
            Standing(each.agency_id, each.dataset, each.month, each.status, each.late, _days(each))
            for each in inputs
        ),
    )


def _share(part: int, *, base: int) -> Value:
    if base < _SMALLEST_BASE:
        return Value(None, "not_available", "base_too_small", part, base)
    return Value(round(100 * part / base), "ok", "", part, base)


def _days(each: Input) -> int | None:
    """Days from the end of the month to the day a return came; none before its end."""
    if each.received_on is None:
        return None
    return max(0, (each.received_on - Period.parse_month(each.month).end).days)


def _figures(book: Book, indicator: Indicator, *, by: str) -> Iterator[Figure]:
    for line in indicator.lines:
        if by:
            yield from _split(book, line, by=by)
        else:
            value = indicators.figure(line, read=lambda source: _cell(book, source))
            yield Figure(line.name, line.title, value)


def _split(book: Book, line: Line, *, by: str) -> Iterator[Figure]:
    """A line for every category of a breakdown, or once where it is not split in this period."""
    counts = {count: book.split(count, by=by) for count in line.counts}
    categories = next((c for c in counts.values() if "" not in c), {"": None})
    for category in categories:

        def read(source: Count | Stated, category: str = category) -> Cell:
            if isinstance(source, Stated):
                return _cell(book, source)
            cells = counts.get(source) or book.split(source)
            return cells.get(category) or cells[""]

        value = indicators.figure(line, read=read)
        yield Figure(line.name, line.title, value, category or None)


def _cell(book: Book, source: Count | Stated) -> Cell:
    if isinstance(source, Count):
        return book.read(source)
    return Cell(None, "not_available", "nothing_declared")


def _earlier(book: Book, *, period: str) -> Book:
    """The period to compare with, which must be of the same kind and lie before."""
    other = book.at(period)
    if other.period.kind != book.period.kind or other.period >= book.period:
        raise Unprocessable(
            "periods_differ", detail="Compare with an earlier period of the same kind."
        )
    return other


def _comparison(book: Book, earlier: Book, indicator: Indicator, *, by: str) -> Comparison:
    showing = comparable(book, earlier, datasets=indicator.datasets)
    figures = tuple(_figures(earlier, indicator, by=by)) if showing.shows else ()
    return Comparison(earlier.release.period, earlier.release.release_id, showing, figures)


def comparable(book: Book, earlier: Book, *, datasets: Sequence[str]) -> Showing:
    """Whether two periods' figures from these datasets may be set side by side."""
    for dataset in datasets:
        before, after = (each.said(dataset, unit="records") for each in (earlier, book))
        if before is None or after is None:
            return Showing("not_available", ("not_in_release",))
        one, other = (each.coverage["contributors"] for each in (before, after))
        showing = compare(_coverage(one, beside=other), later=_coverage(other, beside=one))
        if not showing.shows:
            return showing
    return Showing("ok")


def _coverage(
    contributors: Mapping[str, Mapping[str, Any]], *, beside: Mapping[str, Any]
) -> Coverage:
    """Who contributed, and the counting rules of those who did so in both periods."""
    both = contributors.keys() & beside.keys()
    rules = {f"{agency}:{rule}" for agency in both for rule in contributors[agency]["rules"]}
    return Coverage(frozenset(contributors), rules=frozenset(rules))


def _described(indicator: Indicator) -> dict[str, Any]:
    lines = [
        {
            "line": line.name,
            "title": line.title,
            "numerator": _counted(line.numerator),
            "denominator": _counted(line.denominator) if line.denominator else None,
            "periods": line.periods,
        }
        for line in indicator.lines
    ]
    return {**vars(indicator), "lines": lines}


def _counted(source: Source) -> dict[str, Any]:
    if isinstance(source, Count):
        return {"measure": source.measure, "filters": dict(source.filters)}
    return {"measure": "", "filters": {}}
