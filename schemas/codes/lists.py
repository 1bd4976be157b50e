"""What a code and a code list are. The lists themselves stand in the family modules beside this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list.

    `source` is given where it differs from the list's. `group` is a wider class used for roll-up
    or by a rule. `parent` is a code one step wider: in the same list for a subtype, in the named
    wider list for a nested grouping or an area. Validity dates are inclusive; None is unbounded.
    `crosswalk` maps the name of another code set to this value's code there.
    """

    code: str
    label: str
    source: str | None = None
    group: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    parent: str | None = None
    crosswalk: Mapping[str, str] = field(default_factory=_nothing, hash=False)

    def valid_on(self, day: date) -> bool:
        """Say whether the code was in use on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes with its catalogue id, title and public source, in display order.

    Raises ValueError when two entries share a code.
    """

    name: str
    id: str
    title: str
    source: str
    codes: tuple[Code, ...]
    values: frozenset[str] = field(init=False, repr=False, compare=False)
    _by_code: Mapping[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the codes once; a list is read far more often than it is made."""
        by_code = {entry.code: entry for entry in self.codes}
        if len(by_code) != len(self.codes):
            raise ValueError(f"code list {self.name} holds a code twice")
        object.__setattr__(self, "_by_code", MappingProxyType(by_code))
        object.__setattr__(self, "values", frozenset(by_code))

    def __contains__(self, code: object) -> bool:
        """Say whether the value is one of the list's codes."""
        return code in self.values

    def __iter__(self) -> Iterator[Code]:
        """Walk the codes in display order."""
        return iter(self.codes)

    def __len__(self) -> int:
        """Count the codes."""
        return len(self.codes)

    def get(self, code: str) -> Code | None:
        """Give the entry for a code, or None."""
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """Give the label of a code; raises KeyError for a code that is not in the list."""
        return self._by_code[code].label

    def valid_on(self, day: date) -> tuple[Code, ...]:
        """Give the codes in use on the day, in display order."""
        return tuple(entry for entry in self.codes if entry.valid_on(day))

    def children(self, parent: str) -> tuple[Code, ...]:
        """Give the codes whose parent is the given code, in display order."""
        return tuple(entry for entry in self.codes if entry.parent == parent)

    def in_group(self, group: str) -> frozenset[str]:
        """Give the values that belong to a group; empty for a group the list does not use."""
        return frozenset(entry.code for entry in self.codes if entry.group == group)


def plain(*pairs: tuple[str, str], source: str | None = None) -> tuple[Code, ...]:
    """Make codes that need only a code and a label, all with the same source of their own."""
    return tuple(Code(code, label, source=source) for code, label in pairs)
