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
        Question("staff-policy", "How the policy for staff is carried out, and what support they "
                 "have", EVERYBODY, lacks=_KEPT_OUT),
        Question("staff-awareness", "What staff are told of the policy", EVERYBODY),
        Question("staff-confidence", "Whether staff are confident to report", EVERYBODY),
        Question("staff-perpetrators", "How staff who are perpetrators are held to account",
                 EVERYBODY, lacks=_KEPT_OUT),
    ),
)  # fmt: skip

UMBRA: Final = Group(
    "umbra",
    "Project Umbra",
    (
        Question("umbra-part", "Whether the borough takes part in Project Umbra", POLICE),
        Question("umbra-how", "How it takes part", POLICE),
    ),
)

MODERNISATION: Final = Group(
    "modernisation",
    "The police's own modernisation",
    (
        Question("modernisation-part", "How the programme of modernisation could improve the "
                 "response to domestic abuse", POLICE),
    ),
)  # fmt: skip
