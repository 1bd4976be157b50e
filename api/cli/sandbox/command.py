"""`safershare sandbox`: a service in a known situation, as often as it is wanted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from api.cli.failures import Failure
from api.cli.options import json_option
from api.cli.sandbox.scenarios import SCENARIOS

DEFAULT = Path(".safershare/sandbox")


def _listed() -> str:
    """The scenarios with a sentence each, as the help shows them."""
    return "\n\n".join(f"{name}: {each.sentence}" for name, each in SCENARIOS.items())


@click.group(help="Put a sandbox in a known situation.\n\nScenarios:\n\n" + _listed())
def sandbox() -> None:
    """The group; its help lists the scenarios."""


@sandbox.command(help="Raise a situation anew; see `safershare sandbox --help` for them.")
@click.option("--scenario", type=click.Choice([*SCENARIOS]), required=True, help="Which.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=DEFAULT,
    show_default=True,
    help="Where: a link that is moved to the new sandbox when it is whole.",
)
@click.option(
    "--postgresql",
    "served",
    is_flag=True,
    help="Keep it in the PostgreSQL database of SAFERSHARE_DATABASE_URL: up to date, and empty.",
)
@json_option
def reset(*, scenario: str, folder: Path, served: bool, as_json: bool) -> None:
    """Build a scenario beside what is there, and put it in its place."""
    if os.environ.get("SAFERSHARE_ENVIRONMENT") == "live":
        raise Failure("A sandbox is not raised where SAFERSHARE_ENVIRONMENT is live.")
    # Imported here: a sandbox needs nearly everything, and `--help` needs none of it.
    from api.cli.sandbox import raising
    from api.cli.sandbox.place import Place, renewed

    link, wanted = folder.absolute(), SCENARIOS[scenario]
    server = _server() if served else ""
    said = raising.facts(scenario, wanted, link=str(folder))
    with renewed(link, server=server) as place:
        raising.raise_scenario(scenario, wanted, place)
        place.write_settings(Place(link, server).settings(now=wanted.now.isoformat()))
        raising.write_facts(place, said)
    click.echo(json.dumps(said) if as_json else _words(said, folder=folder))


def _server() -> str:
    """The address of the PostgreSQL database of this installation.

    Raises:
        Failure: it has none.
    """
    url = os.environ.get("SAFERSHARE_DATABASE_URL", "")
    if not url.startswith("postgresql"):
        raise Failure(
            "--postgresql wants SAFERSHARE_DATABASE_URL to name a new PostgreSQL database, brought"
            " up to date by `safershare db upgrade`. Without it a sandbox keeps its own file."
        )
    return url


def _words(said: dict[str, object], *, folder: Path) -> str:
    tries = "\n".join(f"  {each}" for each in said["try"])  # type: ignore[attr-defined]
    serve = f"  set -a; . {folder}/env; safershare serve"
    first = f"{said['scenario']}: {said['sentence']}\nThe clock stands at {said['now']}."
    return f"{first} Serve it with\n{serve}\nand try, from another terminal:\n{tries}"
