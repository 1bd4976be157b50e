"""What a release says of each dataset as a whole: who is in, who is missing, what may be shown.

Decided once for a dataset, a unit and a period, from statuses and totals and never from a cell.
What is kept holds names and statuses, and no count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from api.disclosure.showing import LEAST_PERSON_COVERAGE, Coverage, Showing, decide
from api.queries import frozen, participation
from api.queries.participation import Break, Sent
from api.queries.releases import Input, MeasureRow
from api.services.releases import freezing
from api.services.releases.counting import released, units
from api.services.releases.planning import Target
from auth.agreements import AgreementInForce
from schemas.breakdowns import Measure
from schemas.dataset import Dataset

PUBLISH: Final = ("none", "partnership", "public")
"""How far figures may go, least first (list CL-66)."""


@dataclass(frozen=True)
class _Known:
    """What is said is worked out from this."""

    session: Session
    partnership_id: str
    target: Target
    before: Sequence[Input] | None
    sent: Mapping[str, Sent]
    breaks: Sequence[Break]


def measures(
    session: Session, *, partnership_id: str, target: Target, before: Sequence[Input] | None
) -> list[dict[str, Any]]:
    """What is said of every dataset in every unit, as rows of the store.

    `before` are the returns of the period's previous epoch. The status is the one that holds
    without anybody's permission; whose permission would change it is in the coverage.
    """
    known = _Known(
        session,
        partnership_id,
        target,
        before,
        sent=participation.sent(
            session,
            partnership_id=partnership_id,
            submission_ids=freezing.submissions(target.inputs),
        ),
        breaks=participation.breaks(
            session,
            partnership_id=partnership_id,
            months=[str(month) for month in target.period.months()],
        ),
    )
    return [row for dataset in released() for row in _rows(known, dataset)]


def permissions(agreement: AgreementInForce | None) -> dict[str, frozenset[str]]:
    """The measures and datasets that each provider lets be shown alone, by agency."""
    if agreement is None:
        return {}
    held = agreement.terms.show_alone
    return {agency: held[agency] for agency in held if agency in agreement.providers}


def showing(
    measure: Measure, *, unit: str, said: MeasureRow, show_alone: Mapping[str, Collection[str]]
) -> Showing:
    """Decide from what is kept whether a measure may be shown to whoever holds the permissions."""
    linked = 1 if said.coverage["linked_enough"] else 0
    coverage = coverage_of(said.coverage, rows=1, linked=linked)
    return decide(measure, unit=unit, coverage=coverage, show_alone=show_alone)


def coverage_of(said: Mapping[str, Any], *, rows: int = 0, linked: int = 0) -> Coverage:
    """The coverage of a measure from what is kept of it.

    Its counting rules are those of agencies that changed theirs within the period.
    """
    contributors: Mapping[str, Mapping[str, Any]] = said["contributors"]
    changed = [each["rules"] for each in contributors.values() if len(each["rules"]) > 1]
    return Coverage(
        contributors=frozenset(contributors),
        before=None if said["before"] is None else frozenset(said["before"]),
        rows=rows,
        linked=linked,
        missing=frozenset(said["returns"].get("missing", ())),
        rules=frozenset(rule for rules in changed for rule in rules),
    )


def told(each: Break) -> dict[str, str]:
    """A break of a series as it is kept."""
    return {
        "agency": each.agency_id,
        "month": each.month,
        "before": each.before_rule,
        "after": each.after_rule,
    }


def standings(inputs: Iterable[Input]) -> dict[str, dict[str, list[str]]]:
    """Under each heading the agencies and months of which a return stands so."""
    found: dict[str, dict[str, set[str]]] = {}
    for each in inputs:
        for heading in _headings(each):
            found.setdefault(heading, {}).setdefault(each.agency_id, set()).add(each.month)
    return {
        heading: {agency: sorted(months) for agency, months in agencies.items()}
        for heading, agencies in found.items()
    }


def _rows(known: _Known, dataset: type[Dataset]) -> Iterator[dict[str, Any]]:
    said = _coverage(known, dataset)
    held = frozen.held(
        known.session,
        partnership_id=known.partnership_id,
        submission_ids=_counted(known.target.inputs, dataset),
    )
    rows, linked = sum(each.rows for each in held), sum(each.linked for each in held)
    enough = 100 * linked >= LEAST_PERSON_COVERAGE * rows
    coverage = coverage_of(said, rows=rows, linked=linked)
    for unit in units(dataset):
        decided = decide(dataset.measures[0], unit=unit, coverage=coverage, show_alone={})
        yield {
            "dataset": dataset.name,
            "unit": unit,
            "status": decided.status,
            "reason": decided.reasons[0] if decided.reasons else "",
            "coverage": said | {"linked_enough": enough},
        }


def _counted(inputs: Sequence[Input], dataset: type[Dataset]) -> tuple[str, ...]:
    return freezing.submissions(freezing.records(inputs, dataset=dataset.name))


def _coverage(known: _Known, dataset: type[Dataset]) -> dict[str, Any]:
    """Who contributed and by which rule, how other returns stand, what breaks the series."""
    contributors: dict[str, dict[str, Any]] = {}
    for each in freezing.records(known.target.inputs, dataset=dataset.name):
        sent = known.sent[each.submission_id or ""]
        mine = contributors.setdefault(each.agency_id, {"rules": [], "publish": PUBLISH[-1]})
        mine["rules"] = sorted({*mine["rules"], sent.counting_rule})
        mine["publish"] = min(mine["publish"], sent.publish, key=PUBLISH.index)
    before = known.before
    return {
        "contributors": contributors,
        "before": None if before is None else _agencies(before, dataset),
        "returns": standings(e for e in known.target.inputs if e.dataset == dataset.name),
        "breaks": [told(each) for each in known.breaks if each.dataset == dataset.name],
    }


def _agencies(inputs: Sequence[Input], dataset: type[Dataset]) -> list[str]:
    return sorted({each.agency_id for each in freezing.records(inputs, dataset=dataset.name)})


def _headings(each: Input) -> Iterator[str]:
    if each.status in freezing.MISSING:
        # What was owed as counts or a statement leaves no gap among the records.
        yield "missing" if each.level == freezing.RECORD else "missing_at_other_level"
    if each.late:
        yield "late"
    if each.status not in ("expected", "received"):
        yield each.status
    if each.status in freezing.IN and not each.counted:
        yield "not_incorporated"
    if each.status in freezing.IN and each.level != freezing.RECORD:
        yield f"sent_as_{each.level}"
