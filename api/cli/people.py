"""`safershare person`: requests of persons about their own records, as whoever runs the service.

A reference is read from a file or from the terminal, never from the command line, where other users
of the machine and the shell's history would see it.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.installation import looking, settings, today, tools, writing
from api.cli.operators import operator_name
from api.cli.options import json_option, partnership_option
from api.cli.tables import print_one, print_rows
from api.policies.person_requests import KINDS, REASONS

if TYPE_CHECKING:
    from auth.caller import Caller

agency_option = click.option("--agency", required=True, help="The agency whose records these are.")
_ANY: Any = click.Choice


@click.group()
def person() -> None:
    """Answer persons who ask about their own records."""


@person.command()
@partnership_option
@click.argument("kind", type=_ANY((*KINDS,)))
@click.option("--agency", help="Whose records; default: every agency that holds some.")
@click.option(
    "--reference-file",
    type=click.File("r", encoding="utf-8"),
    help="A file with the keyed reference, - for standard input; default: it is asked for.",
)
def receive(*, partnership: str, kind: Any, agency: str | None, reference_file: Any) -> None:
    """Enter a request of KIND; each agency that it concerns then weighs the risk of an answer."""
    from api.services.rights import receiving
    from api.services.rights.receiving import Asked

    using = settings()
    text = reference_file.read() if reference_file else click.prompt("Reference", hide_input=True)
    asked = Asked(kind, text.strip(), using.environment)
    secret, now, day = tools(using).secret, datetime.now(UTC), today(using)
    with writing(partnership) as session:
        caller = _caller(partnership, agency or "")
        if agency:
            number = receiving.receive(
                session, caller, asked=asked, secret=secret, now=now, today=day
            )["request"]
        else:
            number = receiving.receive_for_all(
                session, caller, asked=asked, secret=secret, now=now, today=day
            )
    click.echo(number)


@person.command("list")
@partnership_option
@click.option("--agency", default="", help="One agency's alone.")
@json_option
def list_(*, partnership: str, agency: str, as_json: bool) -> None:
    """List requests, the oldest first."""
    from api.services.rights import person_requests

    rows: list[dict[str, Any]] = []
    with looking(partnership) as session:
        after: list[str] | None = []
        while after is not None:
            page, after = person_requests.listed(
                session, _caller(partnership, agency), after=after or None
            )
            rows += page
    print_rows(rows, noun="requests", as_json=as_json)


@person.command()
@partnership_option
@click.argument("number")
@agency_option
@json_option
def show(*, partnership: str, number: str, agency: str, as_json: bool) -> None:
    """Show an agency's part of the request NUMBER, and where its records name the person."""
    from api.services.rights import person_requests

    with looking(partnership) as session:
        shown = person_requests.shown(session, _caller(partnership, agency), request_id=number)
    print_one(shown, as_json=as_json)


@person.command()
@partnership_option
@click.argument("number")
@agency_option
@click.option(
    "--outcome",
    type=_ANY(("clear", "danger")),
    required=True,
    help="Whether an answer would put somebody in danger.",
)
@click.option(
    "--identity-established", is_flag=True, help="It is known that the person themself asks."
)
@click.option("--leave-out", multiple=True, metavar="DATASET", help="Keep it out of the copy.")
@json_option
def check(
    *,
    partnership: str,
    number: str,
    agency: str,
    outcome: Any,
    identity_established: bool,
    leave_out: tuple[str, ...],
    as_json: bool,
) -> None:
    """Record the risk check of the agency that owns the records, at its word."""
    from api.policies.person_requests import Checked
    from api.services.rights import person_requests

    found = Checked(outcome, identity_established=identity_established, left_out=leave_out)
    with writing(partnership) as session:
        shown = person_requests.check(
            session,
            _caller(partnership, agency),
            request_id=number,
            checked=found,
            now=datetime.now(UTC),
        )
    print_one(shown, as_json=as_json)


@person.command()
@partnership_option
@click.argument("number")
@agency_option
@click.option("--refuse", "reason", type=_ANY((*REASONS,)), help="Refuse it, for this reason.")
@json_option
def decide(*, partnership: str, number: str, agency: str, reason: Any, as_json: bool) -> None:
    """Carry the request NUMBER out in an agency's records, at its word, or refuse it."""
    from api.services.rights import person_requests

    with writing(partnership) as session:
        shown = person_requests.decide(
            session,
            _caller(partnership, agency),
            request_id=number,
            decision="refuse" if reason else "carry_out",
            reason=reason,
            tools=tools(settings()),
            now=datetime.now(UTC),
        )
    print_one(shown, as_json=as_json)


@person.command()
@partnership_option
@click.argument("number")
@agency_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Where to write it; the file is its owner's alone.",
)
def copy(*, partnership: str, number: str, agency: str, out: Path) -> None:
    """Write the person's copy of what an agency sent about them, other people left out."""
    from api.services.rights import copies
    from auth import audit
    from auth.audit import Event
    from schemas.wire.person_requests import PersonCopy

    with writing(partnership) as session:
        caller = _caller(partnership, agency)
        made = copies.copy(session, caller, request_id=number, today=today(settings()))
        counts = {"rows": len(made["records"])}
        event = Event.by(caller, tag="rights:copy", subject=number, counts=counts)
        audit.record(session, event, now=datetime.now(UTC))
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(PersonCopy().dump(made), file, indent=2, ensure_ascii=False)
    click.echo(f"Wrote {out}: {counts['rows']} records.")


def _caller(partnership: str, agency: str) -> Caller:
    """The operator at one agency's word, or at nobody's in particular."""
    from dataclasses import replace

    from auth.caller import operator

    return replace(operator(partnership, agency_id=agency), acting_person=operator_name() or None)
