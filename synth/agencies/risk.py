"""Risk as the police assess it, and the conference that hears of those at high risk."""

from __future__ import annotations

from typing import Final

import numpy as np

from schemas.datasets.marac_case import ASSESSED_WITHIN, YEAR
from schemas.datasets.risk_assessment import QUESTIONS
from synth.agencies.desk import Desk, earliest, joined, known
from synth.columns import Coded, Column, constant, dates, flags, masked, numbers, references
from synth.draws import Bools, Chance, Ints, Keys
from synth.figures import conferences, risk
from synth.lives.policing import BASES, HIGH, LEVELS, MEDIUM, NONE, STANDARD, Policing
from synth.tables import Table

FIRST, SECOND = 0, 1
STAGES: Final = ("initial", "secondary")
_REMOVE: Final = np.int64(1) << risk.STRATEGIES.things.index("remove")
_REDUCE: Final = np.int64(1) << risk.STRATEGIES.things.index("reduce")
_CRITERIA: Final = (*conferences.FIRST_CRITERIA.things, "repeat", "hba_automatic")
_REPEAT, _HONOUR = np.int64(1) << 3, np.int64(1) << 4
_MOST_FACTORS: Final = max(most for _, most in risk.FACTORS_OF.values())
_MOST_ACTIONS: Final = max(conferences.ACTIONS.things)
_SEATS: Final = tuple(dict.fromkeys((*conferences.REFERRERS.things, *conferences.TABLE.things)))


def assessments(desk: Desk) -> Table:
    """First assessments of reports, and second ones where the risk is not standard."""
    police = desk.world.policing
    firsts = desk.chosen(police.day, said=police.assessed)
    seconds = desk.chosen(police.again, said=police.assessed & (police.level >= MEDIUM))
    at, stage = joined((firsts, seconds)), np.repeat([FIRST, SECOND], [len(firsts), len(seconds)])
    order = np.lexsort((stage, at))
    at, stage = at[order], stage[order]
    day = np.where(stage == FIRST, police.day[at], police.again[at])
    until, subjects = desk.drawn(day), police.victims(at)
    keys = police.keys.at(at).each(stage)
    chance = desk.keys(police.keys.at(at)).chance("assessment")
    columns: dict[str, Column] = {
        "record_id": _identifiers(desk, at, stage),
        "subject_role": constant("victim", rows=len(at)),
        "assessed_on": dates(day),
        "stage": Coded(stage, STAGES),
        "incident_ref": desk.identifiers(police.keys.at(at), of="incident"),
        **_scored(police, at),
        **_managed(police, at, chance, day=day, first=stage == FIRST),
        **_supervised(desk, keys, day=day, until=until, first=stage == FIRST),
        **_sent_on(police, at, chance, day=day, until=until),
    }
    block = desk.survivors(subjects, on=day, home=police.home[at])
    about = {"subject": (subjects, block, None)}
    return desk.table(day=day, home=police.home[at], columns=columns, people=about)


def _identifiers(desk: Desk, at: Ints, stage: Ints) -> Column:
    """The first assessment goes by its report's key, by which the report names it."""
    keys = desk.world.policing.keys.at(at)
    later = keys.part("second")
    values = np.where(stage == FIRST, keys.values, later.values)
    return desk.identifiers(type(keys)(values))


def _scored(police: Policing, at: Ints) -> dict[str, Column]:
    tools = risk.TOOLS["police"].things
    most = np.array([QUESTIONS.get(tool, 0) for tool in tools])[police.tool[at]]
    return {
        "tool": Coded(police.tool[at], tools),
        "yes_count": numbers(np.minimum(police.answers[at], most)).where(police.counted[at]),
        "risk_level": Coded(police.level[at], LEVELS),
        "level_basis": Coded(police.basis[at], BASES),
    }


def _managed(
    police: Policing,
    at: Ints,
    chance: Chance,
    *,
    day: Ints,
    first: Bools,
) -> dict[str, Column]:
    """What the level calls for; a plan to remove the risk goes with an arrest."""
    level = police.level[at]
    low, high = (np.array([risk.FACTORS_OF[name][end] for name in LEVELS])[level] for end in (0, 1))
    many = low + chance.below(high - low + 1)
    factors = chance.some(risk.FACTORS, times=many, most=_MOST_FACTORS)
    plan = chance.some(risk.STRATEGIES, times=chance.between(1, 2), most=2)
    plan = np.where(police.arrest[at] == NONE, plan & ~_REMOVE, plan)
    plan = np.where(plan == 0, _REDUCE, plan)
    planned = np.array([risk.PLANNED[name] for name in LEVELS])[level]
    due = day + chance.value(risk.REVIEW_DAYS)
    safe, marked = chance.happens(planned), chance.happens(risk.MARKED)
    return {
        "factors": masked(factors, risk.FACTORS.things),
        "rara_strategy": masked(plan, risk.STRATEGIES.things).where(level != STANDARD),
        "safety_plan": flags(safe),
        "urgent_response_marker": flags(marked & (level == HIGH)),
        "next_review_due": dates(due).where(chance.happens(risk.REVIEWS) & first),
    }


def _supervised(
    desk: Desk, keys: Keys, *, day: Ints, until: Ints, first: Bools
) -> dict[str, Column]:
    chance = desk.keys(keys).chance("check")
    done = chance.happens(desk.profile.supervised) & first
    checked = day + chance.value(risk.SUPERVISED_DAYS)
    told = done & (checked <= until)
    return {
        "supervised_on": dates(checked).where(told),
        "supervision_result": Coded(chance.of(risk.CHECKS), risk.CHECKS.things).where(told),
    }


def _sent_on(
    police: Policing, at: Ints, chance: Chance, *, day: Ints, until: Ints
) -> dict[str, Column]:
    met, sent = police.threshold[at], police.to_conference[at]
    on = np.maximum(earliest(police.referred_on[at], until), day)
    reason = Coded(chance.of(risk.UNREFERRED), risk.UNREFERRED.things)
    return {
        "marac_threshold_met": flags(met),
        "marac_referred_on": dates(on).where(sent),
        "marac_not_referred_reason": reason.where(met & ~sent),
    }


def cases(desk: Desk) -> Table:
    """The cases heard in the months."""
    heard, police = desk.world.conference, desk.world.policing
    at = desk.chosen(heard.day)
    report, day = heard.report[at], heard.day[at]
    keys, victims = police.keys.at(report), police.victims(report)
    chance = desk.keys(keys).chance("case")
    perpetrators = police.suspects(report).keys.values
    children = desk.world.homes.children[police.home[report]]
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "perpetrator_refs": references(perpetrators, listed=True),
        "meeting_on": dates(day),
        **_grounds(desk, at, chance, since=day - police.day[report]),
        "children_count": numbers(children),
        **_seated(chance),
        **_afterwards(police, report, chance, day=day, until=desk.drawn(day)),
    }
    block = desk.survivors(victims, on=day, home=police.home[report])
    about = {"victim": (victims, block, None)}
    return desk.table(day=day, home=police.home[report], columns=columns, people=about)


def _grounds(desk: Desk, at: Ints, chance: Chance, *, since: Ints) -> dict[str, Column]:
    """Why the case is heard: an assessment long past is no visible high risk."""
    heard = desk.world.conference
    repeat, first = heard.repeat[at], chance.of(conferences.FIRST_CRITERIA)
    first = np.where((first == 0) & (since > ASSESSED_WITHIN), 1, first)
    mask = (np.int64(1) << first) | np.where(repeat, _REPEAT, 0)
    mask |= np.where(chance.happens(conferences.HONOUR), _HONOUR, 0)
    return {
        "criteria": masked(mask, _CRITERIA),
        "repeat_case": flags(repeat),
        "repeat_rule": constant(conferences.RULE, rows=len(at)),
        "last_heard_on": dates(np.where(repeat, heard.last[at], heard.day[at])).where(repeat),
    }


def _seated(chance: Chance) -> dict[str, Column]:
    """Who referred, who came, and what the person abused knew."""
    referrer = chance.of(conferences.REFERRERS)
    places = np.array([_SEATS.index(name) for name in conferences.TABLE.things])
    seats = np.full(len(referrer), np.int64(1) << _SEATS.index("police"))
    for _ in range(conferences.SEATS):
        seats = seats | (np.int64(1) << places[chance.of(conferences.TABLE)])
    own = np.int64(1) << referrer
    seats = np.where(referrer == _SEATS.index("self"), seats, seats | own)
    panels = tuple((thing,) for thing in conferences.PANELS.things)
    return {
        "referring_sector": Coded(referrer, conferences.REFERRERS.things),
        "idva_contact_before": flags(chance.happens(conferences.ADVISER_BEFORE)),
        "agencies_present": masked(seats, _SEATS),
        "linked_panels": Coded(chance.of(conferences.PANELS), panels),
        "victim_consent": Coded(chance.of(conferences.CONSENTS), conferences.CONSENTS.things),
        "emergency_meeting": flags(chance.happens(conferences.EMERGENCY)),
        "transfer": Coded(chance.of(conferences.TRANSFERS), conferences.TRANSFERS.things),
    }


def _afterwards(
    police: Policing, report: Ints, chance: Chance, *, day: Ints, until: Ints
) -> dict[str, Column]:
    """Actions, and the household's next report to the police where one is known by then."""
    actions = chance.value(conferences.ACTIONS)
    done = np.zeros(len(report), dtype=np.int64)
    for number in range(_MOST_ACTIONS):
        done += chance.happens(conferences.DONE) & (number < actions)
    span, home = np.int64(1) << 24, police.home[report]
    after = np.searchsorted(police.home * span + police.day, home * span + day, side="right")
    last = np.minimum(after, len(police.day) - 1)
    again = police.day[last]
    same = (after < len(police.day)) & (police.home[last] == home) & (again - day <= YEAR)
    return {
        "actions_set": numbers(actions),
        "actions_completed": numbers(done),
        "further_incident_12m_on": known(np.where(same, again, day), by=until, said=same),
    }
