"""What a receipt gives back, and where figures stop being comparable."""

from collections.abc import Callable

from sqlalchemy import select

from auth import uses
from auth.audit import Event
from schemas.tables.returns import series_breaks
from tests.deliveries import contact, contacts, request
from tests.integration.returns.sending import Sender
from tests.partnership import NOW, caller

Systems = Callable[[str, str], Sender]


def test_a_receipt_gives_back_the_agencys_own_year(hospital: Sender, system: Systems) -> None:
    hospital.send(contacts(2, month="2026-01"), "2026-01")
    hospital.send([], "2026-02", return_status="nil")
    system("bcwa", "health_contact").send(contacts(9), "2026-03")
    months = hospital.send(contacts(4)).receipt["gives_back"]["months"]
    assert [each["month"] for each in months][::11] == ["2025-04", "2026-03"]
    assert [(each["status"], each["rows"], each["released"]) for each in months[-4:]] == [
        ("none", None, None),
        ("received", 2, None),
        ("nil", 0, None),
        ("received", 4, None),
    ]


def test_a_receipt_says_how_much_is_known(hospital: Sender) -> None:
    rows = [*contacts(3, subject__sex="F"), contact(4, subject__sex="not_recorded")]
    completeness = hospital.send(rows).receipt["gives_back"]["completeness"]
    assert completeness["subject.sex"] == 0.75
    assert completeness["subject.age_years"] == 1.0
    assert completeness["subject.religion"] == 0.0


def test_a_receipt_names_who_used_the_data_since_the_last_return(
    hospital: Sender, system: Systems
) -> None:
    hospital.send(contacts(3))
    lead = system("bromley-da-lead", "aggregate_return")
    asked = Event.by(caller("bromley-da-lead"), tag="aggregates:read", dataset="health_contact")
    with hospital.database.writing(lead.context) as session:
        owners = {"kings-pruh": {"health_contact": 1}, "bcwa": {"health_contact": 1}}
        uses.record(session, asked, owners=owners, kind="aggregate", now=NOW.replace(hour=15))
    done = hospital.on("2026-04-21").send(contacts(4))
    assert done.receipt["gives_back"]["uses_since_last_return"] == [
        {"agency": "bromley-da-lead", "answers": 1}
    ]


def breaks(sender: Sender) -> dict[str, tuple[str, str]]:
    """Months at which the series breaks, with the rule before and after."""
    with sender.database.reading(sender.context) as session:
        found = session.execute(select(series_breaks)).mappings()
        return {
            row["month"]: (row["before_rule"], row["after_rule"])
            for row in found
            if row["before_rule"] != row["after_rule"]
        }


def send(sender: Sender, month: str, rule: str) -> None:
    sender.on("2026-04-20").send(contacts(2, month=month), month, counting_rule_set=rule)


def test_counting_by_another_rule_breaks_the_series(hospital: Sender) -> None:
    send(hospital, "2026-01", "safershare-2026")
    send(hospital, "2026-02", "calls-merged")
    send(hospital, "2026-03", "calls-merged")
    assert breaks(hospital) == {"2026-02": ("safershare-2026", "calls-merged")}


def test_a_receipt_says_that_the_series_breaks(hospital: Sender) -> None:
    send(hospital, "2026-02", "safershare-2026")
    send(hospital, "2026-03", "calls-merged")
    said = {month: hospital.read(month)[1]["months"] for month in ("2026-02", "2026-03")}
    assert [part["series_break"] for part in said["2026-02"]] == [None]
    assert [part["series_break"] for part in said["2026-03"]] == [
        {"before": "safershare-2026", "after": "calls-merged"}
    ]


def test_a_return_put_right_mends_the_series(hospital: Sender) -> None:
    send(hospital, "2026-02", "safershare-2026")
    send(hospital, "2026-03", "calls-merged")
    assert set(breaks(hospital)) == {"2026-03"}
    send(hospital, "2026-03", "safershare-2026")
    assert breaks(hospital) == {}


def test_an_earlier_return_sent_anew_moves_the_break(hospital: Sender) -> None:
    send(hospital, "2026-03", "calls-merged")
    send(hospital, "2026-02", "safershare-2026")
    assert breaks(hospital) == {"2026-03": ("safershare-2026", "calls-merged")}


def test_a_withdrawn_month_no_longer_breaks_the_series(hospital: Sender) -> None:
    send(hospital, "2026-01", "safershare-2026")
    send(hospital, "2026-02", "calls-merged")
    send(hospital, "2026-03", "safershare-2026")
    assert set(breaks(hospital)) == {"2026-02", "2026-03"}
    hospital.on("2026-03-20").withdraw("2026-02")
    assert breaks(hospital) == {}


def test_a_month_sent_between_two_rules_takes_its_place(hospital: Sender) -> None:
    send(hospital, "2026-01", "safershare-2026")
    send(hospital, "2026-03", "calls-merged")
    assert breaks(hospital) == {"2026-03": ("safershare-2026", "calls-merged")}
    send(hospital, "2026-02", "calls-merged")
    assert breaks(hospital) == {"2026-02": ("safershare-2026", "calls-merged")}
    early, rows = hospital.on("2026-03-20"), contacts(2, month="2026-02")
    early.send(rows, "2026-02", counting_rule_set="incident-report")
    assert breaks(hospital) == {
        "2026-02": ("safershare-2026", "incident-report"),
        "2026-03": ("incident-report", "calls-merged"),
    }


def noted(sender: Sender, month: str, rule: str, *, dry_run: bool) -> int:
    """How many breaks of series the findings of a delivery note."""
    done = sender.send(contacts(2, month=month), month, counting_rule_set=rule, dry_run=dry_run)
    return sum(each["count"] for each in done.receipt["findings"] if each["code"] == "ENV-V08")


def test_a_break_of_series_is_noted_before_and_when_it_is_made(hospital: Sender) -> None:
    send(hospital, "2026-02", "safershare-2026")
    april = hospital.on("2026-04-20")
    for dry_run in (True, False):
        assert noted(april, "2026-03", "calls-merged", dry_run=dry_run) == 1
    assert noted(april, "2026-03", "safershare-2026", dry_run=True) == 0


def test_a_month_unlike_both_beside_it_breaks_the_series_twice(hospital: Sender) -> None:
    send(hospital, "2026-01", "safershare-2026")
    send(hospital, "2026-03", "safershare-2026")
    assert noted(hospital, "2026-02", "calls-merged", dry_run=True) == 2


def test_what_another_agency_counts_by_breaks_nothing(hospital: Sender, housing: Sender) -> None:
    send(hospital, "2026-02", "calls-merged")
    done = housing.send([request(1)], "2026-03", counting_rule_set="safershare-2026", dry_run=True)
    assert not any(each["code"] == "ENV-V08" for each in done.receipt["findings"])
