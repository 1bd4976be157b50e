"""Reports: the facts of a period gathered from its sealed release, and written by `api.reports`.

What belongs here: which released figures a report rests on, and how fine they may be. What does
not: sentences, and any number that is not in a release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.db import bind
from api.queries import participation as queries
from api.queries import releases as stored
from api.queries.releases import Release
from api.reports import board, indicators, naming
from api.reports.facts import Change, Declared, Facts, Figure, Figures, Part, Register, Split, Total
from api.reports.indicators import INDICATORS, Count, Indicator
from api.reports.report import Report
from api.services import aggregates, commitments, statements
from api.services import indicators as values
from api.services.answers import PUBLICATION, Book, opened
from api.services.questions import measure_named
from auth.caller import Caller
from auth.refusals import NotFound
from auth.uses import Owners
from schemas.codes.declared import DECLARED
from schemas.datasets import DATASETS
from schemas.evaluate import LONDON
from schemas.period import Period

SHOWN_ENOUGH: Final = 80
"""Per cent of cells that must be shown for a split to be used in a report (design)."""

_TOTALS: Final = (
    "health_contact", "health_contact.disclosed", "housing_support", "housing_support.provided",
    "housing_support.declined",
)  # fmt: skip
_INDICATORS: Final = ("IND-01", "IND-02", "IND-04", "IND-06", "IND-07", "IND-32")
_MEASURES: Final = frozenset(
    measure.name for dataset in DATASETS.values() for measure in dataset.measures
)
_EQUALITY: Final = (
    ("incident", ("age_band", "age_band_4", "age_band_2")),
    ("incident", ("sex",)),
    ("incident", ("ethnicity_group",)),
    ("perpetrator_intervention", ("age_band", "age_band_4", "age_band_2")),
    ("perpetrator_intervention", ("sex",)),
)
"""What the equality section splits, each by the finest of its groupings that can be shown."""


def board_report(
    session: Session,
    caller: Caller,
    *,
    period: str,
    release: str | None = None,
    as_of: date | None = None,
    today: date,
) -> tuple[Report, Owners]:
    """Write the board report of a sealed period, and say whose data it shows.

    `as_of` is the day that the report says it was written on, today where it is left out: without
    a `release` by its id the newest that was sealed by its end is read, and statements are printed
    that both sides had released by then.

    Raises:
        Unprocessable: the text names no period.
        NotFound: nothing is sealed for it.
        Conflict: nothing can be said of equality, without which no report is made.
    """
    bind(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        reach="partnership",
    )
    until = min(as_of or today, today)
    book = opened(session, caller, period=period, release_id=release, today=today)
    if release is None:
        book = replace(book, release=_sealed_by(book, until=until))
    written = board.write(_facts(replace(book, for_report=True), until=until), on=until)
    return written, book.used


def _sealed_by(book: Book, *, until: date) -> Release:
    """The newest release of a book's period that was sealed by the end of a day."""
    sealed = stored.sealed(
        book.session,
        partnership_id=book.caller.partnership_id,
        periods=[book.release.period],
    )
    known = [each for each in sealed if each.sealed_at.astimezone(LONDON).date() <= until]
    if not known:
        raise NotFound("no_release", detail="Nothing was sealed for this period by that day.")
    return known[-1]


def datasets_used(caller: Caller) -> tuple[str, ...]:
    """The datasets whose figures a caller's report may hold."""
    return tuple(name for name, held in DATASETS.items() if held.tables and caller.may_use(name))


def _facts(book: Book, *, until: date) -> Facts:
    caller, release = book.caller, book.release
    silent = _unpublished(book)
    register = commitments.register(book, silent=silent)
    ready, held_back = statements.released(book, silent=silent, until=until)
    name, _ = stored.partnership(book.session, partnership_id=caller.partnership_id)
    bands = values.completeness(book, INDICATORS["IND-38"])
    return Facts(
        partnership=name,
        period=book.period,
        release_id=release.release_id,
        epoch=release.epoch,
        sealed_at=release.sealed_at,
        policy_version=release.policy_version,
        purpose=caller.purpose,
        agreement=caller.agreement.agreement_id if caller.agreement else None,
        names=book.names,
        datasets={name: dataset.title for name, dataset in DATASETS.items()},
        participation=values.participation(book),
        indicators={name: _figures(book, name) for name in _INDICATORS},
        change=_change(book),
        totals=tuple(_total(book, measure) for measure in _TOTALS),
        declared=tuple(_declared(book)),
        areas=_areas(book),
        equality=tuple(_equality(book)),
        bands=values.shown(book, [each for each in bands if not book.unpublished(each.dataset)]),
        blocked={name: tuple(on) for name, on in indicators.blocked(_held(book)).items()},
        coverage=values.coverage(book, datasets_used(caller)),
        feedback=tuple(each.text for each in ready if each.measure == statements.FEEDBACK),
        register=register,
        bearing=_bearing(book, register),
        statements=tuple(each for each in ready if each.measure != statements.FEEDBACK),
        held_back=held_back,
    )


def _bearing(book: Book, register: Register | None) -> dict[str, Figures | Total]:
    """What the register's entries name and a report can show, by its name, with its pairs."""
    objectives = register.objectives if register else ()
    named = {name for each in objectives for one in each.commitments for name in one.bears_on}
    found: dict[str, Figures | Total] = {}
    for name in sorted(named):
        if name in INDICATORS:
            for each in (name, *INDICATORS[name].paired):
                found[each] = _figures(book, each)
        elif name in _MEASURES:
            found[name] = _total(book, name)
    return found


def _figures(book: Book, indicator_id: str) -> Figures:
    indicator = INDICATORS[indicator_id]
    found = values.of_book(book, replace(indicator, paired=())).figures
    labels = {line.name: _labels(indicator, line.mix) for line in indicator.lines if line.mix}

    def label(figure: Figure) -> str:
        code = figure.category or ""
        return labels.get(figure.line, {}).get(code, code)

    return Figures(indicator, naming.named(found, names=book.names, label=label))


def _labels(indicator: Indicator, breakdown: str) -> dict[str, str]:
    every = (each for name in indicator.datasets for each in DATASETS[name].breakdowns)
    return {c.code: c.label for each in every if each.name == breakdown for c in each.categories}


def _held(book: Book) -> set[str]:
    """The datasets of which the release has records."""
    said = {name: book.said(name, unit="records") for name in DATASETS}
    return {name for name, row in said.items() if row and row.coverage["contributors"]}


def _total(book: Book, measure: str) -> Total:
    dataset = DATASETS[measure.partition(".")[0]]
    return Total(measure, measure_named(dataset, measure).title, book.read(Count(measure)))


def _change(book: Book) -> Change | None:
    """The same count one period before, if that is sealed and may be set beside this one."""
    before = book.period.previous()
    try:
        earlier = book.at(str(before))
    except NotFound:
        return None
    showing = values.comparable(book, earlier, datasets=("incident",))
    if not showing.shows:
        return Change(before, None, showing.status, showing.agencies)
    cell = replace(earlier, for_report=True).read(Count("incident"))
    return Change(before, cell.value, cell.status)


def _areas(book: Book) -> tuple[Split, ...]:
    """Incidents by ward, in the shortest periods for which enough of the cells are shown."""
    parts = (book.period.months(), book.period.quarters(), (book.period,))
    for periods in parts:
        splits = [split for each in periods if (split := _by_ward(book, each))]
        if splits and len(splits) == len(periods) and _enough(splits):
            return tuple(splits)
    return ()


def _by_ward(book: Book, period: Period) -> Split | None:
    if period == book.period:
        return _split(book, "incident", "ward")
    try:
        part = book.at(str(period))
    except NotFound:
        return None
    return _split(replace(part, for_report=True), "incident", "ward")


def _equality(book: Book) -> Iterator[Split]:
    for measure, groupings in _EQUALITY:
        splits = [split for name in groupings if (split := _split(book, measure, name))]
        enough = [split for split in splits if _enough([split])]
        # The widest grouping is used even where little of it shows: it says what is hidden.
        yield from enough[:1] or splits[-1:]


def _split(book: Book, measure: str, name: str) -> Split | None:
    """A measure split by one breakdown; None where that is not released for the period."""
    cells = book.split(Count(measure), by=name)
    if "" in cells:
        return None
    dataset = DATASETS[measure]
    breakdown = next(each for each in dataset.breakdowns if each.name == name)
    labels = {each.code: each.label for each in breakdown.categories}
    parts = tuple(Part(code, labels[code], cell) for code, cell in cells.items())
    title = breakdown.title.partition(",")[0]
    by = title[:1].lower() + title[1:]
    return Split(measure, dataset.title, name, by, book.period, parts)


def _enough(splits: Sequence[Split]) -> bool:
    cells = [part.cell for split in splits for part in split.parts]
    return 100 * sum(cell.value is not None for cell in cells) >= SHOWN_ENOUGH * len(cells)


def _declared(book: Book) -> Iterator[Declared]:
    """The declared figures whose agencies permit them in reports."""
    silent = _unpublished(book)
    for measure, entry in DECLARED.items():
        if not book.caller.may_use(entry.of or "aggregate_return"):
            continue
        for figure in aggregates.declared(book, measure):
            if (figure["agency"], figure["delivered_for"]) not in silent:
                month = Period.parse_month(figure["delivered_for"])
                on = figure.get("as_at")
                aggregates.use_declared(book, figure)
                yield Declared(
                    figure["agency"],
                    measure,
                    entry.title,
                    figure.get("value"),
                    figure.get("numerator"),
                    figure.get("denominator"),
                    on or figure.get("covers_from") or month.start,
                    on or figure.get("covers_to") or month.end,
                    figure["exact"],
                    figure.get("source"),
                    tuple(figure.get("breakdown", {}).values()),
                )


def _unpublished(book: Book) -> set[tuple[str, str]]:
    """Agencies and months whose figures and words stay out of what is written.

    What is for the public needs leave for the public.
    """
    kept_out = {"none", "partnership"} if book.caller.purpose == PUBLICATION else {"none"}
    partnership = book.caller.partnership_id
    inputs = stored.inputs(
        book.session, partnership_id=partnership, release_id=book.release.release_id
    )
    sent = queries.sent(
        book.session,
        partnership_id=partnership,
        submission_ids=[each.submission_id for each in inputs if each.submission_id],
    )
    return {
        (each.agency_id, each.month)
        for each in inputs
        if each.submission_id and sent[each.submission_id].publish in kept_out
    }
