"""Rows of a file held against the agency's own rows in force, of its dataset and of others.

The rules are made for the purpose, on datasets as they are, so that each kind of test is tried on
its own.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from api.queries import history, people
from schemas.conditions import equals
from schemas.dataset import Dataset, columns
from schemas.datasets.housing_support import HousingSupport
from schemas.datasets.perpetrator_intervention import PerpetratorIntervention
from schemas.period import Period
from schemas.rules import (
    Apart,
    Companion,
    Expression,
    Field,
    Forward,
    Holds,
    Rule,
    Test,
    Unique,
    Value,
)
from tests.deliveries import Row, contact, reference, request
from tests.integration.returns.sending import SECRET, Sender

Systems = Callable[[str, str], Sender]
FEBRUARY, MARCH = "2026-02", "2026-03"
TAKEN = date(2026, 4, 5)


@pytest.fixture
def charity(system: Systems) -> Sender:
    return system("bcwa", "housing_support")


def stay(number: int, month: str = FEBRUARY, who: str = "ada", **changes: Any) -> Row:
    """A stay of a known person, whose rows may be linked."""
    known = {"lead__person_ref": reference(who), "lead__sharing": "linked_counts"}
    return request(number, month=month, **{**known, **changes})


def seen(who: str = "ada", **values: Any) -> dict[str, Any]:
    """A good row of March, as a watch sees it."""
    return {
        "record_id": "hs-now",
        "lead.person_ref": reference(who),
        "lead.sharing": "linked_counts",
        "support_type": "refuge",
        "requested_on": date(2026, 3, 1),
        "start_on": date(2026, 3, 1),
        **values,
    }


def ruled(test: Test, dataset: type[Dataset] = HousingSupport) -> type[Dataset]:
    """A dataset as it is, with one stored rule."""
    rule = Rule("X-V01", "stored", "query", "Words.", test, "record_id")
    return type("Ruled", (dataset,), {"rules": (rule,)})


def told(
    sender: Sender,
    test: Test,
    *rows: dict[str, Any],
    dataset: type[Dataset] = HousingSupport,
    without: str = "",
) -> list[int | None]:
    """The rows of a file for March in which the rule is broken."""
    caller, found = sender.caller, ruled(test, dataset)
    with sender.database.reading(sender.context) as session:
        digester = people.digester(session, caller.partnership_id, secret=SECRET)
        past = history.Past(
            session, caller.partnership_id, caller.agency_id, found, dataset.name,
            Period.parse(MARCH), digester, facts={"envelope.extracted_on": TAKEN},
        )  # fmt: skip
        present = frozenset(c.name for c in columns(dataset)) - {without}
        watching = history.watches(past, present=present)
        for number, row in enumerate(rows, start=1):
            for watch in watching:
                watch.see(number, row)
        return [each.row for watch in watching for each in watch.findings() if each.code == "X-V01"]


WHO = Field("lead.person_ref")
DAY = Field("requested_on")
TWICE = Unique((WHO, DAY))
AGAIN_ON: dict[str, Any] = {"requested_on": date(2026, 2, 2)}


def test_a_key_of_an_earlier_row_is_found(charity: Sender) -> None:
    assert told(charity, TWICE, seen(**AGAIN_ON)) == []
    charity.send([stay(1), stay(2, who="ben")], FEBRUARY)
    assert told(charity, TWICE, seen(**AGAIN_ON), seen(), seen("ben", **AGAIN_ON)) == [1]
    assert told(charity, TWICE, seen(), seen()) == [2]


def test_a_key_of_another_agency_or_of_the_months_being_sent_is_not(
    charity: Sender, housing: Sender
) -> None:
    housing.send([stay(1)], FEBRUARY)
    charity.send([stay(1, month=MARCH)], MARCH)
    assert told(charity, TWICE, seen(**AGAIN_ON), seen(requested_on=date(2026, 3, 2))) == []


def test_a_key_that_is_no_longer_in_force_is_not(charity: Sender) -> None:
    before = charity.on("2026-03-20")
    before.send([stay(1)], FEBRUARY)
    before.send([stay(3)], FEBRUARY)
    assert told(charity, TWICE, seen(**AGAIN_ON)) == []


APART = Apart((WHO, Field("support_type")), Field("start_on"), Field("end_on"))


def test_a_stay_that_overlaps_an_earlier_one_is_found(charity: Sender) -> None:
    ended = {"end_on": "2026-03-05", "move_on": "own_home"}
    charity.send([stay(1, **ended), stay(2, who="ben", start_on="2026-02-03")], FEBRUARY)
    rows = [
        seen(start_on=date(2026, 3, 4)),
        seen("ben", start_on=date(2026, 3, 30)),
        seen("ben", start_on=date(2026, 1, 1), end_on=date(2026, 2, 3)),
        seen("cat"),
    ]
    assert told(charity, APART, *rows) == [1, 2]
    assert told(charity, APART, seen(start_on=date(2026, 3, 5))) == []
    assert told(charity, APART, seen(support_type="sanctuary", start_on=date(2026, 3, 4))) == []
    assert told(charity, APART, *rows, without="end_on") == []


STEPS = Forward((WHO,), Field("decision"), ("waiting", "provided"), DAY)


def test_a_stage_before_that_of_an_earlier_row_is_found(charity: Sender) -> None:
    charity.send([stay(1)], FEBRUARY)
    assert told(charity, STEPS, seen(decision="waiting")) == [1]
    assert told(charity, STEPS, seen(decision="provided"), seen("ben", decision="waiting")) == []


def beside(
    *, dataset: str = "housing_support", meets: Expression | None = None, **more: Any
) -> Companion:
    """A placed household that has asked, or was sent on, in the thirty days before."""
    other = "lead" if dataset == "housing_support" else "subject"
    day = {"housing_support": "requested_on", "health_contact": "contact_month"}[dataset]
    return Companion(
        equals("support_type", "refuge"), ((WHO, Field(f"{other}.person_ref")),), dataset,
        Field("start_on"), Field(day), -30, -1, meets=meets, **more,
    )  # fmt: skip


def test_an_earlier_row_is_a_companion_in_its_days(charity: Sender) -> None:
    rows = [seen(), seen(start_on=date(2026, 3, 30)), seen("ben")]
    assert told(charity, beside(), *rows) == [1, 3]
    charity.send([stay(2)], FEBRUARY)
    assert told(charity, beside(), *rows) == [3]
    assert told(charity, beside(wanted=False), *rows) == [1, 2]
    assert told(charity, beside(), seen(support_type="sanctuary")) == []


def test_a_companion_must_be_what_the_rule_says(charity: Sender) -> None:
    charity.send([stay(2, specialist_need=["large_family", "male"])], FEBRUARY)
    assert told(charity, beside(meets=equals("lead.age_years", 22)), seen()) == []
    assert told(charity, beside(meets=equals("lead.age_years", 23)), seen()) == [1]
    large = Field("specialist_need")
    assert told(charity, beside(meets=Holds(large, Value("large_family"))), seen()) == []
    assert told(charity, beside(meets=Holds(large, Value("older"))), seen()) == [1]


def test_a_row_whose_person_is_not_kept_is_not_asked_for_a_companion(charity: Sender) -> None:
    counted = seen(**{"lead.sharing": "counts_only"})
    assert told(charity, beside(), counted) == []
    charity.send([stay(2)], FEBRUARY)
    assert told(charity, beside(wanted=False), counted) == [1]


def test_a_companion_of_another_dataset_is_the_agencys_own(
    charity: Sender, hospital: Sender, system: Systems
) -> None:
    known = {"subject__person_ref": reference("ada"), "subject__sharing": "linked_counts"}
    rows = [seen(), seen("ben")]
    wanted = beside(dataset="health_contact")
    hospital.send([contact(1, month=MARCH, **known)], MARCH)
    hospital.send([contact(1, month=FEBRUARY, **known)], FEBRUARY)
    assert told(charity, wanted, *rows) == []
    own = system("bcwa", "health_contact")
    own.send([contact(2, month="2026-01")], "2026-01")
    assert told(charity, wanted, *rows) == [1, 2]
    own.send([contact(1, month=FEBRUARY, **known)], FEBRUARY)
    assert told(charity, wanted, *rows) == [2]


def test_one_of_several_persons_is_enough(system: Systems) -> None:
    probation = system("probation-bromley", "perpetrator_intervention")
    linked = Companion(
        equals("status", "active"),
        ((Field("linked_victim_refs"), Field("linked_victim_refs")),),
        "perpetrator_intervention", Field("referred_on"), Field("referred_on"), -60, -1,
    )  # fmt: skip
    row = {
        "status": "active",
        "referred_on": date(2026, 3, 1),
        "subject.sharing": "linked_counts",
        "linked_victim_refs": (reference("ben"), reference("cat")),
    }
    now = dict(row, record_id="pi-now")
    assert told(probation, linked, now, dataset=PerpetratorIntervention) == [1]
    probation.send([intervention(["cat", "dee"])], FEBRUARY)
    assert told(probation, linked, now, dataset=PerpetratorIntervention) == []


def intervention(linked: Sequence[str]) -> Row:
    return {
        "record_id": "pi-before",
        "referred_on": "2026-02-10",
        "programme": "bbr",
        "route": "voluntary",
        "status": "active",
        "linked_victim_refs": [reference(name) for name in linked],
        "subject": {"age_years": 30, "sex": "M", "sharing": "linked_counts"},
    }


def test_nothing_is_asked_where_the_agency_has_no_earlier_rows(
    charity: Sender, housing: Sender
) -> None:
    housing.send([stay(1)], FEBRUARY)
    charity.send([stay(1, month=MARCH)], MARCH)
    asked = questions(lambda: told(charity, APART, seen(), seen("ben")))
    assert not any("housing_support_records" in question for question in asked)
    charity.send([stay(1)], FEBRUARY)
    asked = questions(lambda: told(charity, APART, seen(), seen("ben")))
    assert sum("housing_support_records" in question for question in asked) == 2


def questions(work: Callable[[], object]) -> list[str]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return asked
