"""Files of any size in bounded memory: parts by chunks of households, joined when all are there.

A part is of one chunk, agency, dataset and month. A chunk's folder has its name when its parts are
whole, so that a run that was stopped goes on where it was. The bytes of a file are the same for any
number of processes and any size of chunks.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Final

import numpy as np

from schemas.period import Period
from synth import days
from synth.figures.profiles import Profile
from synth.formats import Written, smallest_names
from synth.lives.households import Borough, Cohorts, Households
from synth.making import is_sheet, of_homes
from synth.partnership import Expectation, PartnershipPlan
from synth.tables import Table, columnar, lines
from synth.writing.alone import end_with_parent

RETURNS, SMALLEST, TRUTH = "returns", "smallest", "truth"
KINDS: Final = (RETURNS, SMALLEST, TRUTH)
DONE: Final = "spans.json"
Span = tuple[int, int, int]
"""Where a part begins and ends in its file, and how many rows it has."""
_NEWLINE: Final = 0x0A  # no word holds one


@dataclass(frozen=True)
class Job:
    """What is to be written.

    Attributes:
        stage: the folder of parts.
        formats: the format of each return, by agency and dataset.
        chunk: how many households are drawn at once, or several times as many of those of whom
            little is told; memory follows it.
        number: the borough's number among several.
        kinds: which files are made of each return.
    """

    plan: PartnershipPlan
    months: tuple[Period, ...]
    seed: int
    profile: Profile
    today: date | None
    stage: Path
    formats: dict[tuple[str, str], Written]
    chunk: int
    number: int = 0
    kinds: tuple[str, ...] = KINDS

    @property
    def borough(self) -> Borough:
        """The borough that the job is about."""
        return Borough(self.seed, self.profile, self.number)

    @cached_property
    def cohorts(self) -> Cohorts:
        """The households that the job is about, counted once for all chunks."""
        return Cohorts.reaching(self.borough, self.months)

    @cached_property
    def _cuts(self) -> list[int]:
        asked = [days.month_number(month) for month in self.months]
        return self.cohorts.cuts(self.chunk, busy=range(min(asked) - 1, max(asked) + 2))

    def chunks(self) -> range:
        """The numbers of the chunks."""
        return range(len(self._cuts) - 1)

    def homes(self, chunk: int) -> Households:
        """The households of a chunk."""
        return self.cohorts.homes(self._cuts[chunk], self._cuts[chunk + 1])

    def distance(self, chunk: int) -> float:
        """How many months a chunk's households are from those asked for: the nearer, the fuller."""
        asked = [days.month_number(month) for month in self.months]
        reported = float(self.homes(chunk).cohorts.mean())
        return abs(reported - (min(asked) + max(asked)) / 2)

    def folder(self, chunk: int) -> Path:
        """Where the parts of a chunk are, once they are whole."""
        return self.stage / f"{chunk:06}"


def part(kind: str, expectation: Expectation, month: Period) -> str:
    """The name of a part in its chunk's folder."""
    return f"{kind}-{month}-{expectation.agency_id}-{expectation.dataset}"


def _file(kind: str, expectation: Expectation) -> str:
    """The file of a chunk's folder that holds the parts of all months."""
    return f"{kind}-{expectation.agency_id}-{expectation.dataset}"


def write_parts(job: Job, *, workers: int) -> Iterator[int]:
    """Write all parts that are not there yet, and say how many chunks are done after each."""
    left = [chunk for chunk in job.chunks() if not job.folder(chunk).exists()]
    done = len(job.chunks()) - len(left)
    if workers == 1 or len(left) < 2:
        for count, _ in enumerate(_write_chunks(job, left), start=1):
            yield done + count
        return
    # The fullest first: one that comes last would be waited for by all.
    left.sort(key=job.distance)
    context = multiprocessing.get_context("spawn")
    taken = context.Value("q", 0)
    others = min(workers, len(left)) - 1
    with ProcessPoolExecutor(others, context, initializer=_join, initargs=(taken,)) as pool:
        made = [pool.submit(_write_untaken, job, left) for _ in range(others)]
        # This process is there already, while the others still load what they need.
        _share(taken)
        try:
            for _ in _write_chunks(job, _untaken(left)):
                yield done + sum(job.folder(chunk).exists() for chunk in left)
        finally:
            taken.value = len(left)  # whoever stops here stops the others
        for each in made:
            each.result()
    yield len(job.chunks())


_TAKEN: list[Synchronized[int]] = []
"""How many chunks were taken on, as all processes of a run count it."""


def _join(taken: Synchronized[int]) -> None:
    """Begin a process of the run: it draws what the others have not, and ends with the run."""
    end_with_parent()
    _share(taken)


def _share(taken: Synchronized[int]) -> None:
    _TAKEN[:] = [taken]


def _write_untaken(job: Job, left: Sequence[int]) -> None:
    """Write one chunk after another until none is left."""
    for _ in _write_chunks(job, _untaken(left)):
        pass


def _untaken(left: Sequence[int]) -> Iterator[int]:
    """The chunks that nobody else took on, one after another."""
    [taken] = _TAKEN
    while True:
        with taken.get_lock():
            place = taken.value
            taken.value += 1
        if place >= len(left):
            return
        yield left[place]


def _write_chunks(job: Job, chunks: Iterable[int]) -> Iterator[int]:
    """Write chunks, and give each when it is whole; a thread tells one while the next is drawn."""
    with ThreadPoolExecutor(1) as scribe:
        written: Future[int] | None = None
        for chunk in chunks:
            homes = job.homes(chunk)
            drawn = deque(of_homes(job.plan, job.months, homes, today=job.today))
            if written is not None:
                yield written.result()
            written = scribe.submit(_write_chunk, job, chunk, drawn)
        if written is not None:
            yield written.result()


def _write_chunk(job: Job, chunk: int, drawn: deque[tuple[Expectation, Table]]) -> int:
    """Write the parts of one chunk: under its name when all of them are there."""
    whole = job.folder(chunk)
    making = whole.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    found: dict[str, Span] = {}
    while drawn:  # what is written is let go
        expectation, table = drawn.popleft()
        found |= _write(job, making, expectation, table.by_month())
    (making / DONE).write_text(json.dumps(found))
    making.rename(whole)
    return chunk


def _write(job: Job, folder: Path, expectation: Expectation, table: Table) -> dict[str, Span]:
    """Write one agency's rows of one dataset, and say where the part of each month is."""
    encoding = job.formats[expectation.agency_id, expectation.dataset]
    numbers = [days.month_number(month) for month in job.months]
    firsts, lasts = np.searchsorted(table.months, np.array(numbers) + np.array([[0], [1]]))
    rows = [*zip(firsts.tolist(), lasts.tolist(), strict=True)]
    found: dict[str, Span] = {}
    for kind in job.kinds:
        body, spans = _told(table, kind, encoding=encoding, rows=rows)
        (folder / _file(kind, expectation)).write_bytes(body)
        for month, (first, last), (start, end) in zip(job.months, rows, spans, strict=True):
            if job.plan.lapse(expectation, month, today=job.today) not in ("missing", "nil"):
                found[part(kind, expectation, month)] = (start, end, last - first)
    return found


def _told(
    table: Table, kind: str, *, encoding: Written, rows: Sequence[tuple[int, int]]
) -> tuple[bytes, Sequence[tuple[int, int]]]:
    """The bytes of a table, and between which of them some of its rows are."""
    if kind == RETURNS and encoding == "parquet":
        cells = table.frame()
        several = [columnar(cells.slice(first, last - first)) for first, last in rows]
        ends = [0, *accumulate(map(len, several))]
        return b"".join(several), [*pairwise(ends)]
    if kind == RETURNS and encoding in ("ndjson", "json"):
        body = table.ndjson()
    elif kind == TRUTH:
        body = lines(table.truth())
    else:
        body = (table.narrow(smallest_names(table.dataset)) if kind == SMALLEST else table).csv()
    newlines = np.flatnonzero(np.frombuffer(body, np.uint8) == _NEWLINE)
    ends = np.append(0, newlines + 1)[np.array(rows)]
    return body, [*map(tuple, ends.tolist())]


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


@dataclass(frozen=True)
class Parts:
    """The parts of a job, once all are there."""

    job: Job

    @cached_property
    def _spans(self) -> list[tuple[Path, dict[str, Span]]]:
        folders = [self.job.folder(chunk) for chunk in self.job.chunks()]
        return [(folder, json.loads((folder / DONE).read_text())) for folder in folders]

    def rows(self, expectation: Expectation, month: Period) -> int:
        """How many rows a return has."""
        name = part(RETURNS, expectation, month)
        return sum(spans[name][2] for _, spans in self._spans)

    def of(self, kind: str, expectation: Expectation, month: Period) -> Iterator[bytes]:
        """The parts of one file, in order."""
        for folder, spans in self._spans:
            start, end, _ = spans[part(kind, expectation, month)]
            with (folder / _file(kind, expectation)).open("rb") as held:
                held.seek(start)
                yield held.read(end - start)


def owed(job: Job) -> Iterator[tuple[Expectation, Period]]:
    """Every return of records about people that is sent with something in it."""
    for month in job.months:
        for expectation in job.plan.expectations:
            lapse = job.plan.lapse(expectation, month, today=job.today)
            if not is_sheet(job.plan, expectation) and lapse not in ("missing", "nil"):
                yield expectation, month
