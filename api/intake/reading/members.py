"""Which members the records of a file have, seen without decoding what is known already.

A line of which every member has been met before is passed over by a decoder that knows their names
and no more; any other line is decoded whole. Values are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from api.intake.reading.rows import Header, unknown
from schemas.dataset import Dataset, columns_by_name

MOST_LEARNED: Final = 500  # names; wider than any dataset, strange members included (design)
_PLAIN: Final = re.compile(r"[A-Za-z0-9_. -]{1,64}\Z", re.ASCII)
"""Names that a decoder can be made for; a record with another is decoded whole each time."""
_OUTSIDE: Final = ""


class Members:
    """Gathers the members of a file's records, one after the other."""

    def __init__(self, dataset: type[Dataset]) -> None:
        self._dataset, self._known = dataset, frozenset(columns_by_name(dataset))
        self._names: dict[str, set[str]] = {_OUTSIDE: set(), **{b: set() for b in dataset.persons}}
        self._found = set[str]()
        self._strange: str | None = None
        self._decoder: msgspec.json.Decoder[Any] | None = None

    def met(self, line: bytes) -> bool:
        """Whether all members of a line have been met; False also where it is no such line."""
        if self._decoder is None:
            self._decoder = self._made()
        try:
            self._decoder.decode(line)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        return True

    def see(self, record: Any) -> None:
        """Take note of a record's members; of what is no object there are none."""
        if not isinstance(record, dict):
            return
        names = list(self._dotted(record))
        new = [(b, name) for b, name in names if name not in self._names[b] and _PLAIN.match(name)]
        for block, name in names:
            self._note(f"{block}.{name}" if block else name)
        if new and sum(map(len, self._names.values())) < MOST_LEARNED:
            for block, name in new:
                self._names[block].add(name)
            self._decoder = None

    @property
    def header(self) -> Header:
        """The columns so far: those of the dataset, and the first in order of the others."""
        strange = () if self._strange is None else (unknown(self._strange, place="A member"),)
        return Header(frozenset(self._found), strange)

    def _note(self, dotted: str) -> None:
        if dotted in self._known:
            self._found.add(dotted)
        elif self._strange is None or dotted < self._strange:
            self._strange = dotted

    def _dotted(self, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The block and name of each member: a person's own, and those outside of persons."""
        for name, part in record.items():
            if name in self._dataset.persons:
                yield from ((name, key) for key in part) if isinstance(part, dict) else ()
            else:
                yield _OUTSIDE, name

    def _made(self) -> msgspec.json.Decoder[Any]:
        blocks = {block: _shape(block, self._names[block], {}) for block in self._dataset.persons}
        return msgspec.json.Decoder(_shape("record", self._names[_OUTSIDE], blocks))


def _shape(title: str, names: set[str], blocks: Mapping[str, type[msgspec.Struct]]) -> Any:
    """An object that may have these members and no others, whatever their values; a block is an
    object too, or null.
    """
    types: list[tuple[str, Any]] = [(name, msgspec.Raw) for name in sorted(names)]
    types += [(name, shape | None) for name, shape in blocks.items()]
    fields = [(f"m{place}", kind, None) for place, (_, kind) in enumerate(types)]
    renamed = {f"m{place}": name for place, (name, _) in enumerate(types)}
    return msgspec.defstruct(title, fields, rename=renamed, forbid_unknown_fields=True)
