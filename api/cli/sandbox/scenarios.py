"""The situations that a sandbox can be put in, as values: what is there, and what to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

SEED: Final = 42
SCALE: Final = 0.5  # of the invented borough: enough for figures to be shown, in seconds (measured)
MONTHS: Final = ("2026-01", "2026-02", "2026-03")
QUARTER: Final = "2025-26-Q4"
BEFORE_DUE: Final = datetime(2026, 4, 24, 9, tzinfo=UTC)
"""The last day before the quarter's returns are due."""
AFTER_DUE: Final = datetime(2026, 5, 5, 9, tzinfo=UTC)
HOSPITAL: Final = "kings-pruh"
CASE: Final = "00000000-0000-4000-8000-000000000001"
"""The case of the person who was heard twice."""
CONFERENCE: Final = "high_risk_safeguarding"

Key = tuple[str, str, str]
"""An agency, a dataset and a month."""


@dataclass(frozen=True)
class Scenario:
    """One situation.

    Attributes:
        sentence: what is there, in one sentence.
        now: the moment at which its clock stands.
        unsent: returns that have not come; their files lie ready to be sent.
        spoilt: those of them whose file has a patient's number in it, beside the right one.
        sealed: whether the quarter has been sealed.
        case: whether the person heard twice is listed for the conference.
        ended: the purpose of the agreements that have ended by then; none where it is "".
        tries: what to try, as commands after `safershare`; `{dir}` is the sandbox's folder.
    """

    sentence: str
    now: datetime
    tries: tuple[str, ...]
    unsent: tuple[Key, ...] = ()
    spoilt: tuple[Key, ...] = ()
    sealed: bool = False
    case: bool = False
    ended: str = ""


def _call(client: str, request: str) -> str:
    return f"call --credentials {{dir}}/credentials/{client}.json {request}"


_LEAD: Final = "bromley-da-lead"
_CONTACTS: Final = (HOSPITAL, "health_contact", "2026-03")
_FILE: Final = f"synthetic-2026-03-{HOSPITAL}-health_contact"
_READ: Final = (
    "--acting-person worker-1 --access-reason meeting-1 --purpose high_risk_safeguarding"
    f" GET /v1/cases/{CASE}/timeline"
)
_MARCH: Final = "--dataset health_contact --period 2026-03"
_SEND: Final = (
    f"submit --credentials {{dir}}/credentials/{HOSPITAL}.json {_MARCH} {{dir}}/files/{_FILE}"
)

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "all-green": Scenario(
        "Every return of the quarter came in time, and the quarter is sealed.",
        BEFORE_DUE,
        (
            _call(_LEAD, f"GET '/v1/participation?period={QUARTER}'"),
            _call(_LEAD, f"GET '/v1/aggregates/incident?period={QUARTER}&by=age_band'"),
            _call(_LEAD, f"-H Accept:text/markdown GET '/v1/reports/board?period={QUARTER}'"),
        ),
        sealed=True,
    ),
    "hospital-late": Scenario(
        "The hospital's March has not come ten days after it was due; all else has.",
        AFTER_DUE,
        (
            _call(_LEAD, f"GET '/v1/participation?period={QUARTER}'"),
            f"reminders --credentials {{dir}}/credentials/{HOSPITAL}.json",
            f"{_SEND}.csv",
        ),
        unsent=(_CONTACTS, (HOSPITAL, "incident", "2026-03")),
    ),
    "marac-repeat": Scenario(
        "A person was heard at the conference twice in the quarter and is listed as a case.",
        BEFORE_DUE,
        (
            _call("bcwa-casework", _READ),
            _call("kings-pruh-casework", _READ),
            _call("bcwa", "GET /v1/disclosures"),
        ),
        case=True,
    ),
    "agreement-expired": Scenario(
        "The agreement on conferences ended last week: its case opens nothing, all else goes on.",
        AFTER_DUE,
        (
            _call("bcwa-casework", _READ),
            _call(_LEAD, "--scope agreements:read GET /v1/agreements"),
            _call("bcwa", "GET /v1/returns"),
        ),
        case=True,
        ended=CONFERENCE,
    ),
    "planted-nhs-number": Scenario(
        "The hospital's March lies ready twice: with a patient's number in it, and without.",
        BEFORE_DUE,
        (
            f"check {{dir}}/files/{_FILE}-with-number.csv {_MARCH}",
            f"{_SEND}-with-number.csv",
            f"{_SEND}.csv",
        ),
        unsent=(_CONTACTS,),
        spoilt=(_CONTACTS,),
    ),
}  # fmt: skip
"""The scenarios by name."""
