"""How a command says that something did not work: one sentence on stderr and an exit code.

What belongs here: turning the exceptions that a command may meet into sentences. Exit codes: 0
done, 1 refused, findings, or an answer of 4xx or 5xx, 2 wrong use (click's own).
"""

from __future__ import annotations

import errno
from typing import Any, Final

import click

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Nothing more can be written; the system names no file where one was open already."""


class Failure(click.ClickException):
    """It did not work, and the message says why and what to do."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the message to stderr."""
        click.echo(self.format_message(), err=True)


def sentence(problem: Exception) -> str | None:
    """What to tell the person about this exception; None for one that is a fault of the program."""
    # Imported here: only a command that failed needs them.
    import httpx
    from sqlalchemy.exc import OperationalError

    from api.cli.client.credentials import CredentialsFault
    from api.cli.client.keys import KeyFault
    from api.cli.client.problems import Declined
    from api.cli.client.session import Uncalled
    from api.ledger import LedgerError
    from api.settings import SettingsError
    from api.vault import VaultError
    from auth.refusals import Refusal
    from migrations.roles import RolesMissingError
    from migrations.run import WrongDatabaseError
    from schemas.period import PeriodError

    of_agencies = (CredentialsFault, KeyFault, Declined, Uncalled)
    of_stores = (VaultError, LedgerError, WrongDatabaseError, RolesMissingError)
    said = (*of_agencies, *of_stores, SettingsError, PeriodError)
    words: tuple[tuple[type[Exception], str], ...] = (
        (httpx.ConnectError, "The service cannot be reached; does it run at the address given?"),
        (httpx.HTTPError, f"The service did not answer ({type(problem).__name__})."),
        (OperationalError, "The database cannot be used; see SAFERSHARE_DATABASE_URL."),
    )
    if isinstance(problem, Refusal):
        return _refusal(problem)
    if isinstance(problem, said):
        return str(problem)
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename}: {problem.strerror}."
    if isinstance(problem, OSError) and problem.errno in FULL:
        return f"{problem.strerror}. What was written before is whole; make room and start again."
    return next((text for kind, text in words if isinstance(problem, kind)), None)


def _refusal(refusal: Any) -> str:
    lines = [f"Refused ({refusal.code}). {refusal.title}. {refusal.detail}".rstrip()]
    lines += [f"  {item.message} ({item.code})" for item in refusal.errors]
    return "\n".join(lines)


class Told(click.Group):
    """A group whose commands end with a sentence where they would otherwise end with a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as problem:
            words = sentence(problem)
            if words is None:
                raise
            raise Failure(words) from problem
