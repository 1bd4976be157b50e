"""Profiles: how much abuse an invented borough has, how it goes on, and who comes to know of it.

What single records look like stands beside this, by kind; a profile says how many there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

_EVEN: Final = (0.97, 0.92, 0.97, 0.98, 1.0, 1.05, 1.1, 1.07, 1.0, 0.96, 0.94, 1.04)


@dataclass(frozen=True, eq=False)
class Profile:
    """The rates of one invented borough.

    Attributes:
        name: its name on the command line.
        title: its name for people.
        incidents_a_year: reports to the police that keep their flag.
        season: the weight of each month from January; they average 1.
        crime_share: of reports, those recorded as a crime.
        arrested_of_crimes, arrested_of_others: reports with an arrest.
        repeaters: of persons who report once, those who report again within 36 months.
        more_reports: further reports of such a person, on average.
        repeat_shape: how unequal those are; the smaller, the fewer persons have most of them.
        repeat_gap_days: how long after the first report a further one comes, on average.
        hidden_households: households the police never hear of, for each one that they do.
        hidden_episodes: unreported episodes in a household that the police know, on average.
        hidden_again: further episodes in a household that they never hear of, on average.
        hidden_shape: how unequal those are; the smaller, the fewer households have most of them.
        injured: episodes that leave an injury.
        seen: of episodes, those after which each service is turned to: `hospital`, `surgery`,
            `council`, `charity` (for a home), `support` (at the charity, not by the police); of
            arrests for a crime, those that lead to `probation`.
        security_counts: incidents at the hospital that its security staff count in a month,
            by sex of the person harmed.
        places: bed spaces in refuges: funded by the council, and not.
        staff: in scope of training, by role.
    """

    name: str
    title: str
    incidents_a_year: float
    season: tuple[float, ...]
    crime_share: float
    arrested_of_crimes: float
    arrested_of_others: float
    repeaters: float
    more_reports: float
    repeat_shape: float
    repeat_gap_days: float
    hidden_households: float
    hidden_episodes: float
    hidden_again: float
    hidden_shape: float
    injured: float
    seen: Mapping[str, float]
    security_counts: Mapping[str, int]
    places: tuple[int, int]
    staff: Mapping[str, int]

    def scaled(self, scale: float) -> Profile:
        """The same borough with so many times the people; its services stay as they are."""
        return replace(self, incidents_a_year=self.incidents_a_year * scale)


BROMLEY: Final = Profile(
    name="bromley",
    title="Bromley's published rate of reports, with a modern borough's services",
    # MPA Domestic Violence Board, Bromley borough report, November 2008, paras. 23 to 26, for the
    # financial year 2007-08: 3,098 incidents, 1,780 crimes, 1,192 arrests, 1,056 for crimes.
    incidents_a_year=3098,
    crime_share=0.575,
    arrested_of_crimes=0.593,
    arrested_of_others=0.103,
    season=_EVEN,  # assumed: most in summer and December, as the same report tells without figures
    # MPA Domestic Violence Board, Kingston borough report, November 2007: 749 victims (28 %) came
    # again within 36 months, with 2.5 offences each.
    repeaters=0.28,
    more_reports=1.5,
    repeat_shape=0.4,  # assumed: a few chronic cases have most of the repeats
    # Chosen so that about one report in ten repeats one of the same financial year (the Bromley
    # report, para. 25); it spreads a person's reports nearly evenly over the 36 months.
    repeat_gap_days=1500,
    # assumed, so that about a third of all episodes reach the police
    hidden_households=0.9,
    hidden_episodes=1.4,
    hidden_again=0.6,
    hidden_shape=0.5,  # assumed
    injured=0.24,  # assumed
    # assumed, to give about 125 and 45 contacts, 80 and 45 requests, 45 referrals to the charity
    # and 42 to programmes a month
    seen={
        "hospital": 0.15,
        "surgery": 0.058,
        "council": 0.097,
        "charity": 0.055,
        "support": 0.06,
        "probation": 0.5,
    },
    security_counts={"F": 28, "M": 12},  # assumed
    places=(37, 5),  # Safer Bromley Partnership, update for 2022/23 quarter 3
    staff={"front_line": 310, "manager": 64},  # assumed
)

PROFILES: Final[Mapping[str, Profile]] = {BROMLEY.name: BROMLEY}
"""Every profile by name."""
