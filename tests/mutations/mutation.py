"""A deliberate breakage: one small edit of the service's source."""

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Mutation(NamedTuple):
    """What is broken, where, and by putting what in the place of what.

    `old` occurs once in the file, which lies under `auth`.
    """

    says: str
    file: str
    old: str
    new: str

    @property
    def name(self) -> str:
        return f"{self.file}: {self.says}"

    def fits(self) -> bool:
        """Whether the source still has the place, once."""
        return self.whole().count(self.old) == 1

    def applied(self) -> str:
        """The broken source."""
        return self.whole().replace(self.old, self.new)

    def whole(self) -> str:
        """The source as it is."""
        return (ROOT / "auth" / self.file).read_text()
