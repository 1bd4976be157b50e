"""How everything that is invented says so: in file names and in what stands beside the rows."""

from __future__ import annotations

from typing import Final

LABEL: Final = "synthetic"
NOTICE: Final = (
    "Synthetic data. Every person, household and event is invented; no real person is described."
)
