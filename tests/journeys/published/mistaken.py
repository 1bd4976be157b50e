"""A borough whose declared figures contradict each other as those of the reports do, once sealed.

What belongs here: the contradictions that are accepted and must not be read together. What does
not: those that a rule refuses, which no store ever holds.
"""

from __future__ import annotations

from typing import Any, Final

from schemas.codes.places import BROMLEY
from schemas.period import Period
from synth.published import Published
from tests.deliveries import Row
from tests.journeys.published.histories import History, figure

QUARTER: Final = Period.parse("2022-23-Q3")
MISTAKEN: Final = Published("mistaken", BROMLEY, Period.parse("2022-23"), ())

BOARD: Final = "the Metropolitan Police Authority Domestic Violence Board's report, 2007"
HAVERING: Final = "the Havering police response to the board, April 2006"
Y2005, Y2006, Y2007, Y2020, Y2021 = (
    (f"{year}-04-01", f"{year + 1}-03-31") for year in (2005, 2006, 2007, 2020, 2021)
)
EIGHT_MONTHS: Final = ("2008-03-01", "2008-10-31")
_ADVOCATE: Final = {"project": "advocate", "financial_year": "2005-2006"}


def _told(number: int, measure: str, days: tuple[str, str], **rest: Any) -> Row:
    """A figure that is already published."""
    source = {"already_published": True, "published_source": rest.pop("source", BOARD)}
    return figure(number, measure, days, **source, **rest)


POLICE: Final = (
    # Calls and incidents that do not fit each other.
    _told(1, "calls_with_report", Y2006, numerator=80_000, denominator=87_600),
    _told(2, "incident", Y2006, value=101_199),
    # An arrest rate by two definitions, on either side of April 2007.
    _told(3, "crimes", Y2005, value=1452),
    _told(4, "crimes_with_arrest", Y2005, value=769),
    _told(5, "crimes", Y2007, value=1780),
    _told(6, "crimes_with_arrest", Y2007, value=1056),
    _told(7, "arrest_rate_mixed", Y2006, numerator=830, denominator=1474),
    # Grave charges before and after levels of injury were told otherwise.
    _told(8, "offences_charged_gravest", Y2007, value=25),
    _told(9, "offences_charged_gravest", ("2008-04-01", "2008-09-30"), value=47),
    # Arrests where a power existed, with no count of the cases where one did.
    _told(12, "arrests_where_power", Y2005, value=769),
    # A rate from after the measure had ended.
    _told(13, "sanction_detection_rate", ("2014-04-01", "2015-03-31"),
          numerator=527, denominator=1258),
    # Cases of a local rate and those of a national one, followed for unequal times.
    _told(14, "conference_no_repeats", EIGHT_MONTHS, numerator=26, denominator=33),
    figure(15, "benchmark", Y2007, numerator=74, denominator=100, benchmark_source=BOARD,
           cell={"area": "England", "indicator": "IND-22-no_repeat"}),
    # A benchmark quoted before its data were in.
    figure(16, "benchmark", Y2006, numerator=85_000, denominator=100_000, status="provisional",
           benchmark_source=BOARD, cell={"area": "London", "indicator": "IND-03-v1"}),
    # What the same post cost, as the board printed it.
    _told(17, "spending", Y2005, value=17_500, cell=_ADVOCATE),
)  # fmt: skip
LEAD: Final = (
    _told(1, "spending", Y2005, value=17_000, cell=_ADVOCATE, source=HAVERING),
    _told(2, "one_stop_shop_contacts", Y2020, value=358, counting_rule="session_attendance"),
    _told(3, "one_stop_shop_contacts", Y2021, value=500, counting_rule="any_support_line_call"),
    # An earlier span of fourteen months, of which one is the later span's own.
    _told(4, "incident", ("2004-02-01", "2005-03-31"), value=2273, source=HAVERING),
    _told(5, "incident", ("2005-03-01", "2006-02-28"), value=2259, source=HAVERING),
    figure(6, "statement", statement_text=(
        "Advisers helped more victims of domestic violence than the year before."
    )),
)  # fmt: skip


def seen(history: History, indicator: str, *, line: str = "") -> list[Any]:
    """What came of it in one line of an indicator."""
    return history.values(indicator, line=line, period=QUARTER)


def send(history: History) -> None:
    """Send all of it for the last month of the quarter, and seal that."""
    month = QUARTER.months()[-1]
    history.send(MISTAKEN.police, month, POLICE)
    history.send(MISTAKEN.lead, month, LEAD)
    history.seal(QUARTER)
