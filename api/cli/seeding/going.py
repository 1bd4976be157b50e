"""The steps of seeding, one after another, for one borough and then the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import click

from api.cli import borough
from api.cli.installation import today
from api.cli.partners import Partners
from api.cli.progress import rated
from api.cli.seeding import board, standing
from api.cli.seeding.options import Options, Stage
from api.cli.seeding.sending import Sender, Wish
from api.cli.seeding.stories import Known, told
from api.cli.seeding.way import Open, Way
from api.settings import Settings
from schemas.period import Period
from synth.returns import InventedReturn

Tell = Callable[[str, int], None]


@dataclass
class Account:
    """What came of it."""

    returns: int = 0
    records: int = 0
    known: int = 0
    sealed: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    stories: list[list[str]] = field(default_factory=list)


def seeded(options: Options) -> dict[str, Any]:
    """Seed every borough, and say what came of it.

    Raises:
        Failure, Refusal, Declined, OSError: something is in the way; what was done stays, and the
            same options go on with it.
    """
    account, names = Account(), []
    for wish in options.wishes():
        names.append(wish.plan.partnership_id)
        _Borough(options, wish, account).go()
    return {
        "partnership": ", ".join(names),
        **vars(account),
        "credentials": str(options.credentials_dir),
    }


@dataclass
class _Borough:
    """One borough on its way."""

    options: Options
    wish: Wish
    account: Account
    known: Known = field(default_factory=Known)

    def go(self) -> None:
        """Everything that is asked for."""
        stages = self.options.stages()
        using = [_at(self.options.using, stage) for stage in stages]
        owed = sum(
            self.wish.owed(stage.months, today=today(at))
            for stage, at in zip(stages, using, strict=True)
        )
        with rated(owed, label="Returns", unit="records") as tell:
            for stage, at in zip(stages, using, strict=True):
                self._stage(stage, at, tell=tell, last=stage is stages[-1])

    def _stage(self, stage: Stage, using: Settings, *, tell: Tell, last: bool) -> None:
        options, wish = self.options, self.wish
        folder = options.folder(wish)
        log = folder / "server.log"
        way = Way(using, options.via_http, options.serves, log)
        held = standing.raised(using, wish.plan, months=stage.months, folder=folder, url=way.url)
        with way.open(stage.now) as opened, Partners(held, transport=opened.transport) as partners:
            self._send(stage.months, partners, day=today(using), tell=tell)
            if options.seals or options.reports:
                self._seal(stage.months, partners, way=opened)
            if last:
                self._read(partners, day=today(using))

    def _send(self, months: Sequence[Period], partners: Partners, *, day: date, tell: Tell) -> None:
        sender = Sender(partners)
        for each in self.wish.returns(months, today=day):
            outcome = sender.send(each)
            self.known.note(each)
            self.account.returns += 1
            self.account.records += outcome.records
            self.account.known += outcome.known
            tell(_line(each, known=outcome.known), outcome.records)

    def _seal(self, months: Sequence[Period], partners: Partners, *, way: Open) -> None:
        """Seal the quarters whose last month has just been sent, and let their answers be read."""
        lead = partners.agency(self.wish.plan.lead)
        done = board.sealed(lead)
        for quarter in board.whole(self.options.months):
            if quarter.months()[-1] not in months:
                continue
            if str(quarter) not in done:
                board.seal(lead, quarter, way=way)
                click.echo(f"{quarter}: sealed", err=True)
                self.account.sealed.append(str(quarter))
            borough.let_print(partners.agency, lead=self.wish.plan.lead, period=str(quarter))

    def _read(self, partners: Partners, *, day: date) -> None:
        """Write the reports and tell the stories that are asked for."""
        options, plan = self.options, self.wish.plan
        if options.reports is not None:
            several = options.boroughs > 1
            folder = options.reports / plan.partnership_id if several else options.reports
            for period in board.reported(options.months):
                written = board.write_reports(partners.agency(plan.lead), period, folder=folder)
                self.account.reports += map(str, written)
        chosen = self.known.chosen(options.stories)
        self.account.stories += told(partners, plan, chosen, today=day)


def _at(using: Settings, stage: Stage) -> Settings:
    return replace(using, sandbox_now=stage.now) if stage.now else using


def _line(sent: InventedReturn, *, known: bool) -> str:
    already = ", there already" if known else ""
    return f"{sent.agency_id} {sent.dataset} {sent.month}: {len(sent.written)} rows{already}"
