"""Everything that happens to some households, worked out when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from synth.lives.abuse import Episodes, Timeline, timeline
from synth.lives.children import Children
from synth.lives.conference import Conference
from synth.lives.courts import Courts, Orders
from synth.lives.households import LONGEST_DELAY, Households
from synth.lives.policing import Policing
from synth.lives.support import Referrals
from synth.lives.ties import Ties
from synth.lives.turning import Programmes, Service, Turned, turned


@dataclass
class World:
    """The lives of some households: of those alone in which something can come up in a span.

    Attributes:
        some: the households.
        first, last: the span of days.
    """

    some: Households
    first: int
    last: int

    @cached_property
    def _timeline(self) -> Timeline:
        return timeline(self.some).within(self.first - LONGEST_DELAY, self.last)

    @property
    def homes(self) -> Households:
        """The households in which something can come up."""
        return self._timeline.homes

    @cached_property
    def ties(self) -> Ties:
        """Who is in them."""
        return Ties(self.homes)

    @cached_property
    def episodes(self) -> Episodes:
        """What is done to whom."""
        return self._timeline.episodes(self.ties)

    @cached_property
    def children(self) -> Children:
        """Their children."""
        return Children(self.episodes)

    @cached_property
    def policing(self) -> Policing:
        """What the police hear and do."""
        return Policing(self.episodes)

    @cached_property
    def conference(self) -> Conference:
        """Which cases are heard."""
        return Conference(self.policing)

    @cached_property
    def courts(self) -> Courts:
        """How crimes end."""
        return Courts(self.policing)

    @cached_property
    def orders(self) -> Orders:
        """Which orders follow."""
        return Orders(self.policing)

    @cached_property
    def referrals(self) -> Referrals:
        """Who is referred to the charity."""
        return Referrals(self.policing)

    @cached_property
    def programmes(self) -> Programmes:
        """Who is referred to a programme."""
        return Programmes(self.policing)

    def turned(self, service: Service) -> Turned:
        """Who turns to a service from the first day of the span on."""
        return turned(self.episodes, service, since=self.first)
