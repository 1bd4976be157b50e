"""A service in this process in which invented partnerships are raised, and its installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from api.cli.partners import Partners
from api.cli.seeding import standing
from api.cli.seeding.sending import Wish
from api.cli.seeding.way import Way
from api.settings import Settings
from schemas.period import Period
from tests.databases import Databases
from tests.journeys.installations import Installation, installation


def installed(folder: Path) -> Installation:
    """An installation with an empty database of its own."""
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / 'safershare.db'}"
    made = installation(folder, Databases("sqlite", url, url))
    made.done("db", "upgrade")
    return made


@dataclass(frozen=True)
class Ground:
    """A service in this process, and partnerships that are raised in it."""

    folder: Path
    settings: Settings

    @classmethod
    def at(cls, folder: Path) -> Self:
        """A service in an empty folder."""
        return cls(folder, Settings.from_environment(installed(folder).variables))

    @contextmanager
    def sending(self, wish: Wish, *, months: list[Period]) -> Iterator[Partners]:
        """The systems of a partnership that stands."""
        way = Way(self.settings, None, False, self.folder / "server.log")
        folder = self.folder / wish.plan.partnership_id
        held = standing.raised(self.settings, wish.plan, months=months, folder=folder, url=way.url)
        with way.open() as opened, Partners(held, transport=opened.transport) as partners:
            yield partners
