"""`safershare reminders`: what an agency should do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.cli.options import agency, credentials_option, json_option, under_options


@click.command()
@credentials_option
@under_options
@json_option
def reminders(*, credentials: Path, as_json: bool, **under: Any) -> None:
    """Print what your agency should do next, each with the call that answers it."""
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    with agency(credentials) as session:
        answer = checked(session.call("GET", "/v1/reminders", **under))
    if as_json:
        click.echo(answer.text)
        return
    found = answer.json()["reminders"]
    for each in found:
        about = " ".join(each[name] for name in ("dataset", "period", "agreement") if each[name])
        due = f" Due {each['due_on']}." if each["due_on"] else ""
        click.echo(f"{each['kind']}  {about}: {each['sentence']}{due}")
        click.echo(f"  {each['answer']['method']} {each['answer']['path']}")
        click.echo(f"  {each['answer']['says']}")
    if not found:
        click.echo("Nothing is waiting for your agency.")
