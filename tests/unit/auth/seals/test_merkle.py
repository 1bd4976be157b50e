"""Trees are hashed as RFC 6962 says, and proofs hold for what they prove and for nothing else."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.seals.merkle import (
    EMPTY_ROOT,
    Growth,
    NotProvenError,
    Tree,
    check_consistency,
    check_inclusion,
    node,
    split,
)

INPUTS = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
"""The leaf inputs that Certificate Transparency's own tests use for RFC 6962."""

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The published roots of the first 0 to 8 of them."""

INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
"""Published audit paths, by place and size."""

CONSISTENCY = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
"""Published consistency proofs, by both sizes."""


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


LEAVES = [leaf(bytes.fromhex(text)) for text in INPUTS]


def plain_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word by word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = next(k for k in (1 << n for n in range(40)) if k < len(leaves) <= 2 * k)
    return node(plain_root(leaves[:k]), plain_root(leaves[k:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert Tree().grown(LEAVES[:size]).root.hex() == ROOTS[size]


@pytest.mark.parametrize("place", INCLUSION)
def test_audit_paths_are_the_published_ones(place: tuple[int, int]) -> None:
    position, size = place
    found = Growth(Tree(), LEAVES[:size]).inclusion(position)
    assert [part.hex() for part in found] == INCLUSION[place]


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(sizes: tuple[int, int]) -> None:
    first, second = sizes
    grown = Growth(Tree().grown(LEAVES[:first]), LEAVES[first:second])
    assert [part.hex() for part in grown.consistency()] == CONSISTENCY[sizes]


@given(st.integers(0, 70), st.integers(1, 70))
def test_a_tree_grows_to_the_root_of_all_its_leaves(old: int, new: int) -> None:
    leaves = [leaf(bytes([n])) for n in range(old + new)]
    before = Tree().grown(leaves[:old])
    grown = Growth(before, leaves[old:])
    assert grown.after.root == plain_root(leaves)
    assert Tree.unpacked(grown.size, peaks=grown.after.packed()) == grown.after
    for position in range(old, old + new):
        check_inclusion(
            leaves[position],
            position=position,
            size=grown.size,
            path=grown.inclusion(position),
            root=grown.after.root,
        )
    check_consistency(
        before=(old, before.root),
        after=(grown.size, grown.after.root),
        proof=grown.consistency(),
    )


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_no_proof_holds_for_anything_else(old: int, new: int, data: st.DataObject) -> None:
    leaves = [leaf(bytes([n])) for n in range(old + new)]
    before, after = (Tree().grown(leaves[:size]) for size in (old, old + new))
    grown = Growth(before, leaves[old:])
    at = data.draw(st.integers(old, old + new - 1))
    path = grown.inclusion(at)
    for wrong in (
        {"leaf": leaf(b"another")},
        {"position": data.draw(st.integers(0, old + new).filter(lambda n: n != at))},
        {"root": leaf(b"another")},
        {"path": [*path, leaf(b"more")]},
        {"path": path[:-1] if path else [leaf(b"more")]},
    ):
        right = {"leaf": leaves[at], "position": at, "size": after.size, "path": path}
        with pytest.raises(NotProvenError):
            included({**right, "root": after.root, **wrong})
    proof = grown.consistency()
    for claims in (
        ((old, leaf(b"another")), (after.size, after.root), proof),
        ((old, before.root), (after.size, leaf(b"another")), proof),
        ((old, before.root), (after.size, after.root), [*proof, leaf(b"more")]),
        ((old, before.root), (after.size, after.root), proof[:-1]),
        ((after.size, after.root), (old, before.root), proof),
    ):
        with pytest.raises(NotProvenError):
            check_consistency(before=claims[0], after=claims[1], proof=claims[2])


def included(claims: dict[str, Any]) -> None:
    check_inclusion(claims.pop("leaf"), **claims)


def test_seals_in_a_row_prove_each_other_from_the_first_to_the_last() -> None:
    trees = [Tree().grown(LEAVES[:size]) for size in (1, 2, 3, 6, 8)]
    for old, new in pairwise(trees):
        proof = Growth(old, LEAVES[old.size : new.size]).consistency()
        check_consistency(before=(old.size, old.root), after=(new.size, new.root), proof=proof)


def test_two_trees_of_one_size_have_one_root_or_are_two_logs() -> None:
    check_consistency(before=(3, LEAVES[0]), after=(3, LEAVES[0]), proof=[])
    with pytest.raises(NotProvenError):
        check_consistency(before=(3, LEAVES[0]), after=(3, LEAVES[1]), proof=[])
    check_consistency(before=(0, EMPTY_ROOT), after=(3, LEAVES[1]), proof=[])


def test_peaks_of_another_size_are_no_tree() -> None:
    with pytest.raises(ValueError, match="one peak"):
        Tree.unpacked(4, peaks=b"".join(LEAVES[:3]))
    assert split(b"".join(LEAVES)) == tuple(LEAVES)


def test_a_growth_knows_its_own_leaves_alone() -> None:
    grown = Growth(Tree().grown(LEAVES[:4]), LEAVES[4:])
    for position in (3, 8):
        with pytest.raises(IndexError):
            grown.inclusion(position)
