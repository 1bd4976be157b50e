"""Health services: contacts as records."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np

from synth import days
from synth.agencies.desk import Desk
from synth.chance import Shares
from synth.columns import Coded, Column, flags
from synth.draws import Bools, Chance, Floats, Ints
from synth.figures import health as figures
from synth.tables import Table

ADULT: Final = 18  # years: a younger patient is entered as a child (assumed)
_TYPES: Final = (*figures.PERSON_TYPES.things, "child")
_RESULTS: Final = figures.RESULTS.things
_PATIENT, _STAFF, _CHILD = (_TYPES.index(name) for name in ("patient", "staff", "child"))


def at_hospital(desk: Desk) -> Table:
    """The hospital's contacts of the months."""
    return _contacts(desk, place="hospital")


def at_surgery(desk: Desk) -> Table:
    """The general practices' contacts of the months."""
    return _contacts(desk, place="surgery")


def _contacts(desk: Desk, *, place: Literal["hospital", "surgery"]) -> Table:
    turned, world = desk.world.turned(place), desk.world
    at = desk.chosen(turned.day)
    episode, day, keys = turned.episode[at], turned.day[at], turned.keys.at(at)
    home, injured = world.episodes.home[episode], world.episodes.injured[episode]
    patients = world.ties.victim.at(home)
    chance, things = desk.keys(keys).chance("contact"), figures.PLACES[place].things
    drawn = desk.survivors(patients, on=day, home=home)
    fits = drawn.female & patients.expecting(on=day) & ~injured
    setting, maternity = _setting(chance, place, injured=injured, fits=fits)
    kind = np.where(maternity, _PATIENT, chance.of(figures.PERSON_TYPES))
    kind = np.where(patients.ages(on=day) < ADULT, _CHILD, kind)
    concern = chance.happens(figures.CHILD_CONCERN) & (world.homes.children[home] > 0)
    columns: dict[str, Column] = {
        "record_id": desk.identifiers(keys),
        "contact_month": _months(day),
        "setting": Coded(setting, things),
        "person_type": Coded(kind, _TYPES),
        "injury_presentation": flags(injured),
        **_asked(chance, injured=injured, agreed=_agreed(desk, day, place)),
        "child_safeguarding_raised": flags(concern),
    }
    if place == "surgery":
        columns["iris_accredited"] = flags(setting == things.index("gp_iris"))
    block = drawn.with_columns(
        restricted=flags(patients.restricted | (kind == _STAFF)),
        pregnant_or_recent_birth=drawn.coded["pregnant_or_recent_birth"].saying("yes", maternity),
    )
    about = {"subject": (patients, block, None)}
    return desk.table(day=day, home=home, columns=columns, people=about)


def _setting(chance: Chance, place: str, *, injured: Bools, fits: Bools) -> tuple[Ints, Bools]:
    """The setting, and which of them are maternity services: those of who is expecting."""
    shares = figures.PLACES[place]
    setting = chance.of(shares)
    if place == "surgery":
        return setting, np.zeros(len(setting), dtype=np.bool_)
    maternity = setting == shares.things.index("maternity")
    emergency = injured | (maternity & ~fits)
    return np.where(emergency, shares.things.index("ed"), setting), maternity & fits


def _months(day: Ints) -> Column:
    months = days.months(day)
    if not len(months):
        return Coded(months, ("",))
    first = int(months.min())
    words = tuple(str(days.month_of_number(month)) for month in range(first, int(months.max()) + 1))
    return Coded(months - first, words)


def _agreed(desk: Desk, day: Ints, place: str) -> Floats:
    """Of referrals offered on each day, the share accepted."""
    found = np.full(len(day), figures.ACCEPTED)
    if place == "hospital":
        for month, share in desk.profile.hospital_accepted.items():
            found[days.months(day) >= month] = share
    return found


def _asked(chance: Chance, *, injured: Bools, agreed: Floats) -> dict[str, Column]:
    """Whether abuse was asked about, what came of it, and the referral that followed."""
    enquiry = chance.of(figures.ENQUIRIES)
    unasked = enquiry == figures.ENQUIRIES.things.index("none")
    result = np.where(unasked, _places(figures.RESULTS_UNASKED)[
        chance.of(figures.RESULTS_UNASKED)], chance.of(figures.RESULTS))  # fmt: skip
    silent = injured & (result == _RESULTS.index("not_asked"))
    result = np.where(silent, _RESULTS.index("suspected"), result)
    share = np.array([figures.OFFERED[name] for name in _RESULTS])[result]
    offered, accepted = chance.happens(share), chance.happens(agreed)
    service = Coded(chance.of(figures.SERVICES), figures.SERVICES.things)
    return {
        "enquiry_made": Coded(enquiry, figures.ENQUIRIES.things),
        "result": Coded(result, _RESULTS),
        "referral_offered": flags(offered),
        "referral_accepted": flags(accepted).where(offered),
        "to_service": service.where(offered & accepted),
    }


def _places(shares: Shares[Any]) -> Ints:
    return np.array([_RESULTS.index(thing) for thing in shares.things])
