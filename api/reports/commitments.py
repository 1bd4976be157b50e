"""The section on commitments: objective by objective, each with its status and its quarters' lines.

What belongs here: sentences about the register, the figures that its entries name, and what they
wait for. What does not: which entries may be known; the release holds no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from api.reports import returns
from api.reports.facts import Commitment, Facts, Figures, Objective, Register, Update
from api.reports.section import Section, Table, counted, listed, told
from api.reports.words import counted as many
from api.reports.words import day, lowered, period, plain, sentence, spoken
from api.reports.words import listed as joined
from schemas.codes import code_list

NO_REGISTER: Final = "No register of commitments was sent for this period."
CLOSED: Final = (
    "Reviews that are closed to others are not listed; reviews are counted by stage once a year."
)
STANDINGS: Final[Mapping[str, str]] = {
    "not_requested": "not requested.",
    "not_provided": "not provided.",
}
"""What stands in the place of a quarter's line."""

_LONGEST_HEADING: Final = 120  # characters; a longer wording is a paragraph of its own (design)
_COLUMNS: Final = ("Commitment", "Status", "Rating", "Owner", "Due")


def commitments(facts: Facts) -> Section:
    """Every commitment with its status, owner, quarters, figures and what blocks them."""
    known = facts.register
    if known is None:
        return Section("commitments", "Commitments", (NO_REGISTER,))
    return Section(
        "commitments",
        "Commitments",
        tuple(_opening(known)),
        ({"commitments": _count(known), "updates": [*map(_quarter, _without(known))]},),
        shows=bool(known.objectives),
        parts=tuple(_objective(facts, each) for each in known.objectives),
    )


def _opening(known: Register) -> Iterator[str]:
    count = _count(known)
    yield sentence(
        f"{many(count, 'commitment')} {'stands' if count == 1 else 'stand'} in the register."
    )
    yield CLOSED
    if without := [period(each.quarter) for each in _without(known)]:
        yield f"No register came for {joined(without)}."


def _without(known: Register) -> tuple[Update, ...]:
    """The quarters for which no register came, which is said of all commitments at once."""
    every = (one for each in known.objectives for one in each.commitments)
    updates = {each.quarter: each for one in every for each in one.updates if not each.standing}
    return tuple(updates[quarter] for quarter in sorted(updates))


def _count(known: Register) -> int:
    return sum(len(each.commitments) for each in known.objectives)


def _objective(facts: Facts, each: Objective) -> Section:
    kind = _label("review_type", each.kind)
    heading, rest = _heading(f"Objective {each.number}", each.wording)
    return Section(
        f"objective-{each.number}",
        heading,
        (*rest, f"{kind}."),
        ({"objective": each.number, "wording": plain(each.wording)},),
        tables=(_table(each),) if each.commitments else (),
        parts=tuple(_commitment(facts, one) for one in each.commitments),
    )


def _table(each: Objective) -> Table:
    rows = tuple(
        (
            f"{one.number} {plain(one.wording)}".strip(),
            _label("action_lifecycle", one.lifecycle) or "Not said",
            _label("review_rag", one.rag) or "Not rated",
            _label("sector", one.owner) or "Nobody named",
            day(one.due_on) if one.due_on else "Not said",
        )
        for one in each.commitments
    )
    return Table(f"Commitments of objective {each.number}", _COLUMNS, rows)


def _commitment(facts: Facts, each: Commitment) -> Section:
    heading, rest = _heading(f"Commitment {each.number}", each.wording)
    said, figures = [*rest, _status(facts, each)], [_data(facts, each)]
    for update in each.updates:
        said += _line(update) if update.standing else ()
    for name in each.bears_on:
        words, data = _bearing(facts, name)
        said += words
        figures += data
    words, data = returns.waiting(facts, _datasets(facts, each))
    return Section(
        f"commitment-{each.number.replace('.', '-')}",
        heading,
        (*said, *words),
        (*figures, *data),
        shows=True,
    )


def _heading(label: str, wording: str) -> tuple[str, tuple[str, ...]]:
    """A heading, and the wording below it where it is too long for one."""
    text = plain(wording)
    if not text:
        return label, ()
    if len(text) > _LONGEST_HEADING:
        return label, (text,)
    return f"{label}: {text.rstrip('.')}", ()


def _status(facts: Facts, each: Commitment) -> str:
    """Status, rating, owner and days in sentences."""
    lifecycle = _label("action_lifecycle", each.lifecycle) or "not said"
    said = [f"Status: {lifecycle.lower()}."]
    if each.rag:
        said.append(f"Rating: {_inside(_label('review_rag', each.rag).lower())}.")
    said.append(f"Owner: {_inside(_label('sector', each.owner)) or 'nobody named'}.")
    if each.completed_on:
        said.append(f"Completed on {day(each.completed_on)}.")
    elif each.due_on:
        verb = "It was due" if _past(facts, each.due_on) else "It is due"
        said.append(f"{verb} on {day(each.due_on)}.")
    if each.reason:
        said.append(f"Reason: {_label('action_reason', each.reason).lower()}.")
    return " ".join(said)


def _line(update: Update) -> Iterator[str]:
    """The line of one quarter; its further paragraphs follow it."""
    when = sentence(period(update.quarter))
    if update.standing in STANDINGS:
        yield f"{when}: {STANDINGS[update.standing]}"
        return
    first, *rest = spoken(update.text) or ("",)
    yield f"{when}: {first}"
    yield from rest


def _bearing(facts: Facts, name: str) -> tuple[list[str], list[Mapping[str, Any]]]:
    """The figures that an entry names; a name that means nothing here says so."""
    found = facts.bearing.get(name)
    if found is None:
        return [f"It names {plain(name)}, which is no figure of this report."], []
    if isinstance(found, Figures):
        # Some figures may not appear without others (REQ-67, REQ-68).
        pairs = [facts.bearing.get(paired) for paired in found.indicator.paired]
        shown = [found, *(each for each in pairs if isinstance(each, Figures))]
        return (
            [text for each in shown for text in told(each)],
            [figure for each in shown for figure in listed(each)],
        )
    data = {
        "measure": found.measure,
        "title": found.title,
        "value": found.cell.value,
        "status": found.cell.status,
        "reason": found.cell.reason,
    }
    return [counted(lowered(found.title), found.cell)], [data]


def _datasets(facts: Facts, each: Commitment) -> set[str]:
    """The datasets that the figures of an entry are made from."""
    found = [facts.bearing[name] for name in each.bears_on if name in facts.bearing]
    return {
        dataset
        for one in found
        for dataset in (
            one.indicator.datasets if isinstance(one, Figures) else (one.measure.partition(".")[0],)
        )
    }


def _overdue(facts: Facts, each: Commitment) -> bool:
    """Whether it was due and not done when the release was sealed."""
    past = each.due_on is not None and _past(facts, each.due_on)
    return past and each.lifecycle not in ("done", "superseded")


def _past(facts: Facts, due_on: date) -> bool:
    return due_on < facts.sealed_at.date()


def _inside(label: str) -> str:
    """A label behind a colon: what it says after one of its own stands in brackets."""
    first, _, rest = label.partition(": ")
    return f"{first} ({rest})" if rest else first


def _data(facts: Facts, each: Commitment) -> Mapping[str, Any]:
    return {
        "commitment": each.number,
        "wording": plain(each.wording),
        "lifecycle": each.lifecycle,
        "rating": each.rag,
        "owner": each.owner,
        "due_on": each.due_on.isoformat() if each.due_on else None,
        "completed_on": each.completed_on.isoformat() if each.completed_on else None,
        "overdue": _overdue(facts, each),
        "updates": [_quarter(update) for update in each.updates],
        "bears_on": list(each.bears_on),
    }


def _quarter(update: Update) -> Mapping[str, Any]:
    return {
        "quarter": str(update.quarter),
        "start": update.quarter.start.isoformat(),
        "end": update.quarter.end.isoformat(),
        "standing": update.standing,
        "text": "\n\n".join(spoken(update.text)),
    }


def _label(codes: str, code: str | None) -> str:
    """What a code means; empty where there is none."""
    labels = {each.code: each.label for each in code_list(codes)}
    return labels.get(code or "", plain(code or "").replace("_", " "))
