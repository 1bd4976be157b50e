"""The sections about returns: participation, what is missing and what that blocks, statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from api.reports.facts import Basis, Facts, Standing, Statement
from api.reports.grouping import grouped
from api.reports.indicators import INDICATORS
from api.reports.section import Section, Table
from api.reports.words import counted, listed, lowered, month, number, sentence, spoken
from schemas.period import Period

_SAID: Final[Mapping[str, str]] = {
    "late": "came late",
    "partial": "came in part",
    "nil": "said that there was nothing to report",
    "expected": "has not come",
    "not_provided": "was not provided",
    "not_requested": "was not requested",
    "withdrawn": "was withdrawn",
    "retired": "came and has outlived its retention",
}
"""What is said of a return that did not simply come, by its standing."""

_GAPS: Final = ("expected", "not_provided", "withdrawn")
_BOTH: Final = (
    "A statement is printed once its agency and the domestic abuse lead have each released it."
)


def participation(facts: Basis) -> Section:
    """Who sent what and when; it opens the report (REQ-08)."""
    known = facts.participation
    said = [_expected(facts, known.heard)]
    # Rounded, a share can look whole that is not.
    whole = known.on_time == known.expected
    if known.share.value is not None and (whole or known.share.value < 100):
        said.append(f"{known.share.value} per cent of returns came in time.")
    if known.median_days is not None:
        days = counted(known.median_days, "day")
        said.append(f"Half of those that came did so within {days} of the end of their month.")
    said += list(_others(facts, known.standings))
    return Section(
        "participation",
        "Participation",
        tuple(said),
        (_summary(facts, known.heard), *map(_standing, known.standings)),
        shows=True,
        tables=(_table(facts),) if known.standings else (),
    )


def _table(facts: Basis) -> Table:
    """How every return stood, one row for each agency, dataset and month."""
    rows = tuple(
        (
            facts.called(each.agency),
            facts.datasets.get(each.dataset, each.dataset),
            sentence(month(Period.parse_month(each.month).start)),
            sentence(each.status.replace("_", " ")),
            "Late" if each.late else "",
        )
        for each in facts.participation.standings
    )
    columns = ("Agency", "Data", "Month", "Status", "Late")
    return Table("How the returns stood", columns, rows, drawn="grid")


def _expected(facts: Basis, heard: list[str]) -> str:
    known = facts.participation
    owed = sentence(counted(known.expected, "return was", "returns were"))
    if not heard:
        return f"{owed} expected and none came."
    return (
        f"{owed} expected. {sentence(counted(known.received, 'return'))} came, "
        f"{number(known.on_time)} by the day they were due. "
        f"{sentence(counted(len(heard), 'agency', 'agencies'))} sent something: "
        f"{listed([*map(facts.called, heard)])}."
    )


def missing(facts: Facts) -> Section:
    """What is missing, and which figures cannot be given for that (REQ-10)."""
    gaps = [each for each in facts.participation.standings if each.status in _GAPS]
    said = [f"{_return(facts, each)} {_SAID[each.status]}." for each in gaps]
    for names in grouped(facts.blocked, by=facts.blocked.__getitem__):
        titles = [lowered(INDICATORS[name].title) for name in names]
        lacking = [facts.datasets.get(each, each) for each in facts.blocked[names[0]]]
        datasets = lowered(listed(lacking))
        said.append(f"No figure for {listed(titles)}: nobody has sent {datasets}.")
    figures: list[Mapping[str, Any]] = [_standing(each) for each in gaps]
    figures += [{"id": name, "blocked_by": list(on)} for name, on in facts.blocked.items()]
    none = "No return is missing, and nothing is blocked."
    return Section("missing", "What is missing", tuple(said) or (none,), tuple(figures))


def waiting(facts: Basis, datasets: Collection[str]) -> tuple[list[str], list[Mapping[str, Any]]]:
    """Which returns of these datasets are still out, in one sentence each, and the same as data."""
    late = [
        each
        for each in facts.participation.standings
        if each.status in _GAPS and each.dataset in datasets
    ]
    said = [
        f"Waiting for: {lowered(_return(facts, group[0], months=group))}." for group in _alike(late)
    ]
    return said, [_standing(each) for each in late]


def statements(facts: Basis, *, answers_in: str = "in the scrutiny brief") -> Section:
    """The statements that both sides have released, and how many came; none else is printed.

    Those that answer a question of a scrutiny board stand under it, which is where `answers_in`
    says.
    """
    own = [each for each in facts.statements if not each.question]
    answers = len(facts.statements) - len(own)
    known = len(facts.statements) + len(facts.feedback) + facts.held_back
    # A return of counts may hold statements too.
    count = max(facts.participation.statements, known)
    said = [
        f"{sentence(counted(count, 'statement'))} came with the returns.",
        *_where(facts, answers=answers, own=len(own), answers_in=answers_in),
        *((_BOTH,) if count else ()),
    ]
    return Section(
        "statements",
        "Statements",
        (" ".join(said),),
        (
            {
                "statements": count,
                "released": len(facts.statements),
                "printed_here": len(own),
                "answering": answers,
                "feedback": len(facts.feedback),
                "held_back": facts.held_back,
            },
        ),
        parts=tuple(_printed(facts, each, place=n) for n, each in enumerate(own, start=1)),
    )


def _where(facts: Basis, *, answers: int, own: int, answers_in: str) -> Iterator[str]:
    """Where statements are printed, and how many are not."""
    if answers:
        where = f"printed {answers_in}, under the question concerned"
        yield f"{sentence(_being(answers))} {where}."
    if facts.feedback:
        yield f"{sentence(_being(len(facts.feedback)))} printed as what survivors said."
    if facts.statements or facts.held_back:
        ready, held = _being(own), _being(facts.held_back)
        yield f"{sentence(ready)} printed below; {held} not yet released by both sides."


def _being(count: int) -> str:
    return {0: "none is", 1: "1 is"}.get(count, f"{number(count)} are")


def _printed(facts: Basis, each: Statement, *, place: int) -> Section:
    """A statement in its agency's own words."""
    words = spoken(each.text)
    return Section(f"statement-{place}", _by(facts, each), words, (_data(facts, each),))


def quoted(facts: Basis, each: Statement) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    """A statement inside a section, with whose it is at its head; and the same as data."""
    first, *others = spoken(each.text) or ("",)
    return (f"{_by(facts, each)}, in its own words: {first}", *others), _data(facts, each)


def _by(facts: Basis, each: Statement) -> str:
    return f"{facts.called(each.agency)}, {month(Period.parse_month(each.month).start)}"


def _data(facts: Basis, each: Statement) -> Mapping[str, Any]:
    return {
        "statement_id": each.statement_id,
        "agency": each.agency,
        "agency_name": facts.names.get(each.agency, each.agency),
        "month": each.month,
        "measure": each.measure,
        "text": "\n\n".join(spoken(each.text)),
    } | ({"question": each.question} if each.question else {})


def feedback(facts: Basis) -> Section:
    """What survivors said of the services, in themes; said even when there is nothing (REQ-69)."""
    themes = tuple(text for theme in facts.feedback for text in spoken(theme))
    none = "No themes of survivors' feedback were given for this period."
    return Section(
        "feedback", "What survivors said", themes or (none,), tuple({"theme": t} for t in themes)
    )


def method(facts: Facts) -> Section:
    """How the figures were made, for whoever wants to check them."""
    versions = sorted(
        {(held.indicator.id, held.indicator.version) for held in facts.indicators.values()}
    )
    said = (
        "Every figure was worked out once, when the period was sealed, from the returns that were "
        "in then; late ones enter when it is sealed anew. Small counts and zeros are hidden alike, "
        "and percentages are worked out from released counts alone. No figure here is a score."
    )
    titles = [
        f"{lowered(INDICATORS[name].title)} ({name}, version {version})"
        for name, version in versions
    ]
    defined = f"Definitions of the indicators: {'; '.join(titles)}."
    figures = tuple({"id": name, "version": version} for name, version in versions)
    return Section("method", "How the figures were made", (said, defined), figures)


def _others(facts: Basis, standings: Iterable[Standing]) -> Iterator[str]:
    """One sentence for every standing but plain receipt, naming whose returns those are."""
    held: dict[str, list[Standing]] = {}
    for each in standings:
        for word in _words(each):
            held.setdefault(word, []).append(each)
    for word in (name for name in _SAID if name in held):
        for group in _alike(held[word]):
            yield f"{_return(facts, group[0], months=group)} {_SAID[word]}."


def _words(each: Standing) -> Iterator[str]:
    if each.late and each.days is not None:
        yield "late"
    if each.status != "received":
        yield each.status


def _alike(held: Iterable[Standing]) -> list[list[Standing]]:
    """The standings of one agency and dataset together."""
    return grouped(held, by=lambda each: (each.agency, each.dataset))


def _return(facts: Basis, each: Standing, *, months: Iterable[Standing] = ()) -> str:
    """A return in words: whose, of what, and for which months."""
    spans = [month(Period.parse_month(one.month).start) for one in months or (each,)]
    title = lowered(facts.datasets.get(each.dataset, each.dataset))
    return f"The return of {facts.called(each.agency)} on {title} for {listed(spans)}"


def _summary(facts: Basis, heard: list[str]) -> Mapping[str, Any]:
    known = facts.participation
    return {
        "id": "IND-39",
        "version": INDICATORS["IND-39"].version,
        "expected": known.expected,
        "received": known.received,
        "on_time": known.on_time,
        "share_on_time": known.share.value,
        "agencies_heard": len(heard),
        "agencies": heard,
        "names": [*map(facts.called, heard)],
        "median_days": known.median_days,
    }


def _standing(each: Standing) -> Mapping[str, Any]:
    return {
        "agency": each.agency,
        "dataset": each.dataset,
        "month": each.month,
        "status": each.status,
        "late": each.late,
    }
