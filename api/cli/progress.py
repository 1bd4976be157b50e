"""Long work shown as it goes: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import click

Item = TypeVar("Item")


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
