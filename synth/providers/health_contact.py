"""Contacts with health services: `fake.health_contact()`."""

from __future__ import annotations

from datetime import date
from typing import Final

from schemas.period import Period
from synth.figures import health as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, given
from synth.providers.person import PersonProvider

CHILDBEARING: Final = range(16, 50)  # years of age (assumed)
ADULT: Final = 18  # a younger patient is entered as a child (assumed)
_GP: Final = frozenset({"gp_iris", "gp_other"})


class HealthContactProvider(PersonProvider):
    """Contacts at which abuse was asked about, disclosed or recorded."""

    def health_contact(
        self,
        month: str = MONTH,
        *,
        of: Somebody | None = None,
        subject: Row | None = None,
        injured: bool | None = None,
        children: int | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One contact of the month.

        Args:
            month: `2026-03`.
            of: who was seen; drawn where it is left out.
            subject: the person block for `of`; drawn where it is left out.
            injured: whether they came with an injury.
            children: how many children they have.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        day = Period.parse_month(month).end
        of = of or self.somebody(on=day)
        block = dict(subject or self.person(sector="nhs_acute", of=of, on=day))
        injured = self._happens(0.3) if injured is None else injured  # assumed
        expecting = block["sex"] == "F" and of.age(on=day) in CHILDBEARING
        setting = self._setting(expecting=expecting, injured=injured)
        if setting == "maternity":
            block["pregnant_or_recent_birth"] = "yes"
        person_type = self._person_type(of, on=day, setting=setting)
        if person_type == "staff":
            block["restricted"] = True
        row: Row = {
            "record_id": record_id or self._number("hc"),
            "contact_month": month,
            "subject": block,
            "setting": setting,
            "person_type": person_type,
            "injury_presentation": injured,
            **self._asked(injured=injured),
            **self._habits(setting),
            "child_safeguarding_raised": bool(children) and self._happens(figures.CHILD_CONCERN),
        }
        return given(row | self._referral(row["result"]))

    def _setting(self, *, expecting: bool, injured: bool) -> str:
        drawn = figures.SETTINGS.draw(self._chance)
        return "ed" if injured or (drawn == "maternity" and not expecting) else drawn

    def _person_type(self, of: Somebody, *, on: date, setting: str) -> str:
        drawn = figures.PERSON_TYPES.draw(self._chance)
        if of.age(on=on) < ADULT:
            return "child"
        return "patient" if setting == "maternity" else drawn

    def _asked(self, *, injured: bool) -> Row:
        enquiry = figures.ENQUIRIES.draw(self._chance)
        results = figures.RESULTS_UNASKED if enquiry == "none" else figures.RESULTS
        result = results.draw(self._chance)
        if injured and result == "not_asked":
            result = "suspected"
        return {"enquiry_made": enquiry, "result": result}

    def _habits(self, setting: str) -> Row:
        scheme = self._happens(0.3)  # assumed
        return {
            "iris_accredited": setting == "gp_iris" if setting in _GP else None,
            "codeword_used": scheme if setting == "pharmacy" else None,
        }

    def _referral(self, result: str) -> Row:
        offered = self._happens(figures.OFFERED[result])
        accepted = self._happens(figures.ACCEPTED)
        service = figures.SERVICES.draw(self._chance)
        return {
            "referral_offered": offered,
            "referral_accepted": accepted if offered else None,
            "to_service": service if offered and accepted else None,
        }
