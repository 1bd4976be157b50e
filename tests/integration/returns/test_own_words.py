"""Term maps through the services: kept by revision, used for the agency's own deliveries alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from api.services import term_maps
from api.services.returns import Submitted
from api.services.verdicts import ReturnRefused
from auth.refusals import NotFound, PreconditionFailed, Unprocessable
from schemas.tables.returns import findings
from schemas.tables.term_maps import term_maps as table
from tests.deliveries import contacts
from tests.integration.returns.sending import Sender
from tests.partnership import NOW

System = Callable[[str, str], Sender]
SAID: dict[str, Any] = {
    "columns": {"Clinic": "setting"},
    "codes": {"setting": {"A and E": "ed"}},
    "presets": ["nhs_ethnicity_2001"],
    "not_held": ["subject.religion"],
}
OTHER: dict[str, Any] = {**SAID, "codes": {"setting": {"A and E": "ward"}}}


def keep(sender: Sender, said: Any, *, if_match: str | None = None) -> tuple[str, dict[str, Any]]:
    with sender.database.writing(sender.context) as session:
        return term_maps.keep(
            session,
            sender.caller,
            dataset=sender.dataset,
            said=said,
            if_match=None if if_match is None else f'"{if_match}"',
            now=NOW,
        )


def read(sender: Sender, revision: int | None = None) -> tuple[str, dict[str, Any]]:
    with sender.database.reading(sender.context) as session:
        return term_maps.read(session, sender.caller, dataset=sender.dataset, revision=revision)


def capabilities(sender: Sender) -> list[tuple[str, str, tuple[str, ...]]]:
    with sender.database.reading(sender.context) as session:
        found = term_maps.capabilities(session, sender.caller)
        return [(each.agency, each.dataset, each.not_held) for each in found]


def in_own_words(count: int, **changes: Any) -> list[dict[str, Any]]:
    """Contacts with the setting under the hospital's own name."""
    rows = contacts(count, **{"subject__ethnicity_self": "A", **changes})
    return [{**row, "Clinic": "A and E"} | {} for row in rows if row.pop("setting")]


def test_a_map_is_kept_and_read_back_with_what_it_comes_to(hospital: Sender) -> None:
    etag, kept = keep(hospital, SAID)
    assert read(hospital) == (etag, kept)
    assert {name: kept[name] for name in SAID} == SAID
    assert kept["revision"] == 1
    assert kept["resolved"]["codes"]["subject.ethnicity_self"]["R"] == "A4"


def test_every_change_is_a_revision_and_saying_the_same_is_none(hospital: Sender) -> None:
    first, _ = keep(hospital, SAID)
    again, kept = keep(hospital, SAID)
    assert (again, kept["revision"]) == (first, 1)
    second, kept = keep(hospital, OTHER)
    assert (second != first, kept["revision"]) == (True, 2)
    assert read(hospital, 1)[0] == first
    assert read(hospital)[0] == second
    back, kept = keep(hospital, SAID)
    assert (back, kept["revision"]) == (first, 3)


def test_a_stale_copy_is_not_changed(hospital: Sender) -> None:
    with pytest.raises(PreconditionFailed):
        keep(hospital, SAID, if_match="of-nothing")
    first, _ = keep(hospital, SAID, if_match=None)
    keep(hospital, OTHER, if_match=first)
    with pytest.raises(PreconditionFailed):
        keep(hospital, {}, if_match=first)
    assert read(hospital)[1]["revision"] == 2


def test_where_none_is_set_there_is_none(hospital: Sender) -> None:
    with pytest.raises(NotFound):
        read(hospital)
    keep(hospital, SAID)
    with pytest.raises(NotFound):
        read(hospital, 2)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (None, "type", None),
        ({"codes": {"setting": {"x": "castle"}}}, "code", "setting"),
        ({"columns": {"Mrs Lovelace": "setting"}}, "identifier", None),
        ({"codes": {"setting": {"Mrs Lovelace": "ed"}}}, "identifier", "setting"),
    ],
)
def test_a_map_that_cannot_be_is_refused_and_not_repeated(
    hospital: Sender, said: Any, code: str, field: str | None
) -> None:
    with pytest.raises(Unprocessable) as refusal:
        keep(hospital, said)
    assert [(item.code, item.field) for item in refusal.value.errors] == [(code, field)]
    words = refusal.value.detail + refusal.value.errors[0].message
    assert not {"Lovelace", "castle"} & set(words.split())
    with pytest.raises(NotFound):
        read(hospital)


def test_a_delivery_is_read_by_the_map_and_names_it(hospital: Sender) -> None:
    keep(hospital, SAID)
    done = hospital.send(in_own_words(3))
    assert done.receipt["rows"]["stored"] == 3
    assert done.receipt["term_map_revision"] == 1
    assert hospital.revisions()[0]["term_map_revision"] == 1
    found = hospital.findings().findings
    taken = {f["field"]: f["message"] for f in found if f["code"] == "absent_column"}
    assert "not_held" in taken["subject.religion"]
    assert "not_recorded" in taken["subject.disability"]


def test_without_a_map_a_receipt_names_none(hospital: Sender) -> None:
    assert hospital.send(contacts(3)).receipt["term_map_revision"] is None


def test_the_same_body_in_other_words_is_another_delivery(hospital: Sender) -> None:
    keep(hospital, SAID)
    first = hospital.send(in_own_words(3))
    assert hospital.send(in_own_words(3)).outcome == "unchanged"
    keep(hospital, {**SAID, "presets": [*SAID["presets"], *SAID["presets"]]})
    assert hospital.send(in_own_words(3)).outcome == "unchanged"
    keep(hospital, OTHER)
    second = hospital.send(in_own_words(3))
    assert (second.outcome, second.receipt["term_map_revision"]) == ("replaced", 3)
    assert second.etag != first.etag


def strange(hospital: Sender, count: int, **more: Any) -> Submitted:
    rows = in_own_words(8)
    for row in rows[:count]:
        row["Clinic"] = "Ward Nine"
    return hospital.send(rows, **more)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_word_without_a_code_is_shown_to_its_sender_from_five_rows(
    hospital: Sender,
    dry_run: bool,  # noqa: FBT001 - pytest hands parameters over by name
) -> None:
    keep(hospital, SAID)
    with pytest.raises(ReturnRefused) as refusal:
        strange(hospital, 5, dry_run=dry_run)
    shown = [{"field": "setting", "word": "Ward Nine", "rows": 5}]
    assert refusal.value.extension["unmapped_words"] == shown
    assert {item.code for item in refusal.value.errors} == {"unmapped_word"}
    assert [item.row for item in refusal.value.errors] == [1, 2, 3, 4, 5]
    with pytest.raises(ReturnRefused) as refusal:
        strange(hospital, 4, dry_run=dry_run)
    assert "unmapped_words" not in refusal.value.extension
    assert "Nine" not in str(refusal.value.errors)


def test_a_word_without_a_code_is_kept_nowhere(hospital: Sender) -> None:
    keep(hospital, SAID)
    done = strange(hospital, 5, quarantine=True)
    assert done.receipt["unmapped_words"] == [{"field": "setting", "word": "Ward Nine", "rows": 5}]
    assert "unmapped_words" not in hospital.read()[1]
    assert "Nine" not in str(hospital.read()[1])
    found = hospital.findings().findings
    assert [f["row"] for f in found if f["code"] == "unmapped_word"] == [1, 2, 3, 4, 5]
    assert "Nine" not in str(found)
    with hospital.database.reading(hospital.context) as session:
        assert "Nine" not in str(session.execute(select(findings)).all())


def test_a_map_is_the_agencys_own(hospital: Sender, system: System) -> None:
    keep(hospital, SAID)
    other = replace(system("bcwa", "housing_support"), dataset="health_contact")
    with pytest.raises(NotFound):
        read(other)
    with other.database.reading(other.context) as session:
        assert term_maps.in_force(session, other.caller, dataset="health_contact").revision is None
        seen = session.scalar(select(func.count()).select_from(table))
    assert seen == (0 if other.database.engine_name == "postgresql" else 1)


def test_what_no_source_can_hold_is_one_matrix(hospital: Sender, system: System) -> None:
    assert capabilities(hospital) == []
    keep(hospital, SAID)
    housing = system("bromley-housing", "housing_support")
    keep(housing, {"not_held": ["lead.religion", "lead.disability"]})
    matrix = [
        ("bromley-housing", "housing_support", ("lead.disability", "lead.religion")),
        ("kings-pruh", "health_contact", ("subject.religion",)),
    ]
    assert capabilities(hospital) == matrix
    keep(hospital, {})
    assert capabilities(hospital) == [matrix[0], ("kings-pruh", "health_contact", ())]
