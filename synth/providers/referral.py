"""Referrals to a specialist charity: `fake.referral()`, as the charity or a sender tells them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from schemas.codes.places import BROMLEY
from schemas.period import Period
from schemas.services import ADULT_FROM, SHELTERED
from synth.figures import places
from synth.figures import referrals as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

CHARITY: Final = "vcs_da_specialist"
PARTNER: Final = "bcwa"
_ELDERS_FROM: Final = 50  # years, for Never Too Late
_CHILDREN_TO: Final = 18  # years, for the programmes for children
_SAFER_FROM: Final = 5  # years, for Safer Space


class ReferralProvider(PersonProvider):
    """Referrals as their receiver tells them, and as an agency that refers does."""

    def referral(
        self,
        month: str = MONTH,
        *,
        sector: str = CHARITY,
        of: Somebody | None = None,
        subject: Row | None = None,
        referred: date | None = None,
        until: date | None = None,
        partner: str = PARTNER,
        incident: str | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One referral of the month.

        Args:
            month: `2026-03`.
            sector: of the agency that tells it; any but the charity's is the sender's.
            of: who is referred; drawn where it is left out.
            subject: the person block for `of`; drawn where it is left out.
            referred: the day.
            until: the day on which the file is drawn; nothing in the row is later.
            partner: the agency referred to.
            incident: the record of the incident.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        day, until = referred or self._day_in(period), until or drawn_on(period)
        of = of or self.somebody(on=day)
        received = sector == CHARITY
        drawn = figures.SECTORS.draw(self._chance)
        service = self._service_for(of.age(on=day))
        risk = figures.LEVELS.draw(self._chance)
        row: Row = {
            "record_id": record_id or self._number("re"),
            "subject": subject or self.person(sector=sector, of=of, on=day),
            "side": "receiver" if received else "sender",
            "referred_on": iso(day),
            "to_partner": partner,
            "to_service": service,
            "risk_level": risk,
            "criteria_met": "pending",
            "incident_ref": incident,
            "lad_code": BROMLEY,
            **self._way(drawn if received else sector),
            **self._home(service, on=day),
        }
        urgent = risk == "high" and service == "idva"
        return given(row | self._handled(day, until=until, urgent=urgent, received=received))

    def _service_for(self, years: int) -> str:
        """A service that takes somebody of this age."""
        if years < ADULT_FROM:
            child = figures.CHILDREN_OF.draw(self._chance)
            return "coda" if years < _SAFER_FROM else child
        drawn = figures.SERVICES.draw(self._chance)
        fits = {"never_too_late": years >= _ELDERS_FROM, "coda": years <= _CHILDREN_TO}
        return drawn if fits.get(drawn, True) else "outreach"

    def _way(self, sector: str) -> Row:
        """Who referred, on which basis and by which route."""
        roles, routes = figures.ROLES.get(sector), figures.ROUTES.get(sector)
        consent = figures.CONSENT.draw(self._chance)
        return {
            "from_sector": sector,
            "from_role": roles.draw(self._chance) if roles else "other",
            "consent_basis": "self" if sector == "self" else consent,
            "route": routes.draw(self._chance) if routes else None,
        }

    def _home(self, service: str, *, on: date) -> Row:
        """The ward, save where the service's place must not be told."""
        ward, known = self.ward(on=on), self._happens(places.WARD_KNOWN)
        if service in SHELTERED:
            return {}
        return {"ward_code": ward if known else "not_known"}

    def _handled(self, day: date, *, until: date, urgent: bool, received: bool) -> Row:
        """What became of it: the receiver knows all, a sender that urgent ones were met."""
        arrived = day + timedelta(days=figures.RECEIVED_DAYS.draw(self._chance))
        criteria = "yes" if urgent else figures.CRITERIA.draw(self._chance)
        decision, reason = self._decision(criteria)
        accepted = urgent or decision == "accepted"
        days = figures.URGENT_DAYS if urgent else figures.CONTACT_DAYS
        met = arrived + timedelta(days=days.draw(self._chance))
        met_row: Row = {"first_contact_on": iso(met) if accepted and met <= until else None}
        if not received:
            return met_row if urgent else {}
        return met_row | {
            "received_on": iso(arrived),
            "criteria_met": criteria,
            "decision": "accepted" if urgent else decision,
            "decline_reason": None if accepted else reason,
            "contact_attempts": figures.ATTEMPTS.draw(self._chance),
        }

    def _decision(self, criteria: str) -> tuple[str | None, str | None]:
        """What the service decided, and why where it declined; nothing while it is pending."""
        if criteria not in figures.DECISIONS:
            return None, None
        decision = figures.DECISIONS[criteria].draw(self._chance)
        reason = figures.REASONS[criteria].draw(self._chance)
        return decision, reason if decision == "declined" else None
