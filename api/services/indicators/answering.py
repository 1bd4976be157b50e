"""The answer to a question for an indicator: its figures, its pairs, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from api.queries import releases as stored
from api.reports.facts import Band, Figure, Participation
from api.reports.indicators import INDICATORS, Count, Indicator, Line, Mark, Target, Value
from api.reports.indicators.comparing import Movement, Reached, follows, reached, set_for
from api.services.answers import NOISE, Book
from api.services.indicators import participation as returns
from api.services.indicators.benchmarks import beside
from api.services.indicators.comparing import Comparison, comparison, earlier_book
from api.services.indicators.released import (
    Unknown,
    put,
    put_of_unknown,
    released,
    rests_on,
    unknown,
)
from api.services.indicators.stated import declared, look_up
from api.services.opening import opened
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from auth.uses import Owners

BENCHMARK: Final = "benchmark"
"""What `compare` says in place of a period."""


@dataclass(frozen=True)
class Held:
    """What a figure is held against: the declared figure before it, and targets of its days."""

    before: Value | None = None
    movement: Movement | None = None
    targets: tuple[tuple[Target, Reached | None], ...] = ()


@dataclass(frozen=True)
class Answer:
    """An indicator's values, and the indicators without which it may not appear.

    Attributes:
        figures: released ones line by line, then declared ones; `held` says of each, in the same
            order, what it is held against.
        unknown: of a split, how many records do not know what it is split by.
        comparison, benchmarks: what was asked to be set beside.
        noise: what is said of the protection, by the profile of whoever reads.
        used: whose data is shown, for the event; agency -> dataset -> 1.
    """

    indicator: Indicator
    release: stored.Release
    purpose: str | None
    agreement: str | None
    by: str = ""
    coverage: tuple[Mapping[str, Any], ...] = ()
    figures: tuple[Figure, ...] = ()
    held: tuple[Held, ...] = ()
    unknown: Unknown | None = None
    bands: tuple[Band, ...] = ()
    participation: Participation | None = None
    comparison: Comparison | None = None
    benchmarks: tuple[Mark, ...] = ()
    paired: tuple[Answer, ...] = field(default=())
    noise: str = NOISE
    used: Owners = field(default_factory=dict)


def values(
    session: Session,
    caller: Caller,
    *,
    indicator_id: str,
    period: str,
    by: str = "",
    compare_with: str = "",
    version: str = "",
    release: str | None = None,
    as_of: date | None = None,
    today: date,
) -> Answer:
    """Work an indicator out for a period, split and compared where that is asked for.

    `compare_with` is an earlier period, or `benchmark`; `version` one line of the indicator.
    `as_of` asks for the newest releases that were sealed by the end of that day.

    Raises:
        NotFound: no such indicator, or nothing is sealed for the period.
        Forbidden: the token covers none of its datasets.
        Unprocessable: it is not split that way, it has no such version, a comparison of rival
            versions names none, or the periods are of two kinds.
    """
    indicator = _asked(caller, indicator_id, by=by, version=version, compare_with=compare_with)
    book = opened(
        session,
        caller,
        period=period,
        release_id=release,
        as_of=as_of,
        datasets=rests_on(indicator),
        today=today,
    )
    other = compare_with not in ("", BENCHMARK)
    earlier = earlier_book(book, indicator, period=compare_with) if other else None
    answer = of_book(book, indicator, by=by, earlier=earlier)
    if compare_with != BENCHMARK:
        return answer
    return replace(answer, benchmarks=tuple(beside(book, indicator, figures=answer.figures)))


def of_book(
    book: Book, indicator: Indicator, *, by: str = "", earlier: Book | None = None
) -> Answer:
    """An indicator and its pairs, from a release that is open already."""
    look_up(book, indicator)
    book.look_up(_put(book, indicator, by=by))
    figures = tuple(_figures(book, indicator, by=by))
    bands = returns.completeness(book, indicator) if indicator.form == "bands" else ()
    return Answer(
        indicator,
        book.release,
        book.caller.purpose,
        book.caller.agreement.agreement_id if book.caller.agreement else None,
        by,
        coverage=returns.coverage(book, indicator.datasets),
        figures=figures,
        held=_held(book, earlier, indicator, figures=figures),
        unknown=unknown(book, indicator, by=by),
        bands=returns.shown(book, bands),
        participation=returns.participation(book) if indicator.form == "returns" else None,
        comparison=comparison(book, earlier, indicator, by=by, figures=figures)
        if earlier
        else None,
        paired=tuple(of_book(book, INDICATORS[name]) for name in indicator.paired),
        noise=book.profile.said,
        used=book.used,
    )


def _put(book: Book, indicator: Indicator, *, by: str) -> Iterator[tuple[Count, str]]:
    """The counts that an indicator and its pairs read, each with what it is split by."""
    for line in indicator.lines:
        yield from put(book, line, by=by)
    yield from ((count, "") for count in put_of_unknown(indicator, by=by) or ())
    for name in indicator.paired:
        for line in INDICATORS[name].lines:
            yield from put(book, line)


def _asked(
    caller: Caller, indicator_id: str, *, by: str, version: str, compare_with: str
) -> Indicator:
    """The indicator with the lines that are asked for; raises what `values` does."""
    indicator = INDICATORS.get(indicator_id)
    if indicator is None:
        raise NotFound("no_indicator", detail="There is no such indicator; see /v1/indicators.")
    if by and by not in indicator.breakdowns:
        names = ", ".join(indicator.breakdowns) or "nothing"
        raise Unprocessable("unknown_breakdown", detail=f"It is split by: {names}.")
    if indicator.datasets and not any(map(caller.may_use, indicator.datasets)):
        caller.check_dataset(indicator.datasets[0])
    if compare_with and not indicator.lines:
        raise Unprocessable("not_comparable", detail="Its periods are not set side by side.")
    if version:
        return replace(indicator, lines=(_line(indicator, version),))
    if compare_with and indicator.versions:
        names = ", ".join(line.name for line in indicator.lines)
        detail = f"Its versions are never joined: say which one is compared, of {names}."
        raise Unprocessable("version_required", detail=detail)
    return indicator


def _line(indicator: Indicator, version: str) -> Line:
    line = indicator.line(version)
    if line is None:
        names = ", ".join(line.name for line in indicator.lines if line.name)
        raise Unprocessable("unknown_version", detail=f"Its lines are: {names or 'one'}.")
    return line


def _figures(book: Book, indicator: Indicator, *, by: str) -> Iterator[Figure]:
    """Released figures line by line, then declared ones, which are never split."""
    own = [] if by else [each for line in indicator.lines for each in declared(book, line)]
    told = {each.line for each in own}
    for line in indicator.lines:
        found = list(released(book, indicator, line, by=by))
        yield from found
        if not found and line.name not in told:
            reason = "not_split" if by else "nothing_declared"
            value = Value(None, "not_available", reason, unit=line.reads)
            yield Figure(line.name, line.title, value)
    yield from own


def _held(
    book: Book, earlier: Book | None, indicator: Indicator, *, figures: Sequence[Figure]
) -> tuple[Held, ...]:
    """What each figure is held against; declared ones of an earlier release count too."""
    found = []
    for each in figures:
        line = indicator.line(each.line)
        if line is None:
            found.append(Held())
            continue
        among = [f.value for f in figures if f.line == line.name]
        if earlier is not None and each.value.declared is not None:
            among += [f.value for f in declared(earlier, line)]
        found.append(_against(book, indicator, line, each.value, among=among))
    return tuple(found)


def _against(
    book: Book, indicator: Indicator, line: Line, value: Value, *, among: Sequence[Value]
) -> Held:
    said = value.declared
    first, last = (said.first_day, said.last_day) if said else (book.period.start, book.period.end)
    targets = tuple(
        (each, reached(each, value)) for each in set_for(indicator, line, first=first, last=last)
    )
    before, movement = follows(indicator, line, value, among=among, area=book.area) or (None, None)
    return Held(before, movement, targets)
