"""The page for information-governance leads says what the code does."""

import re
from pathlib import Path

from auth.states import GRAPH, MEANS, WHO, State, Step
from schemas.wire.agreements import DraftSchema

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "agreements.md").read_text()


Row = tuple[str, ...]


def tables(heading: str) -> list[list[Row]]:
    """The tables under a heading, each without its head."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"(?:^\|.*\n)+", f"{part}\n", flags=re.MULTILINE)
    return [[_cells(line) for line in table.splitlines()[2:]] for table in found]


def _cells(line: str) -> Row:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def test_the_states_and_what_they_mean_are_the_code_s() -> None:
    (table,) = tables("How an agreement stands")
    assert table == [(f"`{state.value}`", words) for state, words in MEANS.items()]


def test_the_steps_who_takes_them_and_where_they_lead_are_the_code_s() -> None:
    steps, graph = tables("What can happen")
    assert steps == [(f"`{step.value}`", WHO[step]) for step in Step]
    assert graph == [
        (f"`{state.value}`", f"`{step.value}`", ", ".join(f"`{to.value}`" for to in ordered(goals)))
        for state in State
        for step, goals in sorted(GRAPH[state].items(), key=lambda each: [*Step].index(each[0]))
        if goals != {state}
    ]


def ordered(states: frozenset[State]) -> list[State]:
    return [state for state in State if state in states]


def test_every_term_is_explained() -> None:
    (table,) = tables("What an agreement holds")
    assert {row[0].strip("`") for row in table} == set(DraftSchema().fields)
