"""Fields that take codes: one code, several values, and the cell of a declared figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from schemas.codes import MISSING_REASONS, CodeList, code_list
from schemas.fields.base import NOT_RECORDED, Domain, Words
from schemas.fields.text import PersonRef

_DIMENSION: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)
_CATEGORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}\Z", re.ASCII)


class Code(Domain):
    """One code of a named list, or, with `reasons`, why there is none."""

    storage = (("", "code"),)
    words: ClassVar[Words] = {
        "type": ("type", "must be a code, as text"),
        "code": ("code", "is not a code of the list {list}; see /v1/code-lists/{list}"),
    }

    def __init__(
        self,
        title: str,
        *,
        codes: str | CodeList,
        mandatory: bool = False,
        reasons: bool = False,
        fill: Any = None,
        **kwargs: Any,
    ) -> None:
        stands_in = NOT_RECORDED if reasons and mandatory and fill is None else fill
        super().__init__(title, mandatory=mandatory, fill=stands_in, **kwargs)
        self.reasons = reasons
        self.code_list: CodeList = code_list(codes) if isinstance(codes, str) else codes
        self.values = self.code_list.values | (
            frozenset(MISSING_REASONS) if reasons else frozenset()
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("type")
        if value not in self.values:
            raise self.make_error("code", list=self.code_list.name)
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": sorted(self.values)}


class Many(Domain):
    """A list of distinct values of one field; in CSV joined by `;`."""

    storage = (("", "list"),)
    longest: ClassVar[int] = 40  # longer than any list of the common schema (design)
    words: ClassVar[Words] = {
        "type": ("type", "must be a list of values"),
        "length": ("length", "must have 1 to {longest} different entries"),
    }

    def __init__(self, title: str, *, of: Domain, **kwargs: Any) -> None:
        super().__init__(title, **kwargs)
        self.of = of

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[Any, ...]:
        if not isinstance(value, list) or None in value:
            raise self.make_error("type")
        loaded = tuple(self.of.deserialize(item) for item in value)
        if not 1 <= len(loaded) <= self.longest or len(set(loaded)) != len(loaded):
            raise self.make_error("length", longest=self.longest)
        return loaded

    def from_text(self, cell: str) -> Any:
        return [self.of.from_text(part) for part in cell.split(";")]

    def to_text(self, value: Sequence[Any]) -> str:
        return ";".join(self.of.to_text(item) for item in value)

    def stored(self, value: Sequence[Any] | None) -> tuple[Any, ...]:
        return (None if value is None else self.to_text(value),)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": self.of.json_schema(),
            "minItems": 1,
            "maxItems": self.longest,
            "uniqueItems": True,
        }


class PersonRefs(Many):
    """References to several people; never stored as sent."""

    storage = (("", "refs"),)

    def __init__(self, title: str, **kwargs: Any) -> None:
        super().__init__(title, of=PersonRef("reference", mandatory=True), **kwargs)


class CellMap(Domain):
    """Dimensions and their categories of one declared cell; in CSV `breakdown.<dimension>`
    columns.
    """

    storage = (("", "map"),)
    widest: ClassVar[int] = 3  # as many variables as a released question may have (design)
    words: ClassVar[Words] = {
        "type": ("type", "must map registered dimensions to codes"),
        "length": ("length", "must have 1 to {widest} dimensions"),
    }

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, str]:
        if not isinstance(value, dict) or not all(
            _named(k) and _named_code(v) for k, v in value.items()
        ):
            raise self.make_error("type")
        if not 1 <= len(value) <= self.widest:
            raise self.make_error("length", widest=self.widest)
        return dict(sorted(value.items()))

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": self.widest,
            "propertyNames": {"pattern": _DIMENSION.pattern.replace("\\Z", "$")},
            "additionalProperties": {"type": "string", "maxLength": 64},
        }


def _named(key: Any) -> bool:
    return isinstance(key, str) and bool(_DIMENSION.match(key))


def _named_code(code: Any) -> bool:
    return isinstance(code, str) and bool(_CATEGORY.match(code))
