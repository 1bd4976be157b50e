"""`safershare synth`: files of an invented borough, without a service."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.failures import FULL, Failure
from api.cli.options import Months, json_option, profile_options
from api.cli.progress import rated
from api.cli.scoring import score, targets

if TYPE_CHECKING:
    from schemas.period import Period
    from synth.boroughs import Run
    from synth.faults import Plan

FORMATS = ("own", "csv", "ndjson", "json", "parquet")
USUAL_MONTHS = "2026-01..2026-03"
"""Of `--dataset`, whose rows belong to no profile."""
_AGAIN = "started again with the same options, it goes on where it was"


@click.group(invoke_without_command=True)
@click.option(
    "--months",
    type=Months(),
    metavar="FIRST..LAST",
    help="The months, as 2026-01..2026-03; by default those of the profile.",
)
@profile_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="own",
    show_default=True,
    help="Of all returns; own is what each agency's system writes.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day all is sent; what was due before is late.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; required.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="How many processes draw; the bytes are the same.",
)
@click.option(
    "--faults",
    "rate",
    type=click.FloatRange(0, 1),
    metavar="RATE",
    help="Spoil this share of the records in the faulty copies; else one of each kind.",
)
@click.option(
    "--fault",
    "names",
    metavar="NAME",
    multiple=True,
    help="Only faults of this name; may be given again. A wrong name lists them all.",
)
@click.option("--records-only", is_flag=True, help="Only the returns: no truth, nothing faulty.")
@click.option("--voices", is_flag=True, help="Write some agencies' own words and formats as well.")
@click.option(
    "--boroughs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many, each in a folder of its own.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Let the workers of this Dask scheduler write, as tcp://host:8786; OUT is shared by all.",
)
@click.option("--dataset", help="Rows of this dataset alone, in place of a borough.")
@click.option(
    "--rows", type=int, default=100, show_default=True, help="How many a month, with --dataset."
)
@json_option
@click.pass_context
def synth(
    context: click.Context,
    *,
    dataset: str | None,
    rows: int,
    months: tuple[Period, ...] | None,
    seed: int,
    profile: str,
    scale: float,
    form: str,
    today: datetime | None,
    out: Path | None,
    workers: int,
    rate: float | None,
    names: tuple[str, ...],
    records_only: bool,
    voices: bool,
    boroughs: int,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Write the returns of an invented borough as files, with faults and an answer key.

    Every person in them is invented. The same options give the same bytes on any day.
    """
    if context.invoked_subcommand:
        return
    if out is None:
        raise click.UsageError("Missing option '--out'.")
    with _told(out):
        if dataset is not None:
            wanted = months or Months().convert(USUAL_MONTHS, None, context)
            made = _rows(out, dataset=dataset, months=wanted, seed=seed, rows=rows, form=form)
            answer: dict[str, Any] = {"files": made}
            words = f"Wrote {', '.join(made)} to {out}."
        else:
            wishes = {
                "months": months or _months(profile), "seed": seed, "profile": profile,
                "scale": scale, "format": form, "today": today and today.date(), "workers": workers,
                "voices": voices, "wrong": _wrong(rate, names), "records_only": records_only,
            }  # fmt: skip
            answer = _written(out, boroughs=boroughs, scheduler=scheduler, **wishes)
            words = _counted(answer, out=out)
    click.echo(json.dumps(answer) if as_json else words)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Say why the files cannot be drawn, or are not whole, and what to do."""
    try:
        yield
    except ValueError as problem:
        raise Failure(f"{problem}.") from problem
    except OSError as problem:
        reason = problem.strerror or "they could not be written"
        first = f"Make room in {out}" if problem.errno in FULL else f"See to {out}"
        raise Failure(f"The files are not whole: {reason}. {first}; {_AGAIN}.") from problem
    except BrokenExecutor as problem:
        reason = "a process of this run was ended"
        raise Failure(f"The files in {out} are not whole: {reason}; {_AGAIN}.") from problem


def _months(profile: str) -> tuple[Period, ...]:
    """The months of a profile.

    Raises:
        ValueError: there is no such profile.
    """
    from synth.figures.profiles import PROFILES

    if profile not in PROFILES:
        raise ValueError(f"there is no such profile; there is {', '.join(PROFILES)}")
    return PROFILES[profile].months


def _written(out: Path, *, boroughs: int, scheduler: str | None, **wishes: Any) -> dict[str, Any]:
    """The manifest of what was written: of one borough, or of several."""
    if boroughs == 1 and scheduler is None:
        return _borough(out, **wishes)
    return _boroughs(out, boroughs=boroughs, scheduler=scheduler, **wishes)


def _counted(answer: Mapping[str, Any], *, out: Path) -> str:
    """What was written, in words."""
    parts = answer.get("boroughs")
    made = answer["files"] if parts is None else parts
    number = len(made) if parts is None else sum(each["files"] for each in made)
    return f"Wrote {number} files with {sum(each.get('rows', 0) for each in made)} rows to {out}."


def _borough(out: Path, **wishes: Any) -> dict[str, Any]:
    # Imported here: inventing a borough loads much that `--help` does not need.
    from synth.writing.files import write

    return write(out, **wishes)


def _wrong(rate: float | None, names: Sequence[str]) -> Plan | None:
    """What is to go wrong; None where nothing is said of it."""
    from synth.faults import Plan, chosen

    if rate is None and not names:
        return None
    return Plan(names=chosen(names) if names else None, rate=rate)


def _boroughs(out: Path, *, boroughs: int, scheduler: str | None, **wishes: Any) -> dict[str, Any]:
    """Several boroughs, or those that a cluster writes.

    Raises:
        Failure: the engine of the cluster is not installed.
    """
    from synth.boroughs import one_by_one, parts, write

    some = parts(out, boroughs=boroughs, **wishes)
    with rated(len(some), label="Boroughs", unit="boroughs") as tell:
        run = one_by_one if scheduler is None else _cluster(scheduler)
        return write(
            some, run=run, told=lambda place, done, of: tell(f"{place or out}: {done} of {of}", 1)
        )


def _cluster(scheduler: str) -> Run:
    """Who writes on the workers of a scheduler."""
    try:
        from synth.cluster import over
    except ImportError as problem:
        raise Failure("A cluster needs Dask: pip install 'safershare[dask]'.") from problem
    return over(scheduler)


def _rows(out: Path, *, form: str, **wishes: Any) -> list[str]:
    from synth.writing.rows import write_rows

    if form == "parquet":
        raise click.UsageError("Rows of one dataset are not written as Parquet.")
    kind = "csv" if form == "own" else form
    return [path.name for path in write_rows(out, format=kind, **wishes)]  # type: ignore[arg-type]  # click has checked the choice


synth.add_command(score)
synth.add_command(targets)
