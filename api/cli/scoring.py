"""`safershare synth score` and `synth targets`: how real the files of an invented borough look."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from api.cli.failures import Failure
from api.cli.options import json_option

SCORE = "synthetic-score.json"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page with plots as well.",
)
@json_option
def score(*, folder: Path, html: Path | None, as_json: bool) -> None:
    """Score what `safershare synth` wrote into FOLDER against its profile's targets.

    The score is written beside the files as well. Exit code 1 where a row breaks a rule, or fewer
    than 95 % of the targets are within tolerance.
    """
    found = _scored(folder)
    _put(folder / SCORE, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    if html is not None:
        from synth.scoring.page import page

        _put(html, page(found))
    click.echo(json.dumps(found) if as_json else "\n".join(_words(found)))
    if not _good(found):
        raise SystemExit(1)


def _scored(folder: Path) -> dict[str, Any]:
    # Imported here: scoring loads much that `--help` does not need.
    from synth.scoring.reading import ScoreError
    from synth.scoring.score import score as scored

    try:
        return scored(folder)
    except ScoreError as problem:
        raise Failure(f"{problem}.") from problem


def _put(path: Path, text: str) -> None:
    """Write a file, which has its name when it is whole."""
    making = path.with_name(f".{path.name}")
    try:
        making.write_text(text, encoding="utf-8")
        making.replace(path)
    except OSError as problem:
        making.unlink(missing_ok=True)
        raise Failure(f"{path} could not be written: {problem.strerror}.") from problem


def _good(found: dict[str, Any]) -> bool:
    """Whether every row is right, and 95 % of what was measured is within tolerance."""
    enough = found["within"] >= 0.95 * found["measured"]
    return enough and found["structure"]["share"] in (None, 100.0)


def _words(found: dict[str, Any]) -> list[str]:
    structure = found["structure"]
    lines = [
        f"{found['title']} ({found['profile']}, seed {found['seed']})",
        f"{found['within']} of {found['measured']} targets within tolerance.",
        f"{structure['passed']} of {structure['rows']} rows pass both validators.",
    ]
    for each in found["targets"]:
        if each["within"] is not True:
            said = "not measured" if each["within"] is None else f"found {each['found']}"
            lines.append(
                f"  {each['target']}: expected {each['expected']} ± {each['tolerance']}, {said}"
            )
    lines += [f"  Set aside: {each['target']}: {each['reason']}" for each in found["gaps"]]
    lines += [
        f"  {each.get('marginal') or each['pair']}: {each['score']}"
        for each in (*found["marginals"], *found["pairs"])
    ]
    return lines


@click.command()
@click.option("--seed", type=int, default=42, show_default=True, help="What is drawn from.")
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=Path("docs/synth.md"),
    show_default=True,
    help="The page whose tables are written anew.",
)
def targets(*, seed: int, page: Path) -> None:
    """Draw and score every profile, and write the tables of targets into the documentation."""
    from synth.figures.profiles import PROFILES
    from synth.scoring.table import placed, tables
    from synth.writing.files import write

    found = []
    for profile in PROFILES.values():
        with TemporaryDirectory() as folder:
            write(Path(folder), months=profile.months, seed=seed, profile=profile.name)
            found.append(_scored(Path(folder)))
        click.echo(f"{profile.name}: {found[-1]['within']} of {found[-1]['measured']}")
    _put(page, placed(page.read_text(encoding="utf-8"), tables(found)))
    click.echo(f"Wrote {page}.")
