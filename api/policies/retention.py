"""How long everything that is stored stays, table by table, as data.

What belongs here: for each table why its rows are kept and when they leave, and the arithmetic of
months. What does not: removing anything (`api.services.rights.retention`), and the months of one
agreement, which its parties signed (`auth.retention`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from schemas.datasets import DATASETS
from schemas.period import Period

UNSAID_MONTHS: Final = 36
"""For rows whose agreement cannot be read: three years after the event (design), as the terms that
the model agreements propose."""

TOLD_MONTHS: Final = 84
"""What owners are told of uses: seven years, for as long as claims and inquiries come (design)."""

REQUEST_MONTHS: Final = 36
"""A closed request of a data subject: as long as a complaint is likely to come (design)."""

CASE_MONTHS: Final = 12
"""A case after its end: the year after closure in which it may be heard again (design)."""


class Stay(StrEnum):
    """What decides when rows leave."""

    AGREEMENT = "agreement"
    """The agreement under which they came: so many months after the month that they are about."""
    DELIVERY = "delivery"
    """They leave with the delivery that they belong to."""
    MONTHS = "months"
    """A fixed number of months after they were closed or written."""
    EXPIRY = "expiry"
    """Each carries the moment after which it serves nothing."""
    USE = "use"
    """They leave when nothing is left that they are needed for."""
    KEPT = "kept"
    """They stay: they hold no person, or they are the proof of what was done."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When the rows of one table leave.

    Attributes:
        stay: what decides.
        holds: what the rows are, in plain words.
        why: why they stay that long.
        months: for `MONTHS` alone.
        persons: whether a row is about a person, by a digest or by facts.
    """

    stay: Stay
    holds: str
    why: str
    months: int | None = None
    persons: bool = False


def leaves_on(month: Period, *, months: int) -> date:
    """The day on which rows about a month leave: after so many whole months more.

    Rows about March 2026 that are kept for 36 months are there on 31 March 2029 and leave the day
    after.
    """
    return _first(_number(month.start) + months + 1)


def newest_gone(today: date, *, months: int) -> str:
    """The latest month, as 2026-03, whose rows have left by today."""
    return _first(_number(today) - months - 1).strftime("%Y-%m")


def months_before(today: date, *, months: int) -> date:
    """The first day of the month that lies so many months back."""
    return _first(_number(today) - months)


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


_RECORDS: Final = Rule(
    Stay.AGREEMENT,
    "the records of a return, persons as keyed digests",
    "the agreement's parties signed for how long",
    persons=True,
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        **{f"{name}_records": _RECORDS for name in DATASETS},
        "submissions": Rule(
            Stay.AGREEMENT,
            "each delivery, replaced and withdrawn ones included: its envelope and counts",
            "they leave with their records; what is left of a return is that it once came",
        ),
        "findings": Rule(
            Stay.DELIVERY,
            "what was found in a delivery, by row and field and without a value",
            "they explain a delivery that is still there",
        ),
        "restrictions": Rule(
            Stay.USE,
            "persons whose rows are kept out of every shared answer, as digests",
            "one that came with a delivery leaves with it, one by order when it is lifted or the"
            " person is erased",
            persons=True,
        ),
        "person_aliases": Rule(
            Stay.USE,
            "digests under a newer key and the older ones they stand for",
            "an alias is of use while a record of its person is there",
            persons=True,
        ),
        "person_requests": Rule(
            Stay.MONTHS,
            "what a data subject asked of an agency and what became of it; no person once closed",
            "a complaint about an answer can follow it",
            months=REQUEST_MONTHS,
            persons=True,
        ),
        "erasures": Rule(
            Stay.KEPT,
            "keyed digests of erased persons, which fit no record",
            "a backup or a return sent again must not bring an erased person back",
        ),
        **dict.fromkeys(
            ("cases", "case_members", "case_conflicts"),
            Rule(
                Stay.MONTHS,
                "persons discussed at a conference, as digests, and who may read their timelines",
                "a case may be heard again within a year of its end",
                months=CASE_MONTHS,
                persons=True,
            ),
        ),
        "break_glass": Rule(
            Stay.MONTHS,
            "timelines opened in an emergency: by whom, for what reason, of which digest",
            "what was opened is answered for as long as a case",
            months=CASE_MONTHS,
            persons=True,
        ),
        "break_glass_notices": Rule(
            Stay.MONTHS,
            "what owners were told at once of an emergency; the person is not in it",
            "claims and inquiries come late",
            months=TOLD_MONTHS,
        ),
        "returns": Rule(
            Stay.KEPT,
            "which agency owed what for which month, and whether it came",
            "a partnership answers for who took part; no person is in it",
        ),
        "expectations": Rule(Stay.KEPT, "what each agency owes", "it is in force"),
        "periods": Rule(Stay.KEPT, "the months that were opened", "no person is in it"),
        "series_breaks": Rule(
            Stay.KEPT, "months from which an agency counts otherwise", "figures need it to be read"
        ),
        "envelopes": Rule(Stay.KEPT, "an agency's standing envelope", "its agency replaces it"),
        "term_maps": Rule(
            Stay.KEPT,
            "an agency's own words, revision by revision",
            "deliveries name their revision",
        ),
        **dict.fromkeys(
            (
                "releases",
                "release_inputs",
                "release_measures",
                "release_completeness",
                "cells",
                "declared_figures",
                "reconciliations",
                "release_commitments",
                "linked_cells",
            ),
            Rule(
                Stay.KEPT,
                "sealed figures, protected before they were stored",
                "board figures stay reproducible when the records behind them have left",
            ),
        ),
        **dict.fromkeys(
            ("release_statements", "statement_decisions"),
            Rule(
                Stay.KEPT,
                "agencies' statements as sealed, screened so that they name nobody, and who let "
                "which be printed",
                "a report that was published can be made again, and shown to have been released",
            ),
        ),
        "audit_events": Rule(
            Stay.KEPT,
            "what each call did, by internal tokens and references to staff; no person's reference",
            "the log is the proof; a body can be erased by name, and the proof stays",
        ),
        **dict.fromkeys(
            ("audit_leaves", "audit_seals", "seal_keys"),
            Rule(
                Stay.KEPT,
                "hashes of events and the signed seals over them",
                "the log is proved by them, also where a body has been erased",
            ),
        ),
        "disclosures": Rule(
            Stay.MONTHS,
            "the uses made of each agency's data: who, why, which dataset, how many rows",
            "claims and inquiries come late; no person is in it",
            months=TOLD_MONTHS,
        ),
        **dict.fromkeys(
            (
                "agreements",
                "agreement_versions",
                "agreement_parties",
                "agreement_signatures",
                "agreement_changes",
                "agreement_grants",
            ),
            Rule(
                Stay.KEPT,
                "agreements, their versions and signatures",
                "they say under what terms everything came",
            ),
        ),
        **dict.fromkeys(
            ("partnerships", "agencies", "clients", "agency_keys", "server_keys", "installation"),
            Rule(
                Stay.KEPT,
                "the register of agencies, their programs and public keys",
                "events and signatures name them",
            ),
        ),
        **dict.fromkeys(
            ("issued_tokens", "revoked_tokens", "replay_keys", "rate_counts"),
            Rule(
                Stay.EXPIRY, "tokens and keys that may be used once", "after that they are refused"
            ),
        ),
        "release_jobs": Rule(
            Stay.EXPIRY,
            "sealings that were asked for and done later: who asked, and how they ended",
            "whoever asked looks them up for 90 days; the event of a sealing stays in the log",
        ),
    }
)
"""The rule of every table, by the table's name."""
