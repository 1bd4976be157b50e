"""Children's services: what the police tell them about, and what they then look into."""

from __future__ import annotations

from typing import Final

import numpy as np

from schemas.datasets.child_contact import LAST_YEAR, OWN_FROM
from synth.agencies.desk import Desk, identifiers, joined
from synth.columns import Coded, Column, constant, dates, flags, numbers, paired, references
from synth.draws import Chance, Choices, Ints, Keys
from synth.figures import children as figures
from synth.tables import Table

POLICE: Final = "met-bromley"
"""The seat of the police, by which their reports are named in every area."""
_BY_POLICE: Final = "6"  # the police, in the children in need census
TOLD: Final = 0.7  # of reports with children, those that reach the team (assumed)
STEPS: Final = (("notification", 1.0, (0, 4)), ("contact", 0.35, (3, 9)),
                ("referral", 0.2, (5, 14)), ("assessment", 0.15, (15, 45)))  # fmt: skip
"""Steps, how often each is taken, and days from the report to it (assumed)."""
_NAMES: Final = tuple(name for name, _, _ in STEPS)
_ASSESSMENT: Final = _NAMES.index("assessment")
_ROLES: Final = (*figures.ROLES.things, "own_relationship")
_FACTORS: Final = (*figures.FACTORS.things, *figures.MORE_FACTORS.things)
_OUTCOMES: Final = tuple(dict.fromkeys(
    name for shares in figures.OUTCOMES.values() for name in shares.things
))  # fmt: skip

_OUTCOMES_OF: Final = Choices([figures.OUTCOMES.get(name) for name in _NAMES], _OUTCOMES)


def contacts(desk: Desk) -> Table:
    """The steps of the months, each child's once a day."""
    police, children = desk.world.policing, desk.world.children
    homes = desk.world.homes
    told = police.keys.chance("children told").happens(TOLD)
    report = np.flatnonzero(told & (homes.children[police.home] > 0))
    event, child = children.of(police.home[report])
    at, kid, step, day, keys = _steps(desk, report[event], child)
    people = children.people.at(kid)
    chance = desk.keys(keys).chance("step")
    home = police.home[at]
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "unborn": flags(np.zeros(len(at), dtype=np.bool_)),
        "contact_on": dates(day),
        "source": constant(_BY_POLICE, rows=len(at)),
        "step": Coded(step, _NAMES),
        "da_role": _role(chance, people.ages(on=day)),
        "idva_consulted": flags(chance.happens(figures.CONSULTED)),
        "referred_to_child_programme": flags(chance.happens(figures.PROGRAMME)),
        "parent_victim_ref": references(desk.world.ties.victim.keys.values[home]),
        "incident_ref": identifiers(police.keys.at(at), seat=POLICE, dataset="incident"),
        "household_children": numbers(homes.children[home]),
        **_followed(chance, step),
    }
    about = {"child": (people, desk.block(people, on=day), None)}
    return desk.table(day=day, home=home, columns=columns, people=about)


def _steps(desk: Desk, report: Ints, child: Ints) -> tuple[Ints, Ints, Ints, Ints, Keys]:
    """Every step: its report, its child, its place among `STEPS`, its day, and its key."""
    police, children = desk.world.policing, desk.world.children
    keys = police.keys.at(report).each(children.number[child])
    taken: list[Ints] = []
    on: list[Ints] = []
    for name, share, (soonest, latest) in STEPS:
        chance = keys.chance(name)
        day = police.day[report] + chance.between(soonest, latest)
        young = children.people.at(child).ages(on=day) <= LAST_YEAR
        at = desk.chosen(day, said=chance.happens(share) & young)
        taken.append(at)
        on.append(day[at])
    which, day, step = joined(taken), joined(on), np.repeat(range(len(STEPS)), list(map(len, on)))
    order = np.lexsort((report[which], step, day, child[which]))
    kept = order[_alone(child[which][order], step[order], day[order])]
    which, step = which[kept], step[kept]
    return report[which], child[which], step, day[kept], keys.at(which).each(step)


def _alone(child: Ints, step: Ints, day: Ints) -> Ints:
    """The places of the first of each child's steps of one kind on one day; they come in order."""
    same = (child[1:] == child[:-1]) & (step[1:] == step[:-1]) & (day[1:] == day[:-1])
    return np.flatnonzero(np.append(True, ~same)[: len(child)])


def _role(chance: Chance, age: Ints) -> Column:
    drawn, own = chance.of(figures.ROLES), chance.happens(figures.OWN) & (age >= OWN_FROM)
    return Coded(np.where(own, len(_ROLES) - 1, drawn), _ROLES)


def _followed(chance: Chance, step: Ints) -> dict[str, Column]:
    """What the step found and led to."""
    first, more = chance.of(figures.FACTORS), chance.of(figures.MORE_FACTORS)
    further = chance.happens(figures.WITH_MORE) & (first != figures.FACTORS.things.index("none"))
    second = np.where(further, more + len(figures.FACTORS.things), -1)
    outcome = Coded(chance.among(_OUTCOMES_OF, kinds=step), _OUTCOMES)
    decided = np.array([name in figures.OUTCOMES for name in _NAMES])[step]
    return {
        "da_factors": paired(first, second, things=_FACTORS).where(step == _ASSESSMENT),
        "outcome": outcome.where(decided),
    }
