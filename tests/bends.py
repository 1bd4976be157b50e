"""What may be done to the text of a JSON line so that readers disagree about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final


def _again(text: bytes, chance: Random) -> bytes:
    """A member named twice, the same or another value last."""
    value = chance.choice([b'"x"', b"1", b"null", b'"F"', b'["a"]', b'{"a":1}'])
    name = chance.choice([b"record_id", b"sex", b"victim", b"subject", b"value"])
    member = b'"' + name + b'":' + value
    if chance.random() < 0.5:
        return text.replace(b"{", b"{" + member + b",", 1)
    return text[:-1] + b"," + member + b"}"


def _doubled(text: bytes, chance: Random) -> bytes:
    """The first member said again, inside a block or outside."""
    start = chance.choice([i for i, c in enumerate(text) if c == ord("{")] or [0]) + 1
    end = text.find(b",", start)
    return text[:start] + text[start : end + 1] + text[start:] if end > 0 else text


def _swapped(old: bytes, new: bytes) -> Callable[[bytes, Random], bytes]:
    return lambda text, chance: text.replace(old, new, chance.randint(1, 3))


BENDS: Final[Sequence[Callable[[bytes, Random], bytes]]] = (
    _again,
    _again,
    _doubled,
    _doubled,
    lambda text, chance: b"\xef\xbb\xbf" + text,
    lambda text, chance: text + b"\r",
    lambda text, chance: b" \t" + text + b" ",
    lambda text, chance: text + b"x",
    lambda text, chance: text[:-1],
    lambda text, chance: text + text,
    lambda text, chance: text[: chance.randrange(len(text))],
    lambda text, chance: text.replace(b":", b" : ").replace(b",", b", "),
    lambda text, chance: text.replace(b"a", b"\\u0061", 1),
    lambda text, chance: text.replace(b"e", b"\\u0065", 3),
    _swapped(b":true", b":1"),
    _swapped(b":1", b":1.0"),
    _swapped(b":1", b":01"),
    _swapped(b":0", b":-0"),
    _swapped(b":0", b":1e400"),
    _swapped(b":3", b":NaN"),
    _swapped(b":2", b":1e0"),
    _swapped(b'":"', b'":null,"'),
    _swapped(b'":"', b'":"\x00'),
    _swapped(b'":"', b'":"\t'),
    _swapped(b'":"', b'":"\\ud800'),
    _swapped(b'":"', b'":"\\u0000'),
    _swapped(b'":"', b'":"\\u002c'),
    _swapped(b'":"', b'":"\\n'),
    _swapped(b'":"', b'":"\\/'),
    _swapped(b'":"', b'":"\\"'),
    _swapped(b'":"', b'":"\\x'),
    _swapped(b'":"', b'":","'),
    _swapped(b"-", b"\\/"),
    _swapped(b'":"', b'":"\xed\xa0\x80'),
    _swapped(b'":"', b'":"\xff'),
    _swapped(b'":"', b'":"\xe2\x80\x8f'),
    _swapped(b'"}', b'",}'),
    _swapped(b"_", b"__"),
)
