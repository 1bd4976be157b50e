"""A line's figures from released cells: whole, split by a breakdown, shared out, or as a median."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.reports import indicators
from api.reports.facts import Figure
from api.reports.indicators import (
    INDICATORS,
    Cell,
    Count,
    Indicator,
    Line,
    Reader,
    Stated,
    Unavailable,
    Value,
)
from api.services.answers import Book
from api.services.indicators.stated import people, population
from schemas.breakdowns import MISSING
from schemas.linked import MEASURES


@dataclass(frozen=True)
class Unknown:
    """How many records do not know what figures are split by.

    Attributes:
        share: the percentage that does not, or why it is not told.
        reliable: False where too many do not know for the split to be read (REQ-29); None where
            it cannot be said.
    """

    by: str
    share: Value
    reliable: bool | None


def reader(book: Book) -> Reader:
    """What the profile of whoever reads the book asks for."""
    return Reader(book.profile.least_base, book.profile.base)


def released(book: Book, indicator: Indicator, line: Line, *, by: str = "") -> Iterator[Figure]:
    """The line's figures from the cells of the book's release; none for a line read elsewhere."""
    if isinstance(line.numerator, Stated):
        return
    if reason := _why_not(book, line, by=by):
        yield _figure(line, Value(None, "not_available", reason, unit=line.reads))
    elif by:
        yield from _split(book, indicator, line, by=by)
    elif line.mix:
        yield from _mixed(book, line)
    elif line.median and isinstance(line.numerator, Count):
        cells = book.split(line.numerator, by=line.median)
        yield _figure(line, indicators.middle(cells, reader=reader(book)))
    else:
        yield _figure(line, _whole(book, indicator, line))


def put(book: Book, line: Line, *, by: str = "") -> Iterator[tuple[Count, str]]:
    """The counts that a line's figures are read from, each with what it is split by."""
    if isinstance(line.numerator, Stated | Unavailable) or _why_not(book, line, by=by):
        return
    if line.mix and not by:
        whole, *base = line.counts
        yield whole, line.mix
        yield (base[0] if base else whole), ""
    elif line.median and not by:
        yield from ((count, line.median) for count in line.counts[:1])
    else:
        yield from ((count, by) for count in line.counts)
        yield from ((count, "") for pair in line.checks for count in pair)


def put_of_unknown(indicator: Indicator, *, by: str) -> tuple[Count, Count] | None:
    """The count of everything that a split is of, and of what does not know what it is split by."""
    count = next((count for line in indicator.lines for count in line.counts), None)
    if not by or count is None:
        return None
    total = _whole_of(count)
    return total, replace(total, filters=((by, MISSING),))


def rests_on(indicator: Indicator) -> tuple[str, ...]:
    """The datasets and linked families that an indicator and its pairs are read from."""
    every = (indicator, *(INDICATORS[name] for name in indicator.paired))
    counts = (count for each in every for line in each.lines for count in line.counts)
    families = (MEASURES.get(count.measure) for count in counts)
    named = (*(name for each in every for name in each.datasets), *(f.name for f in families if f))
    return tuple(dict.fromkeys(named))


def unknown(book: Book, indicator: Indicator, *, by: str) -> Unknown | None:
    """How many records of the first line's dataset do not know what it is split by."""
    counts = put_of_unknown(indicator, by=by)
    if counts is None:
        return None
    whole, missing = map(book.read, counts)
    if whole.value is None:
        return Unknown(by, Value(None, whole.status, whole.reason, unit="percent"), None)
    if missing.value is None:
        # Hidden is fewer than the threshold, of a base on which that is next to nothing.
        small = missing.status == "suppressed" and whole.value >= book.profile.least_base
        share = Value(None, missing.status, missing.reason or "part_hidden", unit="percent")
        return Unknown(by, share, True if small else None)
    share = indicators.quotient("percent", missing, base=whole, reader=reader(book))
    most = 100 - indicator.least_known
    return Unknown(by, share, None if share.value is None else share.value <= most)


def _whole_of(count: Count) -> Count:
    """The count of everything of which this one is a part."""
    family = MEASURES.get(count.measure)
    return Count(family.name, unit=count.unit) if family else Count(count.dataset)


def _figure(line: Line, value: Value, category: str | None = None) -> Figure:
    return Figure(line.name, line.title, value, category)


def _why_not(book: Book, line: Line, *, by: str) -> str:
    """Why a line has no figure in the book's period, split that way; empty where it has one."""
    if not line.covers(book.period.start, book.period.end):
        return "not_in_force"
    if line.counts and book.period.kind not in line.periods:
        return "not_released_for_this_period"
    return "not_split" if by and not _splits(line) else ""


def _splits(line: Line) -> bool:
    """Whether a line can be split at all: not what is split already or has a public base."""
    return not (line.mix or line.median or isinstance(line.denominator, Stated))


def _whole(book: Book, indicator: Indicator, line: Line) -> Value:
    value = indicators.figure(
        line,
        read=lambda source: _cell(book, source),
        reader=reader(book),
        least_known=indicator.least_known,
    )
    base = people(book, line.denominator) if isinstance(line.denominator, Stated) else None
    return value if base is None else replace(value, base=base.said())


def _cell(book: Book, source: Count | Stated) -> Cell:
    return book.read(source) if isinstance(source, Count) else population(book, source)


def _mixed(book: Book, line: Line) -> Iterator[Figure]:
    """A value for each category of a mix, held against the whole."""
    whole, *base = line.counts
    cells = book.split(whole, by=line.mix)
    shares = indicators.shares(
        line, cells=cells, base=book.read(base[0] if base else whole), reader=reader(book)
    )
    for category, value in shares.items():
        yield _figure(line, value, category)


def _split(book: Book, indicator: Indicator, line: Line, *, by: str) -> Iterator[Figure]:
    """A line for every category of a breakdown, or once where it is not split in this period."""
    counts = {count: book.split(count, by=by) for count in line.counts}
    categories = next((c for c in counts.values() if "" not in c), {"": None})
    for category in categories:

        def read(source: Count | Stated, category: str = category) -> Cell:
            if isinstance(source, Stated):
                return population(book, source)
            cells = counts.get(source) or book.split(source)
            return cells.get(category) or cells[""]

        value = indicators.figure(
            line, read=read, reader=reader(book), least_known=indicator.least_known
        )
        yield _figure(line, value, category or None)
