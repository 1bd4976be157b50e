"""Every rule id of the common schema is kept by something valid and broken by something that is
not, in every dataset it stands in.

The ids stand here once, family by family, so that none is lost. Rules over a row, a file or rows
held against each other are tried by their examples; rules over the agency's past against a store on
both engines; those of the envelope and of what leaves the service where they are enforced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from api.db import Database
from api.disclosure.cellkey import Table
from api.disclosure.lattice import Shape
from api.disclosure.protect import CountedCell, shown_cells
from api.intake.watches.batch import Watch, watch
from api.intake.watches.beside import Companions
from api.policies import envelopes, returns
from api.queries import history, people
from api.services.permissions import BOUND
from auth.refusals import PreconditionRequired
from schemas.datasets import DATASETS
from schemas.envelope import ENVELOPE_RULES
from schemas.period import Period
from schemas.rules import BatchTest, Companion, Rule
from tests.databases import Databases
from tests.integration.returns.sending import SECRET, Sender, sender
from tests.partnership import NOW, TESTED, raised
from tests.rows import GOOD, SECTORS, Changes, checked, context, every_column, row
from tests.unit.schemas.examples import FILES, ROWS, TOGETHER

LAST = {
    "ENV": 8, "SUB": 7, "EVT": 15, "RSK": 9, "REF": 9, "SVC": 9, "MAR": 10, "PRP": 10, "JUS": 10,
    "ORD": 8, "HOU": 9, "HLT": 8, "CHD": 8, "AGG": 10, "REV": 7,
}  # fmt: skip
"""The last number of each family of the common schema; a family has every number from 1 on."""

IDS = [f"{family}-V{number:02}" for family, last in LAST.items() for number in range(1, last + 1)]

Codes = set[str]
Trial = Callable[[], tuple[Codes, Codes]]
"""Gives the codes found in something valid, and in what breaks the rule."""

MARCH, APRIL = "2026-03", "2026-04"


def _places() -> Iterator[tuple[str, str, Rule]]:
    """Each rule id with each dataset it stands in, once."""
    for rule in ENVELOPE_RULES.values():
        yield rule.id, "every dataset", rule
    for name, dataset in DATASETS.items():
        yield from {rule.id: (rule.id, name, rule) for rule in dataset.rules}.values()


PLACES = tuple(_places())


# Rules over a row, a file, or rows held against each other: by their examples.


def _by_row(name: str, rule: Rule) -> tuple[Codes, Codes]:
    example = next(e for n, e in ROWS if (n, e.rule, e.field) == (name, rule.id, rule.field))

    def codes(changes: Changes) -> Codes:
        return {found.code for found in checked(name, changes).findings}

    return codes(example.keeps[0]), codes(example.breaks[0])


def _by_file(name: str, rule: Rule) -> tuple[Codes, Codes]:
    example = next(e for n, e in FILES if (n, e.rule, e.field) == (name, rule.id, rule.field))

    def codes(rows: Sequence[Changes]) -> Codes:
        watching = watch(rule.test, rule)
        for number, changes in enumerate(rows, start=1):
            watching.see(number, checked(name, changes).values)
        return {found.code for found in watching.findings()}

    return codes(example.keeps[0]), codes(example.breaks[0][0])


def _together(name: str, rule: Rule) -> tuple[Codes, Codes]:
    of = (e for e in TOGETHER.get(name, ()) if (e.rule, e.field) == (rule.id, rule.field))
    example = next(of)

    def codes(own: Sequence[Changes], others: Sequence[Changes]) -> Codes:
        facts, test = context(name), rule.test
        watching: Watch = watch(test, rule, facts=facts)
        if isinstance(test, Companion):
            watching = Companions(test, rule, same=test.dataset == name, facts=facts)
            for other in others:
                watching.beside(checked(test.dataset, other).values)
        for number, changes in enumerate(own, start=1):
            watching.see(number, checked(name, changes).values)
        return {found.code for found in watching.findings()}

    return codes(*example.keeps[0]), codes(*example.breaks[0])


# Rules of the envelope, and those that a field or a purpose enforces.


BY = envelopes.Sender(
    agency_id="kings-pruh",
    agreement_id="DSA-2026-0001",
    purpose="strategic_needs_assessment",
    dataset="health_contact",
    period=Period.parse(MARCH),
    schema_version="1.0.0",
    today=date(2026, 4, 20),
)
LEAST = {
    "explanation": "Counted from the case system at the end of the month.",
    "permission_incorporate": True,
    "permission_publish": "partnership",
}


def _enveloped(changes: Mapping[str, Any], *, by: envelopes.Sender = BY, rows: int = 3) -> Codes:
    whole = envelopes.completed({**LEAST, **changes}, sender=by)
    found = envelopes.check(whole, sender=by, rows=rows)
    told = envelopes.months_told(whole, rows={MARCH: rows})
    return {each.code for each in (*found, *told)}


def _sent_anew(if_match: str | None) -> Codes:
    standing = returns.Standing(Period.parse("2026-01"), "received", etag="a", revision=1)
    try:
        returns.check_precondition(
            standing, if_match=if_match, reason="A batch was missing.", today=BY.today
        )
    except PreconditionRequired as refusal:
        return {each.code for each in refusal.errors}
    return set()


TO_COME = replace(BY, period=Period.parse("2026-05"))
BROKEN_ENVELOPES: Mapping[str, Callable[[], Codes]] = {
    "ENV-V01": lambda: _enveloped({"month": "2026-05", "return_status": "partial"}, by=TO_COME),
    "ENV-V02": lambda: _enveloped({"return_status": "nil"}),
    "ENV-V03": lambda: _enveloped({"permission_incorporate": False}),
    "ENV-V05": lambda: _enveloped({"agreement_ref": "DSA-2026-0002"}),
    "ENV-V06": lambda: _enveloped({"extracted_on": date(2026, 3, 30)}),
    "ENV-V07": lambda: _enveloped({"row_count": 4}),
    "ENV-V09": lambda: _enveloped({"nil_months": (MARCH,)}),
    "ENV-V10": lambda: _enveloped({"covers_from": date(2026, 3, 9), "covers_to": date(2026, 3, 8)}),
}


def _long_statement() -> tuple[Codes, Codes]:
    prose = {
        "family": "statement", "measure": "statement", "unit": "text", "value": None,
        "breakdown": None, "covers_from": None, "covers_to": None,
    }  # fmt: skip

    def codes(length: int) -> Codes:
        found = checked("aggregate_return", {**prose, "statement_text": "x" * length}).findings
        return {each.code for each in found}

    return codes(2500), codes(2501)


def _declared_arrests() -> tuple[Codes, Codes]:
    return _by_file("aggregate_return", _rule("aggregate_return", "EVT-V15"))


def _kept_from(purpose: str) -> Codes:
    """Recourse to public funds: which purposes may not ask for it."""
    return set() if purpose in BOUND["nrpf"] else {"SUB-V07"}


def _placeless() -> tuple[Codes, Codes]:
    """Children are split by no place; the dataset beside it that knows wards is."""

    def codes(name: str) -> Codes:
        return {"CHD-V08"} if any(each.area for each in DATASETS[name].breakdowns) else set()

    return codes("child_contact"), codes("incident")


def _counted_alone() -> tuple[Codes, Codes]:
    """A count of reviews under five is hidden as any small count is, and one of many is not."""
    shape = Shape(tuple(b for b in DATASETS["review_action"].breakdowns if b.name == "review_open"))
    table = Table(b"k" * 32, "bromley", "review_action", shape.variables, "2025-26")

    def codes(reviews: int) -> Codes:
        cell = CountedCell(("yes",), reviews, 0, reviews, 7, 7, 0, 1, 2)
        shown = shown_cells([cell], shape=shape, table=table, unit="records")
        return set() if shown else {"REV-V06"}

    return codes(40), codes(4)


ELSEWHERE: Mapping[tuple[str, str], Trial] = {
    **{
        (rule_id, "every dataset"): lambda broken=broken: (_enveloped({}), broken())  # type: ignore[misc]
        for rule_id, broken in BROKEN_ENVELOPES.items()
    },
    ("ENV-V04", "every dataset"): lambda: (_sent_anew('"a"'), _sent_anew(None)),
    ("AGG-V08", "aggregate_return"): _long_statement,
    ("EVT-V15", "incident"): _declared_arrests,
    ("CHD-V08", "child_contact"): _placeless,
    ("REV-V06", "review_action"): _counted_alone,
    **{
        ("SUB-V07", name): lambda: (
            _kept_from("service_commissioning"),
            _kept_from("performance_scrutiny"),
        )
        for name in DATASETS
    },
}


def _rule(name: str, rule_id: str) -> Rule:
    return next(rule for rule in DATASETS[name].rules if rule.id == rule_id)


def _trial(rule_id: str, name: str, rule: Rule) -> Trial:
    if (rule_id, name) in ELSEWHERE:
        return ELSEWHERE[rule_id, name]
    if rule.kind in ("row", "policy"):
        return lambda: _by_row(name, rule)
    files = {(n, each.rule) for n, each in FILES}
    return lambda: (_by_file if (name, rule_id) in files else _together)(name, rule)


def _needs_store(rule: Rule) -> bool:
    stored = rule.kind == "stored" and not isinstance(rule.test, BatchTest)
    return stored or rule.id == "ENV-V08"


ALONE = [place for place in PLACES if not _needs_store(place[2])]


@pytest.mark.parametrize(
    ("rule_id", "name", "rule"), ALONE, ids=[f"{place[0]}-{place[1]}" for place in ALONE]
)
def test_a_rule_is_kept_by_what_is_valid_and_broken_by_what_is_not(
    rule_id: str, name: str, rule: Rule
) -> None:
    kept, broken = _trial(rule_id, name, rule)()
    assert rule_id not in kept
    assert rule_id in broken


def test_every_id_stands_in_a_dataset_or_is_said_of_every_envelope() -> None:
    assert len(IDS) == 137
    assert set(IDS) <= {rule_id for rule_id, _, _ in PLACES}


def test_an_id_that_is_not_of_the_common_schema_is_an_addition_by_its_form() -> None:
    for rule_id in {rule_id for rule_id, _, _ in PLACES} - set(IDS):
        family, _, number = rule_id.partition("-V")
        suffix = not number.isdigit()
        assert suffix or int(number) == 0 or int(number) > LAST[family], rule_id


# Rules over the agency's own past, against a store.


@dataclass(frozen=True)
class Past:
    """An agency's good row of every dataset, in force for March."""

    database: Database

    def sender(self, name: str) -> Sender:
        own = {agency.sector: agency.agency_id for agency in TESTED.agencies}
        return sender(self.database, own.get(SECTORS[name], "bcwa"), name)

    def told(
        self, rule_id: str, name: str, rows: Sequence[Changes], *, by: str = "", period: str = APRIL
    ) -> Codes:
        """The codes found in rows, as the agency of a dataset would send them for a period."""
        whose, dataset = self.sender(by or name), DATASETS[name]
        caller = whose.caller
        with self.database.reading(whose.context) as session:
            digester = people.digester(session, caller.partnership_id, secret=SECRET)
            past = history.Past(
                session, caller.partnership_id, caller.agency_id, dataset, name,
                Period.parse(period), digester,
            )  # fmt: skip
            watching = history.watches(past, present=every_column(name))
            for number, changes in enumerate(rows, start=1):
                values = checked(name, {"record_id": f"now-{number}", **changes}).values
                for each in watching:
                    each.see(number, values)
            found = {each.code for one in watching for each in one.findings()}
        return found & {rule_id}


@pytest.fixture(scope="module")
def past(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    raised(databases, folder=tmp_path_factory.mktemp("keys"))
    database = Database(databases.app_url, wait_seconds=5, today=NOW.date)
    made = Past(database)
    for name in DATASETS:
        if name != "aggregate_return":
            _deliver(made.sender(name), [row(name)])
    capacity = {"record_id": "ag-2", **PLACES_IN_REFUGES}
    figures = [row("aggregate_return"), row("aggregate_return", capacity)]
    for agency in ("bromley-da-lead", "bromley-housing"):
        _deliver(sender(database, agency, "aggregate_return"), figures, level="aggregate")
    yield made
    database.close()


PLACES_IN_REFUGES: Changes = {
    "family": "capacity", "measure": "refuge_capacity", "value": 1, "as_at": "2026-03-31",
    "breakdown": None, "covers_from": None, "covers_to": None,
}  # fmt: skip
WHY = "Said so that the good row of every dataset stands in force for the month."


def _deliver(whose: Sender, rows: list[dict[str, Any]], **said: Any) -> None:
    """Send rows for March, with every query of their dataset explained."""
    queries = {r.id: WHY for r in DATASETS[whose.dataset].rules if r.severity == "query"}
    done = whose.send(rows, MARCH, explanations=queries, **said)
    assert done.receipt["rows"]["stored"] == len(rows)


def _other_sex(name: str) -> Changes:
    block = DATASETS[name].persons[0]
    return {f"{block}.sex": "M" if GOOD[name][f"{block}.sex"] == "F" else "F"}


def _older(name: str) -> Changes:
    block = DATASETS[name].persons[0]
    return {f"{block}.age_years": GOOD[name][f"{block}.age_years"] + 2}


def _stored(rule_id: str, name: str, past: Past) -> tuple[Codes, Codes]:
    stay: Changes = {"start_on": "2026-03-01", "end_on": None}
    proxy: Changes = {"family": "record_proxy", "measure": "incident", "breakdown": None}
    trials: Mapping[str, Callable[[], tuple[Codes, Codes]]] = {
        "SUB-V04": lambda: (tell([{}]), tell([_other_sex(name)])),
        "SUB-V05": lambda: (tell([{}]), tell([_older(name)])),
        "HOU-V08": lambda: (tell([stay], period=MARCH), tell([stay, stay], period=MARCH)),
        "AGG-V07": lambda: (
            tell([proxy], period=APRIL, by="incident"),
            tell([proxy], period=MARCH, by="incident"),
        ),
        "AGG-V09": lambda: (tell([{"value": 60}]), tell([{"value": 61}])),
        "AGG-V16": lambda: (tell([{}]), tell([{"counting_rule": "calls-merged"}])),
    }

    def tell(rows: Sequence[Changes], **how: str) -> Codes:
        return past.told(rule_id, name, rows, **how)

    return trials[rule_id]()


STORED = [place for place in PLACES if _needs_store(place[2]) and place[0] != "ENV-V08"]


@pytest.mark.parametrize(
    ("rule_id", "name"),
    [place[:2] for place in STORED],
    ids=[f"{place[0]}-{place[1]}" for place in STORED],
)
def test_a_rule_over_the_agencys_past_is_kept_and_broken(
    rule_id: str, name: str, past: Past
) -> None:
    kept, broken = _stored(rule_id, name, past)
    assert (kept, broken) == (set(), {rule_id})


def test_another_counting_rule_than_the_month_before_is_noted(past: Past) -> None:
    hospital = past.sender("health_contact")
    before = [row("health_contact", {"record_id": "hc-0", "contact_month": "2026-02"})]
    before[0]["contact_month"] = "2026-02"
    queries = {r.id: WHY for r in DATASETS["health_contact"].rules if r.severity == "query"}

    def noted(rule: str) -> set[tuple[str, str]]:
        done = hospital.send(
            before, "2026-02", dry_run=True, counting_rule_set=rule, explanations=queries
        )
        return {(each["code"], each["severity"]) for each in done.receipt["findings"]}

    assert ("ENV-V08", "note") not in noted("safershare-2026")
    assert ("ENV-V08", "note") in noted("calls-merged")
