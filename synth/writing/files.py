"""Files of an invented partnership, for whoever tests a system without this service at hand.

Every name and every description says that the content is synthetic. Folders: `returns`, as the
agencies' systems write them; `smallest`, the same records with the smallest row's columns alone;
`truth`, line by line whom each record is truly about; `faulty`, what is sent in place of a return
of the same agency, dataset and month to see it go wrong; `voices`, if they are asked for, what four
agencies' systems write in their own words; and beside them the answer key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from schemas.period import Period
from synth import faults, formats
from synth.figures.profiles import PROFILES, USUAL, Profile
from synth.labels import LABEL, NOTICE
from synth.lives.households import CHUNK, QUIET, Borough
from synth.making import drawn_on, envelope, possible
from synth.partnership import Expectation
from synth.placing import plan_of
from synth.returns import InventedReturn, of_nobody
from synth.writing import joining, streaming, voicing
from synth.writing.alone import alone, sweep
from synth.writing.putting import File, put

_FOLDERS: Final = (*streaming.KINDS, "faulty", "voices")
SPOILT: Final = 200_000  # records at most of which faulty copies are made, in memory (design)
LARGEST: Final = 10_000  # times the borough: 310 million people (design)
Choice = Literal["own", "csv", "ndjson", "json", "parquet"]
"""A format for all files; `own` is the one that each agency's system writes.

Parquet is of records about people; what is of nobody, or faulty, stands beside it as CSV.
"""
Progress = Callable[[str, int, int], None]
"""Takes what was just written, how many steps are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, by which everything is drawn."""

    months: tuple[Period, ...]
    seed: int
    profile: str
    scale: float
    format: Choice
    today: date | None
    borough: int = 0
    wrong: faults.Plan = faults.EVERY
    voices: bool = False
    records_only: bool = False

    @property
    def rates(self) -> Profile:
        """The borough's rates at its size."""
        return PROFILES[self.profile].scaled(self.scale)

    def document(self) -> dict[str, Any]:
        """The wish as the manifest tells it."""
        names = None if self.wrong.names is None else sorted(self.wrong.names)
        told = asdict(self)
        if not self.records_only:
            del told["records_only"]
        return told | {
            "months": [str(month) for month in self.months],
            "today": self.today.isoformat() if self.today else None,
            "wrong": {"names": names, "rate": self.wrong.rate},
        }


def write(
    out: Path,
    *,
    months: Sequence[Period],
    seed: int,
    profile: str = USUAL,
    scale: float = 1.0,
    format: Choice = "own",  # noqa: A002 - named as the option is
    today: date | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    chunk: int = CHUNK,
    borough: int = 0,
    wrong: faults.Plan | None = None,
    voices: bool = False,
    records_only: bool = False,
) -> dict[str, Any]:
    """Write the invented partnership's files below a folder, and give back their manifest.

    The bytes do not depend on `workers` and `chunk`. A run that was stopped goes on where it was
    when it is started again with the same arguments; no file has its name before it is whole. What
    stopped runs left in the folder goes when one ends.

    Args:
        out: the folder; made where it is not there.
        months: the months, in any order.
        seed: what everything is drawn from.
        profile: the borough's rates, by name.
        scale: how many times as large it is.
        format: of all returns.
        today: the day on which the agencies send; what is due before is late in the key.
        progress: told of each step as it is done.
        workers: how many processes draw.
        chunk: how many households are drawn at once, of those who first report in the months.
        borough: its number among several.
        wrong: what goes wrong in `faulty`; unless it is said, one of each kind in each return.
        voices: whether some agencies' files are written in their own words too, in `voices`.
        records_only: whether `returns` is all that is written, without the truth about them.

    Raises:
        ValueError: the profile does not exist, the scale or a rate is out of reach, there is no
            month, a month cannot be drawn, faults or voices are asked for in more than `SPOILT`
            records, or of records alone, or another process is writing into the folder.
        OSError: the files cannot be written.
    """
    asked = tuple(sorted(set(months))), seed, profile, scale, format, today, borough
    wish = _checked(Wish(*asked, wrong or faults.EVERY, voices, records_only))
    spoilt = voices or wrong is not None
    if spoilt and records_only:
        raise ValueError("faults and voices are not among the records alone")
    lock = out / f".{LABEL}-lock"
    with alone(lock):
        manifest = _written(out, wish, chunk=chunk, workers=workers, asked=spoilt, told=progress)
        sweep((out, *(out / name for name in _FOLDERS)), begins=f".{LABEL}-", lock=lock)
    return manifest


def _written(
    out: Path, wish: Wish, *, chunk: int, workers: int, asked: bool, told: Progress | None
) -> dict[str, Any]:
    """Write everything, and give back the manifest."""
    job = _job(out, wish, chunk=chunk)
    steps = len(job.chunks())
    tell = told or _nobody
    for done in streaming.write_parts(job, workers=workers):
        tell(f"{done} of {steps} chunks of households", done, steps)
    files = list(_files(job, wish, asked=asked))
    listed: list[dict[str, Any]] = []
    for number, (file, about) in enumerate(put(out, files, workers=workers), start=1):
        listed.append(about)
        tell(file.path, number, len(files) + 1)
    manifest = {LABEL: True, "notice": NOTICE, **wish.document(), "files": listed}
    last = _document("manifest", manifest)
    [_] = put(out, [last])
    tell(last.path, len(files) + 1, len(files) + 1)
    return manifest


def _nobody(step: str, done: int, of: int) -> None:
    """Tell nobody of a step."""


def _checked(wish: Wish) -> Wish:
    """The wish, which can be met."""
    if wish.profile not in PROFILES:
        raise ValueError(f"there is no such profile; there is {', '.join(PROFILES)}")
    if not 0 < wish.scale <= LARGEST:
        raise ValueError(f"a borough's scale is above 0 and at most {LARGEST}")
    if not 0 <= (wish.wrong.rate or 0) <= 1:
        raise ValueError("a rate of faults is from 0 to 1")
    if not possible(wish.months, today=wish.today, profile=wish.rates):
        raise ValueError("there is no month to write")
    return wish


def _job(out: Path, wish: Wish, *, chunk: int) -> streaming.Job:
    """The job, whose parts are kept by what is asked for."""
    said = formats.json_bytes([wish.document(), chunk, QUIET])
    stage = out / f".{LABEL}-{hashlib.sha256(said).hexdigest()[:16]}"
    plan = plan_of(wish.rates)
    encodings = {(e.agency_id, e.dataset): _encoding(e, wish) for e in plan.expectations}
    return streaming.Job(
        plan, wish.months, wish.seed, wish.rates, wish.today, stage, encodings, chunk, wish.borough,
        (streaming.RETURNS,) if wish.records_only else streaming.KINDS,
    )  # fmt: skip


def _encoding(expectation: Expectation, wish: Wish) -> formats.Written:
    return expectation.sends if wish.format == "own" else wish.format


def _files(job: streaming.Job, wish: Wish, *, asked: bool) -> Iterator[File]:
    """Every file but the manifest.

    Raises:
        ValueError: faults or voices are asked for of too many records.
    """
    parts, first_lines = streaming.Parts(job), streaming.headers(job)
    owed = list(streaming.owed(job))
    for expectation, month in owed:
        yield from _of_people(parts, expectation, month, first_lines=first_lines)
    for each in _of_nobody(job, wish):
        yield from _of_return(each, folder=streaming.RETURNS, wish=wish)
    if wish.records_only:
        return
    few = sum(parts.rows(*each) for each in owed) <= SPOILT
    if asked and not few:
        raise ValueError(f"faults and voices are of at most {SPOILT:,} records: take fewer months")
    yield from _faulty(wish if few else replace(wish, wrong=faults.HABITS))
    if wish.voices:
        for name, body, about in voicing.pieces(job.borough, wish.months, today=wish.today):
            yield File(f"voices/{name}", iter([body]), about)


def _faulty(wish: Wish) -> Iterator[File]:
    """The spoilt returns, and the answer key."""
    key: list[faults.Fault] = []
    borough = Borough(wish.seed, wish.rates, wish.borough)
    for each in faults.spoilt(borough, wish.months, today=wish.today, plan=wish.wrong):
        sent = each.sent
        made = [] if sent is None else [*_of_return(sent, folder="faulty", wish=wish, tag=each.tag)]
        key += [replace(fault, file=made[0].path if made else None) for fault in each.key]
        yield from made
    found = [fault.as_json() for fault in key]
    yield _document("answer-key", {LABEL: True, "notice": NOTICE, "faults": found})


def _of_people(
    parts: streaming.Parts,
    expectation: Expectation,
    month: Period,
    *,
    first_lines: dict[tuple[str, str, str], bytes],
) -> Iterator[File]:
    """A return of records: as it is sent, in its smallest form, and the truth about it."""
    job, which = parts.job, (expectation.agency_id, expectation.dataset)
    encoding, many = job.formats[which], parts.rows(expectation, month)
    drawn = drawn_on(expectation, month, seed=job.seed, today=job.today)
    said = envelope(expectation, month, drawn=drawn, rows=many)
    about = {"agency": which[0], "dataset": which[1], "month": str(month), "level": "record",
             "rows": many}  # fmt: skip
    stem = f"{LABEL}-{month}-{expectation.agency_id}-{expectation.dataset}-record"
    for folder in job.kinds:
        kind = encoding if folder == streaming.RETURNS else "csv"
        held = parts.of(folder, expectation, month)
        body = joining.body(held, kind, first=first_lines[folder, *which], said=said)
        media = {"media_type": formats.MEDIA_TYPES[kind]}
        told = about | media if folder != streaming.TRUTH else {"of": f"returns/{stem}.{encoding}"}
        yield File(f"{folder}/{stem}.{kind}", body, told)
        if kind != "json" and folder != streaming.TRUTH:
            yield File(f"{folder}/{stem}.envelope.json", _pretty(said), about)


def _of_nobody(job: streaming.Job, wish: Wish) -> Iterator[InventedReturn]:
    """The returns about nobody, and those in which there is nothing."""
    people = set(streaming.owed(job))
    for month in wish.months:
        for expectation in job.plan.expectations:
            lapse = job.plan.lapse(expectation, month, today=wish.today)
            if lapse != "missing" and (expectation, month) not in people:
                yield of_nobody(job.plan, expectation, month, job.borough, today=wish.today)


def _of_return(each: InventedReturn, *, folder: str, wish: Wish, tag: str = "") -> Iterator[File]:
    """The body of one return in memory, and its envelope where the body holds none."""
    encoding = each.sends if wish.format == "own" else wish.format
    if encoding == "parquet":
        encoding = "csv"
    stem = f"{folder}/{LABEL}-{each.month}-{each.agency_id}-{each.dataset}-{each.level}"
    stem += f"-{tag}" if tag else ""
    about = {
        "agency": each.agency_id, "dataset": each.dataset, "month": each.month,
        "level": each.level, "rows": len(each.written),
    }  # fmt: skip
    media = {"media_type": formats.MEDIA_TYPES[encoding]}
    yield File(f"{stem}.{encoding}", iter([each.encoded(encoding)]), about | media)
    if encoding != "json":
        yield File(f"{stem}.envelope.json", _pretty(each.envelope), about)


def _document(name: str, content: dict[str, Any]) -> File:
    return File(f"{LABEL}-{name}.json", _pretty(content), {})


def _pretty(value: Any) -> Iterator[bytes]:
    return iter([formats.json_bytes(value) + b"\n"])
