"""Windows: the frozen returns of a year and of the years before it, as linked measures take them.

A window of twelve months is the year as this sealing freezes it. A longer one takes the years
before as their newest releases froze them, so that it needs those years sealed, and nothing that
came since is in it. What is counted of a window stands in `linked`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from api.queries import participation
from api.queries import releases as stored
from api.queries.participation import Sent
from api.queries.releases import Input
from api.services.releases import freezing
from api.services.releases.planning import Target
from schemas.linked import THREE_YEARS, YEAR, Linked, Side
from schemas.period import Period


@dataclass(frozen=True)
class Gathered:
    """The returns of one side of a family.

    Attributes:
        inputs: of its datasets and its window.
        lacking: years of the window that are not sealed.
        removed: whether records that were frozen are no longer kept.
    """

    side: Side
    inputs: tuple[Input, ...]
    lacking: tuple[str, ...]
    removed: bool

    @property
    def records(self) -> tuple[Input, ...]:
        """Those whose records are counted."""
        return tuple(filter(freezing.holds_records, self.inputs))

    @property
    def whole(self) -> bool:
        """Whether there is something to count, and all of the window is there."""
        return bool(self.records) and not self.lacking and not self.removed

    def submissions(self) -> dict[str, tuple[str, ...]]:
        """The pointers of the counted returns, by dataset."""
        return {
            name: freezing.submissions(freezing.records(self.inputs, dataset=name))
            for name in self.side.datasets
        }


@dataclass(frozen=True)
class Windows:
    """The windows that end with a year which is being sealed."""

    session: Session
    partnership_id: str
    target: Target

    def whole(self, family: Linked) -> list[Gathered]:
        """What a family's people are told from."""
        return [self._gathered(side) for side in family.whole]

    def part(self, family: Linked) -> list[Gathered]:
        """What tells a family's people apart besides."""
        return [self._gathered(side) for side in family.part]

    @cached_property
    def sent(self) -> Mapping[str, Sent]:
        """What the deliveries of the longest window say of themselves, those that are kept."""
        every = [each for held in self._years.values() for each in held or ()]
        return participation.sent(
            self.session,
            partnership_id=self.partnership_id,
            submission_ids=freezing.submissions(every),
        )

    @cached_property
    def _years(self) -> Mapping[Period, Sequence[Input] | None]:
        """The frozen returns of each year of the longest window, None of one not sealed."""
        year = self.target.period
        before = list(_before(year, years=THREE_YEARS // YEAR))
        return {year: self.target.inputs} | {each: self._frozen(each) for each in before}

    def _frozen(self, year: Period) -> Sequence[Input] | None:
        owner = self.partnership_id
        release = stored.latest(self.session, partnership_id=owner, period=str(year))
        if release is None:
            return None
        return stored.inputs(self.session, partnership_id=owner, release_id=release.release_id)

    def _gathered(self, side: Side) -> Gathered:
        years = list(self._years.items())[: side.months // YEAR]
        inputs = tuple(
            each for _, held in years for each in held or () if each.dataset in side.datasets
        )
        counted = freezing.submissions(filter(freezing.holds_records, inputs))
        return Gathered(
            side,
            inputs,
            tuple(sorted(str(year) for year, held in years if held is None)),
            any(each not in self.sent for each in counted),
        )


def _before(year: Period, *, years: int) -> Iterator[Period]:
    """The years before one that make so many with it, newest first."""
    for _ in range(years - 1):
        year = year.previous()
        yield year
