"""Long work shown as it goes: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
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
