"""Groupings that several datasets share, built from code lists: ages, ethnicity, wards, codes.

Functions here only make `Breakdown` values; what a dataset releases is declared in its own module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from schemas.breakdowns import MISSING_CATEGORY, Band, Breakdown, Category, words
from schemas.codes import code_list
from schemas.codes.ages import AGE_BANDS
from schemas.codes.children import CHILD_AGE_BANDS

AGE_LISTS = ("age_band", "age_band_4", "age_band_2")
"""Code lists of the groupings of age, finest first; each code's parent stands in the next list."""


def age(
    field: str, *, band_field: str | None = None, prefix: str = ""
) -> tuple[Breakdown, Breakdown, Breakdown]:
    """Make the three nested groupings of the variable `age` over a field of whole years.

    `band_field` is the coded band (list `age_band`) used where there is no year; `prefix`
    (`suspect_`) names the groupings of a person who is not the counted one.
    """
    finest, four, two = (
        Breakdown(
            name=prefix + name,
            base=f"{prefix}age",
            field=field,
            title=code_list(name).title,
            categories=_categories(name),
            kind="band",
            bands=_bands(name),
            mapping=MappingProxyType(_widened(name) if band_field else {}),
            second_field=band_field,
        )
        for name in AGE_LISTS
    )
    return finest, four, two


def child_age(field: str, *, band_field: str) -> Breakdown:
    """Make the breakdown of a child's age over a field of whole years, 0 to 17.

    Of the coded bands in `band_field`, which count where there is no year, the one from 16 alone
    says how old a child is.
    """
    return Breakdown(
        name="child_age",
        base="child_age",
        field=field,
        title=code_list("child_age_band").title,
        categories=_categories("child_age_band"),
        kind="band",
        bands=tuple(Band(low, high, code) for low, high, code in CHILD_AGE_BANDS),
        mapping=MappingProxyType({"16-24": CHILD_AGE_BANDS[-1][2]}),
        second_field=band_field,
    )


def coded(
    name: str,
    field: str,
    codes: str,
    *,
    base: str | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    title: str | None = None,
    labels: Mapping[str, str] | None = None,
    rare: bool = False,
    sensitive: bool = False,
) -> Breakdown:
    """Make a breakdown over a field with the code list named `codes`; `base` is `name` by default.

    Without `groups` each code is a category; with it, each group (category -> its codes) is one,
    called as `labels` say.
    What is in no group or not in the list, such as the reason for a missing value, is `missing`.
    Raises ValueError where a group names a code that the list lacks, UnknownCodeList for an unknown
    list.
    """
    listed = code_list(codes)
    parts = groups if groups is not None else {code.code: (code.code,) for code in listed}
    if not {code for held in parts.values() for code in held} <= listed.values:
        raise ValueError(f"{name}: a group holds a code that the list lacks")
    said = {code.code: code.label for code in listed} | dict(labels or {})
    categories = (Category(part, said.get(part, words(part))) for part in parts)
    return Breakdown(
        name=name,
        base=base or name,
        field=field,
        title=title or words(name),
        categories=(*categories, MISSING_CATEGORY),
        mapping=MappingProxyType({code: part for part, held in parts.items() for code in held}),
        rare=rare,
        sensitive=sensitive,
    )


def ethnicity(field: str, *, prefix: str = "") -> Breakdown:
    """Make the five ethnic groups over a self-defined ethnicity code (GSS harmonised standard)."""
    groups = {code.code: code.group for code in code_list("ethnicity_self") if code.group}
    return Breakdown(
        name=f"{prefix}ethnicity_group",
        base=f"{prefix}ethnicity",
        field=field,
        title=words(f"{prefix}ethnic_group"),
        categories=_categories("ethnicity_group"),
        mapping=MappingProxyType(groups),
        rare=True,
    )


def disability(field: str) -> Breakdown:
    """Make the breakdown of whether a condition limits daily activity, a little or a lot."""
    groups = {"yes": ("yes_limited_a_lot", "yes_limited_a_little"), "no": ("no",)}
    return coded("disability", field, "disability", groups=groups, sensitive=True)


def health_need(field: str) -> Breakdown:
    """Make the breakdown of whether a need about mental health was found."""
    return coded("mental_health_need", field, "yes_no", sensitive=True)


def flag(name: str, field: str, *, title: str | None = None) -> Breakdown:
    """Make a breakdown over a true-or-false field: `true`, `false`, `missing`."""
    return Breakdown(
        name=name,
        base=name,
        field=field,
        title=title or words(name),
        categories=(Category("true", "Yes"), Category("false", "No"), MISSING_CATEGORY),
        kind="flag",
        mapping=MappingProxyType({"true": "true", "false": "false"}),
    )


def some(name: str, field: str, *, title: str | None = None) -> Breakdown:
    """Make a breakdown over a count: `none`, `some` (one or more), `missing`."""
    return Breakdown(
        name=name,
        base=name,
        field=field,
        title=title or words(name),
        categories=(Category("none", "None"), Category("some", "One or more"), MISSING_CATEGORY),
        kind="band",
        bands=(Band(0, 0, "none"), Band(1, None, "some")),
    )


def pair(
    name: str,
    fields: tuple[str, str],
    *,
    categories: Mapping[str, Sequence[tuple[str, str]]],
    base: str | None = None,
    title: str | None = None,
) -> Breakdown:
    """Make a breakdown derived from two coded fields: category -> the pairs of codes it holds."""
    return Breakdown(
        name=name,
        base=base or name,
        field=fields[0],
        title=title or words(name),
        categories=(*(Category(code, words(code)) for code in categories), MISSING_CATEGORY),
        kind="pair",
        pairs=tuple((a, b, code) for code, held in categories.items() for a, b in held),
        second_field=fields[1],
    )


def change(
    name: str, fields: tuple[str, str], *, levels: Sequence[str], compared: str
) -> tuple[Breakdown, Breakdown]:
    """Make two nested groupings of how a level moved from the first field to the second.

    The finer, `name`: `reduced`, `same`, `higher`. The wider, named by `compared`: `yes` where both
    levels are known. `levels` are the codes of the scale, lowest first.
    """
    step = {level: number for number, level in enumerate(levels)}
    every = [(start, end) for start in levels for end in levels]
    parts = {
        "reduced": [(start, end) for start, end in every if step[end] < step[start]],
        "same": [(start, end) for start, end in every if start == end],
        "higher": [(start, end) for start, end in every if step[end] > step[start]],
    }
    finer = pair(name, fields, categories=parts)
    return finer, pair(compared, fields, categories={"yes": every}, base=name)


def ward(field: str) -> Breakdown:
    """Make the geography: a category per ward, with its authority and the days it exists."""
    return Breakdown(
        name="ward",
        base="ward",
        field=field,
        title="Ward",
        categories=_categories("ward"),
        mapping=MappingProxyType({code.code: code.code for code in code_list("ward")}),
        area=True,
    )


def _categories(codes: str) -> tuple[Category, ...]:
    """The codes of a list as categories, then `missing`."""
    listed = (
        Category(code.code, code.label, code.parent, code.valid_from, code.valid_to)
        for code in code_list(codes)
    )
    return (*listed, MISSING_CATEGORY)


def _widened(name: str) -> dict[str, str]:
    """Each code of the finest age bands -> its category in the grouping `name`."""
    held = {code.code: code.code for code in code_list(AGE_LISTS[0])}
    for finer in AGE_LISTS[: AGE_LISTS.index(name)]:
        wider = {code.code: code.parent or code.code for code in code_list(finer)}
        held = {code: wider[category] for code, category in held.items()}
    return held


def _bands(name: str) -> tuple[Band, ...]:
    """The years of each category of an age grouping, neighbouring bands of one category joined."""
    held = _widened(name)
    joined = groupby(AGE_BANDS, key=lambda band: held[band[2]])
    spans = ((category, list(bands)) for category, bands in joined)
    return tuple(Band(bands[0][0], bands[-1][1], category) for category, bands in spans)
