"""Strings to measure the identifier screen with: each holds one identifier, or none.

They are made from public formats and a library's word lists, and by nobody who looks at the
screen's patterns or its own lists; a figure about them is a figure about strings it has not met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from faker import Faker

Maker = Callable[[Random, Faker], str]

_NHS_FIRST: Final = ("4", "6", "7")
_OUTWARD: Final = ("BR1", "BR6", "SE20", "CR0", "M14", "B15", "LS6", "EC1A", "SW1A", "W1T", "NE30")
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_MARK_LETTERS: Final = "ABCDEFGHJKLMNOPRSTUVWXY"
_NI_FIRST: Final = ("AB", "JK", "PW", "SX", "CE", "HL", "RT", "YM")
_SUBSCRIBERS: Final = (
    ("07", 9), ("020 7", 7), ("020 8", 7), ("0161 ", 7), ("0121 ", 7), ("01689 ", 6), ("01273 ", 6),
)  # fmt: skip
_TITLES: Final = ("Mr", "Mrs", "Ms", "Miss", "Dr")
_BESIDE: Final = (
    "{}", "Client: {}", "seen with {} on arrival", "({})", "Ring {} after six.", "ref {}; no reply",
    "The note says {} and nothing else", "{} was asked again in the spring", "see {}, then close",
)  # fmt: skip


def _digits(chance: Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def nhs_number(chance: Random, _: Faker) -> str:
    """Ten digits whose last checks the others (NHS Data Dictionary, modulus 11)."""
    while True:
        stem = chance.choice(_NHS_FIRST) + _digits(chance, 8)
        check = -sum(int(d) * w for d, w in zip(stem, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            number = f"{stem}{check}"
            spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
            return chance.choice((number, spaced, spaced, spaced.replace(" ", "-")))


def postcode(chance: Random, faker: Faker) -> str:
    """Of real districts and of a library's, with and without its space."""
    own = f"{chance.choice(_OUTWARD)} {chance.randrange(10)}{''.join(chance.choices(_INWARD, k=2))}"
    made = chance.choice((own, faker.postcode()))
    return chance.choice((made, made, made.replace(" ", ""), made.lower()))


def email(chance: Random, faker: Faker) -> str:
    made = chance.choice((faker.email(), faker.company_email(), faker.free_email()))
    return str(chance.choice((made, made, made.upper())))


def phone(chance: Random, faker: Faker) -> str:
    """Subscribers' numbers; helplines' are nobody's own."""
    start, more = chance.choice(_SUBSCRIBERS)
    plain = start + _digits(chance, more)
    foreign = "+44 " + plain.removeprefix("0")
    spaced = f"{plain[:5]} {plain[5:8]} {plain[8:]}" if start == "07" else plain
    drama = faker.phone_number()
    nobodys = re.search(r"\(?0?[389]\d", drama.removeprefix("+44").lstrip()) is not None
    return chance.choice((plain, foreign, spaced, plain if nobodys else drama))


def ni_number(chance: Random, _: Faker) -> str:
    """Two letters, six digits, A to D (HMRC NIM39110)."""
    letters, digits = chance.choice(_NI_FIRST), _digits(chance, 6)
    last = chance.choice("ABCD")
    pairs = f"{letters} {digits[:2]} {digits[2:4]} {digits[4:]} {last}"
    return chance.choice((f"{letters}{digits}{last}", pairs, f"{letters}{digits}{last}".lower()))


def vehicle_mark(chance: Random, _: Faker) -> str:
    """Marks of the three series in use (DVLA INF104)."""

    def letters(count: int) -> str:
        return "".join(chance.choices(_MARK_LETTERS, k=count))

    current = f"{letters(2)}{chance.choice(('02', '19', '24', '58', '71', '75'))} {letters(3)}"
    prefix = f"{chance.choice('ABCDEFGHJKLMNPRSTVWXY')}{chance.randrange(21, 999)} {letters(3)}"
    suffix = f"{letters(3)} {chance.randrange(100, 999)}{chance.choice('ABCDEFGHJKLMNPRSTVWXY')}"
    return chance.choice((current, current, current.replace(" ", ""), prefix, suffix))


def name(chance: Random, faker: Faker) -> str:
    """A person's name as people write it, with a title or without."""
    first, last = faker.first_name(), faker.last_name()
    title = chance.choice(_TITLES)
    return chance.choice(
        (f"{title} {last}", f"{title} {first} {last}", f"{first} {last}", f"{last}, {first}")
    )


PLANTED: Final[Mapping[str, Maker]] = {
    "nhs_number": nhs_number,
    "postcode": postcode,
    "email": email,
    "phone": phone,
    "ni_number": ni_number,
    "vehicle_mark": vehicle_mark,
    "name": name,
}


def planted(kind: str, chance: Random, faker: Faker) -> str:
    """A string that holds an identifier of a kind, alone or among words."""
    return chance.choice(_BESIDE).format(PLANTED[kind](chance, faker))


_SUBJECTS: Final = (
    "The service", "Our outreach team", "The one stop shop", "Police", "The refuge", "Housing",
    "The maternity ward", "The board", "Victim Support", "The drop-in", "Each IDVA", "Probation",
)  # fmt: skip
_DEEDS: Final = (
    "saw {n} people in {m}, up from {k}", "recorded {n} incidents in {w} ward", "closed {n} cases",
    "held {n} sessions between {d} and {d}", "was short of {k} posts in {q}", "met on {d}",
    "spent £{n},{k}00 on equipment", "counted {p}% by the new rule", "referred {n} to MARAC",
    "moved its figures to {q}, so they do not compare", "answered {n} calls to {h}",
    "asks for the age band where the year is not held", "waits {k} days on average, {n} at most",
    "covers wards {w} and {w}", "sends codes {c} and {c} as they are", "closed record {r}",
)  # fmt: skip
_WARDS: Final = (
    "Bromley Town", "Crystal Palace & Anerley", "Penge & Cator", "Orpington", "St Mary Cray",
    "Beckenham Town & Copers Cope", "Bickley & Sundridge", "Chislehurst", "Kelsey & Eden Park",
    "Hayes & Coney Hall", "Petts Wood & Knoll", "Shortlands & Park Langley", "Harold Wood",
)  # fmt: skip
_MONTHS: Final = ("January", "March", "April", "May", "June", "August", "December")
_HELPLINES: Final = ("0808 2000 247", "0300 323 0169", "0808 801 0327", "116 123", "0345 330 3030")
_CODES: Final = ("W1", "A3", "1A", "2B", "MOB", "VIS", "PHY", "CH1", "SD4", "9:OLS", "E05013991")


def clean(chance: Random, faker: Faker) -> str:
    """A string that holds no identifier: what a statement, an explanation or a note says."""
    if chance.random() < 0.25:
        return chance.choice((faker.sentence, faker.catch_phrase, faker.bs, faker.job))()
    fill: dict[str, Callable[[], object]] = {
        "{n}": lambda: f"{chance.randrange(3, 4000):,}",
        "{k}": lambda: chance.randrange(2, 99),
        "{p}": lambda: f"{chance.randrange(1, 999) / 10}",
        "{m}": lambda: f"{chance.choice(_MONTHS)} {chance.randrange(2019, 2028)}",
        "{d}": lambda: chance.choice(
            (faker.date(), f"{chance.randrange(1, 29)} {chance.choice(_MONTHS)}")
        ),
        "{q}": lambda: f"2025-26 Q{chance.randrange(1, 5)}",
        "{w}": lambda: chance.choice(_WARDS),
        "{h}": lambda: chance.choice(_HELPLINES),
        "{c}": lambda: chance.choice(_CODES),
        "{r}": lambda: chance.choice((faker.uuid4(), f"INC-2026-{chance.randrange(10**6):06d}")),
    }
    said = f"{chance.choice(_SUBJECTS)} {chance.choice(_DEEDS)}."
    for mark, make in fill.items():
        while mark in said:
            said = said.replace(mark, str(make()), 1)
    return said
