"""`safershare contract`: what is published of the interface and of the common schema."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click


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
