"""Reading JSON that strangers send, into an object or a refusal and nothing else.

What belongs here: the one reader for documents that arrive inside tokens and parameters, and the
decoder that bodies of the API share. It knows no member names. What does not: what a body means,
which has schemas of its own.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, NoReturn

from auth.refusals import BadRequest

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_NUL: Final = rb"\u0000"


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is out of range")
    return number


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is repeated")
    return members


_DECODER: Final = json.JSONDecoder(
    parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unrepeated
)


def decode(text: str) -> Any:
    """One JSON value of finite numbers, in whose objects no member is named twice.

    Raises:
        ValueError: it is not such a value.
        RecursionError: it is nested too deep for the parser.
    """
    return _DECODER.decode(text)


def decode_from(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start` in a longer text, and where it ends; as strict as `decode`.

    Raises:
        ValueError: no such value begins there.
        RecursionError: it is nested too deep for the parser.
    """
    return _DECODER.raw_decode(text, start)


def _check_characters(raw: bytes, *, document: object) -> None:
    """Only an escape can bring in what UTF-8 or a database text cannot hold."""
    if _NUL in raw:
        raise ValueError("a string holds U+0000")
    if _SURROGATE.search(raw):
        json.dumps(document, ensure_ascii=False).encode("utf-8")


def read(raw: bytes) -> Any:
    """Parse strict JSON: UTF-8, finite numbers, no repeated member, no lone surrogate, no U+0000.

    Raises:
        BadRequest: anything else, nesting too deep for the parser included.
    """
    try:
        document = decode(raw.decode("utf-8"))
        _check_characters(raw, document=document)
    except (ValueError, RecursionError) as problem:
        raise BadRequest(
            "json_malformed", detail="A document is not well-formed JSON."
        ) from problem
    return document


def read_object(raw: bytes) -> dict[str, Any]:
    """Parse strict JSON whose outermost value is an object.

    Raises:
        BadRequest: it is not, or it is not strict JSON.
    """
    document = read(raw)
    if not isinstance(document, dict):
        raise BadRequest("json_not_object", detail="A document is not a JSON object.")
    return document
