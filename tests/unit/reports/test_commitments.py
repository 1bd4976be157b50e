"""Commitments in the board report: what is said of each, and what is never said."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from api.reports import board
from api.reports.facts import (
    Commitment,
    Objective,
    Participation,
    Register,
    Standing,
    Statement,
    Total,
    Update,
)
from api.reports.indicators import Cell
from api.reports.rendering import document, page
from api.reports.report import Report
from api.reports.words import RETIRED, plain
from tests.unit.reports.test_board import Q4, facts

DAY, LATER = date(2026, 5, 3), date(2031, 11, 30)
Q3 = Q4.previous()


def commitment(**changes: Any) -> Commitment:
    usual = Commitment(
        number="1.1",
        wording="Ask every patient about domestic violence",
        lifecycle="in_progress",
        rag="amber",
        owner="nhs_gp",
        due_on=date(2026, 4, 30),
        completed_on=None,
        reason="awaiting_partner",
        updates=(Update(Q3, "not_provided"), Update(Q4, "given", "41 practices ask.\n12 wait.")),
        bears_on=("incident",),
    )
    return replace(usual, **changes)


def write(*commitments: Commitment, on: date = DAY, **changes: Any) -> Report:
    """A report of these commitments and two released statements."""
    said = {
        "register": Register((Objective(1, "strategy", "Ask", commitments),)),
        "bearing": {"incident": Total("incident", "Incidents", Cell(1234, "ok"))},
        "statements": (
            Statement("a" * 40, "met", "2026-03", "statement", "We held 12 sessions."),
            Statement("b" * 40, "bcwa", "2026-03", "set_topic", "A refuge has 37 places."),
        ),
        "feedback": ("Survivors wait for court dates.",),
        **changes,
    }
    return board.write(facts(**said), on=on)


def test_a_commitment_says_status_owner_quarters_figures_and_what_it_waits_for() -> None:
    prose = write(commitment()).markdown()
    told = prose.split("#### Commitment 1.1: Ask every patient about domestic abuse\n\n")[1]
    assert told.startswith(
        "Status: in progress. Rating: amber (under way, at risk). Owner: General practice. It was "
        "due on 30 April 2026. Reason: waiting for another agency.\n\n"
        "October to December 2025: not provided.\n\n"
        "January to March 2026: 41 practices ask.\n\n12 wait.\n\n"
        "There were 1,234 incidents.\n\n"
        "Waiting for: the return of Charity on incidents reported to the police for March 2026."
    )


def test_quarters_without_a_register_are_said_once_and_not_of_every_commitment() -> None:
    silent = commitment(updates=(Update(Q3, ""), Update(Q4, "not_requested")))
    written = write(silent, replace(silent, number="1.2"))
    prose = written.markdown()
    assert prose.count("No register came for October to December 2025.") == 1
    assert prose.count("January to March 2026: not requested.") == 2
    assert prose.count("October to December 2025") == 1
    [section] = [each for each in written.sections if each.id == "commitments"]
    assert [each["quarter"] for each in section.figures[0]["updates"]] == [str(Q3)]


def test_what_was_done_is_not_due_any_more() -> None:
    done = commitment(lifecycle="done", completed_on=None, due_on=date(2026, 1, 31))
    assert "It was due on 31 January 2026." in write(done).markdown()


def test_a_figure_that_is_not_known_here_is_named_and_left_out() -> None:
    prose = write(commitment(bears_on=("IND-99",))).markdown()
    assert "It names IND-99, which is no figure of this report." in prose


def test_closed_reviews_are_neither_listed_nor_counted() -> None:
    prose = write(register=Register()).markdown()
    assert "commitments stand in the register." in prose
    assert "Reviews that are closed to others are not listed" in prose


def test_without_a_register_the_section_says_so() -> None:
    assert "No register of commitments was sent" in write(register=None).markdown()


def test_statements_that_one_side_holds_back_are_counted_alone() -> None:
    prose = write(held_back=3).markdown()
    assert "6 statements came with the returns." in prose  # one of them is a theme
    assert "2 are printed below; 3 are not yet released by both sides." in prose


def test_the_day_changes_one_line_of_every_rendering_and_nothing_else() -> None:
    first, again = write(commitment()), write(commitment(), on=LATER)
    dated = "Written on 3 May 2026.", "Written on 30 November 2031."
    for one, other in ((first.markdown(), again.markdown()), (page(first), page(again))):
        assert one.count(dated[0]) == 1
        assert one.replace(*dated) == other
    left, right = first.document(), again.document()
    assert (left.pop("written_on"), right.pop("written_on")) == (DAY, LATER)
    assert left == right


def test_the_same_document_has_the_same_bytes_but_for_its_date_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = document(write(commitment()))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert document(write(commitment())) == first
    with (
        zipfile.ZipFile(io.BytesIO(first)) as one,
        zipfile.ZipFile(io.BytesIO(document(write(commitment(), on=LATER)))) as other,
    ):
        assert one.namelist() == other.namelist()
        changed = [name for name in one.namelist() if one.read(name) != other.read(name)]
        assert changed == ["word/document.xml"]
        words = one.read(changed[0]).replace(b"3 May 2026", b"30 November 2031")
        assert words == other.read(changed[0])
        assert {each.date_time for each in one.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.compress_type for each in one.infolist()} == {zipfile.ZIP_STORED}


def test_a_document_has_title_language_levels_and_table_heads() -> None:
    made = docx.Document(io.BytesIO(document(write(commitment()))))
    assert made.core_properties.title == "Bromley: board report, January to March 2026"
    assert made.core_properties.language == "en-GB"
    languages = [each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-GB"}
    headings = [(p.style.name if p.style else "", p.text) for p in made.paragraphs]
    assert ("Title", made.core_properties.title) in headings
    assert ("Heading 1", "Commitments") in headings
    assert ("Heading 2", "Objective 1: Ask") in headings
    assert ("Heading 3", "Commitment 1.1: Ask every patient about domestic abuse") in headings
    assert made.tables
    for table in made.tables:
        heads = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)


def test_every_number_of_a_document_and_a_page_is_in_the_data() -> None:
    written = write(commitment())
    known = _numbers(json.dumps(written.document(), default=str))
    made = docx.Document(io.BytesIO(document(written)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    words = " ".join([*(each.text for each in made.paragraphs), *cells])
    shown = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page(written), flags=re.DOTALL)
    for text in (words, shown, written.markdown()):
        assert {12, 37, 41, 1234} <= _numbers(text) <= known


def test_every_number_of_a_section_stands_in_its_own_figures() -> None:
    written = write(commitment())
    head = json.dumps(written.document()["period"], default=str)
    for _, section in written.leveled:
        below = [figure for part in section.whole for figure in part.figures]
        known = _numbers(json.dumps(below) + head + section.title)
        cells = [cell for table in section.tables for row in table.rows for cell in row]
        assert _numbers(" ".join([*section.paragraphs, *cells])) <= known, section.id


def test_a_statement_that_answers_a_scrutiny_board_is_left_to_its_brief() -> None:
    asked = Statement("c" * 40, "met", "2026-03", "statement", "We have a budget.", "budget")
    prose = write(commitment(), statements=(asked,)).markdown()
    assert "We have a budget." not in prose
    assert "1 is printed in the scrutiny brief, under the question concerned." in prose


def test_no_sentence_of_any_rendering_has_a_retired_term() -> None:
    old = commitment(wording="; ".join(RETIRED), updates=(Update(Q4, "given", "; ".join(RETIRED)),))
    text = Statement("c" * 40, "met", "2026-03", "statement", "; ".join(RETIRED))
    written = write(old, statements=(text,), feedback=("; ".join(RETIRED),))
    for words in (written.markdown(), page(written), json.dumps(written.document(), default=str)):
        assert [t for t in RETIRED if re.search(rf"\b{t}\b", words, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "name",
    [
        "Domestic Violence Protection Order",
        "domestic violence prevention notices",
        "Domestic Violence, Crime and Victims Act 2004",
        "Domestic Violence Disclosure Scheme",
    ],
)
def test_names_in_law_keep_their_words(name: str) -> None:
    assert plain(name) == name


def test_a_page_escapes_what_agencies_wrote() -> None:
    names = {"met": "Police & <b>Co</b>", "bcwa": "Charity"}
    standings = (Standing("met", "incident", "2026-03", "received", False, 1),)
    known = Participation(1, 1, 1, 0, facts().participation.share, 1, standings)
    shown = page(write(commitment(), names=names, participation=known))
    assert "<b>Co" not in shown
    assert "Police &amp;" in shown


def _numbers(text: str) -> set[int]:
    return {int(found) for found in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))}
