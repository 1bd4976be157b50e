"""The domestic abuse lead's part: seal the quarter, ask for figures, print the board report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from api.cli import borough
from api.cli.client.problems import checked
from api.cli.client.session import Agency
from api.cli.demo.journal import Journal
from api.cli.partners import Partners
from schemas.codes import code_list
from synth.partnership import LEAD

QUARTER: Final = "2025-26-Q4"
QUESTIONS: Final = (
    ("incident", ("ward", "is_crime")),
    ("incident", ("ward",)),
    ("incident", ("age_band",)),
    ("health_contact", ("sex",)),
)
"""What is asked: a measure and the variables it is split by."""

PAGES: Final = ("board", "scrutiny")
"""The reports that the demo leaves as pages: the board's with charts, the brief in prose."""

SHOWN_ROWS: Final = 8
"""Rows of a table that the demo prints."""

WIDTH: Final = 26
"""Characters of its first column."""


def seal(journal: Journal, lead: Agency) -> None:
    """See what is in, and seal the quarter with its months, without the return that is missing."""
    plan = checked(
        lead.call("POST", "/v1/releases", json={"period": QUARTER, "dry_run": True})
    ).json()
    statuses = [each["status"] for each in plan["returns"]]
    journal.say(f"{QUARTER}: {_counted(statuses)}")
    asked = {"period": QUARTER, "accept_missing": True}
    sealed = checked(lead.call("POST", "/v1/releases", json=asked)).json()
    journal.release = str(sealed["release_id"])
    journal.say(f"sealed as {journal.release}, epoch {sealed['epoch']}")


def let_print(journal: Journal, partners: Partners) -> None:
    """Agencies and the lead release what was said in answer to a scrutiny board."""
    printed, held = borough.let_print(partners.agency, lead=LEAD, period=QUARTER)
    for agency in dict.fromkeys(printed):
        journal.say(f"{agency}: {printed.count(agency)} released, by it and by the lead")
    journal.say(f"{held} others are held back: no report prints them")


def _counted(statuses: Sequence[str]) -> str:
    found = {status: statuses.count(status) for status in sorted(set(statuses))}
    return ", ".join(f"{count} {status}" for status, count in found.items())


def ask(journal: Journal, lead: Agency) -> None:
    """Ask for aggregates; every answer tells how many of its cells are hidden."""
    for measure, by in QUESTIONS:
        path = f"/v1/aggregates/{measure}?period={QUARTER}&by={','.join(by)}"
        answer = checked(lead.call("GET", path)).json()
        observations = answer["observations"]
        hidden = [each for each in observations if each["status"] == "suppressed"]
        journal.observations += len(observations)
        journal.suppressed += len(hidden)
        journal.say(
            f"{measure} by {' and '.join(by)}: {len(observations)} cells,"
            f" {len(observations) - len(hidden)} shown, {len(hidden)} hidden"
        )
        if len(by) > 1:
            for line in _table(observations, by=by):
                journal.say(f"  {line}")


def _table(observations: Sequence[Mapping[str, Any]], *, by: Sequence[str]) -> Iterator[str]:
    """The first rows of a table of two variables; hidden cells as a dot."""
    rows_by, columns_by = by
    columns = sorted({str(each[columns_by]) for each in observations})
    rows: dict[str, dict[str, str]] = {}
    for each in observations:
        shown = "." if each["value"] is None else str(each["value"])
        rows.setdefault(str(each[rows_by]), {})[str(each[columns_by])] = shown
    yield " ".join([rows_by.ljust(WIDTH), *(name.rjust(7) for name in columns)])
    for name in list(rows)[:SHOWN_ROWS]:
        cells = (rows[name].get(column, ".").rjust(7) for column in columns)
        yield " ".join([_label(name).ljust(WIDTH), *cells])
    if len(rows) > SHOWN_ROWS:
        yield f"and {len(rows) - SHOWN_ROWS} more"


def _label(code: str) -> str:
    """The name of a ward, as far as a column is wide; any other category is its own name."""
    found = code_list("ward").get(code)
    return (found.label if found else code)[:WIDTH]


def report(journal: Journal, lead: Agency, *, folder: Path) -> None:
    """Print the board report, and leave it and the scrutiny brief in the folder as pages."""
    journal.say("")
    for line in _written(lead, "board", media_type="text/markdown").decode().splitlines():
        journal.say(line)
    for name in PAGES:
        page = _written(lead, name, media_type="text/html")
        (folder / f"{name}-{QUARTER}.html").write_bytes(page)


def _written(lead: Agency, name: str, *, media_type: str) -> bytes:
    query = f"/v1/reports/{name}?period={QUARTER}"
    return checked(lead.call("GET", query, headers={"Accept": media_type})).content
