"""The page on indicators for whoever reads a report: the declarations in sentences, and no figure.

Written by `safershare contract indicators` into `docs/indicators.md`. What stands here is made from
the declarations alone, so that the page and the service cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from api.reports.indicators.catalogue import INDICATORS
from api.reports.indicators.model import Count, Direction, Indicator, Line, Source, Stated
from api.reports.indicators.model import Unavailable as Missing
from api.reports.words import day, listed, lowered, number, sentence
from schemas.codes.declared import DECLARED
from schemas.datasets import DATASETS
from schemas.linked import LINKED, Linked, Side

_OPENING: Final = """\
# The indicators

Forty figures that a partnership may put before its board. Each is worked out from a sealed release
and from nothing else, so the same question has the same answer for everybody, today and in ten
years. None of them is a score, and none stands for the quality of a service alone.

This page is written from the declarations in the code (`safershare contract indicators`); the same
is told to software by `GET /v1/indicators`, and values by `GET /v1/indicators/{id}/values`.

## How to read a figure

**Parts.** A percentage comes with its two counts, or not at all: 42 per cent, 84 of 200. Where
either count is hidden, so is the percentage. No percentage is worked out on fewer than 30, of
published figures on fewer than 20, and no rate on fewer than 500 people.

**How far it may be off.** Every value says two things about itself. *Noise*: counts are moved a
little so that nobody can be found in them, two times in three by no more than one or two. *Chance*:
small numbers go up and down by themselves; a share of 33 cases may be off by fifteen points in
either direction without anything having changed. A figure that moved by less than that is said not
to have clearly moved (`no_clear_change`).

**No number where it would mislead.** In its place stands why:

- `suppressed`: a count in it, or its base, is too small.
- `not_available`: nobody sent it, or what is released does not hold it; the reason says which.
- `low_completeness`: too many records leave out what it turns on.
- `series_break`: it was counted, or defined, in another way before.
- `coverage_changed`: other agencies contributed to the earlier period; who joined or left is named.

Beside a number may stand `provisional` (a return is missing) or `declared` (an agency counted it
itself, for a span of its own; it is added to nothing).

**Versions.** Where an indicator has rival definitions, each keeps its own name, and a comparison
names the one that it is about. They are never joined into one line.

**People and places to compare with.** A rate for every 10,000 people rests on a public estimate,
which an agency declares as `population`, with the area's code and `people_16_plus` or
`women_16_plus`, its day and its source. Figures of other areas are declared as `benchmark`, with
the area, the indicator and its line (`IND-03v1`), their two numbers, their days and their source.
`compare=benchmark` sets them beside, each with its own span; of another length of time, the number
is withheld.

**Better or worse.** Each figure says what more of it means. More reports can mean that more people
come forward, so a higher figure is there at most `may_be_better`.
"""

_LINKED: Final = """\
People counted across agencies and years, for a financial year and the whole area; see
[linked measures](linked.md)."""

_DIRECTIONS: Final[Mapping[Direction, str]] = {
    "more_is_better": "More is better.",
    "less_is_better": "Less is better.",
    "more_may_be_better": "More may be better.",
    "neither": "More is neither better nor worse.",
}
_UNITS: Final = {
    "rate": "for every 10,000 people",
    "ratio": "so many for each one",
    "median": "the band that holds the median",
}
_FORMS: Final = {
    "bands": "It is told in bands of completeness, for each agency and field.",
    "returns": "It counts returns: those owed, those that came, and those that came in time.",
}


_MEASURES: Final = (
    *(each for dataset in DATASETS.values() for each in dataset.measures),
    *(each for family in LINKED.values() for each in family.measures),
)


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_OPENING, *map(_indicator, INDICATORS.values()), _linked()])


def _linked() -> str:
    return (
        "\n\n".join(["## Linked measures", _LINKED, "\n".join(map(_family, LINKED.values()))])
        + "\n"
    )


def _family(family: Linked) -> str:
    """One family: its measures, what it joins over how long, and where it comes from."""
    measures = listed([f"`{each.name}`" for each in family.measures])
    joined = listed([_side(side) for side in (*family.whole, *family.part)])
    splits = listed([f"`{name}`" for name in family.splits])
    return (
        f"- **{family.title}**: {measures}. From {joined}. Split by {splits}. "
        f"Source: {family.source}."
    )


def _side(side: Side) -> str:
    names = listed([lowered(DATASETS[name].title) for name in side.datasets])
    return f"{names} over {side.months} months"


def _indicator(held: Indicator) -> str:
    parts = [
        f"## {held.id} {held.title}",
        " ".join([_DIRECTIONS[held.direction], held.caution, _FORMS.get(held.form, "")]).strip(),
        "\n".join(_line(held, line) for line in held.lines),
        "\n".join(f"- {text}" for text in _notes(held)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _line(held: Indicator, line: Line) -> str:
    name = f"**{line.name}**: " if line.name else ""
    said = [f"- {name}{sentence(line.title)}{_reads(line)}.", *_sources(line)]
    if line.direction is not None:
        said.append(_DIRECTIONS[line.direction])
    if line.valid_from is not None:
        said.append(f"In force from {day(line.valid_from)}.")
    if line.valid_to is not None:
        said.append(f"In force to {day(line.valid_to)}.")
    if line.known:
        said.append(
            f"Shown only where {held.least_known} per cent of records know "
            f"{listed([_plain(name) for name in line.known])}."
        )
    return " ".join(said)


def _reads(line: Line) -> str:
    return f" ({_UNITS[line.reads]})" if line.reads in _UNITS else ""


def _sources(line: Line) -> Iterator[str]:
    if isinstance(line.numerator, Missing):
        yield f"Not available: {lowered(line.numerator.words)}"
    if line.counts:
        kinds = listed([f"a {kind}" for kind in line.periods])
        shared = line.mix or line.median
        over = f", by `{shared}`" if shared else ""
        parts = ", of ".join(filter(None, map(_source, (line.numerator, line.denominator))))
        yield f"Counted from records: {parts}{over}; for {kinds}."
    if line.declared is not None:
        yield f"Agencies may declare it: {_pair(*line.declared)}."


def _source(source: Source | None) -> str:
    if isinstance(source, Count):
        named = [each for each in _MEASURES if each.name == source.measure]
        title = f"{lowered(named[0].title)} " if named else ""
        where = "".join(f", `{name}={category}`" for name, category in source.filters)
        unit = ", in people" if source.unit == "persons" else ""
        return f"{title}(`{source.measure}`{where}{unit})"
    return _declared(source) if isinstance(source, Stated) else ""


def _pair(part: Stated, base: Stated | None) -> str:
    if base is None:
        return _declared(part)
    if base.measure == part.measure:
        return f"{_declared(part)}, with its base"
    return f"{_declared(part)}, of {_declared(base)}"


def _declared(stated: Stated) -> str:
    cell = "".join(f", `{name}={category}`" for name, category in stated.cell)
    long = f", over {stated.months} months" if stated.months else ""
    return f"{DECLARED[stated.measure].title} (`{stated.measure}`{cell}{long})"


def _notes(held: Indicator) -> Iterator[str]:
    if held.versions:
        yield "Its lines are rival versions, never joined; a comparison names one."
    if held.paired:
        pairs = listed([f"{name} ({lowered(INDICATORS[name].title)})" for name in held.paired])
        yield f"Never shown without {pairs}."
    if held.breakdowns:
        yield f"Split by {listed([f'`{name}`' for name in held.breakdowns])}."
    for each in held.breaks:
        by = f", split by {each.by}" if each.by else ""
        yield f"Not compared across {day(each.day)}{by}: {each.words} Source: {each.source}."
    for target in held.targets:
        least = "at least" if target.bound == "at_least" else "at most"
        days = f"{day(target.first_day)} to {day(target.last_day)}"
        line = f" ({target.line})" if target.line else ""
        yield (
            f"Target of {target.area}{line}, {days}: {least} {number(target.value)} per cent. "
            f"Source: {target.source}."
        )
    for mark in held.benchmarks:
        parts = f" ({mark.numerator} of {mark.denominator})" if mark.numerator else ""
        yield (
            f"Beside it: {mark.area}, {number(mark.value)}{parts}; {mark.note}. "
            f"Source: {mark.source}."
        )
    if held.datasets:
        yield f"Datasets: {listed([lowered(DATASETS[name].title) for name in held.datasets])}."


def _plain(name: str) -> str:
    return name.replace("_", " ")
