"""Files of any size in bounded memory: parts by chunks of households, joined when all are there.

A part is named by its chunk, its agency, dataset and month, and appears under its name when it is
whole, so that a run that was stopped goes on where it was. The bytes of a file are the same for any
number of processes and any size of chunks.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from schemas.period import Period
from synth import days
from synth.figures.profiles import Profile
from synth.formats import Format, smallest_names
from synth.lives.households import Borough, Cohorts
from synth.making import is_sheet, of_homes
from synth.partnership import Expectation, PartnershipPlan
from synth.tables import Table, lines, spaced

RETURNS, SMALLEST, TRUTH = "returns", "smallest", "truth"
DONE: Final = "rows.json"


@dataclass(frozen=True)
class Job:
    """What is to be written.

    Attributes:
        stage: the folder of parts.
        formats: the format of each return, by agency and dataset.
        chunk: how many households are drawn at once; memory follows it.
        number: the borough's number among several.
    """

    plan: PartnershipPlan
    months: tuple[Period, ...]
    seed: int
    profile: Profile
    today: date | None
    stage: Path
    formats: dict[tuple[str, str], Format]
    chunk: int
    number: int = 0

    @property
    def borough(self) -> Borough:
        """The borough that the job is about."""
        return Borough(self.seed, self.profile, self.number)

    @property
    def cohorts(self) -> Cohorts:
        """The households that the job is about."""
        return Cohorts.reaching(self.borough, self.months)

    def chunks(self) -> range:
        """The numbers of the chunks."""
        return range(-(-len(self.cohorts) // self.chunk))

    def folder(self, chunk: int) -> Path:
        """Where the parts of a chunk are, once they are whole."""
        return self.stage / f"{chunk:06}"


def part(kind: str, expectation: Expectation, month: Period) -> str:
    """The name of a part in its chunk's folder."""
    return f"{kind}-{month}-{expectation.agency_id}-{expectation.dataset}"


def write_parts(job: Job, *, workers: int) -> Iterator[int]:
    """Write all parts that are not there yet, and say how many chunks are done after each."""
    left = [chunk for chunk in job.chunks() if not job.folder(chunk).exists()]
    done = len(job.chunks()) - len(left)
    if workers == 1 or len(left) < 2:
        for count, chunk in enumerate(left, start=1):
            write_chunk(job, chunk)
            yield done + count
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(left)), mp_context=context) as pool:
        made = pool.map(write_chunk, [job] * len(left), left)
        for count, _ in enumerate(made, start=1):
            yield done + count


def write_chunk(job: Job, chunk: int) -> None:
    """Write the parts of one chunk: under its name when all of them are there."""
    whole = job.folder(chunk)
    making = whole.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    start, counts = chunk * job.chunk, dict[str, int]()
    homes = job.cohorts.homes(start, start + job.chunk)
    for expectation, table in of_homes(job.plan, job.months, homes, today=job.today):
        counts |= _write(job, making, expectation, table.by_month())
    (making / DONE).write_text(json.dumps(counts))
    making.rename(whole)


def _write(job: Job, folder: Path, expectation: Expectation, table: Table) -> dict[str, int]:
    """Write the parts of one agency's rows of one dataset, and count them by part."""
    encoding = job.formats[expectation.agency_id, expectation.dataset]
    objects = table.objects() if encoding != "csv" else None
    cells, truth = table.frame(), table.truth()
    few = table.narrow(smallest_names(expectation.dataset)).frame()
    counts: dict[str, int] = {}
    for month in job.months:
        if job.plan.lapse(expectation, month, today=job.today) in ("missing", "nil"):
            continue
        first, last = np.searchsorted(table.months, days.month_number(month) + np.arange(2))
        span = (int(first), int(last - first))
        body = lines(cells.slice(*span)) if objects is None else spaced(objects.slice(*span))
        names = (part(kind, expectation, month) for kind in (RETURNS, SMALLEST, TRUTH))
        bodies = (body, lines(few.slice(*span)), lines(truth.slice(*span)))
        for name, some in zip(names, bodies, strict=True):
            (folder / name).write_bytes(some)
        counts[part(RETURNS, expectation, month)] = span[1]
    return counts


def headers(job: Job) -> dict[tuple[str, str, str], bytes]:
    """The first line of each kind of table, by kind, agency and dataset."""
    found = {}
    for expectation, table in of_homes(
        job.plan, job.months, job.cohorts.homes(0, 1), today=job.today
    ):
        which = expectation.agency_id, expectation.dataset
        found[RETURNS, *which] = table.header()
        found[SMALLEST, *which] = table.narrow(smallest_names(expectation.dataset)).header()
        found[TRUTH, *which] = ",".join(table.truth().columns).encode() + b"\r\n"
    return found


def rows(job: Job) -> dict[str, int]:
    """How many rows each return has, by the name of its parts."""
    found: dict[str, int] = {}
    for chunk in job.chunks():
        counts: dict[str, int] = json.loads((job.folder(chunk) / DONE).read_text())
        for name, count in counts.items():
            found[name] = found.get(name, 0) + count
    return found


def parts(job: Job, name: str) -> Iterator[Path]:
    """The parts of one file, in order; they are there until whoever reads one removes it."""
    for chunk in job.chunks():
        yield job.folder(chunk) / name


def owed(job: Job) -> Iterator[tuple[Expectation, Period]]:
    """Every return of records about people that is sent with something in it."""
    for month in job.months:
        for expectation in job.plan.expectations:
            lapse = job.plan.lapse(expectation, month, today=job.today)
            if not is_sheet(job.plan, expectation) and lapse not in ("missing", "nil"):
                yield expectation, month
