"""What reports share: an indicator's figures, a split, and what agencies declared, from one book.

What does not belong here: which of them a report rests on (`board`, `scrutiny`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from api.queries import releases as stored
from api.reports import naming
from api.reports.equality import whose
from api.reports.facts import Declared, Figure, Part, Split
from api.reports.indicators import INDICATORS, Count, Indicator
from api.reports.words import lowered
from api.services import aggregates, statements
from api.services import indicators as values
from api.services.answers import Book
from api.services.reports.opening import datasets_used
from api.services.unpublished import unpublished
from schemas.codes.declared import DECLARED
from schemas.datasets import DATASETS
from schemas.period import Period

SHOWN_ENOUGH: Final = 80
"""Per cent of cells that must be shown for a split to be used in a report (design)."""

AGES: Final = ("age_band", "age_band_4", "age_band_2")
"""Bands of age, the finest first."""


def basis(book: Book, *, until: date) -> dict[str, Any]:
    """What every report rests on, as the members of its facts, but for what it splits.

    Statements are those that both sides had released by the end of `until`.
    """
    caller, release = book.caller, book.release
    ready, held_back = statements.released(book, silent=unpublished(book), until=until)
    bands = values.completeness(book, INDICATORS["IND-38"])
    return {
        "partnership": stored.partnership(book.session, partnership_id=caller.partnership_id)[0],
        "period": book.period,
        "release_id": release.release_id,
        "epoch": release.epoch,
        "sealed_at": release.sealed_at,
        "policy_version": release.policy_version,
        "purpose": caller.purpose,
        "agreement": caller.agreement.agreement_id if caller.agreement else None,
        "names": book.names,
        "datasets": {name: dataset.title for name, dataset in DATASETS.items()},
        "participation": values.participation(book),
        "declared": tuple(declared(book)),
        "bands": values.shown(book, [each for each in bands if not book.unpublished(each.dataset)]),
        "coverage": values.coverage(book, datasets_used(caller)),
        "feedback": tuple(each.text for each in ready if each.measure == statements.FEEDBACK),
        "statements": tuple(each for each in ready if each.measure != statements.FEEDBACK),
        "held_back": held_back,
    }


def labels(indicator: Indicator, breakdown: str) -> dict[str, str]:
    """What the categories of a breakdown are called, in the datasets of an indicator."""
    every = (each for name in indicator.datasets for each in DATASETS[name].breakdowns)
    return {c.code: c.label for each in every if each.name == breakdown for c in each.categories}


def label(indicator: Indicator, figure: Figure) -> str:
    """What the category of an indicator's figure is called."""
    code, line = figure.category or "", indicator.line(figure.line)
    return labels(indicator, line.mix).get(code, code) if line is not None else code


def finest(book: Book, measure: str, *, groupings: Sequence[str]) -> Split | None:
    """A measure by the finest of these groupings of which enough is shown, else by the widest.

    The widest is used even where little of it shows: it says what is hidden.
    """
    splits = [found for name in groupings if (found := split(book, measure, name))]
    return next((each for each in splits if enough([each])), splits[-1] if splits else None)


def split(book: Book, measure: str, name: str) -> Split | None:
    """A measure split by one breakdown; None where that is not released for the period."""
    cells = book.split(Count(measure), by=name)
    if "" in cells:
        return None
    dataset = DATASETS[measure]
    breakdown = next(each for each in dataset.breakdowns if each.name == name)
    labels = {each.code: each.label for each in breakdown.categories}
    parts = tuple(Part(code, labels[code], cell) for code, cell in cells.items())
    by, block = lowered(breakdown.title.partition(",")[0]), breakdown.field.partition(".")[0]
    who = f" of {whose(measure, block)}" if block in dataset.persons else ""
    return Split(measure, dataset.title, name, f"{by}{who}", book.period, parts)


def enough(splits: Sequence[Split]) -> bool:
    """Say whether enough of the cells of these splits are shown for a report to use them."""
    cells = [part.cell for split in splits for part in split.parts]
    return 100 * sum(cell.value is not None for cell in cells) >= SHOWN_ENOUGH * len(cells)


def declared(book: Book) -> Iterator[Declared]:
    """The declared figures whose agencies permit them in reports."""
    silent = unpublished(book)
    for measure, entry in DECLARED.items():
        if not book.caller.may_use(entry.of or "aggregate_return"):
            continue
        for figure in aggregates.declared(book, measure):
            if (figure["agency"], figure["delivered_for"]) not in silent:
                aggregates.use_declared(book, figure)
                yield _declared(figure)


def _declared(figure: dict[str, Any]) -> Declared:
    month = Period.parse_month(figure["delivered_for"])
    on, cell = figure.get("as_at"), figure.get("breakdown", {})
    return Declared(
        figure["agency"],
        figure["measure"],
        DECLARED[figure["measure"]].title,
        figure.get("value"),
        figure.get("numerator"),
        figure.get("denominator"),
        on or figure.get("covers_from") or month.start,
        on or figure.get("covers_to") or month.end,
        figure["exact"],
        figure.get("source"),
        tuple(cell.values()),
        tuple(cell),
        tuple(naming.category(by, code) for by, code in cell.items()),
        figure["counting_rule"],
        figure["unit"],
        figure["provisional"],
    )
