"""Commands that change how an agreement stands, at the word of a party and at once."""

from __future__ import annotations

import click

from api.cli.agreements.sides import Side, side_options


@click.command()
@side_options
@click.argument("number")
def suspend(*, side: Side, number: str) -> None:
    """Let the agreement NUMBER rest until the same party resumes it; its tokens stop at once."""
    _change(side, number, "suspend")


@click.command()
@side_options
@click.argument("number")
def resume(*, side: Side, number: str) -> None:
    """Let the agreement NUMBER hold again, as far as this party is concerned."""
    _change(side, number, "resume")


@click.command()
@side_options
@click.argument("number")
def end(*, side: Side, number: str) -> None:
    """End the agreement NUMBER for all its parties and for good; its tokens stop at once."""
    _change(side, number, "end")


@click.command()
@side_options
@click.argument("number")
def withdraw(*, side: Side, number: str) -> None:
    """Leave the agreement NUMBER for good; the other parties stay bound to each other."""
    _change(side, number, "withdraw")


def _change(side: Side, number: str, what: str) -> None:
    state = side.change(number, what=what)
    click.echo(f"{number}: {what}, at the word of {side.agency}. It is {_words(state)} now.")


def _words(state: str) -> str:
    return state.replace("_", " ")
