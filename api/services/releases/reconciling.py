"""Reconciliation at the freeze: whose records found no counterpart with another agency.

Rules that look across agencies are never run on a delivery, whose findings must not depend on
anybody else's rows. They run here, once for each month and epoch, and each side is given a
protected count of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from api.disclosure.cellkey import Table
from api.disclosure.protect import protect
from api.disclosure.reconciling import Unmatched, cell
from api.intake.watches.beside import Companions
from api.queries import frozen as held
from api.queries.frozen import Record
from api.queries.reconciliations import Shown
from api.services.releases import freezing
from api.services.releases.counting import Sealer
from api.services.releases.planning import Target
from schemas import rules
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period

OWN: Final = "own"
OTHER: Final = "other"
EXTRACTED: Final = "envelope.extracted_on"


@dataclass(frozen=True)
class Asked:
    """One rule across agencies, with the dataset whose records it asks about."""

    dataset: type[Dataset]
    rule: rules.Rule
    test: rules.Companion

    @property
    def sides(self) -> tuple[str, ...]:
        """Who is told: the records' own agency, and the agencies of another dataset beside it."""
        return (OWN,) if self.test.dataset == self.dataset.name else (OWN, OTHER)


def asked() -> Iterator[Asked]:
    """Every rule that looks across agencies."""
    for dataset in DATASETS.values():
        for rule in dataset.rules:
            if rule.kind == "reconciliation" and isinstance(rule.test, rules.Companion):
                yield Asked(dataset, rule, rule.test)


def reconciled(sealer: Sealer, target: Target) -> list[Shown]:
    """The protected counts of a month; a longer period is reconciled in its months."""
    if target.period.kind != "month":
        return []
    return [shown for each in asked() for shown in _of_rule(sealer, target, each)]


def _of_rule(sealer: Sealer, target: Target, each: Asked) -> Iterator[Shown]:
    frozen = freezing.submissions(freezing.records(target.inputs, dataset=each.dataset.name))
    if not frozen:
        return
    found = _unmatched(sealer, target, each, frozen=frozen)
    table = Table(
        sealer.secret,
        sealer.partnership_id,
        each.dataset.name,
        (each.rule.id, each.rule.field),
        str(target.period),
    )
    for agency_id, records in sorted(found.items()):
        yield from _shown(each, table, records, agency_id=agency_id, side=OWN)
    if OTHER in each.sides:
        for counterpart in sorted(_owing(target, each.test.dataset)):
            others = [r for agency, held in found.items() if agency != counterpart for r in held]
            yield from _shown(each, table, others, agency_id=counterpart, side=OTHER)


def _shown(
    each: Asked, table: Table, records: list[Unmatched], *, agency_id: str, side: str
) -> Iterator[Shown]:
    for shown in protect([cell(records)], table=table, unit="records"):
        yield Shown(agency_id, each.dataset.name, each.rule.id, each.rule.field, side, shown.value)


def _owing(target: Target, dataset: str) -> set[str]:
    """The agencies whose records of a dataset are in the month."""
    return {each.agency_id for each in freezing.records(target.inputs, dataset=dataset)}


def _unmatched(
    sealer: Sealer, target: Target, each: Asked, *, frozen: tuple[str, ...]
) -> Mapping[str, list[Unmatched]]:
    """The records that found no counterpart, by agency."""
    watch = Companions(each.test, each.rule, same=False, facts={EXTRACTED: sealer.today})
    names, waiting = rules.named(each.test), dict[int, tuple[str, Unmatched]]()
    for number, row in enumerate(_records(sealer, each.dataset, frozen, names), start=1):
        watch.see(number, row.values)
        if watch.asked and watch.asked[-1][0] == number:
            waiting[number] = row.agency_id, Unmatched(row.unit_key, row.record_key, row.linked)
    others, theirs = _window(sealer, target, each), rules.named_beside(each.test)
    for row in _records(sealer, DATASETS[each.test.dataset], others, theirs):
        watch.beside(row.values)
    found: defaultdict[str, list[Unmatched]] = defaultdict(list)
    for finding in watch.findings():
        agency_id, who = waiting[finding.row or 0]
        found[agency_id].append(who)
    return found


def _records(
    sealer: Sealer, dataset: type[Dataset], submissions: tuple[str, ...], names: frozenset[str]
) -> Iterator[Record]:
    return held.records(
        sealer.session,
        partnership_id=sealer.partnership_id,
        dataset=dataset,
        submission_ids=submissions,
        names=sorted(names),
    )


def _window(sealer: Sealer, target: Target, each: Asked) -> tuple[str, ...]:
    """The returns in force in which a counterpart may stand, as days before and after allow."""
    first = target.period.start + timedelta(days=each.test.low)
    last = target.period.end + timedelta(days=each.test.high)
    months = [Period.month_of(first)]
    while months[-1] < Period.month_of(last):
        months.append(months[-1].next())
    inputs = freezing.freeze(
        sealer.session, partnership_id=sealer.partnership_id, months=months, today=sealer.today
    )
    return freezing.submissions(freezing.records(inputs, dataset=each.test.dataset))
