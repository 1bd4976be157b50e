"""Who acts as an operator: the option that says so, and what it said.

What belongs here: the reference of the person at the terminal, which stands in the audit event of
whatever the command does. What does not: what an operator may do; whoever reaches the database may
act as one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

VARIABLE: Final = "SAFERSHARE_OPERATOR"
_KEY: Final = "safershare.operator"

_FORM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
"""The form of `Acting-Person`: an opaque reference, as a staff number."""


def operator_option(command: Command) -> Command:
    """`--operator REF`: whoever does this; in live it must be said. Read by `operator_name`."""
    return click.option(
        "--operator",
        envvar=VARIABLE,
        show_envvar=True,
        metavar="REF",
        expose_value=False,
        callback=_kept,
        help="Your own reference, for the log; needed in live.",
    )(command)


def operator_name() -> str:
    """The reference of whoever runs the present command, "" where nobody said.

    A command without the option, as one that a clock starts, takes it from the environment.
    """
    context = click.get_current_context(silent=True)
    named = context.meta.get(_KEY) if context else None
    return _checked(os.environ.get(VARIABLE, "") if named is None else str(named))


def _kept(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_KEY] = _checked(value or "")


def _checked(value: str) -> str:
    if value and not _FORM.fullmatch(value):
        raise click.UsageError("An operator is named by a reference: letters, digits and ._:/-")
    return value
