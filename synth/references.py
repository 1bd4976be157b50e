"""References of invented persons by whole columns: `syn_`, 52 digits, and a check value of 8.

The digits are thirty-six that say the person is invented, and sixteen of the person's key. The
check value is that of `schemas.reference`; it is a sum, so that it can be put together from parts.
"""

from __future__ import annotations

from functools import cache
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from synth.draws import Ints

START: Final = "000000000000000000000000000000000000"
"""No keyed hash has thirty-six noughts: who reads a reference sees that it is made up."""
_LANES: Final = 4
_A_LANE: Final = 4  # hexadecimal digits
_DIGITS: Final = _LANES * _A_LANE


@cache
def _parts() -> npt.NDArray[np.uint32]:
    """What each lane at each value adds to the check value of nothing but noughts.

    CRC-32 is affine: what a digit adds does not depend on the others.
    """
    noughts = crc32(f"{START}{'0' * _DIGITS}".encode())
    found = np.zeros((_LANES, 1 << 16), dtype=np.uint32)
    values = np.arange(1 << 16)
    for place in range(_DIGITS):
        lane, digit = divmod(place, _A_LANE)
        texts = (f"{START}{'0' * place}{n:x}{'0' * (_DIGITS - 1 - place)}" for n in range(16))
        added = np.array([crc32(text.encode()) ^ noughts for text in texts], dtype=np.uint32)
        found[lane] ^= added[(values >> 4 * (_A_LANE - 1 - digit)) & 15]
    return found


def checks(lanes: npt.NDArray[np.uint16]) -> tuple[str, Ints]:
    """What every reference begins with, and the check value of each, by lanes of 16 bits."""
    whole = np.full(len(lanes), crc32(f"{START}{'0' * _DIGITS}".encode()), dtype=np.uint32)
    for lane in range(_LANES):
        whole ^= _parts()[lane].take(lanes[:, lane])
    return f"syn_{START}", whole.astype(np.int64)


def spelt(keys: npt.NDArray[np.uint64]) -> list[str]:
    """The references of persons, one by one."""
    lanes = keys.astype("<u8", copy=False).view("<u2").reshape(-1, _LANES)
    start, checked = checks(lanes)
    digits = ("".join(f"{part:04x}" for part in row) for row in lanes.tolist())
    return [
        f"{start}{body}{check:08x}" for body, check in zip(digits, checked.tolist(), strict=True)
    ]
