"""Whole extracts, as an agency's system would write them: `fake.agency_extract("nhs")`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from schemas.datasets import DATASETS
from synth import formats
from synth.formats import Format
from synth.providers.base import MONTH, Drawing
from synth.voices.spoken import extract
from synth.voices.systems import VOICES
from synth.voices.voice import Voice

SENDS: Final[Mapping[str, str]] = {
    "police": "incident",
    "nhs": "health_contact",
    "housing": "housing_support",
    "probation": "perpetrator_intervention",
    "charity": "service_episode",
    "children": "child_contact",
    "courts": "justice_outcome",
    "conference": "marac_case",
    "council": "review_action",
}
"""The dataset that each kind of agency is known for."""


class ExtractProvider(Drawing):
    """Files of rows: in the common columns and codes, or in an agency's own."""

    def agency_extract(
        self,
        agency: str,
        month: str = MONTH,
        *,
        rows: int = 25,
        encoding: Format = "csv",
        own_words: bool = False,
    ) -> bytes:
        """The file of one agency for a month.

        Args:
            agency: the kind of agency, as `nhs` or `police`; `SENDS` has them all.
            month: `2026-03`.
            rows: how many rows it has; each has an identifier of its own.
            encoding: `csv`, `ndjson` or `json` (a bare list of records).
            own_words: whether it is in the words and the format of the agency's system, which
                `term_map` gives the map of; `encoding` then says nothing.

        Raises:
            ValueError: there is no such kind of agency, or none with words of its own.
        """
        if agency not in SENDS:
            raise ValueError(f"there is no such kind of agency; there is {', '.join(SENDS)}")
        draw = getattr(self, SENDS[agency])
        drawn = [draw(month) | {"record_id": f"{agency}-{month}-{n}"} for n in range(1, rows + 1)]
        if own_words:
            return extract(_voice(agency), drawn).body
        if encoding == "csv":
            return formats.csv_bytes(drawn, dataset=DATASETS[SENDS[agency]])
        return formats.ndjson_bytes(drawn) if encoding == "ndjson" else formats.json_bytes(drawn)

    def term_map(self, agency: str) -> dict[str, Any]:
        """The map by which the service reads an agency's extract in its own words.

        Raises:
            ValueError: the agency has no words of its own.
        """
        return _voice(agency).term_map()


def _voice(agency: str) -> Voice:
    if agency not in VOICES:
        raise ValueError(f"{agency} has no words of its own; there is {', '.join(VOICES)}")
    return VOICES[agency]
