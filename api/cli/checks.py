"""`safershare check`: a file against the common schema, on the agency's own machine."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.failures import Failure
from api.cli.options import json_option
from api.cli.returns import media_type

if TYPE_CHECKING:
    from api.intake.tally import Examination

SHOWN = 50
"""Findings listed before the rest are counted."""


@click.command()
@click.option("--dataset", required=True, help="The dataset's name, for example incident.")
@click.option("--period", required=True, help="A month (2026-03) or a quarter (2025-26-Q4).")
@click.option("--sector", default="", help="The agency's sector; some fields are for one alone.")
@click.option("--area", default="", help="The partnership's local authority, as E09000006.")
@click.option("--live", is_flag=True, help="Expect real references to persons, not invented ones.")
@json_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(
    *,
    file: Path,
    dataset: str,
    period: str,
    sector: str,
    area: str,
    live: bool,
    as_json: bool,
) -> None:
    """Check FILE against the common schema without sending it anywhere.

    FILE is CSV, NDJSON or JSON (a list of records, or an object with `records`), plain or `.gz`.
    Says what the service would say of its rows; only what needs the agency's earlier returns is
    left out. Errors end the command with 1.
    """
    found = _examined(file, dataset=dataset, period=period, sector=sector, area=area, live=live)
    if as_json:
        click.echo(json.dumps(_document(found)))
    else:
        for line in _lines(found):
            click.echo(line)
    if found.errors:
        raise Failure(f"{found.errors} errors; {len(found.refused_rows)} rows would be refused.")


def _examined(
    file: Path, *, dataset: str, period: str, sector: str, area: str, live: bool
) -> Examination:
    # Imported here: the schema's library is slow to load, and `--help` does not need it.
    from api.intake.examine import Setting, examine
    from api.policies.sharing import default_sharing
    from schemas.datasets import DATASETS
    from schemas.period import Period

    if dataset not in DATASETS:
        raise click.BadParameter(f"There is no such dataset; there is {', '.join(DATASETS)}.")
    definition = DATASETS[dataset]
    context = {"return.dataset": dataset} | ({"agency.sector": sector} if sector else {})
    context |= {"partnership.area": area} if area else {}
    fills = {"sharing": default_sharing(sector)} | ({"lad_code": area} if area else {})
    setting = Setting(
        dataset=definition,
        period=Period.parse(period),
        context=context,
        fills=fills,
        area=area,
        environment="live" if live else "sandbox",
    )
    with _opened(file) as content:
        return examine(
            _source(content, file=file, definition=definition), setting=setting, keep=_drop
        )


def _source(content: Any, *, file: Path, definition: Any) -> Any:
    from api.intake.formats import Records, parse, source

    kind = media_type(file)
    if kind != "application/json":
        return source(content, media_type=kind, dataset=definition)
    document = parse(content.read())
    rows = document.get("records", []) if isinstance(document, dict) else document
    return Records(rows, definition)


def _opened(file: Path) -> Any:
    return gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb")


def _drop(month: str, number: int, values: Any) -> None:
    """Nothing is kept of a row that is only checked."""


def _document(found: Examination) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "refused": len(found.refused_rows),
        "findings": [
            {"code": code, "severity": severity, "count": count}
            for (code, severity), count in found.counts.most_common()
        ],
    }


def _lines(found: Examination) -> Iterator[str]:
    for each in found.findings[:SHOWN]:
        place = [f"row {each.row}"] if each.row is not None else []
        place += [each.field] if each.field else []
        yield f"{each.severity} {each.code} {', '.join(place)}: {each.message}"
    more = sum(found.counts.values()) - min(len(found.findings), SHOWN)
    if more:
        yield f"and {more} more findings."
    yield f"{found.rows} rows, {len(found.refused_rows)} with errors."
