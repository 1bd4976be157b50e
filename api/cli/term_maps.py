"""`safershare map`: a term map proposed from a sample of a file, on the agency's own machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.options import agency, under_options
from api.cli.returns import media_type

if TYPE_CHECKING:
    from api.intake.words.proposals import Proposal


@click.command("map")
@click.option("--dataset", required=True, help="The dataset's name, for example incident.")
@click.option(
    "--preset",
    "presets",
    metavar="NAME",
    multiple=True,
    help="Use this national code set wherever it fits, as nhs_ethnicity_2001; may be repeated.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write the map here; default: print it.",
)
@click.option("--send", is_flag=True, help="Set the map at the service as well.")
@click.option(
    "--credentials",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="SAFERSHARE_CREDENTIALS",
    show_envvar=True,
    help="The client's credentials file, for --send.",
)
@under_options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def term_map(
    *,
    file: Path,
    dataset: str,
    presets: tuple[str, ...],
    out: Path | None,
    send: bool,
    credentials: Path | None,
    **under: Any,
) -> None:
    """Propose a map from the words of FILE to the common ones.

    FILE is a sample of an extract as the agency's system writes it, in any format that `submit`
    takes. Columns are found by their names, codes by codes and labels. Look at the map, correct
    it, and set it with PUT /v1/term-maps/DATASET (or --send); `safershare check --map` tries it
    first. Nothing leaves this machine but the map, and a word goes into it only if it stands in
    at least five rows and does not look like an identifier of a person.
    """
    if send and credentials is None:
        raise click.UsageError("--send needs --credentials.")
    found = _proposed(file, dataset=dataset, presets=presets)
    text = json.dumps(found.document, indent=2, ensure_ascii=False)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
    for line in _lines(found):
        click.echo(line, err=True)
    if send and credentials is not None:
        _send(found, credentials=credentials, dataset=dataset, under=under)


def _proposed(file: Path, *, dataset: str, presets: tuple[str, ...]) -> Proposal:
    # Imported here: the schema's library is slow to load, and `--help` does not need it.
    from api.intake.reading.body import Limits, spool
    from api.intake.reading.rest import at_rest
    from api.intake.words.proposals import propose
    from api.intake.words.samples import sample
    from api.settings import BODY_LIMIT, INFLATED_LIMIT
    from schemas.datasets import DATASETS
    from schemas.terms import PRESETS

    if dataset not in DATASETS:
        raise click.BadParameter(f"There is no such dataset; there is {', '.join(DATASETS)}.")
    if set(presets) - set(PRESETS):
        raise click.BadParameter(f"There is no such preset; there is {', '.join(PRESETS)}.")
    kind, limits = media_type(file), Limits(BODY_LIMIT, INFLATED_LIMIT)
    packed = "gzip" if file.suffix == ".gz" else None
    with file.open("rb") as content:
        body = spool(content, encoding=packed, content_digest=None, limits=limits)
    with body.file, at_rest(body.file, media_type=kind, largest=limits.inflated) as rest:
        counts = sample(rest.file, media_type=rest.media_type)
    return propose(counts, dataset=DATASETS[dataset], presets=presets)


def _lines(found: Proposal) -> Iterator[str]:
    """What was proposed and what was not, without a word that may not be shown."""
    mapped = len(found.document["columns"])
    words = sum(map(len, found.document["codes"].values()))
    yield f"{len(found.placed)} columns have a field, {mapped} of them by another name."
    yield f"{words} words have a code; presets: {_presets(found)}."
    if not found.placed and found.lost == (1,):
        yield "the first line is a single cell: save the file with commas between its cells."
        return
    for position in found.lost:
        yield f"no field found for column {position}: map it by hand, or leave it out of the file."
    for name in found.needed:
        yield f"no column found for {name}, which every file needs."
    for name, strange in found.words.items():
        for word, rows in strange.items():
            yield f'{name}: no code found for "{word}" ({rows} rows).'
    for name, count in found.hidden.items():
        yield (
            f"{name}: {count} more words are not shown, since they stand in fewer than five rows"
            " or look like an identifier of a person."
        )


def _presets(found: Proposal) -> str:
    said = [f"{each['preset']} for {each['field']}" for each in found.document["presets"]]
    return ", ".join(said) or "none"


def _send(found: Proposal, *, credentials: Path, dataset: str, under: dict[str, Any]) -> None:
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    with agency(credentials) as session:
        path = f"/v1/term-maps/{dataset}"
        kept = checked(session.call("PUT", path, **under, json=dict(found.document))).json()
    click.echo(f"set as revision {kept['revision']} of {path}.", err=True)
