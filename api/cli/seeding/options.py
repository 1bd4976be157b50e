"""What is asked of `safershare seed`, once it is known to make sense."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, Self

import click

from api.cli.failures import Failure
from api.cli.installation import business_now, settings, today
from api.cli.seeding.sending import Wish
from api.settings import Settings
from schemas.period import Period
from synth.figures.profiles import PROFILES
from synth.making import possible
from synth.partnership import PLAN
from synth.placing import plan_of

LARGEST: Final = 20
"""Times the borough: a month of one return is in memory at once. More people are more boroughs."""

SENT_AFTER: Final = timedelta(days=20)
"""From the end of a month until it is sent, five days before it is due (design)."""

_NINE: Final = time(9, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """Months that are sent at one time; `now` is where the sandbox's clock is put, if it is."""

    months: tuple[Period, ...]
    now: datetime | None


@dataclass(frozen=True)
class Options:
    """What is asked for.

    Attributes:
        using: the settings of this installation.
        boroughs: how many.
        reports: where reports go; None for none.
        stories: how many are told, of each borough.
    """

    using: Settings
    months: tuple[Period, ...]
    seed: int
    profile: str
    scale: float
    boroughs: int
    credentials_dir: Path
    via_http: str | None
    serves: bool
    on_time: bool
    seals: bool
    reports: Path | None
    stories: int

    @classmethod
    def checked(cls, **asked: Any) -> Self:
        """The options, which can be met.

        Raises:
            Failure: this installation is live, a month has not ended, or would be sent before
                anything is agreed.
            BadParameter, UsageError: an option makes no sense.
            SettingsError: a setting is wrong.
        """
        made = cls(settings(), **asked)
        if made.using.environment != "sandbox":
            raise Failure("An invented partnership is raised in a sandbox; this service is live.")
        if made.profile not in PROFILES:
            raise click.BadParameter(f"There is no such profile; there is {', '.join(PROFILES)}.")
        if not (math.isfinite(made.scale) and 0 < made.scale <= LARGEST):
            raise click.BadParameter(
                f"--scale is above 0 and at most {LARGEST}; for more people take more --boroughs."
            )
        if made.on_time and made.via_http:
            raise click.UsageError("The service at --via-http has a clock of its own: --on-time"
                                   " goes with --serve, or alone.")  # fmt: skip
        try:
            possible(made.months, today=today(made.using), profile=PROFILES[made.profile])
        except ValueError as problem:
            raise Failure(f"{problem}.") from problem
        made._see_agreed()
        return made

    def _see_agreed(self) -> None:
        """See that nothing is sent before the agreements begin.

        Raises:
            Failure: something would be.
        """
        begins = min(date.fromisoformat(terms["starts_on"]) for terms in PLAN.agreements)
        sent = [stage.now.date() for stage in self.stages() if stage.now]
        if sent and min(sent) < begins:
            raise Failure(
                f"The agreements begin on {begins}, and {self.months[0]} would be sent before:"
                " leave out --on-time, so that all comes on one day."
            )

    def wishes(self) -> Iterator[Wish]:
        """What is invented, borough by borough."""
        rates = PROFILES[self.profile].scaled(self.scale)
        for number in range(self.boroughs):
            yield Wish(plan_of(rates, number=number), self.seed, rates, number)

    def folder(self, wish: Wish) -> Path:
        """Where the credentials of a borough's agencies are."""
        several = self.boroughs > 1
        return self.credentials_dir / wish.plan.partnership_id if several else self.credentials_dir

    def stages(self) -> Sequence[Stage]:
        """The months as they are sent: at once, or each in the month after it."""
        if not self.on_time:
            return (Stage(self.months, None),)
        last = business_now(self.using)
        return tuple(
            Stage((month,), min(last, datetime.combine(month.end + SENT_AFTER, _NINE)))
            for month in self.months
        )
