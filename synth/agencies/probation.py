"""Probation: persons arrested for a crime who are referred to a programme, and releases."""

from __future__ import annotations

from typing import Final

import numpy as np

from schemas.datasets.perpetrator_intervention import YOUTH
from synth.agencies.desk import Desk, earliest
from synth.columns import Coded, Column, dates, flags, numbers, paired, references
from synth.draws import Bools, Chance, Ints
from synth.figures import probation as figures
from synth.lives.policing import Policing
from synth.tables import Table

HALF_YEAR: Final = 183  # days that `da_incidents_6m_before` looks back
WAIT: Final = (0, 6)  # days from the referral to the first session (assumed)
UNTIL_RELEASE: Final = (3, 60)  # days from the referral to the release expected (assumed)
MET: Final = 0.6  # of cases whose worker met the person (assumed)
TOLD: Final = 0.8  # of releases of which the person abused was told (assumed)
_ROUTES: Final = (*figures.ROUTES.things, "youth_order")
_STARTED: Final = ("active", "completed", "breached", "withdrawn")
_ENDED: Final = ("completed", "breached", "withdrawn", "unsuitable")


def referrals(desk: Desk) -> Table:
    """The referrals of the months."""
    made, police = desk.world.programmes, desk.world.policing
    at = desk.chosen(made.day)
    report, day = made.report[at], made.day[at]
    keys, subjects = police.keys.at(report), police.suspects(report)
    chance, until = desk.keys(keys).chance("programme"), desk.drawn(day)
    programme = chance.of(figures.PROGRAMMES)
    released = programme == figures.PROGRAMMES.things.index("custody_release")
    linked = chance.happens(figures.VICTIM_LINKED)
    victims = police.victims(report).keys.values
    kinds = figures.BEHAVIOURS
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "programme": Coded(programme, figures.PROGRAMMES.things),
        "referred_on": dates(day),
        **_routed(chance, programme, age=subjects.ages(on=day)),
        **_progress(chance, day=day, until=until),
        **_checks(chance, day=day, until=until),
        "behaviours_start": paired(chance.of(kinds), chance.of(kinds), things=kinds.things),
        "victim_support_offered": flags(chance.happens(figures.VICTIM_OFFERED)),
        "linked_victim_refs": references(victims, said=linked, listed=True),
        "da_incidents_6m_before": numbers(_before(police, report, day)),
        "mappa_level": Coded(chance.of(figures.MAPPA), figures.MAPPA.things),
        **{
            name: column.where(released & told)
            for name, (column, told) in _release(chance, day=day, until=until).items()
        },
    }
    about = {"subject": (subjects, desk.block(subjects, on=day), None)}
    return desk.table(day=day, home=police.home[report], columns=columns, people=about)


def _routed(chance: Chance, programme: Ints, *, age: Ints) -> dict[str, Column]:
    """How the person came, the sentence where there is one, and the risk found."""
    names = figures.PROGRAMMES.things
    route, sentence = chance.of(figures.ROUTES), chance.of(figures.SENTENCES)
    custodial = np.array([figures.SENTENCES.things.index(n) for n in figures.CUSTODIAL.things])
    inside = custodial[chance.of(figures.CUSTODIAL)]
    release = programme == names.index("custody_release")
    route = np.where(programme == names.index("drive"), _ROUTES.index("panel"), route)
    route = np.where(release, _ROUTES.index("licence"), route)
    young = (age >= YOUTH[0]) & (age <= YOUTH[1])
    route = np.where(young, _ROUTES.index("youth_order"), route)
    sentence = np.where(release, inside, sentence)
    sentenced = np.array([name in ("court_order", "licence") for name in _ROUTES])[route]
    return {
        "route": Coded(route, _ROUTES),
        "sentence_band": Coded(sentence, figures.SENTENCES.things).where(sentenced),
        "risk_tool": Coded(chance.of(figures.TOOLS), figures.TOOLS.things),
        "risk_start": Coded(chance.of(figures.RISKS), figures.RISKS.things),
    }


def _progress(chance: Chance, *, day: Ints, until: Ints) -> dict[str, Column]:
    things = figures.STATUSES.things
    status, planned = chance.of(figures.STATUSES), chance.value(figures.SESSIONS)
    start = earliest(day + chance.between(*WAIT), until)
    attended = chance.between(0, 3)
    started, ended = (
        np.array([name in group for name in things])[status] for group in (_STARTED, _ENDED)
    )
    completed = status == things.index("completed")
    return {
        "status": Coded(status, things),
        "start_on": dates(start).where(started),
        "end_on": dates(np.where(started, until, day)).where(ended),
        "sessions_planned": numbers(np.where(completed, attended, planned)),
        "sessions_attended": numbers(attended).where(started),
        "risk_end": Coded(chance.of(figures.RISKS), figures.RISKS.things).where(completed),
    }


def _checks(chance: Chance, *, day: Ints, until: Ints) -> dict[str, Column]:
    police, safe = (earliest(day + chance.between(0, 7), until) for _ in range(2))
    done = chance.happens(figures.CHECKED)
    return {
        "case_contact_made": flags(chance.happens(MET)),
        "police_check_on": dates(police).where(done),
        "safeguarding_check_on": dates(safe).where(done),
    }


def _release(chance: Chance, *, day: Ints, until: Ints) -> dict[str, tuple[Column, Bools]]:
    """The days of a release, and of which of them each is sent."""
    expected = day + chance.between(*UNTIL_RELEASE)
    told = earliest(day + chance.between(0, 3), until, expected)
    always = np.ones(len(day), dtype=np.bool_)
    return {
        "release_expected_on": (dates(expected), always),
        "release_on": (dates(expected), expected <= until),
        "police_notified_on": (dates(told), always),
        "victim_notified_on": (dates(told), chance.happens(TOLD)),
    }


def _before(police: Policing, report: Ints, day: Ints) -> Ints:
    """Reports of the household in the half year before the referral."""
    span, home = np.int64(1) << 24, police.home[report]
    held = police.home * span + police.day
    upto = np.searchsorted(held, home * span + day, side="left")
    return upto - np.searchsorted(held, home * span + day - HALF_YEAR, side="left")
