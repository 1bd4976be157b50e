"""Age bands of a release: seven, nested in four, nested in two. Raw ages stay in whole years."""

from typing import Final

from schemas.codes.lists import Code, CodeList

_OPEN_ENDED: Final = None

_SEVEN: Final = (
    (0, 15, "0-24"),
    (16, 24, "0-24"),
    (25, 34, "25-44"),
    (35, 44, "25-44"),
    (45, 54, "45-64"),
    (55, 64, "45-64"),
    (65, _OPEN_ENDED, "65-plus"),
)
_FOUR: Final = (
    (0, 24, "0-44"),
    (25, 44, "0-44"),
    (45, 64, "45-plus"),
    (65, _OPEN_ENDED, "45-plus"),
)
_TWO: Final = ((0, 44, None), (45, _OPEN_ENDED, None))


def _band(low: int, high: int | None, parent: str | None) -> Code:
    """Name a band by its ages; `parent` is the band one grouping wider that holds it whole."""
    if high is None:
        return Code(f"{low}-plus", f"{low} and over", parent=parent)
    label = f"{low} to {high}" if low else f"Under {high + 1}"
    return Code(f"{low}-{high}", label, parent=parent)


AGE_BAND = CodeList(
    "age_band",
    "CL-09",
    "Age band, seven bands",
    "design: ONS ten-year bands from 25; 16 is the age in the Domestic Abuse Act 2021 s.1",
    tuple(_band(*ages) for ages in _SEVEN),
)
AGE_BAND_4 = CodeList(
    "age_band_4", "CL-09b", "Age band, four bands", "design", tuple(_band(*a) for a in _FOUR)
)
AGE_BAND_2 = CodeList(
    "age_band_2", "CL-09c", "Age band, two bands", "design", tuple(_band(*a) for a in _TWO)
)

AGE_BANDS: Final = tuple((low, high, _band(low, high, None).code) for low, high, _ in _SEVEN)
"""The seven bands as (lowest age, highest age or None, code), youngest first."""


def age_band(years: int) -> str:
    """Give the seven-band code of an age in whole years; ValueError for an age below 0."""
    if years < 0:
        raise ValueError("an age is 0 or more whole years")
    return next(code for _, high, code in AGE_BANDS if high is None or years <= high)


LISTS = (AGE_BAND, AGE_BAND_4, AGE_BAND_2)
