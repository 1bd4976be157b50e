"""The invented borough as files, simulation included: beside generators that draw field by field,
and beside the disk alone; and the memory that it takes, in a process of its own.

The generators fill the fields of the same datasets in the same shares, by one call for each field
of each record. They keep no person, no reference and no rule between fields.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench import memory, peered
from bench.figures import Figure, faster
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.figures.profiles import PROFILES, USUAL
from synth.lives.households import Borough
from synth.making import tables
from synth.partnership import PLAN
from synth.writing.files import Choice

YEAR: Final = Period.parse("2025-26")
A_YEAR: Final = 20_000  # records of the usual borough in a year, and some more (measured)
MOST: Final = 1_000_000  # records by which a rate is taken; memory is measured with all
DRAWN: Final = 10_000  # records of a peer: its time grows with them alone
TURNS: Final = 2_000  # records of ours whose datasets the peers take turns by
TIMES: Final = 3  # of which the middle one counts
SEED: Final = 42
LEAST: Final = 25  # fields of each dataset that is counted
BLOCK: Final = 1 << 20
BUDGET: Final = 500.0  # megabytes at ten million records (design)
FORMS: Final[tuple[Choice, ...]] = ("csv", "ndjson", "parquet")
PEERS: Final = {"faker": "Faker, a call a field", "mimesis": "Mimesis, a call a field"}
AIMS: Final = {
    ("faker", 1): "at least 50", ("faker", 2): "at least 90",
    ("mimesis", 1): "at least 11", ("mimesis", 2): "at least 20",
}  # fmt: skip
"""How many times a peer's rate is aimed at, as CSV, by how many processes draw (design)."""
_SAID: Final = {1: "one process", 2: "two processes"}


@dataclass(frozen=True)
class Run:
    """A borough that was written: its rows about people, the seconds, and the bytes of them."""

    rows: int
    seconds: float
    bodies: list[Path]

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


def figures(*, records: int) -> Iterator[Figure]:
    """Rows per second in each format, by one process and two, and the peak of memory."""
    with TemporaryDirectory(prefix="safershare-bench-") as name:
        folder = Path(name)
        for form in FORMS:
            beside = {peer: _peer(folder, peer=peer, form=form) for peer in PEERS}
            for workers in _SAID:
                yield from _beside(folder, beside, form=form, workers=workers, records=records)
        yield from _whole(folder, records=records)
    yield _remembered(records)


def _beside(
    folder: Path, beside: dict[str, float], *, form: Choice, workers: int, records: int
) -> Iterator[Figure]:
    run, disk = _middle(folder, form=form, workers=workers, records=min(records, MOST))
    what = f"invent {run.rows:,} records, {form.upper()}, {_SAID[workers]}"
    for peer, rate in beside.items():
        aim = AIMS[peer, workers] if form == "csv" else ""
        yield faster(what, run.rate, unit="rows/s", peer=PEERS[peer], beside=rate, aim=aim)
    yield faster(what, run.rate, unit="rows/s", peer="writing ready bytes", beside=disk)


def _middle(folder: Path, **asked: Any) -> tuple[Run, float]:
    """The middle one of some runs, and the rate at which its bytes alone are written."""
    runs = []
    for _ in range(TIMES):
        with TemporaryDirectory(dir=folder) as out:
            run = _run(Path(out), **asked)
            runs.append((run, run.rows / _copied(run.bodies, folder / "copy")))
    return sorted(runs, key=lambda each: each[0].seconds)[TIMES // 2]


def _whole(folder: Path, *, records: int) -> Iterator[Figure]:
    """All that a run writes unless it is told otherwise: the smallest form and the truth too."""
    beside = _peer(folder, peer="faker", form="csv")
    for workers, words in _SAID.items():
        asked = {"form": "csv", "workers": workers, "records": min(records, MOST)}
        run, _ = _middle(folder, **asked, alone=False)
        what = f"invent {run.rows:,} records with their truth, CSV, {words}"
        yield faster(what, run.rate, unit="rows/s", peer=PEERS["faker"], beside=beside)


def _run(out: Path, *, form: Choice, workers: int, records: int, alone: bool = True) -> Run:
    """A year of a borough of so many records at least, by a process of its own, as a peer's is."""
    asked = {"year": str(YEAR), "seed": SEED, "scale": records / A_YEAR, "format": form,
             "workers": workers, "records_only": alone}  # fmt: skip
    # Not by `-m`: whoever draws beside it would load again what was started so.
    program = "import sys; from bench.borough import main; main(*sys.argv[1:])"
    command = [sys.executable, "-c", program, str(out), json.dumps(asked)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told = json.loads(said)
    counted = [each for each in told["files"] if _is_counted(each, form=form)]
    bodies = [out / each["path"] for each in counted]
    return Run(sum(each["rows"] for each in counted), told["seconds"], bodies)


def _is_counted(file: dict[str, Any], *, form: str) -> bool:
    """Whether a file holds records about people: sheets of a few figures are left out."""
    path = Path(file["path"])
    named = path.parent.name == "returns" and path.suffix == f".{form}"
    return named and file["level"] == "record" and file["dataset"] in _wide()


def _wide() -> frozenset[str]:
    """The datasets of records about people, each of so many fields or more."""
    return frozenset(name for name in _described() if len(columns(DATASETS[name])) >= LEAST)


def _described() -> frozenset[str]:
    return frozenset(DATASETS) - {"aggregate_return", "review_action"}


def _copied(bodies: list[Path], to: Path) -> float:
    """The seconds in which bytes that are there already are written."""
    seconds = 0.0
    for body in bodies:
        with body.open("rb") as source, to.open("wb") as target:
            for block in iter(lambda: source.read(BLOCK), b""):
                begun = time.perf_counter()
                target.write(block)
                seconds += time.perf_counter() - begun
    to.unlink()
    return seconds


def _peer(folder: Path, *, peer: str, form: str) -> float:
    """Rows a second of a peer, which says itself how long it took once it was loaded."""
    if not (peered.BIN / "python").exists():
        raise SystemExit("The peers' environment is not built: run `make bench`.")
    described = folder / "description.json"
    if not described.exists():
        described.write_text(json.dumps(description()), encoding="utf-8")
    program = str(peered.FOLDER / "synthesis.py")
    with TemporaryDirectory(dir=folder) as out:
        asked = [peer, form, str(DRAWN), str(described), out]
        command = [str(peered.BIN / "python"), program, *asked]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return DRAWN / float(said)


def description() -> dict[str, Any]:
    """What the peers fill: each dataset's columns, and how the datasets take turns."""
    made = tables(PLAN, YEAR.months(), Borough(SEED, PROFILES[USUAL]))
    told = [table.dataset for _, table in made for _ in range(len(table))]
    return {
        "from": YEAR.start.isoformat(),
        "to": YEAR.end.isoformat(),
        "columns": {
            name: [peered.column(column) for column in columns(DATASETS[name])]
            for name in _described()
        },
        "turns": told[:: max(1, len(told) // TURNS)],
    }


def _remembered(records: int) -> Figure:
    """The most that a process holds that writes a whole run, as an operator starts it."""
    with TemporaryDirectory(prefix="safershare-bench-") as out:
        months = f"{YEAR.months()[0]}..{YEAR.months()[-1]}"
        asked = ["--months", months, "--scale", str(records / A_YEAR), "--format", "csv"]
        command = [sys.executable, "-m", "api.cli", "synth", *asked, "--out", out]
        held = 0.0
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
            while child.poll() is None:
                held = max(held, memory.peak(out))
                time.sleep(0.05)
        if child.returncode:
            raise RuntimeError("the borough was not written")
    what = f"memory of {records:,} invented records, one process"
    return Figure(
        what, held, "MB", "the budget", BUDGET, held / BUDGET, "of the budget", "at most 1"
    )
