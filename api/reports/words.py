"""Words: how numbers, lists, periods and reasons are said in the prose of a report.

Here belong the small parts of sentences, and the terms that are no longer used. What does not: any
figure, and which sentence follows which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from schemas.period import Period

RETIRED: Final[Mapping[str, str]] = {
    "domestic violence": "domestic abuse",
    "domestic dispute": "domestic abuse incident",
    "wife battering": "domestic abuse",
    "batterer": "perpetrator",
    "honour crime": "so-called honour-based abuse",
    "honour killing": "so-called honour-based homicide",
    "committed suicide": "died by suicide",
    "bame": "minority ethnic",
    "bme": "minority ethnic",
    "the disabled": "disabled people",
    "illegal immigrant": "undocumented migrant",
}
"""Terms that reports no longer use, and what they say instead (Domestic Abuse Act 2021 s.1; GOV.UK
style on writing about ethnicity and disability; Samaritans' media guidelines)."""

REASONS: Final[Mapping[str, str]] = {
    "part_hidden": "a count in it is too small to show",
    "base_too_small": "it rests on too few cases for a percentage",
    "too_few_contributors": "too few agencies contributed to it and they have not agreed to be "
    "shown alone",
    "contributor_joined_or_left": "one agency joined or left since the last release",
    "counting_rule_changed": "the way of counting changed within the period",
    "persons_not_linked": "too few records say whom they are about",
    "no_contributors": "no agency has sent records for it",
    "not_in_release": "the release does not hold it",
    "not_sealed": "nothing is sealed for it",
    "not_released_for_this_period": "it is not released for a period of this length",
    "dataset_not_granted": "it lies outside the data this report may use",
    "field_incomplete": "too many records leave the field empty that it turns on",
    "publication_not_permitted": "an agency does not permit its figures in reports",
    "purpose_not_sufficient": "the purpose of this report does not reach so far",
    "joined": "another agency has joined",
    "left": "an agency has left",
    "between_bands": "what is hidden could move it into another band",
    "nothing_declared": "no agency has declared it",
    "population_unknown": "no agency has declared how many people live in the area",
    "not_split": "it is not split that way",
    "not_in_force": "its definition was not in force in this period",
    "definition_changed": "the definition changed between the two periods",
    "spans_differ": "the two figures do not cover spans of the same length",
    "spans_overlap": "the two figures cover some of the same days",
    "flag_not_recorded": "too few records say whether it applies, so none is not absence",
    "years_missing": "the years before that it needs are not sealed",
    "records_removed": "records of a year before that it needs have outlived their retention",
    "suspects_not_counted": "records do not say how many suspects were identified",
    "spread_not_released": "it would tell of single people",
    "cohort_not_released": "a sealed period does not change, and it needs months that follow",
    "not_registered": "it is stored and not among the variables that are released",
    "not_linked_so": "what is released does not join the two",
    "follow_up_too_short": "it needs twelve months of follow-up",
    "means_not_released": "a mean of few answers can be turned back into the answers",
    "too_few_to_split": "there are too few to split",
}
"""Why there is no figure, by the reason's code; said after "because"."""

NOT_SHOWN: Final = "not shown"
"""What stands for a value that is hidden or not there, wherever a number would."""

BANDS: Final[Mapping[str, str]] = {
    "under-60": "under 60 per cent",
    "60-80": "60 to 80 per cent",
    "80-95": "80 to 95 per cent",
    "95-plus": "95 per cent or more",
}
"""Bands of completeness."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MARKUP: Final = re.compile(r"[|!\[\]<>`*_#\\\r\n]+")
_NAMED_SO: Final = (
    r",? (?:prevention|protection) (?:orders?|notices?)\b"
    r"|,? crime and victims\b"
    r"|,? disclosure scheme\b"
)
"""What follows a retired term that is part of a name in law, which is not ours to change (Crime and
Security Act 2010 ss.24 and 27; Domestic Violence, Crime and Victims Act 2004)."""
_OLD: Final = re.compile(
    rf"\b({'|'.join(map(re.escape, RETIRED))})(s?)\b(?!{_NAMED_SO})", re.IGNORECASE
)


def number(value: float) -> str:
    """A number in prose: thousands divided, no decimals that say nothing."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number of things: `1 return`, `3 returns`, `no returns`."""
    many = plural or f"{noun}s"
    return f"{number(count) if count else 'no'} {noun if count == 1 else many}"


def points(margin: int) -> str:
    """A margin of a percentage, either way: `1 percentage point`, `9 percentage points`."""
    return f"{margin} percentage point{'' if margin == 1 else 's'}"


def listed(items: Sequence[str]) -> str:
    """Things one after the other, the last joined by `and`; by semicolons where one has a comma."""
    if len(items) < 2:
        return "".join(items)
    if any("," in item for item in items):
        return f"{'; '.join(items[:-1])}; and {items[-1]}"
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A title inside a sentence; what is written in capitals stays so."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def day(when: date) -> str:
    """A day: `1 May 2026`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def span(first: date, last: date) -> str:
    """Days as a span: `from 1 May 2026 to 30 June 2026`, `in May 2026`, or `on 1 May 2026`."""
    if first == last:
        return f"on {day(first)}"
    if first == last.replace(day=1) and (last + timedelta(days=1)).day == 1:
        return f"in {month(last)}"
    return f"from {day(first)} to {day(last)}"


def month(when: date) -> str:
    """The month of a day: `May 2026`."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def period(when: Period) -> str:
    """A period: `March 2026`, `January to March 2026`, `April 2025 to March 2026`."""
    if when.kind == "month":
        return month(when.start)
    if when.start.year == when.end.year:
        return f"{_MONTHS[when.start.month - 1]} to {month(when.end)}"
    return f"{month(when.start)} to {month(when.end)}"


def because(reason: str) -> str:
    """Why there is no figure, as the end of a sentence."""
    words = REASONS.get(reason)
    return f", because {words}" if words else ", because it is too small to show"


def plain(text: str) -> str:
    """Text from outside as it may stand in prose: in today's terms, and without markup."""
    return _OLD.sub(_today, " ".join(_MARKUP.sub(" ", text).split()))


def spoken(text: str) -> tuple[str, ...]:
    """The paragraphs of a text from outside, each as it may stand in prose."""
    return tuple(filter(None, map(plain, text.splitlines())))


def _today(found: re.Match[str]) -> str:
    new = RETIRED[found[1].lower()] + found[2]
    return sentence(new) if found[1][0].isupper() else new


def cited(title: str) -> str:
    """The title of a publication as it stands there, old terms included, in quotation marks."""
    return f"‘{' '.join(_MARKUP.sub(' ', title).split())}’"  # noqa: RUF001 - quotation marks
