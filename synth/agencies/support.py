"""Referrals to the specialist charity, as sender and receiver tell them, and its support."""

from __future__ import annotations

from typing import Final

import numpy as np

from schemas.codes import code_list
from schemas.services import GROUP_PROGRAMMES, SHELTERED
from synth import days
from synth.agencies.desk import Desk
from synth.chance import Shares
from synth.columns import Coded, Column, constant, dates, flags, masked, numbers
from synth.draws import Bools, Chance, Choices, Ints
from synth.figures import episodes as support
from synth.figures import referrals as figures
from synth.lives.support import ACCEPTED, DECISIONS, SERVICES
from synth.tables import Table

ATTENDED: Final = ("one_stop_shop", "drop_in", "helpline")
"""Services of which a row is one attendance or call."""
_OTHERS: Final[Shares[str]] = figures.SECTORS.among(
    *(sector for sector in figures.SECTORS.things if sector != "police")
)
_SECTORS: Final = figures.SECTORS.things
_CONSENTS: Final = (*figures.CONSENT.things, "self")
_ROLES: Final = tuple(dict.fromkeys(n for s in figures.ROLES.values() for n in s.things))
_ROUTES: Final = ("", *dict.fromkeys(n for s in figures.ROUTES.values() for n in s.things))
_WHY: Final = tuple(dict.fromkeys(n for s in figures.REASONS.values() for n in s.things))
_LOWERED: Final = tuple(dict.fromkeys(n for s in support.LOWERED.values() for n in s.things))
_REASONS: Final = Choices([figures.REASONS.get(name) for name in figures.CRITERIA.things], _WHY)
_ROLES_OF: Final = Choices([figures.ROLES.get(name) for name in _SECTORS], _ROLES)
_ROUTES_OF: Final = Choices([figures.ROUTES.get(name) for name in _SECTORS], _ROUTES)
_LOWERED_OF: Final = Choices([support.LOWERED.get(n) for n in figures.LEVELS.things], _LOWERED)
_SCORES: Final = ("sat_reporting", "sat_contact", "sat_informed")
_SHOP: Final = tuple(code_list("service_counting_rule").children("one_stop_shop"))


def sent(desk: Desk) -> Table:
    """The police's referrals, which are made to be shown to whoever receives them."""
    made = desk.world.referrals
    at = desk.chosen(made.day, said=made.by_police)
    day, people, keys = made.day[at], made.people.at(at), made.keys.at(at)
    chance, until = desk.keys(keys).chance("referral"), desk.drawn(day)
    sector = np.full(len(at), _SECTORS.index("police"))
    way = _way(chance, sector)
    block = desk.recorder.block(people, on=day, shared=way["consent_basis"])
    met = made.urgent[at] & (made.decision[at] == ACCEPTED) & (made.met[at] <= until)
    reports = desk.world.policing.keys.at(made.report[at])
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "side": constant("sender", rows=len(at)),
        "criteria_met": constant("pending", rows=len(at)),
        "incident_ref": desk.identifiers(reports, of="incident"),
        "first_contact_on": dates(made.met[at]).where(met),
        **_common(desk, at),
        **way,
    }
    about = {"subject": (people, block, None)}
    return desk.table(day=day, home=made.home[at], columns=columns, people=about)


def received(desk: Desk) -> Table:
    """The referrals as the charity received them: the police's, and all others."""
    made = desk.world.referrals
    at = desk.chosen(made.day)
    day, people, keys = made.day[at], made.people.at(at), made.keys.at(at)
    chance, until = desk.keys(keys).chance("referral"), desk.drawn(day)
    others = np.array([_SECTORS.index(name) for name in _OTHERS.things])[chance.of(_OTHERS)]
    sector = np.where(made.by_police[at], _SECTORS.index("police"), others)
    decision, criteria = made.decision[at], made.criteria[at]
    met = (decision == ACCEPTED) & (made.met[at] <= until)
    why = Coded(chance.among(_REASONS, kinds=criteria), _WHY)
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "side": constant("receiver", rows=len(at)),
        "received_on": dates(made.received[at]),
        "criteria_met": Coded(criteria, figures.CRITERIA.things),
        "decision": Coded(decision, (None, *DECISIONS[1:])),
        "decline_reason": why.where(decision == DECISIONS.index("declined")),
        "first_contact_on": dates(made.met[at]).where(met),
        "contact_attempts": numbers(chance.value(figures.ATTEMPTS)),
        **_common(desk, at),
        **_way(chance, sector),
    }
    block = desk.survivors(people, on=day, home=made.home[at])
    about = {"subject": (people, block, None)}
    return desk.table(day=day, home=made.home[at], columns=columns, people=about)


def _common(desk: Desk, at: Ints) -> dict[str, Column]:
    """What both ends tell alike; a service whose place must not be told names no ward."""
    made = desk.world.referrals
    sheltered = np.array([name in SHELTERED for name in SERVICES])[made.service[at]]
    wards = desk.world.homes.wards[made.home[at]]
    return {
        "referred_on": dates(made.day[at]),
        "to_partner": constant(desk.partner, rows=len(at)),
        "to_service": Coded(made.service[at], SERVICES),
        "risk_level": Coded(made.risk[at], figures.LEVELS.things),
        "lad_code": constant(desk.profile.area, rows=len(at)),
        "ward_code": Coded(wards, (*desk.profile.wards.things, "not_known")).where(~sheltered),
    }


def _way(chance: Chance, sector: Ints) -> dict[str, Coded]:
    """Who referred, on which basis and by which route."""
    itself = sector == _SECTORS.index("self")
    consent = np.where(itself, len(_CONSENTS) - 1, chance.of(figures.CONSENT))
    return {
        "from_sector": Coded(sector, _SECTORS),
        "from_role": Coded(chance.among(_ROLES_OF, kinds=sector), _ROLES),
        "consent_basis": Coded(consent, _CONSENTS),
        "route": Coded(chance.among(_ROUTES_OF, kinds=sector), (None, *_ROUTES[1:])),
    }


def episodes(desk: Desk) -> Table:
    """The support that began in the months with those who were accepted."""
    made = desk.world.referrals
    begun = made.begun
    at = begun[desk.chosen(made.met[begun])]
    day, people, keys = made.met[at], made.people.at(at), made.keys.at(at)
    chance, home = desk.keys(keys).chance("support"), made.home[at]
    service, modes = made.service[at], support.MODES
    needs = chance.some(support.NEEDS, times=chance.between(1, 4), most=4)
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "service_type": Coded(service, SERVICES),
        "counting_rule": _rule(service, day=day),
        "start_on": dates(day),
        "delivery_mode": Coded(chance.of(modes), modes.things),
        "setting": Coded(chance.of(support.SETTINGS), support.SETTINGS.things),
        "needs": masked(needs, support.NEEDS.things),
        "children_in_household": numbers(desk.world.homes.children[home]),
        "risk_level_start": Coded(made.risk[at], figures.LEVELS.things),
        "engagement": Coded(chance.of(support.ENGAGEMENT), support.ENGAGEMENT.things),
        "funder": Coded(chance.of(support.FUNDERS), support.FUNDERS.things),
        **_gone_on(chance, service, risk=made.risk[at], day=day, until=desk.drawn(day)),
    }
    about = {"subject": (people, desk.survivors(people, on=day, home=home), None)}
    return desk.table(day=day, home=home, columns=columns, people=about)


def _rule(service: Ints, *, day: Ints) -> Column:
    """How a service counts; a one stop shop by its own rule of the day."""
    words = ("episode", "attendance", *(code.code for code in _SHOP))
    once = np.array([name in ATTENDED for name in SERVICES])[service]
    shop = service == SERVICES.index("one_stop_shop")
    place = np.where(once, 1, 0)
    for number, code in enumerate(_SHOP, start=2):
        since = days.number(code.valid_from) if code.valid_from else 0
        upto = days.number(code.valid_to) if code.valid_to else 1 << 30
        place = np.where(shop & (day >= since) & (day <= upto), number, place)
    return Coded(place, words)


def _gone_on(
    chance: Chance, service: Ints, *, risk: Ints, day: Ints, until: Ints
) -> dict[str, Column]:
    """How it went on, as far as it is known on the day the file is drawn."""
    once = np.array([name in ATTENDED for name in SERVICES])[service]
    end = day + chance.value(support.SHORT_DAYS)
    short = chance.happens(support.SHORT) & (end <= until) & ~once
    planned = support.CLOSURES.things.index("planned")
    closure = np.where(once, planned, chance.of(support.CLOSURES))
    contacts = np.where(once, 1, chance.value(support.CONTACTS))
    group = np.array([name in GROUP_PROGRAMMES for name in SERVICES])[service]
    completed = short & (closure == planned)
    return {
        "end_on": dates(np.where(once, day, end)).where(once | short),
        "closure_reason": Coded(closure, support.CLOSURES.things).where(once | short),
        "contacts": numbers(contacts),
        **_sessions(chance, group, completed),
        **_afterwards(chance, risk, short),
    }


def _sessions(chance: Chance, group: Bools, completed: Bools) -> dict[str, Column]:
    """Sessions of a programme: nearly all by who completes it, the first ones by others."""
    missed, begun = chance.value(support.MISSED), chance.between(1, 4)
    attended = np.where(completed, support.SESSIONS - missed, begun)
    return {
        "sessions_offered": numbers(np.full(len(group), support.SESSIONS)).where(group),
        "sessions_attended": numbers(attended).where(group),
    }


def _afterwards(chance: Chance, risk: Ints, short: Bools) -> dict[str, Column]:
    """The level of risk at the end, and how satisfied the person was, if asked."""
    known = np.array([name in support.LOWERED for name in figures.LEVELS.things])[risk]
    lowered = Coded(chance.among(_LOWERED_OF, kinds=risk), _LOWERED)
    asked = chance.happens(support.ASKED) & short
    scores = {name: numbers(chance.value(support.SCORES)).where(asked) for name in _SCORES}
    return {
        "risk_level_end": lowered.where(short & known),
        "satisfaction_asked": flags(asked).where(short),
        **scores,
    }
