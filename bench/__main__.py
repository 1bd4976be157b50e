"""`python -m bench`: measure, print, and never fail on a time."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Final

import click

from bench import peered, questions, reads, returns, sealing, synthesis, tokens, validating
from bench.figures import Figure, as_json, as_table
from bench.stage import Stage, stage

ENGINES = ("sqlite", "postgresql")


def parts(
    rows: int, most: int, *, sealed: int = 0, stored: int = 0
) -> dict[str, Callable[[Stage], Iterator[Figure]]]:
    """What can be measured, by its name on the command line."""
    return {
        "returns": lambda at: returns.figures(at, rows=rows, most=most),
        "peers": lambda at: peered.figures(at, rows=rows),
        "tokens": tokens.figures,
        "reads": reads.figures,
        "aggregates": questions.figures,
        "sealing": lambda at: sealing.figures(at, sealed=sealed, stored=stored),
    }


def parts_of_no_engine(rows: int, *, records: int = 0) -> dict[str, Callable[[], Iterator[Figure]]]:
    """What can be measured without a service."""
    return {
        "validation": lambda: validating.figures(rows=rows),
        "synthesis": lambda: synthesis.figures(records=records),
    }


NAMES: Final = (*parts_of_no_engine(0), *parts(0, 0))


@click.command()
@click.option("--rows", default=100_000, show_default=True, help="Rows of a large return.")
@click.option("--most", default=1_000_000, show_default=True, help="Rows of the largest return.")
@click.option("--sealed", default=200_000, show_default=True, help="Records of a sealing.")
@click.option("--stored", default=1_000_000, show_default=True, help="Records behind an answer.")
@click.option("--records", default=1_000_000, show_default=True, help="Records that are invented.")
@click.option(
    "--engine", "engines", multiple=True, type=click.Choice(ENGINES), help="Only on this one."
)
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="Only this part.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def main(
    *,
    rows: int,
    most: int,
    sealed: int,
    stored: int,
    records: int,
    engines: tuple[str, ...],
    only: tuple[str, ...],
    as_document: bool,
) -> None:
    """Measure the service beside its peers, on each engine, in this run and on this machine."""
    logging.disable(logging.INFO)
    found: list[Figure] = []
    for name, figures in parts_of_no_engine(rows, records=records).items():
        if not only or name in only:
            click.echo(f"Measuring {name} ...", file=sys.stderr)
            found += figures()
    for engine in engines or ENGINES:
        for name, measure in parts(rows, most, sealed=sealed, stored=stored).items():
            if not only or name in only:
                click.echo(f"Measuring {name} on {engine} ...", file=sys.stderr)
                # A stage of its own each: no part finds what another left.
                with stage(engine) as at:
                    found += measure(at)
    click.echo(as_json(found) if as_document else as_table(found))


if __name__ == "__main__":
    main()
