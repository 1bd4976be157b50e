"""Support by a specialist charity: `fake.service_episode()`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from schemas.codes import code_list
from schemas.period import Period
from schemas.services import ADULT_FROM, GROUP_PROGRAMMES
from synth.figures import episodes as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

CHARITY: Final = "vcs_da_specialist"
ATTENDED: Final = ("one_stop_shop", "drop_in", "helpline")
"""Services of which a row is one attendance or call."""
_ELDERS_FROM: Final = 50  # years, for Never Too Late
_SAFER_FROM: Final = 5  # years, for Safer Space
_SCORES: Final = ("sat_reporting", "sat_contact", "sat_informed")


class ServiceEpisodeProvider(PersonProvider):
    """Periods of support, and single attendances."""

    def service_episode(
        self,
        month: str = MONTH,
        *,
        sector: str = CHARITY,
        of: Somebody | None = None,
        subject: Row | None = None,
        start: date | None = None,
        service: str | None = None,
        children: int | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """Support that began in the month.

        Args:
            month: `2026-03`.
            sector: whose habits the person block follows; one that asks about recourse.
            of: who is supported; drawn where it is left out.
            subject: the person block for `of`; drawn where it is left out.
            start: the first day.
            service: the service; drawn where it is left out.
            children: children of the household.
            until: the day on which the file is drawn; nothing in the row is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        day, until = start or self._day_in(period), until or drawn_on(period)
        of = of or self.somebody(on=day)
        service = service or self._support_for(of.age(on=day))
        alone = figures.CHILDREN.draw(self._chance)
        row: Row = {
            "record_id": record_id or self._number("se"),
            "subject": subject or self.person(sector=sector, of=of, on=day),
            "service_type": service,
            "counting_rule": _rule(service, on=day),
            "start_on": iso(day),
            "delivery_mode": figures.MODES.draw(self._chance),
            "setting": figures.SETTINGS.draw(self._chance),
            "contacts": figures.CONTACTS.draw(self._chance),
            "needs": self._some_of(figures.NEEDS, count=self._chance.randint(1, 4)),
            "children_in_household": alone if children is None else children,
            "risk_level_start": figures.LEVELS.draw(self._chance),
            "engagement": figures.ENGAGEMENT.draw(self._chance),
            "funder": figures.FUNDERS.draw(self._chance),
        }
        if service == "safety_equipment":
            row["safety_equipment"] = self._some_of(figures.EQUIPMENT, count=2)
        return given(row | self._gone_on(row, day=day, until=until))

    def _support_for(self, years: int) -> str:
        """A service that takes somebody of this age."""
        if years < ADULT_FROM:
            child = figures.CHILDREN_OF.draw(self._chance)
            return "coda" if years < _SAFER_FROM else child
        drawn = figures.SERVICES.draw(self._chance)
        elder = drawn != "never_too_late" or years >= _ELDERS_FROM
        return drawn if elder else "support_group"

    def _gone_on(self, row: Row, *, day: date, until: date) -> Row:
        """How it went on, as far as it is known on the day the file is drawn."""
        service = row["service_type"]
        end = day + timedelta(days=figures.SHORT_DAYS.draw(self._chance))
        closure = figures.CLOSURES.draw(self._chance)
        short = self._happens(figures.SHORT) and end <= until
        if service in ATTENDED:
            return {"end_on": iso(day), "closure_reason": "planned", "contacts": 1}
        ended: Row = {"end_on": iso(end), "closure_reason": closure} if short else {}
        if service in GROUP_PROGRAMMES:
            ended |= self._sessions(planned=ended.get("closure_reason") == "planned")
        if short:
            ended |= self._afterwards(row["risk_level_start"])
        return ended

    def _sessions(self, *, planned: bool) -> Row:
        """Sessions of a programme: nearly all by who completes it, the first ones by others."""
        missed, begun = figures.MISSED.draw(self._chance), self._chance.randint(1, 4)
        attended = figures.SESSIONS - missed if planned else begun
        return {"sessions_offered": figures.SESSIONS, "sessions_attended": attended}

    def _afterwards(self, before: str) -> Row:
        """The level of risk at the end, and how satisfied the person was, if asked."""
        lowered = figures.LOWERED.get(before)
        asked = self._happens(figures.ASKED)
        scores = {name: figures.SCORES.draw(self._chance) for name in _SCORES}
        return {
            "risk_level_end": lowered.draw(self._chance) if lowered else None,
            "satisfaction_asked": asked,
            **(scores if asked else {}),
        }


def _rule(service: str, *, on: date) -> str:
    """How a service counts; a one stop shop by its own rule of the day."""
    shop = code_list("service_counting_rule").children("one_stop_shop")
    if service == "one_stop_shop":
        return next(code.code for code in shop if code.valid_on(on))
    return "attendance" if service in ATTENDED else "episode"
