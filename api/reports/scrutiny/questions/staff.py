"""The questions about agencies' own staff, and about wider programmes of the police."""

from __future__ import annotations

from typing import Final

from api.reports.scrutiny.questions.model import EVERYBODY, POLICE, Group, Question

_KEPT_OUT: Final = (
    "cases of agencies' own staff are so few that a count would tell who they are, so no return "
    "asks for them"
)

STAFF: Final = Group(
    "staff",
    "Staff who are victims or perpetrators",
    (
        Question("staff-policy", EVERYBODY, lacks=_KEPT_OUT),
        Question("staff-awareness", EVERYBODY),
        Question("staff-confidence", EVERYBODY),
        Question("staff-perpetrators", EVERYBODY, lacks=_KEPT_OUT),
    ),
)  # fmt: skip

UMBRA: Final = Group(
    "umbra",
    "Project Umbra",
    (
        Question("umbra-part", POLICE),
        Question("umbra-how", POLICE),
    ),
)

MODERNISATION: Final = Group(
    "modernisation",
    "The police's own modernisation",
    (
        Question("modernisation-part", POLICE),
    ),
)  # fmt: skip
