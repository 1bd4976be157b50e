"""What follows from a crime: outcomes at the police, the CPS and in court, and orders."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from schemas.codes import code_list
from schemas.datasets.justice_outcome import CAUTIONS, YOUTH
from synth.agencies.desk import Desk, earliest, identifiers, joined
from synth.chance import Shares
from synth.columns import Coded, Column, dates, flags, numbers, paired
from synth.draws import Bools, Chance, Choices, Ints
from synth.figures import orders as figures
from synth.figures import people, proceedings
from synth.lives.courts import KINDS, NO_OUTCOME
from synth.lives.policing import OFFENCES
from synth.tables import Table

POLICE, CPS, COURT = 0, 1, 2
STAGES: Final = ("police", "cps", "court")
_WORDS: Final = tuple(dict.fromkeys((
    *proceedings.POLICE.things, "2", *proceedings.CPS.things, *proceedings.COURT.things,
    *proceedings.DETECTIONS.things, NO_OUTCOME,
)))  # fmt: skip
_FRAMEWORK: Final = {each.code: each.group for each in code_list("justice_outcome")}
"""The framework of each outcome."""
_GRAVE: Final = code_list("offence_group").in_group("gbh_or_above")
_SIMPLE, _YOUTH = _WORDS.index("3"), _WORDS.index("2")
_CAUTIONS: Final = (*proceedings.CAUTIONS.things, "youth")
_SUPPORT: Final = ("throughout", "withdrew", "never", "not_known")


def outcomes(desk: Desk) -> Table:
    """The outcomes of the months at every stage, as the police record them."""
    courts, police_ = desk.world.courts, desk.world.policing
    steps = (
        desk.chosen(courts.ended),
        desk.chosen(courts.ended, said=courts.advised),
        desk.chosen(courts.tried_on, said=courts.tried),
    )
    at, stage = joined(steps), np.repeat([POLICE, CPS, COURT], [len(step) for step in steps])
    order = np.lexsort((stage, at))
    at, stage = at[order], stage[order]
    report, day = courts.report[at], np.where(stage == COURT, courts.tried_on[at], courts.ended[at])
    suspects, keys = police_.suspects(report), police_.keys.at(report)
    chance = desk.keys(keys.each(stage)).chance("outcome")
    outcome = _outcome(desk, at, stage, chance, age=suspects.ages(on=day))
    block = desk.recorder.block(suspects, on=day, ethnicity_known=people.SUSPECT_ETHNICITY_KNOWN)
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys.each(stage)),
        "offence_ref": identifiers(keys, seat=desk.seat, dataset="offence"),
        "incident_ref": desk.identifiers(keys, of="incident"),
        "stage": Coded(stage, STAGES),
        "framework": Coded(outcome, [_FRAMEWORK.get(word) for word in _WORDS]),
        "outcome_code": Coded(outcome, _WORDS),
        "outcome_on": dates(day),
        **_offence(police_.offence[report]),
        **_said(outcome, chance),
        **_told(chance, day=day, until=desk.drawn(day)),
        **_court(outcome, chance, day=day, court=stage == COURT),
    }
    about = {"subject": (suspects, block, None)}
    return desk.table(day=day, home=police_.home[report], columns=columns, people=about)


def _outcome(desk: Desk, at: Ints, stage: Ints, chance: Chance, *, age: Ints) -> Ints:
    """The outcome of each stage; who is under age gets a youth caution, if any."""
    courts = desk.world.courts
    first = np.array([_WORDS.index(word) for word in courts.outcomes])[courts.outcome[at]]
    young = (age >= YOUTH[0]) & (age <= YOUTH[1]) & (first == _SIMPLE)
    first = np.where(young, _YOUTH, first)
    charged, failed = (_WORDS.index(name) for name in ("charged", "nfa_evidential"))
    advice = np.where(courts.charged[at], charged, failed)
    shares = desk.profile.results
    result = _places(shares)[chance.of(shares)]
    return np.select([stage == POLICE, stage == CPS], [first, advice], default=result)


def _places(shares: Shares[Any], words: tuple[str, ...] = _WORDS) -> Ints:
    return np.array([words.index(thing) for thing in shares.things])


def _among(places: Ints, names: Any, words: tuple[str, ...] = _WORDS) -> Bools:
    return np.array([word in names for word in words])[places]


def _offence(offence: Ints) -> dict[str, Column]:
    return {
        "offence_group": Coded(offence, OFFENCES),
        "gbh_or_above": flags(_among(offence, _GRAVE, OFFENCES)),
    }


def _said(outcome: Ints, chance: Chance) -> dict[str, Column]:
    """The kind of caution, and whether the victim supported the case."""
    kind, reviewer = chance.of(proceedings.CAUTIONS), chance.of(proceedings.REVIEWERS)
    kind = np.where(outcome == _YOUTH, len(_CAUTIONS) - 1, kind)
    told = _places(proceedings.OTHER_SUPPORT, _SUPPORT)[chance.of(proceedings.OTHER_SUPPORT)]
    for code, shares in proceedings.SUPPORT.items():
        of_code = _places(shares, _SUPPORT)[chance.of(shares)]
        told = np.where(outcome == _WORDS.index(code), of_code, told)
    reviewed = Coded(reviewer, proceedings.REVIEWERS.things)
    return {
        "caution_type": Coded(kind, _CAUTIONS).where(_among(outcome, CAUTIONS)),
        "victim_supported": Coded(told, _SUPPORT),
        "withdrawal_reviewed": reviewed.where(told == _SUPPORT.index("withdrew")),
    }


def _told(chance: Chance, *, day: Ints, until: Ints) -> dict[str, Column]:
    """When and by whom the victim was told."""
    on = day + chance.value(proceedings.TOLD_AFTER)
    by, known = chance.of(proceedings.NOTIFIERS), chance.happens(proceedings.NOTIFIED)
    known &= on <= until
    words = (*proceedings.NOTIFIERS.things, "none")
    return {
        "victim_notified_on": dates(on).where(known),
        "victim_notified_by": Coded(np.where(known, by, len(words) - 1), words),
    }


def _court(outcome: Ints, chance: Chance, *, day: Ints, court: Bools) -> dict[str, Column]:
    """What is known of a hearing and of the sentence; nothing at the stages before."""
    convicted = court & _among(outcome, [word for word in _WORDS if word.startswith("convicted")])
    failed = court & _among(outcome, proceedings.FAILED)
    sentence, custody = chance.of(proceedings.SENTENCES), chance.of(proceedings.CUSTODY)
    bands = (*proceedings.CUSTODY.things, "none")
    inside = sentence == proceedings.SENTENCES.things.index("custody")
    band = np.where(inside, custody, len(bands) - 1)
    measures = tuple((thing,) for thing in proceedings.MEASURES.things)
    reason = Coded(chance.of(proceedings.FAILURES), proceedings.FAILURES.things)
    return {
        "hearing_on": dates(day).where(court),
        "result_recorded_on": dates(day).where(court),
        "victim_attended": flags(chance.happens(proceedings.ATTENDED)).where(court),
        "plea_change_on_day": flags(chance.happens(proceedings.PLEA_CHANGED)).where(court),
        "special_measures": Coded(chance.of(proceedings.MEASURES), measures).where(court),
        "court_type": Coded(chance.of(proceedings.COURTS), proceedings.COURTS.things).where(court),
        "unsuccessful_reason": reason.where(failed),
        "sentence_type": Coded(sentence, proceedings.SENTENCES.things).where(convicted),
        "sentence_band": Coded(band, bands).where(convicted),
    }


_ASKERS: Final = tuple(dict.fromkeys(
    name for shares in (*figures.APPLICANTS.values(), figures.BY_POLICE) for name in shares.things
))  # fmt: skip
_ASKERS_OF: Final = Choices(
    [figures.APPLICANTS.get(name, figures.BY_POLICE) for name in KINDS], _ASKERS
)
_LENGTHS: Final = tuple(sorted({
    length for shares in (*figures.LENGTHS.values(), figures.OTHER_LENGTHS)
    for length in shares.things
}))  # fmt: skip
_LENGTHS_OF: Final = Choices(
    [figures.LENGTHS.get(name, figures.OTHER_LENGTHS) for name in KINDS], _LENGTHS
)
_DECISIONS: Final = (*figures.DECISIONS.things, "undertaking")
_UNDERTAKING: Final = len(_DECISIONS) - 1
_GRANTED: Final = _DECISIONS.index("granted")


def orders(desk: Desk) -> Table:
    """The orders and notices asked for in the months."""
    made, police_ = desk.world.orders, desk.world.policing
    at = desk.chosen(made.day)
    report, day, kind = made.report[at], made.day[at], made.kind[at]
    victims, suspects, keys = (
        police_.victims(report), police_.suspects(report), police_.keys.at(report),
    )  # fmt: skip
    chance, until = desk.keys(keys).chance("order"), desk.drawn(day)
    bound = desk.recorder.block(suspects, on=day, ethnicity_known=people.SUSPECT_ETHNICITY_KNOWN)
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "order_type": Coded(kind, KINDS),
        "applicant": _applicant(kind, chance),
        "applied_on": dates(day),
        "incident_ref": desk.identifiers(keys, of="incident"),
        "legal_aid": Coded(chance.of(figures.LEGAL_AID), figures.LEGAL_AID.things),
        **_decided(kind, chance, day=day, until=until),
    }
    about = {
        "victim": (victims, desk.survivors(victims, on=day, home=police_.home[report]), None),
        "respondent": (suspects, bound, None),
    }
    return desk.table(day=day, home=police_.home[report], columns=columns, people=about)


def _applicant(kind: Ints, chance: Chance) -> Column:
    return Coded(chance.among(_ASKERS_OF, kinds=kind), _ASKERS)


def _decided(kind: Ints, chance: Chance, *, day: Ints, until: Ints) -> dict[str, Column]:
    """The decision by the day of the file, the days in force, and breaches until then."""
    notice, family = _among(kind, figures.NOTICES, KINDS), _among(kind, figures.FAMILY, KINDS)
    wait, decision = chance.value(figures.WAIT), chance.of(figures.DECISIONS)
    undertaken = chance.happens(figures.UNDERTAKEN) & family
    decision = np.where(undertaken, _UNDERTAKING, decision)
    decision = np.where(notice, _GRANTED, decision)
    on = day + np.where(notice, 0, wait)
    known = on <= until
    bound = known & ((decision == _GRANTED) | (decision == _UNDERTAKING))
    last = on + _length(kind, chance)
    first, second = chance.of(figures.CONDITIONS), chance.of(figures.CONDITIONS)
    conditions = paired(first, second, things=figures.CONDITIONS.things)
    return {
        "decided_on": dates(on).where(known),
        "decision": Coded(decision, _DECISIONS).where(known),
        "in_force_from": dates(on).where(bound),
        "in_force_to": dates(last).where(bound),
        "conditions": conditions.where(bound),
        # An undertaking gives no power of arrest, and its breach is no breach of an order.
        **_broken(chance, on=on, end=earliest(last, until), kept=~(bound & ~undertaken)),
    }


def _length(kind: Ints, chance: Chance) -> Ints:
    return np.array(_LENGTHS)[chance.among(_LENGTHS_OF, kinds=kind)]


def _broken(chance: Chance, *, on: Ints, end: Ints, kept: Bools) -> dict[str, Column]:
    broken = chance.happens(figures.BREACHED) & ~kept
    day = on + chance.below(np.maximum(end - on, 0) + 1)
    count = np.where(broken, chance.value(figures.BREACHES), 0)
    return {
        "breach_count": numbers(count),
        "first_breach_on": dates(day).where(broken),
        "breach_result": Coded(chance.of(figures.RESULTS), figures.RESULTS.things).where(broken),
    }
