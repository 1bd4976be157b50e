"""The sections that hold released figures: incidents, the police response, services, equality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.reports.facts import Change, Declared, Facts, Split, Total
from api.reports.grouping import grouped
from api.reports.section import Section, Table, beside, counted, listed, shared, told
from api.reports.words import listed as joined
from api.reports.words import lowered, number, period, plain, span

WHY_TOTALS_DIFFER: Final = (
    "Totals may differ by one or two from an agency's own, because every count is moved a little "
    "at random so that nobody can be found in it."
)
"""Said once, beside the first figures (design)."""

NO_AREAS: Final = "No figures by area are given, because too few of them can be shown."

MOST_NAMED: Final = 3  # areas named in one sentence; the figures hold them all (design)


def incidents(facts: Facts) -> Section:
    """How many incidents were reported, where, and how that compares."""
    count, crimes = facts.indicators["IND-01"], facts.indicators["IND-02"]
    said = [*told(count), WHY_TOTALS_DIFFER, *told(crimes)]
    figures = [*listed(count), *listed(crimes)]
    if facts.change is not None:
        said.insert(1, _change(facts, facts.change, now=count.figures[0].value.value))
        figures.append(_changed(facts.change))
    said.append(_areas(facts.areas) if facts.areas else NO_AREAS)
    tables: tuple[Table, ...] = ()
    if facts.areas:
        data, table = beside(facts.areas)
        figures, tables = [*figures, *data], (table,)
    return Section("incidents", "Incidents", tuple(said), tuple(figures), True, tables)


def response(facts: Facts) -> Section:
    """Arrests, always with dual arrests and the reasons for making none (REQ-68)."""
    held = [facts.indicators[name] for name in ("IND-04", "IND-06", "IND-07")]
    made = [shared(each) for each in held]
    return Section(
        "response",
        "The police response",
        tuple(text for each in held for text in told(each)),
        tuple(figure for data, _ in made for figure in data),
        True,
        tuple(table for _, tables in made for table in tables),
    )


def services(facts: Facts) -> Section:
    """What services saw: their records, and apart from them what they counted themselves."""
    said = [" ".join(counted(lowered(total.title), total.cell) for total in facts.totals)]
    said += _declared(facts)
    if facts.declared:
        said.append(
            "Figures that agencies counted themselves each cover a span of their own and are not "
            "added to any other."
        )
    figures = [*map(_total, facts.totals), *(_own(facts, each) for each in facts.declared)]
    return Section("services", "What services saw", tuple(said), tuple(figures), shows=True)


def perpetrators(facts: Facts) -> Section:
    """What came of work with perpetrators."""
    held = facts.indicators["IND-32"]
    return Section("perpetrators", "Work with perpetrators", told(held), listed(held), shows=True)


def _change(facts: Facts, change: Change, *, now: float | None) -> str:
    if now is None:
        return "No earlier period is set beside this one."
    before = period(change.period)
    if change.value is None:
        who = joined([*map(facts.called, change.agencies)])
        words = {
            "series_break": f"The figure for {before} was counted in another way, so the two are "
            "not compared.",
            "coverage_changed": f"The agencies that contribute are not those of {before} ({who}), "
            "so the two periods are not compared.",
        }
        return words.get(change.status, f"There is no figure for {before} to compare with.")
    if now == change.value:
        return f"That is as many as in {before}."
    more = "more" if now > change.value else "fewer"
    return f"That is {more} than in {before}, when there were {number(change.value)}."


def _changed(change: Change) -> Mapping[str, Any]:
    return {
        "id": "IND-01",
        "period": str(change.period),
        "start": change.period.start.isoformat(),
        "end": change.period.end.isoformat(),
        "value": change.value,
        "status": change.status,
        "agencies": list(change.agencies),
    }


def _areas(splits: Sequence[Split]) -> str:
    """Where there were most, in the finest area and period of which enough can be shown."""
    by, kind = splits[0].by, splits[0].period.kind
    finest = f"The finest figures of which enough can be shown are those by {by} and {kind}."
    return " ".join([finest, *map(_area, splits)])


def _area(split: Split) -> str:
    """The areas with most in one period, and how many are not shown."""
    shown = sorted(split.shown, key=lambda part: (-(part.cell.value or 0), part.label))
    first = [f"{plain(part.label)} ({part.cell.value})" for part in shown[:MOST_NAMED]]
    if not first:
        return f"In {period(split.period)} none can be shown."
    unseen, whole = len(split.parts) - len(shown), number(len(split.parts))
    verb = "is" if unseen == 1 else "are"
    rest = f"; {number(unseen)} of {whole} {verb} not shown" if unseen else ""
    return f"In {period(split.period)} there were most in {joined(first)}{rest}."


def _total(total: Total) -> Mapping[str, Any]:
    return {
        "measure": total.measure,
        "title": total.title,
        "value": total.cell.value,
        "status": total.cell.status,
        "reason": total.cell.reason,
    }


def _declared(facts: Facts) -> list[str]:
    """What agencies declared, a sentence for each figure; its parts stand among the data."""
    whole = [each for each in facts.declared if not each.cell]
    groups = grouped(whole or facts.declared, by=lambda each: (each.agency, each.title, each.exact))
    return [_said(facts, held) for held in groups]


def _said(facts: Facts, held: Sequence[Declared]) -> str:
    """The figures of one measure that one agency declared alike."""
    first, spans = held[0], joined([*map(_spanned, held)])
    kind = "as it counted them" if first.exact else "counted by itself and protected here"
    who = facts.called(first.agency)
    return f"{who} declared {plain(first.title)}, {kind}: {spans}.{_ways(held)}"


def _ways(held: Sequence[Declared]) -> str:
    """That figures counted by more than one rule are not set against each other."""
    if len({each.rule for each in held}) < 2:
        return ""
    return " They are counted in more than one way, and are not compared."


def _spanned(figure: Declared) -> str:
    """A declared number and the days it covers."""
    days = span(figure.first_day, figure.last_day)
    part = f" ({plain(joined(figure.cell))})" if figure.cell else ""
    if figure.denominator:
        return f"{number(figure.numerator or 0)} of {number(figure.denominator)}{part} {days}"
    return f"{number(figure.value or 0)}{part} {days}"


def _own(facts: Facts, figure: Declared) -> Mapping[str, Any]:
    return {
        "measure": figure.measure,
        "title": figure.title,
        "agency": figure.agency,
        "agency_name": facts.names.get(figure.agency, figure.agency),
        "cell": list(figure.cell),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "covers_from": figure.first_day.isoformat(),
        "covers_to": figure.last_day.isoformat(),
        "exact": figure.exact,
        "source": figure.source,
        "status": "declared",
    }
