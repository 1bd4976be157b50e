"""How many of something a test does: a fixed sample in `make test`, the whole in `make prove`."""

import os

PROVE = os.environ.get("SAFERSHARE_PROVE") == "1"


def whole_or_sample(whole: int, *, sample: int) -> int:
    """The whole count under `make prove`, else the sample; mark such a test with `prove`."""
    return whole if PROVE else sample
