"""JSON values as YAML text: enough of YAML 1.2 to write a contract that people read in a diff.

Every scalar is written as JSON writes it, which YAML reads alike; only maps and lists are laid out
by indentation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that some readers take for something else than text."""


def dump(value: Mapping[str, Any]) -> str:
    """The document as text, in the order of its members."""
    return "".join(f"{line}\n" for line in _map(value, depth=0))


def _map(value: Mapping[str, Any], *, depth: int) -> Iterator[str]:
    for name, part in value.items():
        yield from _entry(f"{'  ' * depth}{_key(str(name))}:", part, depth=depth)


def _list(value: list[Any], *, depth: int) -> Iterator[str]:
    for part in value:
        if isinstance(part, dict | list) and part:
            first, *rest = _block(part, depth=depth + 1)
            yield f"{'  ' * depth}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{'  ' * depth}- {_scalar(part)}"


def _entry(opening: str, value: Any, *, depth: int) -> Iterator[str]:
    if isinstance(value, dict | list) and value:
        yield opening
        yield from _block(value, depth=depth + 1)
    else:
        yield f"{opening} {_scalar(value)}"


def _block(value: Any, *, depth: int) -> Iterator[str]:
    return _list(value, depth=depth) if isinstance(value, list) else _map(value, depth=depth)


def _key(name: str) -> str:
    plain = _PLAIN.fullmatch(name) and name.lower() not in _WORDS
    return name if plain else json.dumps(name, ensure_ascii=False)


def _scalar(value: Any) -> str:
    if isinstance(value, str) and value != "" and _key(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)
