"""Requests for a safe home: `fake.housing_support()`, at the council or at a charity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from schemas.codes.places import BROMLEY
from schemas.datasets.housing_support import REFUGES
from schemas.period import Period
from synth.chance import Shares
from synth.figures import housing as figures
from synth.figures import places
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

COUNCIL: Final = "housing_options"
_SURVEYED: Final = (1, 6)  # days from the request to the survey (assumed)
_WORKED: Final = (0, 9)  # days from the survey to the work (assumed)
_STAYED: Final = (1, 6)  # nights of a short stay (assumed)


class HousingSupportProvider(PersonProvider):
    """Households asking for a safe home, placements and sanctuary jobs."""

    def housing_support(
        self,
        month: str = MONTH,
        *,
        sector: str = COUNCIL,
        of: Somebody | None = None,
        lead: Row | None = None,
        requested: date | None = None,
        children: int | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One request of the month.

        Args:
            month: `2026-03`.
            sector: `housing_options` or `vcs_da_specialist`, which decides what is asked for.
            of: who asks; drawn where it is left out.
            lead: the person block for `of`; drawn where it is left out.
            requested: the day.
            children: children of the household.
            until: the day on which the file is drawn; nothing in the row is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        until = until or drawn_on(period)
        day = requested or self._day_in(period)
        of = of or self.somebody(on=day)
        block = lead or self.person(sector=sector, of=of, on=day)
        children = figures.CHILDREN.draw(self._chance) if children is None else children
        kind = figures.KINDS[sector].draw(self._chance)
        row: Row = {
            "record_id": record_id or self._number("hs"),
            "lead": block,
            "support_type": kind,
            "requested_on": iso(day),
            **self._decided(block, children=children),
            "adults": 2 if self._happens(figures.MORE_ADULTS) else 1,
            "children": children,
            "origin_lad": places.ORIGINS.draw(self._chance),
            "commissioned": figures.COMMISSIONED.draw(self._chance),
            "tenure": figures.TENURES.draw(self._chance),
            "specialist_need": self._needs(of),
        }
        row |= self._placed(row, day=day, until=until)
        if kind == "sanctuary":
            row |= self._sanctuary(row["decision"], day=day, until=until)
        return given(row | (self._duty(row["decision"]) if sector == COUNCIL else {}))

    def _decided(self, lead: Row, *, children: int) -> Row:
        decision, reason = figures.DECISIONS.draw(self._chance), figures.UNABLE.draw(self._chance)
        if reason == "household_size" and not children:
            reason = "no_space"
        if lead.get("nrpf") == "yes" and self._happens(0.5):  # assumed
            reason = "nrpf"
        return {"decision": decision, "unable_reason": reason if decision == "declined" else None}

    def _placed(self, row: Row, *, day: date, until: date) -> Row:
        """The place and the stay, as far as they are known on the day the file is drawn."""
        start = min(day + timedelta(days=figures.WAITING_DAYS.draw(self._chance)), until)
        end = start + timedelta(days=self._chance.randint(*_STAYED))
        short = self._happens(figures.SHORT_STAY)
        moved = figures.MOVES.draw(self._chance)
        where = places.PLACEMENTS.draw(self._chance)
        if row["decision"] != "provided":
            return {}
        stay = row["support_type"] in REFUGES
        ended = stay and short and end <= until
        return {
            "start_on": iso(start),
            "end_on": iso(end) if ended else None,
            "move_on": moved if ended else None,
            "placement_lad": where if stay else BROMLEY,
        }

    def _sanctuary(self, decision: str, *, day: date, until: date) -> Row:
        surveyed = min(day + timedelta(days=self._chance.randint(*_SURVEYED)), until)
        worked = surveyed + timedelta(days=self._chance.randint(*_WORKED))
        measures = _distinct(figures.MEASURES, self._chance.randint(1, 4), self)
        given_help = decision == "provided"
        done = given_help and worked <= until
        return {
            "perpetrator_resident": False,
            "victim_choice": True,
            "surveyed_on": iso(surveyed) if given_help else None,
            "completed_on": iso(worked) if done else None,
            "sanctuary_measures": measures if done else None,
        }

    def _needs(self, of: Somebody) -> list[str] | None:
        drawn = _distinct(figures.NEEDS, self._chance.randint(1, 2), self)
        own = ["nrpf"] if of.no_recourse else []
        return [*drawn, *own] if self._happens(figures.NEEDS_SHARE) else None

    def _duty(self, decision: str) -> Row:
        duty, priority = figures.DUTIES.draw(self._chance), self._happens(0.8)  # assumed
        if decision == "withdrawn":
            return {"homelessness_duty": "none"}
        return {"homelessness_duty": duty, "da_priority_need": priority}


def _distinct(shares: Shares[str], count: int, provider: Any) -> list[str]:
    drawn = {shares.draw(provider.generator.random) for _ in range(count)}
    return [thing for thing in shares.things if thing in drawn]
