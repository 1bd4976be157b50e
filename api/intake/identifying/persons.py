"""Recognising what only makes sense in prose: a name after a title, a date of birth, an address.

Works on text that has already been folded. A name without a title is looked for by lists, in
`names`. Every pattern repeats a bounded number of times from each place it can start.
"""

import re
from typing import Final

_SHORTENED: Final = "mrs?|m[sx]|dr|prof|revd?|cllr|sgt|insp|supt"
_IN_FULL: Final = (
    "miss|professor|reverend|sir|dame|lady|lord|councillor|sergeant|inspector|superintendent"
    "|constable|w?pc|pcso|dc|ds|di|dci"
)
_TITLE = re.compile(
    rf"(?<!\w)(?:({_SHORTENED})\.?|({_IN_FULL})) {{1,3}}"
    r"(?:[A-Z](?:\. {0,2}| {1,2})){0,3}([^\W\d_][\w'-]{0,40})",
    re.IGNORECASE,
)
_WRITTEN_IN_LOWER_CASE: Final = frozenset({"mr", "mrs"})  # no other word of English
_RANKS: Final = frozenset({"pc", "wpc", "pcso", "dc", "ds", "di", "dci"})
_NOT_A_NAME: Final = frozenset(
    {"and", "or", "is", "are", "was", "has", "who", "with", "to", "in", "tel", "detective"}
    | {"teams", "excel", "word", "office"}
)
"""What follows a title without naming anybody: small words, other titles, and MS for a product."""

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY: Final = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_NUMERIC_DATE = re.compile(
    r"(?<![0-9/.])([0-3]?[0-9])([/. -])([0-3]?[0-9])\2((?:19|20)?[0-9]{2})(?![0-9/]|\.[0-9])"
)
_ANY_DATE = re.compile(
    rf"(?<![0-9])(?:(?:19|20)[0-9]{{2}}[/. -][0-3]?[0-9][/. -][0-3]?[0-9]"
    rf"|{_DAY}(?: of)?[ ./-]{{0,2}}{_MONTH}[ .,/-]{{0,2}}(?:19|20)?[0-9]{{2}}"
    r"|[0-3]?[0-9]([/. -])[0-3]?[0-9]\1(?:19|20)?[0-9]{2}"
    r"|[0-9]{6}(?:[0-9]{2})?)(?![0-9])"
    rf"|(?<![a-z]){_MONTH} {_DAY},? {{0,2}}(?:19|20)[0-9]{{2}}(?![0-9])",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"(?<!\w)(?:born|d\.? ?o\.? ?b|date of birth|birth ?(?:day|date))(?!\w)", re.IGNORECASE
)
_BEFORE_BIRTH: Final = 30  # characters searched for a date before the word
_AFTER_BIRTH: Final = 40  # and after it

_CLEAR_STREETS: Final = "road|rd|street|avenue|ave|lane|crescent|terrace|mews|boulevard"
_OTHER_STREETS: Final = (
    "st|close|drive|way|gardens|gdns|court|place|grove|hill|square|walk|row|park|green|parade|rise"
    "|view|cottages"
)
_ADDRESS = re.compile(
    r"(?<![\w/-])(?<![0-9][.,])([0-9]{1,4})(?:-[0-9]{1,4})?[a-z]?,? {1,2}"
    r"((?:[^\W\d_][\w'.-]{0,24} ){1,4}?)"
    rf"(?:({_CLEAR_STREETS})|({_OTHER_STREETS}))(?!\w)",
    re.IGNORECASE,
)
_FLAT = re.compile(r"(?<!\w)(?:flat|apartment|apt) [0-9]{1,3}[a-z]?(?!\w)", re.IGNORECASE)
_YEARS: Final = range(1900, 2100)  # a number before a street name that is more likely a year
_COURTS: Final = frozenset({"crown", "family", "county", "magistrates", "youth", "high", "civil"})
_LINKING: Final = frozenset(
    {
        "a",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "near",
        "of",
        "off",
        "on",
        "per",
        "the",
        "to",
        "with",
    }
)


def has_titled_name(text: str) -> bool:
    """A title followed by a name."""
    return any(
        _names_somebody(match[1] or match[2], word=match[3]) for match in _TITLE.finditer(text)
    )


def has_birth_date(text: str) -> bool:
    """A date near a word for birth, or any whole date written day, month and year in figures."""
    if any(_is_day_and_month(match) for match in _NUMERIC_DATE.finditer(text)):
        return True
    return any(
        _ANY_DATE.search(text[max(0, match.start() - _BEFORE_BIRTH) : match.end() + _AFTER_BIRTH])
        for match in _BIRTH.finditer(text)
    )


def has_address(text: str) -> bool:
    """A number with the name of a street, or the number of a flat."""
    return _FLAT.search(text) is not None or any(map(_is_address, _ADDRESS.finditer(text)))


def _names_somebody(title: str, *, word: str) -> bool:
    """Say whether a title and the word after it are somebody's name."""
    kind = title.lower()
    if kind in _RANKS:
        return title.isupper() and word[0].isupper()
    if word.lower() in _NOT_A_NAME:
        return False
    return kind in _WRITTEN_IN_LOWER_CASE or (title[0].isupper() and word[0].isupper())


def _is_day_and_month(match: re.Match[str]) -> bool:
    """Say whether three numbers are a date; points, hyphens and spaces need a fuller writing."""
    first, separator, second, year = match.groups()
    one, two = sorted((int(first), int(second)))
    if not (1 <= one <= 12 and two <= 31):
        return False
    full_year, padded = len(year) == 4, len(first) == len(second) == 2
    if separator == " ":
        return full_year and padded
    return separator == "/" or full_year or padded


def _is_address(match: re.Match[str]) -> bool:
    """Say whether a number, some words and a street word are an address and not a count."""
    number, name, clear, other = match.groups()
    words = name.split()
    if int(number) in _YEARS:
        return False
    if other and other.lower() == "court" and words[-1].lower().strip("'") in _COURTS:
        return False
    if all(word[0].isupper() for word in (*words, clear or other)):
        return True
    return clear is not None and len(words) <= 2 and _LINKING.isdisjoint(map(str.lower, words))
