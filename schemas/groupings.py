"""Groupings that several datasets share, built from code lists: ages, ethnicity, wards, codes.

Functions here only make `Breakdown` values; what a dataset releases is declared in its own module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from schemas.breakdowns import MISSING_CATEGORY, Band, Breakdown, Category
from schemas.codes import MISSING_REASONS
from schemas.codes.lists import CodeList

_REASONS = frozenset(MISSING_REASONS)

AGE_BANDS: tuple[tuple[str, str, tuple[Band, ...]], ...] = (
    (
        "age_band",
        "Age band",
        (
            Band(0, 24, "under-25"),
            Band(25, 34, "25-34"),
            Band(35, 44, "35-44"),
            Band(45, 54, "45-54"),
            Band(55, 64, "55-64"),
            Band(65, None, "65-plus"),
        ),
    ),
    (
        "age_band_4",
        "Age, four bands",
        (
            Band(0, 24, "under-25"),
            Band(25, 44, "25-44"),
            Band(45, 64, "45-64"),
            Band(65, None, "65-plus"),
        ),
    ),
    ("age_band_2", "Age, two bands", (Band(0, 44, "under-45"), Band(45, None, "45-plus"))),
)
"""Six bands, nested in four, nested in two. They follow the bands an agency may send instead of
years, save that children stand with young adults: no table by small area is a table of children
(design)."""

_SENT_BANDS: Mapping[str, int] = {
    "0-15": 0, "16-24": 16, "25-34": 25, "35-44": 35, "45-54": 45, "55-64": 55, "65-plus": 65,
}  # fmt: skip
"""The first year of each band of the code list `age_band`, sent where the year is not held."""

_ETHNIC_GROUPS: Mapping[str, Category] = {
    "A": Category("asian", "Asian or Asian British"),
    "B": Category("black", "Black, Black British, Caribbean or African"),
    "M": Category("mixed", "Mixed or multiple ethnic groups"),
    "O": Category("other", "Other ethnic group"),
    "W": Category("white", "White"),
}
"""The five groups of the GSS harmonised standard, by the letter its codes begin with."""


def age(
    field: str, *, band_field: str | None = None, prefix: str = ""
) -> tuple[Breakdown, Breakdown, Breakdown]:
    """Make the three nested groupings of the variable `age` over a field of whole years.

    `band_field` is the coded band used where there is no year; `prefix` (`suspect_`) names the
    groupings of a person who is not the counted one.
    """
    finest, four, two = (
        _ages(name, title, bands, field=field, band_field=band_field, prefix=prefix)
        for name, title, bands in AGE_BANDS
    )
    return finest, four, two


def coded(
    name: str,
    field: str,
    code_list: CodeList,
    *,
    base: str | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    missing: frozenset[str] = _REASONS,
    title: str | None = None,
    rare: bool = False,
    sensitive: bool = False,
) -> Breakdown:
    """Make a breakdown over a coded field; `base` is the name unless given.

    Without `groups` each code is a category; with it, each group (category -> its codes) is one.
    Codes in `missing`, and codes in no group, are `missing`. Raises ValueError where a group names
    a code that the list lacks.
    """
    kept = [code for code in code_list if code.code not in missing]
    parts = groups if groups is not None else {code.code: (code.code,) for code in kept}
    if not {code for codes in parts.values() for code in codes} <= code_list.values:
        raise ValueError(f"{name}: a group holds a code that the list lacks")
    labels = {code.code: code.label for code in kept}
    categories = (Category(part, labels.get(part, _words(part))) for part in parts)
    return Breakdown(
        name=name,
        base=base or name,
        field=field,
        title=title or _words(name),
        categories=(*categories, MISSING_CATEGORY),
        mapping=MappingProxyType({code: part for part, codes in parts.items() for code in codes}),
        rare=rare,
        sensitive=sensitive,
    )


def ethnicity(field: str, code_list: CodeList, *, prefix: str = "") -> Breakdown:
    """Make the five ethnic groups over a self-defined ethnicity code (GSS harmonised standard)."""
    codes = code_list.values - _REASONS
    return Breakdown(
        name=f"{prefix}ethnicity_group",
        base=f"{prefix}ethnicity",
        field=field,
        title=_words(f"{prefix}ethnic_group"),
        categories=(*_ETHNIC_GROUPS.values(), MISSING_CATEGORY),
        mapping=MappingProxyType({code: _ETHNIC_GROUPS[code[0]].code for code in codes}),
        rare=True,
    )


def flag(name: str, field: str, *, title: str | None = None) -> Breakdown:
    """Make a breakdown over a true-or-false field: `true`, `false`, `missing`."""
    return Breakdown(
        name=name,
        base=name,
        field=field,
        title=title or _words(name),
        categories=(Category("true", "Yes"), Category("false", "No"), MISSING_CATEGORY),
        kind="flag",
        mapping=MappingProxyType({"true": "true", "false": "false"}),
    )


def pair(
    name: str,
    fields: tuple[str, str],
    *,
    categories: Mapping[str, Sequence[tuple[str, str]]],
    title: str | None = None,
) -> Breakdown:
    """Make a breakdown derived from two coded fields: category -> the pairs of codes it holds."""
    return Breakdown(
        name=name,
        base=name,
        field=fields[0],
        title=title or _words(name),
        categories=(*(Category(code, _words(code)) for code in categories), MISSING_CATEGORY),
        kind="pair",
        pairs=tuple((a, b, code) for code, held in categories.items() for a, b in held),
        second_field=fields[1],
    )


def change(
    name: str, fields: tuple[str, str], *, levels: Sequence[str], title: str | None = None
) -> Breakdown:
    """Make `reduced`, `same`, `higher`: how a level moved from the first field to the second.

    `levels` are the codes of the scale, lowest first.
    """
    step = {level: number for number, level in enumerate(levels)}
    every = [(start, end) for start in levels for end in levels]
    parts = {
        "reduced": [(start, end) for start, end in every if step[end] < step[start]],
        "same": [(start, end) for start, end in every if start == end],
        "higher": [(start, end) for start, end in every if step[end] > step[start]],
    }
    return pair(name, fields, categories=parts, title=title)


def ward(field: str, code_list: CodeList) -> Breakdown:
    """Make the geography: a category per ward, with its authority and the days it exists."""
    wards = tuple(
        Category(code.code, code.label, code.parent, code.valid_from, code.valid_to)
        for code in code_list
    )
    return Breakdown(
        name="ward",
        base="ward",
        field=field,
        title="Ward",
        categories=(*wards, MISSING_CATEGORY),
        mapping=MappingProxyType({category.code: category.code for category in wards}),
        area=True,
    )


def _ages(
    name: str,
    title: str,
    bands: tuple[Band, ...],
    *,
    field: str,
    band_field: str | None,
    prefix: str,
) -> Breakdown:
    sent = _SENT_BANDS.items() if band_field else ()
    holding = {code: next(b.category for b in bands if b.holds(low)) for code, low in sent}
    return Breakdown(
        name=prefix + name,
        base=f"{prefix}age",
        field=field,
        title=title,
        categories=(*(Category(b.category, _span(b)) for b in bands), MISSING_CATEGORY),
        kind="band",
        bands=bands,
        mapping=MappingProxyType(holding),
        second_field=band_field,
    )


def _span(band: Band) -> str:
    if band.high is None:
        return f"{band.low} and over"
    return f"Under {band.high + 1}" if band.low == 0 else f"{band.low} to {band.high}"


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
