"""Cases at conferences on high risk: `fake.marac_case()`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from schemas.period import Period
from synth.figures import conferences as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider


class MaracCaseProvider(PersonProvider):
    """Cases heard at a conference."""

    def marac_case(
        self,
        month: str = MONTH,
        *,
        of: Somebody | None = None,
        victim: Row | None = None,
        perpetrators: Sequence[str] = (),
        meeting: date | None = None,
        last_heard: date | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One case at one meeting of the month.

        Args:
            month: `2026-03`.
            of: who was abused, 16 or over; drawn where it is left out.
            victim: the person block for `of`; drawn where it is left out.
            perpetrators: references to the persons who abuse; one is drawn where none is given.
            meeting: the day of the meeting.
            last_heard: the day it was last heard, less than a year before; it is a repeat then.
            until: the day on which the file is drawn; nothing that happened is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        day, until = meeting or self._day_in(period), until or drawn_on(period)
        of = of or self.somebody(on=day)
        return given(
            {
                "record_id": record_id or self._number("ma"),
                "victim": victim or self.person(sector="police", of=of, on=day),
                "perpetrator_refs": sorted(perpetrators) or [self.person_ref()],
                "meeting_on": iso(day),
                **self._case_grounds(day, last_heard=last_heard),
                "children_count": figures.CHILDREN.draw(self._chance),
                **self._case_meeting(),
                **self._case_afterwards(day, until=until),
            }
        )

    def _case_grounds(self, day: date, *, last_heard: date | None) -> Row:
        """Why the case is heard, and whether it was before."""
        since = figures.SINCE_LAST.draw(self._chance)
        repeat = self._happens(figures.REPEATS) or last_heard is not None
        honour = self._happens(figures.HONOUR)
        criteria = [figures.FIRST_CRITERIA.draw(self._chance)]
        criteria += ["repeat"] if repeat else []
        return {
            "criteria": criteria + (["hba_automatic"] if honour else []),
            "repeat_case": repeat,
            "repeat_rule": figures.RULE,
            "last_heard_on": iso(last_heard or day - timedelta(days=since)) if repeat else None,
        }

    def _case_meeting(self) -> Row:
        """Who referred, who came, and what the person abused knew."""
        referrer = figures.REFERRERS.draw(self._chance)
        drawn = {figures.TABLE.draw(self._chance) for _ in range(figures.SEATS)}
        named = (*figures.REFERRERS.things, *figures.TABLE.things)
        seated = {"police", *drawn, *({referrer} - {"self"})}
        panel = figures.PANELS.draw(self._chance)
        return {
            "referring_sector": referrer,
            "idva_contact_before": self._happens(figures.ADVISER_BEFORE),
            "agencies_present": [name for name in dict.fromkeys(named) if name in seated],
            "linked_panels": [panel],
            "victim_consent": figures.CONSENTS.draw(self._chance),
            "emergency_meeting": self._happens(figures.EMERGENCY),
            "transfer": figures.TRANSFERS.draw(self._chance),
        }

    def _case_afterwards(self, day: date, *, until: date) -> Row:
        """Actions, and a further incident where one is known by the day of the file."""
        actions = figures.ACTIONS.draw(self._chance)
        again = day + timedelta(days=self._chance.randint(1, 360))
        return {
            "actions_set": actions,
            "actions_completed": sum(self._happens(figures.DONE) for _ in range(actions)),
            "further_incident_12m_on": iso(again) if again <= until else None,
        }
