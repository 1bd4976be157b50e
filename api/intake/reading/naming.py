"""Whether the name of a column or member may be repeated to whoever sent it.

A file without its header, or with values for names, shows its first record there; so only names
made of the schema's own words are repeated, and those that differ from one by a slip of the pen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.terms.synonyms import FIELDS, PERSONS

_FORM: Final = re.compile(r"(?=.{1,40}\Z)[a-z]+(?:[._][a-z]+)*\Z", re.ASCII)
_PART: Final = re.compile(r"[a-z]+")
_SHORTEST: Final = 5  # letters of a word that may be misspelt: shorter ones are alike too easily


def shown(name: str) -> bool:
    """Whether a name has the form of a field's name and is made of words that such names have."""
    return bool(_FORM.match(name)) and all(map(_known, _PART.findall(name)))


def _known(word: str) -> bool:
    words, slips = _vocabulary()
    return word in words or (
        len(word) >= _SHORTEST and any(each in slips for each in (word, *_shortened(word)))
    )


def _shortened(word: str) -> Iterator[str]:
    """The word with each of its letters left out: words that share one differ by a letter or two
    that changed places.
    """
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The words of all names, of fields and of what agencies call them; and the longer ones with a
    letter left out.
    """
    names = {column.name for dataset in DATASETS.values() for column in columns(dataset)}
    names |= FIELDS.keys() | PERSONS.keys()
    names |= {other for each in (FIELDS, PERSONS) for others in each.values() for other in others}
    words = frozenset(word for name in names for word in _PART.findall(name.lower()))
    long = {word for word in words if len(word) >= _SHORTEST}
    return words, frozenset(long | {each for word in long for each in _shortened(word)})
