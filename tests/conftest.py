"""What every test shares: the databases, where files are, and the size of property tests.

Property tests take a fixed sample in `make test`, so that a run can be repeated exactly, and search
further in `make prove`.
"""

import os

from hypothesis import HealthCheck, settings

from tests import memory
from tests.counts import PROVE, SEED

pytest_plugins = ["tests.databases", "tests.measuring"]

# Folders of tests; pytest knows no other way to say where they are than for a whole run.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory.folder() or ""))

settings.register_profile("sample", derandomize=True, database=None, deadline=None, max_examples=50)
settings.register_profile(
    "whole",
    deadline=None,
    max_examples=2000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("whole" if PROVE else "sample")


def pytest_report_header() -> list[str]:
    """Say by what seed a run can be repeated."""
    return [f"SAFERSHARE_SEED={SEED}"] if PROVE else []
