"""Housing: requests to the council, and to a charity with refuges."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from schemas.codes.places import BROMLEY
from schemas.datasets.housing_support import REFUGES
from synth.agencies.desk import Desk, earliest, known
from synth.agencies.recording import Block
from synth.columns import Coded, Column, dates, flags, masked, numbers
from synth.draws import Bools, Chance, Ints
from synth.figures import housing as figures
from synth.figures import places
from synth.tables import Table

COUNCIL: Final = "housing_options"
SURVEYED: Final = (1, 6)  # days from the request to the survey (assumed)
WORKED: Final = (0, 9)  # days from the survey to the work (assumed)
STAYED: Final = (1, 6)  # nights of a short stay (assumed)
WITHOUT_RECOURSE: Final = 0.5  # of those without recourse, declined for that (assumed)
PRIORITY: Final = 0.8  # of households with a duty (assumed)
_REASONS: Final = (*figures.UNABLE.things, "nrpf")
_NEEDS: Final = (*figures.NEEDS.things, "nrpf")
_OWN: Final = np.int64(1) << (len(_NEEDS) - 1)
_PROVIDED, _DECLINED, _WITHDRAWN = (
    figures.DECISIONS.things.index(name) for name in ("provided", "declined", "withdrawn")
)


def at_council(desk: Desk) -> Table:
    """The council's requests of the months."""
    return _requests(desk, service="council")


def at_charity(desk: Desk) -> Table:
    """The charity's requests of the months."""
    return _requests(desk, service="charity")


def _requests(desk: Desk, *, service: Literal["council", "charity"]) -> Table:
    turned, world = desk.world.turned(service), desk.world
    at = desk.chosen(turned.day)
    day, keys = turned.day[at], turned.keys.at(at)
    home = world.episodes.home[turned.episode[at]]
    leads, children = world.ties.victim.at(home), world.homes.children[home]
    block = desk.survivors(leads, on=day, home=home)
    chance, until = desk.keys(keys).chance("request"), desk.drawn(day)
    shares = desk.profile.housing if desk.sector == COUNCIL else figures.KINDS[desk.sector]
    kind, decision = chance.of(shares), chance.of(figures.DECISIONS)
    provided = decision == _PROVIDED
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "support_type": Coded(kind, shares.things),
        "requested_on": dates(day),
        "decision": Coded(decision, figures.DECISIONS.things),
        "unable_reason": _unable(chance, block, children).where(decision == _DECLINED),
        "adults": numbers(1 + chance.happens(figures.MORE_ADULTS)),
        "children": numbers(children),
        "origin_lad": Coded(chance.of(places.ORIGINS), places.ORIGINS.things),
        "commissioned": Coded(chance.of(figures.COMMISSIONED), figures.COMMISSIONED.things),
        "tenure": Coded(chance.of(figures.TENURES), figures.TENURES.things),
        "specialist_need": _needs(chance, block),
        **_placed(chance, kind, shares.things, provided, day=day, until=until),
    }
    if desk.sector == COUNCIL:
        sanctuary = kind == shares.things.index("sanctuary")
        columns |= _sanctuary(chance, sanctuary, provided, day=day, until=until)
        columns |= _duty(chance, decision)
    about = {"lead": (leads, block, None)}
    return desk.table(day=day, home=home, columns=columns, people=about)


def _unable(chance: Chance, block: Block, children: Ints) -> Coded:
    """Why a household could not be helped: its size only where it has children."""
    reason = chance.of(figures.UNABLE)
    alone = (reason == _REASONS.index("household_size")) & (children == 0)
    reason = np.where(alone, _REASONS.index("no_space"), reason)
    without = block.no_recourse & chance.happens(WITHOUT_RECOURSE)
    return Coded(np.where(without, _REASONS.index("nrpf"), reason), _REASONS)


def _needs(chance: Chance, block: Block) -> Column:
    drawn = chance.some(figures.NEEDS, times=chance.between(1, 2), most=2)
    drawn |= np.where(block.no_recourse, _OWN, 0)
    return masked(drawn, _NEEDS).where(chance.happens(figures.NEEDS_SHARE))


def _placed(
    chance: Chance, kind: Ints, kinds: tuple[str, ...], provided: Bools, *, day: Ints, until: Ints
) -> dict[str, Column]:
    """The place and the stay, as far as they are known on the day the file is drawn."""
    start = earliest(day + chance.value(figures.WAITING_DAYS), until)
    end = start + chance.between(*STAYED)
    stay = provided & np.array([name in REFUGES for name in kinds])[kind]
    ended = stay & chance.happens(figures.SHORT_STAY) & (end <= until)
    things = tuple(dict.fromkeys((*places.PLACEMENTS.things, BROMLEY)))
    where = np.where(stay, chance.of(places.PLACEMENTS), things.index(BROMLEY))
    return {
        "start_on": dates(start).where(provided),
        "end_on": dates(end).where(ended),
        "move_on": Coded(chance.of(figures.MOVES), figures.MOVES.things).where(ended),
        "placement_lad": Coded(where, things).where(provided),
    }


def _sanctuary(
    chance: Chance, sanctuary: Bools, provided: Bools, *, day: Ints, until: Ints
) -> dict[str, Column]:
    surveyed = earliest(day + chance.between(*SURVEYED), until)
    worked = surveyed + chance.between(*WORKED)
    helped = sanctuary & provided
    measures = chance.some(figures.MEASURES, times=chance.between(1, 4), most=4)
    done = helped & (worked <= until)
    return {
        "perpetrator_resident": flags(np.zeros(len(day), dtype=np.bool_)).where(sanctuary),
        "victim_choice": flags(np.ones(len(day), dtype=np.bool_)).where(sanctuary),
        "surveyed_on": dates(surveyed).where(helped),
        "completed_on": known(worked, by=until, said=helped),
        "sanctuary_measures": masked(measures, figures.MEASURES.things).where(done),
    }


def _duty(chance: Chance, decision: Ints) -> dict[str, Column]:
    duty, priority = chance.of(figures.DUTIES), chance.happens(PRIORITY)
    none = figures.DUTIES.things.index("none")
    gone = decision == _WITHDRAWN
    return {
        "homelessness_duty": Coded(np.where(gone, none, duty), figures.DUTIES.things),
        "da_priority_need": flags(priority).where(~gone),
    }
