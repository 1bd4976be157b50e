"""A sealing shown as it goes: a bar on a terminal, a line for each dataset elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from api.cli.sealing import sealing_shown
from api.services.releases.progress import Part, Step

PARTS = (Part("2026-03", "incident", 1000, 2), Part("2026-03", "referral", 10, 1))
STEPS = (
    Step("2026-03", "incident", 1000),
    Step("2026-03", "incident", 1000, "total"),
    Step("2026-03", "incident", 1000, "ward"),
    Step("2026-03", "referral", 10),
    Step("2026-03", "referral", 10, "total"),
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_each_dataset_has_a_line_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with sealing_shown() as shown:
        shown.begun(PARTS)
        for step in STEPS:
            shown.did(step)
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert [line.rpartition(", ")[0] for line in lines] == [
        "Sealing 2026-03: incident, 1,000 records in 2 tables",
        "Sealing 2026-03: referral, 10 records in 1 tables",
    ]
    assert all(line.endswith(" records/s") for line in lines)


def test_a_terminal_has_a_bar_that_is_full_at_the_end_also_when_begun_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with sealing_shown() as shown:
        for _ in range(2):
            shown.begun(PARTS)
            for step in STEPS:
                shown.did(step)
    said = terminal.getvalue()
    assert said.count("100%") >= 2
    assert "2026-03 incident ward" in said
    assert "records/s" in said


def test_the_work_of_the_parts_is_that_of_their_steps() -> None:
    assert sum(part.work for part in PARTS) == sum(step.work for step in STEPS)
