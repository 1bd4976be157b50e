"""What a release says of its linked measures: each side that they are told from, on its own.

A linked measure joins records of several agencies. It may be shown only where each side of it may:
those whose records are counted, and those whose records tell the people apart. Decided from
statuses and totals, never from a cell; what is kept holds names and statuses, and no count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from api.disclosure.lattice import Question
from api.disclosure.showing import Coverage, Showing, decide
from api.queries import frozen, opening, participation
from api.queries.releases import Input, MeasureRow
from api.services.releases import freezing, saying
from api.services.releases.counting import Sealer, units
from api.services.releases.planning import Target
from api.services.releases.saying import PUBLISH
from api.services.releases.windows import Gathered, Windows
from schemas.breakdowns import Measure
from schemas.linked import LINKED, Linked

LEAST_LINKED_COVERAGE: Final = 90
"""Per cent of the records of a side that must say whom they are about (design): whoever cannot be
joined would count as not repeating, not known, not referred."""

YEARS_MISSING: Final = "years_missing"
RECORDS_REMOVED: Final = "records_removed"


class Contributor(NamedTuple):
    """What an agency has in a table: its datasets, and how far it lets their figures go."""

    datasets: tuple[str, ...]
    publish: str


def measures(sealer: Sealer, target: Target) -> Iterator[dict[str, Any]]:
    """What is said of every linked family of a year, as rows of the store.

    The status is the one of the family's whole that holds without anybody's permission.
    """
    if target.period.kind != "year":
        return
    windows = Windows(sealer.session, sealer.partnership_id, target)
    for family in LINKED.values():
        said = _said(sealer, windows, family)
        for unit in units(family):
            row = MeasureRow("", "", said)
            decided = showing(family, family.measures[0], variables=(), said=row, show_alone={})
            yield {
                "dataset": family.name,
                "unit": unit,
                "status": decided.status,
                "reason": decided.reasons[0] if decided.reasons else "",
                "coverage": said,
            }


def showing(
    family: Linked,
    measure: Measure,
    *,
    variables: Collection[str],
    said: MeasureRow,
    show_alone: Mapping[str, Collection[str]],
) -> Showing:
    """Decide whether a table of these base variables may be shown.

    It may where each side that it is told from may: the first that is hidden decides.
    """
    decided = [
        _side(measure, side, show_alone=show_alone) for side in _sides(family, variables, said=said)
    ]
    hidden = next((each for each in decided if not each.shows), None)
    if hidden is not None:
        return hidden
    missing = {agency for each in decided for agency in each.agencies}
    if missing:
        return Showing("provisional", ("returns_missing",), tuple(sorted(missing)))
    return Showing("ok")


def shown(
    asked: Question,
    measure: Measure,
    *,
    said: MeasureRow,
    show_alone: Mapping[str, Collection[str]],
) -> Showing:
    """Decide from what is kept whether a question may be answered to whoever holds the permissions.

    `measure` is the one that it is put to, of a dataset or of a linked family.
    """
    family = LINKED.get(asked.dataset)
    if family is None:
        return saying.showing(measure, unit=asked.unit, said=said, show_alone=show_alone)
    variables = asked.shape.variables
    return showing(family, measure, variables=variables, said=said, show_alone=show_alone)


def contributors(
    dataset: str, variables: Collection[str], *, said: MeasureRow
) -> dict[str, Contributor]:
    """Who is in a table of a dataset, or of a linked family, by these base variables."""
    family = LINKED.get(dataset)
    if family is None:
        return {
            agency: Contributor((dataset,), each["publish"])
            for agency, each in said.coverage["contributors"].items()
        }
    found: dict[str, Contributor] = {}
    for side in _sides(family, variables, said=said):
        for agency, each in side["contributors"].items():
            before = found.get(agency, Contributor((), PUBLISH[-1]))
            found[agency] = Contributor(
                tuple(sorted({*before.datasets, *each["datasets"]})),
                min(before.publish, each["publish"], key=PUBLISH.index),
            )
    return found


def _sides(
    family: Linked, variables: Collection[str], *, said: MeasureRow
) -> list[Mapping[str, Any]]:
    """What is kept of the sides that a table of these base variables is told from."""
    kept = said.coverage
    return family.needed(variables, whole=kept["whole"], part=kept["part"])


def _said(sealer: Sealer, windows: Windows, family: Linked) -> dict[str, Any]:
    """What is kept of a family: of each side who is in, and of all of them how returns stand."""
    whole, part = windows.whole(family), windows.part(family)
    before = _before(sealer, windows.target, family)
    kept = {
        name: [
            _kept(sealer, windows, each, before=before and before[name][place])
            for place, each in enumerate(gathered)
        ]
        for name, gathered in (("whole", whole), ("part", part))
    }
    every = [*kept["whole"], *kept["part"]]
    inputs = {each: None for gathered in (*whole, *part) for each in gathered.inputs}
    return kept | {
        "contributors": {a: {"rules": []} for side in every for a in sorted(side["contributors"])},
        "before": before and sorted({a for side in every for a in side["before"] or ()}),
        "returns": saying.standings(inputs),
        "breaks": _breaks(windows, [*inputs]),
    }


def _before(sealer: Sealer, target: Target, family: Linked) -> Mapping[str, Any] | None:
    """What the year's previous epoch kept of a family."""
    if target.before is None:
        return None
    found = opening.said(
        sealer.session,
        partnership_id=sealer.partnership_id,
        release_id=target.before.release_id,
        datasets=[family.name],
    )
    said = found[family.name].get(units(family)[0])
    return said.coverage if said else None


def _kept(
    sealer: Sealer, windows: Windows, gathered: Gathered, *, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What is kept of one side: names and statuses, and no count."""
    held = frozen.held(
        sealer.session,
        partnership_id=sealer.partnership_id,
        submission_ids=freezing.submissions(gathered.records),
    )
    rows, linked = sum(each.rows for each in held), sum(each.linked for each in held)
    missing = {e.agency_id for e in freezing.missing(gathered.inputs) if e.level == freezing.RECORD}
    return {
        "lacking": list(gathered.lacking),
        "removed": gathered.removed,
        "contributors": _contributors(windows, gathered),
        "before": None if before is None else sorted(before["contributors"]),
        "missing": sorted(missing),
        "linked_enough": 100 * linked >= LEAST_LINKED_COVERAGE * rows,
    }


def _contributors(windows: Windows, gathered: Gathered) -> dict[str, dict[str, Any]]:
    """Who is in: with which datasets, by which rules where these changed, and how far it may go."""
    found: dict[str, dict[str, Any]] = {}
    rules: dict[tuple[str, str], set[str]] = {}
    for each in gathered.records:
        sent = windows.sent.get(each.submission_id or "")
        if sent is None:
            continue
        mine = found.setdefault(each.agency_id, {"datasets": [], "publish": PUBLISH[-1]})
        mine["datasets"] = sorted({*mine["datasets"], each.dataset})
        mine["publish"] = min(mine["publish"], sent.publish, key=PUBLISH.index)
        rules.setdefault((each.agency_id, each.dataset), set()).add(sent.counting_rule)
    for (agency, _), held in sorted(rules.items()):
        changed = held if len(held) > 1 else set()
        found[agency]["rules"] = sorted({*found[agency].get("rules", ()), *changed})
    return found


def _breaks(windows: Windows, inputs: Sequence[Input]) -> list[dict[str, str]]:
    datasets = {each.dataset for each in inputs}
    breaks = participation.breaks(
        windows.session,
        partnership_id=windows.partnership_id,
        months=sorted({each.month for each in inputs}),
    )
    return [saying.told(each) for each in breaks if each.dataset in datasets]


def _side(
    measure: Measure, side: Mapping[str, Any], *, show_alone: Mapping[str, Collection[str]]
) -> Showing:
    """Decide for one side; an agency agrees to be shown by the measure's name, or by those of all
    the datasets that it has in the side.
    """
    if side["lacking"]:
        return Showing("not_available", (YEARS_MISSING,))
    if side["removed"]:
        return Showing("not_available", (RECORDS_REMOVED,))
    contributors = side["contributors"]
    agreed = {
        agency: {measure.name}
        for agency, names in show_alone.items()
        if _agrees(measure, contributors.get(agency), names=names)
    }
    coverage = Coverage(
        contributors=frozenset(contributors),
        before=None if side["before"] is None else frozenset(side["before"]),
        rows=1,
        linked=1 if side["linked_enough"] else 0,
        missing=frozenset(side["missing"]),
        rules=frozenset(rule for each in contributors.values() for rule in each["rules"]),
    )
    return decide(measure, unit="persons", coverage=coverage, show_alone=agreed)


def _agrees(
    measure: Measure, contributor: Mapping[str, Any] | None, *, names: Collection[str]
) -> bool:
    """Whether these permissions hold for an agency's part in a side; by the measure's name alone
    where it has none in it.
    """
    whole = contributor is not None and {*contributor["datasets"]} <= {*names}
    return whole or measure.name in names
