"""Read a file from standard input, write CSV to standard output, and report.

Run as `python -P -m api.intake.reading.child`; the one argument is the number of an open file,
which holds what is asked as a JSON object and takes the report in its place. Nothing is ever
written to standard error.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from typing import Any, Final

from api.intake.reading.child.limits import confine, short_of_room
from api.intake.reading.child.output import Bounds, Output
from api.intake.reading.child.report import Place, Refused, Report

_HEAVY: Final = "too_heavy"


def main(descriptor: int) -> int:
    """Do what is asked and report; 0 when the file was read."""
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        asked = json.load(file)
        report = _report(asked)
        file.seek(0)
        file.truncate()
        json.dump(report.plain(), file)
    return 1 if report.places else 0


def _report(asked: dict[str, Any]) -> Report:
    confine(parent=asked["parent"], limits=asked["limits"])
    warnings.simplefilter("ignore")  # what a library is unsure about is no news to the sender
    report = Report()
    try:
        report.notes = _converted(asked)
    except Refused as refusal:
        report.places = refusal.places
    except BaseException as error:  # noqa: BLE001 - whatever a library raises, a panic included
        report.places = (Place(_code(error, asked)),)
    return report


_FILE_TOO_LARGE: Final = 27  # EFBIG (errno(3))


def _code(error: BaseException, asked: dict[str, Any]) -> str:
    """What stopped the reading: the file's size, want of room, or the file itself."""
    if isinstance(error, OSError) and error.errno == _FILE_TOO_LARGE:
        return "too_large"
    if isinstance(error, (MemoryError, ImportError)):  # what finds no room is not loaded
        return _HEAVY
    return _HEAVY if short_of_room(asked["limits"]["memory"]) else f"{asked['kind']}_broken"


def _converted(asked: dict[str, Any]) -> dict[str, int]:
    bounds = Bounds(**asked["bounds"])
    output = Output(sys.stdout.buffer, bounds)
    if asked["kind"] == "xlsx":
        # Imported here: only one of the two libraries is needed.
        from api.intake.reading.child import workbook  # noqa: PLC0415

        notes = workbook.convert(
            sys.stdin.buffer, output, sheet=asked["sheet"], unpacked=bounds.unpacked
        )
    else:
        from api.intake.reading.child import parquet  # noqa: PLC0415

        notes = parquet.convert(sys.stdin.buffer, output, bounds=bounds)
    output.close()
    sys.stdout.buffer.flush()
    return {code: count for code, count in notes.items() if count}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
