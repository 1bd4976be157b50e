"""The page of a report: one file that says everything to everyone, and nothing that is not so."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from itertools import pairwise

import docx
import pytest

from api.reports.facts import Participation
from api.reports.rendering import document, page
from schemas import pages
from schemas.wire.reports import BoardReport
from tests.pages import Element, numbers, read
from tests.unit.reports.drawn import prose_alone, report, standings
from tests.unit.reports.test_board import facts


@pytest.fixture(scope="module")
def shown() -> str:
    return page(report())


@pytest.fixture(scope="module")
def root(shown: str) -> Element:
    return read(shown)


def test_it_is_one_file_without_script_or_style_of_its_own(root: Element, shown: str) -> None:
    assert root.find("script", "link", "img", "iframe", "object", "image", "use") == []
    names = {name for each in root.all for name in each.attributes}
    assert [name for name in names if name == "style" or name.startswith("on")] == []
    goals = [e.attributes[n] for e in root.all for n in ("href", "src") if n in e.attributes]
    assert [goal for goal in goals if not goal.startswith("#")] == []
    assert not re.search(r"https?:|url\(|@import", shown)


def test_the_policy_that_it_is_served_with_lets_its_styles_through(root: Element) -> None:
    styles = ["".join(map(str, each.children)) for each in root.find("style")]
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in styles]
    assert len(digests) == 2
    assert all(f"'sha256-{digest}'" in pages.POLICY for digest in digests)
    assert "unsafe" not in pages.POLICY


def test_it_has_a_language_a_title_landmarks_and_a_way_past_the_menu(root: Element) -> None:
    [html], [title] = root.find("html"), root.find("head")[0].find("title")
    assert html.attributes["lang"] == "en-GB"
    assert title.children == ["Bromley: board report, January to March 2026"]
    assert [len(root.find(tag)) for tag in ("header", "main", "footer", "nav")] == [1, 1, 1, 1]
    skip = root.find("a")[0]
    assert skip.attributes["href"] == f"#{root.find('main')[0].attributes['id']}"


def test_headings_begin_with_the_title_and_leave_no_level_out(root: Element) -> None:
    levels = [int(each.tag[1]) for each in root.find("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {2, 3, 4} <= set(levels)


def test_every_id_is_used_once_and_every_name_refers_to_one(root: Element) -> None:
    ids = [each.attributes["id"] for each in root.all if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in root.all:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(each.attributes.get(name, "").split()) <= set(ids)
        if each.attributes.get("href", "").startswith("#"):
            assert each.attributes["href"][1:] in ids


def test_every_table_has_a_caption_and_heads_with_their_scope(root: Element) -> None:
    tables = root.find("table")
    assert len(tables) >= 6
    for table in tables:
        assert table.find("caption")[0].text
        assert all("scope" in each.attributes for each in table.find("th"))
        assert table.find("thead")[0].find("th")
        bodies = [row for body in table.find("tbody") for row in body.find("tr")]
        assert all(row.find("th")[0].text for row in bodies)


def test_every_chart_has_a_title_what_it_shows_and_its_figures_as_a_table(root: Element) -> None:
    pictures = root.find("figure")
    assert [len(each.find("svg")) for each in pictures] == [3, 1, 1, 1]
    for picture in pictures:
        [caption] = picture.find("figcaption")
        [table] = picture.find("table")
        assert table.find("caption")[0].text == caption.text
        for svg in picture.find("svg"):
            assert svg.attributes["role"] == "img"
            title, said = svg.find("title")[0], svg.find("desc")[0]
            assert title.text.startswith(caption.text)
            assert [svg.attributes[f"aria-{n}"] for n in ("labelledby", "describedby")] == [
                title.attributes["id"],
                said.attributes["id"],
            ]


def test_every_number_that_it_shows_stands_in_the_data(root: Element) -> None:
    known = numbers(json.dumps(BoardReport().dump(report().document()), default=str))
    for svg in root.find("svg"):
        assert numbers(svg.text) <= known
    found = numbers(root.text)
    assert {342, 1234, 48, 37, 41, 310} <= found
    assert found <= known


def test_every_number_of_prose_and_of_a_document_stands_in_the_data_too() -> None:
    written = report()
    known = numbers(json.dumps(BoardReport().dump(written.document()), default=str))
    made = docx.Document(io.BytesIO(document(written)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    for text in (written.markdown(), " ".join([*(each.text for each in made.paragraphs), *cells])):
        assert {342, 1234, 48} <= numbers(text) <= known


def test_a_document_holds_the_figures_of_every_chart_as_a_table() -> None:
    made = docx.Document(io.BytesIO(document(report())))
    captions = [
        each.text for each in made.paragraphs if each.style and each.style.name == "Caption"
    ]
    drawn = [each.find("figcaption")[0].text for each in read(page(report())).find("figure")]
    assert set(drawn) <= set(captions)


def test_every_value_of_a_chart_stands_in_the_table_beside_it(root: Element) -> None:
    for picture in root.find("figure"):
        [table] = picture.find("table")
        drawn = [svg.find("g")[0].text for svg in picture.find("svg")]
        assert numbers(" ".join(drawn)) <= numbers(table.text)


def test_a_return_of_every_standing_is_named_in_words_beside_its_sign(root: Element) -> None:
    [grid] = [each for each in root.find("table") if "grid" in each.classes]
    words = {each.text for each in grid.all if "standing" in each.classes}
    assert {"● In", "◔ Late", "◑ In part", "○ Nil", "✕ Not come", "✕ Not given"} <= words
    hidden = [e for e in grid.all if e.attributes.get("aria-hidden") == "true"]
    assert len(hidden) == len(standings())


def test_what_came_late_says_so_whatever_it_said() -> None:
    said = ("received", "nil", "partial", "expected")
    late = [
        replace(each, late=True, status=status)
        for each, status in zip(standings(), said, strict=False)
    ]
    known = Participation(4, 1, 1, 0, facts().participation.share, 12, tuple(late))
    shown = read(page(report(participation=known)))
    words = {each.text for each in shown.all if "standing" in each.classes}
    assert {"◔ Late", "○ Nil, late", "◑ In part, late", "✕ Not come"} <= words


def test_returns_of_which_none_was_due_stay_empty_in_words() -> None:
    held = replace(standings()[0], month="2026-01"), replace(standings()[4], month="2026-02")
    known = Participation(2, 1, 1, 0, facts().participation.share, 12, held)
    shown = page(report(participation=known))
    assert shown.count("None due") == 2


def test_a_report_in_prose_has_neither_table_nor_picture_in_the_same_frame() -> None:
    root = read(page(prose_alone()))
    assert root.find("table", "svg", "figure", "details") == []
    assert [len(root.find(tag)) for tag in ("header", "main", "nav")] == [1, 1, 1]
    assert len(root.find("h2")) == len(prose_alone().sections)


def test_what_agencies_wrote_is_text_in_pictures_too() -> None:
    names = {"met": "<b>Police</b>", "bcwa": "A & B", "kings": "Trust"}
    shown = page(report(names=names))
    assert "<b>" not in shown
    read(shown)
