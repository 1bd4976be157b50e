"""One system's way of writing records down, and the term map that reads them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS
from schemas.fields import Many
from schemas.terms import PRESETS
from synth.formats import Row, csv_bytes

Layout = Literal["csv", "xlsx"]
"""`xlsx` is a spreadsheet, headed by groups of columns with merged cells."""


@dataclass(frozen=True)
class Voice:
    """A system's own words for one dataset.

    Attributes:
        name: what it is called on the command line and in file names.
        title: for people.
        agency_id: who of the invented partnership writes so, by its name in Bromley.
        dataset: of the records.
        layout: the format of its files.
        columns: its column for each field, in the order of its file; fields that are not among
            them follow under their common names.
        words: its word for each common code, by field.
        presets: national code sets that it writes, by field; a code without one stays common.
        groups: headings over its columns, each with how many it spans; of a spreadsheet alone.
    """

    name: str
    title: str
    agency_id: str
    dataset: str
    layout: Layout
    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    presets: Mapping[str, str] = field(default_factory=dict)
    groups: Sequence[tuple[str, int]] = ()

    def term_map(self) -> dict[str, Any]:
        """The map by which the service reads the files, as `PUT /v1/term-maps/{dataset}` takes it.

        It names what differs from the common words and nothing else.
        """
        return {
            "columns": {own: name for name, own in self.columns.items()},
            "codes": {
                name: {own: code for code, own in words.items() if own != code}
                for name, words in self.words.items()
            },
            "presets": [{"preset": p, "field": name} for name, p in self.presets.items()],
            "not_held": [],
        }

    def table(self, rows: Sequence[Row]) -> list[list[str]]:
        """The records as lines of cells, the header first, as the system writes them."""
        plain = csv.reader(io.StringIO(csv_bytes(rows, dataset=DATASETS[self.dataset]).decode()))
        header, *lines = plain
        known = [name for name in self.columns if name in header]
        names = known + [name for name in header if name not in self.columns]
        places = [header.index(name) for name in names]
        said = [self._cell(name) for name in names]
        body = [[said[n](line[place]) for n, place in enumerate(places)] for line in lines]
        return [[self.columns.get(name, name) for name in names], *body]

    def _cell(self, name: str) -> Any:
        words = self._spoken.get(name, {})
        field_ = columns_by_name(DATASETS[self.dataset])[name].field
        if isinstance(field_, Many):
            return lambda cell: ";".join(words.get(part, part) for part in cell.split(";"))
        return lambda cell: words.get(cell, cell)

    @cached_property
    def _spoken(self) -> dict[str, dict[str, str]]:
        """The system's word for each common one, by field; of two of a national set, the first."""
        found = {name: dict(words) for name, words in self.words.items()}
        for name, preset in self.presets.items():
            for own, code in PRESETS[preset].words.items():
                found.setdefault(name, {}).setdefault(code, own)
        return found
