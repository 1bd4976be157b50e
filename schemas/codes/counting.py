"""The register of counting rules: what a count counts, in plain words, for what and from when.

A figure is counted by one rule, and figures by two rules are not compared: a change of rule opens a
series break. Where a service has rules of its own (a one stop shop), the one in force on the day is
the one that its rows must name (SVC-V03); who counts otherwise says so by another rule of the
register, or by `as-declared` and an explanation. What does not belong here: which agency counted by
which rule in which month, which its envelopes say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from schemas.codes.lists import Code, CodeList

_UPDATE: Final = "the Safer Bromley Partnership's update for 2022/23 quarter 3"
_KINGSTON: Final = (
    "the Kingston police response to the Metropolitan Police Authority's board, November 2007"
)
_BROMLEY: Final = (
    "the Bromley police response to the Metropolitan Police Authority's board, November 2008"
)


@dataclass(frozen=True, slots=True)
class CountingRule:
    """One way of counting.

    Attributes:
        id: its name in `counting_rule` and `counting_rule_set`; never used again for another.
        words: what is counted, and how often.
        applies_to: the dataset or the service it is made for; "" where it fits any.
        valid_from, valid_to: first and last day on which it may be used; None is unbounded.
        source: where it comes from.
    """

    id: str
    words: str
    applies_to: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = "design"


_RULES: Final = (
    CountingRule(
        "safershare-2026",
        "Each record is counted once, in the month it was reported, requested or referred.",
    ),
    CountingRule(
        "incident-report",
        "One report of domestic abuse is one incident, however many calls or crimes it holds.",
        "incident",
    ),
    CountingRule(
        "calls-merged", "Calls about one incident are merged before they are counted.", "incident"
    ),
    CountingRule(
        "arrests-with-incidents",
        "Arrests are held against all reports, crimes and incidents together.",
        "incident",
        valid_to=date(2007, 3, 31),
        source=_KINGSTON,
    ),
    CountingRule(
        "arrests-of-offences",
        "Arrests are held against substantive offences alone.",
        "incident",
        valid_from=date(2007, 4, 1),
        source=_KINGSTON,
    ),
    CountingRule(
        "injury-levels-before-2008",
        "Levels of injury are told as they were before April 2008.",
        "incident",
        valid_to=date(2008, 3, 31),
        source=_BROMLEY,
    ),
    CountingRule(
        "injury-levels-from-2008",
        "Levels of injury are told as classified from April 2008, so that more of them are grave.",
        "incident",
        valid_from=date(2008, 4, 1),
        source=_BROMLEY,
    ),
    CountingRule(
        "gravest-without-rape",
        "Grievous bodily harm or graver holds homicide and its attempt, and not rape.",
        "justice_outcome",
    ),
    CountingRule(
        "gravest-with-rape",
        "Grievous bodily harm or graver holds homicide, its attempt, and rape.",
        "justice_outcome",
    ),
    CountingRule(
        "charges-alone",
        "People who were charged are counted, and those who were cautioned are not.",
        "justice_outcome",
        source=_KINGSTON,
    ),
    CountingRule(
        "charges-and-cautions",
        "People who were charged and people who were cautioned are counted together.",
        "justice_outcome",
        source=_BROMLEY,
    ),
    CountingRule("episode", "A period of support is counted once.", "service_episode"),
    CountingRule("attendance", "Each attendance is counted once.", "service_episode"),
    CountingRule(
        "session_attendance",
        "A contact is counted when the person attends a session.",
        "one_stop_shop",
        valid_to=date(2021, 3, 31),
        source=_UPDATE,
    ),
    CountingRule(
        "any_support_line_call",
        "Every call to the support line is counted as a contact, whatever the day or time.",
        "one_stop_shop",
        valid_from=date(2021, 4, 1),
        source=_UPDATE,
    ),
    CountingRule("as-declared", "The agency counts by its own rule, said in the explanation."),
)

COUNTING_RULES: Final[Mapping[str, CountingRule]] = {rule.id: rule for rule in _RULES}
"""Every counting rule by id. The one stop shop's two follow a published change of rule that made
two years incomparable, 358 contacts in 2020/21 and 500 in 2021/22."""

_SERVICES: Final = frozenset({"service_episode", "one_stop_shop"})


def _code(rule: CountingRule, *, parent: str | None = None) -> Code:
    return Code(
        rule.id,
        rule.words,
        source=rule.source,
        group=rule.applies_to or None,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        parent=parent,
    )


COUNTING_RULE: Final = CodeList(
    "counting_rule", "CL-D2", "Counting rules", "design", tuple(_code(rule) for rule in _RULES)
)

SERVICE_COUNTING_RULE: Final = CodeList(
    "service_counting_rule",
    "CL-122",
    "How support is counted",
    f"design; the one stop shop's two rules: {_UPDATE}",
    tuple(
        _code(rule, parent=rule.applies_to if rule.applies_to == "one_stop_shop" else None)
        for rule in _RULES
        if rule.applies_to in _SERVICES
    ),
)

LISTS: Final = (COUNTING_RULE, SERVICE_COUNTING_RULE)
