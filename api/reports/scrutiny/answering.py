"""The answers: a group of questions as a section, each question as a part of it or as a sentence.

A question is answered by the figures that bear on it. Where there are none it says so in one
sentence, with the reason and who could answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from api.reports import equality as equal
from api.reports import returns
from api.reports.figures import WHY_TOTALS_DIFFER
from api.reports.scrutiny import declared
from api.reports.scrutiny.evidence import Spoken, spoken
from api.reports.scrutiny.facts import Facts
from api.reports.scrutiny.lacking import why
from api.reports.scrutiny.questions import EQUALITY, SOURCE, Group, Question, Use
from api.reports.section import Section
from api.reports.words import cited, listed, plain

UNANSWERED: Final = "Questions without an answer"

_FIRST: Final = "figures"
_RELEASED: Final = (
    "Every released figure was worked out once, when the period was sealed, from the returns that "
    "were in then; small counts and zeros are hidden alike, and percentages are worked out from "
    "released counts alone."
)
_COUNTED: Final = (
    "A figure that an agency counted itself covers the days that it names, and is not added to any "
    "other. One that was already published stands as it was published; another that counts people "
    "is protected as released counts are."
)


def group(facts: Facts, asked: Group) -> Section:
    """A group of questions: the answers, then the questions that have none."""
    answers = [(each, answered(facts, each)) for each in asked.questions]
    parts = tuple(
        Section(f"{asked.id}-{each.id}", each.title, said.paragraphs, _rows(each, said), shows=True)
        for each, said in answers
        if said.paragraphs
    )
    without = [(each, said) for each, said in answers if not said.paragraphs]
    opening = (WHY_TOTALS_DIFFER,) if asked.id == _FIRST else ()
    whole = Section(asked.id, asked.title, opening, shows=bool(parts), parts=parts)
    if not without:
        return whole
    unanswered = _without(facts, asked, without)
    if not parts:
        said_so = (*opening, *unanswered.paragraphs)
        return replace(whole, paragraphs=said_so, figures=unanswered.figures)
    return replace(whole, parts=(*parts, unanswered))


def answered(facts: Facts, question: Question) -> Spoken:
    """What is said of a question; without paragraphs where nothing answers it."""
    uses = [use for use in question.uses if use.indicator in facts.evidence]
    said = [spoken(facts, facts.evidence[use.indicator], use=use) for use in uses]
    used = frozenset[declared.Key]().union(*(each.used for each in said))
    placed = facts.placed.get(question.id, ())
    own = [each for each in placed if declared.key(each) not in used]
    bare = list(_pairs(facts, question, uses, said=said))
    notes = [*(text for text, _ in bare), *(each.caution for each in said)]
    beside, quoted = _beside(facts, question), _quoted(facts, question)
    counted = (
        *beside.paragraphs,
        *(text for each in said for text in each.paragraphs),
        *declared.told(facts, own),
        " ".join(dict.fromkeys(filter(None, notes))),
    )
    figures = (
        *beside.figures,
        *(figure for each in said for figure in each.figures),
        *(declared.data(facts, each) for each in own),
        *(figure for _, figure in bare),
        *quoted.figures,
    )
    # The first indicator is the one that the question is about.
    reasons = said[0].reasons if said else ()
    paragraphs = (*filter(None, counted), *quoted.paragraphs)
    if quoted.paragraphs and question.figures and not any(counted):
        reason = why(facts, question, reasons=reasons)[0]
        paragraphs = (f"No figure can be given, because {reason}.", *paragraphs)
    return Spoken(paragraphs, figures, used, reasons)


def _pairs(
    facts: Facts, question: Question, uses: Sequence[Use], *, said: Sequence[Spoken]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """That there is no figure of an indicator without which another may not appear (REQ-33)."""
    shown = [use.used for use, each in zip(uses, said, strict=True) if each.paragraphs]
    wanted = {name for indicator in shown for name in indicator.paired}
    for use, each in zip(uses, said, strict=True):
        if use.indicator in wanted and not each.paragraphs:
            reason = why(facts, replace(question, uses=(use,)), reasons=each.reasons)[0]
            title = use.used.title
            yield (
                f"{title}: no figure can be given, because {reason}.",
                {"id": use.indicator, "title": title, "status": "not_available", "why_not": reason},
            )


def equality(facts: Facts) -> Section:
    """Who is in the figures; compulsory, so that where nothing is known it says so (REQ-77)."""
    known = equal.equality(facts)
    split = [each for each in facts.declared if set(each.by) & declared.EQUALITY]
    said = list(known.paragraphs)
    if split:
        titles = listed(list(dict.fromkeys(plain(each.title) for each in split)))
        said.append(
            "Agencies split some of their own counts, and the parts stand with them in their "
            f"sections: {titles}."
        )
    quoted = _quoted(facts, EQUALITY)
    said += quoted.paragraphs
    if not said:
        said.append(_unknown(facts))
    shows = known.shows or bool(split or quoted.figures)
    figures = (_question(EQUALITY, answered=shows), *known.figures, *quoted.figures)
    return replace(known, paragraphs=tuple(said), figures=figures, shows=shows)


def overview(written: Sequence[Section]) -> Section:
    """How many questions are answered, in all and section by section; it opens the brief."""
    counts = [(each.title, list(_answers(each))) for each in written]
    asked = [(title, sum(held), len(held)) for title, held in counts if held]
    answers = sum(part for _, part, _ in asked)
    questions = sum(whole for _, _, whole in asked)
    by_section = "; ".join(f"{title} ({part} of {whole})" for title, part, whole in asked)
    in_words = sum(_in_words(part) for each in written for part in each.whole)
    words = f", {in_words} of them in statements alone" if in_words else ""
    said = (
        f"{answers} of {questions} questions are answered{words}. By section: {by_section}.",
        "A question that is not answered says why, and who could answer it.",
    )
    figures: list[Mapping[str, Any]] = [
        {"answers": answers, "in_statements_alone": in_words, "questions": questions}
    ]
    figures += [{"title": name, "answers": part, "questions": of} for name, part, of in asked]
    return Section("overview", "What this brief answers", said, tuple(figures), shows=True)


def _answers(section: Section) -> Iterator[bool]:
    """Whether each question of a section is answered."""
    for part in section.whole:
        yield from (bool(row["answered"]) for row in part.figures if "answered" in row)


def _in_words(part: Section) -> bool:
    """Whether all that answers a question is statements."""
    asked, *held = part.figures or ({},)
    return bool(asked.get("answered") and held) and all("statement_id" in row for row in held)


def method(facts: Facts) -> Section:
    """How the figures were made, and whose questions these are."""
    versions = [(each.indicator.id, each.indicator.version) for each in facts.evidence.values()]
    asked = f"The questions are those of {cited(SOURCE)}, in words of this brief."
    figures = (
        {"source": SOURCE},
        *({"id": name, "version": version} for name, version in versions),
    )
    return Section("method", "How the figures were made", (_RELEASED, _COUNTED, asked), figures)


def sources(facts: Facts) -> Section:
    """The publications that figures are from, under the numbers by which sentences name them."""
    held = list(enumerate(facts.sources, start=1))
    return Section(
        "sources",
        "Sources",
        tuple(f"Source {n}: {cited(title)}." for n, title in held),
        tuple({"source_no": n, "source": title} for n, title in held),
    )


def _without(facts: Facts, asked: Group, without: Sequence[tuple[Question, Spoken]]) -> Section:
    """One sentence for each question that has no answer."""
    reasons = {each.id: why(facts, each, reasons=said.reasons) for each, said in without}
    return Section(
        f"{asked.id}-unanswered",
        UNANSWERED,
        tuple(
            f"{each.title}: not answered, because {reasons[each.id][0]}; {reasons[each.id][1]}."
            for each, _ in without
        ),
        tuple(
            {**_question(each, answered=False), "why_not": reasons[each.id][0], "who": each.who}
            for each, _ in without
        ),
    )


def _question(each: Question, *, answered: bool) -> Mapping[str, Any]:
    return {"question": each.id, "asked": each.title, "answered": answered}


def _rows(each: Question, said: Spoken) -> tuple[Mapping[str, Any], ...]:
    return (_question(each, answered=True), *said.figures)


def _beside(facts: Facts, question: Question) -> Spoken:
    """What answers a question without being a figure: who took part, and what survivors said."""
    if question.id == "organisations":
        agencies = facts.participation.heard
        names = [*map(facts.called, agencies)]
        words = (f"Returns came from {listed(names)}.",) if names else ()
        return Spoken(words, ({"agencies": agencies, "names": names},) if names else ())
    if question.id == "feedback" and facts.feedback:
        section = returns.feedback(facts)
        return Spoken(section.paragraphs, section.figures)
    return Spoken()


def _quoted(facts: Facts, question: Question) -> Spoken:
    """What agencies say to a question in statements that both sides have released."""
    said = [returns.quoted(facts, each) for each in facts.said(question.id)]
    return Spoken(
        tuple(text for texts, _ in said for text in texts), tuple(data for _, data in said)
    )


def _unknown(facts: Facts) -> str:
    """That nothing is known of equality, why, and who could tell."""
    reason, could = why(facts, EQUALITY, reasons=())
    return (
        f"{EQUALITY.title}: nothing can be said, because {reason}; {could}, and without it nobody "
        "can know whether services reach everybody alike."
    )
