"""Whether a log is whole: every event in its place, as it was signed.

What belongs here: going through seals and events in their order and naming the first that is not as
it was. What does not: where they come from, an export or a database (`Record`). Nothing is believed
but the keys: a seal's list of leaves counts once its root is the one that was signed, and then
every event is held against its own leaf.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NoReturn

import msgspec

from auth.audit import leaf_hash
from auth.seals.checkpoints import Checkpoint
from auth.seals.merkle import Tree
from auth.seals.notes import BadNoteError, Verifier
from auth.seals.records import Entry, Fault, Record, Seal, Verdict

LATE: Final = timedelta(days=2)
"""An event dated so long before the seal ahead of it was entered late, or by another clock."""

ERASE: Final = "audit:erase"
"""The tag of the event that tells of an erased body; its subject is the event erased."""

_AT: Final = re.compile(rb'"at":"([^"]{20,40})"')
_ERASED: Final = re.compile(rb'"subject":"([0-9a-f-]{36})"')
_TAG: Final = f'"tag":"{ERASE}"'.encode()


class _Found(Exception):  # noqa: N818 - it ends the walk, and is no error
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def verify(
    records: Callable[[], Iterable[Record]],
    *,
    verifiers: Sequence[Verifier],
    held: Sequence[str] = (),
    tick: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """Go through a log and name the first event that is not as it was signed.

    Args:
        records: begins the log anew each time it is called; once is enough for a whole one.
        verifiers: the public keys, the only thing that is believed.
        held: checkpoints that somebody has kept, which the log must still contain.
        tick: told of each so many events gone through.
    """
    walk = _Walk(records, verifiers, tick)
    try:
        walk.keep(held)
        for seal, entries in _sealed(records()):
            walk.seal(seal, entries)
            walk.events(seal, entries)
        walk.end()
    except _Found as found:
        walk.verdict.fault = found.fault
    return walk.verdict


def _sealed(records: Iterable[Record]) -> Iterator[tuple[Seal | None, list[Entry]]]:
    """Each seal with the events that follow it."""
    seal: Seal | None = None
    entries: list[Entry] = []
    for each in records:
        if isinstance(each, Entry):
            entries.append(each)
            continue
        if seal is not None or entries:
            yield seal, entries
        seal, entries = each, []
    if seal is not None or entries:
        yield seal, entries


class _Walk:
    def __init__(
        self,
        records: Callable[[], Iterable[Record]],
        verifiers: Sequence[Verifier],
        tick: Callable[[int], None],
    ) -> None:
        self.verdict = Verdict()
        self._records, self._verifiers, self._tick = records, verifiers, tick
        self._tree = Tree()
        self._held: list[Checkpoint] = []
        self._erased: dict[str, int] = {}
        self._told: set[str] = set()
        self._before: datetime | None = None

    def keep(self, held: Sequence[str]) -> None:
        for note in held:
            try:
                said, _ = Checkpoint.opened(note, verifiers=self._verifiers)
            except BadNoteError as problem:
                sentence = f"A checkpoint that is held does not count: {problem}."
                raise _Found(Fault("forked", None, "", sentence)) from problem
            self._held.append(said)

    def seal(self, seal: Seal | None, entries: Sequence[Entry]) -> None:
        """The seal continues the one before and is signed for these leaves."""
        if seal is None and any(each.position is not None for each in entries):
            self._doubt("Events stand before it.")
        if seal is None:
            return
        if (seal.number, seal.first) != (self.verdict.seals + 1, self._tree.size):
            self._doubt("A seal is missing, or stands out of its order.")
        said = self._said(seal)
        self._check_held(seal, said.origin)
        grown = self._tree.grown(seal.leaves)
        if (said.size, said.root) != (grown.size, grown.root):
            # The list itself is not what was signed: what differs from it is named all the same.
            self.events(seal, entries)
            self._doubt("The events of this seal are not those that were signed.")
        if self.verdict.seals and said.origin != self.verdict.origin:
            self._doubt("It is a seal of another log.")
        self._tree, self._before = grown, self.verdict.sealed_at
        found = self.verdict
        found.origin, found.size, found.seals = said.origin, grown.size, seal.number
        found.sealed_at, found.checkpoint = said.sealed_at, seal.checkpoint

    def _said(self, seal: Seal) -> Checkpoint:
        try:
            return Checkpoint.opened(seal.checkpoint, verifiers=self._verifiers)[0]
        except BadNoteError as problem:
            self._doubt(f"Its checkpoint does not count: {problem}.")

    def events(self, seal: Seal | None, entries: Sequence[Entry]) -> None:
        """Every event of the seal stands in its place and is as it was signed."""
        for entry in entries:
            if entry.position is None:
                self._wait(entry)
        if seal is None:
            return
        sealed = [each for each in entries if each.position is not None]
        for number, leaf in enumerate(seal.leaves):
            there = sealed[number] if number < len(sealed) else None
            if there is None or not self._fits(there, leaf, position=seal.first + number):
                raise _Found(self._named(there, leaf, position=seal.first + number))
            self._note(there)
        if len(sealed) > len(seal.leaves):
            extra = sealed[len(seal.leaves)]
            raise _Found(_added(extra, seal.first + len(seal.leaves)))
        self._tick(len(seal.leaves))

    def end(self) -> None:
        """What is held is still there, and each erased body was erased by an event."""
        for each in self._held:
            if each.size > self._tree.size:
                sentence = (
                    f"The log has been cut: a checkpoint that is held knows {each.size} events, and"
                    f" this log has {self._tree.size}."
                )
                raise _Found(Fault("cut", self._tree.size, "", sentence))
        for event_id, position in self._erased.items():
            if event_id not in self._told:
                sentence = f"The body of the event at place {position} was erased without a record."
                raise _Found(Fault("erased", position, event_id, sentence))

    def _check_held(self, seal: Seal, origin: str) -> None:
        for each in self._held:
            if seal.first < each.size <= seal.first + len(seal.leaves):
                there = self._tree.grown(seal.leaves[: each.size - seal.first])
                if (each.root, each.origin) != (there.root, origin):
                    sentence = (
                        f"The log was rewritten: a checkpoint that is held knows another history of"
                        f" its first {each.size} events."
                    )
                    raise _Found(Fault("forked", None, "", sentence))

    def _fits(self, entry: Entry, leaf: bytes, *, position: int) -> bool:
        if entry.position != position:
            return False
        if not entry.body and not entry.salt:
            return True
        return leaf_hash(entry.body, salt=entry.salt) == leaf and _labelled(entry)

    def _note(self, entry: Entry) -> None:
        if not entry.body:
            self.verdict.erased += 1
            self._erased[entry.event_id] = entry.position or 0
            return
        self._hear(entry)
        moment = _AT.search(entry.body)
        if self._before is not None and moment is not None:
            at = datetime.fromisoformat(moment[1].decode())
            self.verdict.late += at < self._before - LATE

    def _hear(self, entry: Entry) -> None:
        if _TAG in entry.body and (said := _ERASED.search(entry.body)):
            self._told.add(said[1].decode())

    def _wait(self, entry: Entry) -> None:
        """An event that no seal holds yet: its own leaf is all there is to hold it against."""
        self.verdict.waiting += 1
        whole = leaf_hash(entry.body, salt=entry.salt) == entry.leaf and _labelled(entry)
        if entry.body and not whole:
            sentence = "An event that waits to be sealed has been altered."
            raise _Found(Fault("altered", None, entry.event_id, sentence))
        self._hear(entry)

    def _named(self, entry: Entry | None, leaf: bytes, *, position: int) -> Fault:
        """What became of the event whose place this is; the whole log is looked through for it."""
        sealed: set[bytes] = set()
        stands: int | None = None
        for each in self._records():
            if isinstance(each, Seal):
                sealed.update(each.leaves)
            elif each.body and stands is None and _leaf(each) == leaf:
                stands = each.position
        if entry is not None and _leaf(entry) not in sealed and entry.body:
            return _added(entry, position) if stands is not None else _altered(entry, position)
        if stands is not None and entry is not None:
            if entry.position == stands == position:
                return _altered(entry, position)
            sentence = (
                f"The event of place {position} stands at another, and that of place"
                f" {entry.position} in its stead: they were reordered."
            )
            return Fault("reordered", position, entry.event_id, sentence)
        name = entry.event_id if entry is not None and entry.position == position else ""
        return Fault("missing", position, name, f"The event of place {position} is missing.")

    def _doubt(self, sentence: str) -> NoReturn:
        place, number = self._tree.size, self.verdict.seals + 1
        told = f"Seal {number} cannot be trusted, nor any event from place {place} on. {sentence}"
        raise _Found(Fault("seal", place, "", told))


def _leaf(entry: Entry) -> bytes:
    return leaf_hash(entry.body, salt=entry.salt)


def _added(entry: Entry, position: int) -> Fault:
    sentence = f"An event that no seal knows stands at place {position}."
    return Fault("added", position, entry.event_id, sentence)


def _altered(entry: Entry, position: int) -> Fault:
    sentence = f"The event at place {position} has been altered."
    return Fault("altered", position, entry.event_id, sentence)


def _labelled(entry: Entry) -> bool:
    """Whether what stands beside a body is what it says itself."""
    if not entry.stored:
        return f'"event_id":"{entry.event_id}"'.encode() in entry.body
    said = msgspec.json.decode(entry.body)
    told = {name: said.get(name, "") for name in entry.stored}
    if "at" in told:
        told["at"] = datetime.fromisoformat(told["at"])
    return bool(said["event_id"] == entry.event_id and told == entry.stored)
