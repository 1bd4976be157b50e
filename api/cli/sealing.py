"""A sealing shown as it goes: which dataset and table, how fast, and how long it will still take.

For the operator alone: how many rows there are is nobody else's business.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from api.services.releases.progress import Part, Step

LABEL = "Sealing"


class Shown:
    """What is told of a sealing: a bar on a terminal, a line for each dataset elsewhere."""

    def __init__(self, held: ExitStack) -> None:
        self._held = held
        self._bar: Any = None
        self._left: dict[tuple[str, str], int] = {}
        self._parts: dict[tuple[str, str], Part] = {}
        self._since = time.monotonic()

    def begun(self, parts: Sequence[Part]) -> None:
        """Begin, or begin anew where returns changed meanwhile."""
        self._held.close()
        self._parts = {(each.period, each.dataset): each for each in parts}
        self._left = {place: each.tables for place, each in self._parts.items()}
        self._since = time.monotonic()
        if sys.stderr.isatty() and parts:
            self._bar = self._held.enter_context(_bar(sum(each.work for each in parts)))

    def did(self, step: Step) -> None:
        """Show a step."""
        if self._bar is not None:
            self._bar.update(step.work, f"{_name(step)}, {self._rate(step.records)}")
            self._since = time.monotonic()
        elif step.table:
            self._count(step)

    def _count(self, step: Step) -> None:
        place = step.period, step.dataset
        self._left[place] -= 1
        if not self._left[place]:
            part = self._parts[place]
            click.echo(
                f"{LABEL} {step.period}: {step.dataset}, {part.records:,} records"
                f" in {part.tables} tables, {self._rate(part.records)}",
                err=True,
            )
            self._since = time.monotonic()

    def _rate(self, records: int) -> str:
        """How fast it went since it was last said."""
        seconds = max(time.monotonic() - self._since, 1e-6)
        return f"{records / seconds:,.0f} records/s"


@contextmanager
def sealing_shown() -> Iterator[Shown]:
    """What shows a sealing on stderr, so that stdout stays for its result."""
    with ExitStack() as held:
        yield Shown(held)


def _bar(length: int) -> Any:
    return click.progressbar(
        length=length, label=LABEL, show_eta=True, item_show_func=_item, file=sys.stderr
    )


def _item(item: str | None) -> str:
    return item or ""


def _name(step: Step) -> str:
    return f"{step.period} {step.dataset} {step.table or '(reading)'}"
