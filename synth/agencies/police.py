"""The police's reports: a row for every one, crime or not; and their referrals to the charity."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from itertools import product
from typing import Final

import numpy as np

from schemas.evaluate import LONDON
from synth import days
from synth.agencies.desk import Desk, earliest
from synth.agencies.recording import Block
from synth.columns import Coded, Column, Joined, constant, dates, flags, masked, numbers, paired
from synth.draws import Bools, Chance, Ints
from synth.figures import connections, people, police
from synth.lives.policing import ARRESTS, BOTH, NONE, OFFENCES, Policing
from synth.tables import Table

ADULT: Final = 16  # years: both parties are of age under the Domestic Abuse Act 2021 s.2
PRESENT: Final = 0.6  # of reports with children at home, those at which they are there (assumed)
UNKNOWN: Final = 0.05  # of reports without children known, those that leave it open (assumed)
_BY_CALL: Final = ("999", "101")
_KINDS: Final = tuple(dict.fromkeys((
    *police.ABUSE_OF_OFFENCE.values(), *police.ABUSE_WITHOUT_CRIME.things,
    *police.MORE_ABUSE.things,
)))  # fmt: skip
_CHILDREN: Final = ("none", "not_known", "resident_absent", "present")
_STATUSES: Final = ("meets", "victim_under_16", "suspect_under_16", "not_known")
_MINUTES: Final = tuple(f"{hour:02}:{minute:02}" for hour, minute in product(range(24), range(60)))


def incidents(desk: Desk) -> Table:
    """The reports of the months."""
    police_, at = desk.world.policing, desk.chosen(desk.world.policing.day)
    day, chance = police_.day[at], desk.keys(police_.keys.at(at)).chance("report")
    named = police_.named[at]
    victims, suspects = police_.victims(at), police_.suspects(at)
    victim = desk.survivors(victims, on=day, home=police_.home[at])
    suspect = desk.recorder.block(suspects, on=day, ethnicity_known=people.SUSPECT_ETHNICITY_KNOWN)
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(police_.keys.at(at)),
        "reported_on": dates(day),
        **_occurred(chance, day),
        "lad_code": constant(desk.profile.area, rows=len(at)),
        "ward_code": _ward(desk, at),
        **_channel(desk, chance),
        **_offence(desk, at, chance),
        **_flag(chance),
        **_tie(desk, at, day=day, victim=victim, suspect=suspect),
        **_children(desk, at, chance, day=day),
        **_arrest(police_, at, chance, until=desk.drawn(day)),
        "prior_incidents_12m": numbers(police_.before[at]),
        "evidence_captured": _evidence(chance),
        "risk_assessment_ref": desk.identifiers(police_.keys.at(at), of="risk_assessment").where(
            police_.assessed[at]
        ),
    }
    about = {"victim": (victims, victim, None), "suspect": (suspects, suspect, named)}
    return desk.table(day=day, home=police_.home[at], columns=columns, people=about)


def _ward(desk: Desk, at: Ints) -> Column:
    wards = desk.world.homes.wards[desk.world.policing.home[at]]
    return Coded(wards, (*desk.profile.wards.things, "not_known"))


def _occurred(chance: Chance, day: Ints) -> dict[str, Column]:
    given = chance.happens(police.OCCURRED_GIVEN)
    to = day - chance.value(police.REPORT_DELAYS)
    since = to - chance.value(police.REPORT_DELAYS)
    return {"occurred_from": dates(since).where(given), "occurred_to": dates(to).where(given)}


def _channel(desk: Desk, chance: Chance) -> dict[str, Column]:
    channel, calls = chance.of(police.CHANNELS), chance.value(desk.profile.calls)
    by_call = np.array([thing in _BY_CALL for thing in police.CHANNELS.things])[channel]
    return {
        "source_channel": Coded(channel, police.CHANNELS.things),
        "call_count": numbers(calls).where(by_call),
    }


def _offence(desk: Desk, at: Ints, chance: Chance) -> dict[str, Column]:
    police_, flags_ = desk.world.policing, desk.profile.flags
    crime, offence = police_.crime[at], police_.offence[at]
    of_crime = np.array([_KINDS.index(police.ABUSE_OF_OFFENCE[thing]) for thing in OFFENCES])
    of_other = np.array([_KINDS.index(kind) for kind in police.ABUSE_WITHOUT_CRIME.things])
    first = np.where(crime, of_crime[offence], of_other[chance.of(police.ABUSE_WITHOUT_CRIME)])
    more = np.array([_KINDS.index(kind) for kind in police.MORE_ABUSE.things])
    second = more[chance.of(police.MORE_ABUSE)]
    second = np.where(chance.happens(police.SHARE_WITH_MORE_ABUSE), second, -1)
    flagged = tuple((thing,) for thing in flags_.things)
    return {
        "is_crime": flags(crime),
        "offence_group": Coded(offence, OFFENCES).where(crime),
        "abuse_types": paired(first, second, things=_KINDS),
        "specialist_flags": Coded(chance.of(flags_), flagged),
    }


def _flag(chance: Chance) -> dict[str, Column]:
    off = chance.happens(police.FLAG_TAKEN_OFF)
    reason = constant("wrong_entry", rows=len(off)).where(off)
    return {"da_flag": flags(~off), "flag_removed_reason": reason}


def _tie(desk: Desk, at: Ints, *, day: Ints, victim: Block, suspect: Block) -> dict[str, Column]:
    """The tie, and whether the report meets the Act's definition as far as the ages sent tell."""
    police_ = desk.world.policing
    tie = desk.world.ties.connection_on(day, home=police_.home[at])
    young = (victim.age >= 0) & (victim.age < ADULT)
    other = (suspect.age >= 0) & (suspect.age < ADULT) & police_.named[at]
    unknown = tie == connections.CONNECTIONS.things.index("not_known")
    status = np.select([young, other, unknown], [1, 2, 3], default=0)
    return {
        "connection": Coded(tie, connections.CONNECTIONS.things),
        "definition_status": Coded(status, _STATUSES),
    }


def _children(desk: Desk, at: Ints, chance: Chance, *, day: Ints) -> dict[str, Column]:
    count = desk.world.homes.children[desk.world.policing.home[at]]
    there, unknown = chance.happens(PRESENT), chance.happens(UNKNOWN)
    told = earliest(day + chance.value(police.NOTIFICATION_DELAYS), desk.drawn(day))
    with_some = count > 0
    code = np.where(with_some, np.where(there, 3, 2), unknown.astype(np.int64))
    return {
        "children": Coded(code, _CHILDREN),
        "child_count": numbers(count).where(with_some),
        "child_notification_on": dates(told).where(with_some),
    }


def _arrest(police_: Policing, at: Ints, chance: Chance, *, until: Ints) -> dict[str, Column]:
    made, crime = police_.arrest[at], police_.crime[at]
    words = tuple(
        dict.fromkeys((*police.POWER_OF_CRIME.things, *police.POWER_WITHOUT_CRIME.things))
    )
    power = np.where(
        crime,
        np.array([words.index(w) for w in police.POWER_OF_CRIME.things])[
            chance.of(police.POWER_OF_CRIME)
        ],
        np.array([words.index(w) for w in police.POWER_WITHOUT_CRIME.things])[
            chance.of(police.POWER_WITHOUT_CRIME)
        ],
    )
    power = np.where(made != NONE, words.index("yes"), power)
    unused = (power == words.index("yes")) & (made == NONE)
    when = earliest(police_.day[at] + chance.value(police.ARREST_DELAYS), until)
    both = (made == BOTH) | chance.happens(police.COUNTER_ALLEGED)
    return {
        "power_of_arrest": Coded(power, words),
        "arrest_made": Coded(made, ARRESTS),
        "first_arrest_at": _moment(when, chance.between(3 * 60, 24 * 60 - 1)).where(made != NONE),
        "no_arrest_reason": _unused(chance, police_.named[at]).where(unused),
        "cross_allegation": flags(both),
    }


def _unused(chance: Chance, named: Bools) -> Coded:
    things = (*police.NO_ARREST.things, "suspect_not_identified")
    return Coded(np.where(named, chance.of(police.NO_ARREST), len(things) - 1), things)


def _moment(day: Ints, minute: Ints) -> Joined:
    """A moment in London; no clock is put back or forward after three in the morning."""
    rows = len(day)
    held, place = np.unique(day, return_inverse=True)
    ahead = np.array([_ahead(number) for number in held.tolist()], dtype=np.int64)[place]
    return Joined((
        dates(day), constant("T", rows=rows), Coded(minute, _MINUTES), constant(":00", rows=rows),
        Coded(ahead, ("+00:00", "+01:00")),
    ))  # fmt: skip


@cache
def _ahead(day: int) -> bool:
    """Whether London's clocks are an hour ahead at noon of a day."""
    noon = datetime.combine(days.day(day), time(12), LONDON)
    return noon.utcoffset() != timedelta(0)


def _evidence(chance: Chance) -> Column:
    things = tuple(sorted((*police.EVIDENCE.things, "none")))
    place = np.array([things.index(thing) for thing in police.EVIDENCE.things])
    taken = chance.happens(police.EVIDENCE_TAKEN)
    one, other = place[chance.of(police.EVIDENCE)], place[chance.of(police.EVIDENCE)]
    mask = (np.int64(1) << one) | (np.int64(1) << other)
    return masked(np.where(taken, mask, np.int64(1) << things.index("none")), things)
