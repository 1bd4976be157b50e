"""Where in the borough things happen: a weight for each ward in use since May 2022."""

from __future__ import annotations

from typing import Final

from schemas.codes.places import BROMLEY
from synth.chance import Shares

_WARDS: Final = "assumed: seats on the council (to be confirmed) times a guess at local need"

WARDS: Final = Shares(
    {
        "E05013987": 3 * 1.0, "E05013988": 3 * 0.8, "E05013989": 2 * 0.9, "E05013990": 3 * 1.0,
        "E05013991": 3 * 1.1, "E05013992": 2 * 0.9, "E05013993": 3 * 0.8, "E05013994": 3 * 1.0,
        "E05013995": 2 * 1.5, "E05013996": 1 * 0.9, "E05013997": 3 * 0.7, "E05013998": 3 * 0.8,
        "E05013999": 3 * 0.8, "E05014000": 2 * 1.6, "E05014001": 3 * 1.1, "E05014002": 3 * 1.4,
        "E05014003": 3 * 0.7, "E05014004": 2 * 1.2, "E05014005": 3 * 0.7, "E05014006": 3 * 1.4,
        "E05014007": 2 * 1.5, "E05014008": 3 * 0.8,
    },
    _WARDS,
)  # fmt: skip
WARD_KNOWN: Final = 0.98  # of reports (assumed)

ORIGINS: Final = Shares(
    {BROMLEY: 88, "E09000008": 5, "E09000030": 1, "E09000029": 1, "not_known": 3, "declined": 2},
    "assumed: who comes to Bromley's services from where",
)
PLACEMENTS: Final = Shares(
    {BROMLEY: 74, "E09000008": 12, "E09000029": 6, "not_known": 8}, "assumed"
)
