"""A term map as an agency writes it, checked against its dataset and made into a `TermMap`.

What belongs here: what such a document may say. What does not: the identifier screen, which looks
at the words themselves, and where maps are kept. A fault never repeats a word or a column name of
the agency's; it names a field of the dataset, or says which entry is meant by its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas.dataset import Dataset
from schemas.fields import UNSAFE_TEXT
from schemas.terms.mapping import NONE, TermMap
from schemas.terms.places import Place, needed, places
from schemas.terms.presets import PRESETS

MOST_COLUMNS: Final = 200  # wider than any dataset of the common schema (design)
MOST_WORDS: Final = 5000  # of all fields of a map together (design)
LONGEST_NAME: Final = 100  # characters of a column's name (design)
LONGEST_WORD: Final = 64  # characters of a word; a longer one is a sentence, not a code (design)
MEMBERS: Final = ("columns", "codes", "presets", "not_held")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a map: a stable code, a sentence, where it is, and the field meant."""

    code: str
    message: str
    pointer: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a document: the map, and what is wrong with it (then the map says nothing)."""

    terms: TermMap
    faults: tuple[Fault, ...]


def read(document: Any, *, dataset: type[Dataset]) -> Read:
    """Check a decoded JSON document and resolve its presets.

    Args:
        document: `{"columns": {...}, "codes": {...}, "presets": [...], "not_held": [...]}`; each
            member may be left out.
        dataset: the dataset that it maps onto.
    """
    shape = tuple(_shape(document))
    if shape:
        return Read(NONE, shape)
    found = places(dataset)
    faults = [
        *_columns(document.get("columns", {}), found),
        *_codes(document.get("codes", {}), found),
        *_presets(document.get("presets", []), found),
        *_not_held(document, found, dataset),
    ]
    if faults:
        return Read(NONE, tuple(faults))
    terms = TermMap(
        dict(document.get("columns", {})),
        _resolved(document, found),
        frozenset(document.get("not_held", [])),
    )
    chains = tuple(_chains(terms, found))
    return Read(NONE if chains else terms, chains)


def _shape(document: Any) -> Iterator[Fault]:
    """Faults that leave nothing to look at: wrong types, unknown members, too much of it."""
    if not isinstance(document, dict):
        yield Fault("type", "A term map is a JSON object.", "")
        return
    if set(document) - set(MEMBERS):
        words = f"A term map has no other members than {', '.join(MEMBERS)}."
        yield Fault("unknown_member", words, "")
    yield from _shape_of_columns(document.get("columns", {}))
    yield from _shape_of_codes(document.get("codes", {}))
    for name in ("presets", "not_held"):
        listed = document.get(name, [])
        if not isinstance(listed, list) or len(listed) > MOST_COLUMNS:
            words = f"{name} is a list of at most {MOST_COLUMNS} entries."
            yield Fault("type", words, f"/{name}")


def _shape_of_columns(columns: Any) -> Iterator[Fault]:
    if not _texts(columns):
        yield Fault("type", "columns maps names of columns to dotted names.", "/columns")
    elif len(columns) > MOST_COLUMNS:
        yield Fault("size", f"A term map has at most {MOST_COLUMNS} columns.", "/columns")


def _shape_of_codes(codes: Any) -> Iterator[Fault]:
    if not isinstance(codes, dict) or not all(map(_texts, codes.values())):
        yield Fault("type", "codes maps dotted names to words and their codes.", "/codes")
    elif sum(map(len, codes.values())) > MOST_WORDS:
        yield Fault("size", f"A term map has at most {MOST_WORDS} words.", "/codes")


def _texts(part: Any) -> bool:
    return isinstance(part, dict) and all(isinstance(value, str) for value in part.values())


def _columns(columns: Mapping[str, str], known: Mapping[str, Place]) -> Iterator[Fault]:
    onto = Counter(columns.values())
    for number, (name, target) in enumerate(columns.items(), start=1):
        entry = f"Entry {number} of columns"
        if not _plain(name, LONGEST_NAME):
            words = f"{entry} is not a name of 1 to {LONGEST_NAME} plain characters, without"
            yield Fault("name", f"{words} spaces before or behind it.", "/columns")
        if target not in known:
            words = f"{entry} goes onto no field of this dataset; see its dictionary."
            yield Fault("unknown_field", words, "/columns")
        elif onto[target] > 1:
            words = f"{entry} goes onto {target}, and so does another: one field has one column."
            yield Fault("two_onto_one", words, "/columns", target)
        elif columns.get(target, target) != target:
            words = f"{entry} goes onto {target}, a name that is itself mapped elsewhere."
            yield Fault("chain", words, "/columns", target)


def _codes(codes: Mapping[str, Mapping[str, str]], known: Mapping[str, Place]) -> Iterator[Fault]:
    for number, (name, words) in enumerate(codes.items(), start=1):
        place = known.get(name)
        if place is None:
            said = f"Entry {number} of codes is no field of this dataset; see its dictionary."
            yield Fault("unknown_field", said, "/codes")
        elif place.words is None:
            said = f"{name} takes no codes: its values are the agency's own and are never mapped."
            yield Fault("no_codes", said, "/codes", name)
        else:
            yield from _words(words, place, place.words)


def _words(words: Mapping[str, str], place: Place, codes: frozenset[str]) -> Iterator[Fault]:
    for number, (word, code) in enumerate(words.items(), start=1):
        entry = f"Word {number} of {place.name}"
        pointer = f"/codes/{place.name}"
        if not _plain(word, LONGEST_WORD) or (place.many and ";" in word):
            said = f"{entry} is not a word of 1 to {LONGEST_WORD} plain characters"
            said += ", without spaces before or behind it" + (" or ;." if place.many else ".")
            yield Fault("word", said, pointer, place.name)
        if code not in codes:
            said = f"{entry} goes onto no code that {place.name} takes; see its code list."
            yield Fault("code", said, pointer, place.name)


def _plain(text: str, most: int) -> bool:
    return 1 <= len(text) <= most and text == text.strip() and not UNSAFE_TEXT.search(text)


def _presets(presets: list[Any], known: Mapping[str, Place]) -> Iterator[Fault]:
    for number, said in enumerate(presets, start=1):
        named = _preset(said)
        if named is None:
            names = ", ".join(PRESETS)
            words = f"Entry {number} of presets names none: there are {names}."
            yield Fault("unknown_preset", words, "/presets")
        elif not _fields_of(*named, known):
            words = f"Preset {number} fits no such field: it is for the list"
            words = f"{words} {PRESETS[named[0]].codes}."
            yield Fault("preset_field", words, "/presets")


def _preset(said: Any) -> tuple[str, str | None] | None:
    """The preset and the field that an entry names; None where it names none."""
    if isinstance(said, str):
        return (said, None) if said in PRESETS else None
    if not isinstance(said, dict) or set(said) != {"preset", "field"}:
        return None
    name, field = said["preset"], said["field"]
    known = isinstance(name, str) and name in PRESETS and isinstance(field, str)
    return (name, field) if known else None


def _fields_of(name: str, field: str | None, known: Mapping[str, Place]) -> list[Place]:
    """The fields a preset is for: the one named, or all that take its list."""
    fitting = [p for p in known.values() if p.codes and p.codes.name == PRESETS[name].codes]
    return [place for place in fitting if field in (None, place.name)]


def _resolved(document: Mapping[str, Any], known: Mapping[str, Place]) -> dict[str, dict[str, str]]:
    """All words of each field: those of the presets, and the agency's own before them."""
    found: dict[str, dict[str, str]] = {}
    for said in document.get("presets", []):
        name, field = _preset(said) or ("", None)
        for place in _fields_of(name, field, known):
            taken = place.words or frozenset()
            words = {word: c for word, c in PRESETS[name].words.items() if c in taken}
            found.setdefault(place.name, {}).update(words)
    for field, words in document.get("codes", {}).items():
        found.setdefault(field, {}).update(words)
    return found


def _not_held(
    document: Mapping[str, Any], known: Mapping[str, Place], dataset: type[Dataset]
) -> Iterator[Fault]:
    sent = set(document.get("columns", {}).values())
    for number, name in enumerate(document.get("not_held", []), start=1):
        if not isinstance(name, str) or name not in known:
            words = f"Entry {number} of not_held is no field of this dataset."
            yield Fault("unknown_field", words, "/not_held")
        elif name in needed(dataset):
            words = f"Every file needs {name}: send the column, with a reason in each row."
            yield Fault("needed", words, "/not_held", name)
        elif name in sent:
            words = f"{name} is said not to be held, and a column goes onto it."
            yield Fault("contradiction", words, "/not_held", name)


def _chains(terms: TermMap, known: Mapping[str, Place]) -> Iterator[Fault]:
    """Words onto a code that is itself a word for another code.

    A map is applied once, so such a word is safe only where nothing is left to a guess: where every
    code of the list is given as a word too, as with a numbering of the agency's own.
    """
    for name, words in terms.codes.items():
        place = known[name]
        listed = place.codes.values if place.codes else place.words or frozenset()
        chained = any(words.get(code, code) != code for code in words.values())
        if chained and not listed <= set(words):
            said = f"A word of {name} goes onto a code that is itself mapped to another: say of"
            yield Fault("chain", f"{said} every code of its list what it is.", "/codes", name)
