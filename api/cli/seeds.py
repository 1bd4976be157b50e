"""`safershare seed`: the invented partnership in this installation's database, with its returns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.failures import Failure
from api.cli.installation import settings, today
from api.cli.options import json_option, months_option, profile_options
from api.cli.progress import progress

if TYPE_CHECKING:
    import httpx

    from api.cli.client.credentials import Credentials
    from api.settings import Settings
    from schemas.period import Period
    from synth.returns import InventedReturn


@click.command()
@months_option
@profile_options
@click.option(
    "--credentials-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("credentials"),
    show_default=True,
    help="Where to write the agencies' credentials files.",
)
@click.option(
    "--via-http",
    metavar="URL",
    help="Send the returns to the service running there, as the agencies' systems would.",
)
@json_option
def seed(
    *,
    months: tuple[Period, ...],
    seed: int,
    profile: str,
    scale: float,
    credentials_dir: Path,
    via_http: str | None,
    as_json: bool,
) -> None:
    """Raise an invented partnership in this database and send its returns.

    Eight agencies of a borough that does not exist, their clients and keys, agreements signed
    by all their parties, and the returns of some months. For a sandbox; a live service refuses.
    Without --via-http the returns pass through the same interface inside this process.
    """
    # Imported here: inventing a borough loads much that `--help` does not need.
    from api.cli import borough
    from synth.partnership import PLAN

    using = settings()
    drawn = _drawn(using, months=months, seed=seed, profile=profile, scale=scale)
    raised = borough.prepare(PLAN, months=months, returns=drawn)
    borough.found(using, raised.founding)
    held = borough.credentials(PLAN, raised, url=(via_http or using.public_url).rstrip("/"))
    borough.write_credentials(held, folder=credentials_dir)
    with _transport(using, in_process=via_http is None) as transport:
        told = list(_sent(drawn, held=held, transport=transport))
    rows = sum(each["rows"]["stored"] for each in told)
    summary = {
        "partnership": PLAN.partnership_id,
        "returns": len(told),
        "records": rows,
        "credentials": str(credentials_dir),
    }
    click.echo(json.dumps(summary) if as_json else _words(summary))


def _drawn(
    using: Settings, *, months: Sequence[Period], seed: int, profile: str, scale: float
) -> list[InventedReturn]:
    from synth.figures.profiles import PROFILES
    from synth.partnership import PLAN
    from synth.returns import returns

    if profile not in PROFILES:
        raise click.BadParameter(f"There is no such profile; there is {', '.join(PROFILES)}.")
    rates = PROFILES[profile].scaled(scale)
    try:
        return list(returns(PLAN, months, seed=seed, profile=rates, today=today(using)))
    except ValueError as problem:
        raise Failure(f"{problem}.") from problem


@contextmanager
def _transport(using: Settings, *, in_process: bool) -> Iterator[httpx.BaseTransport | None]:
    """The way to the service: the application in this process, or the network."""
    if not in_process:
        yield None
        return
    import httpx

    from api.app import create_app
    from api.service import EXTENSION

    app = create_app(using)
    try:
        yield httpx.WSGITransport(app=app)
    finally:
        app.extensions[EXTENSION].database.close()


def _sent(
    drawn: Sequence[InventedReturn],
    *,
    held: Mapping[str, Credentials],
    transport: httpx.BaseTransport | None,
) -> Iterator[dict[str, Any]]:
    """Send every return as its agency, and give the receipts."""
    from api.cli import borough
    from api.cli.client.problems import checked
    from api.cli.partners import Partners

    with Partners(held, transport=transport) as partners:
        for each in progress(drawn, label="Returns", line=_line):
            answer = borough.put(partners.agency(each.agency_id), each)
            receipt: dict[str, Any] = checked(answer).json()
            yield receipt


def _line(sent: InventedReturn) -> str:
    return f"{sent.agency_id} {sent.dataset} {sent.month}: {len(sent.written)} rows"


def _words(summary: Mapping[str, Any]) -> str:
    return (
        f"Raised {summary['partnership']}: {summary['returns']} returns,"
        f" {summary['records']} records. Credentials are in {summary['credentials']}."
    )
