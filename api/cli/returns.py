"""`safershare submit`: put a file as a return and read the receipt."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import click

from api.cli.options import agency, credentials_option, json_option, under_options

FIRST: Final = 201
"""The status of a period's first delivery."""

LEAST: Final = 3
"""Fields named as the least complete."""


@click.command()
@credentials_option
@under_options
@click.option("--dataset", required=True, help="The dataset's name, for example incident.")
@click.option("--period", required=True, help="A month (2026-03) or a quarter (2025-26-Q4).")
@click.option(
    "--envelope",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A JSON file with the envelope; default: the agency's standing one.",
)
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@click.option(
    "--on-error",
    type=click.Choice(["refuse", "quarantine"]),
    help="quarantine keeps the good rows of a file with errors; default: refuse.",
)
@click.option("--sheet", help="The sheet of a workbook; default: records, or its only one.")
@click.option("--if-match", metavar="ETAG", help="Replace this revision and no other.")
@click.option("--gzip", "pack", is_flag=True, help="Send the file compressed.")
@json_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def submit(*, file: Path, as_json: bool, credentials: Path, **asked: Any) -> None:
    """Put FILE as the agency's return and print the receipt.

    FILE is CSV (.csv), NDJSON (.ndjson), JSON (.json, an object with `envelope` and `records`), an
    Excel workbook (.xlsx) or Parquet (.parquet); `.gz` behind it says that it is compressed.
    Sending the same file again changes nothing.
    """
    # Imported here: httpx is slow to load and `--help` does not need it.
    from api.cli.client.problems import checked

    under = {name: asked[name] for name in ("agreement", "purpose", "scope")}
    with agency(credentials) as session:
        response = checked(
            session.call("PUT", _path(asked), **under, **_message(file, asked=asked))
        )
    receipt = response.json()
    if as_json:
        click.echo(json.dumps(receipt))
        return
    for line in receipt_lines(receipt, status=response.status_code):
        click.echo(line)
    if "ETag" in response.headers:
        click.echo(f"  etag: {response.headers['ETag']}")


def _path(asked: Mapping[str, Any]) -> str:
    query = {"dry_run": "true"} if asked["dry_run"] else {}
    query |= {name: asked[name] for name in ("on_error", "sheet") if asked.get(name)}
    path = f"/v1/returns/{asked['dataset']}/{asked['period']}"
    return f"{path}?{urlencode(query)}" if query else path


def _message(file: Path, *, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The header fields and the content of the request."""
    kind, packed = media_type(file), file.suffix == ".gz"
    content = file.read_bytes()
    headers = {"If-Match": asked["if_match"]} if asked["if_match"] else {}
    if asked["envelope"]:
        content = gzip.decompress(content) if packed else content
        kind, content = _multipart(file, kind=kind, content=content, envelope=asked["envelope"])
        packed = False
    if asked["pack"] and not packed:
        packed, content = True, gzip.compress(content, mtime=0)
    headers |= {"Content-Type": kind} | ({"Content-Encoding": "gzip"} if packed else {})
    return {"headers": headers, "content": content}


def media_type(file: Path) -> str:
    """The media type of a file, by its name."""
    # Imported here: the readers are slow to load, and `--help` does not need them.
    from api.intake.reading.rest import BY_SUFFIX

    inner = file.with_suffix("") if file.suffix == ".gz" else file
    kind = BY_SUFFIX.get(inner.suffix.lower().removeprefix("."))
    if kind is None:
        known = ", ".join(f".{suffix}" for suffix in BY_SUFFIX)
        raise click.UsageError(f"FILE must end in one of {known}, or one of them and .gz.")
    return kind


def _multipart(file: Path, *, kind: str, content: bytes, envelope: Path) -> tuple[str, bytes]:
    """A multipart/form-data body (RFC 7578) of the envelope and the file."""
    # Imported here: only this kind of body needs it.
    import httpx

    parts = {
        "envelope": ("envelope.json", envelope.read_bytes(), "application/json"),
        "file": (file.name, content, kind),
    }
    made = httpx.Request("PUT", "http://localhost/", files=parts)
    return made.headers["Content-Type"], made.read()


def receipt_lines(receipt: Mapping[str, Any], *, status: int) -> Iterator[str]:
    """A receipt as lines for a person."""
    stored = receipt.get("submission_id") is not None
    what = "first delivery" if status == FIRST else "in force" if stored else "nothing is stored"
    yield f"{receipt.get('dataset')} {receipt.get('period')}: {receipt.get('status')}, {what}"
    if stored:
        yield f"  revision: {receipt.get('revision')}   submission: {receipt['submission_id']}"
    rows = receipt.get("rows") or {}
    said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in rows.items())
    yield f"  rows: {said}"
    yield f"  sha256: {receipt.get('sha256')}"
    for finding in receipt.get("findings") or ():
        yield f"  {finding['severity']} {finding['code']}: {finding['count']}"
    for month in receipt.get("months") or ():
        rules = month.get("series_break")
        if rules:
            yield f"  series break at {month['month']}: {rules['before']}, then {rules['after']}"
    yield from _given_back(receipt.get("gives_back") or {})


def _given_back(given: Mapping[str, Any]) -> Iterator[str]:
    """What the sender gets for it: its year, the released figures, completeness, uses."""
    months = [each for each in given.get("months") or () if each["rows"] is not None]
    if months:
        yield "  what you have sent, and the figure released for the partnership:"
    for each in months:
        released = "none" if each["released"] is None else each["released"]
        yield f"    {each['month']}: {each['rows']} rows, {each['status']}; released: {released}"
    shares = sorted((given.get("completeness") or {}).items(), key=lambda item: item[1])
    if shares:
        least = ", ".join(f"{name} {share:.0%}" for name, share in shares[:LEAST])
        yield f"  least complete: {least}"
    for use in given.get("uses_since_last_return") or ():
        often = "once" if use["answers"] == 1 else f"{use['answers']} times"
        yield f"  used since by {use['agency']}: {often}"
