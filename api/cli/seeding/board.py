"""The domestic abuse lead's part: seal what is whole, and read both reports of it.

Over HTTP alone, as the lead's own system. What is sealed, and how, does not belong here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from api.cli.client.problems import checked
from api.cli.client.session import Agency
from api.cli.failures import Failure
from api.cli.reports import FORMATS
from api.cli.seeding.way import Open
from schemas.period import Period

REPORTS: Final = ("board", "scrutiny")
SUFFIXES: Final = {"markdown": "md", "html": "html", "docx": "docx", "json": "json"}
LABEL: Final = "synthetic"
"""Begins the name of every file, as those that `synth` writes."""

AGAIN: Final = 1.0  # seconds until a sealing is looked at again (design)


def whole(months: Sequence[Period]) -> list[Period]:
    """The quarters of which every month is among some months, in their order."""
    held = set(months)
    quarters = {month.quarter() for month in months}
    return sorted(each for each in quarters if held.issuperset(each.months()))


def reported(months: Sequence[Period]) -> list[Period]:
    """The periods of which reports are written: the last quarter, and every whole year."""
    quarters = whole(months)
    years = {each.year() for each in quarters}
    return [*quarters[-1:], *sorted(y for y in years if set(y.quarters()) <= set(quarters))]


def sealed(lead: Agency) -> set[str]:
    """The periods that are sealed."""
    return {each["period"] for each in _releases(lead)}


def _releases(lead: Agency) -> Iterator[dict[str, Any]]:
    path = "/v1/releases"
    while True:
        page = checked(lead.call("GET", path)).json()
        yield from page["releases"]
        if not page["next"]:
            return
        path = f"/v1/releases?cursor={page['next']}"


def seal(lead: Agency, period: Period, *, way: Open) -> str:
    """Seal a quarter with its months, and the year with its fourth; give the release's name.

    Returns that are missing are accepted.

    Raises:
        Declined, Failure: it cannot be sealed.
    """
    asked = {"period": str(period), "accept_missing": True}
    answer = checked(lead.call("POST", "/v1/releases", json=asked))
    told: dict[str, Any] = answer.json()
    if "job_id" not in told:
        return str(told["release_id"])
    job = f"/v1/releases/jobs/{told['job_id']}"
    while told["status"] not in {"done", "failed"}:
        if way.work is None:
            time.sleep(AGAIN)
        else:
            way.work()
        told = checked(lead.call("GET", job)).json()
    if told["release"] is None:
        raise Failure(f"{period} is not sealed: {told['problem']['detail']}")
    return str(told["release"]["release_id"])


def write_reports(lead: Agency, period: Period, *, folder: Path) -> Iterator[Path]:
    """Write both reports of a sealed period in every format, and give where each is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in REPORTS:
        for form, media_type in FORMATS.items():
            query = f"/v1/reports/{name}?period={period}"
            answer = checked(lead.call("GET", query, headers={"Accept": media_type}))
            path = folder / f"{LABEL}-{name}-{period}.{SUFFIXES[form]}"
            making = path.with_name(f".{path.name}")
            making.write_bytes(answer.content)
            making.replace(path)
            yield path
