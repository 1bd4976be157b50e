"""Fields that take codes: one code, several values, and the cell of a declared figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from schemas.codes import MISSING_REASONS, CodeList, code_list
from schemas.fields.base import NOT_RECORDED, Domain, Words
from schemas.fields.text import PersonRef

_CATEGORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}\Z", re.ASCII)


class Code(Domain):
    """One code of a named list, or, with `reasons`, why there is none."""

    storage = (("", "code"),)
    shown: ClassVar[int] = 10  # codes told in a sentence; longer lists are looked up (design)
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

    @property
    def expected(self) -> str:
        """The codes with their labels, or, of a long list, its first and where the rest stand."""
        entries = [f"{entry.code} ({entry.label})" for entry in self.code_list]
        shown = entries if len(entries) <= self.shown else entries[: self.shown - 2]
        more = f" and {len(entries) - len(shown)} more" if len(shown) < len(entries) else ""
        reasons = f"; or why there is none: {', '.join(sorted(MISSING_REASONS))}"
        return (
            f"a code of /v1/code-lists/{self.code_list.name}: {', '.join(shown)}{more}"
            f"{reasons if self.reasons else ''}"
        )

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

    @property
    def expected(self) -> str:
        return (
            f"a list, in CSV joined by ; without spaces, of 1 to {self.longest} different entries,"
            f" each {self.of.expected}"
        )

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


class LinkedRef(PersonRefs):
    """A reference to one other person; loaded and kept as references to several people are."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[Any, ...]:
        return (self.of.deserialize(value),)

    def from_text(self, cell: str) -> Any:
        return self.of.from_text(cell)

    @property
    def expected(self) -> str:
        return self.of.expected

    def json_schema(self) -> dict[str, Any]:
        return self.of.json_schema()


class CellMap(Domain):
    """Dimensions and their categories of one declared cell; in CSV `breakdown.<dimension>` columns.

    Args:
        dimensions: each dimension with the code list of its categories, which may also be the
            reasons for having no value; "" where the agency names its own.
    """

    storage = (("", "map"),)
    widest: ClassVar[int] = 3  # as many variables as a released question may have (design)
    words: ClassVar[Words] = {
        "type": ("type", "must map registered dimensions to codes"),
        "length": ("length", "must have 1 to {widest} dimensions"),
        "code": ("code", "has a category of {dimension} that is not in its code list"),
    }

    def __init__(self, title: str, *, dimensions: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(title, **kwargs)
        self.lists: Mapping[str, str] = dict(dimensions)
        self.dimensions: Mapping[str, frozenset[str] | None] = {
            name: code_list(codes).values | MISSING_REASONS if codes else None
            for name, codes in dimensions.items()
        }

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, str]:
        if not isinstance(value, dict) or not all(
            k in self.dimensions and _named(v) for k, v in value.items()
        ):
            raise self.make_error("type")
        if not 1 <= len(value) <= self.widest:
            raise self.make_error("length", widest=self.widest)
        for dimension, category in value.items():
            registered = self.dimensions[dimension]
            if registered is not None and category not in registered:
                raise self.make_error("code", dimension=dimension)
        return dict(sorted(value.items()))

    @property
    def expected(self) -> str:
        return (
            f"1 to {self.widest} of the dimensions {', '.join(self.dimensions)}, each with a"
            " category; in CSV a column breakdown.<dimension> for each"
        )

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": self.widest,
            "properties": {
                name: {"type": "string", "pattern": "^" + _CATEGORY.pattern.replace("\\Z", "$")}
                if categories is None
                else {"type": "string", "enum": sorted(categories)}
                for name, categories in self.dimensions.items()
            },
            "additionalProperties": False,
        }


def _named(category: Any) -> bool:
    return isinstance(category, str) and bool(_CATEGORY.match(category))
