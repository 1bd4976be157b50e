"""A sealed year and everything needed to score attacks on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.disclosure.lattice import Key
from schemas.datasets.incident import Incident
from tests.attacks import borough
from tests.attacks.links import Link, links
from tests.attacks.release import Question, Release, cell_keys, sealed, threshold_only, true_counts


@dataclass(frozen=True)
class Year:
    """The rows of an invented year, their true counts, the release and its double."""

    rows: Sequence[borough.Row]
    truth: Mapping[Question, Mapping[Key, int]]
    real: Release
    thresholded: Release
    links: Sequence[Link]


def a_year(seed: int) -> Year:
    """Invent and seal a year."""
    rows = borough.rows(seed)
    real = sealed(rows, guard=cell_keys)
    return Year(
        rows=rows,
        truth=true_counts(rows),
        real=real,
        thresholded=sealed(rows, guard=threshold_only),
        links=links(real, breakdowns=Incident.breakdowns),
    )
