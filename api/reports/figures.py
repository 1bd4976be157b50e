"""The sections that hold released figures: incidents, the police response, services, equality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from api.reports.facts import Band, Change, Declared, Facts, Part, Split, Total
from api.reports.section import Section, counted, listed, told
from api.reports.words import BANDS, because, day, number, period, plain
from api.reports.words import listed as joined

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
    said += [_area(split) for split in facts.areas] or [NO_AREAS]
    figures += [_split(split) for split in facts.areas]
    return Section("incidents", "Incidents", tuple(said), tuple(figures), shows=True)


def response(facts: Facts) -> Section:
    """Arrests, always with dual arrests and the reasons for making none (REQ-68)."""
    held = [facts.indicators[name] for name in ("IND-04", "IND-06", "IND-07")]
    return Section(
        "response",
        "The police response",
        tuple(text for each in held for text in told(each)),
        tuple(figure for each in held for figure in listed(each)),
        shows=True,
    )


def services(facts: Facts) -> Section:
    """What services saw: their records, and apart from them what they counted themselves."""
    said = [" ".join(counted(_noun(total), total.cell) for total in facts.totals)]
    said += [_declared(facts, figure) for figure in facts.declared]
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


def equality(facts: Facts) -> Section:
    """Who is in the figures, and how well that is known; compulsory (REQ-77)."""
    said = [*map(_parts, facts.equality), *_known(facts)]
    figures = [*map(_split, facts.equality), *({"id": "IND-38", **_band(b)} for b in facts.bands)]
    shows = bool(facts.bands) or any(
        part.cell.value is not None for split in facts.equality for part in split.parts
    )
    return Section("equality", "Equality", tuple(said), tuple(figures), shows=shows)


def _change(facts: Facts, change: Change, *, now: int | None) -> str:
    if now is None:
        return "No earlier period is set beside this one."
    before = period(change.period)
    if change.value is None:
        who = joined([plain(facts.names.get(each, each)) for each in change.agencies])
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


def _area(split: Split) -> str:
    """The areas with most in one period, and how many are not shown."""
    shown = sorted(_shown(split), key=lambda part: (-(part.cell.value or 0), part.label))
    first = [f"{plain(part.label)} ({part.cell.value})" for part in shown[:MOST_NAMED]]
    if not first:
        return f"By {split.by}, no figure can be shown for {period(split.period)}."
    words = f"By {split.by}, the finest area shown, there were most in {joined(first)} in "
    unseen = len(split.parts) - len(shown)
    rest = f"; {number(unseen)} of {number(len(split.parts))} are not shown" if unseen else ""
    return f"{words}{period(split.period)}{rest}."


def _parts(split: Split) -> str:
    """Every category that is shown, and the names of those that are not."""
    shown = [f"{plain(part.label)}, {number(part.cell.value or 0)}" for part in _shown(split)]
    unseen = [plain(part.label) for part in split.parts if part.cell.value is None]
    if not shown:
        reason = next((part.cell.reason for part in split.parts), "")
        return f"{split.title} by {split.by}: no figure is shown{because(reason)}."
    rest = f" Too few to show: {joined(unseen)}." if unseen else ""
    return f"{split.title} by {split.by}: {'; '.join(shown)}.{rest}"


def _shown(split: Split) -> list[Part]:
    return [part for part in split.parts if part.cell.value is not None]


def _split(split: Split) -> Mapping[str, Any]:
    return {
        "measure": split.measure,
        "by": split.breakdown,
        "period": str(split.period),
        "start": split.period.start.isoformat(),
        "end": split.period.end.isoformat(),
        "categories": len(split.parts),
        "not_shown": len(split.parts) - len(_shown(split)),
        "observations": [
            {
                "category": part.code,
                "label": part.label,
                "value": part.cell.value,
                "status": part.cell.status,
            }
            for part in split.parts
        ],
    }


def _known(facts: Facts) -> Iterator[str]:
    """How well each equality field is known, of all agencies together, dataset by dataset."""
    for dataset, title in facts.datasets.items():
        bands = [each for each in facts.bands if each.dataset == dataset and each.agency is None]
        words = [f"{_field(each)} {BANDS[each.band]}" for each in bands]
        if words:
            yield f"{title}: of these records, so many know the field: {'; '.join(words)}."
            yield from _reasons(bands)


def _reasons(bands: Sequence[Band]) -> Iterator[str]:
    """Where a field is poorly known, the commonest reason (a refusal to answer is an answer)."""
    poor = [each for each in bands if each.main_reason and each.band == "under-60"]
    words = [f"{_field(each)}, {_spoken(each.main_reason or '')}" for each in poor]
    if words:
        yield f"Where few know it, the commonest reason is: {'; '.join(words)}."


def _field(band: Band) -> str:
    return _spoken(band.field.rpartition(".")[2].removesuffix("_self").removesuffix("_years"))


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _band(band: Band) -> Mapping[str, Any]:
    return {
        "dataset": band.dataset,
        "agency": band.agency,
        "field": band.field,
        "band": band.band,
        "main_reason": band.main_reason,
    }


def _noun(total: Total) -> str:
    return total.title[:1].lower() + total.title[1:]


def _total(total: Total) -> Mapping[str, Any]:
    return {
        "measure": total.measure,
        "title": total.title,
        "value": total.cell.value,
        "status": total.cell.status,
        "reason": total.cell.reason,
    }


def _declared(facts: Facts, figure: Declared) -> str:
    agency = plain(facts.names.get(figure.agency, figure.agency))
    span = (
        f"on {day(figure.first_day)}"
        if figure.first_day == figure.last_day
        else f"from {day(figure.first_day)} to {day(figure.last_day)}"
    )
    value = (
        f"{number(figure.numerator or 0)} of {number(figure.denominator)}"
        if figure.denominator
        else number(figure.value or 0)
    )
    kind = "as it counted them" if figure.exact else "counted by itself and protected here"
    return f"{agency} declared {value} {plain(figure.title)} {span}, {kind}."


def _own(facts: Facts, figure: Declared) -> Mapping[str, Any]:
    return {
        "measure": figure.measure,
        "title": figure.title,
        "agency": figure.agency,
        "agency_name": facts.names.get(figure.agency, figure.agency),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "covers_from": figure.first_day.isoformat(),
        "covers_to": figure.last_day.isoformat(),
        "exact": figure.exact,
        "source": figure.source,
        "status": "declared",
    }
