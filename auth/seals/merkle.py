"""Merkle trees as RFC 6962 hashes them: roots, how a tree grows, and proofs both ways.

What belongs here: pure hashing of leaves that are hashes already (`auth.audit.leaf_hash`). What
does not: what a leaf stands for, and who signs a root. A tree is carried as its peaks, the roots of
the perfect trees it is made of, so that it grows without its old leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

HASH_BYTES: Final = 32
"""SHA-256, the hash of RFC 6962 section 2.1."""

_NODE: Final = b"\x01"
"""Sets nodes apart from leaves (RFC 6962 section 2.1)."""

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves (RFC 6962 section 2.1)."""


class NotProvenError(ValueError):
    """A proof does not lead from what is claimed to the root."""


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side (RFC 6962 section 2.1)."""
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(frozen=True)
class Tree:
    """A tree by its size and the roots of its perfect parts, widest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The Merkle tree hash of all leaves."""
        if not self.peaks:
            return EMPTY_ROOT
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node(peak, found)
        return found

    def grown(self, leaves: Sequence[bytes]) -> Tree:
        """The tree with these leaves after its own."""
        size, peaks = self.size, [*self.peaks]
        for leaf in leaves:
            found, width = leaf, size
            while width & 1:
                found, width = node(peaks.pop(), found), width >> 1
            peaks.append(found)
            size += 1
        return Tree(size, tuple(peaks))

    def packed(self) -> bytes:
        """The peaks as one string of bytes."""
        return b"".join(self.peaks)

    @classmethod
    def unpacked(cls, size: int, *, peaks: bytes) -> Tree:
        """The tree whose peaks were packed.

        Raises:
            ValueError: a tree of that size has another number of peaks.
        """
        found = split(peaks)
        if len(found) != size.bit_count():
            raise ValueError("a tree has one peak for each bit of its size")
        return cls(size, found)


def split(packed: bytes) -> tuple[bytes, ...]:
    """Hashes that were put end to end."""
    return tuple(packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES))


@dataclass(frozen=True)
class Growth:
    """A tree and the leaves that one seal added to it: what proofs about those need.

    Proofs about older leaves need older growths; each seal proves its own, and that it continues
    the one before.
    """

    before: Tree
    leaves: Sequence[bytes]
    _known: dict[tuple[int, int], bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Leaves in all."""
        return self.before.size + len(self.leaves)

    @property
    def after(self) -> Tree:
        """The grown tree."""
        return self.before.grown(self.leaves)

    def inclusion(self, position: int) -> list[bytes]:
        """The audit path of a leaf that this growth added (RFC 6962 section 2.1.1).

        Raises:
            IndexError: the leaf is not one of these.
        """
        if not self.before.size <= position < self.size:
            raise IndexError("the leaf was sealed by another growth")
        return list(self._path(position, start=0, end=self.size))

    def consistency(self) -> list[bytes]:
        """The proof that the tree before is a part of this one (RFC 6962 section 2.1.2)."""
        if not 0 < self.before.size < self.size:
            return []
        return list(self._parts(start=0, end=self.size, whole=True))

    def _path(self, position: int, *, start: int, end: int) -> Iterator[bytes]:
        if end - start == 1:
            return
        middle = start + _left(end - start)
        if position < middle:
            yield from self._path(position, start=start, end=middle)
            yield self._hash(middle, end)
        else:
            yield from self._path(position, start=middle, end=end)
            yield self._hash(start, middle)

    def _parts(self, *, start: int, end: int, whole: bool) -> Iterator[bytes]:
        if self.before.size == end:
            # The verifier has the root of the whole old tree already.
            if not whole:
                yield self._hash(start, end)
            return
        middle = start + _left(end - start)
        if self.before.size <= middle:
            yield from self._parts(start=start, end=middle, whole=whole)
            yield self._hash(middle, end)
        else:
            yield from self._parts(start=middle, end=end, whole=False)
            yield self._hash(start, middle)

    def _hash(self, start: int, end: int) -> bytes:
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = self._worked_out(start, end)
        return found

    def _worked_out(self, start: int, end: int) -> bytes:
        if end <= self.before.size:
            return self._peak(start)
        if end - start == 1:
            return self.leaves[start - self.before.size]
        middle = start + _left(end - start)
        return node(self._hash(start, middle), self._hash(middle, end))

    def _peak(self, start: int) -> bytes:
        """The peak of the old tree that begins at a leaf: proofs ask for no other part of it."""
        at, left = 0, self.before.size
        for peak in self.before.peaks:
            if at == start:
                return peak
            width = 1 << (left.bit_length() - 1)
            at, left = at + width, left - width
        raise IndexError("no part of the old tree begins there")


def _left(size: int) -> int:
    """Leaves of the left subtree: the largest power of two below the size (RFC 6962 2.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def check_inclusion(
    leaf: bytes, *, position: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Make sure that a leaf stands at a place of a tree (RFC 9162 section 2.1.3.2).

    Raises:
        NotProvenError: the path does not lead from the leaf to the root.
    """
    if not 0 <= position < size:
        raise NotProvenError("the place is outside the tree")
    at, last, found = position, size - 1, leaf
    for part in path:
        if last == 0:
            raise NotProvenError("the path is too long")
        if at & 1 or at == last:
            found = node(part, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, part)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise NotProvenError("the path leads to another root")


def check_consistency(
    *, before: tuple[int, bytes], after: tuple[int, bytes], proof: Sequence[bytes]
) -> None:
    """Make sure that a tree continues another (RFC 9162 section 2.1.4.2).

    Args:
        before: size and root of the smaller tree.
        after: size and root of the larger one.
        proof: the parts that both are made of.

    Raises:
        NotProvenError: it does not, or the proof is not one of these trees.
    """
    (first, old), (second, new) = before, after
    if first > second or (first in (0, second) and proof):
        raise NotProvenError("there is nothing to prove between these sizes")
    if first == second and old != new:
        raise NotProvenError("two trees of one size have two roots")
    if first in (0, second):
        return
    # A power of two is one perfect part, which the smaller root already names.
    parts = [old, *proof] if first & (first - 1) == 0 else [*proof]
    _check_parts(parts, first=first, second=second, roots=(old, new))


def _check_parts(
    parts: list[bytes], *, first: int, second: int, roots: tuple[bytes, bytes]
) -> None:
    if not parts:
        raise NotProvenError("the proof is too short")
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = parts[0]
    for part in parts[1:]:
        if last == 0:
            raise NotProvenError("the proof is too long")
        if at & 1 or at == last:
            old, new = node(part, old), node(part, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, part)
        at, last = at >> 1, last >> 1
    if last or (old, new) != roots:
        raise NotProvenError("the proof leads to other roots")
