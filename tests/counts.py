"""How many of something a test does: a fixed sample in `make test`, the whole in `make prove`."""

import os
import secrets

PROVE = os.environ.get("SAFERSHARE_PROVE") == "1"


def whole_or_sample(whole: int, *, sample: int) -> int:
    """The whole count under `make prove`, else the sample; mark such a test with `prove`."""
    return whole if PROVE else sample


SEED = int(
    os.environ.setdefault("SAFERSHARE_SEED", str(secrets.randbits(32) if PROVE else 20260331))
)
"""What seeded samples are drawn from: always the same in `make test`, a fresh one in `make prove`,
which the processes of a run share.
"""
