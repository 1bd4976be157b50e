"""A page as a browser and a screen reader take it: its elements, what they hold, and their names.

What belongs here: reading a page apart. What does not: what a page should hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = {"meta", "br", "link", "img", "input", "hr", "wbr"}
"""Elements without an end (HTML Living Standard, void elements)."""

UNSEEN: Final = ("style", "title", "script")
"""Elements of the head whose text is not on the page; an SVG's title is."""


@dataclass
class Element:
    """An element with its attributes, its children in order, and the one it stands in."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def all(self) -> Iterator[Element]:
        """The element and everything below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all

    def find(self, *tags: str) -> list[Element]:
        """The elements below with one of these names."""
        return [each for each in self.all if each.tag in tags]

    @property
    def classes(self) -> set[str]:
        """The element's classes."""
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """What it says, without the head's."""
        parts = (each if isinstance(each, str) else each.text for each in self._spoken)
        return " ".join(" ".join(parts).split())

    @property
    def _spoken(self) -> Iterator[Element | str]:
        for child in self.children:
            if isinstance(child, str) or not _in_head(child):
                yield child


def _in_head(each: Element) -> bool:
    in_svg = each.parent is not None and each.parent.tag == "svg"
    return each.tag in UNSEEN and not in_svg


def read(page: str) -> Element:
    """Read a page; raises AssertionError where its elements do not end as they should."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.at is reader.root, f"{reader.at.tag} has no end"
    return reader.root


def numbers(text: str) -> set[int]:
    """The whole numbers in a text, thousands divided or not."""
    return {int(found) for found in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        made = Element(tag, held, self.at)
        self.at.children.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"{tag} ends inside {self.at.tag}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)
