"""Records of NDJSON judged by lines: read by a fast parser, checked by the generated loader.

The parser differs from the strict reader of `auth.strict_json` in what this module makes up for: of
a member that is named twice it keeps the last, it takes a number beyond all bounds, and escapes may
bring in what no text can hold. A line is taken only where none of this can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from schemas.checking import Plan
from schemas.dataset import columns
from schemas.fast.loader import reader
from schemas.fields import CellMap, Domain, Many, Text

_ESCAPE: Final = b"\\"
_COMMA: Final = b","
_UNREADABLE: Final = (msgspec.MsgspecError, ValueError, RecursionError)


class JsonLines:
    """What the lines of one file are held against.

    Args:
        plan: the members in the file, the context and the fills, as `schemas.checking` takes them.
    """

    def __init__(self, plan: Plan) -> None:
        self._decode = msgspec.json.Decoder(float_hook=float).decode
        self._read = reader(plan)
        own = columns(plan.dataset)
        self._blocks = tuple(dict.fromkeys(c.block for c in own if c.block))
        self._lists = tuple(c.name for c in own if isinstance(c.field, Many))
        self._maps = tuple(c.name for c in own if isinstance(c.field, CellMap))
        self._texts = tuple(c.name for c in own if _may_hold_commas(c.field))

    def values(self, line: bytes) -> dict[str, Any] | None:
        """The flat values of a line, as `schemas.checking.check` would give them without a finding.

        None says only that the line must take the exact road.
        """
        if _ESCAPE in line:
            return None
        try:
            record = self._decode(line)
        except _UNREADABLE:
            return None
        values, findings = self._read(record)
        if findings or line.count(_COMMA) != self._commas(record, values):
            return None
        return values

    def _commas(self, record: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """How many commas the line of a good record has if no member is named twice in it.

        A comma stands between two members or entries, or in a text. A repeated member brings one
        more, whatever it holds, for the parser kept one of the two.
        """
        count = len(record) - 1
        for name in self._blocks:
            count += max(len(record.get(name) or ()) - 1, 0)
        for name in self._lists:
            count += max(len(values.get(name) or ()) - 1, 0)
        for name in self._maps:
            count += max(len(values.get(name) or ()) - 1, 0)
        for name in self._texts:
            count += (values.get(name) or "").count(",")
        return count


def _may_hold_commas(field: Domain) -> bool:
    """Whether the text of a good value may hold a comma; a list's and a map's entries may not."""
    return isinstance(field, Text)
