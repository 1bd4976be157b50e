"""The police of the borough of themselves: posts, an audit of records, and answers to a board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from synth.agencies import asked
from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import figure, share

_POSTS: Final = ("posts", "posts_filled", "posts_vacant")


def declared(sheet: Sheet) -> tuple[Row, ...]:
    """Posts on the month's last day, a quarter's audit, and the year's answers."""
    told = [*_posts(sheet), *_audit(sheet)]
    return (*sheet.numbered(told, mark="ag"), *asked.answers(sheet, asked.POLICE))


def _posts(sheet: Sheet) -> Iterator[Row]:
    profile = sheet.borough.profile
    every, vacant = sum(profile.posts.values()), sum(profile.vacant.values())
    if not every:
        return
    for measure, count in zip(_POSTS, (every, every - vacant, vacant), strict=True):
        yield figure(measure, month=sheet.month, value=count)
    for role, count in profile.posts.items():
        yield figure("posts", month=sheet.month, value=count, cell={"role": role})


def _audit(sheet: Sheet) -> Iterator[Row]:
    quarter = sheet.month.quarter()
    if sheet.borough.profile.audited and sheet.month.end == quarter.end:
        part, whole = sheet.borough.profile.audited
        yield share("records_checked", month=quarter, part=part, whole=whole)
