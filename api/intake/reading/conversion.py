"""Workbooks and Parquet files to CSV at rest, by a child process that may do nothing else.

The child gets a clean environment, an empty folder, the file as its input and limits of memory,
time and size; it answers with codes and places, and the words for them stand here. Whatever
happens to it, the answer is a file or a refusal, and neither process nor file is left behind.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any, Final, Literal, cast

from api.intake.reading.child.output import Bounds
from api.intake.reading.child.report import MOST_PLACES
from api.intake.reading.naming import shown
from api.intake.reading.refusing import NOTES, WORDS, Words
from api.intake.reading.rows import MOST_COLUMNS, MOST_ROWS
from auth import strict_json
from auth.refusals import BadRequest, ErrorItem, Refusal, TooLarge
from schemas.findings import Finding

Kind = Literal["xlsx", "parquet"]

MEMORY: Final = 2 << 30  # bytes of addresses: the libraries map a quarter of them (design)
PROCESSOR_SECONDS: Final = 120  # design
WALL_SECONDS: Final = 180.0  # design
MOST_CELLS: Final = 60_000_000  # as many rows, thirty columns wide (design)
LARGEST_REPORT: Final = 1 << 16  # bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: bytes of addresses and of output, seconds of processor and clock."""

    output: int
    memory: int = MEMORY
    seconds: int = PROCESSOR_SECONDS
    wall: float = WALL_SECONDS


@dataclass(frozen=True, slots=True)
class Converted:
    """A CSV file at rest, positioned at the start and closed by its owner, and notes about it."""

    file: IO[bytes]
    notes: tuple[Finding, ...]


def convert(file: IO[bytes], *, kind: Kind, sheet: str | None, limits: Limits) -> Converted:
    """Have a file converted.

    Args:
        file: the body at rest.
        kind: what it is.
        sheet: the sheet that is wanted, of a workbook.
        limits: what the conversion may use.

    Raises:
        BadRequest: the file cannot be taken as it is; its errors name rows and columns.
        TooLarge: it takes more than the limits allow.
    """
    # handed on, so it is closed by whoever asked for the file
    made = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115
    try:
        with tempfile.TemporaryDirectory(prefix="safershare-") as folder:
            report = _run(_as_file(file, folder), made, folder, _asked(kind, sheet, limits), limits)
        _refuse(report)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return Converted(made, tuple(_notes(report)))


def _asked(kind: Kind, sheet: str | None, limits: Limits) -> dict[str, Any]:
    bounds = Bounds(limits.output, limits.output, MOST_CELLS, MOST_ROWS, MOST_COLUMNS)
    return {
        "kind": kind,
        "sheet": sheet,
        "parent": os.getpid(),
        "bounds": asdict(bounds),
        "limits": {
            "memory": limits.memory,
            "output": limits.output + LARGEST_REPORT,  # the report is a file too
            "seconds": limits.seconds,
        },
    }


def _as_file(file: IO[bytes], folder: str) -> IO[bytes]:
    """The body as a file of the system's, which the child can take as its input."""
    copy = cast("IO[bytes]", tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - closed by _run
    file.seek(0)
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


def _run(
    given: IO[bytes], made: IO[bytes], folder: str, asked: Mapping[str, Any], limits: Limits
) -> Mapping[str, Any]:
    """Run the child to its end, or to the end of its time, and read its report."""
    with given, tempfile.TemporaryFile(dir=folder) as report:
        # what is asked goes by the file that the report comes back in: others can see arguments
        report.write(json.dumps(asked).encode())
        report.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "api.intake.reading.child", str(report.fileno())],
            stdin=given,
            stdout=made,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            pass_fds=(report.fileno(),),
        )
        try:
            child.wait(limits.wall)
        except subprocess.TimeoutExpired:
            return _HEAVY
        finally:
            child.kill()
            child.wait()
        report.seek(0)
        return _report(report.read(LARGEST_REPORT + 1), code=child.returncode)


_HEAVY: Final[Mapping[str, Any]] = {"places": [{"code": "too_heavy"}]}


def _environment(folder: str) -> dict[str, str]:
    """What the child knows of the world: nothing of the service's."""
    kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return kept | {
        "HOME": folder,
        "TMPDIR": folder,
        "LC_ALL": "C.UTF-8",
        "POLARS_MAX_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _report(written: bytes, *, code: int) -> Mapping[str, Any]:
    """The child's report; a child that could not write one ran against its limits."""
    try:
        found = strict_json.read_object(written)
    except BadRequest:
        return _HEAVY
    return found if code == 0 or found.get("places") else _HEAVY


def _refuse(report: Mapping[str, Any]) -> None:
    """Make a refusal of a report that has places; whatever it says, only known codes are said."""
    places = list(report.get("places") or ())[:MOST_PLACES]
    if not places:
        return
    items = tuple(_item(place) for place in places)
    words = _words(places[0])
    kind: type[Refusal] = TooLarge if words.heavy else BadRequest
    said = f"{words.sentence} {words.mend}"
    placed = any(item.row or item.field or item.message != said for item in items)
    raise kind(_code(places[0]), detail=said, errors=items if placed else ())


def _code(place: Mapping[str, Any]) -> str:
    code = place.get("code")
    return code if isinstance(code, str) and code in WORDS else "too_heavy"


def _words(place: Mapping[str, Any]) -> Words:
    return WORDS[_code(place)]


def _item(place: Mapping[str, Any]) -> ErrorItem:
    name, row, column = place.get("name"), place.get("row"), place.get("column")
    words = _words(place)
    known = name if isinstance(name, str) and shown(name) else None
    return ErrorItem(
        _code(place),
        " ".join((*_where(place.get("cell"), column, known), words.sentence, words.mend)),
        row=row if isinstance(row, int) else None,
        field=known,
    )


def _where(cell: Any, column: Any, known: str | None) -> Iterator[str]:
    if isinstance(cell, str) and cell and cell.replace(":", "").isalnum() and cell.isascii():
        yield f"{cell}:"
    elif known is None and isinstance(column, int):
        yield f"Column {column}:"


def _notes(report: Mapping[str, Any]) -> Iterator[Finding]:
    for code, count in dict(report.get("notes") or {}).items():
        if code in NOTES and isinstance(count, int):
            yield Finding(code, "note", NOTES[code].format(count=count))
