"""Long work shown as it goes: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

import click

Item = TypeVar("Item")

EVERY: Final = 25_000
"""Things after which a line is said of counted work where there is no terminal (design)."""


def progress(
    items: Sequence[Item], *, label: str, line: Callable[[Item], str] | None = None
) -> Iterator[Item]:
    """The items one by one.

    Args:
        items: what is worked through.
        label: what the bar says; it goes to stderr, so that stdout stays for results.
        line: what is said of each item where there is no terminal; None says nothing.
    """
    if sys.stderr.isatty():
        with click.progressbar(items, label=label, file=sys.stderr) as bar:
            yield from bar
        return
    for item in items:
        yield item
        if line is not None:
            click.echo(line(item), err=True)


@contextmanager
def rated(size: int, *, label: str, unit: str) -> Iterator[Callable[[str, int], None]]:
    """What is told of each thing that is done: in words, and how much of the unit was in it.

    On a terminal it is a bar with the rate and the time left; elsewhere a line of the words.

    Args:
        size: how many things there are.
        label: what the bar says, on stderr.
        unit: what the rate counts.
    """
    if not sys.stderr.isatty():
        yield lambda words, count: click.echo(words, err=True)
        return
    begun, done = time.monotonic(), 0
    with click.progressbar(
        length=size,
        label=label,
        show_eta=True,
        item_show_func=lambda item: item or "",
        file=sys.stderr,
    ) as bar:

        def tell(_: str, count: int) -> None:
            nonlocal done
            done += count
            bar.update(1, f"{done / max(time.monotonic() - begun, 1e-6):,.0f} {unit}/s")

        yield tell


@contextmanager
def counter(size: int, *, label: str) -> Iterator[Callable[[int], None]]:
    """What is told of each so many things that are done.

    Args:
        size: how many there are in all; 0 where that is not known.
        label: what the bar or the lines say, on stderr.
    """
    if sys.stderr.isatty() and size:
        with click.progressbar(length=size, label=label, file=sys.stderr) as bar:
            yield bar.update
        return
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        if (done + more) // EVERY > done // EVERY:
            click.echo(f"{label}: {done + more}", err=True)
        done += more

    yield tick
