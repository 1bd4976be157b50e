"""The identifier screen: which kinds of direct identifier a text holds. It never gives the value.

Free text is screened for everything; an opaque record id only for what an id can be mistaken for,
since ids are strings of letters and digits by nature. The text is folded first, so that full-width
figures, hidden characters and unusual spaces do not carry an identifier past. Letters of another
script that merely look Latin are not unmasked. What a finding does is decided elsewhere.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from api.intake.identifying import identifiers, names, persons

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": "an e-mail address",
        "phone": "a telephone number",
        "postcode": "a postcode",
        "nhs_number": "an NHS number",
        "ni_number": "a National Insurance number",
        "vehicle_mark": "a vehicle registration mark",
        "full_date_of_birth": "a full date of birth",
        "name": "a person's name",
        "address": "a street address",
        "person_ref": "a reference to a person",
    }
)
"""Every kind the screen knows, and its name in a sentence."""


def _has_name(text: str) -> bool:
    return persons.has_titled_name(text) or names.has_name(text)


_IN_TEXT: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("email", identifiers.has_email),
    ("phone", identifiers.has_phone),
    ("postcode", identifiers.has_postcode),
    ("nhs_number", identifiers.has_nhs_number),
    ("ni_number", identifiers.has_ni_number),
    ("vehicle_mark", identifiers.has_vehicle_mark),
    ("full_date_of_birth", persons.has_birth_date),
    ("name", _has_name),
    ("address", persons.has_address),
    ("person_ref", identifiers.has_reference),
)
_IN_IDENTIFIER: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("email", identifiers.has_email),
    ("phone", identifiers.is_phone),
    ("postcode", identifiers.is_postcode),
    ("nhs_number", identifiers.is_nhs_number),
    ("ni_number", identifiers.is_ni_number),
    ("person_ref", identifiers.has_reference),
)
SUSPECT: Final = (
    r"[^0-9A-Za-z._:/-]"
    r"|(?:^|[^0-9A-Za-z])(?:0044-?|0)(?:1[1-9]|2[03489]|7[0-9])[0-9-]{8}"
    r"|(?:^|[^0-9A-Za-z]|NHS|nhs)(?:[0-9]{10}|[0-9]{3}-[0-9]{3}-[0-9]{4})(?:[^0-9A-Za-z]|$)"
    r"|[A-Za-z]{2}[0-9]{6}[A-Da-d]|[0-9A-Fa-f]{60}"
)
"""What every identifier of a person has at the least: a character that opaque ids have not, or the
figures of a telephone, NHS or National Insurance number or of a reference. It clears nearly all
ids, and engines of columns know every sign in it."""
_SUSPECT_IDENTIFIER = re.compile(SUSPECT)


def screen(text: str) -> tuple[str, ...]:
    """Give the kinds of identifier found in free text, in the order of KINDS; none when clean."""
    folded = _folded(text)
    return tuple(kind for kind, found in _IN_TEXT if found(folded))


def screen_identifier(text: str) -> tuple[str, ...]:
    """Give the kinds of identifier an opaque id is, or holds as a part; none when clean.

    Not looked for: names, addresses, dates, vehicle marks and postcodes without a space, which
    ordinary ids resemble too often.
    """
    folded = _folded(text)
    if not _SUSPECT_IDENTIFIER.search(folded):
        return ()
    return tuple(kind for kind, found in _IN_IDENTIFIER if found(folded))


class _Folding(dict[int, str]):
    """One character's plain form by code point, worked out when first met (see `str.translate`)."""

    def __missing__(self, point: int) -> str:
        plain = self[point] = _plain(chr(point))
        return plain


_FOLDING: Final = _Folding({0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x2044: "/", 0x2212: "-"})
_HIDDEN: Final = frozenset({"Cc", "Cf", "Me", "Mn"})  # Unicode general categories without a glyph


def _folded(text: str) -> str:
    """Give the text in plain characters: NFKC, one kind of space and dash, figures 0 to 9."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFKC", text).translate(_FOLDING)


def _plain(character: str) -> str:
    """Give the plain form of one character; nothing for one that cannot be seen."""
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in _HIDDEN:
        return ""
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character
