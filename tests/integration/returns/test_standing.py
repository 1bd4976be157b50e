"""A standing envelope goes with every bare file: what may stand in it, and what it becomes."""

from __future__ import annotations

from typing import Any

import pytest

from api.services import envelopes
from auth.refusals import BadRequest, NotFound, Unprocessable
from tests.deliveries import envelope
from tests.integration.returns.sending import Sender
from tests.partnership import NOW


def keep(sender: Sender, said: Any) -> dict[str, Any]:
    with sender.database.writing(sender.context) as session:
        return envelopes.keep(
            session, sender.caller, dataset=sender.dataset, envelope=said, now=NOW
        )


def standing(sender: Sender) -> dict[str, Any]:
    with sender.database.reading(sender.context) as session:
        return envelopes.standing(session, sender.caller, dataset=sender.dataset)


def test_a_standing_envelope_is_kept_and_replaced_as_a_whole(hospital: Sender) -> None:
    keep(hospital, envelope(source_system="Case system"))
    keep(hospital, envelope(permission_publish="none"))
    assert standing(hospital) == envelope(permission_publish="none")


def test_an_optional_member_may_be_null(hospital: Sender) -> None:
    keep(hospital, {**envelope(), "explanations": None, "source_system": None})
    assert standing(hospital)["explanations"] is None


def test_where_none_is_set_a_bare_file_has_no_envelope(hospital: Sender) -> None:
    with pytest.raises(Unprocessable) as refusal:
        standing(hospital)
    assert refusal.value.code == "no_envelope"
    with hospital.database.reading(hospital.context) as session, pytest.raises(NotFound):
        envelopes.read(session, hospital.caller, dataset=hospital.dataset)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (envelope(month="2026-03"), "not_standing"),
        (envelope(row_count=3), "not_standing"),
        (envelope(surname="x"), "envelope_invalid"),
        (envelope(explanation=None), "envelope_invalid"),
        (envelope(explanation="Ask Mrs Lovelace at 12 High Street."), "identifier"),
        (
            envelope(explanations={"EVT-V07": "Ask ada.lovelace@example.org about it."}),
            "identifier",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_stand_is_refused_and_not_repeated(
    hospital: Sender, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Unprocessable) as refusal:
        keep(hospital, said)
    assert refusal.value.code == code
    words = refusal.value.detail + "".join(item.message for item in refusal.value.errors)
    assert "ovelace" not in words
    assert "surname" not in words


@pytest.mark.parametrize("said", [None, [], "text", 1], ids=repr)
def test_an_envelope_is_an_object(hospital: Sender, said: Any) -> None:
    with pytest.raises(BadRequest):
        keep(hospital, said)
