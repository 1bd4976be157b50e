"""A term map: an agency's own column names and codes, and the common ones they stand for.

A plain value, made from a checked document and applied once to a file, cell by cell or column by
column. Where it says nothing a name or a word stays as it is, so that the check of the row says
what is wrong with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self


def _nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class TermMap:
    """An agency's words for one dataset.

    Attributes:
        columns: their column name -> dotted name of the field.
        codes: dotted name -> their word -> the common code, in the form of a CSV cell (`true` and
            `false` for a field of true or false).
        not_held: dotted names of the fields that their source cannot hold.
    """

    columns: Mapping[str, str] = field(default_factory=_nothing)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    not_held: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether it says anything at all."""
        return bool(self.columns or self.codes or self.not_held)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The map that `document` once gave; the presets are resolved in it already."""
        return cls(document["columns"], document["codes"], frozenset(document["not_held"]))

    def column(self, name: str) -> str:
        """The dotted name of a column, or the name itself."""
        return self.columns.get(name, name)

    def code(self, dotted: str, word: str) -> str:
        """The common code of a word in a field, or the word itself."""
        words = self.codes.get(dotted)
        return word if words is None else words.get(word, word)

    def code_list(self, dotted: str, words: Iterable[str]) -> list[str]:
        """The common codes of the words of a list.

        Two words of one code give it once; a word that stands there twice as sent stays there
        twice, since that is for the check of the row to say.
        """
        sent = list(words)
        given = [self.code(dotted, word) for word in sent]
        repeated = len(set(sent)) != len(sent)
        return given if repeated else list(dict.fromkeys(given))

    @property
    def document(self) -> dict[str, Any]:
        """The map in JSON types, with nothing left to resolve."""
        return {
            "columns": dict(self.columns),
            "codes": {name: dict(words) for name, words in self.codes.items()},
            "not_held": sorted(self.not_held),
        }

    @property
    def digest(self) -> str:
        """SHA-256 of what the map says, in hexadecimal; equal maps have equal digests."""
        text = json.dumps(self.document, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


NONE: Final = TermMap()
"""The map that says nothing: the common names and codes alone."""
