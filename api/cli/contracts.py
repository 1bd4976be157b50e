"""`safershare contract`: what is published of the interface and of the common schema."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from api.reports.governance import Parties


@click.group()
def contract() -> None:
    """Look after the published contract and dictionaries."""


@contract.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("openapi.yaml"),
    show_default=True,
    help="Where to write it.",
)
def write(*, out: Path) -> None:
    """Write the contract (OpenAPI 3.1) of this version of the service; no database is needed."""
    # Imported here: only this command writes YAML.
    import yaml

    text = yaml.safe_dump(document(), sort_keys=False, width=100, allow_unicode=True)
    out.write_text(text, encoding="utf-8")
    click.echo(f"Wrote {out}.")


@contract.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/datasets"),
    show_default=True,
    help="The folder they are written into.",
)
def pages(*, out: Path) -> None:
    """Write the data dictionaries of all datasets, all code lists and all rules as pages."""
    # Imported here: the schema's library is slow to load, and `--help` does not need it.
    from schemas import pages

    made = pages.whole()
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.html"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
    click.echo(f"Wrote {len(made)} pages into {out}.")


@contract.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("docs/indicators.md"),
    show_default=True,
    help="Where to write it.",
)
def indicators(*, out: Path) -> None:
    """Write the page on the indicators: what each divides by what, and how not to read it."""
    from api.reports.indicators.page import page

    out.write_text(page(), encoding="utf-8")
    click.echo(f"Wrote {out}.")


@contract.command()
@click.option(
    "--partnership",
    help="Of this partnership, from the agreements on file; default: the invented one.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/governance"),
    show_default=True,
    help="The folder they are written into.",
)
def governance(*, partnership: str | None, out: Path) -> None:
    """Write drafts of what a data-protection officer signs, for review by the partnership's lead.

    A record of processing, an impact assessment, the text of the sharing agreements and a privacy
    notice, from the definitions and from the terms of agreements.
    """
    from api.reports.governance import papers

    made = papers(_filed(partnership) if partnership else invented())
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
    click.echo(f"Wrote {len(made)} papers into {out}.")


def invented() -> Parties:
    """The invented partnership and what it agreed."""
    from api.reports.governance import Parties
    from synth.partnership import PLAN

    agencies = {each.agency_id: (each.name, each.sector) for each in PLAN.agencies}
    return Parties(PLAN.name, agencies, tuple(PLAN.agreements))


def _filed(partnership: str) -> Parties:
    """A partnership as it is on file: what all parties of each agreement have signed."""
    from api.cli.installation import looking
    from api.services.rights.filed import parties

    with looking(partnership) as session:
        return parties(session, partnership_id=partnership)


def document() -> dict[str, Any]:
    """The contract as the application makes it, the same on every machine."""
    from api import contract as published
    from api import vault
    from api.app import create_app
    from api.settings import Settings

    with TemporaryDirectory() as folder:
        # The application needs secrets to be made; nothing of them is in the contract.
        vault.prepare(Path(folder))
        url = f"sqlite:///{folder}/none.db"
        settings = Settings.from_environment(
            {"SAFERSHARE_DATABASE_URL": url, "SAFERSHARE_KEY_DIR": folder}
        )
        found: dict[str, Any] = published.of(create_app(settings))
    return found
