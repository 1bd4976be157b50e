"""Recognising the shapes of direct identifiers in text that has already been folded.

One function per kind of identifier, each saying whether the text holds one. Every pattern repeats a
bounded number of times from each place it can start, so that time grows with the length of the text
and no faster. Folding the text, and which kinds are looked for where, stand in `screen`.
"""

import re
from typing import Final

from schemas.reference import has_nhs_check_digit

_NOT_IN_WORD: Final = r"(?<![0-9A-Za-z])"
_WORD_ENDS: Final = r"(?![0-9A-Za-z])"

_EMAIL = re.compile(
    r"[\w.+%'-] ?(?:@|[\[(] ?at ?[\])]) ?(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}", re.IGNORECASE
)

_PHONE_START: Final = (
    r"(?<![0-9A-Za-z.,])(?=(?:(?:\+|00)44[ .-]{0,2}(?:\(0\))?|\(?0|44(?=[ .-]?7))[ -]{0,2}([1257]"
)
_PHONES = tuple(
    re.compile(rf"{_PHONE_START}(?:[ .()-]{{0,3}}[0-9]){{{more}}})(?![0-9]))") for more in (8, 9)
)
"""Subscriber numbers of 9 or 10 digits under 01, 02, 05 and 07 (Ofcom numbering plan). Helplines
and switchboards (03, 08, 09) are nobody's own and agencies quote them: they are left alone."""
_FOREIGN_PHONE = re.compile(r"\+[1-9](?:[ .()-]{0,3}[0-9]){8,13}(?![0-9])")  # ITU-T E.164
_WHOLE_PHONE = re.compile(
    rf"{_NOT_IN_WORD}(?:(?:\+44|0044)[ -]?(?:\(0\)[ -]?)?|0)(?=1[1-9]|2[03489]|7[0-9])"
    r"(?:[0-9]{10}|[0-9]{4}[ -][0-9]{6}|[0-9]{4}[ -][0-9]{3}[ -][0-9]{3}"
    r"|[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}|[0-9]{3}[ -][0-9]{7}|[0-9]{2}[ -][0-9]{4}[ -][0-9]{4})"
    rf"{_WORD_ENDS}"
)
_FEWEST_DIGITS_IN_GROUP: Final = 2  # a row of single figures is a list of counts
_MOST_GROUPS: Final = 5  # as in 07 70 09 00 12 34, the most broken form in use

_AREAS: Final = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT"
    "|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD"
    "|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK"
    "|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)  # Royal Mail postcode areas
_OUTWARD: Final = rf"(?:(?:{_AREAS})[0-9][0-9A-Z]?|GIR)"
_INWARD: Final = "[0-9][ABD-HJLNP-UW-Z]{2}"  # Royal Mail: C, I, K, M, O and V are never inward
_POSTCODE = re.compile(rf"{_NOT_IN_WORD}{_OUTWARD}[ .-]{{0,3}}{_INWARD}{_WORD_ENDS}", re.IGNORECASE)
_SPACED_POSTCODE = re.compile(
    rf"{_NOT_IN_WORD}{_OUTWARD} {{1,3}}{_INWARD}{_WORD_ENDS}", re.IGNORECASE
)

_NHS_START: Final = rf"(?:{_NOT_IN_WORD}|(?<=NHS)|(?<=nhs))"
_TEN_DIGITS = re.compile(rf"{_NHS_START}(?=([0-9](?:[ ./-]{{0,3}}[0-9]){{9}})(?![0-9]))")
_GROUPED_NHS = re.compile(r"[0-9]{3}[ ./-]{1,3}[0-9]{3}[ ./-]{1,3}[0-9]{4}")
_WHOLE_NHS = re.compile(
    rf"{_NHS_START}(?:[0-9]{{10}}|[0-9]{{3}}[ -][0-9]{{3}}[ -][0-9]{{4}})"
    rf"{_WORD_ENDS}"
)
_MOST_NHS_GROUPS: Final = 3
_ISSUED_NHS = re.compile(
    r"[4679]|3[2-9]|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])"  # NHS Data Dictionary, NHS number
)
"""How issued numbers begin: England and Wales 4, 6, 7 and for tests 9; Northern Ireland 32 to 39;
Scotland a day and a month (ranges to be confirmed). Running numbers seldom begin so."""

_NI_START: Final = (
    rf"{_NOT_IN_WORD}(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"  # HMRC NIM39110
)
_NI_NUMBER = re.compile(
    rf"{_NI_START}[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[0-9]{{2}}[ -]?[A-D]{_WORD_ENDS}",
    re.IGNORECASE,
)
_WHOLE_NI_NUMBER = re.compile(
    rf"{_NI_START} ?[0-9]{{2}} ?[0-9]{{2}} ?[0-9]{{2}} ?[A-D]{_WORD_ENDS}", re.IGNORECASE
)

_VEHICLE_MARK = re.compile(
    rf"{_NOT_IN_WORD}(?:(?!FY)[A-Z]{{2}}[0-9]{{2}} ?([A-Z]{{3}})"  # from 2001; FY25 is a year
    r"|[A-HJ-NPR-TV-Y][1-9][0-9]{1,2} ?([A-Z]{3})"  # 1983 to 2001, prefix letter
    r"|[A-Z]{3}(?:[1-9][0-9]{0,2}| [1-9][0-9]{2})[A-HJ-NPR-TV-Y]"  # 1963 to 1983, suffix letter
    r"|[A-Z]?(?:[A-Z]Z|I[ABGJLW]|[JOUX]I) ?(?!19|20)[1-9][0-9]{2,3}"  # Northern Ireland
    rf"){_WORD_ENDS}"
)  # DVLA INF104; the letters of Northern Ireland are to be confirmed
_MARKS_IN_OTHER_CASE = re.compile(
    rf"{_NOT_IN_WORD}(?:[a-z]{{2}}[0-9]{{2}}[a-z]{{3}}|[a-hj-np-tv-y][1-9][0-9]{{0,2}}[a-z]{{3}})"
    rf"{_WORD_ENDS}"
)
_PLAIN_WORDS: Final = re.compile(
    "ALL|AND|ANY|ARE|BUT|CAN|DAY|DID|DUE|FOR|GOT|HAD|HAS|HER|HIM|HIS|HOW|MAY|NEW|NOT|NOW|OFF|OLD"
    "|ONE|OUR|OUT|PER|SAW|SAY|SET|SHE|THE|TOO|TWO|USE|VIA|WAS|WAY|WHO|WHY|YET|YOU"
)
"""Words that follow a short code in a sentence written in capitals."""

_REFERENCE = re.compile(
    rf"{_NOT_IN_WORD}(?:[0-9a-f]{{64}}|syn_[0-9a-f]{{60}}){_WORD_ENDS}", re.IGNORECASE
)


def has_email(text: str) -> bool:
    """An e-mail address, `(at)` for @ included."""
    return _EMAIL.search(text) is not None


def has_phone(text: str) -> bool:
    """A subscriber's telephone number of this country, or any written with + and a country."""
    if _FOREIGN_PHONE.search(text):
        return True
    found = (match[1] for pattern in _PHONES for match in pattern.finditer(text))
    return any(_grouped_like_a_phone(number) for number in found)


def is_phone(text: str) -> bool:
    """A telephone number standing alone or as a part of an identifier, in its usual grouping."""
    return _WHOLE_PHONE.search(text) is not None


def has_postcode(text: str) -> bool:
    """A full postcode, with or without its space."""
    return _POSTCODE.search(text) is not None


def is_postcode(text: str) -> bool:
    """A full postcode with its space."""
    return _SPACED_POSTCODE.search(text) is not None


def has_nhs_number(text: str) -> bool:
    """Ten digits with a right check digit, grouped 3-3-4 or beginning as issued numbers do."""
    return any(_is_nhs_number(match[1]) for match in _TEN_DIGITS.finditer(text))


def is_nhs_number(text: str) -> bool:
    """An NHS number standing alone or as a part of an identifier."""
    found = (re.sub("[ -]", "", match[0]) for match in _WHOLE_NHS.finditer(text))
    return any(has_nhs_check_digit(digits) and _ISSUED_NHS.match(digits) for digits in found)


def has_ni_number(text: str) -> bool:
    """A National Insurance number."""
    return _NI_NUMBER.search(text) is not None


def is_ni_number(text: str) -> bool:
    """A National Insurance number written together or with spaces."""
    return _WHOLE_NI_NUMBER.search(text) is not None


def has_vehicle_mark(text: str) -> bool:
    """A vehicle registration mark: capitals with or without a space, lower case only together."""
    marks = (match[1] or match[2] for match in _VEHICLE_MARK.finditer(text))
    if any(not last or not _PLAIN_WORDS.fullmatch(last) for last in marks):
        return True
    return _MARKS_IN_OTHER_CASE.search(text) is not None


def has_reference(text: str) -> bool:
    """A reference to a person, real or invented, where it does not belong."""
    return _REFERENCE.search(text) is not None


def _grouped_like_a_phone(number: str) -> bool:
    """Say whether the digits after the 0 stand in groups as people write a telephone number."""
    others = re.findall("[0-9]+", number)[1:]
    enough = all(len(group) >= _FEWEST_DIGITS_IN_GROUP for group in others)
    return enough and len(others) < _MOST_GROUPS


def _is_nhs_number(written: str) -> bool:
    """Say whether ten digits with separators are an NHS number."""
    groups = re.findall("[0-9]+", written)
    if not has_nhs_check_digit("".join(groups)):
        return False
    if _GROUPED_NHS.fullmatch(written):
        return True
    pairs = all(len(group) == 2 for group in groups)
    return bool(_ISSUED_NHS.match("".join(groups))) and (len(groups) <= _MOST_NHS_GROUPS or pairs)
