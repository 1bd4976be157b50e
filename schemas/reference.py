"""References to persons: how an agency makes one on its own machine, and how one is recognised.

Here are the published normalisation of identifiers, the keyed hash over it, and the references of
invented persons. Identifiers and keys pass through and are kept nowhere. What becomes of a
reference after it arrives is the service's business and not here.
`reference_vectors.json`, beside this module, holds worked examples for other implementations.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from zlib import crc32

Environment = Literal["sandbox", "live"]
Reason = Literal["not_a_reference", "wrong_check_value", "invented_in_live", "real_in_sandbox"]

NAME_AND_BIRTH: Final = "name-birth"
NHS_NUMBER: Final = "nhs-number"
SHORTEST_KEY: Final = 32  # bytes; the size of the hash's output, RFC 2104 section 3
_PREAMBLE: Final = "safershare.person-ref"
_EDITION: Final = "1"  # goes up when the normalisation changes, so that no two editions can match
_SCHEME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_REAL: Final = re.compile(r"[0-9a-f]{64}")
_INVENTED_START: Final = "syn_"
_INVENTED_LENGTH: Final = 64  # characters
_INVENTED: Final = re.compile(r"syn_([0-9a-f]{52})([0-9a-f]{8})")
_UNDECOMPOSED: Final = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
"""Latin letters that Unicode does not take apart, and the letters agencies write in their place."""


class IdentifierError(ValueError):
    """Raised for identifiers no reference can be made from, or a key too short. Echoes neither."""


@dataclass(frozen=True, slots=True)
class NameAndBirth:
    """The identifiers nearly every agency holds. Kept out of every printed form."""

    family_name: str = field(repr=False)
    given_name: str = field(repr=False)
    date_of_birth: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgreedIdentifier:
    """One identifier that the agencies have agreed on, and the name of the agreed scheme.

    The scheme is lower-case letters, digits and hyphens; `nhs-number` has its check digit verified.
    """

    scheme: str
    value: str = field(repr=False)


Identifiers = NameAndBirth | AgreedIdentifier


def canonical(identifiers: Identifiers) -> bytes:
    """Give the bytes that are hashed: preamble, scheme, edition and normalised parts, joined by |.

    Names: Unicode NFKD, case folded, letters that do not decompose spelt out (ø as o, ß as ss),
    then letters (L*) and decimal digits (Nd) alone. The given name is its first word, since some
    agencies hold middle names and some do not. The date is ISO 8601. No part can hold a |.
    Raises IdentifierError.
    """
    if isinstance(identifiers, NameAndBirth):
        return _joined(NAME_AND_BIRTH, *_name_and_birth(identifiers))
    scheme, value = identifiers.scheme, _letters(identifiers.value)
    if not _SCHEME.fullmatch(scheme) or scheme == NAME_AND_BIRTH:
        raise IdentifierError("the scheme of an agreed identifier has a lower-case name of its own")
    if not value:
        raise IdentifierError("the agreed identifier holds no letter or digit")
    if scheme == NHS_NUMBER and not has_nhs_check_digit(value):
        raise IdentifierError("the NHS number fails its check digit")
    return _joined(scheme, value)


def make_reference(identifiers: Identifiers, *, key: bytes) -> str:
    """Give the reference of a person: HMAC-SHA-256 of the canonical bytes, 64 hex characters.

    The key is shared by the agencies, at least 32 bytes, and never reaches the service. Raises
    IdentifierError for a shorter key or identifiers that cannot be normalised.
    """
    if len(key) < SHORTEST_KEY:
        raise IdentifierError(f"the key has fewer than {SHORTEST_KEY} bytes")
    return hmac.new(key, canonical(identifiers), hashlib.sha256).hexdigest()


def synthetic_reference(seed: bytes) -> str:
    """Give the reference of an invented person: `syn_`, 52 hex digits drawn from the seed, 8 check.

    The same seed gives the same reference. No keyed hash can have this form.
    """
    body = hashlib.sha256(b"safershare.invented-person|" + seed).hexdigest()[:52]
    return f"syn_{body}{_check_value(body)}"


def is_synthetic(reference: str) -> bool:
    """Say whether this is the reference of an invented person with a right check value."""
    found = _INVENTED.fullmatch(reference)
    return found is not None and found[2] == _check_value(found[1])


def check_reference(reference: str, *, environment: Environment) -> Reason | None:
    """Say why a reference may not be sent to this environment, or None where it may.

    A sandbox takes invented persons alone, a live service real ones alone.
    """
    if _REAL.fullmatch(reference):
        return None if environment == "live" else "real_in_sandbox"
    if not _INVENTED.fullmatch(reference):
        return "not_a_reference"
    if environment == "live":
        return "invented_in_live"
    return None if is_synthetic(reference) else "wrong_check_value"


def may_be_sent(several: Sequence[str | None], *, environment: Environment) -> list[bool]:
    """Say of each whether `check_reference` would let it pass; of nothing, that it does.

    Args:
        several: references in the right form, each alone or joined to others by `;`.
        environment: where they are sent.
    """
    if environment == "live":
        return [text is None or _INVENTED_START not in text for text in several]
    return [text is None or _all_invented(text) for text in several]


def _all_invented(text: str) -> bool:
    """Say whether all references of a text, joined by `;`, are those of invented persons."""
    if len(text) == _INVENTED_LENGTH and text.startswith(_INVENTED_START):
        return crc32(text[4:56].encode()) == int(text[56:], 16)
    return all(is_synthetic(reference) for reference in text.split(";"))


def has_nhs_check_digit(digits: str) -> bool:
    """Say whether ten ASCII digits end in the check digit of an NHS number.

    Modulus 11 over weights 10 to 2; a check value of 11 is written 0 and one of 10 is never issued
    (NHS Data Dictionary, NHS number).
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])


def _name_and_birth(person: NameAndBirth) -> tuple[str, str, str]:
    """Normalise a name and a date of birth, refusing a name without letters."""
    family = _letters(person.family_name)
    given = next(filter(None, map(_letters, person.given_name.split())), "")
    if not family or not given:
        raise IdentifierError("a family name and a given name with at least one letter are needed")
    return family, given, person.date_of_birth.isoformat()


def _letters(text: str) -> str:
    """Fold a text to lower-case letters and digits without accents, spaces or punctuation."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", folded).translate(_UNDECOMPOSED)
    return "".join(character for character in plain if _is_letter_or_digit(character))


def _is_letter_or_digit(character: str) -> bool:
    """Say whether the Unicode general category is a letter (L*) or a decimal digit (Nd)."""
    category = unicodedata.category(character)
    return category[0] == "L" or category == "Nd"


def _joined(scheme: str, *parts: str) -> bytes:
    return "|".join((_PREAMBLE, scheme, _EDITION, *parts)).encode()


def _check_value(body: str) -> str:
    """Give the CRC-32 of the 52 digits as 8 hex digits (ISO 3309, as in zlib).

    It catches mistyped and made-up references; a form, not a secret, keeps real ones apart.
    """
    return f"{crc32(body.encode()):08x}"
