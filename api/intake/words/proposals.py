"""A term map proposed from a sample of a file: columns by their names, words by codes and labels.

Pure: counts in, a document out. What is proposed is for a person to look at before it is set. A
word of the sample is repeated only where it stands in at least five rows and looks like no
identifier; what else a file holds is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from api.intake.identifying.screen import screen
from api.intake.reading.term_maps import SEEN_IN
from schemas.codes import CODE_LISTS
from schemas.dataset import Dataset
from schemas.fields import UNSAFE_TEXT, CellMap
from schemas.terms import PRESETS, Place, places
from schemas.terms.reading import LONGEST_WORD
from schemas.terms.synonyms import ANSWERS, FIELDS, PERSONS, REASONS

ALIKE: Final = 0.85  # similarity of names that are taken for one (design)
_ENDS_ALIKE: Final = 0.6  # similarity of last words that are taken for one (design)
LABELS_ALIKE: Final = 0.9  # similarity of words that are taken for one label (design)
SHORTEST: Final = 6  # letters; shorter words are alike too easily (design)
COVERED: Final = 0.6  # share of a column's words that a preset must know (design)
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP: Final = re.compile(r"[^a-z0-9]+")

Sample = Mapping[str, Counter[str]]
"""Names of a file's columns, and in how many rows each word of a column stands."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What can be told from a sample.

    Attributes:
        document: a term map, ready to be set.
        placed: their column -> dotted name, those included that need no mapping.
        lost: positions from 1 of the columns that no field was found for.
        needed: columns of the minimum row that no column was found for.
        words: words that no code was found for, by field, with their rows; they may be shown.
        hidden: by field, how many words are left out because they may not be shown.
    """

    document: Mapping[str, Any]
    placed: Mapping[str, str]
    lost: tuple[int, ...]
    needed: tuple[str, ...]
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    hidden: Mapping[str, int] = field(default_factory=dict)


def propose(sample: Sample, *, dataset: type[Dataset], presets: Sequence[str] = ()) -> Proposal:
    """Propose a term map for a file.

    Args:
        sample: its columns and their words.
        dataset: the dataset it is for.
        presets: names of presets to use in any case, wherever they fit.
    """
    known = places(dataset)
    placed = _placed(list(sample), dataset)
    fields = {name: sample[column] for column, name in placed.items()}
    found = [_Words(known[name], counts) for name, counts in fields.items() if _coded(known[name])]
    used = [each.preset(presets) for each in found]
    needed = (each.split("|") for each in dataset.minimum)
    document = {
        "columns": {column: name for column, name in placed.items() if column != name},
        "codes": {each.place.name: codes for each in found if (codes := each.codes())},
        "presets": [said for said in used if said is not None],
        "not_held": [],
    }
    return Proposal(
        document,
        placed,
        tuple(n for n, column in enumerate(sample, start=1) if column not in placed),
        tuple(names[0] for names in needed if not set(names) & set(fields)),
        {each.place.name: each.strange for each in found if each.strange},
        {each.place.name: each.hidden for each in found if each.hidden},
    )


def _coded(place: Place) -> bool:
    return place.words is not None and not isinstance(place.field, CellMap)


def _plain(name: str) -> str:
    """A name in small letters and single spaces."""
    return _GAP.sub(" ", _HUMP.sub(" ", name).casefold()).strip()


def _placed(columns: Sequence[str], dataset: type[Dataset]) -> dict[str, str]:
    """The field of each column: the most alike first, and no field twice."""
    names = _names(dataset)
    scored = sorted(
        (
            (-_alike(_plain(column), names[name]), position, name)
            for position, column in enumerate(columns)
            for name in names
        ),
    )
    found: dict[int, str] = {}
    for score, position, name in scored:
        if -score >= ALIKE and position not in found and name not in found.values():
            found[position] = name
    exact = {name: name for name in columns if name in names}
    return {
        column: exact.get(column) or found[n]
        for n, column in enumerate(columns)
        if column in exact or (n in found and found[n] not in exact)
    }


def _names(dataset: type[Dataset]) -> dict[str, frozenset[str]]:
    """What each field may be called: its own name and others, with and without the person's."""
    return {place.name: frozenset(_called(place, dataset)) for place in places(dataset).values()}


def _called(place: Place, dataset: type[Dataset]) -> Iterator[str]:
    block, _, key = place.name.rpartition(".")
    own = {_plain(key), *FIELDS.get(key, ())}
    if not block or block == dataset.counted_person:
        yield from own
    for person in (_plain(block), *PERSONS.get(block, ())) if block else ():
        for name in own:
            yield f"{person} {name}"
            yield f"{name} {person}"
            yield f"{name} of {person}"


def _alike(name: str, called: Collection[str]) -> float:
    if name in called:
        return 1.0
    if len(name) < SHORTEST:
        return 0.0
    return max((_ratio(name, other) for other in called if len(other) >= SHORTEST), default=0.0)


def _ratio(name: str, other: str) -> float:
    """How alike two names are; at once nothing where their lengths already say that they differ."""
    match = SequenceMatcher(None, name, other, autojunk=False)
    return match.ratio() if match.quick_ratio() >= ALIKE and _end_alike(name, other) else 0.0


def _end_alike(name: str, other: str) -> bool:
    """Whether the last words may be one: they say what a thing is, as in `attendance date` and
    `attendance id`.
    """
    words, others = name.split(), other.split()
    if len(words) != len(others) or words[-1] == others[-1]:
        return True
    return SequenceMatcher(None, words[-1], others[-1], autojunk=False).ratio() >= _ENDS_ALIKE


class _Words:
    """The words of one column, and what becomes of them."""

    def __init__(self, place: Place, counts: Counter[str]) -> None:
        self.place = place
        self._taken = taken = place.words or frozenset()
        parts: Counter[str] = Counter()
        for cell, rows in counts.items():
            for word in dict.fromkeys(cell.split(";") if place.many else [cell]):
                parts[word] += rows
        self._new = {w: n for w, n in parts.items() if w not in taken and not _a_number(w, place)}

    @property
    def strange(self) -> dict[str, int]:
        """The words without a code that may be shown."""
        return {word: n for word, n in self._new.items() if n >= SEEN_IN and _fit(word)}

    @property
    def hidden(self) -> int:
        """How many words without a code may not be shown."""
        return len(self._new) - len(self.strange)

    def preset(self, wanted: Sequence[str]) -> Any:
        """The preset that knows the words of this column, as a map says it; None where none."""
        fitting = [
            each
            for each in PRESETS.values()
            if self.place.codes and each.codes == self.place.codes.name
        ]
        best = max(fitting, key=lambda each: len(set(each.words) & set(self._new)), default=None)
        for each in fitting:
            best = each if each.name in wanted else best
        if best is None or not (best.name in wanted or self._covers(best.words)):
            return None
        self._leave_out(best.words)
        return {"preset": best.name, "field": self.place.name}

    def _covers(self, words: Mapping[str, str]) -> bool:
        # whatever its rows: the name of a preset tells of nobody
        common = len(set(words) & set(self._new))
        return common > 0 and common >= COVERED * len(self._new)

    def _leave_out(self, words: Collection[str]) -> None:
        self._new = {word: n for word, n in self._new.items() if word not in words}

    def codes(self) -> dict[str, str]:
        """A code for each word that one was found for; the others stay `strange`.

        Where a column is written in the labels of its list, or in a known pair of answers, all of
        them are given: they are the vocabulary's words, and no row need hold them.
        """
        known = _vocabulary(self.place)
        found = {word: code for word in self.strange if (code := _code(word, known))}
        found = {**self._labels(found), **self._answers(found), **found}
        self._leave_out(found)
        return found

    def _labels(self, found: Collection[str]) -> dict[str, str]:
        entries = self.place.codes or ()
        plain = {_plain(word) for word in found}
        if not any(_plain(entry.label) in plain for entry in entries):
            return {}
        return {e.label: e.code for e in entries if _fit(e.label) and e.label not in self._taken}

    def _answers(self, found: Collection[str]) -> dict[str, str]:
        given: dict[str, str] = {}
        for answers in _answers(self.place):
            for word in (word for word in found if _plain(word) in answers):
                style = str.upper if word.isupper() else str.title if word.istitle() else str.lower
                given |= {style(other): code for other, code in answers.items()}
        return {word: code for word, code in given.items() if word not in self._taken}


def _a_number(word: str, place: Place) -> bool:
    """Whether a word is a value of a field that takes numbers beside its reasons."""
    return place.codes is None and place.reasons and word.strip().isdecimal()


def _fit(word: str) -> bool:
    """Whether a word may be shown and may stand in a map."""
    plain = 1 <= len(word) <= LONGEST_WORD and word == word.strip()
    return plain and not UNSAFE_TEXT.search(word) and not screen(word)


def _answers(place: Place) -> tuple[Mapping[str, str], ...]:
    """Known answers for the codes of a field, those of one system together."""
    codes = place.codes.values if place.codes else place.words or frozenset()
    return ANSWERS.get(frozenset(codes), ())


def _vocabulary(place: Place) -> dict[str, str]:
    """Words for the codes of a field, in plain form."""
    taken = place.words or frozenset()
    lists = [place.codes] if place.codes else []
    lists += [CODE_LISTS["missing_reason"]] if place.reasons else []
    found = {_plain(e.label): e.code for each in lists for e in each}
    found |= {word: code for word, code in REASONS.items() if place.reasons and code in taken}
    for answers in _answers(place):
        found |= answers
    return found | {_plain(code): code for code in taken}


def _code(word: str, known: Mapping[str, str]) -> str | None:
    plain = _plain(word)
    if plain in known or len(plain) < SHORTEST:
        return known.get(plain)
    close = max(known, key=lambda other: SequenceMatcher(None, plain, other).ratio(), default="")
    enough = SequenceMatcher(None, plain, close).ratio() >= LABELS_ALIKE
    return known[close] if enough and len(close) >= SHORTEST else None
