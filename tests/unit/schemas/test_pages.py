"""Pages of the catalogue: whole, with no script, fit for a screen reader, and safe to serve."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from schemas import pages
from schemas.codes import CODE_LISTS
from schemas.datasets import DATASETS
from schemas.dictionary import dictionary

VOID = {"meta", "wbr"}
WHOLE = pages.whole()
each_page = pytest.mark.parametrize("name", WHOLE)


class Read(HTMLParser):
    """What a page is made of, as far as these tests look."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [str(said["id"]) for _, said in self.tags if "id" in said]

    @property
    def links(self) -> list[str]:
        return [str(said["href"]) for tag, said in self.tags if tag == "a"]


@each_page
def test_a_page_is_well_formed_and_holds_its_style_and_no_script(name: str) -> None:
    read = Read(WHOLE[name])
    assert read.open == []
    tags = Counter(tag for tag, _ in read.tags)
    assert (tags["h1"], tags["main"], tags["title"], tags["style"]) == (1, 1, 1, 1)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(tags)
    assert not any(key.startswith("on") or key == "style" for _, said in read.tags for key in said)
    assert read.tags[0] == ("html", {"lang": "en-GB"})


@each_page
def test_every_address_on_a_page_leads_somewhere(name: str) -> None:
    read = Read(WHOLE[name])
    assert len(set(read.ids)) == len(read.ids)
    for link in read.links:
        file, _, place = link.partition("#")
        page = WHOLE[file or name]
        assert not place or f'id="{place}"' in page, link


@each_page
def test_a_table_says_what_it_is_and_what_its_cells_are(name: str) -> None:
    tables = [said for tag, said in Read(WHOLE[name]).tags if tag == "table"]
    assert all(said.get("role") == "table" and said.get("aria-label") for said in tables)
    cells = [said for tag, said in Read(WHOLE[name]).tags if tag == "td"]
    assert all(said.get("data-label") and said.get("role") == "cell" for said in cells)
    heads = [said for tag, said in Read(WHOLE[name]).tags if tag == "th"]
    assert all(said.get("scope") in ("col", "row") for said in heads)


@each_page
def test_headings_go_down_one_step_at_a_time(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in Read(WHOLE[name]).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    # the lists stand under the first heading
    if name != "code-lists.html":
        assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("name", DATASETS)
def test_the_page_of_a_dataset_tells_all_of_its_dictionary(name: str) -> None:
    said, read = dictionary(DATASETS[name]), Read(WHOLE[f"{name}.html"])
    ids = set(read.ids)
    assert {f"field-{field['name']}" for field in said["fields"]} <= ids
    asked = {rule["id"] for rule in said["rules"] if rule["applies"]}
    words = " ".join(read.words)
    assert {rule for rule in asked if rule not in words} == set()
    lists = {field["code_list"] for field in said["fields"]} - {None}
    assert {f"list-{each}" for each in lists} <= ids
    for each in lists:
        assert all(code.label in words for code in CODE_LISTS[each])
    assert ",".join(said["example"].values()) in words


def test_what_is_to_be_confirmed_is_marked() -> None:
    page = WHOLE["code-lists.html"]
    marked = page.count("<mark>to be confirmed</mark>")
    assert marked == page.count("to be confirmed") > 10


def test_a_service_links_to_its_own_addresses() -> None:
    links = Read(pages.dataset(DATASETS["incident"], links=pages.SERVICE)).links
    assert "/v1/datasets/incident/template?format=xlsx&smallest=true" in links
    assert (
        "/v1/datasets/referral/dictionary?format=html"
        in Read(pages.index(links=pages.SERVICE)).links
    )


def test_the_policy_lets_a_page_have_its_own_style_and_nothing_else() -> None:
    style = re.search(r"<style>(.*?)</style>", WHOLE["index.html"], re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in pages.POLICY
    assert pages.POLICY.startswith("default-src 'none'; ")
