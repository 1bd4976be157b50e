"""Records in an agency's own voice, as a file it would send."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from synth.formats import Row
from synth.labels import NOTICE
from synth.voices.voice import Voice
from synth.voices.workbook import workbook

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"


@dataclass(frozen=True)
class Extract:
    """A file in an agency's own voice.

    Attributes:
        voice: whose.
        body: its bytes.
        media_type, suffix: of its format.
        untidy: whether merged headings stand above the header, for which the service refuses it.
    """

    voice: Voice
    body: bytes
    media_type: str
    suffix: str
    untidy: bool = False


def extract(voice: Voice, rows: Sequence[Row], *, untidy: bool = False) -> Extract:
    """Records as the system writes them; `untidy` with the headings of a spreadsheet's groups.

    A workbook says in its properties that it is synthetic; a CSV file has no place for that.

    Raises:
        ValueError: the system writes no headings, so its file cannot be untidy.
    """
    if untidy and not voice.groups:
        raise ValueError(f"{voice.name} writes no headings above its columns")
    table = voice.table(rows)
    if voice.layout == "xlsx":
        groups = voice.groups if untidy else ()
        body = workbook(table, groups=groups, title=voice.title, notice=NOTICE)
        return Extract(voice, body, XLSX, "xlsx", untidy)
    file = io.StringIO(newline="")
    csv.writer(file).writerows(table)
    return Extract(voice, file.getvalue().encode(), CSV, "csv")
