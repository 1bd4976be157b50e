"""Where the demo lives: a folder it makes anew, with the service, its log and the reports in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from api.cli.folder import ServiceFolder

NOW: Final = "2026-04-20T09:00:00+00:00"
"""The day on which the first quarter of 2026 is owed: returns fall due in the month after."""


class Folder(ServiceFolder):
    """The demo's folder, `.safershare/demo` below the place it is run from."""

    @property
    def reports(self) -> Path:
        """The reports as pages."""
        return self.path / "reports"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.path / "server.log"

    def renew(self) -> None:
        """Remove what an earlier run left and make the folder."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.make()
        self.reports.mkdir()


def below(place: Path) -> Folder:
    """The folder below a place, by its full path, so that its settings hold from anywhere."""
    return Folder(place.resolve() / ".safershare" / "demo")
