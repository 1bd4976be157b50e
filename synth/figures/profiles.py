"""Profiles: how much abuse an invented borough has, how it goes on, and who comes to know of it.

Each is a file of `synth/profiles`, in which every figure stands with its source; this module says
what the figures mean and reads them. What single records look like stands beside this, by kind. The
targets in the same files, by which what was written is scored, belong to `synth.scoring`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from schemas.codes.places import BROMLEY as BROMLEY_AREA
from schemas.period import Period
from synth.chance import Shares
from synth.figures import housing, people, police, proceedings, referrals, risk
from synth.figures.places import WARDS

FOLDER: Final = Path(__file__).resolve().parents[1] / "profiles"
FIRST_OF_YEAR: Final = 4  # a financial year begins in April


@dataclass(frozen=True, eq=False)
class Profile:
    """The rates of one invented borough.

    Attributes:
        name: its name on the command line.
        title: its name for people.
        months: the months that are written where none are named.
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
        trained: of whom so many are trained; a role that is not named has a share by chance.
        posts, vacant: of the police's specialist unit, all and those that are vacant, by role.
        audited: records that were right in a quarter's audit, and those that were looked at.
        reached: whom work in schools reached in a quarter, by measure.
        handed_out: cards and the like, made and left in a year, by measure.
        budget: pounds for work on domestic abuse in a year, and the partnership's budget.
        deaths: related to domestic abuse in a year, as the partnership publishes them; None where
            it publishes none.
        asked: whether a scrutiny board asks the agencies each year, who answer in words.
        population, population_source: of the area, by the indicator that it is declared as.
        swing: how far the households of a month stray from their mean, for each standard error of
            chance; nought where a published year is to be met.
        area, place: its code as a local authority, and what it is called.
        levels: how many reports there are in a financial year, by the year in which it begins, for
            each one in the year that the others are about.
        assessed: of reports that are no crime, those whose risk is assessed.
        supervised: of assessments, those that a supervisor looks at.
        referred: of reports, those whose victim the police refer to the charity.
        conferenced: of high risks that meet the threshold, those referred to the conference.
        conferenced_again: the same, of persons who reported in the twelve months before.
        conferences_from: the number of the month in which conferences begin.
        grave_cautioned: of cautions for grievous bodily harm or graver, those that stay cautions;
            the others become charges.
        men_helped: how often men turn to the charity, for each time that a woman does.
        homicides: how many there are, by the number of the month.
        hospital_accepted: of referrals offered at the hospital, those accepted, from the month of
            each number on.
        recorded: the share of persons whose answers the police hold, where it is not the usual one.
        wards, calls, flags, offences: of reports, where they come from, how many calls each took,
            how it is flagged, and which offence it is.
        outcomes, results: how crimes end at the police ("" without a word) and in court.
        services, housing: what people are referred to at the charity, and ask the council for.
        female_victims: of persons abused.
        scale: how many times as large the borough is as the one on file.
    """

    name: str
    title: str
    months: tuple[Period, ...]
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
    population: Mapping[str, int]
    population_source: str
    trained: Mapping[str, int] = field(default_factory=dict)
    posts: Mapping[str, int] = field(default_factory=dict)
    vacant: Mapping[str, int] = field(default_factory=dict)
    audited: tuple[int, int] | None = None
    reached: Mapping[str, int] = field(default_factory=dict)
    handed_out: Mapping[str, int] = field(default_factory=dict)
    budget: tuple[int, int] | None = None
    deaths: int | None = None
    asked: bool = False
    swing: float = 1.0
    area: str = BROMLEY_AREA
    place: str = "Bromley"
    levels: Mapping[int, float] = field(default_factory=dict)
    assessed: float = 0.6  # assumed
    supervised: float = risk.SUPERVISED
    referred: float = 0.2  # assumed
    conferenced: float = risk.REFERRED
    conferenced_again: float = risk.REFERRED
    conferences_from: int = 0
    grave_cautioned: float = 1.0
    men_helped: float = 1.0
    homicides: Mapping[int, int] = field(default_factory=dict)
    hospital_accepted: Mapping[int, float] = field(default_factory=dict)
    recorded: Mapping[str, float] = field(default_factory=dict)
    wards: Shares[str] = WARDS
    calls: Shares[int] = police.CALLS
    flags: Shares[str] = police.FLAGS
    offences: Shares[str] = police.OFFENCES
    outcomes: Shares[str] = proceedings.POLICE
    results: Shares[str] = proceedings.COURT
    services: Shares[str] = referrals.SERVICES
    housing: Shares[str] = housing.KINDS["housing_options"]
    female_victims: float = people.FEMALE_VICTIMS
    scale: float = 1.0

    def scaled(self, scale: float) -> Profile:
        """The same borough with so many times the people; its services stay as they are."""
        return replace(
            self, incidents_a_year=self.incidents_a_year * scale, scale=self.scale * scale
        )

    def level(self, month: int) -> float:
        """How many reports there are in the financial year of a month by its number."""
        return self.levels.get(2000 + (month - FIRST_OF_YEAR + 1) // 12, 1.0)

    def __reduce__(self) -> tuple[Callable[..., Profile], tuple[Any, ...]]:
        """Another process reads the profile for itself, if it is one of those on file."""
        if _scaled(self.name, self.scale).incidents_a_year != self.incidents_a_year:
            raise TypeError(f"the profile {self.name} is not the one on file")
        return _scaled, (self.name, self.scale)


@cache
def _scaled(name: str, scale: float) -> Profile:
    return PROFILES[name].scaled(scale)


def month_number(month: str) -> int:
    """A month as the number of months since January 2000."""
    day = Period.parse_month(month).start
    return (day.year - 2000) * 12 + day.month - 1


def span(text: str) -> tuple[Period, ...]:
    """The months of `2007-04..2008-03`."""
    first, _, last = text.partition("..")
    months, end = [Period.parse_month(first)], Period.parse_month(last or first)
    while months[-1] < end:
        months.append(months[-1].next())
    return tuple(months)


def document(name: str) -> dict[str, Any]:
    """A profile's file as it stands, with its sources and targets."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "season": tuple,
    "places": tuple,
    "audited": tuple,
    "budget": tuple,
    "levels": lambda held: {int(year): level for year, level in held.items()},
    "conferences_from": month_number,
    "homicides": lambda held: {month_number(month): many for month, many in held.items()},
    "hospital_accepted": lambda held: {month_number(month): held[month] for month in sorted(held)},
}
"""How figures that TOML cannot hold as they are used are read; all others are as they stand."""
_NUMBERED: Final = frozenset({"calls"})


def _profile(name: str) -> Profile:
    """Read a profile; what its file does not name is as usual."""
    held = document(name)
    figures: dict[str, Any] = {
        key: _READ.get(key, _same)(told["value"]) for key, told in held["figures"].items()
    }
    shares: dict[str, Any] = {
        key: _shares(key, told) for key, told in held.get("shares", {}).items()
    }
    return Profile(
        name=name, title=held["title"], months=span(held["months"]), **figures, **shares,
        population_source=held["figures"]["population"]["source"],
        **{name: held[name] for name in ("area", "place") if name in held},
    )  # fmt: skip


def _same(value: Any) -> Any:
    return value


def _shares(key: str, told: Mapping[str, Any]) -> Shares[Any]:
    weights = told["weights"]
    if key in _NUMBERED:
        weights = {int(thing): weight for thing, weight in weights.items()}
    return Shares(weights, told["source"])


NAMES: Final = ("modern-borough", "bromley-2021", "bromley-2007", "kingston-2006", "havering-2005")
"""Every profile, the one that is taken where none is named first."""
USUAL: Final = NAMES[0]
PROFILES: Final[Mapping[str, Profile]] = {name: _profile(name) for name in NAMES}
"""Every profile by name."""
BROMLEY: Final = PROFILES[USUAL]
"""The usual profile."""
