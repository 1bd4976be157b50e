"""A term map at work: an agency's column names and words become the common ones as a file is read.

What belongs here: how one record or one cell is translated, which words neither side knows, and
which of them may be shown. What does not: what a map may say (`schemas.terms`), and where maps are
kept. A word of a file is counted here for the answer to its sender and goes nowhere else: no
finding holds one, and none is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from api.intake.identifying.screen import screen
from api.intake.reading.rows import Unreadable
from schemas.dataset import Dataset
from schemas.fields import UNSAFE_TEXT, CellMap
from schemas.findings import Finding
from schemas.terms import Place, TermMap, places
from schemas.terms.reading import LONGEST_WORD

SEEN_IN: Final = 5  # rows; a word of fewer may tell of a person, and is not shown (design)
MOST_COUNTED: Final = 1000  # different words of one field that are counted (design)
MOST_SHOWN: Final = 100  # words in one answer, the commonest first (design)
UNMAPPED: Final = "unmapped_word"
_NOT_A_CODE: Final = frozenset({"code", "type"})
"""What a check says of a word that is none of a field's codes, or not in the form of one."""

Counts = Counter[tuple[str, str]]
"""In how many rows a field held a word that neither the map nor the common schema knows."""


class Translation:
    """A term map and the dataset that it goes onto."""

    def __init__(self, terms: TermMap, dataset: type[Dataset]) -> None:
        self._terms, self._places = terms, places(dataset)
        self._blocks = {name.partition(".")[0] for name in self._places if "." in name}

    def names(self, header: Sequence[str]) -> list[str]:
        """The dotted names of a table's columns, or their own names where they have none."""
        return [self._terms.column(name) for name in header]

    def cell(self, name: str) -> Callable[[str], str] | None:
        """What makes the common cell of an agency's cell, in a column; None where all stay."""
        place = self._places.get(name)
        if place is None or name not in self._terms.codes:
            return None
        if place.many:
            return lambda cell: ";".join(self._terms.code_list(name, cell.split(";")))
        return lambda cell: self._terms.code(name, cell)

    def record(self, record: Any) -> Any:
        """The common record of an agency's record, with nested blocks.

        Members are known by their names, those of nested objects by the names joined with dots, so
        that a flat record and a nested one say the same. A member that nobody knows stays where it
        is, for the check to find. What is no object is left as it is.
        """
        if not isinstance(record, dict):
            return record
        made: dict[str, Any] = {}
        for path, value in self._members(record, ""):
            name = self._terms.column(path)
            if not self._put(made, name, self._value(name, value)):
                words = "Two members of the record are one field; see your term map."
                known = name if name in self._places else None
                return Unreadable(Finding("repeated_field", "error", words, field=known))
        return made

    def _members(self, part: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
        for key, value in part.items():
            path = f"{prefix}{key}"
            if isinstance(value, dict) and value and path not in self._terms.columns:
                yield from self._members(value, f"{path}.")
            else:
                yield path, value

    def _put(self, made: dict[str, Any], name: str, value: Any) -> bool:
        """Put a value in its place; False where one stands there already."""
        block, _, key = name.partition(".")
        holder: Any = made
        if key and block in self._blocks:
            holder = made.setdefault(block, {})
        else:
            key = name
        if not isinstance(holder, dict) or key in holder:
            return False
        holder[key] = value
        return True

    def _value(self, name: str, value: Any) -> Any:
        place, words = self._places.get(name), self._terms.codes.get(name)
        if place is None or words is None:
            return value
        if place.many and isinstance(value, list):
            sent = [_word(item) for item in value]
            known = [word for word in sent if word is not None]
            return self._terms.code_list(name, known) if len(known) == len(sent) else value
        word = _word(value)
        if word is None or word not in words:
            return value
        code = words[word]
        return code if isinstance(place.field, CellMap) else place.field.from_text(code)


def _word(value: Any) -> str | None:
    """A value as a word: a number of an agency's own is one, true and false are not."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


class Strangers:
    """Words that neither the map nor the common schema knows, field by field.

    Only fields with words in the map are looked at: all others are the common schema's alone.
    """

    def __init__(self, terms: TermMap, dataset: type[Dataset]) -> None:
        known = places(dataset)
        self._places: defaultdict[str, list[Place]] = defaultdict(list)
        for place in (known[name] for name in terms.codes if name in known):
            cells = isinstance(place.field, CellMap)
            self._places[place.name.partition(".")[0] if cells else place.name].append(place)
        self._distinct: Counter[str] = Counter()
        self.counts: Counts = Counter()

    def judged(self, record: Any, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of a row, with those about a word that is not mapped said so."""
        if not self._places:
            return tuple(findings)
        return tuple(self._judged(record, found) for found in findings)

    def _judged(self, record: Any, found: Finding) -> Finding:
        if found.field not in self._places or found.code not in _NOT_A_CODE:
            return found
        for place in self._places[found.field or ""]:
            strange = _strange(_at(record, place), place)
            for word in strange:
                self._count(place.name, word)
            if strange:
                words = f"{place.name} has a word that your term map does not know: add the word"
                return replace(found, code=UNMAPPED, message=f"{words} to codes.{place.name}.")
        return found

    def _count(self, name: str, word: str) -> None:
        key = name, word
        if key not in self.counts:
            if self._distinct[name] >= MOST_COUNTED or len(word) > LONGEST_WORD:
                return
            self._distinct[name] += 1
        self.counts[key] += 1


def _at(record: Mapping[str, Any], place: Place) -> Any:
    block, _, key = place.name.rpartition(".")
    holder = record.get(block) if block else record
    return holder.get(key) if isinstance(holder, dict) else None


def _strange(value: Any, place: Place) -> set[str]:
    """The words of a value that are none of a field's codes."""
    items = value if isinstance(value, list) and place.many else [value]
    words = {word for word in map(_word, items) if word is not None}
    return words - (place.words or frozenset())


@dataclass(frozen=True, slots=True)
class Shown:
    """A word that may be shown to its sender, and in how many rows it stands."""

    field: str
    word: str
    rows: int


def shown(counts: Counts) -> list[Shown]:
    """The words that may be shown, the commonest first: those of at least five rows that look like
    no identifier and hold no hidden character.
    """
    often = [Shown(field, word, n) for (field, word), n in counts.items() if n >= SEEN_IN]
    plain = [each for each in often if not UNSAFE_TEXT.search(each.word) and not screen(each.word)]
    return sorted(plain, key=lambda each: (-each.rows, each.field, each.word))[:MOST_SHOWN]
