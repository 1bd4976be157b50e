"""What of work with perpetrators is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import LONGEST, grouped, particulars, told
from schemas.conditions import given
from schemas.groupings import age, change, coded, disability, ethnicity, flag
from schemas.rules import All, Compare, Field, Within

_RELEASED: Final = given("release_on")
_TOLD: Final = told(
    "told_before_release",
    {
        "yes": All(
            (_RELEASED, Within(Field("release_on"), Field("victim_notified_on"), 0, LONGEST))
        ),
        "no": _RELEASED,
    },
    title="Person abused told by the day of the release",
)
_AFTER, _BEFORE = Field("da_incidents_6m_after"), Field("da_incidents_6m_before")
_COMPARED: Final = told(
    "incidents_change",
    {
        "fewer": Compare("<", _AFTER, _BEFORE),
        "same": Compare("==", _AFTER, _BEFORE),
        "more": Compare(">", _AFTER, _BEFORE),
    },
    title="Incidents in the six months after, against those before",
)

MEASURES: Final = (
    Measure("perpetrator_intervention", "perpetrator_intervention", "Perpetrators referred"),
    Measure("perpetrator_intervention.started", "perpetrator_intervention",
            "Perpetrators who started", (("started", "yes"),)),
    Measure("perpetrator_intervention.completed", "perpetrator_intervention",
            "Perpetrators who completed their programme", (("completed", "yes"),)),
    Measure("perpetrator_intervention.risk_reduced", "perpetrator_intervention",
            "Perpetrators whose risk level fell", (("risk_change", "reduced"),)),
    Measure("perpetrator_intervention.risk_compared", "perpetrator_intervention",
            "Perpetrators with a risk level at both ends", (("risk_compared", "yes"),)),
    Measure("perpetrator_intervention.released", "perpetrator_intervention",
            "Releases from custody", (("released", "yes"),)),
    Measure("perpetrator_intervention.told_before_release", "perpetrator_intervention",
            "Releases of which the person abused was told by their day",
            (("told_before_release", "yes"),)),
    Measure("perpetrator_intervention.fewer_incidents", "perpetrator_intervention",
            "Perpetrators with fewer incidents in the six months after",
            (("incidents_change", "fewer"),)),
    Measure("perpetrator_intervention.incidents_compared", "perpetrator_intervention",
            "Perpetrators with incidents counted before and after",
            (("incidents_compared", "yes"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("subject.age_years", band_field="subject.age_band"),
    coded("sex", "subject.sex", "sex"),
    coded("programme", "programme", "perpetrator_programme", rare=True),
    coded("route", "route", "programme_route"),
    coded("programme_status", "status", "programme_status"),
    # Counting rule: a case withdrawn counts as referred and not as started.
    coded("started", "status", "programme_status", base="programme_status",
          groups={"yes": ("active", "completed", "breached"),
                  "no": ("waiting", "withdrawn", "unsuitable")}),
    coded("completed", "status", "programme_status", base="programme_status",
          title="Programme completed",
          groups={"yes": ("completed",),
                  "no": ("active", "breached", "waiting", "withdrawn", "unsuitable")}),
    *change(
        "risk_change",
        ("risk_start", "risk_end"),
        levels=("standard", "medium", "high"),
        compared="risk_compared",
    ),
    *particulars(
        _TOLD,
        grouped(_TOLD, "released", {"yes": ("yes", "no")}, title="Released from custody"),
        _COMPARED,
        grouped(_COMPARED, "incidents_compared", {"yes": ("fewer", "same", "more")}),
        coded("sentence_band", "sentence_band", "sentence_band", title="Length of sentence"),
        flag("victim_support_offered", "victim_support_offered",
             title="Support offered to the person abused"),
        ethnicity("subject.ethnicity_self"),
        disability("subject.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("programme_status",), ("month",), without=("programme_status",)),
    ReleaseTable(("programme_status",), ("quarter", "year")),
    ReleaseTable(("programme",), ("quarter", "year")),
    ReleaseTable(("programme", "programme_status"), ("year",), without=("programme_status",)),
    ReleaseTable(("risk_change",), ("quarter", "year")),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("age", "programme_status"), ("year",), without=("age_band", "programme_status")),
    ReleaseTable(("programme_status", "route"), ("year",), without=("programme_status",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
