"""An erased person is gone from all that an agency sent, and stays gone; nobody else is touched."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select

from schemas.tables.base import metadata
from schemas.tables.people import person_aliases
from schemas.tables.returns import findings, submissions
from tests.deliveries import Row, contact, reference, report
from tests.integration.returns.sending import Sender
from tests.integration.rights.office import Office
from tests.integration.stored_rows import stored_row

ADA, BEA, EVE = reference("ada"), reference("bea"), reference("eve")
System = Callable[[str, str], Sender]


def seen(number: int, person: str, *, month: str = "2026-03", **changes: Any) -> Row:
    """A health contact that may be linked."""
    block = {"subject__person_ref": person, "subject__sharing": "linked_counts"}
    return contact(number, month=month, **block, **changes)


def told(number: int, victim: str, suspect: str | None = None, **changes: Any) -> Row:
    row = report(number, victim__person_ref=victim, victim__sharing="linked_counts", **changes)
    if suspect is not None:
        row["suspect"] = {
            "age_years": 41, "sex": "M", "person_ref": suspect, "sharing": "linked_counts",
        }  # fmt: skip
    return row


def discussed(number: int, victim: str, *perpetrators: str) -> Row:
    row: Row = {
        "record_id": f"mc-{number}",
        "meeting_on": "2026-03-12",
        "referring_sector": "police",
        "criteria": ["visible_high_risk"],
        "repeat_case": False,
        "victim_consent": "consented",
        "victim": {"age_years": 30, "sex": "F", "person_ref": victim, "sharing": "linked_counts"},
    }
    return row | ({"perpetrator_refs": list(perpetrators)} if perpetrators else {})


def test_a_person_leaves_every_revision_with_what_was_found_in_their_rows(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA, subject__age_years=130), seen(2, BEA)], quarantine=True)
    hospital.send([seen(1, ADA), seen(2, BEA)])
    hospital.send([seen(1, ADA, month="2026-02"), seen(2, BEA, month="2026-02")], "2026-02")
    assert office.erase("kings-pruh", ADA)["rows"] == 2
    assert office.traces(ADA) == {}
    assert len(office.rows("health_contact")) == 3
    found = office.all(select(findings).where(findings.c.row_no == 1))
    left = {row["submission_id"] for row in office.rows("health_contact") if row["row_no"] == 1}
    assert {row["submission_id"] for row in found} & left == set()


def test_where_somebody_else_is_counted_only_the_persons_own_part_goes(
    police: Sender, office: Office
) -> None:
    police.send([told(1, ADA, EVE), told(2, BEA)])
    assert office.erase("met-bromley", EVE) == {"blocks": 1}
    assert office.traces(EVE) == {}
    first, second = office.rows("incident")
    assert first["victim_person_id"] is not None
    assert first["suspect_sharing"] == "counts_only"
    assert first["suspect_sex"] == "not_recorded"
    assert (first["suspect_age_years"], first["suspect_restricted"]) == (None, False)
    assert second["victim_age_years"] == 22


def test_links_of_other_peoples_records_are_cut_and_the_records_stay(
    system: System, office: Office
) -> None:
    conference = system("met-bromley", "marac_case")
    conference.send([discussed(1, ADA, EVE, BEA), discussed(2, BEA, EVE)])
    assert office.erase("met-bromley", EVE) == {"links": 2}
    first, second = office.rows("marac_case")
    assert first["perpetrator_refs"].count(";") == 0
    assert second["perpetrator_refs"] is None
    assert office.traces(EVE) == {}


def test_erasing_twice_changes_nothing_more(hospital: Sender, office: Office) -> None:
    hospital.send([seen(1, ADA), seen(2, BEA)])
    assert office.erase("kings-pruh", ADA) == {"rows": 1}
    assert office.erase("kings-pruh", ADA) == {}
    assert len(office.ledger.entries()) == office.count("erasures") == 1


def test_an_agency_erases_its_own_rows_alone(
    hospital: Sender, police: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    police.send([told(1, ADA)])
    office.erase("kings-pruh", ADA)
    assert office.rows("health_contact") == []
    assert len(office.rows("incident")) == 1


def test_a_person_whom_three_agencies_know_is_gone_when_all_three_have_decided(
    system: System, hospital: Sender, police: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    police.send([told(1, BEA, ADA)])
    system("bcwa", "marac_case").send([discussed(1, BEA, ADA)])
    request = office.receive_for_all("erasure", ADA)
    holders = [part["agency"] for part in office.listed("")]
    assert holders == ["bcwa", "kings-pruh", "met-bromley"]
    for agency in holders:
        assert office.traces(ADA)
        office.check(agency, request)
        office.decide(agency, request)
    assert office.traces(ADA) == {}
    assert {part["status"] for part in office.listed("")} == {"done"}
    assert [len(office.rows(name)) for name in ("health_contact", "incident", "marac_case")] == [
        0, 1, 1,
    ]  # fmt: skip


def test_rows_of_erased_months_that_come_again_are_stored_without_the_person(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA), seen(2, BEA)])
    office.erase("kings-pruh", ADA)
    again = hospital.send([seen(1, ADA), seen(2, BEA), seen(3, ADA)]).receipt
    assert again["rows"] == {"received": 3, "stored": 1, "refused": 2, "out_of_area": 0}
    assert {"code": "person_erased", "severity": "note", "count": 2} in again["findings"]
    (note,) = (each for each in again["summary"] if each["code"] == "person_erased")
    assert note["rows"] == [1, 3]
    listed = hospital.findings().findings
    assert [each["row"] for each in listed if each["code"] == "person_erased"] == [1, 3]
    assert office.traces(ADA) == {}


def test_a_quarter_that_comes_again_tells_each_row_once(hospital: Sender, office: Office) -> None:
    rows = [seen(n, ADA, month=f"2026-0{n}") for n in (1, 2, 3)]
    office.erase("kings-pruh", ADA)
    receipt = hospital.send([*rows, seen(4, BEA)], "2025-26-Q4").receipt
    assert receipt["rows"]["stored"] == 1
    assert {"code": "person_erased", "severity": "note", "count": 3} in receipt["findings"]
    assert office.traces(ADA) == {}


def test_what_happens_to_the_person_later_is_taken_like_anybodys(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)], "2026-03")
    office.erase("kings-pruh", ADA)
    office.now = office.now.replace(month=1)
    assert office.erase("kings-pruh", BEA) == {}
    hospital.send([seen(1, ADA), seen(2, BEA)], "2026-03")
    (row,) = office.rows("health_contact")
    assert row["row_no"] == 2
    assert office.traces(BEA) == {"health_contact_records": 1}


def test_another_agency_may_still_send_the_person(
    hospital: Sender, police: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    office.erase("kings-pruh", ADA)
    police.send([told(1, ADA)])
    assert office.traces(ADA) == {"incident_records": 1}


def test_a_person_erased_under_one_key_stays_erased_under_the_next(
    hospital: Sender, office: Office
) -> None:
    newer = reference("ada under a new key")
    hospital.send([seen(1, ADA, month="2026-02")], "2026-02")
    hospital.alias((ADA, newer))
    hospital.send([seen(1, newer)])
    assert office.erase("kings-pruh", newer)["rows"] == 2
    newest = reference("ada under the newest key")
    hospital.ledger.path.symlink_to(office.ledger.path)
    hospital.alias((newer, newest))
    hospital.send([seen(1, ADA), seen(2, newer), seen(3, newest), seen(4, BEA)])
    assert [row["row_no"] for row in office.rows("health_contact")] == [4]


def test_aliases_of_a_person_whom_no_row_names_leave_with_the_tidying(
    hospital: Sender, police: Sender, office: Office
) -> None:
    newer = reference("ada under a new key")
    hospital.send([seen(1, ADA)])
    police.send([told(1, BEA, ADA)])
    hospital.alias((ADA, newer))
    office.erase("kings-pruh", ADA)
    assert office.tidy(office.now) == {}
    office.erase("met-bromley", newer)
    assert office.tidy(office.now) == {"aliases": 1}
    assert office.all(select(person_aliases)) == []


def test_a_return_that_is_being_sent_does_not_bring_the_person_back(
    hospital: Sender, office: Office
) -> None:
    """Both at once, many times over: whichever comes first, the person is gone."""
    for number in range(6):
        person = reference(f"person {number}")
        rows = [seen(n, person if n == 1 else BEA) for n in range(1, 40)]
        sending = threading.Thread(target=hospital.send, args=(rows,))
        sending.start()
        office.erase("kings-pruh", person)
        sending.join()
        assert office.traces(person) == {}
    assert len(office.all(select(submissions))) == 6


def test_cases_that_the_agency_listed_and_what_it_opened_go_and_others_stay(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    (row,) = office.rows("health_contact")
    for agency in ("kings-pruh", "bcwa"):
        with office.database.writing(office.context(agency)) as session:
            for name in ("case_members", "case_conflicts", "cases", "break_glass"):
                table = metadata.tables[name]
                made = stored_row(table, partnership_id="bromley", agency_id=agency)
                named = {"case_id": agency, "listed_by": agency, "person_id": row["unit_key"]}
                made |= {key: value for key, value in named.items() if key in made}
                session.execute(insert(table), made)
    done = office.erase("kings-pruh", ADA)
    assert (done["rows"], done["cases"], done["opened"]) == (1, 1, 1)
    for name in ("case_members", "case_conflicts", "cases", "break_glass"):
        (left,) = office.all(select(metadata.tables[name]))
        assert left["case_id"] == "bcwa"


def test_what_is_recorded_of_an_erasure_is_how_much_and_never_whom(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    office.erase("kings-pruh", ADA)
    (event,) = office.events("rights:carry-out")
    assert '"counts":{"rows":1}' in event.replace('"cases":0,', "").replace('"opened":0,', "")
    assert ADA not in "".join([*office.events("rights:receive"), event])
    assert ADA not in office.ledger.path.read_text()
    assert office.ledger.path.stat().st_mode & 0o777 == 0o600
